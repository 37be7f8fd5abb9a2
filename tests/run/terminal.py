#!/usr/bin/env python3
"""`mlt run` on a terminal, under a shell with job control: who has the keyboard, Ctrl-C, Ctrl-Z."""

import os
import pathlib
import pty
import select
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from jobs import process_state, runs, wait_until  # noqa: E402
from sandbox import TIMEOUT_S, Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
CTRL_C, CTRL_Z = "\x03", "\x1a"


class Terminal:
    """An interactive bash on a pseudo-terminal."""

    def __init__(self, box: Sandbox):
        pid, self.fd = pty.fork()
        if pid == 0:
            os.chdir(box.work)
            os.execvpe("bash", ["bash", "--norc", "-i"],
                       {**box.environment, "PS1": "$ ", "BASH_SILENCE_DEPRECATION_WARNING": "1"})
        self.pid = pid
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def expect(self, text: str) -> str:
        """What came up to and with `text`."""
        end = time.monotonic() + TIMEOUT_S
        while text not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited in vain for {text!r} in {self.seen!r}")
            try:
                self.seen += os.read(self.fd, 65536).decode(errors="replace")
            except OSError as error:
                raise AssertionError(f"no {text!r} in {self.seen!r}") from error
        before, self.seen = self.seen.split(text, 1)
        return before + text

    def foreground(self) -> str:
        """The name of the program that has the keyboard."""
        try:
            return pathlib.Path(f"/proc/{os.tcgetpgrp(self.fd)}/comm").read_text().strip()
        except FileNotFoundError:
            return ""

    def close(self) -> None:
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class TerminalTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.store = self.box.work / "mlruns"
        self.box.succeed("mlt", "init")
        self.terminal = Terminal(self.box)
        self.addCleanup(self.terminal.close)

    def command(self, text):
        # The echo of what was typed must not look like the answer.
        self.terminal.type(text.replace("MARK", "MA''RK") + "\n")

    def statuses(self):
        return [run["status"] for run in runs(self.store)]

    def test_the_command_reads_the_keyboard(self):
        self.command("mlt run -- sh -c 'echo MARK; read x; echo got=$x'")
        self.terminal.expect("MARK")
        self.terminal.type("hello\n")
        self.terminal.expect("got=hello")
        self.command("echo MARK-$?")
        self.terminal.expect("MARK-0")

    def test_what_mlt_says_begins_on_a_line_of_its_own(self):
        for printed in ("MARK", "MARK\\r", "MARK\\n"):
            self.command(f"mlt run -- printf '{printed}'")
            self.assertRegex(self.terminal.expect("finished in"), r"MARK\r+\nrun ")
        self.command("mlt run -- printf MARK 2>err; cat -A err; echo END'ED'")
        self.assertRegex(self.terminal.expect("ENDED"), r"MARKrun \w+ [^\n]*finished")

    def test_a_command_before_a_pipe_gets_the_keyboard_when_it_reads(self):
        self.command("mlt run -- sh -c 'echo MARK; read x; echo got=$x' | cat")
        self.terminal.expect("MARK")
        self.terminal.type("hello\n")
        self.terminal.expect("got=hello")

    def test_ctrl_c_ends_the_command_and_the_script_around_mlt(self):
        (self.box.work / "loop.sh").write_text(
            "for i in 1 2 3; do mlt run -- sh -c 'echo MARK; exec sleep 1000'; done\n")
        self.command("bash loop.sh")
        self.terminal.expect("MARK")
        self.terminal.type(CTRL_C)
        self.command("echo MARK-$?")
        self.assertNotIn("MARK\r\n", self.terminal.expect("MARK-130"))
        self.assertEqual(self.statuses(), ["KILLED"])
        tags = runs(self.store)[0]["tags"]
        self.assertEqual((tags["mlt.end_reason"], tags["mlt.signal"]), ("cancelled", "SIGINT"))

    def test_a_script_goes_on_after_a_command_that_handled_ctrl_c(self):
        (self.box.work / "two.sh").write_text(
            "mlt run -- sh -c 'trap \"exit 5\" INT; echo MARK; read x'; echo then-$?\n")
        self.command("bash two.sh")
        self.terminal.expect("MARK")
        self.terminal.type(CTRL_C)
        self.terminal.expect("then-5")

    def test_ctrl_c_reaches_a_command_before_a_pipe(self):
        self.command("mlt run -- sh -c 'echo MARK; exec sleep 1000' | cat")
        self.terminal.expect("MARK")
        self.terminal.type(CTRL_C)
        wait_until(lambda: self.statuses() == ["KILLED"], "the end of the run")

    def test_ctrl_z_stops_both_and_fg_goes_on(self):
        self.command("mlt run -- sh -c 'echo MARK; read x; echo got=$x; read y; echo got=$y'")
        self.terminal.expect("MARK")
        for _ in range(2):
            self.stop()
            self.go_on()
        self.terminal.type("one\n")
        self.terminal.expect("got=one")
        self.stop()
        self.command("bg")  # it wants the keyboard, so it stops again
        self.terminal.expect("\n$ ")
        mlt = int(runs(self.store)[0]["tags"]["mlt.pid"])
        wait_until(lambda: process_state(mlt) == "T", "a stopped mlt")
        self.go_on()
        self.terminal.type("two\n")
        self.terminal.expect("got=two")
        wait_until(lambda: self.statuses() == ["FINISHED"], "the end of the run")

    def stop(self):
        self.terminal.type(CTRL_Z)
        self.terminal.expect("Stopped")
        self.terminal.expect("\n$ ")

    def go_on(self):
        self.command("fg")
        wait_until(lambda: self.terminal.foreground() == "sh", "the command in the foreground")

    def test_a_run_in_the_background_leaves_the_keyboard_alone(self):
        self.command("mlt -q run -- sh -c 'while [ ! -e go ]; do sleep 0.05; done; echo done > ended' &")
        wait_until(lambda: self.statuses() == ["RUNNING"], "the run")
        self.command("read x; echo MARK-$x")
        self.terminal.type("mine\n")
        self.terminal.expect("MARK-mine")
        (self.box.work / "go").write_text("")
        wait_until(lambda: self.statuses() == ["FINISHED"], "the end of the run")


if __name__ == "__main__":
    unittest.main()
