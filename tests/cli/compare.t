Runs are compared by what varies among them; what they share is said once.

  $ train() { mlt run -q -x digits --name "$1" -P lr="$2" -P opt="$3" -P batch=128 --metrics-from kv -- \
  >   sh -c "echo step=1 acc=$4 val_loss=$5"; }
  $ train first 1e-3 adam 0.9201 0.4402
  step=1 acc=0.9201 val_loss=0.4402
  $ train second 0.001 lion 0.9295 0.4188
  step=1 acc=0.9295 val_loss=0.4188
  $ train third 3e-4 lion 0.9312 0.4121
  step=1 acc=0.9312 val_loss=0.4121

Off a terminal it is a table for programs: full ids and numbers, tabs between them.

  $ mlt compare
  run_id	run_name	start_time	duration_ms	params.lr	params.opt	metrics.acc	metrics.val_loss
  <RUN-1>	third	2026-01-05T09:04:00.003Z	0	3e-4	lion	0.9312	0.4121
  <RUN-2>	second	2026-01-05T09:03:00.002Z	0	0.001	lion	0.9295	0.4188
  <RUN-3>	first	2026-01-05T09:02:00.001Z	0	1e-3	adam	0.9201	0.4402
  $ mlt compare --no-header --columns lr,acc --order-by 'metrics.acc DESC'
  <RUN-1>	3e-4	0.9312
  <RUN-2>	0.001	0.9295
  <RUN-3>	1e-3	0.9201

On a terminal it is a table for people. Which of two metrics decides is not known, until somebody says so.

