#!/usr/bin/env python3
"""Every writing command, killed and failed at every call that changes a file (reliability.md §1, §5).

    process_faults.py MLT REPEATABLE FAULTY [--only CASE]

A case runs once undisturbed, to see which calls it makes and what it leaves (its `new`; what stood
before is `old`). Then, for each of those calls, it runs again on a fresh copy of `old`:

  killed at the call     nothing acknowledged is lost; no visible file is half; the same command
                         works afterwards; `doctor --fix` leaves a store that `doctor` finds clean
  failed at the call     the same, and: the exit code is not 0 unless the effect is whole; stderr
                         names a path and the system's reason; nothing temporary is left
  interrupted (EINTR)    nothing is to be noticed, nor of a write that wrote half
  or cut short

Time stands still and chance repeats itself (repeatable.c), so that files can be compared byte for
byte. strace confirms that no call goes past the library that strikes (faulty.c).
"""

import argparse
import concurrent.futures
import errno
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox, Result  # noqa: E402

KILLED = -9
CHANGING_CALLS = ("open,openat,openat2,creat,write,pwrite64,writev,copy_file_range,sendfile,splice,"
                  "rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,rmdir,fsync,fdatasync,"
                  "ftruncate,link,linkat,symlink,symlinkat,fchmod,utimensat")


@dataclass
class Case:
    name: str
    command: list[str]
    stdin: str = ""
    empty: bool = False  # begins without a store
    ended: bool = False  # the run that is written to has ended
    leftovers: bool = False  # begins with what a killed writer left
    again: tuple[int, ...] = (0,)  # what the same command may end with once it was cut off
    codes: tuple[int, ...] = (6,)  # of a command whose call failed; 0 only if its effect is whole
    env: dict[str, str] = field(default_factory=dict)


CASES = [
    Case("init", ["init"], empty=True),
    Case("first run of a new store", ["run", "start", "--name", "first", "--shell", "json"], empty=True),
    Case("experiments create", ["experiments", "create", "iris"], again=(0, 4)),
    Case("experiments create --durable", ["--durable", "experiments", "create", "iris"], again=(0, 4)),
    Case("run start", ["run", "start", "--name", "begun", "--shell", "json"]),
    Case("run start -x new", ["run", "start", "-x", "new", "--tag", "team=vision"]),
    Case("run end", ["run", "end"], again=(0, 4)),
    Case("run end --durable", ["--durable", "run", "end"], again=(0, 4)),
    Case("run", ["run", "--name", "wrapped", "-P", "lr=0.1", "--metrics-from", "kv", "--",
                 "sh", "-c", "echo loss=0.5; echo acc=0.25; echo words >&2"],
         codes=(6, 125)),
    Case("run that fails", ["run", "--name", "wrapped", "--", "false"], codes=(1, 6, 125), again=(1,)),
    Case("log metric", ["log", "metric", "loss", "0.25", "--step", "7"]),
    Case("log metric --durable", ["log", "metric", "loss", "0.25", "--step", "7"],
         env={"MLT_DURABLE": "1"}),
    Case("log param", ["log", "param", "lr", "0.1"]),
    Case("log tag", ["log", "tag", "team", "vision"]),
    Case("log tag of an ended run", ["log", "tag", "team", "vision"], ended=True),
    Case("log note", ["log", "note", "a word"]),
    Case("log artifact", ["log", "artifact", "../weights.bin", "--to", "model"]),
    Case("log artifact --durable", ["--durable", "log", "artifact", "../weights.bin"]),
    Case("log -", ["log", "-"], stdin="".join(
        f'{{"metric":"loss","value":{1 / (i + 1)},"step":{i + 10}}}\n' for i in range(40))
        + '{"param":"depth","value":"3"}\n{"tag":"team","value":"vision"}\n'),
    Case("doctor --fix", ["doctor", "--fix"], leftovers=True, again=(0, 1), codes=(6, 1)),
]


