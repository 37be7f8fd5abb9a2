"""A store of MLflow's taken to the native layout and back: MLflow reads there what it read before."""

import json
import pathlib
import shutil

from rig import Rig, check, check_equal, each_once


def settled_copy(rig: Rig, name: str) -> pathlib.Path:
    """A copy whose recorded places are where it lies, as if it had been made there."""
    store = rig.copy(name)
    for path in store.rglob("meta.yaml"):
        text = path.read_text()
        path.write_text(text.replace(rig.golden.as_uri(), store.as_uri()))
    return store


def add_repeats(rig: Rig, store: pathlib.Path) -> str:
    """Points in no order, among them NaN first and last of a step, and one that stands twice."""
    (folder,) = store.glob(f"*/{rig.run_id('everything')}")
    (folder / "metrics" / "order").write_text(
        "5 2.0 3\n5 nan 3\n1 0.5 9\n5 2.0 3\n4 nan 9\n4 1.0 9\n0 1.0 -2\n")
    return f"mlruns/{folder.relative_to(store)}/metrics/order"


def migrate(rig: Rig, store: pathlib.Path, layout: str) -> dict:
    result = rig.box.run("mlt", "--store", store, "migrate", "--to", layout, "--json")
    check(result.code == 0, f"mlt migrate --to {layout}: {result}")
    report = json.loads(result.out)
    written = json.loads((store.parent / "mlruns.migration.json").read_text())
    check_equal(written["left_out"], report["left_out"], "the report in the file")
    return report


def end_living_runs(rig: Rig, store: pathlib.Path) -> None:
    for run in rig.ask(store, "runs", "list", "-x", "*", "-N", "0", "--status", "running")["items"]:
        rig.box.succeed("mlt", "--store", store, "run", "end", "--run", run["run_id"])


def keep_points_once(content: dict) -> None:
    for experiment in content["experiments"]:
        for run in experiment["runs"]:
            run["history"] = {key: each_once(points) for key, points in run["history"].items()}


def a_round_trip_loses_nothing(rig: Rig) -> int:
    """Every fact that the client tells, the order of points included, but for points that stood there
    twice and traces, which the report names."""
    store = settled_copy(rig, "round-trip")
    end_living_runs(rig, store)
    repeated = add_repeats(rig, store)
    (store / "policy.yaml").write_text("rules: []\n")
    (store / "mlt.yaml").write_text("layout: mlflow\nschema: 1\nprimary: loss\n")
    before = rig.dump(store)
    keep_points_once(before)
    report = migrate(rig, store, "native")
    reasons = {item["path"]: item["reason"] for item in report["left_out"]}
    check("kept once" in reasons.get(repeated, ""), f"the report names no {repeated}: {reasons}")
    check(reasons.get("mlruns/models") == "the registry", f"the report names no registry: {reasons}")
    for experiment in before["experiments"]:
        traced = f"mlruns/{experiment['experiment_id']}/traces"
        check((reasons.get(traced) == "MLflow's traces") == bool(experiment.pop("traces")), f"the report on {traced}: {reasons}")
    migrate(rig, store, "mlflow")
    after = rig.dump(store)
    check_equal(after["problems"], before["problems"], "what MLflow complains of")
    check_equal(len(after["experiments"]), len(before["experiments"]), "number of experiments")
    count = 0
    for old, new in zip(before["experiments"], after["experiments"]):
        for key in old:
            if key != "runs":
                check_equal(new[key], old[key], f"{key} of experiment {old['experiment_id']}")
        check_equal(len(new["runs"]), len(old["runs"]), f"runs of experiment {old['experiment_id']}")
        for run, other in zip(old["runs"], new["runs"]):
            count += 1
            for key in run:
                check_equal(other[key], run[key], f"{key} of run {run['run_id']}")
    check_equal((store / "policy.yaml").read_text(), "rules: []\n", "policy.yaml")
    check_equal((store / "mlt.yaml").read_text(), "layout: mlflow\nschema: 1\nprimary: loss\n", "mlt.yaml")
    return count


def an_import_takes_all_and_twice_changes_nothing(rig: Rig) -> int:
    """From MLflow's store into a new one of either layout, and from there into another."""
    source = rig.copy("import-source")
    ids = sorted(run["run_id"] for run in rig.runs())
    for layout in ("native", "mlflow"):
        target = source.parent / layout / "mlruns"
        target.parent.mkdir()
        rig.box.succeed("mlt", "init", "--layout", layout, target)
        for _ in range(2):
            rig.box.succeed("mlt", "--store", target, "import", source)
            listed = rig.ask(target, "runs", "list", "-x", "*", "-N", "0", "--all")["items"]
            check_equal(sorted(run["run_id"] for run in listed), ids, f"runs in the {layout} store")
        shutil.rmtree(target.parent)
    return 2 * len(ids)


def a_copy_is_imported_with_its_own_files(rig: Rig) -> int:
    """Its meta.yaml files name the original, which is still there; the store that imports it names itself."""
    copy = rig.copy("import-copy")
    target = copy.parent / "into" / "mlruns"
    target.parent.mkdir()
    rig.box.succeed("mlt", "init", "--layout", "mlflow", target)
    rig.box.succeed("mlt", "--store", target, "import", copy)
    stale = [str(path) for path in target.rglob("meta.yaml") if rig.golden.as_uri() in path.read_text()]
    check_equal(stale, [], "files that name the original")
    check("MLT140" not in rig.box.run("mlt", "--store", target, "doctor").out, "doctor finds places of another store")
    files = {run["run_id"]: run["files"] for experiment in rig.dump(target)["experiments"] for run in experiment["runs"]}
    check_equal(files, {run["run_id"]: run["files"] for run in rig.runs()}, "files that MLflow lists")
    return len(files)


CASES = [a_round_trip_loses_nothing, an_import_takes_all_and_twice_changes_nothing,
         a_copy_is_imported_with_its_own_files]
