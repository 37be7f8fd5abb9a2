`mlt doctor` lists what is wrong in a store, and mends what is safe to mend.

  $ mlt doctor
  2> error: no store: no mlruns/ in <dir> or above it
  2> hint: make one with: mlt init
  2> hint: or record a first run: mlt run -- COMMAND
  [exit 3]
  $ mlt run -q -x iris --name one -- true
  $ run=$(mlt runs list -F name)
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings

A torn line, a snapshot with conflict markers, and git's file gone.

  $ printf '{"metric":"lo' >> mlruns/experiments/iris/$run/journal.jsonl
  $ printf '<<<<<<< HEAD\n' > mlruns/experiments/iris/$run/run.json
  $ rm mlruns/.gitignore
#tty 100x24
  $ mlt doctor
  MLT043  mlruns/.gitignore
          a line that git needs is missing: there is no file
          fix: the line is added
  MLT001  mlruns/experiments/iris/<RUN-1>/journal.jsonl:13
          the line is torn or no journal line: it has no end
          fix: the line moves to lost-and-found
  MLT011  mlruns/experiments/iris/<RUN-1>/run.json
          the snapshot is damaged: has a conflict marker that git left; mend it with: mlt doctor --fix
          fix: it is kept in lost-and-found and written anew from the journal
  3 findings
  hint: mend what is safe to mend with: mlt doctor --fix
  [exit 1]
#pipe
  $ mlt doctor --json=code,line,fixed
  {
    "schema": "mlt.findings/1",
    "items": [
      {
        "code": "MLT043",
        "line": null,
        "fixed": false
      },
      {
        "code": "MLT001",
        "line": 13,
        "fixed": false
      },
      {
        "code": "MLT011",
        "line": null,
        "fixed": false
      }
    ],
    "next": null
  }
  2> 3 findings
  2> hint: mend what is safe to mend with: mlt doctor --fix
  [exit 1]
  $ mlt doctor -F '{code} {path}'
  MLT043 .gitignore
  MLT001 experiments/iris/<RUN-1>/journal.jsonl
  MLT011 experiments/iris/<RUN-1>/run.json
  2> 3 findings
  2> hint: mend what is safe to mend with: mlt doctor --fix
  [exit 1]

Mended, with what was taken out beside the store; then there is nothing more.

#tty 100x24
  $ mlt doctor --fix
  MLT043  mlruns/.gitignore
          a line that git needs is missing: there is no file
          fixed: the line is added
  MLT001  mlruns/experiments/iris/<RUN-1>/journal.jsonl:13
          the line is torn or no journal line: it has no end
          fixed: the line moves to lost-and-found
  MLT011  mlruns/experiments/iris/<RUN-1>/run.json
          the snapshot is damaged: has a conflict marker that git left; mend it with: mlt doctor --fix
          fixed: it is kept in lost-and-found and written anew from the journal
  3 findings, 3 fixed
  what was taken out lies in mlruns.lost-and-found
#pipe
  $ ls mlruns.lost-and-found/experiments/iris/$run | cut -d. -f1-2
  journal.jsonl
  run.json
  $ mlt doctor --fix
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt runs list --no-header -F '{run_name} {status}'
  one FINISHED

What does not belong where it stands is moved out, a link without what it leads to.

  $ echo mine > mlruns/experiments/notes.txt
  $ ln -s /etc mlruns/experiments/iris/elsewhere
  $ mlt doctor --fix
  code	path	line	message	fix	fixed
  MLT041	experiments/iris/elsewhere		a link, pipe or device stands where a file or folder should	it moves to lost-and-found	true
  MLT040	experiments/notes.txt		it does not belong where it stands	it moves to lost-and-found	true
  2> 2 findings, 2 fixed
  2> what was taken out lies in mlruns.lost-and-found
  $ ls mlruns.lost-and-found/experiments | cut -d. -f1-2
  iris
  notes.txt
  $ readlink mlruns.lost-and-found/experiments/iris/elsewhere.*
  /etc
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings

