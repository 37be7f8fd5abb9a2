"""What the test programs in Python share: folders of their own, an environment of their own, and
mlt run in them."""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass

START_MS = 1767603600000  # 2026-01-05T09:00:00Z
TIMEOUT_S = 120
SKIPPED = 77  # the exit code with which a test program says that it could not run here


@dataclass
class Result:
    code: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.code}\nstdout: {self.out}\nstderr: {self.err}"


def mounting() -> list[str]:
    """The words before a command that may mount: they give it a mount namespace of its own. In a plain
    chroot, whose root is no mount point, there is none to be had, but root can mount without one: what
    is mounted has to be unmounted again by who mounted it."""
    if os.geteuid() != 0:
        return ["unshare", "-rm"]
    has_namespace = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return ["unshare", "-m"] if has_namespace.returncode == 0 else []


class Sandbox:
    """A temporary home with `mlt` in its PATH. `work` is where commands run unless told otherwise."""

    def __init__(self, mlt: str | pathlib.Path, preload: str | pathlib.Path | None = None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="mlt-test-")).resolve()
        self.work = self.home / "work"
        for name in ("work", "bin", "tmp", "run"):
            (self.home / name).mkdir()
        (self.home / "bin" / "mlt").symlink_to(pathlib.Path(mlt).resolve())
        (self.home / ".gitconfig").write_text(
            "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n")
        home = str(self.home)
        self.environment = {
            "PATH": f"{home}/bin:{os.environ.get('PATH', '/usr/bin:/bin')}",
            "HOME": home, "TMPDIR": f"{home}/tmp", "XDG_RUNTIME_DIR": f"{home}/run",
            "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "USER": "ada", "LOGNAME": "ada", "SHELL": "/bin/bash",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": f"{home}/.gitconfig",
            # Leaks cannot be looked for under strace; without it the sanitizer needs no other word.
            "ASAN_OPTIONS": "detect_leaks=0:verify_asan_link_order=0",
        }
        self.preload = pathlib.Path(preload).resolve() if preload else None

    def repeatable(self, state: pathlib.Path, now_ms: int = START_MS) -> dict[str, str]:
        """Variables under which time stands still and chance repeats itself (repeatable.c); another
        time is also another chance."""
        assert self.preload
        state.write_bytes(struct.pack("=qQ", now_ms, now_ms))
        return {"LD_PRELOAD": str(self.preload), "TRANSCRIPT_STATE": str(state)}

    def run(self, *command, cwd=None, stdin: str | bytes = "", env=None, timeout=TIMEOUT_S) -> Result:
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(
            [str(word) for word in command], cwd=cwd or self.work, input=stdin,
            env={**self.environment, **(env or {})}, capture_output=True, check=False,
            timeout=timeout)
        return Result(done.returncode, done.stdout.decode("utf-8", "backslashreplace"),
                      done.stderr.decode("utf-8", "backslashreplace"))

    def succeed(self, *command, **options) -> str:
        """What a command printed that must end with 0."""
        result = self.run(*command, **options)
        assert result.code == 0, f"{' '.join(map(str, command))}: {result}"
        return result.out

    def json(self, *command, **options):
        return json.loads(self.succeed(*command, **options))

    def points(self, run_id: str, key: str, cwd=None) -> list[tuple[int, float]]:
        """Step and value of each line of a run's journal that is a point of the metric."""
        (journal,) = pathlib.Path(cwd or self.work).glob(f"mlruns/experiments/*/{run_id}/journal.jsonl")
        lines = [json.loads(line) for line in journal.read_text().splitlines() if line]
        return [(line["step"], line["value"]) for line in lines if line.get("metric") == key]

    def close(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_) -> None:
        self.close()
