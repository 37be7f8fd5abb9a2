#!/usr/bin/env python3
"""Completion as it happens: real shells, a Tab key, and the words that come of it.

    shells.py MLT

Interactive shells run on a pseudo-terminal. A line is typed up to the cursor, Tab is pressed, then
`words` is put in front of it, a function that prints what the shell takes the line for.
"""

import os
import pathlib
import pty
import re
import select
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
PATIENCE_S = 60

START_OF_LINE = "\x01"
END_OF_LINE = "\x05"

# What is typed, and the words of the line after Tab. Every shell must agree.
CASES = [
    ("mlt versi", ["mlt", "version"]),
    ("mlt experiments crea", ["mlt", "experiments", "create"]),
    ("mlt init --lay", ["mlt", "init", "--layout"]),
    ("mlt init --layout=na", ["mlt", "init", "--layout=native"]),
    ("mlt version --experiment flo", ["mlt", "version", "--experiment", "flowers of may"]),
    ("mlt version --experiment=ir", ["mlt", "version", "--experiment=iris"]),
    ("mlt version --run sweep:o", ["mlt", "version", "--run", "sweep:one"]),
    ("mlt version --trace not", ["mlt", "version", "--trace", "notes.txt"]),
    ("mlt run -- child al", ["mlt", "run", "--", "child", "alpha"]),
    ("mlt run child al", ["mlt", "run", "child", "alpha"]),
    ("mlt run -- only-this-progr", ["mlt", "run", "--", "only-this-program"]),
]


class Terminal:
    """A shell on a pseudo-terminal."""

    def __init__(self, command, box):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(box.work)
            os.execvpe(command[0], command, {**box.environment, "TERM": "vt100"})

    def type(self, text):
        os.write(self.fd, text.encode())

    def wait_for(self, pattern):
        """Reads until the pattern has come; a slow machine is waited for."""
        seen = ""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 1)[0]:
                try:
                    seen += os.read(self.fd, 65536).decode("utf-8", "replace")
                except OSError:
                    break
                if found := re.search(pattern, seen):
                    return found
        raise AssertionError(f"{pattern!r} did not come; seen: {seen!r}")

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class ShellsTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.box.succeed("mlt", "experiments", "create", "iris")
        self.box.succeed("mlt", "experiments", "create", "flowers of may")
        self.box.succeed("mlt", "-q", "run", "-x", "iris", "--name", "sweep:one", "--", "true")
        (self.box.work / "notes.txt").touch()
        for name in ("child", "only-this-program"):
            program = self.box.home / "bin" / name
            program.write_text("#!/bin/sh\n")
            program.chmod(0o755)
        for shell in ("bash", "zsh", "fish"):
            (self.box.work / f"completion.{shell}").write_text(
                self.box.succeed("mlt", "completions", shell))

    def check_interactive(self, command, preparation):
        terminal = Terminal(command, self.box)
        self.addCleanup(terminal.close)
        terminal.type(preparation + "\n")
        terminal.type("echo rea''dy\n")
        terminal.wait_for("ready")
        for typed, words in CASES:
            with self.subTest(typed):
                terminal.type(f"{typed}\t{START_OF_LINE}words {END_OF_LINE} ; echo don''e\n")
                found = terminal.wait_for(r"\[\[(.*?)\]\]\s*done")
                self.assertEqual(found[1].split("|"), words)

    def test_bash(self):
        self.check_interactive(
            ["bash", "--norc", "--noprofile", "-i"],
            "PS1='$ '; bind 'set bell-style none'; source /usr/share/bash-completion/bash_completion;"
            " source ./completion.bash; complete -W 'alpha beta' child;"
            """ words() { local IFS='|'; echo "[[$*]""]"; }""")

    def test_bash_without_its_completion_library(self):
        """The program's name and files are completed all the same."""
        script = r"""
            source ./completion.bash
            complete_words() {  # the line, then the words as readline cuts it
                COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDS=("${@:2}")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _mlt; echo "${COMPREPLY[*]}"
            }
            complete_words 'mlt run -- only-this-p' mlt run -- only-this-p
            complete_words 'mlt run -- child not' mlt run -- child not
            complete_words 'mlt version --run=sweep:' mlt version --run = sweep :
            complete_words 'mlt  init  --layout=' mlt init --layout =
        """
        out = self.box.succeed("bash", "--norc", "-c", script)
        self.assertEqual(out.splitlines(), ["only-this-program", "notes.txt", "one", "native mlflow"])

    def test_zsh(self):
        self.check_interactive(
            ["zsh", "-f", "-i"],
            "PS1='$ '; unsetopt beep; autoload -U compinit; compinit -D -u; source ./completion.zsh;"
            " _child() { compadd alpha beta }; compdef _child child;"
            """ words() { local IFS='|'; echo "[[$*]""]"; }""")

    def test_fish(self):
        """`complete -C` says what Tab would offer for the last word."""
        for typed, words in CASES:
            with self.subTest(typed):
                script = ("source completion.fish; complete -c child -f -a 'alpha beta';"
                          " complete -C $argv[1]")
                out = self.box.succeed("fish", "--no-config", "-c", script, typed)
                self.assertIn(words[-1], [line.split("\t")[0] for line in out.splitlines()])


if __name__ == "__main__":
    unittest.main(verbosity=2)
