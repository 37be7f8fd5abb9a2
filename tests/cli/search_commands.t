`mlt search` finds runs and experiments by an expression.

  $ mlt run -q -x iris --name one -P lr=0.1 -- true
  $ mlt run -q -x iris --name two -P lr=0.2 -- false
  [exit 1]
  $ mlt experiments create wine --tag team=vision
  wine
  $ mlt search runs "params.lr = '0.2'" -F '{run_name}'
  two
  $ mlt search runs -F '{run_name}' -N 1
  two
  $ mlt search runs "params.lr = '0.3'" -x iris -F name
  2> 0 runs match
  $ mlt search runs "params.lr = '0.3'" -x iris -F name --fail-empty
  2> 0 runs match
  [exit 1]
  $ mlt search runs "params.l = '0.3'"
  2> error: no param 'params.l' in experiment 'iris' (2 runs)
  2> hint: the nearest key is 'params.lr'
  [exit 3]
  $ mlt search runs "params.lr = fast"
  2> error: a param is compared with a text in quotes, found 'fast'
  2>   params.lr = fast
  2>               ^~~~
  2> hint: write it in quotes: 'fast'
  [exit 2]
  $ mlt search runs "dataset.name = 'train'" -F name
  2> 0 runs match
  $ mlt search runs "dataset.names = 'train'"
  2> error: data sets have no attribute 'names'
  2>   dataset.names = 'train'
  2>           ^~~~~
  2> hint: the nearest attribute is 'name'
  [exit 2]
  $ mlt search runs --order-by dataset.name
  2> error: runs cannot be sorted by the name of a data set
  2>   dataset.name
  2>   ^~~~~~~~~~~~
  [exit 2]
  $ mlt search experiments -F '{name}'
  wine
  iris
  $ mlt search experiments "name LIKE 'w%'" -F name
  wine
  $ mlt search experiments "tags.team = 'vision'" -F '{name}'
  wine
  $ mlt search experiments "tags.team IS NULL" --order-by "name DESC" -F '{name}'
  iris
  $ mlt search experiments "creation_time > 0" -N 1 -F '{name}'
  wine
  $ mlt search experiments "name = 'none'" --fail-empty
  experiment_id	name	runs	last_run_time	created_time	lifecycle
  2> 0 experiments match
  [exit 1]
  $ mlt search experiments "metrics.acc > 1"
  2> error: experiments have no entity 'metrics'
  2>   metrics.acc > 1
  2>   ^~~~~~~
  2> hint: the entities are tags and attributes
  [exit 2]
  $ mlt search experiments "nam = 'x'"
  2> error: experiments have no attribute 'nam'
  2>   nam = 'x'
  2>   ^~~
  2> hint: the nearest attribute is 'name'
  [exit 2]
  $ mlt search experiments --order-by tags.team
  2> error: experiments cannot be sorted by a tag
  2>   tags.team
  2>   ^~~~~~~~~
  [exit 2]
  $ mlt search experiments "experiment_id IN ('iris', 'x')" -F name
  iris
  $ mlt search experiments "name = 'wine'" --json
  {
    "schema": "mlt.experiments/1",
    "items": [
      {
        "experiment_id": "wine",
        "name": "wine",
        "lifecycle": "active",
        "created_time": 1767603780003,
        "created_time_iso": "2026-01-05T09:03:00.003Z",
        "last_update_time": 1767603780003,
        "last_update_time_iso": "2026-01-05T09:03:00.003Z",
        "tags": {
          "team": "vision"
        },
        "artifact_location": null,
        "runs": 0,
        "last_run_time": null,
        "last_run_time_iso": null
      }
    ],
    "next": null
  }
  $ mlt -C / search runs
  2> error: no store: no mlruns/ in / or above it
  2> hint: make one with: mlt init
  2> hint: or record a first run: mlt run -- COMMAND
  [exit 3]
#tty 80x24
  $ mlt search runs
  iris · 2 runs
  ␛[1mrun␛[0m      ␛[1mname␛[0m  ␛[1mstatus␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m  ␛[1muser␛[0m
  <run-1>  two   ␛[31mFAILED␛[0m    09:02   0s  ada
  <run-2>  one   FINISHED  09:01   0s  ada
  $ mlt search experiments
  ␛[1mid␛[0m    ␛[1mname␛[0m  ␛[1mruns␛[0m  ␛[1mlast run␛[0m  ␛[1mcreated␛[0m
  wine  wine     0  ␛[2m-␛[0m         09:03
  iris  iris     2  09:02     09:01
