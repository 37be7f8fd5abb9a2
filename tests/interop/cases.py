#!/usr/bin/env python3
"""mlt beside real MLflow over one store; scripts/test interop runs it.

    cases.py MLT META_YAML_TOOL ENVIRONMENT...

Each ENVIRONMENT is a virtual environment that holds one version of MLflow. For each the store that its
own client makes (make_store.py) is what the cases work on; dump_store.py says what that client reads.
"""

import functools
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from sandbox import Sandbox  # noqa: E402


class Rig:
    """One version of MLflow, its store, and what it reads there."""

    def __init__(self, environment: pathlib.Path, mlt: pathlib.Path, tool: pathlib.Path, box: Sandbox):
        self.python = environment / "bin" / "python"
        self.version = environment.name.removeprefix("mlflow-")
        self.mlt, self.tool, self.box = mlt, tool, box
        self.golden = box.home / self.version / "mlruns"
        self.golden.parent.mkdir()
        self.client("make_store.py", self.golden)

    def client(self, program: str, *words) -> str:
        return self.box.succeed(self.python, HERE / program, *words, timeout=600)

    def dump(self, store: pathlib.Path) -> dict:
        return json.loads(self.client("dump_store.py", store))

    @functools.cached_property
    def content(self) -> dict:
        return self.dump(self.golden)

    def copy(self, name: str) -> pathlib.Path:
        store = self.box.home / f"{self.version}-{name}" / "mlruns"
        shutil.copytree(self.golden, store)
        return store

    def ask(self, store: pathlib.Path, *words):
        return self.box.json("mlt", "--store", store, *words, "--json")


def check(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def check_equal(seen, expected, what: str) -> None:
    check(seen == expected, f"{what}\n  expected {json.dumps(expected)[:600]}\n  seen     {json.dumps(seen)[:600]}")


def client_reads_all(rig: Rig) -> int:
    check_equal(rig.content["problems"], [], "MLflow's own store")
    return sum(len(experiment["runs"]) for experiment in rig.content["experiments"])


def yaml_is_written_alike(rig: Rig) -> int:
    """Every meta.yaml of MLflow's, read by mlt and written again, is the same bytes."""
    paths = sorted(rig.golden.rglob("*.yaml"))
    texts = [path.read_bytes().decode() for path in paths]
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([rig.tool, "rewrite"], input=lines.encode(), capture_output=True, check=True)
    written = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    for path, text, again in zip(paths, texts, written, strict=True):
        check_equal(again, text, str(path))
    return len(paths)


def mlt_reads_experiments(rig: Rig) -> int:
    found = {item["experiment_id"]: item for item in rig.ask(rig.golden, "experiments", "list", "--all")["items"]}
    expected = {item["experiment_id"]: item for item in rig.content["experiments"]}
    check_equal(sorted(found), sorted(expected), "the experiments")
    for id_, of_client in expected.items():
        of_mlt = found[id_]
        for ours, theirs in (("name", "name"), ("lifecycle", "lifecycle"), ("tags", "tags"),
                             ("created_time", "creation_time"), ("last_update_time", "last_update_time")):
            check_equal(of_mlt[ours], of_client[theirs], f"{theirs} of experiment {id_}")
    return len(expected)


def mlt_reads_runs(rig: Rig) -> int:
    """`runs list` and `show` give what MLflow's client gives."""
    expected = {run["run_id"]: dict(run, tags=dict(run["tags"])) for experiment in rig.content["experiments"] for run in experiment["runs"]}
    listed = {run["run_id"]: run for run in rig.ask(rig.golden, "runs", "list", "-x", "*", "--all", "-N", "1000")["items"]}
    check_equal(sorted(listed), sorted(expected), "the runs")
    for id_, of_client in expected.items():
        check_equal(of_client["tags"].pop("mlflow.runName"), of_client["name"], "the tag that mlt shows as the name")
        shown = rig.ask(rig.golden, "show", id_)
        for run in (listed[id_], shown):
            for ours, theirs in (("run_name", "name"), ("experiment_id", "experiment_id"), ("status", "status"),
                                 ("lifecycle", "lifecycle"), ("user", "user"), ("start_time", "start_time"),
                                 ("end_time", "end_time"), ("params", "params"), ("tags", "tags"), ("metrics", "latest")):
                check_equal(run[ours], of_client[theirs], f"{theirs} of run {id_}")
        for key, points in of_client["history"].items():
            # MLflow gives the step of a point with a data set as 0; mlt gives the true one.
            of_dataset = len(points) == 1 and points[0][2] == 0
            summary = shown["metric_summaries"][key]
            check_equal(summary["count"], len(points), f"points of {key} of run {id_}")
            last = [summary["last"]["value"], summary["last"]["time"], summary["last"]["step"]]
            check(of_dataset or last in points, f"{key} of run {id_}: {last} is none of its points")
    return len(expected)


def odd_folder_harms_nothing(rig: Rig) -> int:
    """The folder in which mlt builds things aside is invisible to MLflow."""
    store = rig.copy("aside")
    aside = store / ".mlt.trash"
    (aside / "half" / "tags").mkdir(parents=True)
    (aside / ".gitignore").write_text("*\n")
    (aside / "lock").touch()
    (aside / "half" / "meta.yaml").write_text("torn: 'x")
    text = json.dumps(rig.dump(store))
    check_equal(json.loads(text), rig.content, "the store beside it")
    check(aside.is_dir(), "MLflow removed it")
    return 1


CASES = [client_reads_all, yaml_is_written_alike, mlt_reads_experiments, mlt_reads_runs, odd_folder_harms_nothing]


def main() -> int:
    mlt, tool, *environments = (pathlib.Path(word).absolute() for word in sys.argv[1:])
    failures = 0
    for environment in environments:
        with Sandbox(mlt) as box:
            rig = Rig(environment, mlt, tool, box)
            for case in CASES:
                name = f"MLflow {rig.version}: {case.__name__}"
                try:
                    print(f"{name}: {case(rig)} checked", flush=True)
                except (AssertionError, KeyError, TypeError, ValueError) as error:
                    failures += 1
                    print(f"{name}: FAILED: {type(error).__name__}: {error}", flush=True)
    print(f"interop: {len(environments) * len(CASES) - failures} cases passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
