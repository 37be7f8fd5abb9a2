`mlt artifacts` reads and writes what runs keep.

  $ mlt run -q -x a --name one -- true
  $ mlt run -q -x a --name two -- true
  $ mkdir plots && echo png > plots/a.png && echo weights > model
  $ mlt artifacts put one plots model --to out
  out/plots/a.png
  out/model
  $ mlt artifacts list one -F '{path} {size} {present}'
  out/model 8 true
  out/plots/a.png 4 true
  $ mlt artifacts list one out/plots -F name
  out/plots/a.png
  $ mlt artifacts list one nothing
  2> error: run <run-1> has no artifact 'nothing'
  2> hint: list them with: mlt artifacts list <run-1>
  [exit 3]
  $ mlt artifacts list
  2> error: there is no current run
  2> hint: start one in this shell: eval "$(mlt run start --trap)"
  2> hint: or wrap the job: mlt run -- COMMAND
  2> hint: or name a run: --run RUN
  [exit 3]
  $ mlt artifacts cat one out/model
  weights
  $ mlt artifacts cat one ../run.json
  2> error: run <run-1> has no artifact '../run.json'
  2> hint: list them with: mlt artifacts list <run-1>
  [exit 3]
  $ mlt artifacts get one out/model -o copy
  copy
  $ mlt artifacts get one out/model -o copy
  2> error: copy exists already
  2> hint: name another place with -o
  [exit 4]
  $ mlt artifacts get one out -o all && cat all/plots/a.png
  all/model
  all/plots/a.png
  png
  $ mlt artifacts get one nothing
  2> error: run <run-1> has no artifact 'nothing'
  2> hint: list them with: mlt artifacts list <run-1>
  [exit 3]
  $ mlt artifacts put two model --to out -q
  $ mlt artifacts diff one two -F '{path} {what}'
  out/plots/a.png removed
  [exit 1]
  $ mlt artifacts diff one one
  path	what	expected	found	run_id
  $ mlt artifacts du -F '{run_name} {files} {bytes}'
  one 2 12
  two 1 8
  $ mlt artifacts verify -q
  path	what	expected	found	run_id
  $ printf changed > mlruns/experiments/a/*/artifacts/out/plots/a.png
  $ mlt artifacts verify one -F '{path} {what} {expected} {found}'
  out/plots/a.png size 4 7
  2> 2 artifacts checked, 1 difference
  [exit 1]
  $ rm mlruns/experiments/a/*/artifacts/out/plots/a.png
  $ mlt artifacts verify one -F '{path} {what}'
  out/plots/a.png missing
  2> 2 artifacts checked, 1 difference
  [exit 1]
  $ ln -s /etc/passwd $(dirname mlruns/experiments/a/*/artifacts/out/plots)/link
  $ mlt artifacts cat one out/link
  2> error: run <run-1> has no artifact 'out/link'
  2> hint: list them with: mlt artifacts list <run-1>
  [exit 3]
  $ mlt runs delete one && mlt artifacts put one model
  2> error: run '<RUN-1>' is deleted
  [exit 4]
#tty 80x24
  $ mlt artifacts list one
  2 artifacts
  ␛[1mpath␛[0m             ␛[1msize␛[0m  ␛[1mstate␛[0m     ␛[1msha256␛[0m
  out/model         8 B  recorded  1b465fa6b6bc
  out/plots/a.png   4 B  missing   33d8344a7135
