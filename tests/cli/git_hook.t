`mlt git hook pre-commit` prints the hook, or installs it.

  $ mlt git hook pre-commit
  $ mlt git hook pre-push
  $ mlt git hook pre-commit --install
  $ git init -q
  $ mlt git hook pre-commit --install -n
  $ mlt git hook pre-commit --install
  $ mlt git hook pre-commit --install
  $ ls -l .git/hooks/pre-commit | cut -c1-10

A hook of somebody else's stays, unless it is to be replaced.

  $ echo 'exit 0' > .git/hooks/pre-commit
  $ mlt git hook pre-commit --install
  $ mlt git hook pre-commit --install --force
  $ cat .git/hooks/pre-commit.before-mlt

The hook of a repository without a store has nothing to do.

  $ mlt doctor --staged
