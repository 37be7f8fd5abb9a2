`mlt git hook pre-commit` prints the hook, or installs it.

  $ mlt git hook pre-commit
  #!/bin/sh
  # Made by: mlt git hook pre-commit --install
  # Looks for secrets, big files, paths of this machine and broken files in the runs that
  # are about to be committed. To commit in spite of it: git commit --no-verify
  if ! command -v mlt >/dev/null; then
    echo 'pre-commit: mlt is not in the PATH, runs were not looked over' >&2
    exit 0
  fi
  exec mlt doctor --staged
  $ mlt git hook pre-push
  2> error: HOOK takes pre-commit, not 'pre-push'
  [exit 2]
  $ mlt git hook pre-commit --install
  2> error: <dir> is in no working tree of git
  [exit 3]
  $ git init -q
  $ mlt git hook pre-commit --install -n
  2> would have installed .git/hooks/pre-commit
  $ mlt git hook pre-commit --install
  2> installed .git/hooks/pre-commit
  $ mlt git hook pre-commit --install
  2> .git/hooks/pre-commit is as it should be: nothing to do
  $ ls -l .git/hooks/pre-commit | cut -c1-10
  -rwxr-xr-x

A hook of somebody else's stays, unless it is to be replaced.

  $ echo 'exit 0' > .git/hooks/pre-commit
  $ mlt git hook pre-commit --install
  2> error: <dir>/.git/hooks/pre-commit is there already and is not mlt's
  2> hint: call it from yours: mlt doctor --staged
  2> hint: or replace it, the old one is kept beside it: mlt git hook pre-commit --install --force
  [exit 4]
  $ mlt git hook pre-commit --install --force
  2> replaced .git/hooks/pre-commit
  2> the old one is kept as .git/hooks/pre-commit.before-mlt
  $ cat .git/hooks/pre-commit.before-mlt
  exit 0

The hook of a repository without a store has nothing to do.

  $ mlt doctor --staged
  2> no store: nothing to look over
