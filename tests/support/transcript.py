#!/usr/bin/env python3
"""Runs transcripts (tests/cli/*.t): what a person types, and what must come back.

A transcript is prose with indented shell sessions in it:

    Two runs and their table.

      $ mlt run --name one -P lr=0.1 -- sh -c 'echo loss=0.5'
      loss=0.5
      2> run <run-1> Default/one finished in 0s
      $ mlt show nothing
      2> error: no run 'nothing'
      [exit 3]

    #tty 80x24
      $ mlt compare

Lines that begin with two spaces are the session, all others are prose.
  `$ `        begins a command, `> ` continues it (a here-document, a loop)
  otherwise   what it must print: stdout first, then its stderr with `2> ` before each line
  `[exit N]`  its exit code where that is not 0
  `[no newline]`  its stdout does not end in a newline (`2> [no newline]`: its stderr)
Empty lines at the end of an output do not count. A control character is shown as its symbol
(`␛[1m`), so is the last of the spaces that end a line (`␠`); a tab is a tab.

`#tty COLUMNS[xROWS]` at the beginning of a line puts the commands after it on a terminal of that
size (24 rows if not given), where both streams come together; `#pipe` ends that.

Each transcript has one shell (bash) in a fresh folder: variables and `cd` last. HOME is the folder
above it; TZ, the locale, the user and git's identity are fixed, `mlt` is the one under test, and
$TESTDIR is the folder of the transcript. The time of day starts at 2026-01-05 09:00 UTC and stands
still within a command; a minute passes before the next one, and `after SECONDS` lets more pass.
What cannot repeat is masked: a full run id becomes <RUN-1>, a shortened one <run-1>, commits
<COMMIT-1> and <commit-1>, names of event files <event>, of what is built in .tmp <aside>, process
ids <pid>, what a job used <usage>, and the host and folders <host>, <dir>, <home>.
"""

import argparse
import difflib
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
START_MS = 1767603600000  # 2026-01-05T09:00:00Z
COMMAND_TIMEOUT_S = 120
DIFFERENCE_LINES = 200

# The shell's loop: it is sent a mode and a command at a time and answers with an exit code.
DRIVER = r"""
shopt -u checkwinsize
after() { "$TRANSCRIPT_PYTHON" "$TRANSCRIPT_SCRIPT" --pass-time "$1"; }
while IFS= read -r -d '' -u 8 __mode && IFS= read -r -d '' -u 8 __command; do
  if [[ $__mode == tty ]]; then
    eval "$__command" 8<&- 9>&-
  else
    eval "$__command" </dev/null >"$TRANSCRIPT_OUT" 2>"$TRANSCRIPT_ERR" 8<&- 9>&-
  fi
  echo $? >&9
done
"""


@dataclass
class Prose:
    line: str


@dataclass
class Step:
    """One command with what is expected of it."""

    command: list[str]
    terminal: tuple[int, int] | None
    line_number: int
    expected: list[str] = field(default_factory=list)


class TranscriptError(Exception):
    pass


def parse(text: str) -> list[Prose | Step]:
    items: list[Prose | Step] = []
    terminal = None
    step = None
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if directive := re.fullmatch(r"#(tty (\d+)(x(\d+))?|pipe)", line):
            terminal = (int(directive[2]), int(directive[4] or 24)) if directive[2] else None
        if line.startswith("  $ "):
            step = Step([line[4:]], terminal, number)
            items.append(step)
        elif line.startswith("  > ") and step and not step.expected:
            step.command.append(line[4:])
        elif line.startswith("  "):
            if not step:
                raise TranscriptError(f"line {number}: output without a command")
            step.expected.append(line[2:])
        elif line == "" and step:
            step.expected.append("")
        else:
            step = None
            items.append(Prose(line))
    return items


def trimmed(lines: list[str]) -> tuple[list[str], int]:
    """The lines without the empty ones at the end, and how many those are."""
    end = len(lines)
    while end > 0 and lines[end - 1] == "":
        end -= 1
    return lines[:end], len(lines) - end


