What is new is held against a run, or against one of those that a revision of git holds.

  $ git init -q
  $ mlt init -q
  $ train() { mlt run -q -x digits --name "$1" -P lr="$2" --metrics-from kv -- \
  >   sh -c "echo step=1 acc=$3 val_loss=$4 > /dev/stderr"  2> /dev/null; }
  $ train first 0.1 0.92 0.44
  $ train second 0.2 0.93 0.42
  $ git add mlruns
  $ git commit -q -m baseline
  $ train third 0.3 0.91 0.45
  $ mlt compare --against main
  run_id	run_name	start_time	duration_ms	params.lr	metrics.acc	delta.metrics.acc	metrics.val_loss	delta.metrics.val_loss
  <RUN-1>	second	2026-01-05T09:05:00.003Z	0	0.2	0.93		0.42	
  <RUN-2>	third	2026-01-05T09:08:00.004Z	0	0.3	0.91	-0.020000000000000018	0.45	0.030000000000000027
  $ mlt compare --against HEAD --pick mean -F csv
  run_id,run_name,start_time,duration_ms,params.lr,metrics.acc,delta.metrics.acc,metrics.val_loss,delta.metrics.val_loss␍
  ,mean of 2 runs,2026-01-05T09:05:00.003Z,0,,0.925,,0.43,␍
  <RUN-2>,third,2026-01-05T09:08:00.004Z,0,0.3,0.91,-0.015000000000000013,0.45,0.020000000000000018␍
  $ mlt compare --against main --pick best:acc -F md
  | run | name | when | dur | lr | acc | Δ acc | val_loss | Δ val_loss |
  | --- | --- | --- | ---: | --- | ---: | ---: | ---: | ---: |
  | <run-1>★ base | second | 09:05 | 0s | 0.2 | **0.93★** |  | **0.42★** |  |
  | <run-2> | third | 09:08 | 0s | 0.3 | 0.91 | -0.02 worse | 0.45 | +0.03 worse |
  $ mlt compare first --against main:second -F '{run_name} {metrics.acc}'
  second 0.93
  first 0.92
  $ mlt compare --against HEAD --json=run_name
  {
    "schema": "mlt.compare/1",
    "total": 3,
    "matched": 1,
    "columns": [
      {
        "field": "run_id",
        "title": "run"
      },
      {
        "field": "run_name",
        "title": "name"
      },
      {
        "field": "start_time",
        "title": "when"
      },
      {
        "field": "duration_ms",
        "title": "dur"
      },
      {
        "field": "params.lr",
        "title": "lr"
      },
      {
        "field": "metrics.acc",
        "title": "acc",
        "metric": "acc",
        "reducer": "last",
        "form": "value"
      },
      {
        "field": "delta.metrics.acc",
        "title": "Δ acc",
        "metric": "acc",
        "reducer": "last",
        "form": "delta"
      },
      {
        "field": "metrics.val_loss",
        "title": "val_loss",
        "metric": "val_loss",
        "reducer": "last",
        "form": "value"
      },
      {
        "field": "delta.metrics.val_loss",
        "title": "Δ val_loss",
        "metric": "val_loss",
        "reducer": "last",
        "form": "delta"
      }
    ],
    "constant": {
      "host": "<host>",
      "user": "ada"
    },
    "base": {
      "label": "HEAD",
      "commit": "<COMMIT-1>",
      "run_id": "<RUN-1>",
      "run_name": "second",
      "picked": "latest of 2 finished runs",
      "among": 2
    },
    "items": [
      {
        "run_name": "second"
      },
      {
        "run_name": "third"
      }
    ],
    "next": null
  }

