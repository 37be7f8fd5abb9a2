#!/usr/bin/env python3
"""Many processes that log to one run at the same time lose nothing, and no line waits.

usage: parallel.py MLT
"""

import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

PROCESSES = 64
LINES = 150
PATIENCE_S = 60


def start(sandbox, *words, **options):
    return subprocess.Popen(
        ["mlt", *words], cwd=sandbox.work, env={**sandbox.environment, **sandbox.run_variables},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def wait_for(processes):
    """The exit codes; what they said on stderr is shown where it was not expected."""
    codes = []
    for process in processes:
        _, err = process.communicate(timeout=PATIENCE_S)
        if process.returncode not in (0, 4):
            sys.stderr.write(err.decode("utf-8", "backslashreplace"))
        codes.append(process.returncode)
    return codes


def new_run(sandbox):
    made = sandbox.json("mlt", "run", "start", "--shell", "json")
    sandbox.run_variables = {"MLT_RUN_ID": made["run_id"]}
    run = sandbox.work / "mlruns" / "experiments" / "0" / made["run_id"]
    return run / "journal.jsonl"


def show(sandbox):
    return sandbox.json("mlt", "show", "@current", "--json", env=sandbox.run_variables)


def points_of_all_are_kept(sandbox):
    journal = new_run(sandbox)
    batches = [start(sandbox, "log", "-", stdin=subprocess.PIPE) for _ in range(PROCESSES)]
    singles = [start(sandbox, "log", "metric", "loss", "0.5", "--step", str(-1 - number))
               for number in range(PROCESSES)]
    # Line by line and process by process, so that all of them append at the same time.
    for line in range(LINES):
        for number, process in enumerate(batches):
            step = number * LINES + line
            process.stdin.write(b'{"metric":"loss","value":0.25,"step":%d}\n' % step)
            process.stdin.flush()
    assert wait_for(batches + singles) == [0] * (2 * PROCESSES)
    points = [json.loads(line) for line in journal.read_text().splitlines() if "loss" in line]
    steps = sorted(point["step"] for point in points)
    assert steps == list(range(-PROCESSES, PROCESSES * LINES)), f"{len(steps)} points"
    assert sandbox.run("mlt", "doctor").code == 0


def a_param_is_written_once(sandbox):
    new_run(sandbox)
    codes = wait_for([start(sandbox, "log", "param", "lr", str(number))
                      for number in range(PROCESSES)])
    assert sorted(codes) == [0] + [4] * (PROCESSES - 1), codes
    value = show(sandbox)["params"]["lr"]
    assert value == str(codes.index(0)), value
    codes = wait_for([start(sandbox, "log", "param", "lr", value) for _ in range(PROCESSES)])
    assert codes == [0] * PROCESSES, codes


def tags_and_artifacts_of_all_are_kept(sandbox):
    new_run(sandbox)
    (sandbox.work / "file.txt").write_text("content\n")
    codes = wait_for(
        [start(sandbox, "log", "tag", f"tag{number}", "yes") for number in range(PROCESSES)] +
        [start(sandbox, "log", "artifact", "file.txt", "--to", str(number))
         for number in range(PROCESSES)])
    assert codes == [0] * (2 * PROCESSES), codes
    run = show(sandbox)
    assert sum(key.startswith("tag") for key in run["tags"]) == PROCESSES
    assert len(run["artifacts"]) == PROCESSES


def no_line_waits_for_the_next(sandbox):
    journal = new_run(sandbox)
    process = start(sandbox, "log", "-", stdin=subprocess.PIPE)
    for step in range(3):
        process.stdin.write(b'{"metric":"slow","value":1,"step":%d}\n' % step)
        process.stdin.flush()
        give_up = time.monotonic() + PATIENCE_S
        while b'"slow","step":%d' % step not in journal.read_bytes():
            assert time.monotonic() < give_up, "the line waits for the next one"
            time.sleep(0.005)
    assert wait_for([process]) == [0]


def main():
    for case in (points_of_all_are_kept, a_param_is_written_once,
                 tags_and_artifacts_of_all_are_kept, no_line_waits_for_the_next):
        with Sandbox(sys.argv[1]) as sandbox:
            sandbox.succeed("mlt", "init", "-q")
            case(sandbox)
            print(f"ok {case.__name__}")


if __name__ == "__main__":
    main()