#tty 80x24
  $ mlt compare
  digits · 3 runs · same in all: batch=128 host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m      ␛[1mlr␛[0m  ␛[1mopt␛[0m       ␛[1macc␛[0m  ␛[1mval_loss␛[0m
  <run-1>★  third   09:04   0s  0.0003  lion  ␛[1;32m0.9312★␛[0m   ␛[1;32m0.4121★␛[0m
  <run-2>   second  09:03   0s  0.001   lion  0.9295    0.4188
  <run-3>   first   09:02   0s  0.001   adam  0.9201    0.4402
  ␛[2m(★ best)␛[0m
  $ mlt compare --best max:metrics.acc
  digits · 3 runs · same in all: batch=128 host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m      ␛[1mlr␛[0m  ␛[1mopt␛[0m   ␛[1macc:max␛[0m  ␛[1mval_loss␛[0m
  <run-1>★  third   09:04   0s  0.0003  lion   ␛[1;32m0.9312␛[0m   ␛[1;32m0.4121★␛[0m
  <run-2>   second  09:03   0s  0.001   lion   0.9295   0.4188
  <run-3>   first   09:02   0s  0.001   adam   0.9201   0.4402
  ␛[2m(★ best)␛[0m
  $ mlt compare --sort -acc -N 2
  digits · 2 of 3 runs · same in all: batch=128 opt=lion host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m      ␛[1mlr␛[0m     ␛[1macc␛[0m  ␛[1mval_loss␛[0m
  <run-1>★  third   09:04   0s  0.0003  ␛[1;32m0.9312␛[0m   ␛[1;32m0.4121★␛[0m
  <run-2>   second  09:03   0s  0.001   0.9295   0.4188
  ␛[2m(★ best)␛[0m
  $ mlt compare -T first third
  digits · 2 runs · same in all: batch=128 host=<host> user=ada
  ␛[1mrun␛[0m       <run-3>  <run-1>★
  ␛[1mname␛[0m      first    third
  ␛[1mwhen␛[0m      09:02    09:04
  ␛[1mdur␛[0m       0s       0s
  ␛[1mlr␛[0m        1e-3     3e-4
  ␛[1mopt␛[0m       adam     lion
  ␛[1macc␛[0m       0.9201   ␛[1;32m0.9312★␛[0m
  ␛[1mval_loss␛[0m  0.4402   ␛[1;32m0.4121★␛[0m
  ␛[2m(★ best)␛[0m
#tty 40x24
  $ mlt compare --best min:val_loss
  digits · 3 runs · same in all: batch=128
    host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mval_loss:min␛[0m
  <run-1>★  third   09:04        ␛[1;32m0.4121␛[0m
  <run-2>   second  09:03        0.4188
  <run-3>   first   09:02        0.4402
  ␛[2m(★ best) (+4 columns, -A to show)␛[0m
#tty 20x24
  $ mlt compare --best min:val_loss
  digits · 3 runs ·
    same in all:
    batch=128 host=<host>
    user=ada
  ␛[1mrun␛[0m       ␛[1mval_loss:…␛[0m
  <run-1>★      ␛[1;32m0.4121␛[0m
  <run-2>       0.4188
  <run-3>       0.4402
  ␛[2m(★ best) (+6
    columns, -A to
    show)␛[0m
#tty 200x24
  $ mlt compare -A
  digits · 3 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m  ␛[1mstatus␛[0m    ␛[1mbatch␛[0m      ␛[1mlr␛[0m  ␛[1mopt␛[0m       ␛[1macc␛[0m  ␛[1mval_loss␛[0m
  <run-1>★  third   09:04   0s  FINISHED    128  0.0003  lion  ␛[1;32m0.9312★␛[0m   ␛[1;32m0.4121★␛[0m
  <run-2>   second  09:03   0s  FINISHED    128  0.001   lion  0.9295    0.4188
  <run-3>   first   09:02   0s  FINISHED    128  0.001   adam  0.9201    0.4402
  ␛[2m(★ best)␛[0m
#tty 80x24
  $ NO_COLOR= mlt compare --best max:acc --columns acc --color always
  digits · 3 runs · same in all: batch=128 host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1macc:max␛[0m
  <run-1>★   ␛[1;32m0.9312␛[0m
  <run-2>    0.9295
  <run-3>    0.9201
  ␛[2m(★ best)␛[0m
  $ LC_ALL=C TERM=dumb mlt compare --best max:acc --columns acc,val_loss
  digits - 3 runs - same in all: batch=128 host=<host> user=ada
  run       acc:max  val_loss
  <run-1>*   0.9312   0.4121*
  <run-2>    0.9295   0.4188
  <run-3>    0.9201   0.4402
  (* best)
#pipe

A primary metric in mlt.yaml puts the best first without a word.

  $ cat >> mlruns/mlt.yaml <<'END'
  > primary: acc
  > END
  $ mlt compare -F '{run_name} {metrics.acc}'
  third 0.9312
  second 0.9295
  first 0.9201
  $ mlt compare -F name -N 1
  <RUN-1>

Every other format says the same.

  $ mlt compare -F csv --columns name,acc,opt | tr '\r' '^'
  run_id,run_name,metrics.acc,params.opt^
  <RUN-1>,third,0.9312,lion^
  <RUN-2>,second,0.9295,lion^
  <RUN-3>,first,0.9201,adam^
  $ mlt compare -F md --columns acc,opt
  | run | acc | opt |
  | --- | ---: | --- |
  | <run-1>★ | **0.9312** | lion |
  | <run-2> | 0.9295 | lion |
  | <run-3> | 0.9201 | adam |
  $ mlt compare -F jsonl --json=run_name,metrics.acc,best
  {"run_name":"third","metrics":{"acc":0.9312},"best":["acc","val_loss"]}
  {"run_name":"second","metrics":{"acc":0.9295},"best":[]}
  {"run_name":"first","metrics":{"acc":0.9201},"best":[]}
  $ mlt compare --json=run_name,metrics.acc -N 1 --columns acc
  {
    "schema": "mlt.compare/1",
    "total": 3,
    "matched": 3,
    "columns": [
      {
        "field": "run_id",
        "title": "run"
      },
      {
        "field": "metrics.acc",
        "title": "acc",
        "metric": "acc",
        "reducer": "last",
        "form": "value"
      }
    ],
    "constant": {},
    "items": [
      {
        "run_name": "third",
        "metrics": {
          "acc": 0.9312
        }
      }
    ],
    "next": null
  }
  $ mlt compare -F yaml -N 1 --columns acc,lr --json=run_name,metrics.acc
  schema: mlt.compare/1
  total: 3
  matched: 3
  columns:
    - field: run_id
      title: run
    - field: metrics.acc
      title: acc
      metric: acc
      reducer: last
      form: value
    - field: params.lr
      title: lr
  constant: {}
  items:
    - run_name: third
      metrics:
        acc: 0.9312
  next: null
  $ mlt compare -F wide --columns name,lr,acc
  digits · 3 runs · same in all: batch=128 host=<host> user=ada
  run       name        lr     acc
  <run-1>★  third   0.0003  0.9312
  <run-2>   second  0.001   0.9295
  <run-3>   first   0.001   0.9201
  (★ best)
  $ mlt compare --columns acc -o table.md -o table.csv
  $ cat table.md
  | run | acc |
  | --- | ---: |
  | <run-1>★ | **0.9312** |
  | <run-2> | 0.9295 |
  | <run-3> | 0.9201 |
  $ wc -l < table.csv
  4

Filters are MLflow's and more.

  $ mlt compare --where "metrics.acc > 0.925 and params.opt = 'lion'" -F '{run_name}'
  third
  second
  $ mlt compare --filter 'metrics.acc > 1'
  run_id	run_name	start_time	duration_ms
  2> hint: 0 of 3 runs match
  $ mlt compare --filter 'metrics.acc > 1' --fail-empty
  run_id	run_name	start_time	duration_ms
  2> hint: 0 of 3 runs match
  [exit 1]
  $ mlt compare --since 90s -F '{run_name}'
  2> hint: 0 of 3 runs match

What is misspelt is told with what was meant.

  $ mlt compare --filter 'metrics.acuracy > 0.9'
  2> error: no metric 'metrics.acuracy' in experiment 'digits' (3 runs)
  2> hint: the keys here are metrics.acc, metrics.val_loss
  [exit 3]
  $ mlt compare --filter 'metrics.ac > 0.9'
  2> error: no metric 'metrics.ac' in experiment 'digits' (3 runs)
  2> hint: the nearest key is 'metrics.acc'
  [exit 3]
  $ mlt compare --filter 'metrics.acc >> 0.9'
  2> error: expected a comparator, found '>>'
  2>   metrics.acc >> 0.9
  2>               ^~
  2> hint: comparators: = != > >= < <= ~ [NOT] IN BETWEEN LIKE ILIKE, IS [NOT] NULL
  [exit 2]
  $ mlt compare --order-by 'metrics.los DESC'
  2> error: no metric 'metrics.los' in experiment 'digits' (3 runs)
  2> hint: the keys here are metrics.acc, metrics.val_loss
  [exit 3]
  $ mlt compare --columns params.ler
  2> error: no column 'params.ler' in 3 runs
  2>   params.ler
  2>   ^~~~~~~~~~
  2> hint: the nearest name is 'params.lr'
  [exit 3]
  $ mlt compare -F cvs
  2> error: no format 'cvs'
  2> hint: the nearest format is 'csv'
  2> hint: the formats are: table wide tsv csv json jsonl yaml md name, or a pattern such as '{run_id}'
  [exit 2]
  $ mlt compare --json=runid
  2> {"error":{"code":"usage","exit":2,"message":"no field 'runid'","hints":["the fields are: run_id run_name experiment_id experiment status lifecycle user start_time start_time_iso end_time end_time_iso duration_ms damaged params.KEY metrics.KEY tags.KEY values.KEY uncommitted_code best"]}}
  [exit 2]
  $ mlt compare -F '{run_id'
  2> error: template '{run_id': '{' without '}' at column 1
  2> hint: write a field as {run_id} or {metrics.acc:.4f}, a brace as {{
  [exit 2]
  $ mlt compare --best batch
  2> error: no metric 'metrics.batch' in experiment 'digits' (3 runs)
  2> hint: 'batch' is a param here: write params.batch
  [exit 3]
  $ mlt compare --best max:
  2> error: --best wants max:METRIC, min:METRIC or METRIC, not 'max:'
  [exit 2]
  $ mlt compare --goal acc=up
  2> error: --goal wants METRIC=max or METRIC=min, not 'acc=up'
  [exit 2]
  $ mlt compare --precision many
  2> error: --precision wants 1 to 17 digits or 'full', not 'many'
  [exit 2]
  $ mlt compare -N -1
  2> error: option '-N' takes a whole number from 0 up, not '-1'
  [exit 2]
  $ mlt compare --since soon
  2> error: --since: 'soon' is no time
  2> hint: write a time as 2d, yesterday, 2026-11-03 or 2026-11-03T22:10:00Z
  [exit 2]
  $ mlt compare -x digit
  run_id	run_name	start_time	duration_ms	params.lr	params.opt	metrics.acc	metrics.val_loss
  <RUN-1>	third	2026-01-05T09:04:00.003Z	0	3e-4	lion	0.9312	0.4121
  <RUN-2>	second	2026-01-05T09:03:00.002Z	0	0.001	lion	0.9295	0.4188
  <RUN-3>	first	2026-01-05T09:02:00.001Z	0	1e-3	adam	0.9201	0.4402
  $ mlt compare nothing
  2> error: there is no run 'nothing'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt compare -o table.xyz
  2> error: no format belongs to the file name 'table.xyz'
  2> hint: end it with .md, .csv, .tsv, .json, .jsonl or .yaml
  [exit 2]

A damaged run is shown for what can be read of it, and told of.

  $ printf '{"broken\n' >> mlruns/experiments/digits/$(mlt ls -N 1 -F name)/journal.jsonl
  $ mlt compare -F '{run_name} {damaged}'
  third true
  second false
  first false
  2> warning: mlruns/experiments/digits/<RUN-1>/journal.jsonl:19: is not JSON: Missing a closing quotation mark in string. (byte 9)
  $ mlt compare -F name --strict > ids
  2> warning: mlruns/experiments/digits/<RUN-1>/journal.jsonl:19: is not JSON: Missing a closing quotation mark in string. (byte 9)
  [exit 5]
  $ wc -l < ids
  3

A reader of the first line only ends it quietly; a full disk does not.

  $ mlt compare -F name 2> /dev/null | head -1
  <RUN-1>
  $ mlt compare -q > /dev/full
  2> error: cannot write to standard output: No space left on device
  [exit 6]

A metric or column that no run has is misspelt; an output goes into a directory that exists.

  $ mlt compare -q -x digits --best max:nosuch
  2> error: no metric 'metrics.nosuch' in experiment 'digits' (3 runs)
  2> hint: the keys here are metrics.acc, metrics.val_loss
  [exit 3]
  $ mlt compare -q -x digits --goal nosuch=max
  2> error: no metric 'metrics.nosuch' in experiment 'digits' (3 runs)
  2> hint: the keys here are metrics.acc, metrics.val_loss
  [exit 3]
  $ mlt compare -q -x digits --columns run_id,ac -N 0
  2> error: no column 'ac' in 3 runs
  2>   run_id,ac
  2>          ^~
  2> hint: the nearest name is 'acc'
  [exit 3]
  $ mlt compare -q -o no/such/table.md
  2> error: writing no/such/table.md: No such file or directory
  [exit 3]
  $ test -e no
  [exit 1]
  $ mlt compare -x '*' --where "tags.mlt.exit_code = '999'" -F table
  0 of 3 runs
  run  name  when  dur
  2> warning: mlruns/experiments/digits/<RUN-1>/journal.jsonl:19: is not JSON: Missing a closing quotation mark in string. (byte 9)
  2> hint: 0 of 3 runs match
