`mlt config` reads and writes the files that give options other defaults.

  $ mkdir -p work && cd work && mlt init
  <dir>/work/mlruns
  $ mlt config list
  key	value
  $ mlt config set runs-list.top 1
  $ mlt config set format json -v
  2> set setting format <home>/.config/mlt/config.yaml: json
  $ cat ~/.config/mlt/config.yaml
  runs-list:
    top: 1
  format: json
  $ mlt config get runs-list.top -F tsv
  1
  $ mlt config list
  {
    "schema": "mlt.config/1",
    "items": [
      {
        "key": "format",
        "values": [
          "json"
        ],
        "scope": "user",
        "path": "<home>/.config/mlt/config.yaml",
        "line": 3
      },
      {
        "key": "runs-list.top",
        "values": [
          "1"
        ],
        "scope": "user",
        "path": "<home>/.config/mlt/config.yaml",
        "line": 2
      }
    ],
    "next": null
  }
  $ mlt config unset format
  {
    "schema": "mlt.changes/1",
    "items": [
      {
        "action": "unset",
        "kind": "setting",
        "id": "format",
        "name": "<home>/.config/mlt/config.yaml",
        "detail": "",
        "bytes": null
      }
    ],
    "next": null
  }
  $ mlt config get format
  2> error: 'format' is not set in any file
  2> hint: list what is set with: mlt config list
  [exit 3]
  $ mlt config unset format
  2> error: 'format' is not set in <home>/.config/mlt/config.yaml
  2> hint: see where it is set with: mlt config list --show-origin
  [exit 3]

