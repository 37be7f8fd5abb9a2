#!/usr/bin/env python3
"""Every command of the manual is in a transcript on a pipe and on a terminal, and each exit code that
its page lists is reached in one.

    transcripts.py SOURCE_DIRECTORY | --self-test
"""

import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from transcript import Step, parse  # noqa: E402

# Global options, with their values, may stand between `mlt` and the command.
OPTIONS = r"(?:-\S+\s+(?:[^-\s]\S*\s+)??)*?"


def commands_of(manual: dict[str, str]) -> dict[str, set[int]]:
    """The exit codes that the page of each command lists; `manual` is page name → text."""
    commands = {}
    for name, text in manual.items():
        status = text.partition(".SH EXIT STATUS")[2].partition(".SH")[0]
        codes = {int(code) for code in re.findall(r"^\\fI(\d+)\\fR$", status, re.MULTILINE)}
        commands[name.removeprefix("mlt-").replace("-", " ")] = codes
    return commands


def reached(steps: list[Step], command: str) -> dict[str, set[int]]:
    """Where (`pipe`, `terminal`) a command is run, with which exit codes; 128 stands for 128 + N."""
    words = r"\s+".join(map(re.escape, command.split()))
    pattern = re.compile(rf"\bmlt\s+{OPTIONS}{words}(?![\w-])")
    found: dict[str, set[int]] = {}
    for step in steps:
        if pattern.search("\n".join(step.command)):
            codes = [min(int(line[6:-1]), 128) for line in step.expected
                     if re.fullmatch(r"\[exit \d+\]", line)]
            found.setdefault("terminal" if step.terminal else "pipe", set()).update(codes or [0])
    return found


def gaps(manual: dict[str, str], steps: list[Step]) -> list[str]:
    problems = []
    for command, codes in commands_of(manual).items():
        found = reached(steps, command)
        problems += [f"mlt {command}: no transcript on a {place}"
                     for place in ("pipe", "terminal") if place not in found]
        missing = codes.difference(*found.values()) if found else set()
        problems += [f"mlt {command}: no transcript ends with {code}" for code in sorted(missing)]
    return problems


class SelfTest(unittest.TestCase):
    MANUAL = {"mlt-log-tag": ".SH EXIT STATUS\n.TP\n\\fI0\\fR\ndone\n.TP\n\\fI4\\fR\nno\n.SH X\n"}

    def check(self, text):
        return gaps(self.MANUAL, [item for item in parse(text) if isinstance(item, Step)])

    def test_all_there(self):
        self.assertEqual(self.check("  $ mlt log tag a b\n#tty 80\n  $ mlt -q log tag\n  [exit 4]\n"), [])

    def test_no_terminal(self):
        self.assertEqual(len(self.check("  $ mlt log tag a b\n  $ mlt log tag\n  [exit 4]\n")), 1)

    def test_no_exit_code(self):
        self.assertEqual(len(self.check("  $ mlt log tag a b\n#tty 80\n  $ mlt log tag a b\n")), 1)

    def test_another_command(self):
        self.assertEqual(len(self.check("  $ mlt log tags\n#tty 80\n  $ mlt log\n")), 2)


def main() -> int:
    if sys.argv[1] == "--self-test":
        unittest.main(argv=sys.argv[:1])
    root = pathlib.Path(sys.argv[1])
    manual = {page.stem: page.read_text() for page in sorted((root / "man").glob("mlt-*.1"))}
    steps = [item for path in sorted((root / "tests" / "cli").glob("*.t"))
             for item in parse(path.read_text()) if isinstance(item, Step)]
    problems = gaps(manual, steps)
    print("\n".join(problems) or f"{len(manual)} commands, {len(steps)} steps: nothing is missing")
    return 1 if problems or not manual else 0


if __name__ == "__main__":
    sys.exit(main())
