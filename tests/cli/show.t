`mlt show` tells all of a run, or of an experiment.

  $ git init -q -b main . && echo a > train.sh && git add . && git commit -qm start
  $ mlt run -q -x digits --name one -P lr=0.1 -P note='two words' --tag team=vision -m 'a first try' --metrics-from kv -- \
  >   sh -c 'echo step=1 acc=0.5; echo step=2 acc=0.9; echo oops >&2; exit 3'
  step=1 acc=0.5
  step=2 acc=0.9
  2> oops
  [exit 3]
  $ mlt show one | grep -v -e 'time\|duration\|mlt\.' -e cwd
  field	value
  run_id	<RUN-1>
  run_name	one
  experiment_id	digits
  experiment	digits
  status	FAILED
  lifecycle	active
  user	ada
  damaged	false
  params.lr	0.1
  params.note	two words
  metrics.acc	0.9
  tags.mlflow.note.content	a first try
  tags.mlflow.source.git.branch	main
  tags.mlflow.source.git.commit	<COMMIT-1>
  tags.mlflow.source.git.dirty	false
  tags.mlflow.source.name	sh -c 'echo step=1 acc=0.5; echo step=2 acc=0.9; echo oops >&2; exit 3'
  tags.mlflow.source.type	LOCAL
  tags.team	vision
  dataset_inputs	
  model_inputs	
  model_outputs	

  $ echo b >> train.sh
  $ eval "$(mlt run start -x digits --name two)"
  $ mlt log param lr 0.2
  $ mlt log metric loss 0.5 --step 1
  $ mlt log metric loss 0.25 --step 2
  $ mlt log tag team vision
  $ mlt log note 'the second'
  $ mlt log artifact train.sh
#tty 80x40
  $ mlt show @current
  ␛[1mtwo␛[0m
  ␛[2mid␛[0m          <RUN-2>
  ␛[2mexperiment␛[0m  digits
  ␛[2mstatus␛[0m      ␛[33mRUNNING␛[0m
  ␛[2mstarted␛[0m     09:05 (7m ago), for 7m now
  ␛[2mby␛[0m          ada on <host>
  ␛[2mcode␛[0m        <commit-1> on main + uncommitted changes
  ␛[2mnote␛[0m        the second

  ␛[1mparams (1)␛[0m
    lr  0.2

  ␛[1mmetrics (1)␛[0m
    ␛[1mmetric␛[0m  last  min   max   first  points  last step
    ␛[1mloss␛[0m    ␛[1m0.25␛[0m  0.25  0.50  0.50   2       2

  ␛[1mtags (1)␛[0m
    team  vision

  ␛[1martifacts (1)␛[0m
    train.sh  4 B
  $ mlt run end
  $ mlt show @last
  ␛[1mtwo␛[0m
  ␛[2mid␛[0m          <RUN-2>
  ␛[2mexperiment␛[0m  digits
  ␛[2mstatus␛[0m      FINISHED
  ␛[2mstarted␛[0m     09:05 (9m ago), took 8m
  ␛[2mby␛[0m          ada on <host>
  ␛[2mcode␛[0m        <commit-1> on main + uncommitted changes
  ␛[2mnote␛[0m        the second

  ␛[1mparams (1)␛[0m
    lr  0.2

  ␛[1mmetrics (1)␛[0m
    ␛[1mmetric␛[0m  last  min   max   first  points  last step
    ␛[1mloss␛[0m    ␛[1m0.25␛[0m  0.25  0.50  0.50   2       2

  ␛[1mtags (1)␛[0m
    team  vision

  ␛[1martifacts (1)␛[0m
    train.sh  4 B
  $ mlt show digits
  ␛[1mdigits␛[0m
  ␛[2mid␛[0m       digits
  ␛[2mcreated␛[0m  13m ago
  ␛[2mruns␛[0m     2: 1 finished, 1 failed
  ␛[2mnewest␛[0m   <run-2> two, 10m ago

  ␛[1mparams (2)␛[0m
    ␛[1mparam␛[0m  ␛[1mruns␛[0m  ␛[1mvalues␛[0m
    lr        2  0.1, 0.2
    note      1  two words

  ␛[1mmetrics (2)␛[0m
    ␛[1mmetric␛[0m  runs  lowest  highest
    ␛[1macc␛[0m     1     0.9     0.9
    ␛[1mloss␛[0m    1     0.25    0.25
#pipe
  $ mlt show one -F name
  <RUN-1>
  $ mlt show one --json=params,metrics.acc
  {
    "schema": "mlt.run/1",
    "params": {
      "lr": "0.1",
      "note": "two words"
    },
    "metrics": {
      "acc": 0.9
    }
  }
  $ mlt show one -F '{run_name} {status} {metrics.acc:.1f}'
  one FAILED 0.9
  $ mlt show digits -F '{name} {runs}'
  digits {"finished":1,"failed":1}
  $ mlt runs show digits
  2> error: there is no run 'digits'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt show on
  2> error: there is no run 'on'
  2> hint: the nearest name is 'one'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt show @first
  2> error: there is no selector '@first'
  2> hint: selectors: @current @last @last~N @best:metrics.KEY @min:metrics.KEY @max:metrics.KEY
  [exit 2]
  $ mlt show
  2> error: SELECTOR is missing
  [exit 2]

What the job wrote is kept.

  $ mlt runs logs one
  step=1 acc=0.5
  step=2 acc=0.9
  oops
  $ mlt runs logs one --stderr
  oops
  $ mlt runs logs @last --stdout | head -1
  2> run <run-2> has no captured output
  $ mlt runs logs nothing
  2> error: there is no run 'nothing'
  2> hint: list runs with: mlt runs list
  [exit 3]

A logged model is no run; the error leads to the run that made it.

  $ unset MLT_STORE MLT_RUN_ID MLT_RUN_DIR
  $ mkdir mlflow && mlt init -q --layout mlflow mlflow/mlruns && cd mlflow
  $ mlt run -q --name maker -- true
  $ model=m-0123456789abcdef0123456789abcdef; mkdir -p mlruns/0/models/$model
  $ cat > mlruns/0/models/$model/meta.yaml <<END
  > creation_timestamp: 1795447320123
  > experiment_id: '0'
  > last_updated_timestamp: 1795447320123
  > model_id: $model
  > model_type: null
  > name: petal
  > source_run_id: $(mlt runs list -F name)
  > status: 2
  > status_message: null
  > END
  $ mlt show $model
  2> error: 'm-<RUN-3>' is a logged model, not a run
  2> hint: show the run that made it with: mlt show <RUN-4>
  [exit 3]
  $ mlt show m-fedcba9876543210fedcba9876543210
  2> error: there is no run 'm-<RUN-5>'
  2> hint: list runs with: mlt runs list
  [exit 3]
