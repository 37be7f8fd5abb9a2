  $ mlt --version
  mlt 0.1.0
  $ mlt version
  mlt 0.1.0
  $ mlt version --json
  {
    "schema": "mlt.version/1",
    "version": "0.1.0",
    "schemas": {
      "store": 1
    },
    "features": [
      "run",
      "log",
      "compare",
      "doctor",
      "native-store"
    ]
  }
  $ mlt version now
  2> error: unexpected word 'now'
  [exit 2]
