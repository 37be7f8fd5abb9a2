What is not logged, and damage that does not stand in the way of logging.

  $ mlt init -q
  $ eval "$(mlt run start --name one --shell sh)"
  $ run=mlruns/experiments/0/$MLT_RUN_ID

A run's name obeys the rule for names, and tags under mlt. are not written by hand.

  $ mlt log tag mlflow.runName ""
  2> error: bad run name '': it is empty
  [exit 2]
  $ mlt log tag mlflow.runName "$(printf 'n\033[31m')"
  2> error: bad run name 'n\x1b[31m': it has a control character
  [exit 2]
  $ mlt log tag mlt.pid 1
  2> error: tag 'mlt.pid': tags under 'mlt.' are mlt's own
  [exit 2]

After the last step there is none; times end with the year 9999.

  $ mlt log metric end 1 --step 9223372036854775807
  $ mlt log metric end 2 --step auto
  2> error: metric 'end': no step comes after 9223372036854775807
  [exit 2]
  $ mlt log metric end 2 --time 9223372036854775807
  2> error: metric 'end': its time 9223372036854775807 lies after the year 9999
  2> hint: times are milliseconds since 1970
  [exit 2]
  $ printf '{"metric":"end","value":2}\n' | mlt log - --step auto
  2> error: stdin:1: metric 'end': no step comes after 9223372036854775807
  [exit 2]

A store is not kept in itself.

  $ mlt log artifact mlruns
  2> error: cannot log mlruns: it lies in the store <dir>/mlruns
  2> hint: a file of another run: copy it out of the store first
  [exit 2]
  $ mlt log artifact .
  2> error: cannot log .: the store <dir>/mlruns lies in it
  2> hint: name what is to be kept: mlt log artifact PATH...
  [exit 2]
  $ mlt log artifact mlruns/mlt.yaml
  2> error: cannot log mlruns/mlt.yaml: it lies in the store <dir>/mlruns
  2> hint: a file of another run: copy it out of the store first
  [exit 2]
  $ printf '{"artifact":"mlruns"}\n' | mlt log -
  2> error: stdin:1: cannot log mlruns: it lies in the store <dir>/mlruns
  2> hint: a file of another run: copy it out of the store first
  [exit 2]

A snapshot that cannot be read is no hindrance; a conflict marker is called by its name.

  $ rm $run/run.json; mkfifo $run/run.json
  $ mlt log tag x=y
  $ echo '<<<<<<< HEAD' >> $run/journal.jsonl
  $ mlt runs show @current --json=tags
  {
    "schema": "mlt.run/1",
    "tags": {
      "mlflow.source.type": "LOCAL",
      "mlt.host": "<host>",
      "x": "y"
    }
  }
  2> warning: mlruns/experiments/0/<RUN-1>/run.json: is a pipe, socket or device, not a regular file; the journal was read instead
  2> warning: mlruns/experiments/0/<RUN-1>/journal.jsonl:6: is a conflict marker that git left; mend it with: mlt doctor --fix

A journal that does not say how the run was made takes nothing. Such a run has no facts, and a
folder without files is no run.

  $ rm $run/run.json; : > $run/journal.jsonl
  $ mlt log tag x=y
  2> error: <dir>/mlruns/experiments/0/<RUN-1>/journal.jsonl: does not say how the run was created; nothing is added
  2> hint: see what else is damaged: mlt doctor
  [exit 5]
  $ mkdir mlruns/experiments/0/garbage; mkfifo mlruns/experiments/0/pipe; echo x > mlruns/experiments/x.txt
  $ mlt runs list --json=run_id,status,start_time,damaged
  {
    "schema": "mlt.runs/1",
    "items": [
      {
        "run_id": "<RUN-1>",
        "status": null,
        "start_time": null,
        "damaged": true
      }
    ],
    "next": null
  }
  2> warning: mlruns/experiments/x.txt: is a file of no use here; passed over
  2> warning: mlruns/experiments/0/pipe: is a pipe, socket or device; passed over
  2> warning: mlruns/experiments/0/garbage: is no run: it holds neither a journal nor a snapshot
  2> warning: mlruns/experiments/0/<RUN-1>/journal.jsonl: does not say how the run was created
  $ mlt runs list -F csv
  run_id,run_name,experiment,status,start_time,duration_ms,user␍
  <RUN-1>,,Default,,,,␍
  2> warning: mlruns/experiments/x.txt: is a file of no use here; passed over
  2> warning: mlruns/experiments/0/pipe: is a pipe, socket or device; passed over
  2> warning: mlruns/experiments/0/garbage: is no run: it holds neither a journal nor a snapshot
  2> warning: mlruns/experiments/0/<RUN-1>/journal.jsonl: does not say how the run was created
  $ mlt status
  field	value
  store	<dir>/mlruns
  layout	native
  experiments	1
  deleted_runs	0
  current_run	<RUN-1>
  running_runs	
  dead_runs	
  2> warning: mlruns/experiments/x.txt: is a file of no use here; passed over
  2> warning: mlruns/experiments/0/pipe: is a pipe, socket or device; passed over
  2> warning: mlruns/experiments/0/garbage: is no run: it holds neither a journal nor a snapshot
  2> warning: mlruns/experiments/0/<RUN-1>/journal.jsonl: does not say how the run was created
