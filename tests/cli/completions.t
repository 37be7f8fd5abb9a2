The scripts for the shells are printed or installed; they ask mlt itself.

  $ mlt completions bash | head -3
  # bash completion for mlt

  _mlt() {
  $ mlt completions fish --install
  <home>/.local/share/fish/vendor_completions.d/mlt.fish
  $ XDG_DATA_HOME=data mlt completions zsh --install
  data/zsh/site-functions/_mlt
  2> hint: have zsh look there, in ~/.zshrc before compinit: fpath+=(data/zsh/site-functions)
  $ cmp <(mlt completions zsh) data/zsh/site-functions/_mlt
  $ mlt completions tcsh
  2> error: SHELL takes bash, zsh, fish, not 'tcsh'
  [exit 2]

What a shell asks for: the position of the word, then all words.

  $ mlt __complete bash 1 -- mlt ver
  version	print the version
  :values
  $ mlt __complete bash 2 -- mlt init --lay
  --layout	how the store keeps its files
  :values
  $ mlt __complete bash 2 -- mlt init --layout=
  --layout=native	
  --layout=mlflow	
  :values
  $ mlt __complete bash 2 -- mlt init ''
  :directories
  $ mlt __complete bash 2 -- mlt exp c
  create	make an experiment
  :values
  $ mlt __complete bash 2 -- mlt run -
  --name	name of the run; one is made up if not given
  -m	a note that describes the run
  --message	a note that describes the run
  --tag	a tag of the run
  --parent	the run of which this one is a part; it gives the experiment where -x does not
  --no-parent	stand alone, also when started inside of another run
  --id-file	write the id of the run to a file
  -P	a param of the run
  --param	a param of the run
  --params-file	params from a file: yaml, json, toml, ini or .env; -P outranks them
  --pass-params	add '--key value' for each param to the command
  --redact	store params of such names, and such words of the command, as ***
  --git-diff	keep what is not committed: auto, or never
  --metrics-from	how output shows metrics: kv, json, regex:PATTERN or a template such as 'epoch {step} loss {loss}'
  --step-key	the name under which output gives the step
  --metrics-stream	the stream that is read
  --capture	what becomes of the output: tee (shown and kept), file (kept), none (shown)
  --cwd	run the command in this directory
  --env	a variable for the command
  --env-file	variables for the command from a .env file
  --kill-after	how long the command may take to end after TERM or HUP (30s)
  -C	act as if started in this directory
  --store	the store: a directory or a file: URI; else the nearest mlruns/ upward
  -x	the experiment to write to or read from
  --experiment	the experiment to write to or read from
  --run	the current run
  -F	how to print: table, wide, tsv, csv, json, jsonl, yaml, md, name, or a template such as '{run_id:.8} {metrics.acc:.4f}'
  --format	how to print: table, wide, tsv, csv, json, jsonl, yaml, md, name, or a template such as '{run_id:.8} {metrics.acc:.4f}'
  --json	print JSON, of these fields only if given
  -q	print errors and asked-for data only
  --quiet	print errors and asked-for data only
  -v	say more; twice: for debugging
  --verbose	say more; twice: for debugging
  --trace	write what mlt does to a file
  --color	colour: auto, always or never
  --no-pager	never start a pager
  --no-progress	show no progress
  --no-input	never ask; fail where an answer is needed
  -n	print what would be done and change nothing
  --dry-run	print what would be done and change nothing
  -y	answer yes to every question
  --yes	answer yes to every question
  --as	who is acting
  --durable	have everything on disk before ending with 0
  --lock-timeout	how long to wait for a lock (10s)
  --strict	end with 5 instead of 0 where something damaged was left out
  -h	short help, examples first
  --help	full help
  :values
  $ mlt __complete bash 4 -- mlt run -- make ''
  :command 3

Live values come from the store, and in silence where there is none.

  $ mlt __complete fish 3 -- mlt version -x ''
  :values
  $ mlt experiments create 'flowers of may' -q && mlt run -q -x 'flowers of may' --name rose -P lr=1 -- true
  $ mlt __complete fish 3 -- mlt version -x ''
  flowers of may	
  :values
  $ mlt __complete fish 3 -- mlt version -x "'flo"
  flowers of may	
  :values
  $ mlt __complete fish 3 -- mlt version --run ro
  rose	<run-1>, 3m ago, FINISHED
  :values
  $ mlt __complete bash 3 -- mlt log param l
  lr	
  :values
  $ mlt __complete bash 2 -- mlt show @
  @last	the newest run
  :values
