"""A small store in MLflow's layout, the same bytes wherever it is made: what filters are tried on.

    store.py FOLDER         makes FOLDER, which must not exist

Ids are counted, artifacts lie in a bucket that nobody has, so no file holds a place of one machine.
"""

import hashlib
import json
import pathlib
import sys
import tempfile

START_MS = 1_700_000_000_000
STATUS = {"RUNNING": 1, "SCHEDULED": 2, "FINISHED": 3, "FAILED": 4, "KILLED": 5}

EXPERIMENTS = [
    {"id": "0", "name": "Default", "tags": {}},
    {"id": "11", "name": "iris", "tags": {"team": "ads", "mlflow.note.content": "first line\nsecond line\n"}},
    {"id": "12", "name": "Iris Großversuch", "tags": {"team": "Vision", "k/v": "deep", "empty": ""}},
    {"id": "13", "name": "100%_done", "tags": {"team": "vision", "a b": "spaced"}},
]

# Metrics are lists of (time, value, step) in the order of their lines.
RUNS = [
    {"name": "wide-lion", "status": "FINISHED", "user": "ada", "minutes": 41,
     "params": {"lr": "0.1", "opt": "adam", "model.depth": "3", "epochs": "10", "s/t": "odd", "empty": "", "and": "word"},
     "tags": {"team": "Ads", "keep": "yes", "note": "first line\nsecond line"},
     "metrics": {"acc": [(1, "0.5", 0), (2, "0.93", 1)], "loss": [(1, "0.9", 0), (2, "0.2", 1), (3, "0.4", 2)], "val/acc": [(1, "0.5", 0)]},
     "datasets": [("iris", "0123abcd", "train"), ("iris-test", "e1e1e1e1", "eval")]},
    {"name": "calm-owl", "status": "FINISHED", "user": "bob", "minutes": 3,
     "params": {"lr": "1e-1", "opt": "sgd", "model.depth": "12", "epochs": "9", "it": "it''s"},
     "tags": {"team": "ads", "note": "first line\n"},
     "metrics": {"acc": [(1, "0.94", 1), (2, "0.1", 0)], "loss": [(1, "nan", 0)], "big": [(1, "inf", 0)]},
     "datasets": [("iris", "ffff0000", "train")]},
    {"name": "shy-fox", "status": "FAILED", "user": "ada", "minutes": 0,
     "params": {"lr": "1e-3", "opt": "Adam", "epochs": "100"}, "tags": {"team": "Vision", "keep": ""},
     "metrics": {"acc": [(1, "0.5", 3), (1, "0.7", 3), (1, "0.6", 3)], "loss": [(5, "-0.5", -1), (5, "-1.5", -2)]}},
    {"name": "wide-lion", "status": "RUNNING", "user": "ÄDA", "minutes": None,
     "params": {"lr": "0.001", "opt": "größe", "seed": "1"}, "tags": {"team": "vision_eu", "ключ": "значение"},
     "metrics": {"acc": [(1, "0.93", 0)], "zero": [(1, "-0.0", 0)]}},
    {"name": "Кот 🚀", "status": "KILLED", "user": "o'neil", "minutes": 180,
     "params": {"lr": "0.10", "opt": "АДАМ", "seed": "2", "a b": "spaced", "c-d": "dashed", "e:f": "colon"},
     "tags": {"team": "100%", "a b": "spaced"},
     "metrics": {"acc": [(1, "nan", 0), (2, "0.99", 1)], "big": [(1, "-inf", 0)], "näher": [(1, "2.0", 0)]}},
    {"name": "100%_done", "status": "SCHEDULED", "user": "", "minutes": None, "params": {}, "tags": {}, "metrics": {}},
    {"name": "a\nb", "status": "FINISHED", "user": "ada", "minutes": 1,
     "params": {"lr": "0.1", "opt": "adamw", "text": "first\nsecond", "ends": "line\n", "percent": "50%", "under": "a_b"},
     "tags": {"team": "Ads", "json": "{\"a\": [1]}"},
     "metrics": {"acc": [(1, "0.9300000000000001", 0)], "loss": [(1, "1e-05", 0)], "huge": [(1, "1e+300", 0)]},
     "datasets": [("data set", "x", None)]},
    {"name": "twin", "status": "FINISHED", "user": "ada", "minutes": 1, "same_start": True,
     "params": {"lr": "1", "opt": "adam", "quote": "say \"hi\""}, "tags": {"team": "ads"},
     "metrics": {"acc": [(1, "1.0", 0)], "loss": [(1, "0.0", 0)]}},
    {"name": "elsewhere", "status": "FINISHED", "user": "ada", "minutes": 1, "experiment": "12",
     "params": {"lr": "0.1", "opt": "adam"}, "tags": {"team": "ads"}, "metrics": {"acc": [(1, "0.93", 0)]}},
    {"name": "deleted", "status": "FINISHED", "user": "ada", "minutes": 1, "deleted": True,
     "params": {"lr": "0.1", "opt": "adam"}, "tags": {"team": "ads"}, "metrics": {"acc": [(1, "0.93", 0)]}},
]


