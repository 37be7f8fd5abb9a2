A run is held against the rules of the store and against a baseline.

  $ git init -q
  $ mlt init -q
  $ train() { mlt run -q -x digits --name "$1" -P lr="$2" --metrics-from kv -- \
  >   sh -c "echo step=1 acc=$3 val_loss=$4 > /dev/stderr"  2> /dev/null; }
  $ train first 0.1 0.92 0.44
  $ train second 0.2 0.93 0.42

Without any rule nothing passes.

  $ mlt check
  2> error: there are no rules to check: the store has no policy.yaml
  2> hint: write rules into mlruns/policy.yaml: metrics: {acc: {at_least: 0.9, fail_if_worse_by: {abs: 0.01}}}
  2> hint: or give one here: mlt check --fail-if 'metrics.acc < 0.9'
  [exit 3]
  $ printf 'metrics: {acc: {goal: max}}\n' > mlruns/policy.yaml
  $ mlt check
  2> error: policy.yaml has no rule for this check
  2> hint: write rules into mlruns/policy.yaml: metrics: {acc: {at_least: 0.9, fail_if_worse_by: {abs: 0.01}}}
  2> hint: or give one here: mlt check --fail-if 'metrics.acc < 0.9'
  [exit 3]

The rules of policy.yaml.

  $ cat > mlruns/policy.yaml <<'END'
  > version: 1
  > missing: fail
  > metrics:
  >   val_loss: {goal: min, reduce: min, fail_if_worse_by: {abs: 0.005, rel: 1%}}
  >   acc:      {goal: max, reduce: max, at_least: 0.92}
  >   latency_ms: {goal: min, warn_if_worse_by: {rel: 10%}, missing: skip}
  > END
  $ git add mlruns && git commit -q -m baseline
  $ train third 0.3 0.91 0.45
  $ mlt check --against main
  gate	baseline	candidate	change	verdict	unknown	source
  metrics.acc:max < 0.92	0.93	0.91	-0.020000000000000018	fail		policy.yaml:5
  pct(metrics.latency_ms) > 10				skip	no metrics.latency_ms; no metrics.latency_ms of the baseline	policy.yaml:6
  metrics.val_loss:min > baseline + 0.005	0.42	0.45	0.030000000000000027	fail		policy.yaml:4
  pct(metrics.val_loss:min) > 1	0.42	0.45	0.030000000000000027	fail		policy.yaml:4
  [exit 1]
