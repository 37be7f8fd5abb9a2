Two runs are held against each other: what differs, and which way.

  $ git init -q
  $ mlt init -q
  $ train() { mlt run -q -x digits --name "$1" -P lr="$2" -P opt="$3" -P batch=128 --tag team="$6" --metrics-from kv -- \
  >   sh -c "echo step=1 acc=$4 val_loss=$5 speed=10" > /dev/null; }
  $ train wide-lion 3e-4 lion 0.9312 0.4121 ads
  $ git add mlruns
  $ git commit -q -m baseline
  $ train wide-adam 0.0003 adam 0.9295 0.4188 web
  $ train wide-sgd 0.1 sgd 0.9512 0.4388 web
  $ mlt diff wide-lion wide-adam
  section	key	from	to	change	percent	verdict
  params	opt	lion	adam			
  metrics	acc	0.9312	0.9295	-0.0017000000000000348	-0.1825601374570484	worse
  metrics	val_loss	0.4121	0.4188	0.006699999999999984	1.6258189759767006	worse
  run	command	["sh","-c","echo step=1 acc=0.9312 val_loss=0.4121 speed=10"]	["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"]			
  code	commit		<COMMIT-1>			
  tags	team	ads	web			
  artifacts	logs/stdout.log	43 bytes, sha256 b0df30adcb85	43 bytes, sha256 4b28e267a72b			
  $ mlt diff wide-lion wide-adam -F csv --no-header
  params,opt,lion,adam,,,␍
  metrics,acc,0.9312,0.9295,-0.0017000000000000348,-0.1825601374570484,worse␍
  metrics,val_loss,0.4121,0.4188,0.006699999999999984,1.6258189759767006,worse␍
  run,command,"[""sh"",""-c"",""echo step=1 acc=0.9312 val_loss=0.4121 speed=10""]","[""sh"",""-c"",""echo step=1 acc=0.9295 val_loss=0.4188 speed=10""]",,,␍
  code,commit,,<COMMIT-1>,,,␍
  tags,team,ads,web,,,␍
  artifacts,logs/stdout.log,"43 bytes, sha256 b0df30adcb85","43 bytes, sha256 4b28e267a72b",,,␍
  $ mlt diff main:@last wide-adam -F md
  | what | key | from | to | change | percent | verdict |
  | --- | --- | --- | --- | ---: | ---: | --- |
  | params | opt | lion | adam |  |  |  |
  | metrics | acc | 0.9312 | 0.9295 | -0.0017 | -0.1826 | worse |
  | metrics | val_loss | 0.4121 | 0.4188 | 0.0067 | 1.626 | worse |
  | run | command | \["sh","-c","echo step=1 acc=0.9312 val_loss=0.4121 speed=10"\] | \["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"\] |  |  |  |
  | code | commit |  | <commit-1> |  |  |  |
  | tags | team | ads | web |  |  |  |
  | artifacts | logs/stdout.log | 43 bytes, sha256 b0df30adcb85 | 43 bytes, sha256 4b28e267a72b |  |  |  |
  $ mlt diff wide-lion wide-adam -F jsonl --json=key,from,to,verdict
  {"key":"opt","from":"lion","to":"adam","verdict":null}
  {"key":"acc","from":0.9312,"to":0.9295,"verdict":"worse"}
  {"key":"val_loss","from":0.4121,"to":0.4188,"verdict":"worse"}
  {"key":"command","from":"[\"sh\",\"-c\",\"echo step=1 acc=0.9312 val_loss=0.4121 speed=10\"]","to":"[\"sh\",\"-c\",\"echo step=1 acc=0.9295 val_loss=0.4188 speed=10\"]","verdict":null}
  {"key":"commit","from":null,"to":"<COMMIT-1>","verdict":null}
  {"key":"team","from":"ads","to":"web","verdict":null}
  {"key":"logs/stdout.log","from":"43 bytes, sha256 b0df30adcb85","to":"43 bytes, sha256 4b28e267a72b","verdict":null}
  $ mlt diff main:@last wide-adam -F json | head -20
  {
    "schema": "mlt.diff/1",
    "from": {
      "run_id": "<RUN-1>",
      "run_name": "wide-lion",
      "revision": "main"
    },
    "to": {
      "run_id": "<RUN-2>",
      "run_name": "wide-adam",
      "revision": null
    },
    "items": [
      {
        "section": "params",
        "key": "opt",
        "from": "lion",
        "to": "adam",
        "change": null,
        "percent": null,

#tty 80x24
  $ mlt diff wide-lion wide-adam
  <run-1> wide-lion → <run-2> wide-adam
  ␛[1mwhat␛[0m     ␛[1mkey␛[0m       ␛[1mfrom␛[0m                  ␛[1mto␛[0m            ␛[1mchange␛[0m   ␛[1mpercent␛[0m  ␛[1mverdict␛[0m
  params   opt       lion                  adam          ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  metrics  acc       0.9312                0.9295        -0.0017  -0.18 %  ␛[31mworse␛[0m
  metrics  val_loss  0.4121                0.4188        +0.0067  +1.6 %   ␛[31mworse␛[0m
  run      command   ["sh","-c","echo st…  ["sh","-c",…  ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  code     commit    ␛[2m-␛[0m                     <commit-1>       ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  tags     team      ads                   web           ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  ␛[2m(+1 artifact, --artifacts to show)␛[0m
  $ mlt diff main:wide-lion wide-adam --artifacts
  main:<run-1> wide-lion → <run-2> wide-adam
  ␛[1mwhat␛[0m       ␛[1mkey␛[0m             ␛[1mfrom␛[0m          ␛[1mto␛[0m            ␛[1mchange␛[0m   ␛[1mpercent␛[0m  ␛[1mverdict␛[0m
  params     opt             lion          adam          ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  metrics    acc             0.9312        0.9295        -0.0017  -0.18 %  ␛[31mworse␛[0m
  metrics    val_loss        0.4121        0.4188        +0.0067  +1.6 %   ␛[31mworse␛[0m
  run        command         ["sh","-c",…  ["sh","-c",…  ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  code       commit          ␛[2m-␛[0m             <commit-1>       ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  tags       team            ads           web           ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  artifacts  logs/stdout.l…  43 bytes, s…  43 bytes, s…  ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
#tty 40x24
  $ mlt diff wide-adam wide-sgd
  <run-2> wide-adam → <run-3> wide-sgd
  ␛[1mwhat␛[0m     ␛[1mkey␛[0m       ␛[1mfrom␛[0m           ␛[1mto␛[0m
  params   lr        0.0003         0.1
  params   opt       adam           sgd
  metrics  acc       0.9295         0.9512
  metrics  val_loss  0.4188         0.4388
  run      command   ["sh","-c","…  ["sh"…
  ␛[2m(+1 artifact, --artifacts to show)␛[0m
#tty 200x24
  $ mlt diff wide-adam wide-lion --goal acc=min
  <run-2> wide-adam → <run-1> wide-lion
  ␛[1mwhat␛[0m     ␛[1mkey␛[0m       ␛[1mfrom␛[0m                                                           ␛[1mto␛[0m                                                             ␛[1mchange␛[0m   ␛[1mpercent␛[0m  ␛[1mverdict␛[0m
  params   opt       adam                                                           lion                                                           ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  metrics  acc       0.9295                                                         0.9312                                                         +0.0017  +0.18 %  ␛[31mworse␛[0m
  metrics  val_loss  0.4188                                                         0.4121                                                         -0.0067  -1.6 %   ␛[1;32mbetter␛[0m
  run      command   ["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"]  ["sh","-c","echo step=1 acc=0.9312 val_loss=0.4121 speed=10"]  ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  code     commit    <commit-1>                                                        ␛[2m-␛[0m                                                              ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  tags     team      web                                                            ads                                                            ␛[2m-␛[0m        ␛[2m-␛[0m        ␛[2m-␛[0m
  ␛[2m(+1 artifact, --artifacts to show)␛[0m
  $ mlt diff wide-lion wide-lion
  <run-1> wide-lion → <run-1> wide-lion · no difference
  ␛[1mwhat␛[0m  ␛[1mkey␛[0m  ␛[1mfrom␛[0m  ␛[1mto␛[0m  ␛[1mchange␛[0m  ␛[1mpercent␛[0m  ␛[1mverdict␛[0m
#pipe

A script asks whether they differ.

  $ mlt diff wide-lion wide-adam --exit-code > /dev/null
  [exit 1]
  $ mlt diff wide-lion main:wide-lion --exit-code
  section	key	from	to	change	percent	verdict
  $ mlt runs tag wide-lion team=web
  $ mlt diff main:wide-lion wide-lion --exit-code
  section	key	from	to	change	percent	verdict
  tags	team	ads	web			
  [exit 1]

What cannot be.

  $ mlt diff wide-lion
  2> error: B is missing
  [exit 2]
  $ mlt diff wide-lion nothing
  2> error: there is no run 'nothing'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt diff nowhere:wide-lion wide-lion
  2> error: git knows no revision 'nowhere'
  2> hint: list branches and tags with: git for-each-ref
  [exit 3]
  $ mlt diff wide-lion wide-adam --goal acc=up
  2> error: --goal wants METRIC=max or METRIC=min, not 'acc=up'
  [exit 2]

Code is compared between the commits of both runs, without the store.

  $ echo 'lr = 1' > opt.py && git add -A && git commit -q -m code
  $ train before 1 sgd 0.9 0.5 ads
  $ printf 'lr = 2\nwd = 3\n' > opt.py && git add -A && git commit -q -m better
  $ train after 1 sgd 0.9 0.5 ads
  $ mlt diff before after
  section	key	from	to	change	percent	verdict
  code	commit	<COMMIT-2>	<COMMIT-3>			
  code	opt.py		+2 -1			
  $ mlt diff before after -F table --code
  <run-4> before → <run-5> after
  what  key     from     to       change  percent  verdict
  code  commit  <commit-2>  <commit-3>  -       -        -
  code  opt.py  -        +2 -1    -       -        -
  diff --git a/opt.py b/opt.py
  index 616f8d9..3b2050f 100644
  --- a/opt.py
  +++ b/opt.py
  @@ -1 +1,2 @@
  -lr = 1
  +lr = 2
  +wd = 3
  $ mlt diff before after --code
  2> error: --code is for people: give it with -F table
  [exit 2]
