"""What MLflow reads of mlt's writing, and that both write the same bytes."""

import json
import pathlib
import re

from rig import START_MS, Rig, check, check_equal


def start(rig: Rig, store: pathlib.Path, *words) -> str:
    return json.loads(rig.box.succeed("mlt", "--store", store, "run", "start", "--shell", "json", *words))["run_id"]


def client_reads_what_mlt_wrote(rig: Rig) -> int:
    """A store that mlt alone made has all that was written to it, and MLflow warns of nothing."""
    store = rig.box.home / f"{rig.version}-written" / "mlruns"

    def mlt(*words, stdin: str = "") -> str:
        return rig.box.succeed("mlt", "--store", store, *words, stdin=stdin)

    mlt("init", "--layout", "mlflow", store)
    for name in ("kept", "before", "gone", "back"):
        mlt("experiments", "create", name, "--tag", "team=vision: #1")
    mlt("experiments", "rename", "before", "after")
    mlt("experiments", "tag", "after", "note=a\nb")
    mlt("experiments", "delete", "gone", "back")
    mlt("experiments", "restore", "back")
    run = start(rig, store, "-x", "kept", "--name", "yes", "-m", "# About\n\n: odd")
    for words in (["metric", "loss=0.5", "spell/x=1e-05", "--step", "3", "--time", "1700000000000"], ["metric", "odd", "nan"],
                  ["param", "lr=1e-3", "名=値"], ["tag", "t.1=yes", "empty="], ["note", "a new note"]):
        mlt("log", *words, "--run", run)
    mlt("log", "artifact", "-", "--name", "deep.txt", "--to", "a/b", "--run", run, stdin="text")
    lines = [{"metric": "curve", "value": step / 4, "step": step, "time": step + 1} for step in range(50)]
    mlt("log", "-", "--run", run, stdin="".join(json.dumps(line) + "\n" for line in lines))
    mlt("run", "end", "--run", run, "--status", "FAILED")
    others = {name: start(rig, store, "-x", "kept", "--name", name) for name in ("deleted", "restored", "purged", "first")}
    for id_ in others.values():
        mlt("run", "end", "--run", id_)
    mlt("runs", "rename", others["first"], "second")
    mlt("runs", "tag", others["first"], "k=v")
    mlt("runs", "tag", others["first"], "--remove", "k")
    mlt("runs", "note", others["first"], "words")
    mlt("runs", "delete", *(others[name] for name in ("deleted", "restored", "purged")))
    mlt("runs", "restore", others["restored"])
    mlt("runs", "purge", "-y", others["purged"])
    mlt("run", "-x", "kept", "--name", "job", "-P", "depth=3", "--", "true")

    content = rig.dump(store)
    check_equal(content["problems"], [], "what mlt wrote")
    experiments = {item["name"]: item for item in content["experiments"]}
    check(set(experiments) >= {"kept", "after", "gone", "back"}, f"the experiments: {sorted(experiments)}")
    check_equal(experiments["gone"]["lifecycle"], "deleted", "the deleted experiment")
    check_equal(experiments["back"]["lifecycle"], "active", "the restored experiment")
    for name, item in experiments.items():
        made, changed = item["creation_time"], item["last_update_time"]
        is_sound = isinstance(made, int) and isinstance(changed, int) and (changed > made) == (name in ("after", "gone", "back"))
        check(is_sound, f"times of the experiment {name}: {made}, {changed}")
        check_equal(item["artifact_location"], f"{store.as_uri()}/{item['experiment_id']}", f"the place of the experiment {name}")
    check_equal(experiments["after"]["tags"], {"team": "vision: #1", "note": "a\nb"}, "tags of an experiment")
    runs = {item["name"]: item for item in experiments["kept"]["runs"]}
    check_equal(sorted(runs), ["deleted", "job", "restored", "second", "yes"], "the runs")
    seen = runs["yes"]
    check_equal((seen["run_id"], seen["status"]), (run, "FAILED"), "the run")
    check_equal(seen["params"], {"lr": "1e-3", "名": "値"}, "params")
    check_equal([seen["tags"].get(key) for key in ("t.1", "empty", "mlflow.note.content")], ["yes", "", "a new note"], "tags")
    check_equal(seen["history"]["loss"], [[0.5, 1700000000000, 3]], "a point")
    check_equal(seen["latest"]["odd"], "NaN", "a point that is no number")
    check_equal(seen["history"]["curve"], [[step / 4, step + 1, step] for step in range(50)], "a curve")
    check(["a/b/deep.txt", 4] in seen["files"], f"the artifacts: {seen['files']}")
    check_equal(seen["artifact_uri"], f"{store.as_uri()}/{seen['experiment_id']}/{run}/artifacts", "the place of the artifacts")
    check_equal(runs["deleted"]["lifecycle"], "deleted", "the deleted run")
    check_equal(runs["restored"]["lifecycle"], "active", "the restored run")
    check_equal((runs["second"]["tags"].get("k"), runs["second"]["tags"]["mlflow.note.content"]), (None, "words"), "tags of a run")
    check_equal((runs["job"]["status"], runs["job"]["params"]), ("FINISHED", {"depth": "3"}), "the job")
    return len(content["experiments"]) + len(runs)


