"""What docs/mlflow.md promises that no other case sees: beside MLflow, sentence by sentence."""

import json
import os
import pathlib

from migrate_cases import settled_copy
from rig import HERE, Rig, check, check_equal

ARTIFACT = ["model/deep/weights.bin", 256]


def read_run(rig: Rig, store: pathlib.Path, run_id: str) -> dict:
    content = rig.dump(store)
    found = [run for item in content["experiments"] for run in item["runs"] if run["run_id"] == run_id]
    check(len(found) == 1, f"MLflow does not read run {run_id}: {content['problems'][:3]}")
    return found[0]


def a_wrapped_script_logs_to_the_same_run(rig: Rig) -> int:
    """`mlt run` tells MLflow in its child where the run is; the script names no store and no run."""
    store = rig.copy("wrapped")
    script = store.parent / "train.py"
    script.write_text("import mlflow\nmlflow.log_metric('loss', 0.25, step=3)\nmlflow.log_param('lr', '1e-3')\n")
    rig.box.succeed("mlt", "--store", store, "run", "-x", "wrapped", "--name", "job", "--", rig.python, script, timeout=300)
    (run,) = rig.ask(store, "runs", "list", "-x", "wrapped")["items"]
    seen = read_run(rig, store, run["run_id"])
    check_equal([seen["params"], seen["latest"].get("loss"), seen["status"]], [{"lr": "1e-3"}, 0.25, "FINISHED"], "the run")
    check_equal([point[2] for point in seen["history"]["loss"]], [3], "the point")
    return 1


def a_clone_is_mended_by_writing(rig: Rig) -> int:
    """Git keeps no empty folder. MLflow 3 then says that the run is not there; mlt reads it, and once mlt
    has written to it MLflow reads it again."""
    store, run = settled_copy(rig, "clone"), rig.run_id("plain")
    (folder,) = store.glob(f"*/{run}")
    lost = [folder / name for name in ("metrics", "artifacts")]
    for path in lost:
        path.rmdir()
    complaint = [text for text in rig.dump(store)["problems"] if run in text]
    check(bool(complaint) == rig.version.startswith("3."), f"MLflow on a run without its folders: {complaint}")
    check_equal(rig.ask(store, "show", run)["run_name"], "plain", "the run that mlt reads")
    check(not any(path.exists() for path in lost), "reading mended the clone")
    rig.box.succeed("mlt", "--store", store, "runs", "tag", run, "seen=yes")
    check_equal(read_run(rig, store, run)["tags"]["seen"], "yes", "the tag")
    check(all(path.is_dir() for path in lost), "the folders are not there again")
    return 2


def a_moved_store_gets_its_artifacts_back(rig: Rig) -> int:
    """mlt finds them by position, MLflow after --fix-paths; relative places hold where mlruns/ lies in the
    working directory, absolute ones everywhere."""
    run = rig.run_id("everything")
    forms = ("relative", "absolute")
    for form in forms:
        store = settled_copy(rig, f"moved-{form}")
        moved = store.parent / "elsewhere" / "mlruns"
        moved.parent.mkdir()
        os.rename(store, moved)
        check_equal(read_run(rig, moved, run)["files"], [], "what MLflow lists in a moved store")
        (listed,) = rig.ask(moved, "artifacts", "list", run)["items"]
        check_equal([listed["path"], listed["size"]], ARTIFACT, "what mlt lists in a moved store")
        result = rig.box.run("mlt", "--store", moved, "doctor", f"--fix-paths={form}")
        check(result.code in (0, 1), f"doctor --fix-paths={form}: {result}")
        check("MLT140" not in rig.box.run("mlt", "--store", moved, "doctor").out, "places that --fix-paths left")
        where = moved.parent if form == "relative" else rig.box.home
        shown = rig.box.succeed(rig.python, HERE / "list_artifacts.py", moved, run, "model/deep", cwd=where, timeout=300)
        check_equal(json.loads(shown), [ARTIFACT], f"what MLflow lists after --fix-paths={form}")
    return len(forms)


def unknown_keys_stay(rig: Rig) -> int:
    """In a meta.yaml that mlt rewrites; MLflow drops them when it does."""
    store, run = settled_copy(rig, "unknown-key"), rig.run_id("plain")
    (meta,) = store.glob(f"*/{run}/meta.yaml")
    meta.write_text("a_key: mine\n" + meta.read_text())
    rig.box.succeed("mlt", "--store", store, "runs", "rename", run, "other")
    check("a_key: mine\n" in meta.read_text(), f"mlt dropped the key: {meta.read_text()}")
    check_equal(read_run(rig, store, run)["name"], "other", "the name that MLflow reads")
    rig.client("update_store.py", store, 0, stdin=json.dumps([["update_run", [run], {"name": "third"}]]))
    check("a_key" not in meta.read_text(), "MLflow keeps unknown keys by now: docs/mlflow.md says that it drops them")
    return 2


def a_line_without_its_end(rig: Rig) -> int:
    """mlt passes over it and cuts it off before it appends; MLflow glues its next point to it."""
    run = rig.run_id("edges")
    for writer in ("mlt", "MLflow"):
        store = settled_copy(rig, f"no-end-{writer}")
        (path,) = store.glob(f"*/{run}/metrics/tie")
        whole = path.read_bytes()
        path.write_bytes(whole + b"17000")
        check_equal(len(rig.ask(store, "runs", "show", run, "--metric", "tie")["items"]), 3, "points that mlt reads")
        if writer == "mlt":
            rig.box.succeed("mlt", "--store", store, "log", "metric", "tie", "0.5", "--step", "9", "--time", "8", "--run", run, "--force")
            check_equal(path.read_bytes(), whole + b"8 0.5 9\n", "the file after mlt")
        else:
            rig.client("update_store.py", store, 0, stdin=json.dumps([["log_metric", [run, "tie", 0.5], {"timestamp": 8, "step": 9}]]))
            check_equal(path.read_bytes(), whole + b"170008 0.5 9\n", "the file after MLflow")
    return 2


CASES = [a_wrapped_script_logs_to_the_same_run, a_clone_is_mended_by_writing, a_moved_store_gets_its_artifacts_back,
         unknown_keys_stay, a_line_without_its_end]
