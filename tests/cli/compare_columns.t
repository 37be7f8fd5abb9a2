What a column shows of a metric is chosen by a reducer; the best is marked of what it shows.

  $ train() { name=$1; shift; step=0; for pair; do
  >   echo "step=$step val_loss=${pair%/*} acc=${pair#*/}"; step=$((step + 1)); sleep 1; done |
  >   mlt run -q -x digits --name "$name" -P lr="$lr" -P seed="$seed" --metrics-from kv -- cat > /dev/null; }
  $ lr=0.1 seed=1 train wide 0.9/0.2 0.5/0.7 0.4/0.6
  $ lr=0.2 seed=2 train deep 0.8/0.1 0.6/0.4 0.3/nan
  $ lr=0.3 seed=3 train odd inf/0.5 0.7/0.9 0.9/0.65
  $ mlt run -q -x digits --name empty -P lr=0.4 -P seed=4 -- true
  $ mlt compare --columns 'name,acc,acc:max as top1,val_loss:min,val_loss:first,acc:mean,acc:sd,acc:count,acc:sum,acc:auc'
  run_id	run_name	metrics.acc	top1	metrics.val_loss:min	metrics.val_loss:first	metrics.acc:mean	metrics.acc:sd	metrics.acc:count	metrics.acc:sum	metrics.acc:auc
  <RUN-1>	empty									
  <RUN-2>	odd	0.65	0.9	0.7	Infinity	0.6833333333333332	0.20207259421636906	3	2.05	1.475
  <RUN-3>	deep	NaN	0.4	0.3	0.8	0.25	0.21213203435596428	3	0.5	0.25
  <RUN-4>	wide	0.6	0.7	0.4	0.9	0.5	0.264575131106459	3	1.5	1.0999999999999999
  $ mlt compare --columns 'name,acc@step=1,acc@step=9,acc@epoch=last,acc@best(val_loss),acc#,val_loss:best' -F csv | tr '\r' '^'
  run_id,run_name,metrics.acc@step=1,metrics.acc@step=9,metrics.acc@epoch=last,metrics.acc@best(val_loss),rank.metrics.acc,metrics.val_loss:min^
  <RUN-1>,empty,,,,,,^
  <RUN-2>,odd,0.9,,0.65,0.9,1,0.7^
  <RUN-3>,deep,0.4,,NaN,NaN,,0.3^
  <RUN-4>,wide,0.7,,0.6,0.6,2,0.4^

