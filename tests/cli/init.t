`mlt init` makes a store at the root of the git repository and prints where; a second time it changes
nothing.

  $ git init -q && mkdir -p deep/folder && cd deep/folder
  $ mlt init
  <dir>/mlruns
  $ mlt init -v
  <dir>/mlruns
  2> it is a store already: nothing to do
  $ cd ../.. && cat mlruns/mlt.yaml mlruns/.gitattributes mlruns/.gitignore
  # What kind of store this is; settings of your own may follow (see mlt-store(5)).
  layout: native
  schema: 1
  # No line ending is ever changed, and two branches that append to a journal are united.
  * -text
  *.jsonl -text merge=union
  # The text of runs is committed, their artifacts are not.
  /.lock
  /.tmp/
  /experiments/*/*/artifacts/
  /experiments/*/models/*/artifacts/
  $ git status --short --untracked-files=all
  ?? mlruns/.gitattributes
  ?? mlruns/.gitignore
  ?? mlruns/mlt.yaml

Outside git it is made where one stands, or where one says. With --dry-run it is only named.

  $ mkdir -p ~/plain && cd ~/plain && mlt init --dry-run && ls -A
  <home>/plain/mlruns
  $ mlt init --quiet && ls
  mlruns
  $ mlt init here/mlruns && mlt --store elsewhere init
  <home>/plain/here/mlruns
  <home>/plain/elsewhere
  $ mlt -C here init --json
  {
    "schema": "mlt.store/1",
    "path": "<home>/plain/here/mlruns",
    "layout": "native",
    "made": false
  }

What is there already is not touched.

  $ mkdir -p old/0 && touch old/0/meta.yaml && mlt init old
  2> error: old holds a store in MLflow's layout already
  2> hint: name another directory: mlt init DIR
  [exit 4]
  $ touch file && mlt init file
  2> error: file is not a directory
  [exit 2]
  $ mlt init --layout sqlite
  2> error: option '--layout' takes native, mlflow, not 'sqlite'
  [exit 2]
  $ mlt init one two
  2> error: unexpected word 'two'
  [exit 2]

A store in MLflow's layout is one that MLflow's own clients use. Every command works on it.

  $ mkdir -p ~/beside && cd ~/beside && mlt init --layout mlflow
  <home>/beside/mlruns
  $ find mlruns | sort && grep -v time: mlruns/0/meta.yaml
  mlruns
  mlruns/.mlt.trash
  mlruns/.mlt.trash/.gitignore
  mlruns/.mlt.trash/lock
  mlruns/.trash
  mlruns/0
  mlruns/0/meta.yaml
  mlruns/models
  artifact_location: file://<home>/beside/mlruns/0
  effective_trace_archival_retention: null
  experiment_id: '0'
  lifecycle_stage: active
  name: Default
  trace_location: null
  workspace: default
  $ mlt init --layout native mlruns
  2> error: mlruns holds a store in MLflow's layout already
  2> hint: name another directory: mlt init DIR
  [exit 4]
  $ mlt run --name first -P lr=0.1 -- true
  2> run 66cc673 Default/first finished in 0s
  $ mlt show @last --json | jq -c ".params, .status, .artifact_uri"
  {"lr":"0.1"}
  "FINISHED"
  null