class Failure(Exception):
    pass


def check(condition: bool, words: str) -> None:
    if not condition:
        raise Failure(words)


# What differs between two runs of the same command, and what follows from it in a snapshot.
VARYING = re.compile(rb'((?:"tag":"|")mlt\.(?:pid|pid_start|cpu_time_s|max_rss_bytes)"[^"]*'
                     rb'(?:"value":)?"|"(?:sha256|bytes|last_line_bytes|last_line_sha256)": ?"?)[0-9a-f.]+')


class Rig:
    """Runs one case over and over, each time in a folder of its own."""

    def __init__(self, case: Case, mlt: str, repeatable: str, faulty: str):
        self.case = case
        self.faulty = str(pathlib.Path(faulty).resolve())
        self.box = Sandbox(mlt, repeatable)
        self.run_id = ""
        self.old = self.box.home / "old"
        self.old.mkdir()
        (self.old / "weights.bin").write_bytes(bytes(range(256)) * 1000)
        (self.old / "job").mkdir()
        if not case.empty:
            self._make_store(self.old)
        self.old_files = self.tree(self.old)
        self.old_facts = self.facts(self.old)

    def close(self) -> None:
        self.box.close()

    @staticmethod
    def store(folder: pathlib.Path) -> pathlib.Path:
        return folder / "job" / "mlruns"

    def tree(self, folder: pathlib.Path) -> dict[str, bytes]:
        """The files of the store by path, without the empty lock file and what is built aside."""
        files = {}
        store = self.store(folder)
        for path in sorted(store.rglob("*")):
            name = str(path.relative_to(store))
            if path.is_file() and not name.startswith(".tmp/") and path.name != ".lock":
                files[name] = VARYING.sub(rb"\g<1>0", path.read_bytes())
        return files

    def built_aside(self, folder: pathlib.Path) -> list[str]:
        aside = self.store(folder) / ".tmp"
        return sorted(str(path.relative_to(aside)) for path in aside.rglob("*"))

    def _make_store(self, folder: pathlib.Path) -> None:
        """A store with a finished run and an open one, which is the current run of the case."""
        def mlt(*words, **env) -> str:
            self.clock += 60_000
            return self.box.succeed("mlt", *words, cwd=folder / "job",
                                    env={**self._world(folder, self.clock), **env})

        self.clock = 1767603600000
        mlt("init")
        mlt("-q", "run", "--name", "kept", "-P", "lr=1", "--", "mlt", "log", "metric", "loss", "1.5")
        started = json.loads(mlt("run", "start", "--name", "open", "--shell", "json"))
        self.run_id = started["run_id"]
        mlt("log", "metric", "loss", "0.5", "--step", "1", MLT_RUN_ID=self.run_id)
        mlt("log", "param", "seed", "1", MLT_RUN_ID=self.run_id)
        if self.case.ended:
            mlt("run", "end", MLT_RUN_ID=self.run_id)
        if self.case.leftovers:
            self._leave_remains(self.store(folder))

    def _leave_remains(self, store: pathlib.Path) -> None:
        """What writers that were killed leave: a torn line, a stale snapshot, a run half built."""
        (run,) = store.glob(f"experiments/*/{self.run_id}")
        with open(run / "journal.jsonl", "ab") as journal:
            journal.write(b'{"at":1767603900000,"kind":"met')
        (run / "run.json").write_bytes(b"")
        aside = store / ".tmp" / "99999999-0123456789abcdef"  # of a process that is gone
        aside.mkdir(parents=True)
        (aside / "journal.jsonl").write_bytes(b"")

    def _world(self, folder: pathlib.Path, clock: int, seed: int = 0) -> dict[str, str]:
        return self.box.repeatable(folder / "state", clock)

    def copy(self) -> pathlib.Path:
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.box.home))
        shutil.copytree(self.old, folder, dirs_exist_ok=True, symlinks=True)
        return folder

    def mlt(self, folder: pathlib.Path, words: list[str], clock: int = 1767690000000, stdin="",
            fault: dict[str, str] | None = None, prefix: tuple[str, ...] = ()) -> Result:
        env = {**self._world(folder, clock), **self.case.env}
        if self.run_id:
            env["MLT_RUN_ID"] = self.run_id
        if fault is not None:
            env["LD_PRELOAD"] += f":{self.faulty}"
            env.update(fault, FAULT_ROOT=str(folder / "job"))
        if prefix:  # strace itself must not be struck
            prefix += tuple(f"-E{name}={env.pop(name)}" for name in ("LD_PRELOAD",))
        return self.box.run(*prefix, "mlt", *words, cwd=folder / "job", stdin=stdin, env=env)

    def facts(self, folder: pathlib.Path) -> dict:
        """What mlt itself tells of every run of the store."""
        if not self.store(folder).exists():
            return {}
        result = self.mlt(folder, ["runs", "list", "-x", "*", "--json", "-N", "0"])
        if result.code == 3:
            return {}
        check(result.code == 0, f"runs list: {result}")
        facts = {}
        for item in json.loads(result.out)["items"]:
            shown = self.mlt(folder, ["runs", "show", item["run_id"], "--json"])
            check(shown.code == 0, f"runs show: {shown}")
            facts[item["run_id"]] = json.loads(VARYING.sub(rb"\g<1>0", shown.out.encode()))
        return facts

    def undisturbed(self) -> list[str]:
        """Runs the case, notes what it leaves; the calls it makes, in order."""
        folder = self.copy()
        log = folder / "calls"
        result = self.mlt(folder, self.case.command, stdin=self.case.stdin,
                          fault={"FAULT_LOG": str(log)})
        check(result.code in (0, *self.case.again), f"undisturbed: {result}")
        self.new_code = result.code
        self.new_files = self.tree(folder)
        self.new_facts = self.facts(folder)
        check(not self.built_aside(folder), f"left aside: {self.built_aside(folder)}")
        calls = log.read_text().splitlines()
        check(bool(calls), "the command changes nothing")
        shutil.rmtree(folder)
        return [line.split(" ", 1)[1] for line in calls]

    def strace_sees_no_more(self) -> None:
        folder = self.copy()
        log, trace = folder / "calls", folder / "trace"
        self.mlt(folder, self.case.command, stdin=self.case.stdin, fault={"FAULT_LOG": str(log)},
                 prefix=("strace", "-f", "-qq", "-y", "-s0", f"-o{trace}", f"-etrace={CHANGING_CALLS}"))
        place = str(folder / "job")
        seen = []
        for line in trace.read_text(errors="replace").splitlines():
            line = re.sub(r'AT_FDCWD<([^>]*)>, "([^"]*)"', lambda m: os.path.join(m[1], m[2]), line)
            opens = re.search(r"\bopen(at2?)?\(", line)
            if opens and not re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC)", line):
                continue
            if place in line and "resumed>" not in line:
                seen.append(line)
        counted = [line for line in log.read_text().splitlines() if " close " not in line]
        check(len(seen) <= len(counted), "strace sees more than the library:\n" + "\n".join(seen))
        shutil.rmtree(folder)

    def disturbed(self, number: int, call: str, kind: str) -> None:
        for _ in range(3):
            folder = self.copy()
            log = folder / "calls"
            result = self.mlt(folder, self.case.command, stdin=self.case.stdin,
                              fault={"FAULT_AT": str(number), "FAULT_KIND": kind,
                                     "FAULT_LOG": str(log)})
            made = len(log.read_text().splitlines()) if log.exists() else 0
            # A job whose output comes in fewer pieces than before ends without that many calls.
            is_struck = made >= number or result.code != self.new_code
            if is_struck:
                break
            shutil.rmtree(folder)
        if not is_struck:
            return
        files = self.tree(folder)
        if kind == "kill":
            check(result.code == KILLED, f"was not killed: {result}")
        elif kind in ("short", str(errno.EINTR)):
            check(result.code == self.new_code, f"noticed it: {result}")
            now = self.facts(folder)
            if kind == "short":  # half a line stands in the journal, which readers tell
                now = {run_id: {**run, "damaged": False} for run_id, run in now.items()}
            check(now == self.new_facts, f"the effect differs: {now} {self.new_facts}")
        else:
            self._check_failure(result, folder, files, os.strerror(int(kind)))
        self._check_files(files, kind)
        self._check_nothing_lost(folder)
        repeated = self.mlt(folder, self.case.command, clock=1767690060000, stdin=self.case.stdin)
        check(repeated.code in self.case.again, f"the same command again: {repeated}")
        self._check_doctor(folder)
        self._check_reached(folder)
        shutil.rmtree(folder)

    def _check_failure(self, result: Result, folder: pathlib.Path, files: dict[str, bytes],
                       reason: str) -> None:
        if result.code == self.new_code and self.facts(folder) == self.new_facts:
            return
        check(result.code != 0, f"exit 0, but the effect is missing: {result}")
        check(result.code in self.case.codes, f"exit code: {result}")
        # What doctor could not do is one of its findings.
        lines = [line for line in (result.err + result.out).splitlines()
                 if line.startswith(("error: ", "caused by: ", "warning: ", "MLT"))]
        check(bool(lines), f"no word about it: {result}")
        check(any(reason.lower() in line.lower() for line in lines), f"no reason ({reason}): {result}")
        check(any("/" in line for line in lines), f"no path: {result}")
        check(not self.built_aside(folder) or self.case.leftovers,
              f"left behind: {self.built_aside(folder)}")

    def _check_files(self, files: dict[str, bytes], kind: str) -> None:
        """Each file is as it was, or as it would have become; a journal holds whole lines."""
        for name, content in files.items():
            if self._is_whole(name, content):
                continue
            if name.endswith(".log"):
                check(self.new_files.get(name, b"").startswith(content), f"{name}: {content!r}")
                continue
            if name.endswith(".jsonl"):
                check(self._is_journal(name, content, kind),
                      f"{name} is neither old nor on its way to new: {content!r}")
                continue
            check(name.endswith(".json"), f"{name} is neither old nor new: {content!r}")
            check(are_documents([content]), f"{name} is half written: {content!r}")
        for name in self.old_files:
            check(name in files or name not in self.new_files, f"{name} is gone")

    def _is_whole(self, name: str, content: bytes) -> bool:
        return content in (self.old_files.get(name), self.new_files.get(name))

    def _is_journal(self, name: str, content: bytes, kind: str) -> bool:
        if kind in ("kill", "short"):
            return only_lines_of(content, self.new_files.get(name, b""), torn=kind == "short")
        # After a failure mlt may have gone on with what could still be written: the end of a run.
        old = self.old_files.get(name, b"")
        return content.startswith(old) and content.endswith(b"\n") and are_documents(
            content[len(old):].splitlines())

    def _check_nothing_lost(self, folder: pathlib.Path) -> None:
        facts = self.facts(folder)
        for run_id, old in self.old_facts.items():
            check(run_id in facts, f"run {run_id} is not listed")
            check(keeps(old, facts[run_id]), f"run {run_id} lost something: {old} {facts[run_id]}")

    def _check_reached(self, folder: pathlib.Path) -> None:
        """What is there once the same command was given again and doctor has mended."""
        self._check_nothing_lost(folder)

    def _check_doctor(self, folder: pathlib.Path) -> None:
        fixed = self.mlt(folder, ["doctor", "--fix"])
        check(fixed.code in (0, 1), f"doctor --fix: {fixed}")
        clean = self.mlt(folder, ["doctor"])
        check(clean.code == 0, f"doctor after doctor --fix: {clean}")