#tty 80x24
  $ mlt compare --columns 'name,lr,acc:max as top1,acc#,val_loss:min~'
  digits · 4 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m      ␛[1mname␛[0m    ␛[1mlr␛[0m  ␛[1mtop1␛[0m  ␛[1m# acc␛[0m  ␛[1mval_loss:min␛[0m  ␛[1mval_loss~␛[0m
  <run-1>  empty  0.4    ␛[2m-␛[0m       ␛[2m-␛[0m            ␛[2m-␛[0m   ␛[2m-␛[0m
  <run-2>  odd    0.3  ␛[1;32m0.9★␛[0m      1          0.7    ▆█
  <run-3>  deep   0.2  0.4       ␛[2m-␛[0m          ␛[1;32m0.3★␛[0m  ▇▄▁
  <run-4>  wide   0.1  0.7       2          0.4   █▃▂
  ␛[2m(★ best)␛[0m
  $ LC_ALL=C mlt compare --columns 'name,acc:max#,val_loss~'
  digits - 4 runs - same in all: host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m   ␛[1macc:max␛[0m  ␛[1m# acc:max␛[0m  ␛[1mval_loss~␛[0m
  <run-1>   empty       ␛[2m-␛[0m           ␛[2m-␛[0m  ␛[2m-␛[0m
  <run-2>*  odd       ␛[1;32m0.9*␛[0m          1   +#
  <run-3>   deep      0.4           3  *~_
  <run-4>   wide      0.7           2  #-.
  ␛[2m(* best)␛[0m
  $ mlt compare --columns 'name,val_loss~,acc~' --spark-scale own
  digits · 4 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m      ␛[1mname␛[0m   ␛[1mval_loss~␛[0m  ␛[1macc~␛[0m
  <run-1>  empty  ␛[2m-␛[0m          ␛[2m-␛[0m
  <run-2>  odd     ▁█        ▁█▄
  <run-3>  deep   █▅▁        ▁█
  <run-4>  wide   █▂▁        ▁█▇
  $ mlt compare --against wide --columns 'name,acc:max%Δ'
  digits · 3 of 4 runs · same in all: host=<host> user=ada · against wide
  ␛[1mrun␛[0m           ␛[1mname␛[0m   ␛[1macc:max␛[0m       ␛[1m% acc:max␛[0m  ␛[1mΔ acc:max␛[0m
  <run-4> base  wide      0.7        ␛[2m-␛[0m                  ␛[2m-␛[0m
  <run-1>       empty       ␛[2m-␛[0m        ␛[2m-␛[0m                  ␛[2m-␛[0m
  <run-2>★      odd       ␛[1;32m0.9★␛[0m  ␛[1;32m+28.57% better␛[0m       ␛[1;32m+0.2␛[0m
  <run-3>       deep      0.4   ␛[31m-42.86% worse␛[0m        ␛[31m-0.3␛[0m
  ␛[2m(★ best)␛[0m
  $ LC_ALL=C mlt compare --against wide --columns 'name,acc:maxΔ,acc%'
  digits - 3 of 4 runs - same in all: host=<host> user=ada - against wide
  ␛[1mrun␛[0m           ␛[1mname␛[0m   ␛[1macc:max␛[0m  ␛[1mdelta acc:max␛[0m            ␛[1m% acc␛[0m
  <run-4> base  wide      0.7        ␛[2m-␛[0m               ␛[2m-␛[0m
  <run-1>       empty       ␛[2m-␛[0m        ␛[2m-␛[0m               ␛[2m-␛[0m
  <run-2>*      odd       ␛[1;32m0.9*␛[0m    ␛[1;32m+0.2 better␛[0m   ␛[1;32m+8.333% better␛[0m
  <run-3>       deep      0.4     ␛[31m-0.3 worse␛[0m   nan
  ␛[2m(* best)␛[0m
  $ mlt compare --against wide --columns +seed
  digits · 3 of 4 runs · same in all: host=<host> user=ada · against wide
  ␛[1mrun␛[0m           ␛[1mname␛[0m   ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m      ␛[1macc␛[0m          ␛[1mΔ acc␛[0m  ␛[1mval_loss␛[0m
  <run-4> base  wide   09:02   0s  0.1    0.60        ␛[2m-␛[0m             0.4
  <run-1>       empty  09:05   0s  0.4       ␛[2m-␛[0m        ␛[2m-␛[0m               ␛[2m-␛[0m
  <run-2>       odd    09:04   0s  0.3    ␛[1;32m0.65★␛[0m   ␛[1;32m+0.05 better␛[0m      0.9
  <run-3>       deep   09:03   0s  0.2  nan      nan                ␛[1;32m0.3★␛[0m
  ␛[2m(★ best) (+2 columns, -A to show)␛[0m
  $ mlt compare --goal acc=max --columns -val_loss
  digits · 4 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m   ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m  ␛[1mseed␛[0m  ␛[1macc:max␛[0m
  <run-1>   empty  09:05   0s  0.4     4       ␛[2m-␛[0m
  <run-2>★  odd    09:04   0s  0.3     3     ␛[1;32m0.9★␛[0m
  <run-3>   deep   09:03   0s  0.2     2     0.4
  <run-4>   wide   09:02   0s  0.1     1     0.7
  ␛[2m(★ best)␛[0m
  $ mlt compare --sort -acc:mean --columns=-val_loss
  digits · 4 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m       ␛[1mname␛[0m   ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m  ␛[1mseed␛[0m  ␛[1macc:mean␛[0m
  <run-2>★  odd    09:04   0s  0.3     3    ␛[1;32m0.6833␛[0m
  <run-4>   wide   09:02   0s  0.1     1    0.5000
  <run-3>   deep   09:03   0s  0.2     2    0.2500
  <run-1>   empty  09:05   0s  0.4     4         ␛[2m-␛[0m
  ␛[2m(★ best)␛[0m
  $ mlt compare wide odd --agg max
  digits · 2 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m      ␛[1mname␛[0m  ␛[1mwhen␛[0m   ␛[1mdur␛[0m   ␛[1mlr␛[0m  ␛[1mseed␛[0m  ␛[1macc:max␛[0m  ␛[1mval_loss:max␛[0m
  <run-4>  wide  09:02   0s  0.1     1     0.7           ␛[1;32m0.9★␛[0m
  <run-2>  odd   09:04   0s  0.3     3     ␛[1;32m0.9★␛[0m        inf
  ␛[2m(★ best)␛[0m
#tty 40x24
  $ mlt compare --columns 'name,lr,acc:max as top1,acc#,val_loss:min~'
  digits · 4 runs · same in all: host=<host>
    user=ada
  ␛[1mrun␛[0m      ␛[1mname␛[0m    ␛[1mlr␛[0m  ␛[1mtop1␛[0m  ␛[1m# acc␛[0m
  <run-1>  empty  0.4    ␛[2m-␛[0m       ␛[2m-␛[0m
  <run-2>  odd    0.3  ␛[1;32m0.9★␛[0m      1
  <run-3>  deep   0.2  0.4       ␛[2m-␛[0m
  <run-4>  wide   0.1  0.7       2
  ␛[2m(★ best) (+2 columns, -A to show)␛[0m
#tty 20x24
  $ mlt compare --columns 'name,lr,acc:max as top1,acc#,val_loss:min~'
  digits · 4 runs ·
    same in all:
    host=<host> user=ada
  ␛[1mrun␛[0m      ␛[1mname␛[0m   ␛[1mtop1␛[0m
  <run-1>  empty    ␛[2m-␛[0m
  <run-2>  odd    ␛[1;32m0.9★␛[0m
  <run-3>  deep   0.4
  <run-4>  wide   0.7
  ␛[2m(★ best) (+4
    columns, -A to
    show)␛[0m
#tty 200x24
  $ mlt compare --columns 'attr.start,seed,metrics.*:max,val_*:min~#' --agg first
  digits · 4 runs · same in all: host=<host> user=ada
  ␛[1mrun␛[0m      ␛[1mwhen␛[0m   ␛[1mseed␛[0m  ␛[1macc:max␛[0m  ␛[1mval_loss:max␛[0m  ␛[1mval_loss:min␛[0m  ␛[1mval_loss~␛[0m  ␛[1m# val_loss:min␛[0m
  <run-1>  09:05     4       ␛[2m-␛[0m             ␛[2m-␛[0m             ␛[2m-␛[0m   ␛[2m-␛[0m                       ␛[2m-␛[0m
  <run-2>  09:04     3     ␛[1;32m0.9★␛[0m        inf             0.7    ▆█                     3
  <run-3>  09:03     2     0.4           ␛[1;32m0.8★␛[0m          ␛[1;32m0.3★␛[0m  ▇▄▁                     1
  <run-4>  09:02     1     0.7           0.9           0.4   █▃▂                     2
  ␛[2m(★ best)␛[0m
#pipe

Orders take every reducer, and what they sort by is shown.

  $ mlt compare --sort -acc:max -F '{run_name} {metrics.acc}' --where 'acc is not null'
  odd 0.65
  wide 0.6
  deep NaN
  $ mlt compare --sort 'val_loss:mean' -F name -N 1
  <RUN-3>
  $ mlt ls --sort '-acc@best(val_loss)' -F '{run_name}'
  odd
  wide
  deep
  empty
  $ mlt search runs --order-by 'metrics.acc:best DESC' -F '{run_name}'
  odd
  wide
  deep
  empty
  $ mlt compare --sort -lr --agg mean --columns name,acc
  run_id	run_name	metrics.acc:mean
  <RUN-1>	empty	
  <RUN-2>	odd	0.6833333333333332
  <RUN-3>	deep	0.25
  <RUN-4>	wide	0.5

Programs get full precision, and what a column is.

  $ mlt compare wide deep --columns 'acc:mean as m,val_loss~,acc:time-to(0.6)' --json=run_name,values,best
  {
    "schema": "mlt.compare/1",
    "total": 2,
    "matched": 2,
    "columns": [
      {
        "field": "run_id",
        "title": "run"
      },
      {
        "field": "m",
        "title": "m",
        "metric": "acc",
        "reducer": "mean",
        "form": "value"
      },
      {
        "field": "curve.metrics.val_loss",
        "title": "val_loss~",
        "metric": "val_loss",
        "reducer": null,
        "form": "curve"
      },
      {
        "field": "metrics.acc:time-to(0.6)",
        "title": "acc:time-to(0.6)",
        "metric": "acc",
        "reducer": "time-to(0.6)",
        "form": "value"
      }
    ],
    "constant": {
      "host": "<host>",
      "user": "ada"
    },
    "items": [
      {
        "run_name": "wide",
        "values": {
          "m": 0.5,
          "curve.metrics.val_loss": [
            0.9,
            0.5,
            0.4
          ],
          "metrics.acc:time-to(0.6)": 0
        },
        "best": [
          "m",
          "acc:time-to(0.6)"
        ]
      },
      {
        "run_name": "deep",
        "values": {
          "m": 0.25,
          "curve.metrics.val_loss": [
            0.8,
            0.6,
            0.3
          ],
          "metrics.acc:time-to(0.6)": null
        },
        "best": []
      }
    ],
    "next": null
  }
  $ mlt compare wide odd --against wide --columns 'acc:max#' -F md
  | run | acc:max | Δ acc:max | # acc:max |
  | --- | ---: | ---: | ---: |
  | <run-4> base | 0.7 |  |  |
  | <run-2>★ | **0.9★** | **+0.2 better** | 1 |
  $ mlt compare -F '{run_name} {values.top1}' --columns 'acc:max as top1'
  empty␠
  odd 0.9
  deep 0.4
  wide 0.7

Sets of columns stand in mlt.yaml.

  $ mlt config set columns.paper 'lr,acc:max as top1' --scope store
  $ mlt compare --columns @paper,-lr
  run_id	top1
  <RUN-1>	
  <RUN-2>	0.9
  <RUN-3>	0.4
  <RUN-4>	0.7
  $ mlt compare --columns '+@paper' -N 1 --where 'acc is not null'
  run_id	run_name	start_time	duration_ms	params.seed	metrics.acc	metrics.val_loss	params.lr	top1
  <RUN-2>	odd	2026-01-05T09:04:00.003Z	0	3	0.65	0.9	0.3	0.9
  $ mlt config list
  key	value
  columns.paper	lr,acc:max as top1
  $ mlt config get columns.paper
  lr,acc:max as top1
  $ mlt config set columns.paper 'lr' 
  2> error: 'columns.paper' stands in a store's file: it is shared with the store
  2> hint: set it there: mlt config set --scope store columns.paper lr
  [exit 4]
  $ mlt config set columns.bad 'acc:mni' --scope store
  2> error: there is no reducer 'mni'
  2>   acc:mni
  2>       ^~~
  2> hint: the nearest reducer is 'min'
  2> hint: a key with ':' stands in backticks: `acc:mni`
  [exit 2]
  $ mlt compare --columns @papr
  2> error: there is no set of columns 'papr'
  2>   @papr
  2>   ^~~~~
  2> hint: the nearest set is 'paper'
  [exit 2]
  $ mlt config unset columns.paper --scope store
  $ mlt compare --columns @paper
  2> error: there is no set of columns 'paper'
  2>   @paper
  2>   ^~~~~~
  2> hint: write one into mlt.yaml, such as columns: {paper: "lr,acc:max"}
  [exit 2]

What is wrong has a caret under it.

  $ mlt compare --columns 'lr,acc:mni'
  2> error: there is no reducer 'mni'
  2>   lr,acc:mni
  2>          ^~~
  2> hint: the nearest reducer is 'min'
  2> hint: a key with ':' stands in backticks: `acc:mni`
  [exit 2]
  $ mlt compare --columns 'name,acc@best(val_los)'
  2> error: no metric 'val_los' in 4 runs
  2>   name,acc@best(val_los)
  2>        ^~~
  2> hint: the nearest name is 'val_loss'
  [exit 3]
  $ mlt compare --columns 'lr:max'
  2> error: 'params.lr' is no metric: it has no reducers and none of ~ % Δ #
  2>   lr:max
  2>   ^~
  [exit 2]
  $ mlt compare --columns 'accΔ'
  2> error: a change needs a base to be measured from
  2>   accΔ
  2>   ^~~
  2> hint: name one with: --against RUN
  [exit 2]
  $ mlt compare --columns 'acc as'
  2> error: no column 'acc as' in 4 runs
  2>   acc as
  2>   ^~~~~~
  2> hint: see all columns with: mlt compare -A
  [exit 3]
  $ mlt compare --columns 'metrics as one'
  2> error: one title for 2 columns
  2>   metrics as one
  2>   ^~~~~~~
  [exit 2]
  $ mlt compare --agg median
  2> error: --agg wants one reducer, not 'median'
  2> hint: the nearest reducer is 'mean'
  2> hint: the reducers are last, min, max, first, count, mean, sd, sum, auc, best, time-to(VALUE), @step=NUMBER, @epoch=NUMBER and @best(METRIC)
  [exit 2]
  $ mlt compare --agg 'max,min'
  2> error: --agg wants one reducer, not 'max,min'
  2> hint: the reducers are last, min, max, first, count, mean, sd, sum, auc, best, time-to(VALUE), @step=NUMBER, @epoch=NUMBER and @best(METRIC)
  [exit 2]
  $ mlt compare --spark-scale log
  2> error: option '--spark-scale' takes common, own, not 'log'
  [exit 2]
  $ mlt compare --sort 'acc:avg'
  2> error: there is no reducer 'avg'
  2>   acc:avg
  2>       ^~~
  2> hint: the reducers are last, min, max, first, count, mean, sd, sum, auc, best, time-to(VALUE), @step=NUMBER, @epoch=NUMBER, @best(METRIC)
  2> hint: a key with ':' stands in backticks: `acc:avg`
  [exit 2]
  $ mlt compare --where 'acc:best > 1'
  2> error: a filter cannot use ':best'
  2>   acc:best > 1
  2>      ^~~~~
  2> hint: it is for --columns and --order-by
  [exit 2]
  $ mlt run -q -x other --metrics-from kv -- echo odd=1 > /dev/null
  $ mlt compare -x other --columns 'odd:best'
  2> error: it is not known which way 'odd' is better, as :best needs
  2> hint: say which: --goal odd=max or =min
  [exit 2]
  $ mlt ls -x other --sort 'odd:time-to(3)'
  2> error: it is not known which way 'odd' is better, as :time-to(3) needs
  2> hint: say which: --goal odd=max or =min
  [exit 2]

In MLflow's layout the same columns say the same; a damaged history is told of, the rest stands.

  $ mlt migrate --to mlflow -q -y
  $ mlt compare -x digits --columns 'name,acc:max,acc:mean,val_loss~,acc@best(val_loss)'
  run_id	run_name	metrics.acc:max	metrics.acc:mean	curve.metrics.val_loss	metrics.acc@best(val_loss)
  <RUN-1>	empty				
  <RUN-2>	odd	0.9	0.6833333333333332	NaN 0.7 0.9	0.9
  <RUN-3>	deep	0.4	0.25	0.8 0.6 0.3	NaN
  <RUN-4>	wide	0.7	0.5	0.9 0.5 0.4	0.6
  $ printf '5 bad\n' >> mlruns/digits/$(mlt ls -x digits -N 1 --where "name = 'odd'" -F name)/metrics/acc
  $ mlt compare -x digits --columns 'name,acc:max,acc:mean'
  run_id	run_name	metrics.acc:max	metrics.acc:mean
  <RUN-1>	empty		
  <RUN-2>	odd	0.9	0.6833333333333332
  <RUN-3>	deep	0.4	0.25
  <RUN-4>	wide	0.7	0.5
  2> warning: mlruns/digits/<RUN-2>/metrics/acc:4: has a value that is no number
