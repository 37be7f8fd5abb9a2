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

Where no variable passes through, a file says which run is current.

  $ mlt run end
  2> error: there is no current run
  2> hint: start one in this shell: eval "$(mlt run start --trap)"
  2> hint: or wrap the job: mlt run -- COMMAND
  2> hint: or name a run: --run RUN
  [exit 3]

  $ mlt run start --file --name filed
  <RUN-6>

  $ mlt log metric loss 0.3

  $ mlt run -q --name part -- true

  $ mlt run start --file -q --name nested; mlt run end

  $ mlt run end -v
  2> run <RUN-6> ended

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
  run <run-7> other/homeless finished in 0s
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
  export MLT_RUN_ID=<RUN-8>;
  export MLT_STORE=<dir>/mlruns;
  export MLT_RUN_DIR=<dir>/mlruns/experiments/0/<RUN-8>;
  run <RUN-8> ended

  $ mlt run start --name here >/dev/null; mlt run exec --run here -- echo a; mlt run end --run here
  a
