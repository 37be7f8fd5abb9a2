Runs and experiments are deleted, brought back, and removed for good.

  $ mlt run -q -x a --name one -P lr=0.1 -- true
  $ mlt run -q -x a --name two -- true
  $ mlt runs delete one -v
  2> delete run <run-1> one
  $ mlt runs delete one -v
  $ mlt ls -x a -F '{run_name}'
  two
  $ mlt ls -x a --deleted -F '{run_name}'
  one
  $ mlt runs tag one a=b 2>&1 | grep -c deleted
  1
  $ mlt runs restore -n one
  id	action	kind	name	detail	bytes
  <RUN-1>	restore	run	one		
  $ mlt runs restore one
  $ mlt ls -x a -F '{run_name}'
  two
  one
  $ mlt runs delete three
  2> error: there is no run 'three'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt runs purge one -y
  2> error: run <run-1> (one) is not deleted
  2> hint: delete it first: mlt runs delete <run-1>
  2> hint: or do both at once with --force
  [exit 4]
  $ mlt runs delete one
  $ mlt runs purge one 2>&1 | sed 's/[0-9.]* KiB/SIZE/'
  error: 1 run with SIZE will be removed for good. There is nobody to ask
  hint: answer beforehand with -y, or look first with -n
  $ mlt runs purge one 2> /dev/null
  [exit 2]
  $ mlt runs purge -n one --json=action,name
  {
    "schema": "mlt.changes/1",
    "items": [
      {
        "action": "purge",
        "name": "one"
      }
    ],
    "next": null
  }
  $ mlt runs purge one -y
  $ mlt ls -x a --all -F '{run_name}'
  two
  $ mlt runs tag two mlt.keep=yes
  $ mlt runs purge two -y --force 2>&1 | grep -c mlt.keep
  2
  $ mlt runs tag two --remove mlt.keep
  $ mlt runs purge two -y --force

Experiments are renamed, tagged, deleted and restored.

  $ mlt run -q -x b --name three -- true
  $ mlt experiments rename b c -v
  2> rename experiment b b: c
  $ mlt experiments rename c a
  2> error: there is an experiment 'a' already
  [exit 4]
  $ mlt experiments rename nothing x
  2> error: there is no experiment 'nothing'
  2> hint: list experiments with: mlt experiments list
  [exit 3]
  $ mlt experiments rename c ''
  2> error: bad experiment name '': it is empty
  [exit 2]
  $ mlt experiments tag c team=vision
  $ mlt experiments show c --json=name,tags,deleted_runs
  {
    "schema": "mlt.experiment/1",
    "name": "c",
    "tags": {
      "team": "vision"
    },
    "deleted_runs": 0
  }
  $ mlt experiments tag c --remove none
  2> error: experiment 'c' has no tag 'none'
  [exit 3]
  $ mlt experiments tag c --remove team
  $ mlt experiments delete c
  $ mlt experiments list --all -F '{experiment_id} {name} {lifecycle}'
  b c deleted
  a a active
  $ mlt experiments tag c a=b
  2> error: experiment 'c' is deleted
  2> hint: restore it with: mlt experiments restore b
  [exit 4]
  $ mlt experiments restore -n c
  id	action	kind	name	detail	bytes
  b	restore	experiment	c		
  $ mlt experiments restore c
  $ mlt ls -x c -F '{run_name}'
  three
  $ mlt rev-parse c
  b
#tty 80x24
  $ mlt experiments show c
  ␛[1mc␛[0m
  ␛[2mid␛[0m       b
  ␛[2mcreated␛[0m  16m ago
  ␛[2mruns␛[0m     1: 1 finished
  ␛[2mnewest␛[0m   <run-2> three, 16m ago
