#!/usr/bin/env python3
"""What cannot be undone is asked about on a terminal, and only yes is yes."""

import os
import pathlib
import pty
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)


class PromptTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.box.succeed("mlt", "init")
        self.box.succeed("mlt", "-q", "run", "--name", "doomed", "-P", "word=hush-hush", "--", "true")

    def asked(self, typed: str, *words: str) -> tuple[int, str]:
        """The exit code of mlt on a terminal on which `typed` was typed, and all that was seen."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.box.work)
            os.execvpe("mlt", ["mlt", *words], self.box.environment)
        os.write(terminal, typed.encode())
        seen = b""
        try:
            while piece := os.read(terminal, 4096):
                seen += piece
        except OSError:  # the end of a pseudo-terminal
            pass
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode().replace("\r\n", "\n")

    def runs(self) -> list[str]:
        return self.box.succeed("mlt", "runs", "list", "--all", "-F", "{run_name}").split()

    def check_asks(self, question: str, *words: str) -> None:
        for typed in ("n\n", "\n", "yess\n", "\x04"):
            code, seen = self.asked(typed, *words)
            self.assertEqual(code, 4, seen)
            self.assertIn(question + " [y/N] ", seen)
            self.assertIn("error: the answer was no: nothing was changed\n", seen)
        for typed in ("", "y\n"):  # nobody is asked with --no-input
            code, seen = self.asked(typed, *words, "--no-input")
            self.assertEqual(code, 2, seen)
            self.assertIn(question + " There is nobody to ask", seen)

    def test_runs_purge(self):
        self.box.succeed("mlt", "runs", "delete", "doomed")
        self.check_asks("will be removed for good.", "runs", "purge", "doomed")
        self.assertEqual(self.runs(), ["doomed"])
        self.assertEqual(self.asked("Yes\n", "runs", "purge", "doomed")[0], 0)
        self.assertEqual(self.runs(), [])

    def test_gc(self):
        self.box.succeed("mlt", "runs", "delete", "doomed")
        self.check_asks("will be removed for good.", "gc", "--deleted", "--prune")
        self.assertEqual(self.runs(), ["doomed"])
        self.assertEqual(self.asked("y\n", "gc", "--deleted", "--prune")[0], 0)
        self.assertEqual(self.runs(), [])

    def test_redact(self):
        words = ("redact", "--key", "word")
        self.check_asks("will be rewritten for good.", *words)
        shown = ("mlt", "show", "doomed", "-F", "{params.word}")
        self.assertEqual(self.box.succeed(*shown), "hush-hush\n")
        self.assertEqual(self.asked("y\n", *words)[0], 0)
        self.assertEqual(self.box.succeed(*shown), "***\n")

    def test_what_can_be_undone_is_not_asked_about(self):
        for words in (("runs", "delete", "doomed"), ("runs", "restore", "doomed")):
            code, seen = self.asked("", *words)
            self.assertEqual((code, "[y/N]" in seen), (0, False), seen)


if __name__ == "__main__":
    unittest.main()
