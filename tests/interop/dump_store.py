"""What MLflow's own client reads in a store, as JSON. A problem is every warning and failure of it, what
lies in the store and is not among what it reads, and what it says in one place and not in another.

    dump_store.py FOLDER

Prints {"experiments": [...], "models": [...], "problems": [...]}, lists in the order of their ids. A point
is [value, time, step], and the name and digest of its data set if it has one.
"""

import json
import logging
import math
import os
import pathlib
import sys

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

from mlflow.entities import ViewType  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402

PROBLEMS: list[str] = []


class Collector(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            PROBLEMS.append(record.getMessage())


def number(value: float) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def all_pages(search, **options) -> list:
    found, token = [], None
    while True:
        page = search(page_token=token, **options)
        found += page
        token = page.token
        if not token:
            return found


def attempt(what: str, call, otherwise):
    try:
        return call()
    except Exception as error:  # whatever the client throws is what we are here to see
        PROBLEMS.append(f"{what}: {type(error).__name__}: {error}")
        return otherwise


def files_of(client: MlflowClient, run_id: str, path: str | None = None) -> list:
    found = []
    for item in client.list_artifacts(run_id, path):
        found += files_of(client, run_id, item.path) if item.is_dir else [[item.path, item.file_size]]
    return sorted(found)


def models_of(run, side: str, kind: str) -> list:
    """The models that went in or came out; what 2.x lacks is empty."""
    return getattr(getattr(run, side, None), kind, None) or []


def point_of(metric) -> list:
    dataset = [getattr(metric, name, None) for name in ("dataset_name", "dataset_digest")]
    return [number(metric.value), metric.timestamp, metric.step, *(dataset if any(dataset) else [])]


def expect_files(folder: pathlib.Path, keys, what: str) -> None:
    """Each file below the folder is a key that the client gives, and the reverse."""
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    if files != set(keys):
        PROBLEMS.append(f"{what}: {sorted(files ^ set(keys))[:5]} stands on one side only, on disk or with the client")


def run_of(client: MlflowClient, listed, folder: pathlib.Path) -> dict:
    run_id = listed.info.run_id
    run = client.get_run(run_id)
    info = run.info
    if (run.data.params, run.data.tags, info.status, info.run_name) != (
            listed.data.params, listed.data.tags, listed.info.status, listed.info.run_name):
        PROBLEMS.append(f"run {run_id}: get_run and search_runs differ")
    for kind in ("params", "metrics", "tags"):
        expect_files(folder / kind, getattr(run.data, kind), f"{kind} of run {run_id}")
    inputs = [{"name": item.dataset.name, "digest": item.dataset.digest, "source": item.dataset.source,
               "schema": item.dataset.schema, "profile": item.dataset.profile, "source_type": item.dataset.source_type,
               "tags": {tag.key: tag.value for tag in item.tags}} for item in run.inputs.dataset_inputs]
    return {
        "run_id": run_id, "name": info.run_name, "experiment_id": info.experiment_id, "status": info.status,
        "lifecycle": info.lifecycle_stage, "user": info.user_id, "start_time": info.start_time, "end_time": info.end_time,
        "artifact_uri": info.artifact_uri, "params": dict(run.data.params), "tags": dict(run.data.tags),
        "latest": {key: number(value) for key, value in run.data.metrics.items()},
        "history": {key: [point_of(m) for m in client.get_metric_history(run_id, key)] for key in run.data.metrics},
        "inputs": sorted(inputs, key=lambda item: (item["name"], item["digest"])),
        "model_inputs": sorted(item.model_id for item in models_of(run, "inputs", "model_inputs")),
        "model_outputs": sorted([item.model_id, item.step] for item in models_of(run, "outputs", "model_outputs")),
        "files": files_of(client, run_id) if info.artifact_uri.startswith("file:") else [],
    }


def model_of(model) -> dict:
    points = [[point.key, point.run_id, *point_of(point)] for point in model.metrics or []]
    return {
        "model_id": model.model_id, "name": model.name, "model_type": model.model_type, "status": str(model.status),
        "source_run_id": model.source_run_id, "artifact_location": model.artifact_location,
        "created": model.creation_timestamp, "updated": model.last_updated_timestamp,
        "params": dict(model.params), "tags": dict(model.tags), "points": sorted(points, key=str),
    }


def models_in(client: MlflowClient, experiment) -> list:
    if not hasattr(client, "search_logged_models"):
        return []
    id_ = experiment.experiment_id
    found = attempt(f"search_logged_models {id_}", lambda: all_pages(client.search_logged_models, experiment_ids=[id_]), [])
    if experiment.lifecycle_stage == "active":  # by id MLflow finds no model of a deleted experiment
        for model in found:
            attempt(f"get_logged_model {model.model_id}", lambda m=model: client.get_logged_model(m.model_id), None)
    return [model_of(model) for model in sorted(found, key=lambda model: model.model_id)]


def traces_in(client: MlflowClient, id_: str) -> list:
    traces = attempt(f"traces {id_}", lambda: client._tracking_client.store.search_traces(experiment_ids=[id_])[0], [])
    return sorted(getattr(trace, "trace_id", None) or trace.request_id for trace in traces)


def folder_of(root: pathlib.Path, experiment) -> pathlib.Path:
    return (root / ".trash" if experiment.lifecycle_stage == "deleted" else root) / experiment.experiment_id


def expect_folders(parent: pathlib.Path, ids, what: str) -> None:
    """Each folder with a meta.yaml is among what the client found."""
    missed = {path.parent.name for path in parent.glob("*/meta.yaml")} - set(ids)
    if missed:
        PROBLEMS.append(f"{what} {sorted(missed)}: on disk, and MLflow does not give it")


def experiment_of(client: MlflowClient, experiment, root: pathlib.Path) -> dict:
    id_ = experiment.experiment_id
    folder = folder_of(root, experiment)
    runs = attempt(f"search_runs {id_}", lambda: all_pages(client.search_runs, experiment_ids=[id_], run_view_type=ViewType.ALL), [])
    runs = sorted(runs, key=lambda run: run.info.run_id)
    expect_folders(folder, [run.info.run_id for run in runs], "run")
    expect_files(folder / "tags", experiment.tags, f"tags of experiment {id_}")
    read = [attempt(f"run {run.info.run_id}", lambda r=run: run_of(client, r, folder / r.info.run_id), None) for run in runs]
    return {
        "experiment_id": id_, "name": experiment.name, "lifecycle": experiment.lifecycle_stage,
        "artifact_location": experiment.artifact_location, "tags": dict(experiment.tags),
        "creation_time": experiment.creation_time, "last_update_time": experiment.last_update_time,
        "runs": [run for run in read if run],
        "models": models_in(client, experiment), "traces": traces_in(client, id_),
    }


def experiments_in(client: MlflowClient, root: pathlib.Path) -> list:
    found = attempt("search_experiments", lambda: all_pages(client.search_experiments, view_type=ViewType.ALL), [])
    found = sorted(found, key=lambda item: item.experiment_id)
    for parent in (root, root / ".trash"):
        expect_folders(parent, [item.experiment_id for item in found], "experiment")
    names = [item.name for item in found]
    PROBLEMS.extend(f"experiments: {name!r} is the name of several" for name in set(names) if names.count(name) > 1)
    return [experiment_of(client, item, root) for item in found]


def registered_in(client: MlflowClient, root: pathlib.Path) -> list:
    """The registry, prompts too, which the client's searches hide: each is asked for by its name."""
    store = client._get_registry_client().store
    registered = []
    for folder in sorted(path.parent for path in (root / "models").glob("*/meta.yaml")):
        model = attempt(f"registered model {folder.name}", lambda f=folder: store.get_registered_model(f.name), None)
        if model is None:
            continue
        versions = attempt(f"versions of {folder.name}", lambda f=folder: versions_of(store, f), [])
        registered.append({
            "name": model.name, "description": model.description, "tags": dict(model._tags), "created": model.creation_timestamp,
            "updated": model.last_updated_timestamp, "aliases": {key: str(value) for key, value in model.aliases.items()},
            "versions": versions,
        })
    attempt("search_registered_models", lambda: all_pages(client.search_registered_models), [])
    return registered


def versions_of(store, folder: pathlib.Path) -> list:
    """All versions, deleted ones and those of prompts too, which no public call gives."""
    found = [store._get_file_model_version_from_dir(str(path)).to_mlflow_entity() for path in folder.glob("version-*")]
    return sorted(({"version": int(item.version), "stage": item.current_stage, "source": item.source, "run_id": item.run_id,
                    "description": item.description, "tags": dict(item.tags), "aliases": sorted(item.aliases),
                    "run_link": item.run_link, "created": item.creation_timestamp, "updated": item.last_updated_timestamp,
                    "model_id": getattr(item, "model_id", None)} for item in found), key=lambda item: item["version"])


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    for name in ("mlflow", ""):
        logging.getLogger(name).handlers[:] = [Collector()]
    logging.getLogger("mlflow").propagate = False
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    content = {"experiments": attempt("experiments", lambda: experiments_in(client, folder), []),
               "models": attempt("registry", lambda: registered_in(client, folder), [])}
    print(json.dumps({**content, "problems": PROBLEMS}))
    sys.stdout.flush()
    os._exit(0)  # MLflow's threads would hold us up


if __name__ == "__main__":
    main()
