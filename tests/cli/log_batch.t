Batches: JSON lines and tables, from a pipe or a file.

  $ mlt init -q
  $ eval "$(mlt run start --name one --shell sh)"
  $ cat > batch.jsonl <<'END'
  > {"param":"lr","value":0.10}
  > {"params":{"optimizer":"adam","layers":3,"bias":true}}
  > {"metric":"loss","value":0.5,"step":1,"time":1767603600000}
  > {"metrics":{"loss":0.25,"acc":"NaN"},"step":2}
  > 
  > {"tag":"stage","value":"pretrain"}
  > {"tags":{"team":"vision","year":2026}}
  > END
  $ mlt log batch.jsonl
  $ mlt log --json - < batch.jsonl
  {"schema": "mlt.log/1", "run_id": "<RUN-1>", "lines": 6, "metrics": 3, "params": 4, "tags": 3, "artifacts": 0, "errors": 0}
  $ printf '{"metric":"loss","value":NaN,"step":3}\n{"metric":"loss","value":-Infinity,"step":4}' | mlt log -
  $ mlt show @current
  field	value
  run_id	<RUN-1>
  run_name	one
  experiment_id	0
  experiment	Default
  status	RUNNING
  lifecycle	active
  user	ada
  start_time	1767603720002
  start_time_iso	2026-01-05T09:02:00.002Z
  damaged	false
  params.bias	true
  params.layers	3
  params.lr	0.10
  params.optimizer	adam
  metrics.acc	NaN
  metrics.loss	-Infinity
  tags.mlflow.source.type	LOCAL
  tags.mlt.host	<host>
  tags.stage	pretrain
  tags.team	vision
  tags.year	2026
  artifacts	
  dataset_inputs	
  model_inputs	
  model_outputs	

MLflow's log-batch body, and lines for other runs.

  $ other=$(mlt run start --name two --shell json | python3 -c 'import json, sys; print(json.load(sys.stdin)["run_id"])')
  $ printf '{"run_id":"%s","metrics":[{"key":"loss","value":1,"timestamp":"1767603600000","step":"7"}],"params":[{"key":"lr","value":"0.3"}],"tags":[]}\n' "$other" | mlt log -
  $ printf '{"run":"two"}\n{"metric":"loss","value":0.9,"step":8}\n' | mlt log -
  $ mlt show two
  field	value
  run_id	<RUN-2>
  run_name	two
  experiment_id	0
  experiment	Default
  status	RUNNING
  lifecycle	active
  user	ada
  start_time	1767604080007
  start_time_iso	2026-01-05T09:08:00.007Z
  damaged	false
  params.lr	0.3
  metrics.loss	0.9
  tags.mlflow.parentRunId	<RUN-1>
  tags.mlflow.source.type	LOCAL
  tags.mlt.host	<host>
  artifacts	
  dataset_inputs	
  model_inputs	
  model_outputs	
  $ printf '{"run":"three"}\n' | mlt log -
  2> error: stdin:1: there is no run 'three'
  2> hint: list runs with: mlt runs list
  [exit 3]

Artifacts, relative to where mlt works.

  $ mkdir -p out && echo roc > out/roc.svg
  $ echo '{"artifact":"roc.svg","to":"plots"}' | mlt -C out log - --store ../mlruns --json
  {"schema": "mlt.log/1", "run_id": "<RUN-1>", "lines": 1, "metrics": 0, "params": 0, "tags": 0, "artifacts": 1, "errors": 0}
  $ echo '{"artifact":"nothing.svg"}' | mlt log -
  2> error: stdin:1: no such file: nothing.svg
  [exit 3]

Tables.

  $ printf 'step,train loss,"val loss"\r\n1,0.5,\r\n2,,0.4\r\n' | mlt log --csv --json -
  {"schema": "mlt.log/1", "run_id": "<RUN-1>", "lines": 2, "metrics": 2, "params": 0, "tags": 0, "artifacts": 0, "errors": 0}
  $ printf 'step,train loss,"val ""x"""\r\n1,0.5,\r\n2,,0.4\r\n' | mlt log --csv --json -
  2> {"error":{"code":"usage","exit":2,"message":"stdin:1: bad metric key 'val \"x\"': '\"' is not allowed; use letters, digits, '_', '-', '.', ':', '/' and space","hints":[]}}
  [exit 2]
  $ printf 'step,a\n1,2\n2,two\n' > history.csv
  $ mlt log history.csv
  2> error: history.csv:3: the value 'two' of 'a' is not a number
  [exit 2]
  $ printf 'step\n1\n' | mlt log - --csv
  2> error: stdin:1: the header needs a step column and a metric's
  [exit 2]

Steps that a line leaves out.

  $ printf '{"metric":"auto","value":1}\n{"metric":"auto","value":2}\n' | mlt log - --step auto
  $ printf '{"metric":"auto","value":3}\n' | mlt log - --step auto
  $ printf '{"metric":"fixed","value":3}\n' | mlt log - --step 30

