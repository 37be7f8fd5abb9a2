`mlt runs list`, for short `mlt ls`, lists runs, newest first.

  $ mlt ls
  2> error: no store: no mlruns/ in <dir> or above it
  2> hint: make one with: mlt init
  2> hint: or record a first run: mlt run -- COMMAND
  [exit 3]
  $ mlt init
  <dir>/mlruns
  $ mlt ls
  run_id	run_name	experiment	status	start_time	duration_ms	user
  $ mlt run -q -x a --name one -- true
  $ mlt run -q -x a --name two -- false
  [exit 1]
  $ mlt run -q -x b --name three -- true

Without -x it is the experiment of the newest run.

  $ mlt runs list --no-header
  <RUN-1>	three	b	FINISHED	2026-01-05T09:06:00.006Z	0	ada
  $ mlt runs list -x '*' -F '{experiment} {run_name} {status}'
  b three FINISHED
  a two FAILED
  a one FINISHED
  $ mlt runs list -x a -x b -F '{run_name}' -N 2
  three
  two
  $ mlt runs list -x a --status failed -F '{run_name}'
  two
  $ mlt runs list -x a --filter "status = 'FINISHED'" -F '{run_name}'
  one
  $ mlt runs list -x a --order-by run_name --json=run_name,status
  {
    "schema": "mlt.runs/1",
    "items": [
      {
        "run_name": "one",
        "status": "FINISHED"
      },
      {
        "run_name": "two",
        "status": "FAILED"
      }
    ],
    "next": null
  }
  $ mlt runs list -x a --since 100s -F '{run_name}'
  2> hint: 0 of 2 runs match
  $ mlt runs list -x a --status done
  2> error: no status 'done'
  2> hint: the statuses are: running scheduled finished failed killed
  [exit 2]
  $ mlt runs list -x c
  2> error: there is no experiment 'c'
  2> hint: list experiments with: mlt experiments list
  [exit 3]
#tty 80x24
  $ mlt ls -x a
  a · 2 runs
  ␛[1mrun␛[0m      ␛[1mname␛[0m  ␛[1mstatus␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m  ␛[1muser␛[0m
  <run-2>  two   ␛[31mFAILED␛[0m    09:05   0s  ada
  <run-3>  one   FINISHED  09:04   0s  ada
  $ mlt ls -x '*' -N 2
  newest 2 of 3 runs
  ␛[1mrun␛[0m      ␛[1mname␛[0m   ␛[1mexperiment␛[0m  ␛[1mstatus␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m  ␛[1muser␛[0m
  <run-1>  three  b           FINISHED  09:06   0s  ada
  <run-2>  two    a           ␛[31mFAILED␛[0m    09:05   0s  ada
#tty 30x24
  $ mlt ls -x a
  a · 2 runs
  ␛[1mrun␛[0m      ␛[1mname␛[0m  ␛[1mstatus␛[0m    ␛[1mwhen␛[0m
  <run-2>  two   ␛[31mFAILED␛[0m    09:05
  <run-3>  one   FINISHED  09:04
  ␛[2m(+2 columns, -F wide to show)␛[0m
#pipe
  $ mlt ls --deleted
  run_id	run_name	experiment	status	start_time	duration_ms	user

Experiments.

  $ mlt experiments list --no-header | cut -f 1-4
  b	b	1	2026-01-05T09:06:00.006Z
  a	a	2	2026-01-05T09:05:00.005Z
  $ mlt exp list -F '{name} {runs}'
  b 1
  a 2
  $ mlt experiments create vision --tag team=ads
  vision
  $ mlt experiments create vision
  2> error: experiment 'vision' exists already (id vision)
  [exit 4]
  $ mlt experiments create two --tag novalue
  2> error: --tag wants KEY=VALUE, not 'novalue'
  [exit 2]
  $ mlt experiments create ''
  2> error: bad experiment name '': it is empty
  [exit 2]
  $ mlt experiments list --json=name,tags -q
  {
    "schema": "mlt.experiments/1",
    "items": [
      {
        "name": "vision",
        "tags": {
          "team": "ads"
        }
      },
      {
        "name": "b",
        "tags": {}
      },
      {
        "name": "a",
        "tags": {}
      }
    ],
    "next": null
  }
#tty 80x24
  $ mlt experiments list
  ␛[1mid␛[0m      ␛[1mname␛[0m    ␛[1mruns␛[0m  ␛[1mlast run␛[0m  ␛[1mcreated␛[0m
  vision  vision     0  ␛[2m-␛[0m         09:22
  b       b          1  09:06     09:06
  a       a          2  09:05     09:04

A number that cannot be is refused by the name that was typed.

  $ mlt ls -N -1
  ␛[1;31merror:␛[0m option '-N' takes a whole number from 0 up, not '-1'
  [exit 2]
  $ mlt ls --top abc
  ␛[1;31merror:␛[0m option '--top' takes a whole number, not 'abc'
  [exit 2]
