"""Jobs under `mlt run` that a test talks to: it waits for what they say and then sends a signal."""

import json
import os
import pathlib
import shlex
import signal
import subprocess
import time

from sandbox import TIMEOUT_S, Sandbox


def wait_until(condition, what: str, timeout_s: float = TIMEOUT_S):
    """The first true value of `condition()`."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited in vain for: {what}")


def process_state(pid: int) -> str:
    """R, S, T, Z …; empty for a process that is gone."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return stat[stat.rindex(")") + 2]


def is_gone(pid: int) -> bool:
    return process_state(pid) in ("", "Z")


class Job:
    """`mlt run` in the background, in a process group of its own. `shell_prefix` is what a shell does
    before it becomes mlt."""

    def __init__(self, box: Sandbox, *words, stdout=subprocess.PIPE, **options):
        self.box = box
        command = ["mlt", *map(str, words)]
        if prefix := options.pop("shell_prefix", None):
            command = ["sh", "-c", prefix + shlex.join(command)]
        self.process = subprocess.Popen(
            command, cwd=options.pop("cwd", box.work),
            env={**box.environment, **options.pop("env", {})}, stdin=subprocess.DEVNULL,
            stdout=stdout, stderr=subprocess.PIPE, process_group=0, **options)

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_for_line(self) -> str:
        line = self.process.stdout.readline().decode()
        assert line, f"the job ended early: {self.process.communicate()[1].decode()}"
        return line.rstrip("\n")

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def end(self) -> tuple[int, str, str]:
        """Exit code (of mlt itself: negative if a signal ended it), rest of stdout, stderr."""
        out, err = self.process.communicate(timeout=TIMEOUT_S)
        return self.process.returncode, (out or b"").decode(), err.decode()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def runs(store: pathlib.Path) -> list[dict]:
    """The snapshots of a store, oldest first."""
    found = [json.loads(path.read_text()) for path in store.glob("experiments/*/*/run.json")]
    return sorted(found, key=lambda run: run["start_time"])


def run_folder(store: pathlib.Path) -> pathlib.Path:
    """The folder of the only run of a store."""
    (snapshot,) = store.glob("experiments/*/*/run.json")
    return snapshot.parent