def write(items: list[Prose | Step], outputs: list[list[str]]) -> str:
    """The text of a transcript with these outputs in place of the expected ones."""
    lines = []
    remaining = iter(outputs)
    for item in items:
        if isinstance(item, Prose):
            lines.append(item.line)
            continue
        lines += [("  > " if i else "  $ ") + line for i, line in enumerate(item.command)]
        lines += ["  " + line if line else "" for line in next(remaining)]
        lines += [""] * trimmed(item.expected)[1]
    return "\n".join(lines) + "\n"


def visible(line: str) -> str:
    line = re.sub(r"[\x00-\x08\x0b-\x1f]", lambda c: chr(0x2400 + ord(c[0])), line)
    line = line.replace("\x7f", "␡")
    return line[:-1] + "␠" if line.endswith(" ") else line


def lines_of(data: bytes, prefix: str = "") -> list[str]:
    if not data:
        return []
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines.append("[no newline]")
    lines, _ = trimmed(lines)
    # An empty line of stderr is `2>`, so that no line of a transcript ends in a space.
    return [(prefix + visible(line)).rstrip(" ") if prefix else visible(line) for line in lines]


class Masks:
    """Replaces what differs from one run to the next by names that do not."""

    HEX = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])")
    EVENT = re.compile(r"(?<!\d)\d{13}-[0-9a-f]{12}(?![0-9a-f])")
    ASIDE = re.compile(r"(?<=\.tmp/)\d+-[0-9a-f]{8,}")
    PID = re.compile(r"(\bpid[=: ]+|mlt\.pid(?:_start)?[\"\t ,:|=]+)\d+")
    USAGE = re.compile(r"(mlt\.(?:max_rss_bytes|cpu_time_s|boot_id)[\"\t ,:|=]+)[0-9a-f][0-9a-f.\-]*")

    def __init__(self, top: pathlib.Path, work: pathlib.Path):
        self.work = work
        self.texts = [(str(work), "<dir>"), (str(top), "<home>")]
        host = socket.gethostname()
        if host and host != "localhost":
            pattern = rf"(?<![\w.-]){re.escape(host)}(?![\w-])"
            self.host = re.compile(pattern)
        else:
            self.host = None
        self.numbers: dict[str, dict[str, int]] = {"run": {}, "commit": {}}
        self.known_runs: set[str] = set()

    def learn(self) -> None:
        """Looks for the ids of runs on disk, so that their prefixes can be told from other words."""
        for _, directories, _ in os.walk(self.work):
            self.known_runs.update(d for d in directories if re.fullmatch(r"[0-9a-f]{32}", d))

    def apply(self, line: str) -> str:
        for text, mask in self.texts:
            line = line.replace(text, mask)
        if self.host:
            line = self.host.sub("<host>", line)
        line = self.EVENT.sub("<event>", line)
        line = self.ASIDE.sub("<aside>", line)
        line = self.PID.sub(r"\1<pid>", line)
        line = self.USAGE.sub(r"\1<usage>", line)
        return self.HEX.sub(self._name_hex, line)

    def _name_hex(self, match: re.Match) -> str:
        word = match[0]
        if len(word) == 32:
            return f"<RUN-{self._number('run', word)}>"
        whole = [run for run in self.known_runs if run.startswith(word)]
        if len(whole) == 1:
            return f"<run-{self._number('run', whole[0])}>"
        if commit := self._commit(word):
            kind = "COMMIT" if len(word) == 40 else "commit"
            return f"<{kind}-{self._number('commit', commit)}>"
        return word

    def _number(self, kind: str, whole: str) -> int:
        return self.numbers[kind].setdefault(whole, len(self.numbers[kind]) + 1)

    def _commit(self, word: str) -> str | None:
        if len(word) == 40:
            return word
        for git in [self.work / ".git", *self.work.glob("*/.git"), *self.work.glob("*.git")]:
            found = subprocess.run(
                ["git", "--git-dir", git, "rev-parse", "--verify", "--quiet", word + "^{commit}"],
                capture_output=True, text=True, check=False,
            )
            if found.returncode == 0:
                return found.stdout.strip()
        return None


