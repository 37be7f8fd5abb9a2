Metrics are drawn as curves. Three runs whose loss falls, one of them with a spike.

  $ train() { mlt run start -q -x digits --name "$1" --file > id; seq 0 "$2" | awk -v k="$3" -v spike="$4" '
  >   { v = 2 / (1 + k * $1); if ($1 == spike) v = 1.9
  >     printf "{\"metric\":\"loss\",\"step\":%d,\"value\":%.4f,\"time\":%.0f}\n", $1, v, 1767603600000 + 2000 * $1
  >     printf "{\"metric\":\"acc\",\"step\":%d,\"value\":%.4f,\"time\":%.0f}\n", $1, 1 - v / 2, 1767603600000 + 2000 * $1 }
  >   ' | mlt log -; mlt run end -q; }
  $ train slow 300 0.01
  $ train quick 300 0.05 200
  $ train short 150 0.02

Off a terminal it is a drawing in ASCII of 80 columns, or of $COLUMNS.

  $ mlt plot loss
  loss - digits - 3 runs
  2.0+*
     |**+                                              o
  1.8+o**+                                             o
     | o* ++                                           o
  1.6+ o * +++                                         o
     | oo *  +++                                       o
  1.4+  o  **  +++                                     o
     |  oo  **    +++                                  o
  1.2+   o   ***A   +++++                              o
     |    o    ***      ++++                           o
  1.0+    oo     ***        +++++                     oo
     |     oo      ****         +++++++     B         oo
  0.8+       oo       ****            ++++++++        oo
     |        oo          *****              ++++++++++o
  0.6+          ooo           *******                 o+++++++++++++
     |            ooooo              *******A         oo           +++++++++++++B
  0.4+                oooooo                          oo
     |                     ooooooooooo                oo
  0.2+                               ooooooooooooooooooooo    C
     |                                                   oooooooooooooooooooooooC
     ++-----------+-----------+------------+-----------+-----------+-----------+--
      0          50          100          150         200         250         300
  A *  <run-1>  short  0.500
  B +  <run-2>  slow   0.500
  C o  <run-3>  quick  0.125
  $ COLUMNS=40 mlt plot loss --height 6
  loss - digits - 3 runs
  2+**                     o
   |o**+++                 o
   | o****+++++        B   o
  1+  ooo*******+++++++++++o   C
   |    Aoooooo********A  ++++++++++++++B
   |             oooooooooooooooooooooooC
   ++----------------------+--------------
    0                     200         step
  A *  <run-1>  short  0.500
  B +  <run-2>  slow   0.500
  C o  <run-3>  quick  0.125
  $ COLUMNS=20 mlt plot loss
  loss - digits - 3...
  2+*+        o
   |**++A     o
  1+ ****+++BAo C
   | ooo*****+++++++B
   |     oooooooooooC
   ++---------+-------
    0        200  step
  A *  <run-1>  0.500
  B +  <run-2>  0.500
  C o  <run-3>  0.125

For programs there are the points, each with every digit.

  $ mlt plot loss @last -F tsv | head -3
  run_id	run_name	metric	step	time	value
  <RUN-1>	short	loss	0	2026-01-05T09:00:00.000Z	2
  <RUN-1>	short	loss	1	2026-01-05T09:00:02.000Z	1.9608
  $ mlt plot loss @last -F csv --smooth 0.5 --x relative | sed -n '1p;3p' | tr -d '\r'
  run_id,run_name,metric,step,time,value,relative_ms,smoothed
  <RUN-1>,short,loss,1,2026-01-05T09:00:02.000Z,1.9608,2000,1.9738666666666667
  $ mlt run start -q -x digits --name exact --file > /dev/null
  $ mlt log metric tiny 0.30000000000000004 --step 9007199254740993; mlt log metric tiny nan --step 9007199254740994
  $ mlt run end -q
  $ mlt plot tiny -F json
  {
    "schema": "mlt.plot/1",
    "x": "step",
    "smooth": null,
    "items": [
      {
        "run_id": "<RUN-4>",
        "run_name": "exact",
        "metric": "tiny",
        "points": [
          {
            "step": 9007199254740993,
            "time": 1767604260016,
            "time_iso": "2026-01-05T09:11:00.016Z",
            "value": 0.30000000000000004
          },
          {
            "step": 9007199254740994,
            "time": 1767604260017,
            "time_iso": "2026-01-05T09:11:00.017Z",
            "value": "NaN"
          }
        ]
      }
    ],
    "next": null
  }
  2> 3 of 4 runs have no metric 'tiny': <run-1> short, <run-3> quick, <run-2> slow
  $ mlt plot loss,acc -F jsonl --json=run_name,metric
  {"run_name":"short","metric":"loss"}
  {"run_name":"quick","metric":"loss"}
  {"run_name":"slow","metric":"loss"}
  {"run_name":"short","metric":"acc"}
  {"run_name":"quick","metric":"acc"}
  {"run_name":"slow","metric":"acc"}
  2> 1 of 4 runs has no metric 'loss': <run-4> exact
  2> 1 of 4 runs has no metric 'acc': <run-4> exact
  $ mlt plot loss -F md -N 2 | head -3
  | run | name | metric | step | when | value |
  | --- | --- | --- | ---: | --- | ---: |
  | <run-1> | short | loss | 0 | 09:00 | 2.000 |
  2> 1 of 2 runs has no metric 'loss': <run-4> exact

On a terminal it is braille, with a colour and a letter for each run.

#tty 80x24
  $ mlt plot loss slow quick short
  ␛[1mloss · digits · 3 runs␛[0m
  ␛[2m2.0┤␛[0m␛[36m⣷⡄␛[0m                                               ␛[35m⡀␛[0m
  ␛[2m   │␛[0m␛[33m⢹␛[0m␛[36m⢎⠢⡀␛[0m                                             ␛[35m⡇␛[0m
  ␛[2m   │␛[0m␛[35m⠈␛[0m␛[33m⡎⢦␛[0m␛[36m⠈⠢⣄␛[0m                                           ␛[35m⡇␛[0m
  ␛[2m   │␛[0m ␛[35m⢣␛[0m ␛[33m⢣⡀␛[0m␛[36m⠈⠓⢄⡀␛[0m                                        ␛[35m⡇␛[0m
  ␛[2m1.5┤␛[0m ␛[35m⠈⡆␛[0m ␛[33m⠑⣄␛[0m  ␛[36m⠉⠲⢄⡀␛[0m                                     ␛[35m⡇␛[0m
  ␛[2m   │␛[0m  ␛[35m⠱⡀␛[0m ␛[33m⠈⠣⡀␛[0m   ␛[36m⠉⠳⢤⣀␛[0m                                  ␛[35m⡇␛[0m
  ␛[2m   │␛[0m   ␛[35m⢣␛[0m   ␛[33m⠈⠲⣄␛[0m    ␛[36m⠈⠙⠒⠤⣀⡀␛[0m                             ␛[35m⡇␛[0m
  ␛[2m1.0┤␛[0m    ␛[35m⢣⡀␛[0m   ␛[33m⠈⠑⠦⣀␛[0m      ␛[36m⠉⠑⠒⠤⢄⣀␛[0m                        ␛[35m⡇␛[0m
  ␛[2m   │␛[0m     ␛[35m⠱⡄␛[0m     ␛[33m⠈⠓⠤⣀␛[0m        ␛[36m⠈⠉⠓⠒⠤⠤⣀⣀␛[0m                 ␛[35m⡇␛[0m
  ␛[2m   │␛[0m      ␛[35m⠈⠢⡀␛[0m       ␛[33m⠉⠓⠦⢄⣀␛[0m           ␛[36m⠉⠉⠓⠒⠢⠤⢤⣀⣀⡀␛[0m       ␛[35m⡇␛[0m
  ␛[2m   │␛[0m        ␛[35m⠈⠳⢄⡀␛[0m         ␛[33m⠉⠑⠒⠤⢤⣀⡀␛[0m             ␛[36m⠈⠉⠉⠑⠒⠒⠲⠤⡧⠤⣄⣀⣀⣀␛[0m
  ␛[2m0.5┤␛[0m           ␛[35m⠉⠓⠤⣀⡀␛[0m           ␛[33m⠈⠉⠙⠒⠒⠦⠤⠤⣀⣀⡀B␛[0m          ␛[35m⡇␛[0m     ␛[36m⠉⠉⠉⠉⠑⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀A␛[0m
  ␛[2m   │␛[0m               ␛[35m⠉⠙⠒⠦⠤⣄⣀⡀␛[0m                          ␛[35m⡇␛[0m
  ␛[2m   │␛[0m                      ␛[35m⠈⠉⠙⠒⠒⠒⠤⠤⠤⠤⣀⣀⣀⣀⣀␛[0m            ␛[35m⡇␛[0m
  ␛[2m   │␛[0m                                     ␛[35m⠉⠉⠉⠉⠉⠉⠓⠒⠒⠒⠒⠒⠓⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀⣀⣀⣀⣀C␛[0m
  ␛[2m   └┬───────────┬───────────┬────────────┬───────────┬───────────┬───────────┬──␛[0m
  ␛[2m    0          50          100          150         200         250         300␛[0m
  ␛[36mA␛[0m  <run-2>  slow   0.500
  ␛[33mB␛[0m  <run-1>  short  0.500
  ␛[35mC␛[0m  <run-3>  quick  0.125
  $ mlt plot loss,acc slow quick short --each
  ␛[1mdigits · 3 runs␛[0m
  ␛[1mloss␛[0m                                     ␛[1macc␛[0m
  ␛[2m2.0┤␛[0m␛[36m⣷⡄␛[0m                   ␛[35m⢠␛[0m               ␛[2m   │␛[0m          ␛[35m⢀⣀⣀⣠⠤⠤⠤⠤⠖⠒⠒⢲⡖⠒⠒⠒⠉⠉⠉⠉⠉⠉⠉C␛[0m
  ␛[2m   │␛[0m␛[33m⢸␛[0m␛[36m⢿⢦⡀␛[0m                 ␛[35m⢸␛[0m               ␛[2m   │␛[0m     ␛[35m⢀⡠⠴⠒⠉⠉␛[0m  ␛[33m⢀⣀⣠⠤B␛[0m   ␛[35m⢸⡇␛[0m   ␛[36m⢀⣀⣀⣀⣀⡤⠤A␛[0m
  ␛[2m1.5┤␛[0m␛[35m⠈␛[0m␛[33m⡎⢣␛[0m␛[36m⡈⠲⣄␛[0m               ␛[35m⢸␛[0m               ␛[2m   │␛[0m   ␛[35m⣠⠞⠉␛[0m  ␛[33m⣀⡤⠖⠚⠉⠁␛[0m ␛[36m⢀⣀⣀⠤⠤⠖␛[0m␛[35m⢺⡗␛[0m␛[36m⠋⠉⠉⠉␛[0m
  ␛[2m   │␛[0m ␛[35m⢹⡀␛[0m␛[33m⠙⢄⡀␛[0m␛[36m⠙⠲⢤⣀␛[0m           ␛[35m⢸␛[0m               ␛[2m0.5┤␛[0m  ␛[35m⡴⠁␛[0m ␛[33m⣠⠖⠋␛[0m ␛[36m⢀⣀⠤⠖⠒⠉⠉␛[0m     ␛[35m⢸⡇␛[0m
  ␛[2m1.0┤␛[0m  ␛[35m⠳⡀␛[0m ␛[33m⠙⠦⣄␛[0m ␛[36m⠈⠉⠒⠦⠤⣄⣀␛[0m     ␛[35m⢸⡇␛[0m              ␛[2m   │␛[0m ␛[35m⣸⠁␛[0m␛[33m⣠⠊⠁␛[0m␛[36m⣠⠴⠚⠉␛[0m           ␛[35m⢸␛[0m
  ␛[2m   │␛[0m   ␛[35m⠙⢦⣀␛[0m  ␛[33m⠉⠓⠦⢤⣀⡀␛[0m ␛[36m⠈⠉⠉⠒⠒⠦⢼⡧⣄⣀⣀⣀␛[0m          ␛[2m   │␛[0m␛[35m⢀⢇␛[0m␛[33m⡜␛[0m␛[36m⢁⠴⠋␛[0m               ␛[35m⢸␛[0m
  ␛[2m0.5┤␛[0m     ␛[35m⠈⠑⠲⠤⣀⣀␛[0m  ␛[33m⠈⠉⠙⠒B␛[0m   ␛[35m⢸⡇␛[0m   ␛[36m⠈⠉⠉⠉⠉⠓⠒A␛[0m   ␛[2m   │␛[0m␛[35m⢸␛[0m␛[36m⣾⠞⠁␛[0m                 ␛[35m⢸␛[0m
  ␛[2m   │␛[0m          ␛[35m⠈⠉⠉⠙⠒⠒⠒⠒⠦⠤⠤⠼⠧⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀C␛[0m   ␛[2m  0┤␛[0m␛[35m⡿␛[0m␛[36m⠃␛[0m                   ␛[35m⠘␛[0m
  ␛[2m   └┬────────────────────┬─────────────␛[0m  ␛[2m   └┬────────────────────┬─────────────␛[0m
  ␛[2m    0                   200        step␛[0m  ␛[2m    0                   200        step␛[0m
  ␛[36mA␛[0m  <run-2>  slow   0.500                 ␛[35mC␛[0m  <run-3>  quick  0.9375
  ␛[33mB␛[0m  <run-1>  short  0.500                 ␛[36mA␛[0m  <run-2>  slow   0.7500
  ␛[35mC␛[0m  <run-3>  quick  0.125                 ␛[33mB␛[0m  <run-1>  short  0.7500
  $ mlt plot loss slow quick short --smooth 0.9 --log-y --height 8
  ␛[1mloss · digits · 3 runs · smoothed 0.9␛[0m
  ␛[2m  2┤␛[0m␛[36m⠙⠻⣖⡶⠶⣢⣤⠤⢄⣀⣀⣀␛[0m                                     ␛[2;35m⠂␛[0m
  ␛[2m   │␛[0m  ␛[2;35m⠑␛[0m␛[35m⠉⠓⠦␛[0m␛[33m⣌⡉⠑⠒⠢␛[0m␛[36m⠬⢍⣉⡙⠒⠒⠒⠦⠤⠤⠤⣀⣀⣀⣀␛[0m
  ␛[2m  1┤␛[0m     ␛[2;35m⠙⠲␛[0m␛[35m⠉⠓⠦⢄⣀␛[0m␛[2;33m⠉⠉␛[0m␛[33m⠉⠉⠑⠒⠒⠤⠤⢤⣀⣀⣀␛[0m␛[2;36m⠉␛[0m␛[36m⠉⠉⠉⠉⠑⠒⠒⠒⠒⠢⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀⣀␛[0m
  ␛[2m   │␛[0m         ␛[2;35m⠉⠑␛[0m␛[35m⠈⠙⠒⠦⢤⣀⡀␛[0m    ␛[2;33m⠉⠉␛[0m␛[33m⠈⠉⠉⠙⠒⠒⠒⠦⠤⠤⠤⣄⣀⡀B␛[0m     ␛[2;36m⠉⠉␛[0m␛[36m⠈⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀⣀A␛[0m
  ␛[2m0.5┤␛[0m              ␛[2;35m⠈⠉⠙␛[0m␛[35m⠈⠉⠓⠒⠦⠤⢄⣀⣀␛[0m           ␛[2;33m⠁␛[0m           ␛[35m⡀␛[0m                       ␛[2;36m⠈␛[0m
  ␛[2m   │␛[0m                       ␛[2;35m⠈⠉␛[0m␛[35m⠈⠉⠉⠓⠒⠒⠦⠤⠤⢄⣀⣀⣀␛[0m           ␛[35m⡟⢦⡀␛[0m
  ␛[2m0.2┤␛[0m                                   ␛[2;35m⠈⠉␛[0m␛[35m⠈⠉⠉⠉⠑⠒⠒⠒⠲⠤⠤⠤⠇␛[0m␛[2;35m⣀␛[0m␛[35m⠈⠓⠢⢤⣀⣀␛[0m
  ␛[2m   │␛[0m                                                    ␛[2;35m⠈⠉⠉⠉⠉␛[0m␛[35m⠉⠉⠉⠉⠒⠒⠒⠒⠒⠦⠤⠤⠤⠤⠤⢤⣀C␛[0m
  ␛[2m   └┬───────────┬───────────┬────────────┬───────────┬───────────┬───────────┬──␛[0m
  ␛[2m    0          50          100          150         200         250         300␛[0m
  ␛[36mA␛[0m  <run-2>  slow   0.500
  ␛[33mB␛[0m  <run-1>  short  0.500
  ␛[35mC␛[0m  <run-3>  quick  0.125
  $ NO_COLOR=1 mlt plot loss slow quick --x relative --height 6
  loss · digits · 2 runs · over relative time
  2┤⠹⡒⠤⣄⡀                                             ⢰
   │ ⠱⡄ ⠈⠉⠒⠢⠤⢄⣀⡀                                      ⢸
   │  ⠈⠢⣀      ⠈⠉⠙⠒⠒⠦⠤⠤⣀⣀⣀⡀   A                       ⢸
  1┤    ⠈⠑⠢⢄⣀             ⠈⠉⠉⠉⠓⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⡀      ⣿B
   │         ⠉⠙⠒⠲⠤⠤⢤⣀⣀⣀⣀                       ⠈⠉⠉⠉⠉⠉⠉⣿⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠲⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤A
   │                   ⠈⠉⠉⠉⠉⠉⠙⠒⠒⠒⠒⠒⠒⠒⠒⠒⠲⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠿⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀B
   └┬──────────────┬──────────────┬──────────────┬──────────────┬──────────────┬──
    0             2m             4m             6m             8m             10m
  A  <run-2>  slow   0.500
  B  <run-3>  quick  0.125
  $ NO_COLOR=1 mlt plot loss quick --x time --height 4
  loss · digits · 1 run · over time
  2┤⠑⣄                                                 ⢰
   │ ⠈⠓⢤⣀                                              ⢸
  1┤    ⠈⠉⠒⠒⠤⠤⣄⣀⣀⡀                                     ⢸⡇
   │             ⠈⠉⠉⠉⠉⠙⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣄⣸⣇⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
   └┬──────────────┬───────────────┬──────────────┬───────────────┬──────────────┬
  09:00          09:02           09:04          09:06           09:08        09:10
  A  <run-3>  quick  0.125
  $ mlt plot loss quick --ascii --height 4 --color never
  loss - digits - 1 run
  2+**                                                 *
   | ****                                              *
  1+     **************                                **
   |                  ************************************************************
   ++------------+------------+------------+-----------+------------+------------+
    0           50           100          150         200          250         300
  A *  <run-3>  quick  0.125
  $ LC_ALL=C TERM=dumb mlt plot loss slow quick --height 6
  loss - digits - 2 runs
  2+****                                              +
   | ++********                                       +
   |  +++     *************   A                       +
  1+     ++++++           *************************** +B
   |          ++++++++++++++++++                    ****************************A
   |                           +++++++++++++++++++++++++++++++++++++++++++++++++B
   ++------------+-----------+------------+-----------+------------+-----------+--
    0           50          100          150         200          250         300
  A *  <run-2>  slow   0.500
  B +  <run-3>  quick  0.125
#tty 40x24
  $ NO_COLOR=1 mlt plot loss slow quick short
  loss · digits · 3 runs
  2.0┤⣷⡀                    ⢠
     │⢹⡟⣄                   ⢸
  1.5┤⠸⡹⡌⠣⡀                 ⢸
     │ ⡇⠙⡄⠈⠲⣄  A            ⢸
     │ ⠸⡄⠘⢦⡀⠈⠙⠦⣄⡀           ⢸
  1.0┤  ⢳⡀ ⠙⢦⡀ B⠉⠓⠦⣄⣀       ⣾
     │   ⠳⣄  ⠈⠓⠦⣀⡀  ⠈⠉⠓⠒⠤⢤⣀⣀⣿
  0.5┤    ⠈⠳⣄⡀   ⠉⠓⠲⠤⢤⣀⡀B   ⣿⠉⠑⠒⠒⠦⠤⠤⢤⣀⣀⣀A
     │       ⠉⠓⠢⠤⣄⣀⡀        ⣿   C
     │             ⠉⠉⠉⠓⠒⠒⠒⠲⠤⠿⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀C
     └┬─────────────────────┬─────────────
      0                    200        step
  A  <run-2>  slow   0.500
  B  <run-1>  short  0.500
  C  <run-3>  quick  0.125
#tty 20x24
  $ NO_COLOR=1 mlt plot loss slow quick short
  loss · digits · 3 r…
  2┤⣷⡀        ⢰
   │⢸⣟⢦⡀BA    ⢸
  1┤⠈⣎⠳⣉⠲⢤⣀⡀ B⢸ C
   │ ⠘⢦⣈⠓⠦⢤⣉⡙⠒⢺⠤⠤⣄⣀⣀A
   │   ⠈⠙⠒⠲⠤⠤⠤⠼⣄⣀⣀⣀⣀C
   └┬─────────┬───────
    0        200  step
  A  <run-2>  0.500
  B  <run-1>  0.500
  C  <run-3>  0.125
#tty 200x40
  $ NO_COLOR=1 mlt plot loss slow quick short --height 10
  loss · digits · 3 runs
  2.0┤⠹⡶⢦⠤⢄⣀⡀                                                                                                                          ⡄
     │ ⠈⢢⠉⠑⠤⢌⠉⠒⠒⠤⠤⣀⣀                                                                                                                   ⡇
  1.5┤   ⠑⢄  ⠉⠒⠢⠤⣀⣀ ⠉⠉⠑⠒⠒⠤⠤⠤⣀⣀⣀                                                                                                        ⡇
     │     ⠑⠢⡀     ⠉⠒⠒⠤⢄⣀      ⠉⠉⠑⠒⠒⠒⠢⠤⠤⢄⣀⣀⣀⡀          A                                                                               ⡇
     │       ⠈⠉⠢⠤⡀       ⠉⠉⠒⠒⠢⠤⠤⢄⣀⣀         ⠈⠉⠉⠉⠑⠒⠒⠒⠒⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⡀                                                                       ⡇
  1.0┤           ⠈⠉⠒⠤⢄⡀            ⠉⠉⠑⠒⠒⠢⠤⠤⠤⣀⣀⣀⣀       B       ⠈⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⡀                                            ⢰⢹
     │                ⠈⠉⠑⠒⠢⠤⠤⣀⣀⡀                ⠉⠉⠉⠉⠑⠒⠒⠒⠒⠢⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀                    ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡀ ⢸⢸
  0.5┤                         ⠈⠉⠉⠒⠒⠒⠢⠤⠤⠤⢄⣀⣀⣀⣀⡀                      ⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⡀B                           ⠈⠉⢹⢹⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀A
     │                                        ⠈⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡀                                                    ⢸⢸                C
     │                                                                           ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠼⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀C
     └┬────────────┬────────────┬───────────┬────────────┬────────────┬────────────┬────────────┬────────────┬────────────┬────────────┬────────────┬────────────┬───────────┬────────────┬────────────┬──
      0           20           40          60           80           100          120          140          160          180          200          220          240         260          280          300
  A  <run-2>  slow   0.500
  B  <run-1>  short  0.500
  C  <run-3>  quick  0.125
  $ NO_COLOR=1 mlt plot loss,acc slow quick short --each --height 5
  digits · 3 runs
  loss                                                                                                 acc
  2┤⠹⣲⢦⡤⢤⣀⣀                                                        ⡆                                      │                    ⢀⣀⣀C⣀⣀⣀⡤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠖⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢲⡖⠒⠒⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉C
   │ ⠈⠢⣌⠙⠒⠬⢍⣉⡓⠒⠒⠤⠤⠤⣄⣀⣀⣀     AB                                     ⡇                                      │        ⢀⣀⡤⠤⠔⠒⠒⠚⠉⠉⠉⠉⢁⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠒⠒⠉⢉⣉⣉⣉⣉⣉⣉⣀⣀⣠⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢼⡗⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠚⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉A
  1┤    ⠙⠲⠤⣀⡀⠈⠉⠙⠒⠒⠦⠤⠤⣀⣈⣉⣉⠉⠉⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀      B             ⢠⢣        C                          0.5┤   ⢀⣠⠔⠒⠉⠁⢀⣀⡠⠤⠤⠒⠒⠚⠉⣉⣉⣁⣀⡠⠤⠤⠤⠤⠔⠒⠒⠒⠒⠒⠊⠉⠉⠉⠉⠉⠉⠉     BA             ⢸⠃
   │        ⠈⠉⠑⠒⠲⠤⠤⠤⣄⣀⣀⣀⣀⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⢤⣀⣈⣉⣉⣉⣉⣉⣉⠉⠉⠙⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢺⢼⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀A      │ ⢀⠔⢋⣠⠤⢒⣊⣉⠥⠤⠴⠒⠒⠒⠉⠉⠉⠁                 B                        ⢸
   │                     ⠉⠉⠉⠉⠉⠉⠙⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠼⠸⠤⠤⣄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀C     0┤⣰⠷⠞⠓⠚⠉⠁                                                      ⠸
   └┬───────────────┬──────────────┬───────────────┬───────────────┬───────────────┬──────────────┬──     └┬──────────────┬───────────────┬──────────────┬──────────────┬───────────────┬──────────────┬──
    0              50             100             150             200             250            300       0             50              100            150            200             250            300
  A  <run-2>  slow   0.500                                                                             C  <run-3>  quick  0.9375
  B  <run-1>  short  0.500                                                                             A  <run-2>  slow   0.7500
  C  <run-3>  quick  0.125                                                                             B  <run-1>  short  0.7500
  $ NO_COLOR=1 mlt plot loss slow quick short --each --height 5
  loss · digits · 3 runs
  <run-2>  slow                                                      <run-1>  short                                                     <run-3>  quick
  2┤⠙⠲⠤⣄⡀                                                            2┤⠑⢤⡀                                                              2┤⢣⡀                                       ⢰
   │    ⠈⠉⠓⠒⠤⠤⣄⣀⡀                                                     │  ⠈⠓⠦⣄⡀                                                           │ ⠱⣄                                      ⢸
  1┤            ⠈⠉⠉⠓⠒⠒⠲⠤⠤⠤⢤⣀⣀⣀⣀⣀                                     1┤      ⠈⠙⠒⠢⠤⢄⣀⣀                                                   1┤  ⠈⠓⢤⣀                                   ⢸⡄
   │                           ⠈⠉⠉⠉⠉⠉⠙⠒⠒⠒⠒⠒⠒⠒⠲⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀   │              ⠉⠉⠉⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀                                  │     ⠈⠉⠒⠢⠤⢤⣀⣀⣀                           ⢸⡇
   │                                                                  │                                                                  │              ⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠲⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠼⠧⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
   └┬────────────────────┬───────────────────┬────────────────────┬   └┬────────────────────┬───────────────────┬────────────────────┬   └┬────────────────────┬───────────────────┬────────────────────┬
    0                   100                 200                 300    0                   100                 200                 300    0                   100                 200                 300
#pipe

mlt compare --plot is the same, with the runs that compare chooses.

  $ mlt compare --plot loss --filter "name = 'quick'" --height 4
  loss - digits - 1 of 4 runs
  2+**                                                 *
   | ****                                              *
  1+     **************                                **
   |                  ************************************************************
   ++------------+------------+------------+-----------+------------+------------+
    0           50           100          150         200          250         300
  A *  <run-3>  quick  0.125
  $ mlt compare --plot loss -o loss.csv
  2> error: --plot writes no file
  2> hint: write the points with: mlt compare --plot METRIC -F csv > FILE
  [exit 2]

A run without the metric is told of, a metric that no run has is an error.

  $ mlt plot loss --height 2
  loss - digits - 4 runs
  2+**********A*+++++++++++               BA          o      C                  C
  1+     oooooo****************************+++++++++++++++++++++++++++++++++++++B
   ++------------+-----------+------------+-----------+------------+-----------+--
    0           50          100          150         200          250         300
  A *  <run-1>  short  0.500
  B +  <run-2>  slow   0.500
  C o  <run-3>  quick  0.125
  2> 1 of 4 runs has no metric 'loss': <run-4> exact
  $ mlt plot los
  2> error: no metric 'metrics.los' in experiment 'digits' (4 runs)
  2> hint: the nearest key is 'metrics.loss'
  [exit 3]
  $ mlt plot tiny slow quick
  2> error: none of the 2 runs has the metric 'tiny'
  2> hint: choose those that have it with: --filter 'metrics.`tiny` IS NOT NULL'
  [exit 3]
  $ mlt plot tiny --filter 'metrics.`tiny` IS NOT NULL' --height 3
  tiny - digits - 1 of 4 runs
     |
  0.3+                                      *
     |
     +--------------------------------------+-------------------------------------
                                        9.007e15                              step
  A *  <run-4>  exact  0.3
  (left out: 1 NaN)
  $ mlt plot tiny slow
  2> error: run <run-2> has no metric 'tiny'
  2> hint: list its metrics with: mlt runs show <run-2>
  [exit 3]
  $ mlt plot loss nobody
  2> error: there is no run 'nobody'
  2> hint: list runs with: mlt runs list
  [exit 3]
  $ mlt plot loss --filter "params.lr ="
  2> error: a param is compared with a text in quotes, found the end
  2>   params.lr =
  2>              ^
  [exit 2]
  $ mlt plot
  2> error: METRIC is missing
  [exit 2]
  $ mlt plot loss,
  2> error: a plot wants METRIC or METRIC,METRIC, not 'loss,'
  [exit 2]
  $ mlt plot loss --smooth 1
  2> error: --smooth wants a weight from 0 to less than 1, not '1'
  [exit 2]
  $ mlt plot loss --height 100000
  2> error: --height wants at most 1000 rows
  [exit 2]
  $ mlt plot loss --x steps
  2> error: option '--x' takes step, time, relative, not 'steps'
  2> hint: the nearest value is 'step'
  [exit 2]
  $ mlt plot loss --filter "name = 'nobody'"
  2> hint: 0 of 4 runs match
  $ mlt plot loss --filter "name = 'nobody'" -F csv --fail-empty
  run_id,run_name,metric,step,time,value␍
  2> hint: 0 of 4 runs match
  [exit 1]
  $ mlt plot loss > /dev/full
  2> error: cannot write to standard output: No space left on device
  [exit 6]

What cannot be drawn is counted: NaN and infinite values, which are gaps, and on a log axis what is
not above zero. One point is a curve too, and so is one value again and again.

  $ holes() { mlt run start -q -x holes --name "$1" --file > /dev/null; shift; s=0
  >   for v; do mlt log metric m "$v" --step $s; s=$((s + 1)); done; mlt run end -q; }
  $ holes gaps 1 2 nan 4 inf 1 -1 0 3
  $ mlt plot m -x holes --height 5
  m - holes - 1 run
  4+                             *
   |                                                                           ***
  2+***********                                     ***                   *****
  0+                                                   *****       *******
   |                                                        *******
   ++------------------+-------------------+------------------+------------------+
    0                  2                   4                  6                  8
  A *  <run-5>  gaps  3
  (left out: 1 NaN - 1 infinite)
  $ mlt plot m -x holes --height 5 --log-y
  m - holes - 1 run
   |                             *
   |                                                                             *
  2+        ***
   |   *****
  1+***                                             *
   ++------------------+-------------------+------------------+------------------+
    0                  2                   4                  6                  8
  A *  <run-5>  gaps  3
  (left out: 1 NaN - 1 infinite - 2 not above zero, which a log axis lacks)
  $ holes point 0.5
  $ mlt plot m point --height 3
  m - holes - 1 run
     |
  0.5+                                      *A
     |
     +--------------------------------------+-------------------------------------
                                            0                                 step
  A *  <run-6>  point  0.5
  $ holes flat 7 7 7 7
  $ mlt plot m flat --height 3
  m - holes - 1 run
   |
  7+******************************************************************************
   |
   ++-------------------------+------------------------+-------------------------+
    0                         1                        2                         3
  A *  <run-7>  flat  7
  $ holes none nan nan
  $ mlt plot m none --height 3
  m - holes - 1 run
    nothing to draw
  A *  <run-8>  none    -
  (left out: 2 NaN)
  $ holes below -1 -2
  $ mlt plot m below --height 3 --log-y
  m - holes - 1 run
    nothing to draw
  A *  <run-9>  below  -2
  (left out: 2 not above zero, which a log axis lacks)

Names are shown as text, whatever is in them.

  $ holes '😀 深い学習' 2 1
  $ mlt plot m -x holes -N 2 --height 4
  m - holes - 2 of 6 runs
   2+*************************************
    | A                                   **************************************A
    |+++++++++++++++++++++++++++++++++++++                                      B
  -2+                                     ++++++++++++++++++++++++++++++++++++++B
    ++-------------------------------------------------------------------------+--
     0                                                                         1
  A *  <run-10>  😀 深い学習   1
  B +  <run-9>  below        -2
#tty 40x24
  $ NO_COLOR=1 mlt plot m -x holes -N 2 --height 4
  m · holes · 2 of 6 runs
   2┤⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⡀
    │ A                            ⠈⠉⠉⠉⠉A
    │⣀⣀⣀⣀⡀                              B
  -2┤    ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀B
    └┬─────────────────────────────────┬──
     0                                 1
  A  <run-10>  😀 深い学習   1
  B  <run-9>  below        -2
#pipe

What a store of MLflow holds can have any name.

  $ mlt init --layout mlflow other > /dev/null
  $ export MLT_STORE=$PWD/other
  $ mlt run start -q -x odd --name plain --file > /dev/null; mlt log metric m 1 --step 1; mlt log metric m 2 --step 2; mlt run end -q
  $ run=$(dirname other/*/*/meta.yaml); sed -i 's/^run_name: .*/run_name: "a\\e[31mb\\tc|<script>"/' $run/meta.yaml
  $ printf 'a\033[31mb\tc|<script>' > $run/tags/mlflow.runName
  $ mlt plot m -x odd --height 3
  m - odd - 1 run
  2+                                                          ********************
   |                    **************************************
  1+********************
   ++----------------------------------------------------------------------------+
    1                                                                            2
  A *  <run-11>  a\x1b[31mb\tc|<script>  2
  $ unset MLT_STORE

Of more than eight runs the median and the quartiles are drawn.

  $ for k in 1 2 3 4 5 6 7 8 9; do mlt run start -q -x many --name s$k --file > /dev/null
  >   for s in 0 1 2 3; do echo "{\"metric\":\"m\",\"step\":$s,\"value\":$((k * (s + 1)))}"; done | mlt log -; mlt run end -q; done
  $ mlt plot m -x many --height 9
  m - many - 9 runs
    |                                                                        . . .
  25+                                                           . . . . . . . . .
    |                                                . . . . . . . . . . . . . . .
  20+                                     . . . . . . . . . . . . ****************
  15+                          . . . . . . . . . .*****************. . . . . . . .
    |               . . . . . . . .**************** . . . . . . . . . . . . . . .
  10+    . . . . . ****************. . . . . . . . . . . . . . . . . . .
   5+************** . . . . . . . . . . . . .
    |. . . . . . .
    ++------------------------+-------------------------+------------------------+
     0                        1                         2                        3
  A *  median of 9 runs  m  20
  (shaded: first to third quartile of the runs - fewer runs, by -N, are drawn one
    by one)
#tty 60x24
  $ mlt plot m -x many --height 6
  ␛[1mm · many · 9 runs␛[0m
  ␛[2m  │␛[0m                                              ␛[2;36m⢀⢀⢀⢀⢄⢄⢔⢔⢔⢕⢕␛[0m
  ␛[2m20┤␛[0m                                  ␛[2;36m⢀⢀⢀⢀⢄⢄⢄⢔⢔⢔⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕␛[0m␛[36m⣀␛[0m
  ␛[2m  │␛[0m                       ␛[2;36m⢀⢀⢀⢄⢄⢄⢔⢔⢔⢕⢕⢕⢕⢕⢕⢕⢕␛[0m␛[36m⣀⣀⣀⡠⠤⠤⠤⠤⠒⠒⠒⠒⠋⠉⠉⠉␛[0m␛[2;36m⢕␛[0m
  ␛[2m  │␛[0m           ␛[2;36m⢀⢀⢀⢄⢄⢄⢔⢔⢔⢔⢕⢕␛[0m␛[36m⢀⣀⣀⣀⡠⠤⠤⠤⠤⠒⠒⠒⠊⠉⠉⠉⠉␛[0m␛[2;36m⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕␛[0m
  ␛[2m10┤␛[0m␛[2;36m⢀⢀⢀⢄⢄⢔⢔␛[0m␛[36m⣀⣀⣀⣀⠤⠤⠤⠤⠒⠒⠒⠒⠊⠉⠉⠉⠁␛[0m␛[2;36m⢕⢕⢕⢕⢕⢕⢕⠕⠕⠕⠕⠕⠕⠕⠑⠑⠑⠑⠑⠑⠁⠁⠁⠁⠁⠁⠁⠁␛[0m
  ␛[2m  │␛[0m␛[36m⠒⠒⠒⠉⠉⠉⠉␛[0m␛[2;36m⠕⠕⠕⠕⠑⠑⠑⠑⠑⠑⠁⠁⠁⠁⠁⠁⠁␛[0m
  ␛[2m  └┬──────────────────┬─────────────────┬──────────────────┬␛[0m
  ␛[2m   0                  1                 2                  3␛[0m
  ␛[36mA␛[0m  median of 9 runs  m  20
  ␛[2m(shaded: first to third quartile of the runs · fewer runs,
    by -N, are drawn one by one)␛[0m
#pipe
  $ mlt plot m -x many -N 8 --height 9 | tail -8
  A *  <run-12>  s9  36
  B +  <run-13>  s8  32
  C o  <run-14>  s7  28
  D x  <run-15>  s6  24
  E #  <run-16>  s5  20
  F @  <run-17>  s4  16
  G %  <run-18>  s3  12
  H &  <run-19>  s2   8

A damaged run is drawn as far as it can be read, and told of.

  $ printf '{"broken\n' >> mlruns/experiments/many/$(mlt ls -x many -N 1 -F name)/journal.jsonl
  $ mlt plot m -x many -N 2 --height 4
  m - many - 2 of 9 runs
    |                                                  B           *************A
  30+                          A          *************************             B
    |             ************************
  10+*************
    ++------------------------+-----------------------+------------------------+--
     0                        1                       2                        3
  A *  <run-12>!  s9  36
  B +  <run-13>   s8  32
  2> warning: mlruns/experiments/many/<RUN-12>/journal.jsonl:9: is not JSON: Missing a closing quotation mark in string. (byte 9)
  $ mlt plot m -x many -N 2 --strict > /dev/null
  2> warning: mlruns/experiments/many/<RUN-12>/journal.jsonl:9: is not JSON: Missing a closing quotation mark in string. (byte 9)
  [exit 5]
  $ rm mlruns/experiments/many/$(mlt ls -x many -N 1 -F name)/journal.jsonl
  2> warning: mlruns/experiments/many/<RUN-12>/journal.jsonl:9: is not JSON: Missing a closing quotation mark in string. (byte 9)
  $ mlt plot m -x many -N 2 --height 2
  m - many - 2 of 9 runs
  30+                                      ***************************************
  10+**************************************
    ++------------------------+-------------------------+------------------------+
     0                        1                         2                        3
  A *  <run-13>  s8  32
  2> warning: mlruns/experiments/many/<RUN-12>/journal.jsonl: the journal is missing or cannot be read; the snapshot was read instead
  2> warning: mlruns/experiments/many/<RUN-12>/journal.jsonl: the journal is missing
  2> warning: run <run-12> is not drawn: its points are lost
