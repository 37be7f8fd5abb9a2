A run that lives in a shell: what is printed is evaluated.

  $ mlt run start -x iris --name sweep
  export MLT_RUN_ID=<RUN-1>;
  export MLT_STORE=<dir>/mlruns;
  export MLT_RUN_DIR=<dir>/mlruns/experiments/iris/<RUN-1>;
  2> made a store in mlruns

  $ mlt run start --shell fish --name fish
  set -gx MLT_RUN_ID '<RUN-2>';
  set -gx MLT_STORE '<dir>/mlruns';
  set -gx MLT_RUN_DIR '<dir>/mlruns/experiments/0/<RUN-2>';

  $ mlt run start --shell powershell --name pwsh
  $env:MLT_RUN_ID = '<RUN-3>';
  $env:MLT_STORE = '<dir>/mlruns';
  $env:MLT_RUN_DIR = '<dir>/mlruns/experiments/0/<RUN-3>';

  $ mlt run start --shell json --name json
  {"run_id":"<RUN-4>","store":"<dir>/mlruns","run_dir":"<dir>/mlruns/experiments/0/<RUN-4>"}

  $ mlt run start --shell csh
  2> error: option '--shell' takes sh, fish, powershell, json, not 'csh'
  2> hint: the nearest value is 'sh'
  [exit 2]

  $ mlt run start --trap --shell json
  2> error: --trap is for sh and fish only
  [exit 2]

  $ eval "$(mlt run start --name outer -v -m 'by hand')"
  2> run <RUN-5> started

  $ mlt run exec --metrics-from kv -- sh -c 'echo loss=0.5; exit 4'
  loss=0.5
  [exit 4]

  $ mlt log param lr 0.1

A run started inside of it is its part; ending that gives the outer one back.

  $ eval "$(mlt run start --name inner)"

  $ mlt run -q --name innermost -- true

  $ eval "$(mlt run end --shell sh)"; mlt show $MLT_RUN_ID -F name | grep -c $MLT_RUN_ID
  1

  $ mlt run end --exit-code 3

  $ mlt run end
  2> error: run <RUN-5> has ended already: FAILED
  [exit 4]

  $ mlt run end --if-running

  $ mlt log metric loss 0.4
  2> error: run <RUN-5> has ended (FAILED): it takes no more metrics and params
  2> hint: to add them all the same: --force
  [exit 4]

  $ unset MLT_RUN_ID MLT_STORE MLT_RUN_DIR

  $ mlt runs list -x '*' -F '{run_name} {status}'
  innermost FINISHED
  inner FINISHED
  outer FAILED
  json RUNNING
  pwsh RUNNING
  fish RUNNING
  sweep RUNNING

With --trap the shell's end is the run's end.

  $ bash -c 'eval "$(mlt run start --trap --name trapped)"; exit 5'
  [exit 5]

  $ sh -c 'eval "$(mlt run start --trap --name ended)"; mlt run end --status KILLED; exit 6'
  [exit 6]

  $ fish -c 'mlt run start --shell fish --trap --name in-fish | source; exit 7'
  [exit 7]

  $ mlt runs list -x '*' -N 3 -F '{run_name} {status} {tags.mlt.exit_code}'
  in-fish FAILED 7
  ended KILLED␠
  trapped FAILED 5

A trap that the shell has already runs too, with the same $?, in every shell; runs nest.

  $ cat > traps.sh <<'END'
  > set -eu
  > trap 'echo "it'"'"'s over: $?"' EXIT
  > trap 'echo
  > trap -- nothing' USR1
  > eval "$(mlt run start --shell sh --trap --name "$1")"
  > eval "$(mlt run start --shell sh --trap --name "$1-inner")"
  > exit 8
  > END
  $ bash traps.sh in-bash
  it's over: 8
  [exit 8]
  $ dash traps.sh in-dash
  it's over: 8
  [exit 8]
  $ zsh traps.sh in-zsh
  it's over: 8
  [exit 8]
  $ mlt runs list -x '*' -N 6 -F '{run_name} {status} {tags.mlt.exit_code}'
  in-zsh-inner FAILED 8
  in-zsh FAILED 8
  in-dash-inner FAILED 8
  in-dash FAILED 8
  in-bash-inner FAILED 8
  in-bash FAILED 8

