#!/usr/bin/env python3
"""Tests the transcript runner itself: above all that a wrong expectation fails."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "transcript.py"
PRELOAD = sys.argv.pop(1)


def unindented(text):
    """The text without the eight spaces that its place in a test needs."""
    return re.sub(r"^ {8}", "", text, flags=re.MULTILINE)


class TranscriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.mlt = self.folder / "mlt"
        self.mlt.write_text('#!/bin/sh\necho "mlt $*"\n')
        self.mlt.chmod(0o755)
        self.transcript = self.folder / "case.t"

    def run_transcript(self, text, *options):
        self.transcript.write_text(unindented(text))
        command = [sys.executable, RUNNER, "--mlt", self.mlt, "--preload", PRELOAD, *options]
        return subprocess.run([*command, self.transcript], capture_output=True, text=True, check=False)

    def assert_passes(self, text):
        result = self.run_transcript(text)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def assert_fails(self, text, *words):
        result = self.run_transcript(text)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stdout)

    def test_right_expectations_pass(self):
        self.assert_passes("""\
        Both streams, an exit code, a continued command and no newline.

          $ mlt init
          mlt init
          $ echo data; echo words >&2; (exit 3)
          data
          2> words
          [exit 3]
          $ cat <<END
          > one
          >\x20
          > two
          > END
          one

          two
          $ printf x
          x
          [no newline]
        """)

    def test_wrong_output_fails(self):
        self.assert_fails("  $ echo right\n  wrong\n", "-  wrong", "+  right")

    def test_missing_output_fails(self):
        self.assert_fails("  $ echo right\n")

    def test_unexpected_output_fails(self):
        self.assert_fails("  $ true\n  something\n")

    def test_wrong_stream_fails(self):
        self.assert_fails("  $ echo words >&2\n  words\n", "+  2> words")

    def test_wrong_exit_code_fails(self):
        self.assert_fails("  $ (exit 3)\n  [exit 2]\n", "+  [exit 3]")
        self.assert_fails("  $ false\n", "+  [exit 1]")

    def test_missing_newline_fails(self):
        self.assert_fails("  $ printf x\n  x\n", "[no newline]")

    def test_space_at_the_end_fails(self):
        self.assert_fails("  $ echo 'a '\n  a\n", "a␠")

    def test_file_without_commands_fails(self):
        self.assert_fails("nothing but prose\n", "no command")

    def test_ended_shell_fails(self):
        self.assert_fails("  $ exit 0\n  $ echo more\n  more\n", "ended the shell")

    def test_state_of_the_shell_lasts(self):
        self.assert_passes("""\
          $ mkdir a && cd a && x=5
          $ pwd; echo $x
          <dir>/a
          5
        """)

    def test_terminal_and_pipe(self):
        self.assert_passes("""\
          $ test -t 0 || test -t 1 || test -t 2 || echo none
          none
        #tty 57x9
          $ test -t 0 && test -t 1 && test -t 2 && stty size
          9 57
          $ printf '\\033[1mbold\\033[m\\n'; echo both >&2
          ␛[1mbold␛[m
          both
        #pipe
          $ test -t 1 || echo pipe
          pipe
        """)

    def test_much_output_does_not_block(self):
        numbers = "".join(f"  {i}\n" for i in range(1, 30001))
        errors = "".join(f"  2> {i}\n" for i in range(1, 30001))
        self.assert_passes(f"  $ seq 30000; seq 30000 >&2\n{numbers}{errors}")
        self.assert_passes(f"#tty 80\n  $ seq 30000\n{numbers}")

    def test_time_stands_still_and_passes(self):
        self.assert_passes("""\
          $ date -Is; sleep 1.1; date -Is
          2026-01-05T09:01:00+00:00
          2026-01-05T09:01:00+00:00
          $ date -Is
          2026-01-05T09:02:00+00:00
          $ after 3600
          $ date -Is
          2026-01-05T10:04:00+00:00
        """)

    def test_chance_repeats(self):
        name = "  $ basename $(mktemp -u)\n"
        first = self.run_transcript(name, "--accept")
        accepted = self.transcript.read_text()
        self.assertEqual(first.returncode, 0)
        self.assertNotEqual(accepted, name)
        self.assert_passes(accepted)

    def test_ids_are_masked(self):
        self.assert_passes("""\
          $ mkdir -p 0123456789abcdef0123456789abcdef fedcba9876543210fedcba9876543210
          $ echo fedcba9 0123456789abcdef0123456789abcdef 0123456 1234567
          <run-1> <RUN-2> <run-2> 1234567
          $ git init -q && git commit -q --allow-empty -m first && git rev-parse HEAD
          <COMMIT-1>
          $ git rev-parse --short HEAD
          <commit-1>
          $ echo $HOME $PWD 1767603600000-0123456789ab.json pid 77
          <home> <dir> <event>.json pid <pid>
        """)

    def test_accept_rewrites_outputs_alone(self):
        text = unindented("""\
        Prose stays.

          $ echo new
          old

        #tty 80
          $ for i in 1 2; do
          >   echo $i
          > done
          [exit 9]

        The end.
        """)
        self.assertEqual(self.run_transcript(text, "--accept").returncode, 0)
        accepted = text.replace("  old\n", "  new\n").replace("  [exit 9]\n", "  1\n  2\n")
        self.assertEqual(self.transcript.read_text(), accepted)
        self.assert_passes(accepted)


if __name__ == "__main__":
    unittest.main()
