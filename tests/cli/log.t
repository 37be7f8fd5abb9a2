Logging by hand: a value, a file, a few words at a time, to the current run.

Without a current run nothing is logged, and no run is made up.

  $ mlt init -q
  $ mlt log metric loss 0.3
  2> error: there is no current run
  2> hint: start one in this shell: eval "$(mlt run start --trap)"
  2> hint: or wrap the job: mlt run -- COMMAND
  2> hint: or name a run: --run RUN
  [exit 3]
  $ eval "$(mlt run start --name one --shell sh)"

Metrics: a pair or assignments; a step, a time; success says nothing.

  $ mlt log metric loss 0.5
  $ mlt log metric loss=0.25 acc=9e-1 --step 1
  $ mlt log metric loss -0.125 --step auto
  $ mlt log metric loss 0.75 --step 3 --time 2026-01-05T10:00:00Z
  $ mlt log metric bad=nan worse=-inf
  $ mlt runs show @current
  field	value
  run_id	<RUN-1>
  run_name	one
  experiment_id	0
  experiment	Default
  status	RUNNING
  lifecycle	active
  user	ada
  start_time	1767603780003
  start_time_iso	2026-01-05T09:03:00.003Z
  damaged	false
  metrics.acc	0.9
  metrics.bad	NaN
  metrics.loss	0.75
  metrics.worse	-Infinity
  tags.mlflow.source.type	LOCAL
  tags.mlt.host	<host>
  artifacts	
  dataset_inputs	
  model_inputs	
  model_outputs	
  $ mlt log metric --json acc=0.91 loss=0.2 --step 9
  {"schema": "mlt.log/1", "run_id": "<RUN-1>", "metrics": 2, "params": 0, "tags": 0, "artifacts": 0}
  $ mlt log metric --json=metrics acc=0.92 --step 10
  {"schema": "mlt.log/1", "metrics": 1}
  $ mlt log metric --json=metric acc=0.93 --step 11
  2> {"error":{"code":"usage","exit":2,"message":"no field 'metric'","hints":["the fields are: run_id, metrics, params, tags, artifacts"]}}
  [exit 2]

Not numbers, not steps, not keys.

  $ mlt log metric loss 0x10
  2> error: metric 'loss': '0x10' is not a number
  2> hint: numbers are decimal: 0.3, -2, 1e-5, nan, inf
  [exit 2]
  $ mlt log metric loss 1e400
  2> error: metric 'loss': '1e400' is not a number
  2> hint: numbers are decimal: 0.3, -2, 1e-5, nan, inf
  [exit 2]
  $ mlt log metric loss
  2> error: 'loss' is not KEY=VALUE
  2> hint: one: mlt log metric KEY VALUE
  2> hint: several: mlt log metric KEY=VALUE KEY=VALUE
  [exit 2]
  $ mlt log metric
  2> error: KEY=VALUE is missing
  [exit 2]
  $ mlt log metric loss 1 --step 1.5
  2> error: --step takes an integer or 'auto', not '1.5'
  [exit 2]
  $ mlt log metric loss 1 --time whenever
  2> error: --time 'whenever' is not a time
  2> hint: milliseconds since 1970, 2026-11-03T22:10:00Z, '2026-11-03 22:10', now, or 5m for five minutes ago
  [exit 2]
  $ mlt log metric ../loss 1
  2> error: bad metric key '../loss': it begins with '..'
  [exit 2]
  $ mlt log metric "$(printf 'k%.0s' {1..251})" 1
  2> error: bad metric key 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…': it has 251 bytes; at most 250 are allowed
  [exit 2]
  $ mlt log metric loss 1 --stepp 3
  2> error: unknown option '--stepp'
  2> hint: the nearest option is '--step'
  [exit 2]

Params are written once.

  $ mlt log param lr 0.1
  $ mlt log param lr=0.1 optimizer=adam
  $ mlt log param optimizer=adam lr=0.2
  2> error: param 'lr' is '0.1' already and cannot become '0.2'
  2> hint: params are written once; a changing value is a metric or a tag
  [exit 4]
  $ printf 'lr: 0.1\nnet:\n  depth: 3\n  dropout: 1e-1\napi_key: hunter2\n' > config.yaml
  $ mlt log param --file config.yaml --prefix cfg.
  2> param 'cfg.api_key' looks secret: stored as ***
  $ mlt log param --file nothing.yaml
  2> error: opening nothing.yaml: No such file or directory
  [exit 3]
  $ printf 'a: [1, 2\n' > broken.yaml
  $ mlt log param --file broken.yaml
  2> error: broken.yaml:2: end of sequence flow not found
  [exit 2]
  $ mlt log param
  2> error: no param is given
  2> hint: mlt log param KEY VALUE, or: mlt log param --file params.yaml
  [exit 2]

Tags and the note may change.

  $ mlt log tag stage=pretrain 'with space=ok'
  $ mlt log tag stage finetune
  $ mlt log note 'first try'
  $ printf 'second try\nwith two lines\n' | mlt log note -