def are_documents(texts: list[bytes]) -> bool:
    try:
        return all(isinstance(json.loads(text), dict) for text in texts)
    except ValueError:
        return False


def only_lines_of(journal: bytes, whole: bytes, torn: bool) -> bool:
    """Whether a journal holds the first lines of `whole`, ended, besides at most one torn one."""
    expected = whole.split(b"\n")
    lines = journal.split(b"\n")
    if lines.pop() != b"":
        return False
    if torn:
        halves = [i for i, line in enumerate(lines) if line not in expected]
        if len(halves) != 1 or not any(full.startswith(lines[halves[0]]) for full in expected):
            return False
        del lines[halves[0]]
    return lines == expected[:len(lines)]


def keeps(old: dict, now: dict) -> bool:
    """Every param, tag and metric of `old` is there; a metric may have moved on."""
    same = all(now[kind].get(key) == value for kind in ("params", "tags")
               for key, value in old[kind].items())
    return same and set(old["metrics"]) <= set(now["metrics"])


def kinds_for(number: int, call: str) -> list[str]:
    """How a call goes wrong: killed and full at every call, the rest in turn."""
    name = call.split(" ", 1)[0]
    kinds = ["kill", str(errno.ENOSPC)]
    others = {"open": [errno.EROFS, errno.EMFILE, errno.EACCES], "close": [errno.EIO],
              "fsync": [errno.EIO], "mkdir": [errno.EDQUOT, errno.EROFS]}.get(name, [errno.EIO])
    kinds.append(str(others[number % len(others)]))
    if name == "close":
        kinds.remove(str(errno.ENOSPC))
    if name in ("write", "open"):
        kinds.append(str(errno.EINTR))
    if name in ("write", "copy_file_range", "sendfile"):
        kinds.append("short")
    return kinds


