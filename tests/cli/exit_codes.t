Exit codes that only odd circumstances reach.

  $ mlt init -q

No file can grow here, so mlt could not begin the run:

  $ (trap '' XFSZ; ulimit -f 0; mlt run -- echo never)
  2> error: writing <dir>/mlruns/.tmp/<aside>/events/<event>.json: File too large
  [exit 125]

A job inside the current run, which ends in every way a job can:

  $ mlt run start --file --name current
  <RUN-1>

  $ mlt run exec -- sh -c 'exit 7'
  [exit 7]

  $ mlt run exec -- sh -c 'kill -TERM $$'
  [exit 143]

  $ mlt run exec -- ./nowhere
  2> error: no such command: ./nowhere
  [exit 127]

  $ touch data && mlt run exec -- ./data
  2> error: not executable: ./data
  [exit 126]

A job that went well and could not be recorded:

  $ (trap '' XFSZ; ulimit -f 0; mlt run exec -- echo done)
  done
  2> warning: the run cannot be recorded: writing <dir>/mlruns/experiments/0/<RUN-1>/artifacts/logs/stdout.log: File too large
  [exit 125]

A run that was deleted, by a version of mlt that can, takes nothing more.

  $ id=$(mlt runs list -F name); journal=mlruns/experiments/0/$id/journal.jsonl

  $ echo '{"at":1767690000000,"lifecycle":"deleted"}' >> $journal

  $ mlt log tag a b --run $id
  2> error: run '<RUN-1>' is deleted
  [exit 4]

  $ mlt log note words --run $id
  2> error: run '<RUN-1>' is deleted
  [exit 4]

  $ mlt log artifact data --run $id
  2> error: run '<RUN-1>' is deleted
  [exit 4]
