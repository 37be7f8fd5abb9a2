"""What MLflow's own client reads in a store, as JSON; every warning and failure of it is a problem.

    dump_store.py FOLDER

Prints {"experiments": [...], "models": [...], "problems": [...]}, lists in the order of their ids.
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


def run_of(client: MlflowClient, run_id: str) -> dict:
    run = client.get_run(run_id)
    info = run.info
    inputs = [{"name": item.dataset.name, "digest": item.dataset.digest, "source": item.dataset.source,
               "schema": item.dataset.schema, "profile": item.dataset.profile, "source_type": item.dataset.source_type,
               "tags": {tag.key: tag.value for tag in item.tags}} for item in run.inputs.dataset_inputs]
    return {
        "run_id": run_id, "name": info.run_name, "experiment_id": info.experiment_id, "status": info.status,
        "lifecycle": info.lifecycle_stage, "user": info.user_id, "start_time": info.start_time, "end_time": info.end_time,
        "artifact_uri": info.artifact_uri, "params": dict(run.data.params), "tags": dict(run.data.tags),
        "latest": {key: number(value) for key, value in run.data.metrics.items()},
        "history": {key: [[number(m.value), m.timestamp, m.step] for m in client.get_metric_history(run_id, key)]
                    for key in run.data.metrics},
        "inputs": sorted(inputs, key=lambda item: (item["name"], item["digest"])),
        "model_inputs": sorted(item.model_id for item in models_of(run, "inputs", "model_inputs")),
        "model_outputs": sorted([item.model_id, item.step] for item in models_of(run, "outputs", "model_outputs")),
        "files": files_of(client, run_id) if info.artifact_uri.startswith("file:") else [],
    }


def experiment_of(client: MlflowClient, experiment) -> dict:
    id_ = experiment.experiment_id
    runs = attempt(f"search_runs {id_}", lambda: all_pages(client.search_runs, experiment_ids=[id_], run_view_type=ViewType.ALL), [])
    ids = sorted(run.info.run_id for run in runs)
    return {
        "experiment_id": id_, "name": experiment.name, "lifecycle": experiment.lifecycle_stage,
        "artifact_location": experiment.artifact_location, "tags": dict(experiment.tags),
        "creation_time": experiment.creation_time, "last_update_time": experiment.last_update_time,
        "runs": [run for run in (attempt(f"run {i}", lambda i=i: run_of(client, i), None) for i in ids) if run],
    }


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    for name in ("mlflow", ""):
        logging.getLogger(name).handlers[:] = [Collector()]
    logging.getLogger("mlflow").propagate = False
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    experiments = attempt("search_experiments", lambda: all_pages(client.search_experiments, view_type=ViewType.ALL), [])
    models = attempt("search_registered_models", lambda: all_pages(client.search_registered_models), [])
    print(json.dumps({
        "experiments": [experiment_of(client, item) for item in sorted(experiments, key=lambda item: item.experiment_id)],
        "models": sorted(item.name for item in models), "problems": PROBLEMS,
    }))
    sys.stdout.flush()
    os._exit(0)  # MLflow's threads would hold us up


if __name__ == "__main__":
    main()