def tree(store: pathlib.Path) -> dict[str, bytes]:
    """The files of a store but for mlt's own. mlt's clock goes on by a millisecond with each look at it."""
    ticks = re.compile(str(START_MS)[:-2].encode() + rb"\d\d\b")
    files = {str(path.relative_to(store)): ticks.sub(b"NOW", path.read_bytes()) for path in store.rglob("*") if path.is_file()}
    return {name: text for name, text in files.items()
            if not re.match(r"\.mlt\.trash/|mlt\.yaml$|\.git(ignore|attributes)$", name) and not name.endswith("/artifacts.jsonl")}


def updates_are_the_same_bytes(rig: Rig) -> int:
    """The same change by mlt and by MLflow, each on a copy, under one clock."""
    run, experiment = rig.run_id("everything"), next(e["experiment_id"] for e in rig.content["experiments"] if e["name"] == "after")
    deleted = next(item["run_id"] for item in rig.runs() if item["lifecycle"] == "deleted" and item["params"])
    note = "mlflow.note.content"
    changes = [
        (["log", "metric", "new/key", "1e-05", "--step", "-2", "--time", "77", "--run", run],
         ["log_metric", [run, "new/key", 1e-05], {"timestamp": 77, "step": -2}]),
        (["log", "metric", "latest", "nan", "--step", "9", "--time", "78", "--run", run],
         ["log_metric", [run, "latest", float("nan")], {"timestamp": 78, "step": 9}]),
        (["log", "param", "deep/er/p", "a\nb ", "--run", run], ["log_param", [run, "deep/er/p", "a\nb "], {}]),
        (["log", "tag", "t.3", "другой", "--run", run], ["set_tag", [run, "t.3", "другой"], {}]),
        (["runs", "tag", run, "--remove", "t.4"], ["delete_tag", [run, "t.4"], {}]),
        (["log", "note", "# About\n\n: odd", "--run", run], ["set_tag", [run, note, "# About\n\n: odd"], {}]),
        (["runs", "rename", run, "12:30:45 🚀"], ["update_run", [run], {"name": "12:30:45 🚀"}]),
        (["run", "end", "--run", run, "--status", "KILLED"], ["set_terminated", [run, "KILLED", START_MS], {}]),
        (["runs", "delete", run], ["delete_run", [run], {}]),
        (["runs", "restore", run], ["restore_run", [run], {}]),
        (["runs", "restore", deleted], ["restore_run", [deleted], {}]),
        (["experiments", "tag", experiment, "k=other"], ["set_experiment_tag", [experiment, "k", "other"], {}]),
        (["experiments", "rename", experiment, "yes"], ["rename_experiment", [experiment, "yes"], {}]),
        (["experiments", "delete", experiment], ["delete_experiment", [experiment], {}]),
        (["experiments", "restore", experiment], ["restore_experiment", [experiment], {}]),
    ]
    ours, theirs = rig.copy("ours"), rig.copy("theirs")
    rig.client("update_store.py", theirs, START_MS, stdin=json.dumps([call for _, call in changes]))
    for number, (words, _) in enumerate(changes):
        rig.write(ours, *words)
        seen, expected = tree(ours), tree(theirs.parent / f"after-{number}")
        check_equal(sorted(set(seen) ^ set(expected)), [], f"files after mlt {' '.join(words)}")
        for name, text in expected.items():
            check_equal(repr(seen[name]), repr(text), f"{name} after mlt {' '.join(words)}")
    return len(changes)


CASES = [client_reads_what_mlt_wrote, updates_are_the_same_bytes]
