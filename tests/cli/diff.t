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
  metrics	acc:max	0.9312	0.9295	-0.0017000000000000348	-0.1825601374570484	worse
  metrics	val_loss:min	0.4121	0.4188	0.006699999999999984	1.6258189759767006	worse
  run	command	["sh","-c","echo step=1 acc=0.9312 val_loss=0.4121 speed=10"]	["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"]			
  code	commit		<COMMIT-1>			
  tags	team	ads	web			
  artifacts	logs/stdout.log	43 bytes, sha256 b0df30adcb85	43 bytes, sha256 4b28e267a72b			
  $ mlt diff wide-lion wide-adam -F csv --no-header
  params,opt,lion,adam,,,␍
  metrics,acc:max,0.9312,0.9295,-0.0017000000000000348,-0.1825601374570484,worse␍
  metrics,val_loss:min,0.4121,0.4188,0.006699999999999984,1.6258189759767006,worse␍
  run,command,"[""sh"",""-c"",""echo step=1 acc=0.9312 val_loss=0.4121 speed=10""]","[""sh"",""-c"",""echo step=1 acc=0.9295 val_loss=0.4188 speed=10""]",,,␍
  code,commit,,<COMMIT-1>,,,␍
  tags,team,ads,web,,,␍
  artifacts,logs/stdout.log,"43 bytes, sha256 b0df30adcb85","43 bytes, sha256 4b28e267a72b",,,␍
  $ mlt diff main:@last wide-adam -F md
  | section | key | from | to | change | percent | verdict |
  | --- | --- | --- | --- | ---: | ---: | --- |
  | params | opt | lion | adam |  |  |  |
  | metrics | acc:max | 0.9312 | 0.9295 | -0.0017 | -0.1826 | worse |
  | metrics | val_loss:min | 0.4121 | 0.4188 | 0.0067 | 1.626 | worse |
  | run | command | \["sh","-c","echo step=1 acc=0.9312 val_loss=0.4121 speed=10"\] | \["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"\] |  |  |  |
  | code | commit |  | <commit-1> |  |  |  |
  | tags | team | ads | web |  |  |  |
  | artifacts | logs/stdout.log | 43 bytes, sha256 b0df30adcb85 | 43 bytes, sha256 4b28e267a72b |  |  |  |
  $ mlt diff wide-lion wide-adam -F jsonl --json=key,from,to,verdict
  {"key":"opt","from":"lion","to":"adam","verdict":null}
  {"key":"acc:max","from":0.9312,"to":0.9295,"verdict":"worse"}
  {"key":"val_loss:min","from":0.4121,"to":0.4188,"verdict":"worse"}
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
    "compared": {
      "params": {
        "same": 2,
        "different": 1
      },
      "metrics": {
        "same": 1,
        "different": 2

#tty 80x50
  $ mlt diff wide-lion wide-adam
  <run-1> wide-lion  →  <run-2> wide-adam
  ␛[1mparams␛[0m     opt  lion → adam
             ␛[2m2 more the same␛[0m
  ␛[1mmetrics␛[0m    acc:max       ↑ 0.9312 → 0.9295  ␛[31m−0.0017 (−0.18 %) worse␛[0m
             val_loss:min  ↓ 0.4121 → 0.4188  ␛[31m+0.0067  (+1.6 %) worse␛[0m
             ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m        command    sh -c 'echo step=1 acc=0.9312 val_loss=0.4121 speed=10'
                      → sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10'
  ␛[1mcode␛[0m       none → <commit-1>
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       team  ads → web
  ␛[1martifacts␛[0m  1 changed (--artifacts to show)
  $ mlt diff main:wide-lion wide-adam --artifacts
  main:<run-1> wide-lion  →  <run-2> wide-adam
  ␛[1mparams␛[0m     opt  lion → adam
             ␛[2m2 more the same␛[0m
  ␛[1mmetrics␛[0m    acc:max       ↑ 0.9312 → 0.9295  ␛[31m−0.0017 (−0.18 %) worse␛[0m
             val_loss:min  ↓ 0.4121 → 0.4188  ␛[31m+0.0067  (+1.6 %) worse␛[0m
             ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m        command    sh -c 'echo step=1 acc=0.9312 val_loss=0.4121 speed=10'
                      → sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10'
  ␛[1mcode␛[0m       none → <commit-1>
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       team  ads → web
  ␛[1martifacts␛[0m  logs/stdout.log    43 bytes, sha256 b0df30adcb85
                              → 43 bytes, sha256 4b28e267a72b
#tty 40x60
  $ mlt diff wide-adam wide-sgd
  <run-2> wide-adam  →  <run-3> wide-sgd
  ␛[1mparams␛[0m
    lr   0.0003 → 0.1
    opt  adam → sgd
    ␛[2m1 more the same␛[0m
  ␛[1mmetrics␛[0m
    acc:max       ↑ 0.9295 → 0.9512
      ␛[1;32m+0.0217 (+2.3 %) better␛[0m
    val_loss:min  ↓ 0.4188 → 0.4388
      ␛[31m+0.02 (+4.8 %) worse␛[0m
    ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m
    command    …cc=0.9295 va…188 speed=10'
             → …cc=0.9512 va…388 speed=10'
  ␛[1mcode␛[0m
    same (<commit-1>)
  ␛[1mdata␛[0m
    ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m
    ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m
    same (<host>)
  ␛[1mtags␛[0m
    same (1)
  ␛[1martifacts␛[0m
    1 changed (--artifacts to show)
#tty 30x60
  $ mlt diff wide-adam wide-sgd
  <run-2> wide-adam
  → <run-3> wide-sgd
  ␛[1mparams␛[0m
    lr   0.0003 → 0.1
    opt  adam → sgd
    ␛[2m1 more the same␛[0m
  ␛[1mmetrics␛[0m
    acc:max       ↑
      0.9295 → 0.9512
      ␛[1;32m+0.0217 (+2.3 %) better␛[0m
    val_loss:min  ↓
      0.4188 → 0.4388
      ␛[31m+0.02 (+4.8 %) worse␛[0m
    ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m
    command    …cc=0.92…peed=10'
             → …cc=0.95…peed=10'
  ␛[1mcode␛[0m
    same (<commit-1>)
  ␛[1mdata␛[0m
    ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m
    ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m
    same (<host>)
  ␛[1mtags␛[0m
    same (1)
  ␛[1martifacts␛[0m
    1 changed (--artifacts to
      show)
#tty 80x50
  $ LC_ALL=C mlt diff wide-adam wide-sgd
  <run-2> wide-adam  ->  <run-3> wide-sgd
  ␛[1mparams␛[0m     lr   0.0003 -> 0.1
             opt  adam -> sgd
             ␛[2m1 more the same␛[0m
  ␛[1mmetrics␛[0m    acc:max       ^ 0.9295 -> 0.9512  ␛[1;32m+0.0217 (+2.3 %) better␛[0m
             val_loss:min  v 0.4188 -> 0.4388  ␛[31m  +0.02 (+4.8 %) worse␛[0m
             ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m        command     sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10'
                      -> sh -c 'echo step=1 acc=0.9512 val_loss=0.4388 speed=10'
  ␛[1mcode␛[0m       same (<commit-1>)
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       same (1)
  ␛[1martifacts␛[0m  1 changed (--artifacts to show)
  $ NO_COLOR=1 mlt diff wide-adam wide-sgd -F wide
  <run-2> wide-adam  →  <run-3> wide-sgd
  params     lr   0.0003 → 0.1
             opt  adam → sgd
             1 more the same
  metrics    acc:max       ↑ 0.9295 → 0.9512  +0.0217 (+2.3 %) better
             val_loss:min  ↓ 0.4188 → 0.4388    +0.02 (+4.8 %) worse
             1 more the same
  run        command  sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10' → sh -c 'echo step=1 acc=0.9512 val_loss=0.4388 speed=10'
  code       same (<commit-1>)
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  1 changed (--artifacts to show)
#tty 200x24
  $ mlt diff wide-adam wide-lion --goal acc=min
  <run-2> wide-adam  →  <run-1> wide-lion
  ␛[1mparams␛[0m     opt  adam → lion
             ␛[2m2 more the same␛[0m
  ␛[1mmetrics␛[0m    acc:min       ↓ 0.9295 → 0.9312  ␛[31m+0.0017 (+0.18 %) worse␛[0m
             val_loss:min  ↓ 0.4188 → 0.4121  ␛[1;32m−0.0067  (−1.6 %) better␛[0m
             ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m        command  sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10' → sh -c 'echo step=1 acc=0.9312 val_loss=0.4121 speed=10'
  ␛[1mcode␛[0m       <commit-1> → none
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       team  web → ads
  ␛[1martifacts␛[0m  1 changed (--artifacts to show)
  $ mlt diff wide-lion wide-lion
  <run-1> wide-lion  →  <run-1> wide-lion · no difference
  ␛[1mparams␛[0m     same (3)
  ␛[1mmetrics␛[0m    same (3)
  ␛[1mcode␛[0m       ␛[2mnot recorded␛[0m
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       same (1)
  ␛[1martifacts␛[0m  same (1)
#pipe

How long runs took is told; to --exit-code it is no difference.

  $ timed() { eval "$(mlt run start -x digits --name "$1")"; mlt log metric val_loss 2 --step 1; }
  $ timed slow
  $ after 3600
  $ mlt log metric val_loss 1 --step 2
  $ mlt log metric val_loss 3 --step 3
  $ mlt run end
  $ timed quick
  $ mlt run end
  $ mlt diff slow quick
  section	key	from	to	change	percent	verdict
  metrics	val_loss:min	1	2	1	100	worse
  run	duration_ms	3840004	60002	-3780002	-98.43744954432339	
  $ mlt diff slow quick -F table
  <run-4> slow  →  <run-5> quick
  metrics    val_loss:min  ↓ 1 → 2  +1 (+100 %) worse
             time            1h4m → 1m
  code       same (<commit-1>)
  data       not recorded
  env        not recorded
  host       same (<host>)
  $ mlt diff slow slow --exit-code
  section	key	from	to	change	percent	verdict
  $ mlt diff slow quick --exit-code -F '{key}: {from} {to} {percent}'
  val_loss:min: 1 2 100
  duration_ms: 3840004 60002 -98.43744954432339
  [exit 1]

Two runs that are compared are held against each other where people read and say nothing of a table.

#tty 80x50
  $ mlt compare wide-adam wide-sgd
  <run-2> wide-adam  →  <run-3> wide-sgd
  ␛[1mparams␛[0m     lr   0.0003 → 0.1
             opt  adam → sgd
             ␛[2m1 more the same␛[0m
  ␛[1mmetrics␛[0m    acc:max       ↑ 0.9295 → 0.9512  ␛[1;32m+0.0217 (+2.3 %) better␛[0m
             val_loss:min  ↓ 0.4188 → 0.4388  ␛[31m  +0.02 (+4.8 %) worse␛[0m
             ␛[2m1 more the same␛[0m
  ␛[1mrun␛[0m        command    sh -c 'echo step=1 acc=0.9295 val_loss=0.4188 speed=10'
                      → sh -c 'echo step=1 acc=0.9512 val_loss=0.4388 speed=10'
  ␛[1mcode␛[0m       same (<commit-1>)
  ␛[1mdata␛[0m       ␛[2mnot recorded␛[0m
  ␛[1menv␛[0m        ␛[2mnot recorded␛[0m
  ␛[1mhost␛[0m       same (<host>)
  ␛[1mtags␛[0m       same (1)
  ␛[1martifacts␛[0m  1 changed (--artifacts to show)
  $ mlt compare wide-adam wide-sgd -T
  digits · 2 runs · same in all: batch=128 tags.team=web commit=<commit-1> host=<host>
    user=ada
  ␛[1mrun␛[0m       <run-2>    <run-3>
  ␛[1mname␛[0m      wide-adam  wide-sgd
  ␛[1mwhen␛[0m      09:07      09:08
  ␛[1mdur␛[0m       0s         0s
  ␛[1mlr␛[0m        0.0003     0.1
  ␛[1mopt␛[0m       adam       sgd
  ␛[1macc␛[0m       0.9295     ␛[1;32m0.9512★␛[0m
  ␛[1mspeed␛[0m     10         10
  ␛[1mval_loss␛[0m  ␛[1;32m0.4188★␛[0m    0.4388
  ␛[2m(★ best)␛[0m
  hint: no direction is known for speed; say which with --goal METRIC=max or =min
#pipe
  $ mlt compare wide-adam wide-sgd -F csv --no-header | cut -d, -f2,5-
  wide-adam,0.0003,adam,0.9295,10,0.4188␍
  wide-sgd,0.1,sgd,0.9512,10,0.4388␍
  $ mlt compare --diff wide-adam wide-sgd
  section	key	from	to	change	percent	verdict
  params	lr	0.0003	0.1			
  params	opt	adam	sgd			
  metrics	acc:max	0.9295	0.9512	0.021700000000000053	2.334588488434648	better
  metrics	val_loss:min	0.4188	0.4388	0.020000000000000018	4.775549188156642	worse
  run	command	["sh","-c","echo step=1 acc=0.9295 val_loss=0.4188 speed=10"]	["sh","-c","echo step=1 acc=0.9512 val_loss=0.4388 speed=10"]			
  artifacts	logs/stdout.log	43 bytes, sha256 4b28e267a72b	43 bytes, sha256 100e5f20779d			
  $ mlt compare wide-adam wide-sgd --exit-code > /dev/null
  [exit 1]
  $ mlt compare --diff wide-adam wide-adam --exit-code
  section	key	from	to	change	percent	verdict
  $ mlt compare --diff wide-adam
  2> error: --diff and what belongs to it want exactly two runs
  2> hint: for example: mlt compare --diff @last~1 @last
  [exit 2]
  $ mlt compare wide-adam wide-sgd wide-lion --exit-code
  2> error: --diff and what belongs to it want exactly two runs
  2> hint: for example: mlt compare --diff @last~1 @last
  [exit 2]

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
  <run-6> before  →  <run-7> after
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>: opt.py +2 −1
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
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

What was not committed is part of the code, as far as it was kept.

  $ echo 'lr = 9' > opt.py
  $ train dirty 1 sgd 0.9 0.5 ads
  $ mlt diff after dirty
  section	key	from	to	change	percent	verdict
  code	uncommitted		yes			
  code	opt.py		+1 -2			
  $ mlt diff after dirty -F table
  <run-7> after  →  <run-8> dirty
  params     same (3)
  metrics    same (3)
  code       <commit-3> → <commit-3>, working tree: opt.py +1 −2
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
  $ mlt diff dirty after -F table --code
  <run-8> dirty  →  <run-7> after
  params     same (3)
  metrics    same (3)
  code       <commit-3>, working tree → <commit-3>: opt.py +2 −1
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
  diff --git a/opt.py b/opt.py
  index 83738e9..3b2050f 100644
  --- a/opt.py
  +++ b/opt.py
  @@ -1 +1,2 @@
  -lr = 9
  +lr = 2
  +wd = 3
  $ TMPDIR=/nowhere mlt diff after dirty -F table | grep -A 1 ^code
  code       <commit-3> → <commit-3>, working tree
             without what the second run had not committed: it was not kept, or cannot be applied
  $ mlt diff dirty dirty -F table
  <run-8> dirty  →  <run-8> dirty · no difference
  params     same (3)
  metrics    same (3)
  code       same (<commit-3>, working tree)
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
  $ mkdir src && touch src/a.py src/b.py && git add src
  $ train several 1 sgd 0.9 0.5 ads
  $ mlt diff before several -F table
  <run-6> before  →  <run-9> several
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>, working tree: 3 files +1 −1
             opt.py    +1 −1
             src/a.py  +0 −0
             src/b.py  +0 −0
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
  $ touch left.py && train untracked 1 sgd 0.9 0.5 ads
  $ mlt diff several untracked -F table
  <run-9> several  →  <run-10> untracked
  params     same (3)
  metrics    same (3)
  code       <commit-3>, working tree → <commit-3>, working tree: no file differs
             untracked  (none) → left.py
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       same (1)
  artifacts  same (1)
  $ mlt run -q -x digits --name unkept --git-diff never -- true
  $ mlt diff after unkept -F table
  <run-7> after  →  <run-11> unkept
  params     batch  128 → (none)
             lr     1 → (none)
             opt    sgd → (none)
  metrics    acc:max       ↑  0.9 → (none)
             speed           10   → (none)
             val_loss:min  ↓  0.5 → (none)
  run        command  sh -c 'echo step=1 acc=0.9 val_loss=0.5 speed=10' → true
  code       <commit-3> → <commit-3>, working tree
             without what the second run had not committed: it was not kept, or cannot be applied
             untracked  (none) → left.py
  data       not recorded
  env        not recorded
  host       same (<host>)
  tags       team  ads → (none)
  artifacts  1 removed (--artifacts to show)
  $ mv .git gone
  $ mlt diff after dirty
  section	key	from	to	change	percent	verdict
  code	uncommitted		yes			
  code	opt.py		+1 -2			
  $ mlt diff before after
  section	key	from	to	change	percent	verdict
  code	commit	<COMMIT-2>	<COMMIT-3>			
  2> hint: the code cannot be compared: git has not both commits here
  $ mv gone .git

The environments of runs are compared by the files that they keep.

  $ env_of() { printf '%s\n' "$@" > requirements.txt; mlt log artifact requirements.txt --run "$run"; }
  $ run=before; env_of torch==2.3.0 numpy==1.26.4 pip==23
  $ mlt diff before after -F table
  <run-6> before  →  <run-7> after
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>: opt.py +2 −1
  data       not recorded
  env        recorded by the first run only
  host       same (<host>)
  tags       same (1)
  artifacts  1 removed, 1 the same (--artifacts to show)
  $ run=after; env_of torch==2.3.1 numpy==1.26.4 pip==23
  $ mlt diff before after -F table
  <run-6> before  →  <run-7> after
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>: opt.py +2 −1
  data       not recorded
  env        torch  2.3.0 → 2.3.1 · 1 of 3 packages
  host       same (<host>)
  tags       same (1)
  artifacts  1 changed, 1 the same (--artifacts to show)
  $ run=dirty; env_of torch==2.3.1 numpy==2.0 wheel==1
  $ mlt diff before dirty -F table
  <run-6> before  →  <run-8> dirty
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>, working tree: opt.py +1 −1
  data       not recorded
  env        numpy  1.26.4 → 2.0
             pip    23 → (none)
             torch  2.3.0 → 2.3.1
             wheel  (none) → 1
             4 of 4 packages
  host       same (<host>)
  tags       same (1)
  artifacts  1 changed, 1 the same (--artifacts to show)
  $ mlt diff before dirty -F table --env full
  <run-6> before  →  <run-8> dirty
  params     same (3)
  metrics    same (3)
  code       <commit-2> → <commit-3>, working tree: opt.py +1 −1
  data       not recorded
  env        numpy  1.26.4 → 2.0
             pip    23 → (none)
             torch  2.3.0 → 2.3.1
             wheel  (none) → 1
             4 of 4 packages
  host       same (<host>)
  tags       same (1)
  artifacts  1 changed, 1 the same (--artifacts to show)
  $ mlt diff before dirty | grep ^env
  env	numpy	1.26.4	2.0			
  env	pip	23				
  env	torch	2.3.0	2.3.1			
  env	wheel		1			
  $ mlt diff before dirty --json=section,key | grep -A 20 compared
    "compared": {
      "params": {
        "same": 3,
        "different": 0
      },
      "metrics": {
        "same": 3,
        "different": 0
      },
      "run": {
        "same": 4,
        "different": 0
      },
      "code": {
        "same": 0,
        "different": 3
      },
      "data": {
        "same": 0,
        "different": 0
      },
  $ mlt diff before dirty --env none
  2> error: option '--env' takes full, not 'none'
  [exit 2]

Long lists are cut, and say where the rest is.

  $ for i in $(seq 10 34); do echo $i > src/f$i.py; done; git add src
  $ train many 1 sgd 0.9 0.5 ads
  $ mlt diff dirty many -F table | sed -n '/^code/,/^data/p'
  code       <commit-3>, working tree → <commit-3>, working tree: 27 files +25 −0
             src/a.py    +0 −0
             src/b.py    +0 −0
             src/f10.py  +1 −0
             src/f11.py  +1 −0
             src/f12.py  +1 −0
             src/f13.py  +1 −0
             src/f14.py  +1 −0
             src/f15.py  +1 −0
             src/f16.py  +1 −0
             src/f17.py  +1 −0
             src/f18.py  +1 −0
             src/f19.py  +1 −0
             src/f20.py  +1 −0
             src/f21.py  +1 −0
             src/f22.py  +1 −0
             src/f23.py  +1 −0
             src/f24.py  +1 −0
             src/f25.py  +1 −0
             src/f26.py  +1 −0
             src/f27.py  +1 −0
             7 more files, -F tsv to show
             untracked   (none) → left.py, requirements.txt
  data       not recorded
  $ run=many; env_of $(seq -f 'p%g==1' 12)
  $ mlt diff dirty many -F table | sed -n '/^env/,/^host/p'
  env        numpy  2.0 → (none)
             p1     (none) → 1
             p10    (none) → 1
             p11    (none) → 1
             p12    (none) → 1
             p2     (none) → 1
             p3     (none) → 1
             p4     (none) → 1
             15 of 15 packages, --env full to show
  host       same (<host>)
  $ mlt diff dirty many -F table --env full | sed -n '/^env/,/^host/p' | tail -6
             p8     (none) → 1
             p9     (none) → 1
             torch  2.3.1 → (none)
             wheel  1 → (none)
             15 of 15 packages
  host       same (<host>)

Names and values of any kind keep their line.

  $ mlt run -q -x odd --name "実験 <script>|" -P "k=$(printf 'a\tb\nc\033[31m')" -P 実験=長い値の長い値の長い値の長い値の一 \
  >   --metrics-from kv -- echo acc=nan > /dev/null
  $ mlt run -q -x odd --name "🧪" -P k=a -P 実験=長い値の長い値の長い値の長い値の二 --metrics-from kv -- echo acc=0.5 > /dev/null
  $ mlt diff @last~1 @last -F csv --no-header
  params,k,"a	b
  c␛[31m",a,,,␍
  params,実験,長い値の長い値の長い値の長い値の一,長い値の長い値の長い値の長い値の二,,,␍
  metrics,acc:max,NaN,0.5,,,␍
  run,command,"[""echo"",""acc=nan""]","[""echo"",""acc=0.5""]",,,␍
  artifacts,logs/stdout.log,"8 bytes, sha256 77cbbe8b02fa","8 bytes, sha256 6c16b0465f46",,,␍
#tty 40x60
  $ NO_COLOR=1 mlt diff @last~1 @last
  <run-12> 実験 <script>|  →  <run-13> 🧪
  params
    k     a\tb\nc\x1b[31m → a
    実験    …い値の一
          → …い値の二
  metrics
    acc:max  ↑ nan → 0.5
  run
    command  echo acc=nan → echo acc=0.5
  code
    same (<commit-3>, working tree)
  data
    not recorded
  env
    not recorded
  host
    same (<host>)
  artifacts
    1 changed (--artifacts to show)
#tty 20x80
  $ NO_COLOR=1 mlt diff @last~1 @last
  <run-12> 実…<script>|
  → <run-13> 🧪
  params
    k       a\tb\…[31m
          → a
    実験    …い値の一
          → …い値の二
  metrics
    acc:max  ↑
      nan → 0.5
  run
    command    …o …nan
             → …o …0.5
  code
    same (<commit-3>,
      working tree)
  data
    not recorded
  env
    not recorded
  host
    same (<host>)
  artifacts
    1 changed
      (--artifacts to
      show)
#pipe
