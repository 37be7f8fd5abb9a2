Filters and orders, and what they say when they are wrong.

  $ mlt run -x iris --name wide-lion -P lr=0.1 -P opt=adam -- true 2>/dev/null
  $ mlt log metric acc=0.91 train/loss=0.5 --run wide-lion --force
  $ mlt run -x iris --name calm-owl -P lr=0.01 -P opt=sgd --tag team=Ads -- true 2>/dev/null
  $ mlt log metric acc=0.94 train/loss=0.4 --run calm-owl --force
  $ mlt run -x iris --name shy-fox -P lr=1e-1 -- false 2>/dev/null
  [exit 1]

Comparisons joined by AND; names without an entity are attributes.

  $ mlt ls -F '{run_name}' --filter "metrics.acc > 0.9 AND params.opt = 'adam'"
  wide-lion
  $ mlt ls -F '{run_name}' --filter "attributes.status = 'FAILED' and"
  shy-fox
  $ mlt ls -F '{run_name}' --filter 'metrics.`train/loss` <= 0.5 AND run_name LIKE "%-_wl"'
  calm-owl
  $ mlt ls -F '{run_name}' --filter "tags.team ILIKE 'ads'"
  calm-owl

OR, NOT and parentheses; NOT binds closest, then AND, then OR.

  $ mlt ls -F '{run_name}' --filter "params.opt = 'adam' or status = 'FAILED'"
  shy-fox
  wide-lion
  $ mlt ls -F '{run_name}' --filter "not (params.opt = 'adam' or status = 'FAILED')"
  calm-owl
  $ mlt ls -F '{run_name}' --filter "tags.team and not params.opt = 'adam'"
  calm-owl

IN, BETWEEN and globs; params are numbers where they are compared with numbers.

  $ mlt ls -F '{run_name}' --filter "params.opt in ('sgd', 'lion') or params.opt is null"
  shy-fox
  calm-owl
  $ mlt ls -F '{run_name}' --filter "metrics.acc between 0.9 and 0.92"
  wide-lion
  $ mlt ls -F '{run_name}' --filter "params.lr = 0.1"
  shy-fox
  wide-lion
  $ mlt ls -F '{run_name}' --filter "name ~ '*-[of]??' and lr < 1"
  shy-fox
  calm-owl

