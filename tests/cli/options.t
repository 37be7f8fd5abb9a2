Options and commands that do not exist get the nearest name.

  $ mlt vershun
  2> error: unknown command 'vershun'
  2> hint: the nearest command is 'version'
  2> hint: list commands with: mlt --help
  [exit 2]
  $ mlt version --jsn
  2> error: unknown option '--jsn'
  2> hint: the nearest option is '--json'
  [exit 2]
  $ mlt version --color blue
  2> error: option '--color' takes auto, always, never, not 'blue'
  [exit 2]
  $ mlt version --store
  2> error: option '--store' needs a value: --store URI
  [exit 2]
  $ mlt version --quiet=yes
  2> error: option '--quiet' takes no value
  [exit 2]
  $ mlt version --verb
  2> error: unknown option '--verb'
  [exit 2]
  $ mlt 2>&1 >/dev/null | head -4; echo ${PIPESTATUS[0]}
  mlt: run, log and compare experiments, kept as text in a directory

  Usage:
    mlt [GLOBAL OPTION]... COMMAND [ARGUMENT]...
  2

Global options stand before the command and after it; of two the last one counts.

  $ mlt --json version --quiet | head -3
  {
    "schema": "mlt.version/1",
    "version": "0.1.0",
  $ mlt --color=never --color always version --help | head -2
  ␛[1mNAME␛[0m
    mlt-version - print the version
  $ mlt -C /nowhere version
  2> error: cannot enter the directory /nowhere: No such file or directory
  [exit 3]

With --json an error is one line of JSON, and stdout stays empty.

  $ mlt version --json --bogus
  2> {"error":{"code":"usage","exit":2,"message":"unknown option '--bogus'","hints":[]}}
  [exit 2]
  $ mlt --format=json runs list
  2> {"error":{"code":"not_found","exit":3,"message":"no store: no mlruns/ in <dir> or above it","hints":["make one with: mlt init","or record a first run: mlt run -- COMMAND"]}}
  [exit 3]

Stores that this version does not open are refused in one line.

  $ mlt --store http://tracking:5000 runs list
  2> error: store 'http://tracking:5000' is a server: this version of mlt opens directories only
  2> hint: name a directory: --store PATH or --store file:///PATH
  [exit 2]
  $ MLFLOW_TRACKING_URI=sqlite:///mlflow.db mlt runs list
  2> error: store 'sqlite:///mlflow.db' is a database: this version of mlt opens directories only
  2> hint: name a directory: --store PATH or --store file:///PATH
  [exit 2]
  $ MLT_STORE=gopher:hole mlt runs list
  2> error: store 'gopher:hole' is of a kind that mlt does not know: this version of mlt opens directories only
  2> hint: name a directory: --store PATH or --store file:///PATH
  2> hint: a directory so named is: --store ./gopher:hole
  [exit 2]
  $ mlt --store file://other/mlruns runs list
  2> error: store 'file://other/mlruns' is on the host 'other'; a file: URI names a local directory
  2> hint: write it with three slashes: file:///other/mlruns
  [exit 2]
  $ mlt --store missing runs list
  2> error: no store at missing
  2> hint: make one with: mlt init <dir>/missing
  [exit 3]
  $ mkdir -p ml/0 empty/mlruns && touch ml/0/meta.yaml && mlt --store ml runs list
  run_id	run_name	experiment	status	start_time	duration_ms	user
  2> warning: ml/0/meta.yaml: empty
  $ mlt --store empty runs list
  2> error: empty is no store, but holds one
  2> hint: name the store itself: --store <dir>/empty/mlruns
  [exit 2]
  $ mlt init -q && mlt --store . runs list
  2> error: . is no store, but holds one
  2> hint: name the store itself: --store <dir>/mlruns
  [exit 2]

An empty variable counts as unset; one that cannot be understood is an error.

  $ MLT_STORE= MLT_FORMAT= mlt version
  mlt 0.1.0
  $ MLT_DURABLE=maybe mlt version
  2> error: MLT_DURABLE is 'maybe'; it takes 1 or 0
  [exit 2]
  $ MLT_LOG=loud mlt version
  2> error: MLT_LOG is 'loud'; it takes warning, info or debug
  [exit 2]

Two variables for one experiment must agree.

  $ MLFLOW_EXPERIMENT_NAME=iris MLFLOW_EXPERIMENT_ID=0 mlt runs list
  2> error: there is no experiment 'iris'
  2> hint: list experiments with: mlt experiments list
  [exit 3]
  $ mlt experiments create iris -q
  $ MLFLOW_EXPERIMENT_NAME=Default MLFLOW_EXPERIMENT_ID=iris mlt runs list
  2> error: MLFLOW_EXPERIMENT_NAME is 'Default' and MLFLOW_EXPERIMENT_ID is 'iris': they are different experiments
  2> hint: unset one of them, or name the experiment with -x
  [exit 2]
  $ MLFLOW_EXPERIMENT_NAME=iris MLFLOW_EXPERIMENT_ID=iris mlt runs list
  run_id	run_name	experiment	status	start_time	duration_ms	user

A dry run changes nothing; a command that has none refuses to pretend.

  $ mlt run start --dry-run
  2> error: this command has no dry run
  [exit 2]
  $ mlt run --dry-run -- touch made
  touch made
  $ ls made; mlt runs list --no-header
  2> ls: cannot access 'made': No such file or directory
  $ eval "$(mlt run start)" && touch file
  $ mlt log metric a 1 --dry-run
  run <RUN-1>: 1 metric
  $ mlt log param a 1 --dry-run
  run <RUN-1>: 1 param
  $ mlt log tag a 1 --dry-run
  run <RUN-1>: 1 tag
  $ mlt log note words --dry-run
  run <RUN-1>: 1 tag
  $ mlt log artifact file --dry-run
  run <RUN-1>: 1 artifact
  $ echo '{"metric":"a","value":1}' | mlt log - --dry-run
  run <RUN-1>: 1 line, 1 metric
  $ mlt run exec --dry-run -- true
  true
  $ mlt run end --dry-run
  2> error: this command has no dry run
  [exit 2]
  $ mlt show @current -F '{status} {metrics} {params}'
  RUNNING {} {}
  $ mlt run end

Stdout may be full or closed, stderr closed; a closed pipe is no failure.

  $ mlt --version > /dev/full
  2> error: cannot write to standard output: No space left on device
  [exit 6]
  $ mlt --version >&-
  2> error: cannot write to standard output: Bad file descriptor
  [exit 6]
  $ mlt --bogus 2>&-
  [exit 2]
  $ mlt help | true; echo ${PIPESTATUS[0]}
  0
