How runs and experiments are named.

  $ mlt run -x iris --name wide-lion -- true 2>/dev/null
  $ mlt run -x iris --name calm-owl -- true 2>/dev/null
  $ mlt run -x iris --name calm-owl -- false 2>/dev/null
  [exit 1]
  $ mlt run -x digits --name shy-fox -- true 2>/dev/null
  $ mlt log metric acc=0.9 score=1 --run wide-lion --force
  $ name() { mlt show "$@" -F tsv | sed -n 's/^run_name\t//p'; }

By name, by a prefix of the id, by place.

  $ name wide-lion
  wide-lion
  $ id=$(mlt show wide-lion -F name); name "$id"; name "${id:0:7}"
  wide-lion
  wide-lion
  $ name @last; name @last~3; name @last -x iris
  shy-fox
  wide-lion
  calm-owl
  $ name @best:metrics.acc -x iris; name @max:score -x iris
  wide-lion
  wide-lion
  $ name @min:acc -x '*'
  wide-lion
  $ MLT_RUN_ID=$id name @current
  wide-lion

A name that two runs have.

  $ mlt show calm-owl
  2> error: 'calm-owl' fits 2 runs:
  2>   <run-1>  calm-owl  10m ago  FAILED
  2>   <run-2>  calm-owl  11m ago  FINISHED
  2> hint: give one of them by its id
  [exit 2]

What is not there.

  $ mlt show wide-lino
  2> error: there is no run 'wide-lino'
  2> hint: the nearest name is 'wide-lion'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt show ffff0000
  2> error: there is no run 'ffff0000'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt show 4f2
  2> error: there is no run '4f2'
  2> hint: a prefix of an id has at least 4 digits
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt show @last~4
  2> error: there is no run '@last~4': there are only 4 runs
  2> hint: the oldest is @last~3
  [exit 3]
  $ mlt show @current
  2> error: there is no current run
  2> hint: start one with: eval "$(mlt run start)"
  2> hint: or name one with: --run RUN
  [exit 3]
  $ mlt show @lats
  2> error: there is no selector '@lats'
  2> hint: the nearest is @last
  [exit 2]
  $ mlt show @max:metrics.acc
  2> error: no metric 'metrics.acc' in experiment 'digits' (1 run)
  2> hint: no run here has any metric
  [exit 3]
  $ mlt show @best:metrics.score -x iris
  2> error: it is not known which way metric 'score' gets better
  2> hint: write @max:metrics.score or @min:metrics.score
  2> hint: or say so in mlt.yaml: metrics: {score: max}
  [exit 2]
  $ mlt show @best
  2> error: '@best' needs a metric
  2> hint: write @best:metrics.KEY
  [exit 2]
  $ mlt show main:4f2a91c
  2> error: <dir>/mlruns is in no repository of git
  [exit 3]
  $ mlt ls -x irsi
  2> error: there is no experiment 'irsi'
  2> hint: the nearest name is 'iris'
  2> hint: list experiments with: mlt experiments list
  [exit 3]

Directions that the name does not tell are said in mlt.yaml.

  $ printf 'metrics: {score: min}\n' >> mlruns/mlt.yaml
  $ name @best:metrics.score -x iris
  wide-lion
  $ printf 'primary: [acc]\n' >> mlruns/mlt.yaml
  $ mlt show @best:metrics.acc -x iris
  2> error: mlt.yaml:5: 'primary' must be the key of a metric
  [exit 5]

A run is picked by a metric only, and a store is a directory.

  $ sed -i /primary/d mlruns/mlt.yaml; mlt show @max:params.lr
  2> error: @max picks a run by a metric, and 'params.lr' is none
  2> hint: write @max:metrics.KEY, or order by it: mlt ls --sort params.lr
  [exit 2]
  $ touch file; mlt --store file ls
  2> error: file is not a directory
  [exit 2]
  $ mlt --store https://user:secret@example.org/?token=secret ls
  2> error: store 'https://***@example.org/?***' is a server: this version of mlt opens directories only
  2> hint: name a directory: --store PATH or --store file:///PATH
  [exit 2]
