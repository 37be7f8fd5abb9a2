A command runs as it would without mlt; stderr gets one line more.

  $ mlt run -x iris --name first -- sh -c 'echo out; echo err >&2'
  out
  2> made a store in mlruns
  2> err
  2> run <run-1> iris/first finished in 0s

  $ cat mlruns/experiments/iris/*/artifacts/logs/stdout.log
  out

Its exit code is passed on, 128 + N for a signal.

  $ mlt run --name fails -- sh -c 'exit 3'
  2> run <run-2> Default/fails failed with 3 in 0s
  [exit 3]

  $ mlt run --name dies -- sh -c 'kill -TERM $$'
  2> run <run-3> Default/dies killed by SIGTERM in 0s
  [exit 143]

  $ mlt run --name alone -q true

What cannot be started makes no run.

  $ mlt run no-such-program
  2> error: no such command: no-such-program
  [exit 127]
  $ mlt run -- "$NOT_SET" train.py
  2> error: the command to run is an empty word
  2> hint: see whether a variable in it is set: mlt run -- "$COMMAND"
  [exit 127]

  $ mlt run --cwd nowhere true
  2> error: --cwd: no directory nowhere
  [exit 3]

  $ touch text; mlt run ./text
  2> error: not executable: ./text
  [exit 126]

  $ mlt runs list -x '*' -F '{run_name} {status}'
  alone FINISHED
  dies KILLED
  fails FAILED
  first FINISHED

Metrics come out of the lines that the command prints.

  $ mlt run --name template --metrics-from 'epoch {step} loss {loss} acc {acc}' -- sh -c 'for i in 1 2 3; do echo "epoch $i loss 0.$((9 - i)) acc 0.$i"; done'
  epoch 1 loss 0.8 acc 0.1
  epoch 2 loss 0.7 acc 0.2
  epoch 3 loss 0.6 acc 0.3
  2> run <run-4> Default/template finished in 0s  acc=0.3  loss=0.6

  $ mlt run --name kv --metrics-from kv --step-key epoch -- sh -c 'echo "epoch=1/2 loss=0.5 acc: 0.25"; echo epoch=2/2 loss=0.25 acc: 0.5' 2>/dev/null
  epoch=1/2 loss=0.5 acc: 0.25
  epoch=2/2 loss=0.25 acc: 0.5

  $ mlt run -q --name json --metrics-from json -- echo '{"step": 4, "eval": {"loss": NaN, "acc": 0.5}, "name": "x"}'
  {"step": 4, "eval": {"loss": NaN, "acc": 0.5}, "name": "x"}

  $ mlt run -q --name regex --metrics-from 'regex:(?<key>\w+) is (?<value>\S+)' -- echo 'loss is 0.5, acc is 90%'
  loss is 0.5, acc is 90%

  $ mlt run --name says -- printf '::mlt metric loss=0.5 step=3\n::mlt param lr=0.1\n::mlt tag kind="a b"\n'
  ::mlt metric loss=0.5 step=3
  ::mlt param lr=0.1
  ::mlt tag kind="a b"
  2> run <run-5> Default/says finished in 0s  loss=0.5

  $ mlt runs list -x '*' -F '{run_name} {metrics.loss} {metrics.acc} {params.lr} {tags.kind}'
  says 0.5  0.1 a b
  regex 0.5 90 ␠
  json   ␠
  kv 0.25 0.5 ␠
  template 0.6 0.3 ␠
  alone   ␠
  dies   ␠
  fails   ␠
  first   ␠

  $ mlt show says -F '{metrics.loss} {params.lr}'
  0.5 0.1

What is wrong in the output is said once, and left out.

  $ mlt run --name faults --metrics-from 'regex:(\S+=)?(?<key>\S+)=(?<value>\S+)' -- printf 'a=x\nb=y\n../c=1\n::mlt what\nok=1\n'
  a=x
  b=y
  ../c=1
  ::mlt what
  ok=1
  2> warning: output: 'x' is no number for the metric 'a'; such values are left out
  2> warning: output: bad metric key '../c': it begins with '..'; such metrics are left out
  2> warning: output: '::mlt what' is not understood: metric, param or tag must follow
  2> run <run-6> Default/faults finished in 0s  ok=1

  $ mlt run --metrics-from 'loss {' -- true
  2> error: the template 'loss {' is wrong at character 6: this brace is not closed
  2> hint: an example: --metrics-from 'epoch {step} loss {loss}'
  [exit 2]

  $ mlt run --metrics-from 'regex:(?<loss>' -- true
  2> error: the pattern 'regex:(?<loss>' is wrong at character 9: missing closing parenthesis
  [exit 2]

  $ mlt run --metrics-from keyvalue -- true
  2> error: --metrics-from does not know 'keyvalue'
  2> hint: it takes kv, json, regex:PATTERN, or a template such as 'epoch {step} loss {loss}'
  [exit 2]

Params fill in the command, are in its environment, and keep their secrets.

  $ cat >config.yaml <<'EOF'
  > lr: 1e-3
  > model:
  >   layers: 2
  > EOF

  $ mlt run -q --name params --params-file config.yaml -P api_key=s3cret -P seed=7 --redact 'hf_*' -- sh -c 'echo "$@" $MLT_PARAM_MODEL_LAYERS' sh --lr={lr} {api_key} {other} hf_x
  --lr=1e-3 s3cret {other} hf_x 2

  $ mlt run -q --params-file config.yaml --pass-params -- echo train
  train --lr 1e-3 --model.layers 2

  $ grep -o '"mlt.command".*' mlruns/experiments/0/*/run.json | grep s3cret
  [exit 1]

  $ mlt runs list -x '*' -N 2 --order-by 'attributes.start_time' -F '{run_name} {params.lr} {params.api_key}' --filter "params.seed = '7'"
  params 1e-3 ***

  $ mlt run -n -P lr=0.1 --pass-params -- python 'a b' {lr}
  python 'a b' 0.1 --lr 0.1

  $ mlt run -P lr -- true
  2> error: -P takes KEY=VALUE, not 'lr'
  [exit 2]

  $ mlt run -P a//b=1 -- true
  2> error: bad param key 'a//b': a part between two '/' is empty
  [exit 2]

  $ mlt run --params-file none.toml -- true
  2> error: opening none.toml: No such file or directory
  [exit 3]

  $ printf 'lr = = 1\n' >bad.toml; mlt run --params-file bad.toml -- true
  2> error: bad.toml:1: not valid TOML: Error while parsing value: could not determine value type
  [exit 2]

