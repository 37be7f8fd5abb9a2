Another mlruns directory, of either layout, is taken over into either: ids stay, and a second import changes
nothing.

  $ mlt --store a/mlruns init --layout native --quiet && mlt --store b/mlruns init --layout mlflow --quiet
  $ mlt -q --store a/mlruns run -x iris --name one -P lr=0.1 --metrics-from kv -- sh -c 'echo loss=3; echo loss=1'
  loss=3
  loss=1
  $ mlt -q --store b/mlruns run -x wine --name two -P lr=0.2 --metrics-from kv -- echo loss=2
  loss=2
  $ mlt --store b/mlruns run start -x wine --name three --quiet > three && mlt --store b/mlruns run end --run three
  $ mlt --store b/mlruns runs delete three --yes
  $ for to in native mlflow; do mlt --store into-$to/mlruns init --layout $to --quiet; done
  $ for to in native mlflow; do mlt -q --store into-$to/mlruns import a/mlruns; mlt -q --store into-$to/mlruns import b/mlruns; done
  $ for to in native mlflow; do mlt --store into-$to/mlruns import a/mlruns; mlt --store into-$to/mlruns import b/mlruns; done
  2> imported 0 runs, 1 here already
  2> imported 0 runs, 2 here already
  2> imported 0 runs, 1 here already
  2> imported 0 runs, 2 here already
  $ ids() { mlt --store $1 runs list -x '*' -N 0 --all --json | jq -c '.items[] | [.run_id, .name, .lifecycle]' | sort; }
  $ (ids a/mlruns; ids b/mlruns) | sort > expected && wc -l < expected
  3
  $ for to in native mlflow; do ids into-$to/mlruns | diff - expected && echo same; done
  same
  same

The files are the same after the second import, byte for byte, and the source was only read.

  $ state() { find $1 -type f ! -path '*/.tmp/*' ! -path '*/.mlt.trash/*' -exec sha256sum {} + | sort; }
  $ (state a; state b; state into-native; state into-mlflow) > before
  $ for to in native mlflow; do mlt -q --store into-$to/mlruns import a/mlruns; mlt -q --store into-$to/mlruns import b/mlruns; done
  $ (state a; state b; state into-native; state into-mlflow) | diff before - && echo same
  same