The defaults count, and what is typed outranks them.

  $ mlt run -q --name one -- true; mlt run -q --name two -- true
  $ mlt ls -F name | wc -l
  1
  $ mlt runs list -N 2 -F name | wc -l
  2
  $ mlt config set format name
  $ mlt ls | wc -w
  1
  $ MLT_FORMAT=tsv mlt ls --no-header | wc -w
  7
  $ mlt ls --json | head -2
  {
    "schema": "mlt.runs/1",
  $ mlt config unset format
  format

The store's file outranks the user's; both are shown with their lines.

  $ mlt config set runs-list.top 2 --scope store
  $ cat mlruns/mlt.yaml
  # What kind of store this is; settings of your own may follow (see mlt-store(5)).
  layout: native
  schema: 1
  runs-list:
    top: 2
  $ mlt ls -F name | wc -l
  2
  $ mlt config list --show-origin
  key	value	scope	origin
  runs-list.top	2	store	mlruns/mlt.yaml:5
  $ mlt config get runs-list.top --json
  {
    "schema": "mlt.setting/1",
    "key": "runs-list.top",
    "values": [
      "2"
    ],
    "scope": "store",
    "path": "<dir>/work/mlruns/mlt.yaml",
    "line": 5
  }
  $ mlt config set compare.goal lr=min 'a b=max' -n
  id	action	kind	name	detail	bytes
  compare.goal	set	setting	<home>/.config/mlt/config.yaml	lr=min, a b=max	
  $ mlt config set compare.goal lr=min 'a b=max' -n --json
  {
    "schema": "mlt.changes/1",
    "items": [
      {
        "action": "set",
        "kind": "setting",
        "id": "compare.goal",
        "name": "<home>/.config/mlt/config.yaml",
        "detail": "lr=min, a b=max",
        "bytes": null
      }
    ],
    "next": null
  }
  $ mlt config set compare.goal lr=min 'a b=max' -q
  $ mlt config get compare.goal
  lr=min
  a b=max

Another file takes the place of the user's, and the system's come last.

  $ printf 'format: name\n' > own.yaml; MLT_CONFIG=own.yaml mlt config list
  format
  runs-list.top
  $ mkdir -p etc/mlt; printf 'strict: true\nruns-list:\n  top: 9\n' > etc/mlt/config.yaml
  $ XDG_CONFIG_DIRS=$PWD/etc mlt config list --show-origin
  key	value	scope	origin
  compare.goal	lr=min, a b=max	user	<home>/.config/mlt/config.yaml:4
  runs-list.top	2	store	mlruns/mlt.yaml:5
  strict	true	system	etc/mlt/config.yaml:1

Unknown keys and wrong values are refused.

  $ mlt config set compare.tpo 3
  2> error: there is no key 'compare.tpo'
  2> hint: the nearest key is 'compare.top'
  2> hint: the keys are explained by: mlt help config
  [exit 2]
  $ mlt config get nothing.at-all
  2> error: there is no key 'nothing.at-all'
  2> hint: the keys are explained by: mlt help config
  [exit 2]
  $ mlt config set compare.top many
  2> error: option '--top' takes a whole number, not 'many'
  [exit 2]
  $ mlt config set color blue
  2> error: option '--color' takes auto, always, never, not 'blue'
  [exit 2]
  $ mlt config set strict yes
  2> error: option '--strict' takes true or false, not 'yes'
  [exit 2]
  $ mlt config set gc.prune true
  2> error: there is no key 'gc.prune'
  2> hint: the keys are explained by: mlt help config
  [exit 2]
  $ mlt config set compare.top 1 2
  2> error: option '--top' takes one value, not 2
  [exit 2]

A flag that a file sets is taken back by `--no-`.

  $ mlt config set runs-list.no-header true && mlt ls -F tsv | wc -l
  2
  $ mlt ls -F tsv --header | wc -l
  3
  $ mlt ls -F tsv --no-no-header | wc -l
  3
  $ mlt config unset runs-list.no-header && mlt ls -F tsv | wc -l
  3

Nothing that executes comes from a store.

  $ mlt config set pager less --scope store
  2> error: 'pager' may not stand in a store's file: it is executed
  2> hint: set it for yourself: mlt config set pager less
  [exit 4]
  $ mlt config set run.env LD_PRELOAD=evil.so --scope store
  2> error: 'run.env' may not stand in a store's file: it decides what is executed
  2> hint: set it for yourself: mlt config set run.env LD_PRELOAD=evil.so
  [exit 4]
  $ printf 'pager: evil\n' >> mlruns/mlt.yaml; mlt ls -F name | wc -l
  2
  2> warning: <dir>/work/mlruns/mlt.yaml:6: 'pager' does not count in a store's file: it is executed
  $ mlt config unset pager --scope store && mlt ls -F name | wc -l
  2
  2> warning: <dir>/work/mlruns/mlt.yaml:6: 'pager' does not count in a store's file: it is executed

What is not one setting a line has to be changed by hand.

  $ printf 'compare: {top: 3}\n' > flow.yaml
  $ MLT_CONFIG=flow.yaml mlt config set compare.top 4
  2> error: <dir>/work/flow.yaml: 'compare.top' cannot be changed: the file is not written one setting a line
  2> hint: change it by hand: mlt config edit
  [exit 4]

A file that is broken stops commands, but not those that mend it.

  $ printf 'strict: true\ncompare: [\n' > ~/.config/mlt/config.yaml
  $ mlt ls
  2> error: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  [exit 5]
  $ mlt config list
  2> error: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  [exit 5]
  $ mlt --version
  mlt 0.1.0
  $ mlt version
  mlt 0.1.0
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  2> 0 findings
  $ mlt config edit --no-input
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  2> error: an editor needs somebody to type into it
  2> hint: set one value with: mlt config set KEY VALUE
  [exit 2]
  $ EDITOR=true mlt config edit
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  2> error: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  [exit 5]
  $ EDITOR=false mlt config edit
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  2> error: the editor 'false' failed
  2> hint: name another: EDITOR=nano mlt config edit
  [exit 6]
  $ mlt config edit -n
  id	action	kind	name	detail	bytes
  -	edit	setting	<home>/.config/mlt/config.yaml		
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  $ echo 'lock-timeout: soon' > soon.yaml; EDITOR="cp soon.yaml" mlt config edit
  2> warning: settings left out: <home>/.config/mlt/config.yaml:3: end of sequence flow not found
  2> error: <home>/.config/mlt/config.yaml:1: option '--lock-timeout' takes a length of time such as 90s, 12m or 1h30m, not 'soon'
  2> hint: correct it with: mlt config edit
  [exit 5]
  $ mlt ls
  2> error: <home>/.config/mlt/config.yaml:1: option '--lock-timeout' takes a length of time such as 90s, 12m or 1h30m, not 'soon'
  2> hint: correct it with: mlt config edit
  [exit 5]
  $ echo 'strict: true # kept' > soon.yaml; EDITOR="cp soon.yaml" mlt config edit && mlt config set strict false && cat ~/.config/mlt/config.yaml
  strict: false # kept
  2> warning: settings left out: <home>/.config/mlt/config.yaml:1: option '--lock-timeout' takes a length of time such as 90s, 12m or 1h30m, not 'soon'

A key of another version is passed over.

  $ printf 'compare:\n  tpo: 3\n' > ~/.config/mlt/config.yaml; mlt config list
  key	value
  runs-list.top	2
  2> warning: <home>/.config/mlt/config.yaml:2: there is no key 'compare.tpo'; the nearest is 'compare.top'
  $ mlt -q config list --scope store
  2> error: unknown option '--scope'
  2> hint: the nearest option is '--store'
  [exit 2]

A store in MLflow's layout gets a file of its own.

  $ mlt init --layout mlflow ../other/mlruns
  <dir>/work/../other/mlruns
  $ mlt --store ../other/mlruns config set experiment iris --scope store && cat ../other/mlruns/mlt.yaml
  layout: mlflow
  schema: 1
  experiment: iris
  $ mlt --store ../none config set strict true --scope store
  2> error: no store at ../none
  2> hint: make one with: mlt init <dir>/work/../none
  [exit 3]
#tty 80x24
  $ mlt config list --show-origin
  warning: <home>/.config/mlt/config.yaml:2: there is no key 'compare.tpo'; the nearest is 'compare.top'
  ␛[1mkey␛[0m            ␛[1mvalue␛[0m  ␛[1mscope␛[0m  ␛[1morigin␛[0m
  runs-list.top  2      store  mlruns/mlt.yaml:5
  $ mlt config set compare.top 5
