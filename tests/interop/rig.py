"""What the cases of the interop suite share: one version of MLflow with its store, and the checks."""

import functools
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from sandbox import START_MS, Sandbox  # noqa: E402


class Rig:
    """One version of MLflow, its store, and what it reads there."""

    def __init__(self, environment: pathlib.Path, mlt: pathlib.Path, tool: pathlib.Path, box: Sandbox):
        self.python = environment / "bin" / "python"
        self.version = environment.name.removeprefix("mlflow-")
        self.mlt, self.tool, self.box = mlt, tool, box

    @functools.cached_property
    def golden(self) -> pathlib.Path:
        store = self.box.home / self.version / "mlruns"
        store.parent.mkdir()
        self.client("make_store.py", store)
        return store

    def client(self, program: str, *words, stdin: str = "") -> str:
        return self.box.succeed(self.python, HERE / program, *words, stdin=stdin, timeout=600)

    def dump(self, store: pathlib.Path) -> dict:
        return json.loads(self.client("dump_store.py", store))

    @functools.cached_property
    def content(self) -> dict:
        return self.dump(self.golden)

    def copy(self, name: str) -> pathlib.Path:
        store = self.box.home / f"{self.version}-{name}" / "mlruns"
        shutil.copytree(self.golden, store)
        return store

    def write(self, store: pathlib.Path, *words, stdin: str = "") -> str:
        """What mlt prints while its clock stands at START_MS."""
        env = self.box.repeatable(self.box.home / "clock", START_MS)
        return self.box.succeed("mlt", "--store", store, *words, stdin=stdin, env=env)

    def run_id(self, name: str) -> str:
        return next(run["run_id"] for run in self.runs() if run["name"] == name)

    def runs(self) -> list:
        return [run for experiment in self.content["experiments"] for run in experiment["runs"]]

    def ask(self, store: pathlib.Path, *words):
        return self.box.json("mlt", "--store", store, *words, "--json")


def each_once(points: list) -> list:
    """The points of a metric without those that stand there again, in their order."""
    return [point for number, point in enumerate(points) if point not in points[:number]]


def check(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def check_equal(seen, expected, what: str) -> None:
    check(seen == expected, f"{what}\n  expected {in_short(expected)}\n  seen     {in_short(seen)}")


def in_short(value) -> str:
    return json.dumps(value, default=lambda other: sorted(other) if isinstance(other, set) else repr(other))[:600]