Options end at the first operand; a project is not taken for a command.

  $ mlt run --nmae x true
  2> error: unknown option '--nmae'
  2> hint: the nearest option is '--name'
  [exit 2]

  $ mlt run
  2> error: no command is given
  2> hint: for example: mlt run -- make train
  [exit 2]

  $ mlt run -x '*' true
  2> error: '*' stands for all experiments: a run is in one of them
  2> hint: name it: -x NAME
  [exit 2]

  $ MLFLOW_EXPERIMENT_ID=nope mlt run true
  2> error: no experiment has the id 'nope'
  2> hint: list them with: mlt experiments list
  [exit 3]

  $ mkdir project; touch project/MLproject; mlt run project
  2> error: 'project' is a project: this version of mlt runs commands only
  2> hint: after -- it is taken for a command: mlt run -- project
  [exit 2]

  $ mlt run https://example.org/x.git
  2> error: 'https://example.org/x.git' is a project: this version of mlt runs commands only
  2> hint: after -- it is taken for a command: mlt run -- https://example.org/x.git
  [exit 2]

  $ mlt run --id-file id --name told -m 'what it is' --tag k=v -q true; test "$(cat id)" = "$(mlt runs list -x '*' -N 1 -F name)"

The tag of the name names the run; `.` and `..` name no experiment.

  $ mlt run --tag mlflow.runName=by-tag true
  2> run <run-7> Default/by-tag finished in 0s
  $ mlt run --name one --tag mlflow.runName=two true
  2> error: the run is named twice: 'one' and, by the tag mlflow.runName, 'two'
  [exit 2]
  $ mlt run -x .. true
  2> error: bad experiment name '..': it means a directory everywhere else
  [exit 2]

A part of a run is in its experiment; a run that has ended has no parts by chance.

  $ eval "$(mlt run start -x outer --name outer)"; mlt run --name inner true; mlt run -x other --name elsewhere true; mlt run end; mlt run -v --name after true
  2> run <run-8> outer/inner finished in 0s
  2> run <run-9> other/elsewhere finished in 0s
  2> the current run <RUN-10> has ended: this run has no parent
  2> run <run-11> Default/after finished in 0s
  $ mlt show by-tag -F '{status}'; mlt runs list -x outer -F '{run_name}'
  FINISHED
  inner
  outer
  $ mlt run exec --run by-tag true
  2> error: run <RUN-7> has ended already: FINISHED
  [exit 4]

#tty 80x24
  $ mlt run --name shown -- printf 'a\033[1mb\033[0m\n'
  a␛[1mb␛[0m
  run <run-12> Default/shown finished in 0s
