#!/usr/bin/env python3
"""How native-1-surface came about: a store with every kind of line and event that native-1, which is
older, lacks. A golden store is not made anew; this is for the next one.

    make_native.py MLT REPEATABLE FOLDER
"""

import json
import pathlib
import shutil
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

FROM = pathlib.Path(__file__).resolve().parent / "import" / "mlflow" / "mlflow-3.17.2.sql"


def given(box: Sandbox, mlt) -> pathlib.Path:
    """A store of MLflow's layout, with what only MLflow's own client writes to one."""
    store = box.home / "given" / "mlruns"
    mlt("init", "--layout", "mlflow", str(store))
    run = mlt("--store", str(store), "-q", "run", "start", "-x", "measured", "--name", "given",
              "--shell", "json")
    folder = pathlib.Path(json.loads(run)["run_dir"])
    (folder / "metrics" / "acc").write_text("1795447320123 0.5 0\n"
                                            "1795447320124 0.75 0 iris d1ge57\n")
    model = "m-0123456789abcdef0123456789abcdef"
    output = folder / "outputs" / model
    output.mkdir(parents=True)
    (output / "meta.yaml").write_text(
        f"destination_id: {model}\ndestination_type: MODEL_OUTPUT\nsource_id: {model}\n"
        "source_type: RUN_OUTPUT\nstep: 3\ntags: {}\n")
    mlt("--store", str(store), "run", "end", "--run", folder.name)
    return store


def main() -> None:
    mlt_path, repeatable, target = sys.argv[1:]
    clock = 1795447320123
    with Sandbox(mlt_path, repeatable) as box:
        def mlt(*words: str) -> str:
            nonlocal clock
            clock += 60_000
            return box.succeed("mlt", *words, env=box.repeatable(box.home / "state", clock))

        mlt("init", "--layout", "native")
        with sqlite3.connect(box.work / "mlflow.db") as database:
            database.executescript(FROM.read_text())
        mlt("import", "mlflow.db")  # a data set, an input, a logged model
        mlt("import", str(given(box, mlt)))  # an output, points measured on a data set
        mlt("experiments", "create", "roses", "--tag", "team=vision", "--tag", "draft=yes")
        for name in ("kept", "purged"):
            begun = json.loads(mlt("run", "start", "-x", "roses", "--name", name, "--shell", "json"))
            mlt("log", "param", "key", "hush-hush", "--run", begun["run_id"])
            mlt("log", "artifact", "mlflow.db", "--to", "data", "--run", begun["run_id"])
            mlt("run", "end", "--run", begun["run_id"])
        mlt("experiments", "rename", "roses", "flowers")
        mlt("experiments", "tag", "flowers", "team=plants")
        mlt("experiments", "tag", "flowers", "--remove", "draft")
        mlt("runs", "rename", "kept", "renamed")
        mlt("runs", "delete", "renamed")
        mlt("runs", "restore", "renamed")
        mlt("runs", "delete", "purged")
        mlt("runs", "purge", "-y", "purged")
        mlt("experiments", "delete", "flowers")
        mlt("experiments", "restore", "flowers")
        mlt("experiments", "create", "lost-one")
        mlt("experiments", "delete", "lost-one")
        mlt("gc", "--deleted", "--prune", "-y")
        mlt("redact", "-y", "--key", "key")
        shutil.copytree(box.work / "mlruns", target, ignore=shutil.ignore_patterns(".tmp", ".lock", "artifacts"))


if __name__ == "__main__":
    main()
