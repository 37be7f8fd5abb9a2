#!/usr/bin/env python3
"""Keeps a page true: runs its shell blocks, and compares its console sessions with what comes back.

    readme_test.py [--accept] [--page PAGE.md] [MLT REPEATABLE]        README.md if not given

`console` blocks together are one session on a terminal of 100 columns without colour, in a fresh git
repository of a host called laptop. Ids and what a job used may differ in their digits. `sh` blocks are commands at the top of the checkout; scripts/test is
what runs this, so it is not run again.
"""

import argparse
import difflib
import pathlib
import re
import subprocess
import sys

from sandbox import Sandbox
from transcript import Masks, Session, Step, lines_of

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
README = REPOSITORY / "README.md"
TERMINAL = (100, 40)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def without_digits_of_chance(text: str) -> str:
    text = re.sub(r"\b[0-9a-f]{7,40}\b", lambda match: "#" * len(match[0]), text)
    return re.sub(r"\S+ of CPU time, at most \S+ MiB", "# of CPU time, at most # MiB", text)


def play(session: Session, masks: Masks, block: str) -> str:
    """The block with the outputs that its commands have now."""
    lines = []
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        out, _, code = session.run(Step([line[2:]], TERMINAL, 0))
        lines.append(line)
        shown = lines_of(out)
        lines += [masks.host.sub("laptop", text) for text in shown] if masks.host else shown
        if code != 0:
            lines.append(f"[exit {code}]")
    return "\n".join(lines) + "\n"


def console_sessions(text: str, mlt: pathlib.Path, repeatable: pathlib.Path) -> str:
    """README with its console sessions as they are now."""
    session = Session(mlt, repeatable, REPOSITORY)
    try:
        masks = Masks(session.top, session.work)
        session.run(Step(["export NO_COLOR=1; git config --global color.ui false; git init --quiet; "
                          "git commit --quiet --allow-empty -m start"], None, 0))
        return FENCE.sub(lambda match: match[0] if match[1] != "console" else
                         f"```console\n{play(session, masks, match[2])}```", text)
    finally:
        session.close()


def shell_blocks(text: str, mlt: pathlib.Path) -> int:
    """Runs the `sh` blocks; the number of those that fail."""
    failed = 0
    with Sandbox(mlt) as box:
        for match in FENCE.finditer(text):
            if match[1] != "sh":
                continue
            commands = [line.split("#")[0].strip() for line in match[2].splitlines()]
            for command in commands:
                if command in ("", "scripts/test"):
                    continue
                done = subprocess.run(["bash", "-c", command], cwd=REPOSITORY, check=False,
                                      env={**box.environment, "HOME": str(box.home)},
                                      stdin=subprocess.DEVNULL)
                print(f"{command}: exit {done.returncode}", flush=True)
                failed += done.returncode != 0
    return failed


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--accept", action="store_true", help="write down what comes back")
    parser.add_argument("--page", type=pathlib.Path, default=README)
    parser.add_argument("--console-only", action="store_true", help="leave the sh blocks out")
    build = REPOSITORY / "build" / "dev"
    parser.add_argument("mlt", nargs="?", type=pathlib.Path, default=build / "mlt")
    parser.add_argument("repeatable", nargs="?", type=pathlib.Path,
                        default=build / "tests" / "librepeatable.so")
    options = parser.parse_args()
    text = options.page.read_text()
    now = console_sessions(text, options.mlt, options.repeatable)
    if options.accept:
        options.page.write_text(now)
        return 0
    differing = without_digits_of_chance(now) != without_digits_of_chance(text)
    if differing:
        sys.stdout.writelines(difflib.unified_diff(
            text.splitlines(True), now.splitlines(True), str(options.page), "what comes back"))
        print("if this is right: tests/support/readme_test.py --accept")
    failed = 0 if options.console_only else shell_blocks(text, options.mlt)
    return 1 if differing or failed else 0


if __name__ == "__main__":
    sys.exit(main())
