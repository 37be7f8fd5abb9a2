`mlt status` tells of the store and what goes on in it.

  $ mlt status
  2> error: no store: no mlruns/ in <dir> or above it
  2> hint: make one with: mlt init
  2> hint: or record a first run: mlt run -- COMMAND
  [exit 3]
  $ git init -q -b main . && git commit -q --allow-empty -m start
  $ mlt run -q -x a --name one -- true
#tty 80x24
  $ mlt status
  ␛[1mmlruns␛[0m
  ␛[2mlayout␛[0m       native
  ␛[2mexperiments␛[0m  1
  ␛[2mruns␛[0m         1: 1 finished
  ␛[2mcurrent run␛[0m  none
  ␛[2mgit␛[0m          1 run is not committed
#pipe
  $ mlt status --json=runs,running_runs,uncommitted_runs
  {
    "schema": "mlt.status/1",
    "runs": {
      "finished": 1
    },
    "running_runs": [],
    "uncommitted_runs": [
      "<RUN-1>"
    ]
  }
  $ git add -A && git commit -qm runs
#tty 80x24
  $ mlt status
  ␛[1mmlruns␛[0m
  ␛[2mlayout␛[0m       native
  ␛[2mexperiments␛[0m  1
  ␛[2mruns␛[0m         1: 1 finished
  ␛[2mcurrent run␛[0m  none
  ␛[2mgit␛[0m          every run is committed
#pipe

A run whose process is gone is dead.

  $ sh -c 'mlt run -q -x a --name lost -- sh -c "kill -9 \$PPID"' 2> /dev/null || true
  $ mlt status --json=running_runs,dead_runs
  {
    "schema": "mlt.status/1",
    "running_runs": [],
    "dead_runs": [
      "<RUN-2>"
    ]
  }
  2> hint: the processes of dead runs are gone; close these with: mlt doctor --fix
#tty 80x24
  $ mlt status
  ␛[1mmlruns␛[0m
  ␛[2mlayout␛[0m       native
  ␛[2mexperiments␛[0m  1
  ␛[2mruns␛[0m         2: 1 running, 1 finished
  ␛[2mcurrent run␛[0m  none
  ␛[2mgit␛[0m          1 run is not committed

  ␛[1mdead (1)␛[0m
    ␛[1mrun␛[0m      ␛[1mname␛[0m  ␛[1mexperiment␛[0m  ␛[1mwhen␛[0m   ␛[1mdur␛[0m
    <run-2>  lost  a           09:08   ␛[33m2m␛[0m
  hint: the processes of dead runs are gone; close these with: mlt doctor --fix
#pipe

What is wrong in a store is said up to twenty times, then counted.

  $ mkdir $(seq -f mlruns/experiments/a/junk%g 21)
  $ mlt status 2>&1 >shown | tail -n 3
  hint: the processes of dead runs are gone; close these with: mlt doctor --fix
  warning: and 1 more problem in the store
  hint: list them all with: mlt doctor