What cannot be mended stays a finding.

  $ cp mlruns/experiments/iris/$run/journal.jsonl kept.jsonl
  $ rm mlruns/experiments/iris/$run/journal.jsonl
  $ mlt doctor --fix
  code	path	line	message	fix	fixed
  MLT003	experiments/iris/<RUN-1>/journal.jsonl		the journal is missing		false
  2> 1 finding
  [exit 1]
  $ mv kept.jsonl mlruns/experiments/iris/$run/journal.jsonl

A file that was changed without another size is found by its digest.

  $ mkdir -p out && printf 'abc' > out/model.bin
  $ mlt log artifact out/model.bin --run one && mlt -q doctor --fix > fixed.tsv
  $ printf 'abd' > mlruns/experiments/iris/$run/artifacts/model.bin
  $ mlt doctor
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt doctor --deep
  code	path	line	message	fix	fixed
  MLT022	experiments/iris/<RUN-1>/artifacts/model.bin		an artifact is not as it was recorded: its SHA-256 is not the recorded one		false
  2> 1 finding
  [exit 1]
  $ mlt log artifact out/model.bin --run one && mlt -q doctor --fix > fixed.tsv
  $ mlt doctor --deep
  code	path	line	message	fix	fixed
  2> 0 findings

A run whose process was killed ends as KILLED.

  $ sh -c 'mlt run -q -x iris --name dead -- sh -c "kill -9 \$PPID"; exit $?' 2>/dev/null
  [exit 137]
  $ mlt doctor -n --fix
  code	path	line	message	fix	fixed
  MLT020	experiments/iris/<RUN-2>		the run is RUNNING but its process is gone	the run ends as KILLED	false
  2> 1 finding
  [exit 1]
  $ mlt doctor --fix
  code	path	line	message	fix	fixed
  MLT020	experiments/iris/<RUN-2>		the run is RUNNING but its process is gone	the run ends as KILLED	true
  2> 1 finding, 1 fixed
  $ mlt runs list --no-header -F '{run_name} {status}'
  dead KILLED
  one FINISHED

Paths narrow it.

  $ echo mine > mlruns/experiments/notes.txt
  $ mlt doctor mlruns/experiments/iris
  code	path	line	message	fix	fixed
  2> 0 findings
  $ mlt doctor mlruns/experiments/notes.txt
  code	path	line	message	fix	fixed
  MLT040	experiments/notes.txt		it does not belong where it stands	it moves to lost-and-found	false
  2> 1 finding
  2> hint: mend what is safe to mend with: mlt doctor --fix
  [exit 1]
  $ mlt doctor /tmp
  2> error: /tmp is not in the store mlruns
  [exit 2]
  $ mlt doctor nowhere/at/all
  2> error: no nowhere/at/all
  [exit 3]
  $ rm mlruns/experiments/notes.txt

Secrets are found, and never shown.

  $ mlt run -q -x iris --name leak -- true
  $ mlt log tag note=$(printf 'gh%s_%s' p aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0aB3dE5) --run leak
  $ mlt doctor mlruns/experiments/iris
  code	path	line	message	fix	fixed
  MLT013	experiments/iris/<RUN-3>/run.json		the snapshot is behind its journal	it is written anew from the journal	false
  MLT201	experiments/iris/<RUN-3>/journal.jsonl	13	something that looks like a secret stands in it: a GitHub token		false
  2> 2 findings
  2> hint: mend what is safe to mend with: mlt doctor --fix
  [exit 1]

What lies in git can be looked at only.

  $ mlt doctor --git HEAD --staged
  2> error: --git and --staged are two different questions
  [exit 2]
  $ mlt doctor --git HEAD --fix
  2> error: what lies in git can be looked at, not mended
  2> hint: mend the store and commit again: mlt doctor --fix
  [exit 2]
  $ mlt doctor --git HEAD
  2> error: <dir>/mlruns is in no working tree of git
  [exit 3]
