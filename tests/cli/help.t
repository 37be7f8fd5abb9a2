Short help has the examples first, the full page is --help and `mlt help`.

  $ mlt init -h
  mlt init: make a store

  Examples:
    # make mlruns/ at the root of this repository
    mlt init
    # make a store anywhere
    mlt init ../shared/mlruns
    # make one that MLflow's clients can use
    mlt init --layout mlflow

  Usage:
    mlt init [OPTION]... [DIR]

  Arguments:
    DIR  the store's directory (mlruns)

  Options:
    --layout LAYOUT  how the store keeps its files

  More: mlt init --help
  $ mlt init --help
  NAME
    mlt-init - make a store

  SYNOPSIS
    mlt init [OPTION]... [DIR]

  DESCRIPTION
    Makes a store and prints its path. Without DIR the store is mlruns/ at the
    root of the git repository, outside git in the working directory. A store that
    is there already is left as it is. It is seldom needed: every command that
    writes makes the store it finds missing. A store in MLflow's layout is one
    that MLflow's own clients read and write too.

  OPTIONS
    DIR              the store's directory (mlruns)
    --layout LAYOUT  how the store keeps its files: native, mlflow

    The global options of mlt(1) are accepted as well.

  EXIT STATUS
    0  done
    4  the directory holds a store of another layout

    Failures end with the codes of mlt-exit-codes(7).

  FILES
    mlt.yaml                    says that the directory is a store, and which
                                layout it has
    .gitattributes, .gitignore  tell git how to treat the store

  EXAMPLES
    Make mlruns/ at the root of this repository:
      mlt init

    Make a store anywhere:
      mlt init ../shared/mlruns

    Make one that MLflow's clients can use:
      mlt init --layout mlflow

  SEE ALSO
    mlt(1), mlt-exit-codes(7), mlt-store(5)
  $ mlt help exit-codes | head -20
  NAME
    mlt-exit-codes - how mlt ends

  DESCRIPTION
    The code of a command is part of its interface: it changes by addition only.

    0         done; an empty list is done as well
    1         the answer is no: mlt doctor has findings, a gate of mlt check
              failed
    2         usage: an unknown or malformed option, an ambiguous selector, a
              store of a kind that this version does not open
    3         not found: the store, experiment, run, key or file
    4         refused: a param that has another value already, a run that has
              ended
    5         broken data: a file of the store cannot be parsed or contradicts
              itself; with --strict also where a list left out something damaged
    6         the system: input or output failed, the disk is full, a lock was not
              got in time, a program is missing
    7         remote: a server or the network
    130, 143  interrupted, terminated
  $ mlt help selector
  2> error: unknown command 'selector'
  2> hint: list commands with: mlt --help
  2> hint: the nearest topic is 'selectors'
  2> hint: topics beside commands: exit-codes, environment, metrics-patterns, search, gates, selectors, config, policy, store
  [exit 2]

Help is there whatever else is wrong.

  $ mlt init --bogus a b c -h | head -1
  mlt init: make a store

On a terminal it has headings in bold and goes through the pager where it is long.

#tty 60x12
  $ TERM=xterm mlt --no-pager version -h
  mlt version: print the version

  ␛[1mExamples:␛[0m
    # what this mlt can do, for programs
    mlt version --json

  ␛[1mUsage:␛[0m
    mlt version

  More: mlt version --help
  $ MLT_PAGER='sed "s/^/| /" | head -4' mlt help version
  | ␛[1mNAME␛[0m
  |   mlt-version - print the version
  |␠
  | ␛[1mSYNOPSIS␛[0m
  $ MLT_PAGER=no-such-pager TERM=dumb mlt help version
  sh: 1: no-such-pager: not found
  NAME
    mlt-version - print the version

  SYNOPSIS
    mlt version

  DESCRIPTION
    With --json also the versions of the formats that this mlt
    writes and the features that programs may rely on.

  OPTIONS
    The global options of mlt(1) are accepted as well.

  EXIT STATUS
    0  done

    Failures end with the codes of mlt-exit-codes(7).

  EXAMPLES
    What this mlt can do, for programs:
      mlt version --json

  SEE ALSO
    mlt(1), mlt-exit-codes(7)