A bad line ends it, and nothing that came with it is written.

  $ printf '{"metric":"bad","value":1}\n{"metric":"bad","value":"x"}\n' | mlt log -
  2> error: stdin:2: a metric's value must be a number (or "NaN", "Infinity", "-Infinity"), not the string 'x' (column 25)
  [exit 2]
  $ printf '\n\n{"metric":"bad","value":1,"stepp":3}\n' | mlt log -
  2> error: stdin:3: unknown member 'stepp' (column 27)
  [exit 2]
  $ printf 'loss=0.3\n' | mlt log -
  2> error: stdin:1: a line must be an object, such as {"metric":"loss","value":0.3} (column 1)
  [exit 2]
  $ printf '{"metric":"bad","value":1' | mlt log -
  2> error: stdin:1: not valid JSON: ',' or '}' is missing (column 26)
  [exit 2]
  $ printf '{"metric":"bad key!","value":1}\n' | mlt log -
  2> error: stdin:1: bad metric key 'bad key!': '!' is not allowed; use letters, digits, '_', '-', '.', ':', '/' and space
  [exit 2]
  $ printf '{"metric":"bad","value":1}\n{"param":"lr","value":0.2}\n' | mlt log -
  2> error: stdin:2: param 'lr' is '0.10' already and cannot become '0.2'
  2> hint: params are written once; a changing value is a metric or a tag
  [exit 4]
  $ printf '{"param":"fresh","value":1}\n{"param":"fresh","value":2}\n' | mlt log -
  2> error: stdin:2: param 'fresh' is '1' already and cannot become '2'
  2> hint: params are written once; a changing value is a metric or a tag
  [exit 4]
  $ mlt show @current --json | grep -c '"bad"\|"fresh"'
  0
  [exit 1]

But the thousands before it stay, unless they may not.

  $ many() { for i in {1..1500}; do echo "{\"metric\":\"$1\",\"value\":1,\"step\":$i}"; done; echo oops; }
  $ for key in some none most; do many $key > $key.jsonl; done
  $ mlt log some.jsonl
  2> error: some.jsonl:1501: a line must be an object, such as {"metric":"loss","value":0.3} (column 1)
  [exit 2]
  $ mlt log none.jsonl --atomic
  2> error: none.jsonl:1501: a line must be an object, such as {"metric":"loss","value":0.3} (column 1)
  [exit 2]
  $ mlt log - --keep-going --json < most.jsonl
  {"schema": "mlt.log/1", "run_id": "<RUN-1>", "lines": 1500, "metrics": 1500, "params": 0, "tags": 0, "artifacts": 0, "errors": 1}
  2> warning: stdin:1501: a line must be an object, such as {"metric":"loss","value":0.3} (column 1)
  2> warning: left out 1 of 1501 lines
  [exit 2]
  $ for key in some none most; do grep -c "\"$key\"" mlruns/experiments/0/$MLT_RUN_ID/journal.jsonl; done
  1000
  0
  1500
  $ mlt log - --atomic --keep-going
  2> error: --atomic writes everything or nothing: it excludes --keep-going
  [exit 2]

Other input.

  $ mlt log - < /dev/null
  $ mlt log - <&-
  2> error: reading stdin: Bad file descriptor
  [exit 6]
  $ mlt log nothing.jsonl
  2> error: no such file: nothing.jsonl
  [exit 3]
  $ mlt log metrc
  2> error: no such file: metrc
  2> hint: the nearest command is 'mlt log metric'
  [exit 3]
  $ mlt log loss=0.3
  2> error: no such file: loss=0.3
  2> hint: a value: mlt log metric loss 0.3
  [exit 3]
  $ mlt log loss 0.3
  2> error: unexpected word '0.3'
  2> hint: a value: mlt log metric loss 0.3
  [exit 2]
  $ mlt log out
  2> error: out is a directory
  2> hint: keep it with the run: mlt log artifact out
  [exit 2]
  $ mlt log
  2> error: nothing to log is named
  2> hint: a value: mlt log metric loss 0.3
  2> hint: a stream of JSON lines: COMMAND | mlt log -
  2> hint: all that there is: mlt log --help
  [exit 2]
  $ mlt log - -n < batch.jsonl
  run <RUN-1>: 6 lines, 3 metrics, 4 params, 3 tags
  $ mlt run end
  $ printf '{"tag":"late","value":"yes"}\n{"metric":"late","value":1}\n' | mlt log -
  2> error: stdin:2: run <RUN-1> has ended (FINISHED): it takes no more metrics and params
  2> hint: to add them all the same: --force
  [exit 4]
  $ printf '{"tag":"late","value":"yes"}\n' | mlt log -

The run that is named has to be there though nothing is logged.

  $ mlt log - --run nosuch < /dev/null
  2> error: there is no run 'nosuch'
  2> hint: list runs with: mlt runs list
  [exit 3]
