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
  $ mlt ls -F '{run_name}' --filter "status = 'FAILED' or"
  2> error: OR is not part of this grammar
  2>   status = 'FAILED' or
  2>                     ^~
  2> hint: comparisons are joined by AND
  [exit 2]
  $ mlt ls -F '{run_name}' --filter "attributes.status = 'FAILED' and"
  shy-fox
  $ mlt ls -F '{run_name}' --filter 'metrics.`train/loss` <= 0.5 AND run_name LIKE "%-_wl"'
  calm-owl
  $ mlt ls -F '{run_name}' --filter "tags.team ILIKE 'ads'"
  calm-owl

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

  $ mlt ls --filter "metrics.acc > 0.9 OR params.opt = 'adam'"
  2> error: OR is not part of this grammar
  2>   metrics.acc > 0.9 OR params.opt = 'adam'
  2>                     ^~
  2> hint: comparisons are joined by AND
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
  $ mlt ls --filter "params.lr > 0.05"
  2> error: a param cannot be compared with '>'
  2>   params.lr > 0.05
  2>             ^
  2> hint: comparators of a param: = != LIKE ILIKE IS [NOT] NULL
  [exit 2]
  $ mlt ls --filter "params.lr = 0.1"
  2> error: a param is compared with a text in quotes, found '0.1'
  2>   params.lr = 0.1
  2>               ^~~
  2> hint: write it in quotes: '0.1'
  [exit 2]
  $ mlt ls --filter "acc > 0.9"
  2> error: runs have no attribute 'acc'
  2>   acc > 0.9
  2>   ^~~
  2> hint: write metrics.acc, params.acc or tags.acc for a key of that kind
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
  2> hint: the keys here are metrics.acc, metrics.`train/loss`
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

An attribute is found by a part of its name.

  $ mlt ls --where "user = root"
  2> error: runs have no attribute 'user'
  2>   user = root
  2>   ^~~~
  2> hint: the nearest attribute is 'user_id'
  [exit 2]
