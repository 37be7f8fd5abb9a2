`mlt gc` lists what can go, and with --prune removes it.

  $ mlt run -q -x a --name one --tag k=v -- true
  $ mlt run -q -x a --name two -- true
  $ mlt run -q -x a --name three -- true
  $ mlt gc
  id	action	kind	name	detail	bytes
  2> 0 things, 0 B to remove
  $ mlt runs delete one two
  $ mlt gc -F '{action} {kind} {name}' 2>&1 | sed 's/[0-9.]* KiB/SIZE/'
  remove run two
  remove run one
  2 things, SIZE to remove
  hint: nothing was removed; do it with --prune
  $ mlt gc --prune 2>&1 | sed 's/[0-9.]* KiB/SIZE/'
  error: 2 things with SIZE will be removed for good. There is nobody to ask
  hint: answer beforehand with -y, or look first with -n
  $ mlt gc --prune 2> /dev/null
  [exit 2]
  $ mlt gc --older-than 5d --deleted --prune -y -F '{action} {name}'
  2> 0 things, 0 B to remove
  $ mlt gc --older-than 1s --keep "tags.k = 'v'" -F '{action} {name} {detail}' 2>&1 | sed 's/[0-9.]* KiB/SIZE/'
  remove two␠
  keep one --keep
  remove three␠
  2 things, SIZE to remove
  hint: nothing was removed; do it with --prune
  $ mlt gc --keep-best 3
  2> error: --keep-best takes N:METRIC, not '3'
  2> hint: the three best by accuracy: --keep-best 3:acc
  [exit 2]
  $ mlt gc --keep "tags.k ="
  2> error: a tag is compared with a text in quotes, found the end
  2>   tags.k =
  2>           ^
  [exit 2]
  $ mlt gc -x none
  2> error: there is no experiment 'none'
  2> hint: list experiments with: mlt experiments list
  [exit 3]
  $ mlt gc --prune -y -F '{action} {name}' 2>&1 | sed 's/[0-9.]* KiB/SIZE/'
  remove two
  remove one
  2 things, SIZE removed
  $ mlt ls -x a --all -F '{run_name}'
  three
  $ mlt runs tag three mlt.keep=1 && mlt gc --older-than 1s --prune -y -F '{action} {name} {detail}'
  keep three tag mlt.keep
  2> 0 things, 0 B to remove
  [exit 4]
  $ mkdir -p ~/.cache/mlt && echo x > ~/.cache/mlt/x && mlt gc --cache --prune -y -F '{action} {kind}'
  remove cache
  2> 1 thing, 2 B removed
  $ ls ~/.cache/mlt
#tty 80x24
  $ mlt gc
  ␛[1mid␛[0m  ␛[1maction␛[0m  ␛[1mkind␛[0m  ␛[1mname␛[0m  ␛[1mdetail␛[0m  ␛[1mbytes␛[0m
  0 things, 0 B to remove