Artifacts.

  $ mkdir -p out/plots
  $ echo model > out/model.txt
  $ echo plot > out/plots/roc.svg
  $ mlt log artifact out/model.txt
  $ mlt log artifact out --to all
  $ echo from a pipe | mlt log artifact - --name log.txt --to text
  $ mlt log artifact nothing.txt
  2> error: no such file: nothing.txt
  [exit 3]
  $ mlt log artifact -
  2> error: an artifact from standard input needs a name
  2> hint: COMMAND | mlt log artifact - --name report.txt
  [exit 2]
  $ mlt log artifact out/model.txt --to ../up
  2> error: bad artifact path '../up/model.txt': it begins with '..'
  [exit 2]
  $ mkfifo out/pipe
  $ mlt log artifact out
  2> error: cannot log out/pipe: it is a pipe, socket or device
  2> hint: to log a stream: COMMAND | mlt log artifact - --name NAME
  [exit 2]
  $ rm out/pipe
  $ ln -s model.txt out/link
  $ mlt log artifact out
  2> error: cannot log out/link: it is a symbolic link
  2> hint: name the file that it leads to
  [exit 2]
  $ mlt log artifact /dev/null
  2> error: cannot log /dev/null: it is a pipe, socket or device
  2> hint: to log a stream: COMMAND | mlt log artifact - --name NAME
  [exit 2]

What all that made.

  $ mlt show @current --json | python3 -c 'import json, sys; run = json.load(sys.stdin); print(json.dumps({k: run.get(k) for k in ("params", "artifacts")}, indent=1, sort_keys=True))'
  {
   "artifacts": [
    {
     "path": "all/out/model.txt",
     "sha256": "98ad61a25e3683b6adf2474b01bbe1c27de6aad2ce3a80ff4140fe473c14e691",
     "size": 6
    },
    {
     "path": "all/out/plots/roc.svg",
     "sha256": "eb0884ab3000f50eed05a2fb879d10bd4c8f2753578381e12f9d11cf9d73e27a",
     "size": 5
    },
    {
     "path": "model.txt",
     "sha256": "98ad61a25e3683b6adf2474b01bbe1c27de6aad2ce3a80ff4140fe473c14e691",
     "size": 6
    },
    {
     "path": "text/log.txt",
     "sha256": "7ecef34fc5dca06e7baf9b54646936d982823e39774ce8208b4a3bc0e4914baa",
     "size": 12
    }
   ],
   "params": {
    "cfg.api_key": "***",
    "cfg.lr": "0.1",
    "cfg.net.depth": "3",
    "cfg.net.dropout": "1e-1",
    "lr": "0.1",
    "optimizer": "adam"
   }
  }

A dry run checks and counts.

  $ mlt log metric -n a=1 b=2
  run <RUN-1>: 2 metrics
  $ mlt log -n metric a=1 b=x
  2> error: metric 'b': 'x' is not a number
  2> hint: numbers are decimal: 0.3, -2, 1e-5, nan, inf
  [exit 2]
  $ mlt log param -n lr=0.3 new=1
  2> error: param 'lr' is '0.1' already and cannot become '0.3'
  2> hint: params are written once; a changing value is a metric or a tag
  [exit 4]

After its end a run takes tags, notes and artifacts.

  $ mlt run end
  $ mlt log metric loss 0.1
  2> error: run <RUN-1> has ended (FINISHED): it takes no more metrics and params
  2> hint: to add them all the same: --force
  [exit 4]
  $ mlt log param late 1
  2> error: run <RUN-1> has ended (FINISHED): it takes no more metrics and params
  2> hint: to add them all the same: --force
  [exit 4]
  $ mlt log tag reviewed yes
  $ mlt log metric loss 0.1 --step 99 --force
  $ mlt log --run one tag by name
  $ mlt log tag --run two by name
  2> error: there is no run 'two'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt log tag --run "$(printf '0%.0s' {1..32})" by id
  2> error: the current run <RUN-2> is not in the store <dir>/mlruns
  [exit 3]

Full disks and broken runs.

  $ mlt log tag --json a b > /dev/full
  2> {"error":{"code":"system","exit":6,"message":"cannot write to standard output: No space left on device","hints":[]}}
  [exit 6]
  $ rm mlruns/experiments/0/$MLT_RUN_ID/journal.jsonl
  $ mlt log tag a b
  2> error: <dir>/mlruns/experiments/0/<RUN-1>/journal.jsonl: the journal is missing
  2> hint: see what else is damaged: mlt doctor
  [exit 5]

On a terminal it is as silent, and errors have their colour.

#tty 80x24
  $ unset MLT_RUN_ID; eval "$(mlt run start --name two --shell sh)"
  $ mlt log metric loss 0.5
  $ mlt log metric -n loss 0.5
  run <RUN-3>: 1 metric
  $ mlt log metric loss half
  ␛[1;31merror:␛[0m metric 'loss': 'half' is not a number
  ␛[36mhint:␛[0m numbers are decimal: 0.3, -2, 1e-5, nan, inf
  [exit 2]