Bare words are metrics or params; reducers stand behind a metric.

  $ for point in 1:4 2:2 3:3; do
  >   mlt log metric loss ${point#*:} --step ${point%:*} --run wide-lion --force
  > done
  $ for point in 1:1 2:6; do
  >   mlt log metric loss ${point#*:} --step ${point%:*} --run calm-owl --force
  > done
  $ mlt ls -F '{run_name}' --filter "loss:min < 2"
  calm-owl
  $ mlt ls -F '{run_name}' --filter "metrics.loss:mean < 3.2 and metrics.loss:count > 2"
  wide-lion
  $ mlt ls -F '{run_name}' --filter "metrics.loss@step=2 > 5 or loss:sd > 100"
  calm-owl
  $ mlt compare --no-header -F name --filter "loss:mean > 1" --sort loss:max
  <RUN-1>
  <RUN-2>

Times and durations.

  $ mlt ls -F '{run_name}' --filter "start > 1h and start = today and dur < 10m"
  shy-fox
  calm-owl
  wide-lion
  $ mlt ls -F '{run_name}' --filter "start < 2d or end between 2026-01-01 and yesterday"
  2> hint: 0 of 3 runs match
  $ mlt run start -x iris --name endless >/dev/null
  $ mlt ls -F '{run_name}' --filter "end is null and duration > 2m"
  2> hint: 0 of 4 runs match
after 600
  $ mlt ls -F '{run_name}' --filter "end is null and duration > 2m"
  endless
  $ mlt run end --run endless
  $ mlt runs delete endless

What a run does not have matches nothing but IS NULL.

  $ mlt ls -F '{run_name}' --filter "params.opt != 'adam'"
  calm-owl
  $ mlt ls -F '{run_name}' --filter "params.opt IS NULL"
  shy-fox

Orders, long and short; runs without a value come last in both directions.

  $ mlt ls -F '{run_name}' --order-by "metrics.acc DESC"
  calm-owl
  wide-lion
  shy-fox
  $ mlt ls -F '{run_name}' --order-by "metrics.acc ASC"
  wide-lion
  calm-owl
  shy-fox
  $ mlt ls -F '{run_name}' --sort -lr,start_time
  shy-fox
  wide-lion
  calm-owl

A caret stands under the wrong token.

  $ mlt ls --filter "metrics.acc > 0.9 || params.opt = 'adam'"
  2> error: | is not part of this grammar
  2>   metrics.acc > 0.9 || params.opt = 'adam'
  2>                     ^
  2> hint: write OR
  [exit 2]
  $ mlt ls --filter "(metrics.acc > 0.9 or params.opt = 'adam'"
  2> error: expected AND, OR or ')', found the end
  2>   (metrics.acc > 0.9 or params.opt = 'adam'
  2>                                            ^
  [exit 2]
  $ mlt ls --filter "metrics.acc:mni > 0.9"
  2> error: there is no reducer 'mni'
  2>   metrics.acc:mni > 0.9
  2>               ^~~
  2> hint: the nearest reducer is 'min'
  2> hint: a key with ':' stands in backticks: metrics.`acc:mni`
  [exit 2]
  $ mlt ls --filter "start > yesterdy"
  2> error: the attribute start_time is compared with a time, found 'yesterdy'
  2>   start > yesterdy
  2>           ^~~~~~~~
  2> hint: write a time as 2d, yesterday, 2026-11-03, '2026-11-03 22:10' or in milliseconds
  [exit 2]
  $ mlt ls --filter "duration > long"
  2> error: the attribute duration is compared with a duration, found 'long'
  2>   duration > long
  2>              ^~~~
  2> hint: write a duration as 90s, 2h, 1h30m or in milliseconds
  [exit 2]
  $ mlt ls --filter "metrics.train/loss < 1"
  2> error: a key with '/' must stand in backticks
  2>   metrics.train/loss < 1
  2>                ^
  2> hint: write metrics.`train/loss`
  [exit 2]
  $ mlt ls --filter "metrics.acc == 1"
  2> error: == is not part of this grammar
  2>   metrics.acc == 1
  2>               ^~
  2> hint: write =
  [exit 2]
  $ mlt ls --filter "paarms.opt = 'adam'"
  2> error: runs have no entity 'paarms'
  2>   paarms.opt = 'adam'
  2>   ^~~~~~
  2> hint: the nearest entity is 'params'
  [exit 2]
  $ mlt ls --filter "params.lr > '0.05'"
  2> error: a param is compared with a number where order counts, found the text '0.05'
  2>   params.lr > '0.05'
  2>               ^~~~~~
  2> hint: leave out the quotes
  [exit 2]
  $ mlt ls --filter "params.opt = adam"
  2> error: a param is compared with a text in quotes, found 'adam'
  2>   params.opt = adam
  2>                ^~~~
  2> hint: write it in quotes: 'adam'
  [exit 2]
  $ mlt ls --filter "dataset.name = 'iris'"
  run_id	run_name	experiment	status	start_time	duration_ms	user
  2> hint: 0 of 3 runs match
  $ mlt ls --order-by "metrics.acc DOWN"
  2> error: expected ASC, DESC or ',', found 'DOWN'
  2>   metrics.acc DOWN
  2>               ^~~~
  [exit 2]
  $ mlt ls --json --filter "metrics.acc >"
  2> {"error":{"code":"usage","exit":2,"message":"a metric is compared with a number, found the end\n  metrics.acc >\n               ^","hints":[]}}
  [exit 2]

A key that no run has is most likely misspelt; a tag may be new.

  $ mlt ls --filter "metrics.acuracy > 0.9"
  2> error: no metric 'metrics.acuracy' in experiment 'iris' (3 runs)
  2> hint: the keys here are metrics.acc, metrics.loss, metrics.`train/loss`
  [exit 3]
  $ mlt ls --filter "metrics.accu > 0.9"
  2> error: no metric 'metrics.accu' in experiment 'iris' (3 runs)
  2> hint: the nearest key is 'metrics.acc'
  [exit 3]
  $ mlt ls --filter "metrics.lr > 0.05"
  2> error: no metric 'metrics.lr' in experiment 'iris' (3 runs)
  2> hint: 'lr' is a param here: write params.lr
  [exit 3]
  $ mlt ls --sort -op
  2> error: no param or metric 'op' in experiment 'iris' (3 runs)
  2> hint: the nearest key is 'params.opt'
  [exit 3]
  $ mlt ls --filter "tags.tema = 'Ads'"
  run_id	run_name	experiment	status	start_time	duration_ms	user
  2> hint: 0 of 3 runs match
  2> hint: no run here has the tag 'tema'; the nearest is 'tags.team'

  $ mlt ls --filter "accu > 0.9"
  2> error: no param or metric 'accu' in experiment 'iris' (3 runs)
  2> hint: the nearest key is 'metrics.acc'
  [exit 3]
  $ mlt ls --where "stat = 'FAILED'"
  2> error: no param or metric 'stat' in experiment 'iris' (3 runs)
  2> hint: the nearest attribute is 'status'
  [exit 3]

A bare word must not be both.

  $ mlt log param acc=high --run calm-owl --force
  $ mlt ls --filter "acc > 0.9"
  2> error: 'acc' is a param and a metric
  2>   acc > 0.9
  2>   ^~~
  2> hint: write params.acc or metrics.acc
  [exit 2]

An attribute is found by a part of its name.

  $ mlt ls --where "attr.uri = 'x'"
  2> error: runs have no attribute 'uri'
  2>   attr.uri = 'x'
  2>        ^~~
  2> hint: the nearest attribute is 'artifact_uri'
  [exit 2]