#tty 80x24
  $ mlt check --against main
  digits: third <run-1> (latest of 1 finished run) against main <commit-1>: second
    <run-2> (latest of 2 finished runs)
  ␛[31mFAIL␛[0m metrics.acc:max < 0.92                    0.91 vs 0.92
  ␛[2mskip␛[0m pct(metrics.latency_ms) > 10              no metrics.latency_ms; no metrics.latency_ms of the baseline
  ␛[31mFAIL␛[0m metrics.val_loss:min > baseline + 0.005   0.450 vs 0.425
  ␛[31mFAIL␛[0m pct(metrics.val_loss:min) > 1             7.143 vs 1.000
  3 of 4 gates failed, 1 skipped
  [exit 1]
  $ mlt check --against main third --fail-if 'params.lr > 1' --missing pass
  digits: third <run-1> against main <commit-1>: second <run-2> (latest of 2 finished
    runs)
  ␛[31mFAIL␛[0m metrics.acc:max < 0.92                    0.91 vs 0.92
  ␛[1;32mok␛[0m   pct(metrics.latency_ms) > 10              no metrics.latency_ms; no metrics.latency_ms of the baseline
  ␛[31mFAIL␛[0m metrics.val_loss:min > baseline + 0.005   0.450 vs 0.425
  ␛[31mFAIL␛[0m pct(metrics.val_loss:min) > 1             7.143 vs 1.000
  ␛[1;32mok␛[0m   params.lr > 1                             0.3 vs 1.0
  3 of 5 gates failed
  [exit 1]
  $ mlt check --against main second
  digits: second <run-2> against main <commit-1>: second <run-2> (latest of 2
    finished runs)
  ␛[1;32mok␛[0m   metrics.acc:max < 0.92                    0.93 vs 0.92
  ␛[2mskip␛[0m pct(metrics.latency_ms) > 10              no metrics.latency_ms; no metrics.latency_ms of the baseline
  ␛[1;32mok␛[0m   metrics.val_loss:min > baseline + 0.005   0.420 vs 0.425
  ␛[1;32mok␛[0m   pct(metrics.val_loss:min) > 1             0 vs 1
  3 gates passed, 1 skipped
#pipe
  $ mlt check --against main --md
  | gate | baseline main: second <run-2> (latest of 2 finished runs) | candidate: third <run-1> (latest of 1 finished run) | change | verdict | not known |
  | --- | --- | --- | --- | --- | --- |
  | metrics.acc:max &lt; 0.92 | 0.93 | 0.91 | -0.02 (-2.2 %) | FAIL |  |
  | pct(metrics.latency_ms) > 10 |  |  |  | skip | no metrics.latency_ms; no metrics.latency_ms of the baseline |
  | metrics.val_loss:min > baseline + 0.005 | 0.42 | 0.45 | +0.03 (+7.1 %) | FAIL |  |
  | pct(metrics.val_loss:min) > 1 | 0.42 | 0.45 | +0.03 (+7.1 %) | FAIL |  |
  [exit 1]
  $ mlt check --against main -F csv --no-header
  metrics.acc:max < 0.92,0.93,0.91,-0.020000000000000018,fail,,policy.yaml:5␍
  pct(metrics.latency_ms) > 10,,,,skip,no metrics.latency_ms; no metrics.latency_ms of the baseline,policy.yaml:6␍
  metrics.val_loss:min > baseline + 0.005,0.42,0.45,0.030000000000000027,fail,,policy.yaml:4␍
  pct(metrics.val_loss:min) > 1,0.42,0.45,0.030000000000000027,fail,,policy.yaml:4␍
  [exit 1]
  $ mlt check --against main -F name
  metrics.acc:max < 0.92
  pct(metrics.latency_ms) > 10
  metrics.val_loss:min > baseline + 0.005
  pct(metrics.val_loss:min) > 1
  [exit 1]
  $ mlt check --against main --fail-if 'acc < baseline - 0.01' --fail-if 'acc < baseline - 0.03' --json
  {
    "schema": "mlt.check/1",
    "verdict": "fail",
    "passed": 1,
    "failed": 4,
    "warned": 0,
    "skipped": 1,
    "experiment": "digits",
    "candidate": {
      "run_id": "<RUN-1>",
      "run_name": "third",
      "picked": "latest of 1 finished run",
      "among": 1
    },
    "against": "main",
    "baseline": {
      "label": "main",
      "commit": "<COMMIT-1>",
      "run_id": "<RUN-2>",
      "run_name": "second",
      "picked": "latest of 2 finished runs",
      "among": 2
    },
    "items": [
      {
        "verdict": "fail",
        "gate": "metrics.acc:max < 0.92",
        "source": "policy.yaml:5",
        "level": "fail",
        "holds": true,
        "comparisons": [
          {
            "left": 0.91,
            "right": 0.92
          }
        ],
        "values": [
          {
            "key": "metrics.acc:max",
            "candidate": 0.91,
            "baseline": 0.93
          }
        ],
        "unknown": []
      },
      {
        "verdict": "skip",
        "gate": "pct(metrics.latency_ms) > 10",
        "source": "policy.yaml:6",
        "level": "warn",
        "holds": null,
        "comparisons": [
          {
            "left": null,
            "right": 10
          }
        ],
        "values": [
          {
            "key": "metrics.latency_ms",
            "candidate": null,
            "baseline": null
          }
        ],
        "unknown": [
          "no metrics.latency_ms",
          "no metrics.latency_ms of the baseline"
        ]
      },
      {
        "verdict": "fail",
        "gate": "metrics.val_loss:min > baseline + 0.005",
        "source": "policy.yaml:4",
        "level": "fail",
        "holds": true,
        "comparisons": [
          {
            "left": 0.45,
            "right": 0.425
          }
        ],
        "values": [
          {
            "key": "metrics.val_loss:min",
            "candidate": 0.45,
            "baseline": 0.42
          }
        ],
        "unknown": []
      },
      {
        "verdict": "fail",
        "gate": "pct(metrics.val_loss:min) > 1",
        "source": "policy.yaml:4",
        "level": "fail",
        "holds": true,
        "comparisons": [
          {
            "left": 7.1428571428571495,
            "right": 1
          }
        ],
        "values": [
          {
            "key": "metrics.val_loss:min",
            "candidate": 0.45,
            "baseline": 0.42
          }
        ],
        "unknown": []
      },
      {
        "verdict": "fail",
        "gate": "acc < baseline - 0.01",
        "source": "--fail-if",
        "level": "fail",
        "holds": true,
        "comparisons": [
          {
            "left": 0.91,
            "right": 0.92
          }
        ],
        "values": [
          {
            "key": "metrics.acc",
            "candidate": 0.91,
            "baseline": 0.93
          }
        ],
        "unknown": []
      },
      {
        "verdict": "ok",
        "gate": "acc < baseline - 0.03",
        "source": "--fail-if",
        "level": "fail",
        "holds": false,
        "comparisons": [
          {
            "left": 0.91,
            "right": 0.9
          }
        ],
        "values": [
          {
            "key": "metrics.acc",
            "candidate": 0.91,
            "baseline": 0.93
          }
        ],
        "unknown": []
      }
    ],
    "next": null
  }
  [exit 1]
  $ mlt check --against main --json=verdict,gate | tail -30
    },
    "against": "main",
    "baseline": {
      "label": "main",
      "commit": "<COMMIT-1>",
      "run_id": "<RUN-2>",
      "run_name": "second",
      "picked": "latest of 2 finished runs",
      "among": 2
    },
    "items": [
      {
        "verdict": "fail",
        "gate": "metrics.acc:max < 0.92"
      },
      {
        "verdict": "skip",
        "gate": "pct(metrics.latency_ms) > 10"
      },
      {
        "verdict": "fail",
        "gate": "metrics.val_loss:min > baseline + 0.005"
      },
      {
        "verdict": "fail",
        "gate": "pct(metrics.val_loss:min) > 1"
      }
    ],
    "next": null
  }

All pass where it is better; rules of another file; several candidates.

  $ train fourth 0.4 0.95 0.40
  $ mlt check --against main -F table
  digits: fourth <run-3> (latest of 2 finished runs) against main <commit-1>: second <run-2> (latest of 2 finished runs)
  ok   metrics.acc:max < 0.92                    0.95 vs 0.92
  skip pct(metrics.latency_ms) > 10              no metrics.latency_ms; no metrics.latency_ms of the baseline
  ok   metrics.val_loss:min > baseline + 0.005   0.400 vs 0.425
  ok   pct(metrics.val_loss:min) > 1             -4.762 vs 1.000
  3 gates passed, 1 skipped
  $ printf 'fail_if: ["metrics.acc < baseline", "missing(tags.reviewed)"]\n' > rules.yaml
  $ mlt check --against main --rules rules.yaml -F table
  digits: fourth <run-3> (latest of 2 finished runs) against main <commit-1>: second <run-2> (latest of 2 finished runs)
  ok   metrics.acc < baseline   0.95 vs 0.93
  FAIL missing(tags.reviewed)
  1 of 2 gates failed
  [exit 1]
  $ mlt check --against main --rules rules.yaml --pick mean -F '{verdict} {gate} {values}'
  ok metrics.acc < baseline [{"key":"metrics.acc","candidate":0.9299999999999999,"baseline":0.925}]
  fail missing(tags.reviewed) [{"key":"tags.reviewed","candidate":null,"baseline":null}]
  [exit 1]
  $ mlt check third fourth --against main --pick best:acc --rules /dev/null --fail-if 'n < 2' --fail-if 'acc:mean < 0.9' -F '{verdict} {gate}'
  ok n < 2
  ok acc:mean < 0.9
  $ mlt check third --against @best:metrics.acc --rules /dev/null --fail-if 'delta(acc) < -0.01' -F table
  digits: third <run-1> against @best:metrics.acc: fourth <run-3>
  FAIL delta(acc) < -0.01   -0.04 vs -0.01
  1 of 1 gate failed
  [exit 1]
  $ mlt check --since main --where 'metrics.acc < 0.92' --rules /dev/null --fail-if 'acc < 0.9' --fail-if 'acc < baseline' --missing skip -F table
  digits: third <run-1> (latest of 1 finished run)
  ok   acc < 0.9        0.91 vs 0.90
  skip acc < baseline   no baseline
  1 gate passed, 1 skipped
  2> hint: name a baseline: --against REF or --against RUN

With --ci the table is appended to the summary of a job, if there is one.

  $ mlt check --against main --ci -F name
  metrics.acc:max < 0.92
  pct(metrics.latency_ms) > 10
  metrics.val_loss:min > baseline + 0.005
  pct(metrics.val_loss:min) > 1
  $ GITHUB_STEP_SUMMARY=summary.md mlt check --against main --ci -F name > /dev/null
  $ GITHUB_STEP_SUMMARY=summary.md mlt compare --against main --fail-if 'acc < 0.9' --ci > /dev/null
  2> digits: fourth <run-3> (latest of 2 finished runs) against main <commit-1>: second <run-2> (latest of 2 finished runs)
  2> ok   acc < 0.9   0.95 vs 0.90
  2> 1 gate passed
  $ GITHUB_STEP_SUMMARY=summary.md mlt compare third --columns lr --ci > /dev/null
  $ cat summary.md
  | gate | baseline main: second <run-2> (latest of 2 finished runs) | candidate: fourth <run-3> (latest of 2 finished runs) | change | verdict | not known |
  | --- | --- | --- | --- | --- | --- |
  | metrics.acc:max &lt; 0.92 | 0.93 | 0.95 | +0.02 (+2.2 %) | ok |  |
  | pct(metrics.latency_ms) > 10 |  |  |  | skip | no metrics.latency_ms; no metrics.latency_ms of the baseline |
  | metrics.val_loss:min > baseline + 0.005 | 0.42 | 0.40 | -0.02 (-4.8 %) | ok |  |
  | pct(metrics.val_loss:min) > 1 | 0.42 | 0.40 | -0.02 (-4.8 %) | ok |  |

  | run | name | when | dur | lr | acc:max | Δ acc:max | val_loss:min | Δ val_loss:min |
  | --- | --- | --- | ---: | --- | ---: | ---: | ---: | ---: |
  | <run-2> base | second | 09:05 | 0s | 0.2 | 0.93 |  | 0.42 |  |
  | <run-3>★ | fourth | 09:21 | 0s | 0.4 | **0.95★** | **+0.02 better** | **0.40★** | **-0.02 better** |
  | <run-1> | third | 09:11 | 0s | 0.3 | 0.91 | -0.02 worse | 0.45 | +0.03 worse |

  | gate | baseline main: second <run-2> (latest of 2 finished runs) | candidate: fourth <run-3> (latest of 2 finished runs) | change | verdict | not known |
  | --- | --- | --- | --- | --- | --- |
  | acc &lt; 0.9 | 0.93 | 0.95 | +0.02 (+2.2 %) | ok |  |

  | run | lr |
  | --- | --- |
  | <run-1> | 0.3 |
  $ GITHUB_STEP_SUMMARY=no/such/folder.md mlt check --against main --ci -F name
  metrics.acc:max < 0.92
  pct(metrics.latency_ms) > 10
  metrics.val_loss:min > baseline + 0.005
  pct(metrics.val_loss:min) > 1
  2> error: opening no/such/folder.md: No such file or directory
  [exit 3]

What is missing fails, and is told.

  $ mlt check --fail-if 'metrics.acd < 0.9' --fail-if 'acc < baseline' --rules /dev/null -F table
  digits: fourth <run-3> (latest of 4 finished runs)
  FAIL metrics.acd < 0.9   no metrics.acd
  FAIL acc < baseline      no baseline
  2 of 2 gates failed
  2> hint: the run has no metrics.acd; the nearest key is metrics.acc
  2> hint: name a baseline: --against REF or --against RUN
  [exit 1]
  $ mlt check --fail-if 'metrics.acd < 0.9' --rules /dev/null --missing pass -F table
  digits: fourth <run-3> (latest of 4 finished runs)
  ok   metrics.acd < 0.9   no metrics.acd
  1 gate passed
  2> hint: the run has no metrics.acd; the nearest key is metrics.acc
  $ git switch -q --orphan empty && git commit -q --allow-empty -m empty && git switch -q main
  $ mlt check --against empty --fail-if 'acc < 0.9' --rules /dev/null -F table
  digits: fourth <run-3> (latest of 4 finished runs) against empty <commit-2>: no finished run
  ok   acc < 0.9   0.95 vs 0.90
  1 gate passed
  $ mlt check --against empty --fail-if 'acc < baseline' --rules /dev/null -F table
  digits: fourth <run-3> (latest of 4 finished runs) against empty <commit-2>: no finished run
  FAIL acc < baseline   no baseline
  1 of 1 gate failed
  [exit 1]
  $ git add mlruns && git commit -q -m all
  $ mlt check --against main --rules /dev/null --fail-if 'acc < 0.9' -F table
  digits: no finished run to check against main <commit-3>: fourth <run-3> (latest of 4 finished runs)
  FAIL acc < 0.9   no run
  1 of 1 gate failed
  [exit 1]
  $ mlt check --against main --rules /dev/null --fail-if 'acc < 0.9' --json | head -14
  {
    "schema": "mlt.check/1",
    "verdict": "fail",
    "passed": 0,
    "failed": 1,
    "warned": 0,
    "skipped": 0,
    "experiment": "digits",
    "candidate": null,
    "against": "main",
    "baseline": {
      "label": "main",
      "commit": "<COMMIT-3>",
      "run_id": "<RUN-3>",

Values are escaped.

  $ mlt -q run -x digits --name 'a|b<script>' -P 'note=x|<b>' -- true
  $ mlt check --rules /dev/null --fail-if "params.note != 'y|*'" --md
  | gate | baseline | candidate: a\|b&lt;script> <run-4> (latest of 5 finished runs) | change | verdict | not known |
  | --- | --- | --- | --- | --- | --- |
  | params.note != 'y\|\*' |  | x\|&lt;b> |  | FAIL |  |
  [exit 1]

mlt compare has the same gates.

  $ mlt compare --against HEAD~1 -x digits --columns acc --pick best:acc --fail-if 'acc < baseline - 0.01'
  run_id	metrics.acc:max	delta.metrics.acc:max
  <RUN-2>	0.93	
  <RUN-3>	0.95	0.019999999999999907
  2> digits: fourth <run-3> (best acc of 3 finished runs) against HEAD~1 <commit-1>: second <run-2> (best acc of 2 finished runs)
  2> ok   acc < baseline - 0.01   0.95 vs 0.92
  2> 1 gate passed
  $ mlt compare --against HEAD~1 -x digits --columns acc --fail-if 'acc < baseline + 1' -q
  run_id	metrics.acc:max	delta.metrics.acc:max
  <RUN-2>	0.93	
  <RUN-4>		
  <RUN-3>	0.95	0.019999999999999907
  <RUN-1>	0.91	-0.020000000000000018
  [exit 1]
  $ mlt compare third second --columns acc --fail-if 'n < 3' -F name
  <RUN-1>
  <RUN-2>
  2> digits: third <run-1> (latest of 2 finished runs)
  2> FAIL n < 3   2 vs 3
  2> 1 of 1 gate failed
  [exit 1]
  $ mlt compare -x digits --where 'metrics.acc > 0' --fail-if 'acc < 0.9' --json=run_name | grep -A 30 verdict
    "verdict": "ok",
    "candidate": {
      "run_id": "<RUN-3>",
      "run_name": "fourth",
      "picked": "latest of 4 finished runs",
      "among": 4
    },
    "gates": [
      {
        "verdict": "ok",
        "gate": "acc < 0.9",
        "source": "--fail-if",
        "level": "fail",
        "holds": false,
        "comparisons": [
          {
            "left": 0.95,
            "right": 0.9
          }
        ],
        "values": [
          {
            "key": "metrics.acc",
            "candidate": 0.95,
            "baseline": null
          }
        ],
        "unknown": []
      }
    ],
    "items": [
      {
        "run_name": "fourth"
      },
      {
        "run_name": "third"
      },
      {
        "run_name": "second"
      },
  2> digits: fourth <run-3> (latest of 4 finished runs)
  2> ok   acc < 0.9   0.95 vs 0.90
  2> 1 gate passed
#tty 80x24
  $ mlt compare --against HEAD~1 --columns acc --where 'metrics.acc > 0' --fail-if 'metrics.acc < baseline'
  digits · 2 of 5 runs · same in all: host=<host> user=ada · against HEAD~1 (<commit-1>):
    latest of 2 finished runs
  ␛[1mrun␛[0m           ␛[1macc:max␛[0m     ␛[1mΔ acc:max␛[0m
  <run-2> base    0.93       ␛[2m-␛[0m
  <run-3>★        ␛[1;32m0.95★␛[0m  ␛[1;32m+0.02 better␛[0m
  <run-1>         0.91   ␛[31m-0.02 worse␛[0m
  ␛[2m(★ best)␛[0m
  digits: fourth <run-3> (latest of 2 finished runs) against HEAD~1 <commit-1>:
    second <run-2> (latest of 2 finished runs)
  ␛[1;32mok␛[0m   metrics.acc < baseline   0.95 vs 0.93
  1 gate passed
#pipe

What is wrong is told before anything is read, with the place.

  $ mlt check --fail-if 'metrics.acc <'
  2> error: expected a value such as metrics.acc or 0.9, found the end
  2>   metrics.acc <
  2>                ^
  [exit 2]
  $ mlt compare --fail-if 'metrix.acc < 1'
  2> error: runs have no entity 'metrix'
  2>   metrix.acc < 1
  2>   ^~~~~~
  2> hint: the nearest entity is 'metric'
  [exit 2]
  $ mlt compare --fail-if 'acc < 1' --plot acc
  2> error: --fail-if and --ci go with neither --plot nor --history
  2> hint: check the newest run with: mlt check --fail-if EXPR
  [exit 2]
  $ mlt compare --fail-if 'acc < 1' --history acc --since HEAD
  2> error: --fail-if and --ci go with neither --plot nor --history
  2> hint: check the newest run with: mlt check --fail-if EXPR
  [exit 2]
  $ mlt check --missing never
  2> error: option '--missing' takes fail, pass, skip, not 'never'
  [exit 2]
  $ mlt check --pick median
  2> error: --pick wants latest, best:METRIC or mean, not 'median'
  [exit 2]
  $ mlt check --pick best:speed
  2> error: it is not known which way metric 'speed' gets better
  2> hint: say so with --goal speed=max
  [exit 2]
  $ mlt check --against nowhere
  2> error: 'nowhere' is neither a run nor a revision that git knows
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt check --since nowhere
  2> error: git knows no revision 'nowhere'
  2> hint: list branches and tags with: git for-each-ref
  [exit 3]
  $ mlt check nobody
  2> error: there is no run 'nobody'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt check --rules nowhere.yaml
  2> error: opening nowhere.yaml: No such file or directory
  [exit 3]
  $ printf 'metrics: {acc: {at_lest: 1}}\n' > rules.yaml && mlt check --rules rules.yaml
  2> error: rules.yaml:1: metric 'acc' has no key 'at_lest'
  2> hint: the nearest key is 'at_least'
  [exit 2]
  $ printf 'fail_if:\n  - metrics.acc <\n' > mlruns/policy.yaml && mlt check
  2> error: policy.yaml:2: expected a value such as metrics.acc or 0.9, found the end
  2>   metrics.acc <
  2>                ^
  [exit 5]
  $ printf 'metrics:\n  acc: {at_lest: 1}\n' > mlruns/policy.yaml && mlt check --json
  2> {"error":{"code":"data","exit":5,"message":"policy.yaml:2: metric 'acc' has no key 'at_lest'","hints":["the nearest key is 'at_least'"]}}
  [exit 5]
  $ printf 'metrics: {acc: [}\n' > mlruns/policy.yaml && mlt check
  2> error: policy.yaml:1: illegal flow end
  [exit 5]

A policy tells other commands which way a metric is better.

  $ printf 'metrics: {speed: {goal: max}}\nrules: []\n' > mlruns/policy.yaml
  $ mlt run -q -x pace --name slow -- mlt log metric speed 1
  $ mlt run -q -x pace --name fast -- mlt log metric speed 2
  $ mlt compare -x pace --columns speed -F md
  | run | speed:max |
  | --- | ---: |
  | <run-5>★ | **2** |
  | <run-6> | 1 |
  $ mlt rev-parse @best:metrics.speed
  <RUN-5>
  $ printf 'metrics: {speed: {goal: up}}\n' > mlruns/policy.yaml
  $ mlt compare -x pace
  2> error: policy.yaml:1: 'goal' must be min or max
  [exit 5]
  $ mlt show slow -F '{run_name}'
  slow

A damaged run proves nothing.

  $ rm mlruns/policy.yaml
  $ mlt -q run -x torn -- mlt log metric acc 1
  $ echo '{"metric":' >> mlruns/experiments/torn/*/journal.jsonl
  $ mlt check -x torn --fail-if 'acc < 1' --fail-if 'acc < 2' -F table
  torn: neat-cedar-748 <run-7> (latest of 1 finished run)
  FAIL acc < 1   a part of the run could not be read
  FAIL acc < 2   1 vs 2
  2 of 2 gates failed
  2> warning: mlruns/experiments/torn/<RUN-7>/journal.jsonl:19: is not JSON: Invalid value. (byte 11)
  [exit 1]
  $ mlt check -x torn --fail-if 'acc < 1' --missing skip --strict -F table
  torn: neat-cedar-748 <run-7> (latest of 1 finished run)
  skip acc < 1   a part of the run could not be read
  0 gates passed, 1 skipped
  2> warning: mlruns/experiments/torn/<RUN-7>/journal.jsonl:19: is not JSON: Invalid value. (byte 11)
  [exit 5]
