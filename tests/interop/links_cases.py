"""Data sets, inputs, outputs and logged models that mlt writes, read by MLflow's client."""

import hashlib
import json
import pathlib
import re

from migrate_cases import keep_points_once
from rig import Rig, check, check_equal

EXPERIMENT = {"schema": "mlt.experiment-record/1", "experiment_id": "7", "name": "links", "lifecycle": "active", "created_time": 1,
              "last_update_time": 2, "artifact_location": "", "tags": {}}
DATASETS = [
    {"name": "iris", "digest": "0123abcd", "source_type": "local", "source": '{"uri": "yes"}', "schema": '{"a": "b: c"}',
     "profile": '{"rows": 3}', "tags": {"mlflow.data.context": "train", "k: #": "a\nb"}},
    {"name": "名", "digest": "1e3", "source_type": "http", "source": "null", "schema": None, "profile": None, "tags": {}},
]
RUNS = {letter: 32 * letter for letter in "abc"}
MODELS = {"READY": "m-" + 32 * "1", "PENDING": "m-" + 32 * "2", "FAILED": "m-" + 32 * "3", "UNSPECIFIED": "m-" + 32 * "4"}
GONE = "m-" + 32 * "5"


def run_record(id_: str, **fields) -> dict:
    return {"schema": "mlt.run-record/1", "run_id": id_, "experiment_id": "7", "name": f"run {id_[0]}", "user": "ada", "host": "",
            "status": "FINISHED", "lifecycle": "active", "start_time": 5, "end_time": 9, "deleted_time": None, "artifact_uri": "",
            "params": {}, "tags": {}, "datasets": [], "model_inputs": [], "model_outputs": [], "artifacts": [], **fields}


def model_record(id_: str, status: str, **fields) -> dict:
    return {"schema": "mlt.model-record/1", "model_id": id_, "experiment_id": "7", "name": f"model {status}", "model_type": "torch",
            "source_run_id": RUNS["b"], "status": status, "status_message": "", "lifecycle": "active", "created_time": 11,
            "last_update_time": 12, "artifact_uri": "", "params": {"depth": "3", "deep/er": "a\nb", "empty": ""},
            "tags": {"k": "yes", "名": "値"}, **fields}


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def lines(points: list[dict]) -> str:
    return "".join(json.dumps(point) + "\n" for point in points)


def write_bundle(folder: pathlib.Path, of_3: bool) -> None:
    """All kinds of links, in files that no MLflow and no mlt wrote; `of_3`: those too that 2.x cannot read."""
    files = {"experiments/7/experiment.json": json.dumps(EXPERIMENT)}
    on_data = [{"key": "on data", "step": 4, "time": 7, "value": 0.5, "dataset": "iris", "digest": "0123abcd"}] if of_3 else []
    runs = [
        (run_record(RUNS["a"], datasets=DATASETS), [{"key": "loss", "step": 9, "time": 1, "value": "NaN"}, *on_data]),
        (run_record(RUNS["b"], datasets=DATASETS[:1], model_outputs=[{"model_id": id_, "step": 3} for id_ in MODELS.values()]), []),
        (run_record(RUNS["c"], model_inputs=[{"model_id": MODELS["READY"], "tags": {}}] if of_3 else []), []),
    ]
    for record, points in runs:
        place = f"experiments/7/runs/{record['run_id']}"
        files |= {f"{place}/run.json": json.dumps(record), f"{place}/metrics.jsonl": lines(points)}
    of_model = {"run": RUNS["b"], "time": 5}
    points = [{"key": "acc", "step": 2, "value": 0.25, **of_model}, {"key": "deep/acc", "step": 1, "value": "Infinity", **of_model},
              {"key": "acc", "step": 2, "value": 0.75, "dataset": "iris", "digest": "0123abcd", **of_model}]
    models = [(model_record(id_, status), points if status == "READY" else []) for status, id_ in MODELS.items()]
    for record, points in [*models, (model_record(GONE, "READY", lifecycle="deleted"), [])]:
        place = f"experiments/7/models/{record['model_id']}"
        files |= {f"{place}/model.json": json.dumps(record), f"{place}/metrics.jsonl": lines(points)}
    files[f"experiments/7/models/{MODELS['READY']}/artifacts/MLmodel"] = "flavors: {}\n"
    manifest = []
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        manifest.append({"path": name, "size": len(text.encode()), "sha256": hashlib.sha256(text.encode()).hexdigest()})
    (folder / "mlt-bundle.json").write_text(json.dumps({"schema": "mlt.bundle/1", "files": manifest}))