A run that was ended from elsewhere leaves the shell no less.

  $ eval "$(mlt run start --shell sh)"
  $ id=$MLT_RUN_ID; mlt run end
  $ eval "$(mlt run end --shell sh)"; echo "now: ${MLT_RUN_ID-none}"
  now: none
  2> error: run <RUN-6> has ended already: FINISHED
  $ mlt run end --run $id --if-running --shell sh
  unset MLT_RUN_ID;
  unset MLT_STORE;
  unset MLT_RUN_DIR;

Where no variable passes through, a file says which run is current.

  $ mlt run end
  2> error: there is no current run
  2> hint: start one in this shell: eval "$(mlt run start --trap)"
  2> hint: or wrap the job: mlt run -- COMMAND
  2> hint: or name a run: --run RUN
  [exit 3]

  $ mlt run start --file --name filed
  <RUN-7>

  $ mlt log metric loss 0.3

  $ mlt run -q --name part -- true

  $ mlt run start --file -q --name nested; mlt run end

  $ mlt run end -v
  2> run <RUN-7> ended

  $ mlt run exec true
  2> error: there is no current run
  2> hint: start one in this shell: eval "$(mlt run start --trap)"
  2> hint: or wrap the job: mlt run -- COMMAND
  2> hint: or name a run: --run RUN
  [exit 3]

  $ mlt run end --exit-code 300
  2> error: --exit-code takes a number from 0 to 255
  [exit 2]

  $ env -u HOME -u XDG_STATE_HOME mlt run start --file
  2> error: --file needs a state directory
  2> hint: set HOME or XDG_STATE_HOME
  [exit 2]

Whoever cannot read the state directory works on without a current run.

  $ export XDG_STATE_HOME=/$(printf '%0256d')
  $ mlt run -x other --name homeless -- true 2>said
  $ cut -c -60 said
  warning: no run is taken for the current one: opening /00000
  run <run-8> other/homeless finished in 0s
  $ mlt log metric loss 1 2>&1 | tail -n 4
  error: there is no current run
  hint: start one in this shell: eval "$(mlt run start --trap)"
  hint: or wrap the job: mlt run -- COMMAND
  hint: or name a run: --run RUN
  $ unset XDG_STATE_HOME
  $ mlt runs list -x '*' -N 4 -F '{run_name} {status} {metrics.loss}'
  homeless FINISHED␠
  nested FINISHED␠
  part FINISHED␠
  filed FINISHED 0.3

On a terminal nobody evaluates what is printed.

#tty 80x24
  $ mlt run start --name typed; mlt -x '*' run end --run typed -v
  hint: the shell has to evaluate this: eval "$(mlt run start)"
  export MLT_RUN_ID=<RUN-9>;
  export MLT_STORE=<dir>/mlruns;
  export MLT_RUN_DIR=<dir>/mlruns/experiments/0/<RUN-9>;
  run <RUN-9> ended

  $ mlt run start --name here >/dev/null; mlt run exec --run here -- echo a; mlt run end --run here
  a

#pipe
In MLflow's layout a wrapped job's MLflow goes on in the run; a shell is given mlt's variables alone.

  $ mkdir mlflow && mlt init -q --layout mlflow mlflow/mlruns && cd mlflow
  $ mlt run -q --name wrapped -- sh -c 'env | grep -E "^(MLT|MLFLOW)_" | grep -v "^MLT_FD" | sort'
  MLFLOW_ALLOW_FILE_STORE=true
  MLFLOW_EXPERIMENT_ID=0
  MLFLOW_RUN_ID=<RUN-10>
  MLFLOW_TRACKING_URI=<dir>/mlflow/mlruns
  MLT_ROOT_RUN_ID=<RUN-10>
  MLT_RUN_DIR=<dir>/mlflow/mlruns/0/<RUN-10>
  MLT_RUN_ID=<RUN-10>
  MLT_STORE=<dir>/mlflow/mlruns
  $ mlt run start --shell sh --name begun
  export MLT_RUN_ID=<RUN-11>;
  export MLT_STORE=<dir>/mlflow/mlruns;
  export MLT_RUN_DIR=<dir>/mlflow/mlruns/0/<RUN-11>;
  $ mlt run end --run begun && mlt runs list --no-header -F '{run_name} {status}'
  begun FINISHED
  wrapped FINISHED
