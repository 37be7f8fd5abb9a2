`mlt redact` takes a logged secret out of a store.

  $ mlt run -q -x a --name one -P lr=0.1 --tag note=tok-123456 -- echo tok-123456
  tok-123456
  $ printf 'tok-123456\n' > secret
  $ git init -q . && mlt runs commit -q one
  $ mlt redact
  2> error: nothing to redact is named
  2> hint: a value: mlt redact --value-from FILE
  2> hint: a param or tag: mlt redact --key '*password*'
  [exit 2]
  $ mlt redact --value-from nothing
  2> error: opening nothing: No such file or directory
  [exit 3]
  $ mlt redact --key '*token*'
  2> error: no param or tag fits '*token*'
  2> hint: list keys with: mlt runs keys -x '*'
  [exit 3]
  $ mlt redact --value-from secret
  2> error: 3 files will be rewritten for good. There is nobody to ask
  2> hint: answer beforehand with -y, or look first with -n
  [exit 2]
  $ mlt redact --value-from secret -n -F '{places} {commit}' | sed 's/[0-9a-f]\{40\}/COMMIT/' | sort
   COMMIT
   COMMIT
  1␠
  3␠
  3␠
  2> warning: experiments/a/<RUN-1>/artifacts/logs/stdout.log: its size and SHA-256 are others; they are recorded anew
  2> warning: git still holds what was redacted: whoever has a clone has it too
  2> hint: change the secret itself; then rewrite the history with git filter-repo
  $ mlt redact --value-from secret -y -q > out; wc -l < out
  6
  $ grep -rc tok-123456 mlruns | grep -v ':0' | wc -l
  0
  $ mlt redact --value-from secret -y
  path	places	broke	commit
  $ mlt redact -y -q --key note one > out; mlt show one --json=tags.note | grep note
      "note": "***"
  $ printf 'abc\n' | mlt redact --value-from - -y
  2> error: a value to redact is shorter than 6 bytes: it would be found everywhere
  2> hint: name the param or tag that holds it: --key GLOB
  [exit 2]
#tty 80x24
  $ mlt redact --value-from secret -n
  0 files
  ␛[1mpath␛[0m  ␛[1mplaces␛[0m  ␛[1mbroke␛[0m  ␛[1mstill in commit␛[0m