class Session:
    """The shell of one transcript, with the pipes and the terminal its commands print to."""

    def __init__(self, mlt: pathlib.Path, preload: pathlib.Path, test_folder: pathlib.Path):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="mlt-transcript-")).resolve()
        self.work = self.top / "work"
        for folder in [self.work, self.top / "bin", self.top / "tmp", self.top / "run"]:
            folder.mkdir()
        (self.top / "bin" / "mlt").symlink_to(mlt.resolve())
        (self.top / ".gitconfig").write_text(
            "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n"
            "[core]\n\tpager = cat\n[advice]\n\tdetachedHead = false\n"
        )
        self.state = self.top / "state"
        self.state.write_bytes(struct.pack("=qQ", START_MS, 0))
        self.out, self.err = self._fifo("out"), self._fifo("err")
        commands, self.commands = os.pipe()
        self.status, status = os.pipe()
        self.master, slave = pty.openpty()
        attributes = termios.tcgetattr(slave)
        attributes[1] &= ~termios.OPOST
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, attributes)

        def become_leader() -> None:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for target in (0, 1, 2):
                os.dup2(slave, target)
            # Each may stand in the other's place: move both out of the way first.
            moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (commands, status)]
            os.dup2(moved[0], 8)
            os.dup2(moved[1], 9)
            os.closerange(10, 256)

        self.shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-c", DRIVER, "transcript"],
            cwd=self.work, env=self._environment(preload, test_folder),
            preexec_fn=become_leader, close_fds=False,
        )
        for fd in (slave, commands, status):
            os.close(fd)

    def _fifo(self, name: str) -> int:
        path = self.top / name
        os.mkfifo(path)
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def _environment(self, preload: pathlib.Path, test_folder: pathlib.Path) -> dict[str, str]:
        home = str(self.top)
        return {
            "PATH": f"{home}/bin:{os.environ.get('PATH', '/usr/bin:/bin')}",
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/.config", "XDG_CACHE_HOME": f"{home}/.cache",
            "XDG_DATA_HOME": f"{home}/.local/share", "XDG_STATE_HOME": f"{home}/.local/state",
            "XDG_RUNTIME_DIR": f"{home}/run", "TMPDIR": f"{home}/tmp",
            "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TERM": "xterm",
            "USER": "ada", "LOGNAME": "ada", "SHELL": "/bin/bash",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": f"{home}/.gitconfig",
            "TESTDIR": str(test_folder),
            "LD_PRELOAD": str(preload.resolve()), "TRANSCRIPT_STATE": str(self.state),
            "ASAN_OPTIONS": "verify_asan_link_order=0",
            "TRANSCRIPT_PYTHON": sys.executable, "TRANSCRIPT_SCRIPT": str(pathlib.Path(__file__)),
            "TRANSCRIPT_OUT": str(self.top / "out"), "TRANSCRIPT_ERR": str(self.top / "err"),
        }

    def run(self, step: Step) -> tuple[bytes, bytes, int]:
        """What the command printed to stdout (or the terminal) and stderr, and its exit code."""
        pass_time(self.state, 60)
        mode = "pipe"
        if step.terminal:
            mode = "tty"
            columns, rows = step.terminal
            fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))
        os.write(self.commands, "\0".join([mode, "\n".join(step.command), ""]).encode())
        return self._collect(step)

    def _collect(self, step: Step) -> tuple[bytes, bytes, int]:
        collected = {self.out: b"", self.err: b"", self.master: b"", self.status: b""}
        poll = select.poll()
        for fd in collected:
            poll.register(fd, select.POLLIN)
        deadline = time.monotonic() + COMMAND_TIMEOUT_S
        while not collected[self.status].endswith(b"\n"):
            ready = poll.poll(max(0, deadline - time.monotonic()) * 1000)
            if not ready:
                raise TranscriptError(
                    f"line {step.line_number}: no end after {COMMAND_TIMEOUT_S} s")
            for fd, _ in ready:
                data = self._read(fd)
                if fd == self.status and not data:
                    raise TranscriptError(f"line {step.line_number}: the command ended the shell")
                collected[fd] += data
        for fd in (self.out, self.err, self.master):  # what came with the exit code
            os.set_blocking(fd, False)
            while data := self._read(fd):
                collected[fd] += data
        out = collected[self.out] + collected[self.master]
        return out, collected[self.err], int(collected[self.status])

    @staticmethod
    def _read(fd: int) -> bytes:
        try:
            return os.read(fd, 1 << 16)
        except (BlockingIOError, OSError):
            return b""

    def close(self) -> None:
        os.close(self.commands)
        # Whatever a command left running belongs to the session of the shell.
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self.shell.pid:
                try:
                    if os.getsid(int(entry.name)) == self.shell.pid:
                        os.kill(int(entry.name), signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    pass
        self.shell.kill()
        self.shell.wait()
        for fd in (self.out, self.err, self.master, self.status):
            os.close(fd)
        shutil.rmtree(self.top, ignore_errors=True)


def pass_time(state: pathlib.Path, seconds: float) -> None:
    with open(state, "r+b") as file:
        (now,) = struct.unpack("=q", file.read(8))
        file.seek(0)
        file.write(struct.pack("=q", now + int(seconds * 1000)))


def perform(path: pathlib.Path, mlt: pathlib.Path, preload: pathlib.Path) -> tuple[str, str]:
    """The text of the transcript as it stands, and as this run would have it."""
    text = path.read_text()
    items = parse(text)
    session = Session(mlt, preload, path.resolve().parent)
    masks = Masks(session.top, session.work)
    outputs = []
    try:
        for item in items:
            if not isinstance(item, Step):
                continue
            out, err, code = session.run(item)
            masks.learn()
            lines = [masks.apply(line) for line in lines_of(out) + lines_of(err, "2> ")]
            outputs.append(lines + ([f"[exit {code}]"] if code else []))
    finally:
        session.close()
    if not outputs:
        raise TranscriptError("no command in it")
    return text, write(items, outputs)


def difference(path: pathlib.Path, expected: str, actual: str) -> list[str]:
    lines = list(difflib.unified_diff(
        expected.splitlines(True), actual.splitlines(True), f"{path} (expected)",
        f"{path} (came back)"))
    more = len(lines) - DIFFERENCE_LINES
    return lines if more <= 0 else [*lines[:DIFFERENCE_LINES], f"({more} more lines differ)\n"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs transcripts of command-line sessions.")
    parser.add_argument("--accept", action="store_true", help="write down what comes back")
    build = REPOSITORY / "build" / "dev"
    parser.add_argument("--mlt", type=pathlib.Path, default=build / "mlt")
    parser.add_argument("--preload", type=pathlib.Path, default=build / "tests" / "librepeatable.so")
    parser.add_argument("--pass-time", type=float, metavar="SECONDS", help=argparse.SUPPRESS)
    parser.add_argument("transcripts", nargs="*", type=pathlib.Path, metavar="FILE.t")
    options = parser.parse_args()
    if options.pass_time is not None:
        pass_time(pathlib.Path(os.environ["TRANSCRIPT_STATE"]), options.pass_time)
        return 0
    if not options.transcripts:
        parser.error("which transcripts?")
    for needed in (options.mlt, options.preload):
        if not needed.exists():
            parser.error(f"{needed} is not there: build first (cmake --build build/dev)")
    failed = 0
    for path in options.transcripts:
        try:
            expected, actual = perform(path, options.mlt, options.preload)
        except (TranscriptError, OSError) as error:
            print(f"{path}: {error}")
            failed += 1
            continue
        if expected == actual:
            continue
        if options.accept:
            path.write_text(actual)
            print(f"{path}: accepted")
            continue
        failed += 1
        sys.stdout.writelines(difference(path, expected, actual))
        print(f"if this is right: tests/support/transcript.py --accept {path}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
