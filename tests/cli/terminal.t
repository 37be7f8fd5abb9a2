What commands show on a terminal that have little to show there: no table is cut without a word, and
what succeeds says as little as on a pipe.

#tty 80x24
  $ mlt init
  <dir>/mlruns

  $ mlt experiments create iris
  iris

  $ mlt run start -x iris --name grown --file
  <RUN-1>

  $ mlt log param lr 0.1

  $ mlt log tag team vision

  $ mlt log note 'the first one'

  $ echo weights > model.bin; mlt log artifact model.bin --to model

  $ mlt run exec --run grown -- sh -c 'echo loss=0.5; echo careful >&2'
  loss=0.5
  careful

  $ mlt run end

  $ mlt runs list
  iris · 1 run
  ␛[1mrun␛[0m      ␛[1mname␛[0m   ␛[1mstatus␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m  ␛[1muser␛[0m
  <run-1>  grown  FINISHED  09:03   6m  ada

  $ mlt runs show grown
  ␛[1mgrown␛[0m
  ␛[2mid␛[0m          <RUN-1>
  ␛[2mexperiment␛[0m  iris
  ␛[2mstatus␛[0m      FINISHED
  ␛[2mstarted␛[0m     09:03 (8m ago), took 6m
  ␛[2mby␛[0m          ada on <host>
  ␛[2mnote␛[0m        the first one

  ␛[1mparams (1)␛[0m
    lr  0.1

  ␛[1mtags (1)␛[0m
    team  vision

  ␛[1martifacts (3)␛[0m
    logs/stderr.log  8 B
    logs/stdout.log  9 B
    model/model.bin  8 B

  $ mlt run -q --name spoken -- sh -c 'echo out; echo err >&2'
  out
  err

  $ mlt runs logs spoken
  out
  err

  $ mlt completions fish | head -n 1
  # fish completion for mlt

  $ mlt completions fish | wc -l | sed 's/[0-9]* */many/'
  many

#tty 40x24
A narrow one drops columns from the right and says so.

  $ mlt runs list
  Default · 1 run
  ␛[1mrun␛[0m      ␛[1mname␛[0m    ␛[1mstatus␛[0m    ␛[1mwhen␛[0m   ␛[1mdur␛[0m
  <run-2>  spoken  FINISHED  09:12   0s
  ␛[2m(+1 column, -F wide to show)␛[0m

  $ mlt experiments list
  ␛[1mid␛[0m    ␛[1mname␛[0m     ␛[1mruns␛[0m  ␛[1mlast run␛[0m  ␛[1mcreated␛[0m
  0     Default     1  09:12     09:12
  iris  iris        1  09:03     09:02
