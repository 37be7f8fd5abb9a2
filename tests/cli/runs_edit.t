Runs can be renamed, tagged and described after they have ended.

  $ mlt run -q -x a --name one -P lr=0.1 -- true
  $ mlt run -q -x a --name two -- true
  $ mlt runs rename one first
  $ mlt runs rename -v first uno
  2> rename run <run-1> first: uno
  $ mlt ls -F '{run_name}'
  two
  uno
  $ mlt runs rename uno ''
  2> error: bad run name '': it is empty
  [exit 2]
  $ mlt runs rename three four
  2> error: there is no run 'three'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt runs rename -n uno first
  id	action	kind	name	detail	bytes
  <RUN-1>	rename	run	uno	first	
  $ mlt runs rename uno first --json
  {
    "schema": "mlt.changes/1",
    "items": [
      {
        "action": "rename",
        "kind": "run",
        "id": "<RUN-1>",
        "name": "uno",
        "detail": "first",
        "bytes": null
      }
    ],
    "next": null
  }

Tags go to any number of runs; all are looked at before the first is written.

  $ mlt runs tag first two stage=draft reviewed=no -v
  2> tag run <run-1> first: reviewed=no, stage=draft
  2> tag run <run-2> two: reviewed=no, stage=draft
  $ mlt ls --filter "tags.stage = 'draft'" --order-by run_name -F '{run_name}'
  first
  two
  $ mlt runs tag first
  2> error: no tag is given
  2> hint: mlt runs tag RUN KEY=VALUE, or: mlt runs tag RUN --remove KEY
  [exit 2]
  $ mlt runs tag first a=1 two
  2> error: 'two' is not KEY=VALUE
  [exit 2]
  $ mlt runs tag first mlt.host=x
  2> error: tag 'mlt.host': tags under 'mlt.' are mlt's own
  [exit 2]
  $ mlt runs tag first mlt.keep=yes
  $ mlt runs tag first two a=1 --remove nothing
  2> error: run <run-1> (first) has no tag 'nothing'
  [exit 3]
  $ mlt runs tag -n first stage=final
  id	action	kind	name	detail	bytes
  <RUN-1>	tag	run	first	stage=final	
  $ mlt show first --json=tags.stage,tags.mlt.keep
  {
    "schema": "mlt.run/1",
    "tags": {
      "stage": "draft",
      "mlt.keep": "yes"
    }
  }

A note is set, read from a pipe, and printed.

  $ mlt runs note first 'same as before'
  $ mlt runs note first
  same as before
  $ printf 'two\nlines\n\n' | mlt runs note first -
  $ mlt runs note first
  two
  lines
  $ mlt runs note two

What MLflow's users try to type works.

  $ mlt runs log-metric --run-id first loss 0.5 --step 3 --force
  $ mlt runs log-metric --run-id first loss 0.25 --step 4 --force
  $ mlt runs log-metric --run-id first loss 0.25
  2> error: run <RUN-1> has ended (FINISHED): it takes no more metrics and params
  2> hint: to add them all the same: --force
  [exit 4]
  $ mlt runs log-param --run-id first lr 0.2 --force
  2> error: param 'lr' is '0.1' already and cannot become '0.2'
  2> hint: params are written once; a changing value is a metric or a tag
  [exit 4]
  $ mlt runs set-tag --run-id first stage final
  $ mlt runs show first --metric loss -F '{step} {value}'
  3 0.5
  4 0.25
  $ mlt runs show first --metric loss
  metric	step	time	value
  loss	3	2026-01-05T09:24:00.024Z	0.5
  loss	4	2026-01-05T09:25:00.025Z	0.25
  $ mlt runs show first --metric acc
  2> error: run <run-1> has no metric 'acc'
  2> hint: list its metrics with: mlt runs show <run-1>
  [exit 3]
  $ mlt show first --metric loss --json
  {
    "schema": "mlt.points/1",
    "items": [
      {
        "metric": "loss",
        "step": 3,
        "time": 1767605040024,
        "time_iso": "2026-01-05T09:24:00.024Z",
        "value": 0.5
      },
      {
        "metric": "loss",
        "step": 4,
        "time": 1767605100025,
        "time_iso": "2026-01-05T09:25:00.025Z",
        "value": 0.25
      }
    ],
    "next": null
  }
#tty 80x24
  $ mlt runs show first --metric loss
  ␛[1mmetric␛[0m  ␛[1mstep␛[0m  ␛[1mwhen␛[0m   ␛[1mvalue␛[0m
  loss       3  09:24   0.50
  loss       4  09:25   0.25
  $ mlt runs tag first two -n x=1
  ␛[1mid␛[0m       ␛[1maction␛[0m  ␛[1mkind␛[0m  ␛[1mname␛[0m   ␛[1mdetail␛[0m  ␛[1mbytes␛[0m
  <run-1>  tag     run   first  x=1     ␛[2m-␛[0m
  <run-2>  tag     run   two    x=1     ␛[2m-␛[0m