#tty 80x24
  $ mlt compare --against main
  digits · 1 of 3 runs · same in all: host=<host> user=ada · against main (<commit-1>):
    latest of 2 finished runs
  ␛[1mrun␛[0m            ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m    ␛[1macc␛[0m        ␛[1mΔ acc␛[0m  ␛[1mval_loss␛[0m
  <run-1>★ base  second  09:05   0s  0.2  ␛[1;32m0.93★␛[0m      ␛[2m-␛[0m           ␛[1;32m0.42★␛[0m
  <run-2>        third   09:08   0s  0.3  0.91   ␛[31m-0.02 worse␛[0m     0.45
  ␛[2m(★ best) (+1 column, -A to show)␛[0m
  $ mlt compare --against @best:metrics.acc
  digits · 2 of 3 runs · same in all: host=<host> user=ada · against @best:metrics.acc
  ␛[1mrun␛[0m            ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m    ␛[1macc␛[0m        ␛[1mΔ acc␛[0m  ␛[1mval_loss␛[0m
  <run-1>★ base  second  09:05   0s  0.2  ␛[1;32m0.93★␛[0m      ␛[2m-␛[0m           ␛[1;32m0.42★␛[0m
  <run-2>        third   09:08   0s  0.3  0.91   ␛[31m-0.02 worse␛[0m     0.45
  <run-3>        first   09:04   0s  0.1  0.92   ␛[31m-0.01 worse␛[0m     0.44
  ␛[2m(★ best) (+1 column, -A to show)␛[0m
#tty 40x24
  $ mlt compare --against main
  digits · 1 of 3 runs · same in all:
    host=<host> user=ada · against main
    (<commit-1>): latest of 2 finished runs
  ␛[1mrun␛[0m            ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m    ␛[1macc␛[0m
  <run-1>★ base  second  09:05   0s  ␛[1;32m0.93★␛[0m
  <run-2>        third   09:08   0s  0.91
  ␛[2m(★ best) (+4 columns, -A to show)␛[0m
#tty 200x24
  $ mlt compare --against main
  digits · 1 of 3 runs · same in all: host=<host> user=ada · against main (<commit-1>): latest of 2 finished runs
  ␛[1mrun␛[0m            ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m    ␛[1macc␛[0m        ␛[1mΔ acc␛[0m  ␛[1mval_loss␛[0m   ␛[1mΔ val_loss␛[0m
  <run-1>★ base  second  09:05   0s  0.2  ␛[1;32m0.93★␛[0m      ␛[2m-␛[0m           ␛[1;32m0.42★␛[0m      ␛[2m-␛[0m
  <run-2>        third   09:08   0s  0.3  0.91   ␛[31m-0.02 worse␛[0m     0.45   ␛[31m+0.03 worse␛[0m
  ␛[2m(★ best)␛[0m
#pipe

Where nothing is new there is the base alone.

  $ mlt compare --against main --where "name = 'first'" -F '{run_name}'
  first
  2> hint: 0 of 3 runs match
  $ mlt compare --against main --where "name = 'first'" -F name --fail-empty
  <RUN-3>
  2> hint: 0 of 3 runs match
  [exit 1]

What cannot be.

  $ mlt compare --against nowhere
  2> error: 'nowhere' is neither a run nor a revision that git knows
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt compare --against main --where 'metrics.acc > 2'
  2> error: no finished run in 'main' (<commit-1>) passes the filter
  [exit 3]
  $ mlt compare --against main --pick median
  2> error: --pick wants latest, best:METRIC or mean, not 'median'
  [exit 2]
  $ mlt compare --against main --plot acc
  acc - digits - 2 of 3 runs
  0.930+                                    *A
       |                                     A
       |
       |
       |
  0.925+
       |
       |
       |
       |
  0.920+
       |
       |
       |
  0.915+
       |
       |
       |
       |                                     B
  0.910+                                    +B
       +------------------------------------+-------------------------------------
                                            1                                 step
  A *  <run-1>  second  0.93
  B +  <run-2>  third   0.91

How the best of the store moved, commit by commit; commits that leave the store alone are passed over.

  $ git add mlruns && git commit -q -m third
  $ touch code.py && git add code.py && git commit -q -m code
  $ train fourth 0.4 0.95 0.40
  $ git add mlruns && git commit -q -m fourth
  $ mlt compare --history acc --since HEAD~3 -F '{value} {change} {run_name} {finished_runs}'
  0.93  second 2
  0.93 0 second 3
  0.95 0.019999999999999907 fourth 4
  $ mlt compare --history metrics.acc --since HEAD~3 -F csv --no-header | cut -d, -f3-5,7
  2,0.93,,second␍
  3,0.93,0,second␍
  4,0.95,0.019999999999999907,fourth␍
  $ mlt compare --history val_loss --since HEAD --json=value,run_name
  {
    "schema": "mlt.history/1",
    "items": [
      {
        "value": 0.4,
        "run_name": "fourth"
      }
    ],
    "next": null
  }
  $ mlt compare --history acc --goal acc=min --since HEAD~3 -F '{value}'
  0.92
  0.91
  0.91
#tty 80x24
  $ mlt compare --history acc --since HEAD~3
  best acc in 3 commits
  ␛[1mcommit␛[0m   ␛[1mwhen␛[0m   ␛[1mruns␛[0m   ␛[1macc␛[0m  ␛[1mchange␛[0m  ␛[1mrun␛[0m      ␛[1mname␛[0m
  <commit-1>  09:07     2  0.93       ␛[2m-␛[0m  <run-1>  second
  <commit-2>  09:24     3  0.93    0     <run-1>  second
  <commit-3>  09:27     4  0.95    0.02  <run-4>  fourth
#pipe
  $ mlt compare --history acc
  2> error: --history needs --since REV, the commit to begin with
  2> hint: for example: mlt compare --history acc --since HEAD~10
  [exit 2]
  $ mlt compare --history acc --since v9
  2> error: git knows no revision 'v9'
  2> hint: list branches and tags with: git for-each-ref
  [exit 3]
  $ mlt compare --history speed --since HEAD
  2> error: it is not known which way metric 'speed' gets better
  2> hint: say so with --goal speed=max
  [exit 2]
  $ mlt compare --history speed --goal speed=max --since HEAD~1
  2> error: no commit since 'HEAD~1' has a finished run with metric 'speed'
  [exit 3]

The curves of runs of a commit are drawn from that commit.

  $ mlt runs rename third renamed
  $ mlt plot acc HEAD:third renamed -F csv | cut -d, -f2,3,6
  run_name,metric,value␍
  HEAD:third,acc,0.91␍
  renamed,acc,0.91␍
  $ mlt plot acc HEAD:nothing
  2> error: there is no run 'nothing'
  2> hint: list runs with: mlt runs list
  [exit 3]

With --pick one run stands for each side.

  $ train fifth 0.5 0.96 0.41
  $ train sixth 0.6 0.94 0.39
  $ mlt compare --against main --pick best:acc -F '{run_name} {metrics.acc}'
  fourth 0.95
  fifth 0.96
  $ mlt compare --against main --pick mean -F '{run_name} {metrics.acc}'
  mean of 4 runs 0.9275
  mean of 2 runs 0.95
  $ mlt compare --against main --pick latest --json=run_name | grep -A 6 '"candidate"'
    "candidate": {
      "run_id": "<RUN-5>",
      "run_name": "sixth",
      "picked": "latest of 2 finished runs",
      "among": 2
    },
    "items": [
#tty 80x24
  $ mlt compare --against main --pick mean
  digits · 1 run · same in all: host=<host> user=ada · mean of 2 finished runs against
    main (<commit-3>): mean of 4 finished runs
  ␛[1mrun␛[0m    ␛[1mname␛[0m            ␛[1mwhen␛[0m   ␛[1mdur␛[0m      ␛[1macc␛[0m           ␛[1mΔ acc␛[0m  ␛[1mval_loss␛[0m
   base  mean of 4 runs  09:26   0s  0.9275         ␛[2m-␛[0m          0.4275
  ★      mean of 2 runs  09:41   0s  ␛[1;32m0.9500★␛[0m  ␛[1;32m+0.0225 better␛[0m   ␛[1;32m0.4000★␛[0m
  ␛[2m(★ best) (+1 column, -A to show)␛[0m
#pipe

A run that is damaged in a commit is told, with the commit; the others stand.

  $ broken=mlruns/experiments/*/$(mlt rev-parse first)
  $ echo '{' > $(echo $broken)/run.json; echo '<<<<<<< ours' > $(echo $broken)/journal.jsonl
  $ git add mlruns && git commit -q -m damaged
  $ git checkout -q HEAD~1 -- mlruns
  $ mlt compare --against main -F '{run_name}'
  sixth
  2> warning: main:experiments/digits/<RUN-3>/run.json: is not JSON: Missing a name for object member. (byte 3); the journal was read instead
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl:1: is a conflict marker that git left; mend it with: mlt doctor --fix
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl: does not say how the run was created
  2> hint: 0 of 6 runs match
  $ mlt show main:$(mlt rev-parse first) -F '{run_name}'
  2> warning: main:experiments/digits/<RUN-3>/run.json: is not JSON: Missing a name for object member. (byte 3); the journal was read instead
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl:1: is a conflict marker that git left; mend it with: mlt doctor --fix
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl: does not say how the run was created
  $ mlt diff main:$(mlt rev-parse first) first -F table
  main:<run-3>!  →  <run-3> first
  params     lr  (none) → 0.1
  metrics    acc:max       ↑ (none) → 0.92
             val_loss:min  ↓ (none) → 0.44
             time            (none) → 0s
  run        command  (none) → sh -c 'echo step=1 acc=0.92 val_loss=0.44 > /dev/stderr'
             in       (none) → .
             status   (none) → FINISHED
  code       not recorded
  data       not recorded
  env        not recorded
  host       (none) → <host>
  artifacts  1 added (--artifacts to show)
  2> warning: main:experiments/digits/<RUN-3>/run.json: is not JSON: Missing a name for object member. (byte 3); the journal was read instead
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl:1: is a conflict marker that git left; mend it with: mlt doctor --fix
  2> warning: main:experiments/digits/<RUN-3>/journal.jsonl: does not say how the run was created
  $ mlt compare --history acc --since HEAD~1 -F '{value} {run_name}'
  0.95 fourth
  0.96 fifth
  2> warning: <commit-4>:experiments/digits/<RUN-3>/run.json: is not JSON: Missing a name for object member. (byte 3); the journal was read instead
  2> warning: <commit-4>:experiments/digits/<RUN-3>/journal.jsonl:1: is a conflict marker that git left; mend it with: mlt doctor --fix
  2> warning: <commit-4>:experiments/digits/<RUN-3>/journal.jsonl: does not say how the run was created

Branches and tags are offered behind --against.

  $ git tag v1.0
  $ mlt __complete bash 3 -- mlt compare --against ''
  main	branch
  v1.0	tag
  sixth	<run-5>, 14m ago, FINISHED
  <run-5>	sixth, 14m ago, FINISHED
  fifth	<run-6>, 15m ago, FINISHED
  <run-6>	fifth, 15m ago, FINISHED
  fourth	<run-4>, 29m ago, FINISHED
  <run-4>	fourth, 29m ago, FINISHED
  third	<run-2>, 47m ago, FINISHED
  <run-2>	third, 47m ago, FINISHED
  second	<run-1>, 50m ago, FINISHED
  <run-1>	second, 50m ago, FINISHED
  first	<run-3>, 51m ago, FINISHED
  <run-3>	first, 51m ago, FINISHED
  :values
