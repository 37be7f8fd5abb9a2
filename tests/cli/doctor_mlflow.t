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
  MLT140 1 the place of the artifacts is not on this machine: file:///home/ada/mlruns/1; MLflow 3.17 and 2.22 list no artifacts, and make that path anew when one is logged
  MLT109 8 a value has the wrong type: 'status' is 'FINISHED'; MLflow 3.17 and 2.22 cannot read it
  MLT113  a folder of the run is missing; MLflow 3.17 says that the run does not exist, 2.22 does not care
  MLT130 2 the last line has no end: it was cut off, what it says may be wrong; MLflow 3.17 and 2.22 glue the next point to it, which makes the run unreadable
  MLT120  an editor or git left a file where each is an entry; MLflow 3.17 and 2.22 cannot read the run nor search its experiment
  MLT140 1 the place of the artifacts is not on this machine: file:///home/ada/mlruns/1/<RUN-1>/artifacts; MLflow 3.17 and 2.22 list no artifacts, and make that path anew when one is logged
  2> 6 findings
  2> hint: mend what is safe to mend with: mlt doctor --fix
  2> hint: make the places of artifacts hold in every clone with: mlt doctor --fix-paths
  [exit 1]
  $ mlt doctor --fix -F '{code} {fixed} {fix}'
  MLT140 false --fix-paths rewrites it
  MLT109 true it is written as MLflow writes it
  MLT113 true the folder is made
  MLT130 true the line moves to lost-and-found
  MLT120 true it moves to lost-and-found
  MLT140 false --fix-paths rewrites it
  2> 6 findings, 4 fixed
  2> hint: make the places of artifacts hold in every clone with: mlt doctor --fix-paths
  2> what was taken out lies in mlruns.lost-and-found
  [exit 1]
  $ ls -A mlruns.lost-and-found/1/*/params | cut -d. -f2
  gitkeep
  $ mlt doctor --fix-paths -F '{code} {fixed} {fix}'
  MLT140 true --fix-paths rewrites it
  MLT140 true --fix-paths rewrites it
  2> 2 findings, 2 fixed
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings
  $ grep artifact mlruns/1/meta.yaml
  artifact_location: mlruns/1
  $ mlt doctor --fix-paths=everywhere
  2> error: option '--fix-paths' takes relative, absolute, portable, not 'everywhere'
  [exit 2]

With --deep the artifacts are read, too.

  $ echo right > model.bin
  $ mlt run -q -x iris --name deep -- sh -c 'mlt log artifact model.bin'
  $ mlt doctor --deep
  code	path	line	message	fix	fixed
  2> 0 findings
  $ echo wrong > $(ls mlruns/1/*/artifacts/model.bin)
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt doctor --deep
  code	path	line	message	fix	fixed
  MLT204	1/<RUN-2>/artifacts/model.bin		an artifact has another content than was recorded: its SHA-256 begins with 543df89fec85, that of the record with 55c97802b397		false
  2> 1 finding
  [exit 1]
