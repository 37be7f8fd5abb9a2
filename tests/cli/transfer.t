What mlt export writes, mlt import takes back; a second time there is nothing to do.

  $ mlt init --layout mlflow --quiet
  $ printf 'run_id,experiment,params.lr,metrics.acc\nfirst,iris,0.1,0.9\nsecond,iris,0.2,nan\n' > runs.csv
  $ mlt import runs.csv
  first
  second
  2> imported 2 runs
  $ mlt import runs.csv
  2> imported 0 runs, 2 here already
  $ mlt import runs.csv --json | jq -c '.items[]'
  {"kind":"experiment","id":"iris-47612b31","source":"iris","outcome":"present","error":null}
  {"kind":"run","id":"first","source":"runs.csv:2","outcome":"present","error":null}
  {"kind":"run","id":"second","source":"runs.csv:3","outcome":"present","error":null}
  2> imported 0 runs, 2 here already
  $ mlt export -o all.tar.gz -v
  all.tar.gz
  2> exported 2 runs of 2 experiments, 7 files, 2.3 KiB
  $ mlt export first -o -  -F csv | tr -d '\r'
  run_id,experiment,name,user,status,start_time,end_time,params.lr,metrics.acc
  first,iris,first,,FINISHED,0,,0.1,0.9
  $ mlt --store other/mlruns init --layout mlflow --quiet
  $ mlt --store other/mlruns import all.tar.gz --dry-run
  first
  second
  2> would import 2 runs
  $ mlt --store other/mlruns import all.tar.gz --into wine --map-user ada=eve
  first
  second
  2> imported 2 runs
  $ mlt --store other/mlruns import all.tar.gz
  2> imported 0 runs, 2 here already
  $ ls -A other
  mlruns

What says something else stays, gets a sibling, or stops the import.

  $ sed s/0.9/0.8/ runs.csv > changed.csv
  $ mlt import changed.csv
  2> warning: run first is here already and says something else; it stays
  2> imported 0 runs, 1 here already, 1 here already with other content
  $ mlt import changed.csv --on-conflict fail
  2> error: run first is here already and says something else
  2> hint: keep both with: --on-conflict rename
  [exit 4]
  $ mlt import changed.csv --on-conflict rename | wc -l
  1
  2> imported 1 run, 1 here already

What is damaged is named.

  $ mlt export -o folder && mlt export -o folder
  folder
  2> error: folder is there already and not empty
  [exit 4]
  $ touch notes.txt; mlt export -o notes.txt
  2> error: notes.txt is there already, and is no directory
  2> hint: a file's name ends in .tar.gz, .tgz, .jsonl or .csv
  [exit 4]
  $ mkdir empty && mlt export -o empty/ && ls empty && ls
  empty/
  experiments
  mlt-bundle.json
  all.tar.gz
  changed.csv
  empty
  folder
  mlruns
  notes.txt
  other
  runs.csv
  $ echo x >> folder/experiments/0/experiment.json && mlt import folder
  2> error: <dir>/folder/experiments/0/experiment.json: is not what the manifest says: it was changed or cut off
  [exit 5]
  $ head -c 200 all.tar.gz > torn.tar.gz && mlt import torn.tar.gz
  2> error: torn.tar.gz: truncated gzip input
  [exit 5]
  $ ln -s /etc/passwd link && tar czf link.tar.gz link && mlt import link.tar.gz
  2> error: link.tar.gz: entry 'link' is a link
  [exit 5]
  $ printf 'params.lr,metrics.acc\n1,high\n' > bad.csv && mlt import bad.csv
  2> error: bad.csv:2: 'high' is no number
  [exit 5]
  $ printf 'run_id,params.lr\n../up,1\ngood,1\n' > odd.csv && mlt import odd.csv --keep-going
  good
  2> error: importing odd.csv:2
  2> caused by: '../up' is no run id
  2> imported 1 run, 1 failed
  [exit 1]
  $ mlt import nothing
  2> error: nothing: no such file or directory
  [exit 3]
  $ mlt import .
  2> error: .: holds nothing that mlt imports
  2> hint: see what can be imported: mlt help import
  [exit 2]
  $ mlt import runs.csv --map-user ada
  2> error: --map-user wants THERE=HERE, not 'ada'
  [exit 2]
  $ mlt export
  2> error: -o is missing: where the export goes
  2> hint: for example: mlt export -o bundle.tar.gz
  [exit 2]
  $ mlt import mlruns
  2> error: a store cannot be imported into itself
  [exit 2]
  $ mlt import all.tar.gz --max-size 10
  2> error: all.tar.gz: holds more than 10 B
  2> hint: if you trust it, raise the bounds with --max-size and --max-ratio
  [exit 5]
