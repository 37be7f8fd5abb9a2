A store in the other layout, and back. Artifacts come along, and their places are where the new store
lies.

  $ mlt -q run --name one -P lr=0.1 --metrics-from kv -- echo loss=0.5
  loss=0.5
  $ mlt migrate --to mlflow -n
  2> would migrate mlruns to mlflow: 1 experiment, 1 run, 0 logged models
  2> the old store would be kept as mlruns.native.old
  $ mlt migrate --to mlflow
  2> migrated mlruns to mlflow: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as mlruns.native.old
  2> the report is in mlruns.migration.json
  $ grep -h artifact_uri mlruns/0/*/meta.yaml | sed 's/[0-9a-f]\{32\}/<id>/'
  artifact_uri: file://<dir>/mlruns/0/<id>/artifacts
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt migrate --to native
  2> migrated mlruns to native: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as mlruns.mlflow.old
  2> the report is in mlruns.migration.json
  $ mlt artifacts verify one
  path	what	expected	found	run_id
  2> 1 artifact checked, 0 differences
  $ mlt compare -F csv | cut -d, -f2,6,7
  run_name,metrics.loss␍
  one,0.5␍
  $ ls
  mlruns
  mlruns.migration.json
  mlruns.mlflow.old
  mlruns.native.old

What does not come along is told in short on the terminal, thing by thing in the report. Settings and
rules come along.

  $ mlt --store moved init --quiet && printf 'primary: loss\n' >> moved/mlt.yaml && echo 'rules: []' > moved/policy.yaml
  $ mlt -q --store moved run --name two --metrics-from kv -- echo loss=0.5
  loss=0.5
  $ run=$(echo moved/experiments/0/*/journal.jsonl) && grep '"metric"' $run > twice && cat twice >> $run
  $ echo draft > moved/notes.txt && cp moved/notes.txt moved/experiments/0
  $ mlt --store moved migrate --to mlflow
  2> warning: not carried: moved/experiments/0/<RUN-1>/journal.jsonl (loss): a point that stood there already, kept once
  2> warning: not carried: moved/experiments/0/notes.txt and 1 more: not known to either layout
  2> migrated moved to mlflow: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as moved.native.old
  2> the report is in moved.migration.json
  $ jq . moved.migration.json | sed 's/[0-9a-f]\{32\}/<id>/'
  {
    "schema": "mlt.migration/1",
    "path": "moved",
    "layout": "mlflow",
    "changed": true,
    "kept_as": "moved.native.old",
    "experiments": 1,
    "runs": 1,
    "models": 0,
    "left_out": [
      {
        "path": "moved/experiments/0/<id>/journal.jsonl (loss)",
        "reason": "a point that stood there already, kept once"
      },
      {
        "path": "moved/experiments/0/notes.txt",
        "reason": "not known to either layout"
      },
      {
        "path": "moved/notes.txt",
        "reason": "not known to either layout"
      }
    ]
  }
  $ cat moved/mlt.yaml moved/policy.yaml && cat moved/0/*/metrics/loss | wc -l
  # What kind of store this is; settings of your own may follow (see mlt-store(5)).
  layout: mlflow
  schema: 1
  primary: loss
  rules: []
  1
  $ mlt --store moved migrate --to native -n --json | jq -c '[.changed, .left_out]'
  [true,[]]
  $ for f in moved/0/*/metrics/loss; do printf '1 2 3 4 5 6 7\n' >> $f; done
  $ mlt --store moved migrate --to native && jq -c '.left_out[].reason' moved.migration.json
  "has not 2, 3 or 5 fields with one space between them"
  2> warning: not carried: moved/0/<RUN-1>/metrics/loss:2: has not 2, 3 or 5 fields with one space between them
  2> migrated moved to native: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as moved.mlflow.old
  2> the report is in moved.migration.json
  $ cat moved/mlt.yaml && mlt --store moved search runs -F csv | cut -d, -f2 | tr -d '\r'
  # What kind of store this is; settings of your own may follow (see mlt-store(5)).
  layout: native
  schema: 1
  primary: loss
  run_name
  two

What MLflow's layout cannot hold stops a migration before anything is swapped.

  $ mlt --store long init --quiet && mlt -q --store long run --name big -P prompt=$(printf 'x%.0s' $(seq 6001)) -- true
  $ mlt --store long migrate --to mlflow
  2> error: importing <RUN-2>
  2> caused by: param 'prompt' has 6001 characters; MLflow's layout takes at most 6000
  2> hint: a native store has no such limit: mlt init --layout native DIR
  [exit 2]
  $ mlt --store long migrate --to native
  2> long has this layout already: nothing to do

What is so already, what there is not, and what is no layout.

  $ mlt migrate --to native
  2> mlruns has this layout already: nothing to do
  $ mlt --store none migrate --to native
  2> error: no store at <dir>/none
  [exit 3]
  $ mlt migrate --to sqlite
  2> error: option '--to' takes native, mlflow, not 'sqlite'
  [exit 2]
  $ mlt migrate
  2> error: --to is missing: native or mlflow
  2> hint: for example: mlt migrate --to native
  [exit 2]

#tty 80x24
  $ mlt migrate --to mlflow
  ␛[1;31merror:␛[0m <dir>/mlruns.native.old is there already, from an earlier migration
  ␛[36mhint:␛[0m move it away or remove it once you are sure: it is never overwritten
  [exit 4]