def run_id(number: int) -> str:
    return f"{number:02x}" + hashlib.md5(f"run {number}".encode()).hexdigest()[2:]


def yaml(values: dict) -> str:
    """JSON scalars are YAML; a reader makes the same values of them."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in sorted(values.items()))


def write(path: pathlib.Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def write_experiment(folder: pathlib.Path, number: int, experiment: dict) -> None:
    place = folder / experiment["id"]
    write(place / "meta.yaml", yaml({
        "artifact_location": f"s3://bucket/{experiment['id']}", "creation_time": START_MS + number,
        "experiment_id": experiment["id"], "last_update_time": START_MS + 10 * number, "lifecycle_stage": "active",
        "name": experiment["name"]}))
    for key, value in experiment["tags"].items():
        write(place / "tags" / key, value)


def write_datasets(experiment: pathlib.Path, run: pathlib.Path, datasets: list) -> None:
    for name, digest, context in datasets:
        dataset = hashlib.md5((name + digest).encode()).hexdigest()
        write(experiment / "datasets" / dataset / "meta.yaml", yaml({
            "digest": digest, "name": name, "profile": None, "schema": None, "source": "{}", "source_type": "local"}))
        tags = {} if context is None else {"mlflow.data.context": context}
        write(run / "inputs" / hashlib.md5((dataset + run.name).encode()).hexdigest() / "meta.yaml", yaml({
            "destination_id": dataset, "destination_type": "RUN", "source_id": dataset, "source_type": "DATASET", "tags": tags}))


def write_run(folder: pathlib.Path, number: int, run: dict) -> None:
    experiment = folder / run.get("experiment", "11")
    id_ = run_id(number)
    place = experiment / id_
    # A run that starts with the one before it: what follows is their ids.
    start = START_MS + 60_000 * (number - (1 if run.get("same_start") else 0))
    meta = {"artifact_uri": f"s3://bucket/{experiment.name}/{id_}/artifacts",
            "end_time": None if run["minutes"] is None else start + 60_000 * run["minutes"], "entry_point_name": "",
            "experiment_id": experiment.name, "lifecycle_stage": "deleted" if run.get("deleted") else "active", "run_id": id_,
            "run_name": run["name"], "source_name": "", "source_type": 4, "source_version": "", "start_time": start,
            "status": STATUS[run["status"]], "tags": [], "user_id": run["user"]}
    if run.get("deleted"):
        meta["deleted_time"] = start + 1
    write(place / "meta.yaml", yaml(meta))
    for kind in ("params", "metrics", "tags", "artifacts"):
        (place / kind).mkdir()
    for key, value in run["params"].items():
        write(place / "params" / key, value)
    for key, value in (run["tags"] | {"mlflow.runName": run["name"]}).items():
        write(place / "tags" / key, value)
    for key, points in run["metrics"].items():
        write(place / "metrics" / key, "".join(f"{START_MS + time} {value} {step}\n" for time, value, step in points))
    write_datasets(experiment, place, run.get("datasets", []))


def make_store(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True)
    for number, experiment in enumerate(EXPERIMENTS):
        write_experiment(folder, number, experiment)
    for number, run in enumerate(RUNS):
        write_run(folder, number, run)


def store_digest() -> str:
    """Of the names and bytes of all files: answers belong to one content of the store."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "mlruns"
        make_store(folder)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    make_store(pathlib.Path(sys.argv[1]))
