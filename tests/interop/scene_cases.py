"""A user of MLflow comes with a project, word for word as the scene is told, and goes back again."""

import json
import os
import pathlib
import shutil
import time

from migrate_cases import keep_points_once, settled_copy
from rig import Rig, check, check_equal
from store_cases import bytes_of

# What the user types. mlt is told nothing: no store, no flag, no variable.
LOOK, EXAMINE, MOVE_IN, MOVE_BACK = "mlt compare", "mlt doctor", "mlt migrate --to native", "mlt migrate --to mlflow"
PAGE = 20  # how many runs compare shows
ELSEWHERE = "file:///srv/cluster/proj/mlruns"


def make_project(rig: Rig) -> tuple[pathlib.Path, str, set[str]]:
    """A settled store with a torn line, and the places of an experiment and two of its runs on another
    machine. Gives the store, the file of the torn line and the files of the places."""
    store = settled_copy(rig, "proj")
    (folder,) = store.glob(f"*/{rig.run_id('everything')}")
    torn = folder / "metrics" / "latest"
    torn.write_bytes(torn.read_bytes() + b"17000")
    for path in (torn, *torn.parents):
        if store in (path, *path.parents):
            os.utime(path, (time.time() - 60,) * 2)
    experiment = next(item["experiment_id"] for item in rig.content["experiments"] if item["name"] == "back")
    moved = sorted((store / experiment).rglob("meta.yaml"))
    check(len(moved) == 3, f"an experiment and two runs: {moved}")
    for path in moved:
        path.write_text(path.read_text().replace(store.as_uri(), ELSEWHERE))
    return store, str(torn.relative_to(store)), {str(path.relative_to(store)) for path in moved}


def type_in(rig: Rig, store: pathlib.Path, line: str):
    """The line in a shell, in the folder that holds mlruns/."""
    return rig.box.run("sh", "-c", f"cd {store.parent} && {line}")


def times_of(store: pathlib.Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (store, *store.rglob("*"))}


def looks(rig: Rig, store: pathlib.Path) -> None:
    before = bytes_of(store), times_of(store)
    compared = type_in(rig, store, LOOK)
    active = sorted((run for run in rig.runs() if run["lifecycle"] == "active"), key=lambda run: (-run["start_time"], run["run_id"]))
    siblings = [run["run_id"] for run in active if run["experiment_id"] == active[0]["experiment_id"]]
    shown = [line.split("\t")[0] for line in compared.out.rstrip("\n").split("\n")[1:]]
    check_equal([compared.code, shown], [0, siblings[:PAGE]], f"{LOOK}: {compared}")
    check(bytes_of(store) == before[0] and times_of(store) == before[1], f"{LOOK} changed the store")
    check(os.listdir(store.parent) == ["mlruns"], f"{LOOK} left something beside the store")


def examines(rig: Rig, store: pathlib.Path, torn: str, moved: set[str]) -> None:
    before = bytes_of(store), times_of(store)
    result = type_in(rig, store, EXAMINE)
    check(result.code == 1, f"{EXAMINE}: {result}")
    findings = [line.split("\t") for line in result.out.splitlines()[1:]]
    lines = (store / torn).read_bytes().count(b"\n")
    check_equal([finding[1:3] for finding in findings if finding[0] == "MLT130"], [[torn, str(lines + 1)]], "torn lines")
    check_equal({finding[1] for finding in findings if finding[0] == "MLT140"}, moved, "places on another machine")
    others = {finding[0] for finding in findings} - {"MLT130", "MLT140"}
    # A param with CR, and what 2.22 cannot read of 3.x: both are MLflow's own doing.
    check(others <= {"MLT114", "MLT123"}, f"{EXAMINE}: {result}")
    check(bytes_of(store) == before[0] and times_of(store) == before[1], f"{EXAMINE} changed the store")


def expected_left_out(rig: Rig, torn: str) -> set[str]:
    reasons = {"mlruns/models": "the registry", f"mlruns/{torn}": None}
    return set(reasons) | {f"mlruns/{item['experiment_id']}/traces" for item in rig.content["experiments"] if item["traces"]}


def moves(rig: Rig, store: pathlib.Path, line: str) -> set[str]:
    """Migrates and gives the paths that the report names."""
    result = type_in(rig, store, line)
    check(result.code == 0, f"{line}: {result}")
    report = json.loads((store.parent / "mlruns.migration.json").read_text())
    check_equal((report["runs"], report["experiments"]), (len(rig.runs()), len(rig.content["experiments"])), line)
    return {item["path"] for item in report["left_out"]
            if "outside the store" not in item["reason"] and "kept once" not in item["reason"]}


def without_traces_and_registry(content: dict) -> dict:
    keep_points_once(content)
    for experiment in content["experiments"]:
        experiment["traces"] = []
    return {**content, "models": []}


def an_mlflow_user_arrives(rig: Rig) -> int:
    store, torn, moved = make_project(rig)
    old = bytes_of(store)
    looks(rig, store)
    examines(rig, store, torn, moved)

    check_equal(moves(rig, store, MOVE_IN), expected_left_out(rig, torn), "what the report names")
    check_equal((store / "mlt.yaml").read_text().count("layout: native"), 1, "the layout")
    listed = rig.ask(store, "runs", "list", "-x", "*", "--all", "-N", "0")["items"]
    check_equal(sorted(run["run_id"] for run in listed), sorted(run["run_id"] for run in rig.runs()), "runs in the native store")
    check_equal(moves(rig, store, MOVE_BACK), set(), "what the way back names")

    whole = settled_copy(rig, "proj-whole")  # as the store was before the line was torn and places went stale
    before, after = rig.dump(whole), rig.dump(store)
    text = json.dumps(without_traces_and_registry(before)).replace(whole.as_uri(), store.as_uri())
    check_equal(after, json.loads(text), "what MLflow reads after the way there and back")

    # To go back to the store that MLflow made, it is moved into place.
    shutil.rmtree(store)
    (store.parent / "mlruns.mlflow.old").rename(store)
    check(bytes_of(store) == old, "the old store was changed")
    return len(rig.runs())


CASES = [an_mlflow_user_arrives]