def check_links(rig: Rig, store: pathlib.Path, of_3: bool) -> int:
    content = rig.dump(store)
    check_equal(content["problems"], [], f"{store}: what MLflow complains of")
    (experiment,) = (item for item in content["experiments"] if item["experiment_id"] == "7")
    runs = {run["run_id"]: run for run in experiment["runs"]}
    check_equal([runs[RUNS[letter]]["inputs"] for letter in "abc"], [DATASETS, DATASETS[:1], []], "data sets")
    check_equal(runs[RUNS["a"]]["history"]["loss"], [["NaN", 1, 9]], "a point")
    # MLflow follows whatever ids stand there; by these it finds what it has logged already.
    ids = sorted(md5(item["name"] + item["digest"]) for item in DATASETS)
    check_equal(sorted(path.name for path in (store / "7" / "datasets").iterdir()), ids, "ids of data sets")
    inputs = sorted(path.name for path in (store / "7" / RUNS["a"] / "inputs").iterdir())
    check_equal(inputs, sorted(md5(id_ + RUNS["a"]) for id_ in ids), "ids of inputs")
    if not of_3:
        return len(runs)
    # MLflow reads the step of a point on data as 0, whatever it wrote itself.
    check_equal(runs[RUNS["a"]]["history"]["on data"], [[0.5, 7, 0, "iris", "0123abcd"]], "a point on data")
    check_equal(runs[RUNS["b"]]["model_outputs"], sorted([id_, 3] for id_ in MODELS.values()), "models out")
    check_equal(runs[RUNS["c"]]["model_inputs"], [MODELS["READY"]], "models in")
    models = {model["model_id"]: model for model in experiment["models"]}
    check_equal(sorted(models), sorted(MODELS.values()), "logged models, but for the deleted one")
    for status, id_ in MODELS.items():
        expected = model_record(id_, status)
        seen = models[id_]
        for ours, theirs in (("name", "name"), ("model_type", "model_type"), ("source_run_id", "source_run_id"), ("params", "params"),
                             ("tags", "tags"), ("created_time", "created"), ("last_update_time", "updated")):
            check_equal(seen[theirs], expected[ours], f"{theirs} of the model that is {status}")
        check(seen["status"].removeprefix("LoggedModelStatus.") in (status, "LOGGED_MODEL_" + status), f"{seen['status']} of {status}")
        check_equal(seen["artifact_location"], f"{store.as_uri()}/7/models/{id_}/artifacts", "the place of a model's files")
    check_equal(models[MODELS["READY"]]["points"],
                sorted([["acc", RUNS["b"], 0.25, 5, 2], ["acc", RUNS["b"], 0.75, 5, 2, "iris", "0123abcd"],
                        ["deep/acc", RUNS["b"], "Infinity", 5, 1]], key=str), "points of a model")
    check_equal((store / "7" / "models" / MODELS["READY"] / "artifacts" / "MLmodel").read_text(), "flavors: {}\n", "a model's file")
    return len(runs) + len(models)


def client_reads_links_of_an_import(rig: Rig) -> int:
    """Straight into MLflow's layout, and by way of the native one."""
    of_3 = rig.version.startswith("3.")
    bundle = rig.box.home / f"{rig.version}-links"
    write_bundle(bundle, of_3)
    count = 0
    for first in ("mlflow", "native"):
        store = rig.box.home / f"{rig.version}-links-{first}" / "mlruns"
        store.parent.mkdir()
        rig.box.succeed("mlt", "init", "--layout", first, store)
        rig.box.succeed("mlt", "--store", store, "import", bundle)
        if first == "native":
            rig.box.succeed("mlt", "--store", store, "migrate", "--to", "mlflow")
        count += check_links(rig, store, of_3)
    return count


# What differs by design: where the store lies, and the stage that MLflow drops when it changes a model.
PLACES = re.compile(r"(?m)^(lifecycle_stage: active\n|artifact_(location|uri): file://.*\n)")


def files_of_links(store: pathlib.Path) -> dict[str, str]:
    kinds = ("*/datasets", "*/*/inputs", "*/*/outputs", "*/models/m-*")
    files = [path for kind in kinds for folder in store.glob(kind) for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(store)): PLACES.sub("", path.read_bytes().decode()) for path in files}


def an_import_writes_what_mlflow_wrote(rig: Rig) -> int:
    """A store of MLflow's, imported from its directory and from a bundle of it: the client reads the
    same, and the files of links are the same bytes."""
    expected, files = rig.dump(rig.golden), files_of_links(rig.golden)
    check(len(files) >= 18, f"too few files of links: {sorted(files)}")
    keep_points_once(expected)
    bundle = rig.box.home / f"{rig.version}-all.tar.gz"
    rig.box.succeed("mlt", "--store", rig.golden, "export", "-o", bundle)
    for source in (rig.golden, bundle):
        store = rig.box.home / f"{rig.version}-from-{source.name}" / "mlruns"
        store.parent.mkdir()
        rig.box.succeed("mlt", "init", "--layout", "mlflow", store)
        rig.box.succeed("mlt", "--store", store, "import", source)
        text = json.dumps({**expected, "models": []}).replace(rig.golden.as_uri(), store.as_uri())
        seen = rig.dump(store)
        for old, new in zip(json.loads(text)["experiments"], seen["experiments"], strict=True):
            made_here = {"creation_time", "last_update_time"} if old["experiment_id"] == "0" else set()  # by mlt init
            for key in set(old) - {"traces"} - made_here:
                check_equal(new[key], old[key], f"{key} of experiment {old['experiment_id']} from {source.name}")
        check_equal(seen["problems"], [], source.name)
        written = files_of_links(store)
        check_equal(sorted(set(written) ^ set(files)), [], f"files of links from {source.name}")
        for name, content in files.items():
            check_equal(written[name], content, f"{name} from {source.name}")
    return 2 * len(files)


CASES = [client_reads_links_of_an_import, an_import_writes_what_mlflow_wrote]
