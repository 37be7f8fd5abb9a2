`mlt doctor` in a store of MLflow's layout, as it comes out of a clone.

  $ run=0123456789abcdef0123456789abcdef
  $ mkdir -p mlruns/1/$run/params mlruns/1/$run/metrics
  $ cat > mlruns/1/meta.yaml <<END
  > artifact_location: file:///home/ada/mlruns/1
  > creation_time: 1
  > experiment_id: '1'
  > last_update_time: 1
  > lifecycle_stage: active
  > name: iris
  > END
  $ cat > mlruns/1/$run/meta.yaml <<END
  > artifact_uri: file:///home/ada/mlruns/1/$run/artifacts
  > end_time: 9
  > experiment_id: '1'
  > lifecycle_stage: active
  > run_id: $run
  > run_name: one
  > start_time: 5
  > status: FINISHED
  > user_id: ada
  > END
  $ printf '5 0.5 0\n6 0.2' > mlruns/1/$run/metrics/loss
  $ echo > mlruns/1/$run/params/.gitkeep
  $ mlt doctor -F '{code} {line} {message}'
  $ mlt doctor --fix -F '{code} {fixed} {fix}'
  $ ls -A mlruns.lost-and-found/1/*/params | cut -d. -f2
  $ mlt doctor --fix-paths -F '{code} {fixed} {fix}'
  $ mlt doctor
  $ grep artifact mlruns/1/meta.yaml
  $ mlt doctor --fix-paths=everywhere
