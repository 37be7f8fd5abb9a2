#!/usr/bin/env python3
"""The commands that change what is there already, killed and failed as process_faults.py does it, in
a store of either layout.

    surface_faults.py MLT REPEATABLE FAULTY [--only CASE]

Here a command may rename, delete or purge, so that `nothing lost` means more: at any instant each
fact about a run or an experiment is as it was or as the command makes it, whatever the command does
not touch is as it was, and the same command again brings about the whole effect.
"""

import errno
import json
import pathlib
import re
import sys
from dataclasses import dataclass

from process_faults import Case, Rig, VARYING, check, main

SECRET = "hush-hush-hush"
# Where things are built: in the store of either layout, and beside what is made outside it.
ASIDE = re.compile(r"mlruns/\.(tmp|mlt\.trash)/|^mlruns\.importing/|^all(\.tar\.gz|\.csv)?\.exporting/")
ELSEWHERE = "file:///srv/elsewhere/project"  # where a store with stale places was


@dataclass
class Surface(Case):
    layout: str = "native"
    stale_places: bool = False  # begins in a folder that the places of artifacts do not tell of


def in_layout(layout: str) -> list[Surface]:
    """The commands that work alike in both layouts."""
    def case(name: str, command: list[str], **fields) -> Surface:
        return Surface(f"{name}, {layout}", command, layout=layout, **fields)

    return [
        case("runs rename", ["runs", "rename", "kept", "new-name"], again=(0, 3)),
        case("runs tag", ["runs", "tag", "kept", "open", "team=vision"]),
        case("runs tag --remove", ["runs", "tag", "kept", "--remove", "stage"], again=(0, 3)),
        case("runs note", ["runs", "note", "kept", "two\nlines"]),
        case("runs delete", ["runs", "delete", "kept", "open"]),
        case("runs restore", ["runs", "restore", "gone"]),
        case("runs purge", ["runs", "purge", "-y", "gone"], again=(0, 3)),
        case("runs set-tag", ["runs", "set-tag", "--run-id", "kept", "team", "vision"]),
        case("runs log-metric", ["runs", "log-metric", "--run-id", "open", "loss", "0.25", "--step", "7"]),
        case("runs log-param", ["runs", "log-param", "--run-id", "open", "depth", "3"]),
        case("experiments rename", ["experiments", "rename", "spare", "iris"], again=(0, 3)),
        case("experiments tag", ["experiments", "tag", "spare", "--remove", "stage"], again=(0, 3)),
        case("experiments delete", ["experiments", "delete", "spare"]),
        case("experiments restore", ["experiments", "restore", "binned"]),
        case("redact", ["redact", "-y", "--value-from", "../secret.txt"]),
        case("gc", ["gc", "--deleted", "--prune", "-y"]),
        case("import of a store", ["import", "../given/mlruns"]),
    ]


CASES = [
    *in_layout("native"),
    *in_layout("mlflow"),
    Surface("import of a bundle, native", ["import", "../given.tar.gz"]),
    Surface("export of a bundle, native", ["export", "-o", "./all.tar.gz"]),
    Surface("export of a directory, native", ["export", "-x", "spare", "-o", "all"], again=(0, 4)),
    Surface("config set, native", ["config", "set", "compare.top", "5", "--scope", "store"]),
    Surface("config unset, native", ["config", "unset", "compare.top", "--scope", "store"]),
    Surface("export of a table, native", ["export", "-x", "*", "-o", "./all.csv"]),
    Surface("doctor --fix, mlflow", ["doctor", "--fix"], layout="mlflow", leftovers=True,
            again=(0, 1), codes=(6, 1)),
    Surface("doctor --fix-paths, mlflow", ["doctor", "--fix-paths"], layout="mlflow",
            stale_places=True, again=(0, 1), codes=(6, 1)),
]


