`mlt rev-parse` prints full ids.

  $ mlt run -q -x iris --name one -- true
  $ mlt run -q -x iris --name two -- true
  $ mlt rev-parse @last one
  <RUN-1>
  <RUN-2>
  $ mlt rev-parse iris
  iris
  $ mlt rev-parse one --json
  {
    "schema": "mlt.ids/1",
    "items": [
      {
        "id": "<RUN-2>",
        "kind": "run",
        "experiment_id": "iris",
        "selector": "one"
      }
    ],
    "next": null
  }
  $ mlt rev-parse nothing
  2> error: there is no run 'nothing'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt rev-parse @last~9
  2> error: there is no run '@last~9': there are only 2 runs
  2> hint: the oldest is @last~1
  [exit 3]
  $ mlt run -q -x wine --name one -- true
  $ mlt rev-parse one two
  2> error: 'one' fits 2 runs:
  2>   <run-3>  one  1m ago  FINISHED
  2>   <run-2>  one  8m ago  FINISHED
  2> hint: give one of them by its id
  [exit 2]
#tty 80x24
  $ mlt rev-parse -x iris one
  <RUN-2>
