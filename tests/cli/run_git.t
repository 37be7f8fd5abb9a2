The state of the repository is part of the run; the store itself is no change of it.

  $ git init -q; echo one >train.py; mkdir sub; touch sub/x; git add .; git commit -qm first; git remote add origin https://user:token@example.org/team/code.git

  $ show() { grep -o '"mlflow.source.git[^,]*\|"mlt.cwd[^,]*\|"mlt.git[^,]*' mlruns/experiments/0/*/run.json; find mlruns -name git.diff -exec cat {} +; rm -r mlruns/experiments; }

  $ mlt run -q --name clean true; show
  "mlflow.source.git.branch": "main"
  "mlflow.source.git.commit": "<COMMIT-1>"
  "mlflow.source.git.dirty": "false"
  "mlflow.source.git.repoURL": "https://example.org/team/code.git"
  "mlt.cwd": "."

  $ echo two >>train.py; touch new; mlt -C sub run -q true; show
  "mlflow.source.git.branch": "main"
  "mlflow.source.git.commit": "<COMMIT-1>"
  "mlflow.source.git.dirty": "true"
  "mlflow.source.git.repoURL": "https://example.org/team/code.git"
  "mlt.cwd": "sub"
  "mlt.git.untracked": "new"
  diff --git a/train.py b/train.py
  index 5626abf..814f4a4 100644
  --- a/train.py
  +++ b/train.py
  @@ -1 +1,2 @@
   one
  +two

  $ mlt run -q --git-diff never true; show
  "mlflow.source.git.branch": "main"
  "mlflow.source.git.commit": "<COMMIT-1>"
  "mlflow.source.git.dirty": "true"
  "mlflow.source.git.repoURL": "https://example.org/team/code.git"
  "mlt.cwd": "."
  "mlt.git.untracked": "new"

  $ mlt run start >/dev/null; show
  "mlflow.source.git.branch": "main"
  "mlflow.source.git.commit": "<COMMIT-1>"
  "mlflow.source.git.dirty": "true"
  "mlflow.source.git.repoURL": "https://example.org/team/code.git"
  "mlt.cwd": "."
  "mlt.git.untracked": "new"
  diff --git a/train.py b/train.py
  index 5626abf..814f4a4 100644
  --- a/train.py
  +++ b/train.py
  @@ -1 +1,2 @@
   one
  +two

What the user says of the code stays.

  $ mlt run -q --git-diff never --tag mlflow.source.git.branch=release --tag mlt.cwd=elsewhere true; show
  "mlflow.source.git.branch": "release"
  "mlflow.source.git.commit": "<COMMIT-1>"
  "mlflow.source.git.dirty": "true"
  "mlflow.source.git.repoURL": "https://example.org/team/code.git"
  "mlt.cwd": "elsewhere"
  "mlt.git.untracked": "new"

Before the first commit, and outside of a repository, there is less to say.

  $ mkdir ../fresh; cd ../fresh; git init -q; touch a; git add a; mlt run -q true; show
  "mlflow.source.git.branch": "main"
  "mlflow.source.git.dirty": "true"
  "mlt.cwd": "."

  $ mkdir ../plain; cd ../plain; mlt run -q true; show

  $ cd ..; mkdir broken; cd broken; git init -q; echo nonsense >.git/HEAD; mlt run -q true; show