class SurfaceRig(Rig):
    """A store with a deleted run, a deleted experiment, and things to import beside it."""

    case: Surface

    def _make_store(self, folder: pathlib.Path) -> None:
        def mlt(*words: str, cwd: str = "job", **env: str) -> str:
            self.clock += 60_000
            return self.box.succeed("mlt", *words, cwd=folder / cwd,
                                    env={**self._world(folder, self.clock), **env})

        self.clock = 1767603600000
        (folder / "secret.txt").write_text(SECRET + "\n")
        mlt("init", "--layout", self.case.layout)
        mlt("-q", "run", "--name", "kept", "-P", f"seed={SECRET}", "--tag", "stage=first", "--",
            "mlt", "log", "metric", "loss", "1.5")
        mlt("-q", "run", "--name", "gone", "--", "true")
        mlt("runs", "delete", "gone")
        for name in ("spare", "binned"):
            mlt("experiments", "create", name, "--tag", "stage=first")
            mlt("-q", "run", "-x", name, "--name", f"of-{name}", "--", "true")
        mlt("experiments", "delete", "binned")
        self.run_id = json.loads(mlt("run", "start", "-x", "Default", "--name", "open",
                                     "--shell", "json"))["run_id"]
        mlt("log", "metric", "loss", "0.5", "--step", "1", MLT_RUN_ID=self.run_id)
        mlt("config", "set", "compare.top", "7", "--scope", "store")
        if self.case.command[0] == "import":
            self._make_gifts(folder, mlt)
        if self.case.leftovers:
            self._leave_remains(self.store(folder))
        if self.case.stale_places:
            move_places(self.store(folder), f"file://{folder}/job", ELSEWHERE)

    @staticmethod
    def _make_gifts(folder: pathlib.Path, mlt) -> None:
        (folder / "given").mkdir()
        mlt("init", "--layout", "mlflow", cwd="given")
        mlt("-q", "run", "-x", "visitors", "--name", "guest", "-P", "lr=1", "--",
            "mlt", "log", "artifact", "../secret.txt", cwd="given")
        mlt("export", "-x", "visitors", "-o", "../given.tar.gz", cwd="given")

    def _leave_remains(self, store: pathlib.Path) -> None:
        (run,) = store.glob(f"*/{self.run_id}")
        with open(run / "metrics" / "loss", "ab") as points:
            points.write(b"17676039")
        (run / "params").rmdir()
        (run / "tags" / "mlflow.runName").write_text("another")
        (store / ".mlt.trash" / "99999999-0123456789abcdef").write_bytes(b"half")

    def copy(self) -> pathlib.Path:
        folder = super().copy()
        move_places(folder, f"file://{self.old}/", f"file://{folder}/")
        return folder

    def tree(self, folder: pathlib.Path) -> dict[str, bytes]:
        """The files below the job, those beside the store too."""
        files = {}
        for path in sorted((folder / "job").rglob("*")):
            name = str(path.relative_to(folder / "job"))
            if path.is_file() and path.name != ".lock" and not ASIDE.search(name):
                content = VARYING.sub(rb"\g<1>0", path.read_bytes())
                files[name] = content.replace(str(folder).encode(), b"@")
        return files

    def built_aside(self, folder: pathlib.Path) -> list[str]:
        names = (str(path.relative_to(folder / "job")) for path in (folder / "job").rglob("*"))
        return sorted(name for name in names
                      if ASIDE.search(name) and not name.endswith((".mlt.trash/lock", ".gitignore")))

    def facts(self, folder: pathlib.Path) -> dict:
        facts = {}
        for kind, identity, words in (("run", "run_id", ["runs", "list", "-x", "*", "-N", "0"]),
                                      ("experiment", "experiment_id", ["experiments", "list"])):
            listed = self.mlt(folder, [*words, "--all", "--json"])
            check(listed.code == 0, f"{kind}s list: {listed}")
            for item in json.loads(VARYING.sub(rb"\g<1>0", listed.out.encode()))["items"]:
                facts[f"{kind} {item[identity]}"] = facts_of(item)
        return facts

    def _check_nothing_lost(self, folder: pathlib.Path) -> None:
        facts = self.facts(folder)
        for name in self.old_facts | self.new_facts:
            old, new, now = (each.get(name) for each in (self.old_facts, self.new_facts, facts))
            if old is None or new is None:
                check(now in (None, old, new) or None not in (old, new) or is_between(now, old, new),
                      f"{name} is half there: {now}")
            else:
                check(now is not None, f"{name} is not listed")
                check(is_between(now, old, new), f"{name} is neither old nor new: {now}")
        check(facts.keys() <= self.old_facts.keys() | self.new_facts.keys(), f"more than was: {facts}")

    def _is_whole(self, name: str, content: bytes) -> bool:
        if name.startswith("mlruns.lost-and-found/"):  # a copy, until the store lets go of it
            return any(new.startswith(content) for kept, new in self.new_files.items()
                       if kept.startswith("mlruns.lost-and-found/"))
        # A folder may have moved before or after what is in it changed.
        moved = [text for files in (self.old_files, self.new_files)
                 for kept, text in files.items() if kept.split("/")[-2:] == name.split("/")[-2:]]
        return content in moved

    def _check_doctor(self, folder: pathlib.Path) -> None:
        super()._check_doctor(folder)
        left = self.built_aside(folder)
        check(not left, f"left behind after doctor --fix: {left}")

    def _check_reached(self, folder: pathlib.Path) -> None:
        facts = self.facts(folder)
        check(facts == self.new_facts, f"not all was done: {facts} {self.new_facts}")


def move_places(folder: pathlib.Path, there: str, here: str) -> None:
    """Writes places of artifacts anew in what MLflow keeps in meta.yaml."""
    for path in folder.rglob("meta.yaml"):
        path.write_text(path.read_text().replace(there, here))


def facts_of(item: dict) -> dict:
    """What is said of a run or an experiment, by names of one level."""
    facts = {name: item.get(name) for name in
             ("run_name", "name", "experiment_id", "lifecycle", "status", "damaged")}
    for kind in ("params", "tags", "metrics"):
        facts.update((f"{kind}.{key}", value) for key, value in item.get(kind, {}).items())
    return facts


def is_between(now: dict, old: dict, new: dict) -> bool:
    return all(now.get(name) in (old.get(name), new.get(name)) for name in now | old | new)


def killed_or_full(_number: int, call: str) -> list[str]:
    """process_faults.py strikes the same primitives in every other way."""
    if call.startswith("close "):
        return [str(errno.EIO)]  # killed there leaves what killed at the next call leaves
    return ["kill", str(errno.ENOSPC)]


if __name__ == "__main__":
    sys.exit(main(CASES, SurfaceRig, killed_or_full))
