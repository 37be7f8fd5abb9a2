`mlt runs keys` lists what the runs of an experiment can be filtered and sorted by.

  $ mlt run -q -x a --name one -P lr=0.1 -P 'a b=2' --tag team=x -- true
  $ mlt run -q -x a --name two -P lr=0.2 -- true
  $ mlt log metric acc 0.5 --run two --force
  $ mlt runs keys --filter "params.lr = '0.1'" -F '{kind} {spelling} {runs}' | grep -v mlflow
  param params.`a b` 1
  param params.lr 1
  tag tags.mlt.boot_id <usage>
  tag tags.mlt.command 1
  tag tags.mlt.cpu_time_s <usage>
  tag tags.mlt.exit_code 1
  tag tags.mlt.host 1
  tag tags.mlt.max_rss_bytes <usage>
  tag tags.mlt.pid <pid>
  tag tags.mlt.pid_start <pid>
  tag tags.team 1
  $ mlt runs keys | grep -v mlflow | grep -v mlt
  key	kind	runs
  params.`a b`	param	1
  params.lr	param	2
  metrics.acc	metric	1
  tags.team	tag	1
  $ mlt runs keys --filter "params.lr = '3'"
  key	kind	runs
  2> hint: 0 of 2 runs match
  $ mlt runs keys --filter "params.l = '3'"
  2> error: no param 'params.l' in experiment 'a' (2 runs)
  2> hint: the nearest key is 'params.lr'
  [exit 3]
  $ mlt runs keys -x nothing
  2> error: there is no experiment 'nothing'
  2> hint: list experiments with: mlt experiments list
  [exit 3]
  $ mlt runs keys --filter "params.lr = '0.2'" --json | head -8
  {
    "schema": "mlt.keys/1",
    "runs": 1,
    "items": [
      {
        "kind": "param",
        "key": "lr",
        "spelling": "params.lr",
  $ mlt runs keys -F name | head -2
  params.`a b`
  params.lr
#tty 80x24
  $ mlt runs keys --filter "params.lr = '0.2'"
  12 keys of 1 run
  ␛[1mkey␛[0m                      ␛[1mkind␛[0m    ␛[1mruns␛[0m
  params.lr                param      1
  metrics.acc              metric     1
  tags.mlflow.source.name  tag        1
  tags.mlflow.source.type  tag        1
  tags.mlt.boot_id         tag        1
  tags.mlt.command         tag        1
  tags.mlt.cpu_time_s      tag        1
  tags.mlt.exit_code       tag        1
  tags.mlt.host            tag        1
  tags.mlt.max_rss_bytes   tag        1
  tags.mlt.pid             tag        1
  tags.mlt.pid_start       tag        1
