`mlt runs commit` commits the text of a run, and nothing else.

  $ mlt run -q -x a --name one -P lr=0.1 -- true
  $ mlt runs commit one
  2> error: the store <dir>/mlruns is in no git repository
  2> hint: make one with: git init
  [exit 2]
  $ git init -q . && echo x > staged && git add staged
  $ echo weights > model && mlt log artifact model --run one
  $ mlt runs commit -n one
  mlruns/.gitattributes
  mlruns/.gitignore
  mlruns/experiments/a/<RUN-1>/journal.jsonl
  mlruns/experiments/a/<RUN-1>/run.json
  mlruns/experiments/a/events/<event>.json
  mlruns/mlt.yaml
  $ mlt runs commit one
  <COMMIT-1>
  $ git log --format=%B
  a: run <run-1> one finished

  params: lr=0.1
  $ git show --stat=200 --format= HEAD
   mlruns/.gitattributes                                               |  3 +++
   mlruns/.gitignore                                                   |  5 +++++
   mlruns/experiments/a/<RUN-1>/journal.jsonl | 14 ++++++++++++++
   mlruns/experiments/a/<RUN-1>/run.json      | 37 +++++++++++++++++++++++++++++++++++++
   mlruns/experiments/a/events/<event>.json         |  8 ++++++++
   mlruns/mlt.yaml                                                     |  3 +++
   6 files changed, 70 insertions(+)
  $ git status --porcelain
  A  staged
  ?? model
  $ mlt runs commit one
  2> nothing to commit: git has these runs as they are
  $ mlt run -q -x a --name two -- true
  $ mlt runs commit two -m 'by hand' --json | grep message
    "message": "by hand",
  $ mlt runs commit three
  2> error: there is no run 'three'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ touch .git/index.lock
  $ mlt runs tag one a=b && mlt runs commit one
  2> error: git add failed: fatal: Unable to create '<dir>/.git/index.lock': File exists.
  [exit 6]
#tty 80x24
  $ rm .git/index.lock && mlt runs commit one
  <COMMIT-2>