def run_case(make_rig: type[Rig], case: Case, kinds, options) -> tuple[int, list[str]]:
    rig = make_rig(case, options.mlt, options.repeatable, options.faulty)
    problems: list[str] = []
    try:
        # A job's output comes in one piece or in several, so the number of calls varies: what is
        # struck are those that are always made.
        calls = min((rig.undisturbed() for _ in range(3)), key=len)
        rig.strace_sees_no_more()
        faults = [(number, call, kind) for number, call in enumerate(calls, 1)
                  for kind in kinds(number, call)]
        lock = threading.Lock()

        def strike(fault: tuple[int, str, str]) -> None:
            number, call, kind = fault
            try:
                rig.disturbed(number, call, kind)
            except (Failure, subprocess.TimeoutExpired) as failure:
                how = kind if kind in ("kill", "short") else errno.errorcode[int(kind)]
                place = re.sub(r"/\S*/job/", "", call)
                with lock:
                    problems.append(f"{case.name}, {how} at call {number} ({place}): {failure}")

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(strike, faults))
        return len(faults), problems
    except Failure as failure:
        return 0, [f"{case.name}: {failure}"]
    finally:
        rig.close()


def main(cases: list[Case], make_rig: type[Rig] = Rig, kinds=kinds_for) -> int:
    """Strikes each case in a rig of its own; `kinds` tells of a numbered call how it goes wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("mlt")
    parser.add_argument("repeatable")
    parser.add_argument("faulty")
    parser.add_argument("--only", metavar="CASE", help="a part of a case's name")
    options = parser.parse_args()
    total, bad = 0, 0
    for case in cases:
        if options.only and options.only not in case.name:
            continue
        count, problems = run_case(make_rig, case, kinds, options)
        total += count
        bad += len(problems)
        print(f"{case.name}: {count} faults, {len(problems)} problems", flush=True)
        for problem in problems[:5]:
            print(f"  {problem}")
    print(f"{total} faults in {len(cases)} cases, {bad} problems")
    return 1 if bad or not total else 0


if __name__ == "__main__":
    sys.exit(main(CASES))
