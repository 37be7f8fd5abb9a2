"""Makes a store with MLflow's own client, in the environment this is run in.

    make_store.py FOLDER

FOLDER must not exist. What one version of MLflow lacks is left out and said on stderr.
"""

import os
import pathlib
import sys
import tempfile

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

import mlflow  # noqa: E402
from mlflow.entities import Metric, Param, RunTag  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402

NAMES = ["plain", "12345", "yes", "1_000", "1e3", "12:30:45", "2001-01-01", "trail: colon # and hash ", "two\nlines", "ends\n",
         "名前 – émigré", "rocket 🚀 \"x\"", "tab\there", "- dash", "long name " + 30 * "word " + "end", "nbsp\u00a0", "ls\u2028x"]
VALUES = [1.0, 0.0, -0.0, 0.1, 1 / 3, 1e16, 1e22, 9999999999999998.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308,
          float("nan"), float("inf"), float("-inf")]


def fill_runs(client: MlflowClient, experiment: str) -> None:
    for number, name in enumerate(NAMES):
        run = client.create_run(experiment, run_name=name, tags={"mlflow.user": name.strip() or "x"}).info.run_id
        client.log_param(run, "name", name)
        status = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")[number % 5]
        client.update_run(run, status=status)
        if status == "FINISHED":
            client.set_terminated(run, "FINISHED")
        if number % 6 == 5:
            client.delete_run(run)
    run = client.create_run(experiment, run_name="everything").info.run_id
    for step, value in enumerate(VALUES):
        client.log_metric(run, f"spell/{step}", value, timestamp=1700000000000 + step, step=step)
    for timestamp, value, step in ((5, 1.0, 5), (1, 9.0, 7), (1, 8.0, 7), (9, 7.0, 2), (0, 100.0, 7), (3, 0.5, -3)):
        client.log_metric(run, "latest", value, timestamp=timestamp, step=step)
    client.log_batch(run, metrics=[Metric("名/メ", i / 8, i, i) for i in range(300)],
                     params=[Param(f"p/{i}", str(i)) for i in range(90)], tags=[RunTag(f"t.{i}", f"v {i}\n") for i in range(90)])
    for key, value in {"empty": "", "space": " ", "lines": "a\nb\r\nc\rd\n\n", "nested/deep/two": "2", "ключ": "значение",
                       "long": 6000 * "x", "colon:key": "1", "a b": "{a: [1]}", "nul": "a\0b"}.items():
        client.log_param(run, key, value)
        client.set_tag(run, key, value)
    client.delete_tag(run, "space")
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "weights.bin").write_bytes(bytes(range(256)))
    client.log_artifact(run, str(folder / "weights.bin"), "model/deep")
    child = client.create_run(experiment, tags={"mlflow.parentRunId": run})
    client.set_terminated(child.info.run_id, "FAILED")


def fill_experiments(client: MlflowClient) -> None:
    for name in NAMES:
        client.create_experiment(name + " x", tags={"mlflow.note.content": "# Title\n\nline two\n", "team": name})
    renamed = client.create_experiment("before", tags={"k": "v", "129" + 130 * "k": "long key"})
    client.rename_experiment(renamed, "after")
    deleted, restored = (client.create_experiment(name, tags={"note": "a\nb\n"}) for name in ("gone", "back"))
    for experiment in (deleted, restored):
        client.create_run(experiment)
        client.delete_experiment(experiment)
    client.restore_experiment(restored)
    client.create_experiment("remote", artifact_location="s3://bucket/some/prefix?versionId=3")


def fill_datasets(client: MlflowClient, experiment: str) -> None:
    from mlflow.entities import Dataset, DatasetInput, InputTag
    run = client.create_run(experiment, run_name="data").info.run_id
    for name, digest in (("iris", "0123abcd"), ("plain name", "e1")):
        dataset = Dataset(name=name, digest=digest, source_type="local", source='{"uri": "x"}', schema='{"a": "b: c"}', profile=None)
        client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])])


def fill_models(client: MlflowClient, experiment: str) -> None:
    run = client.create_run(experiment, run_name="with a model").info.run_id
    model = client.create_logged_model(experiment, name="net", source_run_id=run, tags={"k": "v"}, params={"depth": "3"})
    client.log_metric(run, "acc", 0.5, step=4, timestamp=7, model_id=model.model_id, dataset_name="iris", dataset_digest="0123abcd")
    client.finalize_logged_model(model.model_id, "READY")
    from mlflow.entities import LoggedModelInput, LoggedModelOutput
    client.log_inputs(run, models=[LoggedModelInput(model.model_id)])
    client.log_outputs(run, [LoggedModelOutput(model.model_id, 4)])


def fill_registry(client: MlflowClient) -> None:
    client.create_registered_model("classifier", tags={"k": "v"}, description="# About\n\n: odd\n")
    for number in range(1, 4):
        client.create_model_version("classifier", f"s3://bucket/{number}", description=NAMES[-number])
    client.set_registered_model_alias("classifier", "champion", "2")
    client.set_model_version_tag("classifier", "1", "checked", "yes")
    client.transition_model_version_stage("classifier", "2", "Production")
    client.delete_model_version("classifier", "3")


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    mlflow.set_tracking_uri(folder.as_uri())
    mlflow.set_registry_uri(folder.as_uri())
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    client.search_experiments()
    experiment = client.create_experiment("runs")
    fill_runs(client, experiment)
    fill_experiments(client)
    fill_datasets(client, experiment)
    fill_registry(client)
    if hasattr(client, "create_logged_model"):
        fill_models(client, client.create_experiment("models"))
    else:
        print(f"MLflow {mlflow.__version__} has no logged models", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
