A store in the other layout, and back. Artifacts come along, and their places are where the new store
lies.

  $ mlt -q run --name one -P lr=0.1 --metrics-from kv -- echo loss=0.5
  loss=0.5
  $ mlt migrate --to mlflow -n
  2> warning: not carried: mlruns/mlt.yaml: settings
  2> would migrate mlruns to mlflow: 1 experiment, 1 run, 0 logged models
  2> the old store would be kept as mlruns.native.old
  $ mlt migrate --to mlflow
  2> warning: not carried: mlruns/mlt.yaml: settings
  2> migrated mlruns to mlflow: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as mlruns.native.old
  $ grep -h artifact_uri mlruns/0/*/meta.yaml | sed 's/[0-9a-f]\{32\}/<id>/'
  artifact_uri: file://<dir>/mlruns/0/<id>/artifacts
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt migrate --to native
  2> migrated mlruns to native: 1 experiment, 1 run, 0 logged models
  2> the old store is kept as mlruns.mlflow.old
  $ mlt artifacts verify one
  path	what	expected	found	run_id
  2> 1 artifact checked, 0 differences
  $ mlt compare -F csv | cut -d, -f2,6,7
  run_name,metrics.loss␍
  one,0.5␍
  $ ls
  mlruns
  mlruns.mlflow.old
  mlruns.native.old

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
