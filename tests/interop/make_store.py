"""Makes a store with MLflow's own client, in the environment this is run in.

    make_store.py FOLDER

FOLDER must not exist. What one version of MLflow lacks is left out and said on stderr.
"""

import inspect
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
NAMES += ["null", "0o17", "bell\x07", "~", "0x1f", ".inf", "=", "'single'", "%percent", "back\\slash", "n\u0303"]
VALUES = [1.0, 0.0, -0.0, 0.1, 1 / 3, 1e16, 1e22, 9999999999999998.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308,
          float("nan"), float("inf"), float("-inf"), sys.float_info.min, 999999999999999.9, 123456789012345680.0, -1.5e-7, 3]
NOW = 1_700_000_000_000


def lacks(what: str) -> None:
    print(f"MLflow {mlflow.__version__} has no {what}", file=sys.stderr)


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
        if "'" not in name:  # MLflow cannot look for such a name
            client.create_experiment(name + " x", tags={"mlflow.note.content": "# Title\n\nline two\n", "team": name})
    renamed = client.create_experiment("before", tags={"k": "v", "129" + 130 * "k": "long key", "gone": "1"})
    client.rename_experiment(renamed, "after")
    client.set_experiment_tag(renamed, "nested/key", "")
    if hasattr(client, "delete_experiment_tag"):
        client.delete_experiment_tag(renamed, "gone")
    else:
        lacks("way to take a tag from an experiment")
    deleted, restored = (client.create_experiment(name, tags={"note": "a\nb\n"}) for name in ("gone", "back"))
    for experiment in (deleted, restored):
        client.create_run(experiment)
        client.delete_run(client.create_run(experiment, run_name="deleted before").info.run_id)
        client.delete_experiment(experiment)
    client.restore_experiment(restored)
    for name, location in (("remote", "s3://bucket/some/prefix?versionId=3"), ("relative", "rel/artifacts")):
        client.create_run(client.create_experiment(name, artifact_location=location), run_name="only")


def fill_edges(client: MlflowClient, experiment: str) -> None:
    """What is rare in one run: ties and limits of points, keys, values that Python turns into text."""
    run = client.create_run(experiment, run_name="edges").info.run_id
    for key, value, timestamp, step in (("negative step", 0.5, NOW, -3), ("no time", 0.5, 0, 0), ("far step", 0.5, NOW, 2**62),
                                        ("a b:c-d_e.f/g h", 1.5, NOW, 0), ("k" * 249, 1.0, NOW, 0)):
        client.log_metric(run, key, value, timestamp=timestamp, step=step)
    for key, values in (("nan first", "nan 2 1"), ("nan between", "2 nan 1"), ("nan last", "1 2 nan"), ("tie", "1 3 2"), ("twice", "1 1")):
        for value in values.split():
            client.log_metric(run, key, float(value), timestamp=NOW, step=1)
    params = {"separator": "end\u2028", "horse": "žluťoučký 🐎", "back": "'s' \"d\" `b` \\0 \\n", "tab": "\t", "newline": "x\n",
              "p" * 249: "long key", "float": 1e-5, "none": None, "bool": False, "list": [1, "two"], "yaml": "{a: [1, 2]}"}
    for key, value in params.items():
        client.log_param(run, key, value)
    client.log_param(run, "float", 1e-5)  # the same once more is accepted
    for key, value in {"number": 5, "twice": "1", "gone": "1", "nested/gone": "1", "long": 8000 * "y", "blank": "  x  "}.items():
        client.set_tag(run, key, value)
    client.set_tag(run, "twice", "2")
    for key in ("gone", "nested/gone"):  # the folder of the second one stays
        client.delete_tag(run, key)
    client.log_text(run, "hello\n", "a.txt")
    client.log_text(run, "žluť", "folder/ñ name.txt")
    client.log_dict(run, {"b": 1, "a": [1, None, True]}, "folder/d.yaml")
    client.set_terminated(run, "KILLED", end_time=NOW + 1)


def fill_names(client: MlflowClient, experiment: str) -> None:
    """Names given in every way, families, runs that began together, a run that was deleted for a while."""
    generated = client.create_run(experiment).info.run_id
    client.set_tag(generated, "mlflow.runName", "named by tag")
    client.create_run(experiment, tags={"mlflow.runName": "named at once"})
    client.update_run(client.create_run(experiment, run_name="old").info.run_id, name="renamed: ñ")
    client.create_run(experiment)
    parent = client.create_run(experiment, run_name="parent").info.run_id
    for number in range(2):
        child = client.create_run(experiment, run_name=f"child {number}", tags={"mlflow.parentRunId": parent}).info.run_id
        client.log_metric(child, "loss", 1 / (number + 1), timestamp=NOW, step=0)
        client.create_run(experiment, run_name=f"grandchild {number}", tags={"mlflow.parentRunId": child})
        client.set_terminated(child)
    for number in range(3):
        client.create_run(experiment, run_name=f"tie {number}", start_time=NOW)
    for name in ("deleted", "deleted and restored"):
        run = client.create_run(experiment, run_name=name).info.run_id
        client.log_metric(run, "m", 1.0, timestamp=NOW, step=0)
        client.delete_run(run)
    client.restore_run(run)


def fill_as_scripts_do(experiment: str) -> None:
    """The calls that training scripts use, with a run inside a run."""
    sys.argv = ["train.py"]
    with mlflow.start_run(experiment_id=experiment, run_name="script", description="words", tags={"k": "v"}):
        mlflow.log_params({"a": 1, "b": 2.5})
        mlflow.log_metrics({"x": 1, "y": 2}, step=3)
        with mlflow.start_run(experiment_id=experiment, run_name="inner", nested=True):
            mlflow.log_metric("x", 1)


def fill_datasets(client: MlflowClient, experiment: str) -> None:
    import numpy
    import pandas
    from mlflow.entities import Dataset, DatasetInput, InputTag
    schema = '{"mlflow_colspec": [{"type": "long", "name": "x", "required": true}]}'
    sets = [Dataset(name="iris", digest="0123abcd", source_type="local", source='{"uri": "x"}', schema='{"a": "b: c"}', profile=None),
            Dataset("plain name", "e1", "local", '{"uri": "x"}', '{"a": "b: c"}', None),
            Dataset("дані", "00000000", "http", '{"url": "https://example.org/x?y=1"}', schema, '{"num_rows": 3}'),
            Dataset("bare", "1", "local", "{}")]
    frame = pandas.DataFrame({"x": [1, 2, 3], "y": ["a", "b", "c"]})
    sets += [item._to_mlflow_entity() for item in (mlflow.data.from_pandas(frame, name="frame", source="data/frame.csv"),
                                                   mlflow.data.from_numpy(numpy.arange(6).reshape(2, 3), name="array", source="a.npy"))]
    for name in ("data", "the same data"):
        run = client.create_run(experiment, run_name=name).info.run_id
        client.log_inputs(run, [DatasetInput(item, [InputTag("mlflow.data.context", "train")]) for item in sets[:-1]])
        client.log_inputs(run, [DatasetInput(sets[-1], [])])
        client.log_inputs(run, [DatasetInput(sets[0], [InputTag("mlflow.data.context", "later")])])  # is there already


def fill_models(client: MlflowClient, experiment: str) -> None:
    from mlflow.entities import LoggedModelInput, LoggedModelOutput
    run = client.create_run(experiment, run_name="with a model").info.run_id
    client.log_text(run, "weights", "model/weights.txt")
    model = client.create_logged_model(experiment, name="net", source_run_id=run, tags={"k": "v", "名": "値", "gone": "1"},
                                       params={"depth": "3", "nested/p": "a\nb", "empty": ""}, model_type="torch").model_id
    client.log_metric(run, "acc", 0.5, step=4, timestamp=7, model_id=model, dataset_name="iris", dataset_digest="0123abcd")
    client.log_metric(run, "loss", 0.5, step=9, timestamp=7, model_id=model)
    client.log_metric(run, "loss", 0.75, step=2, timestamp=8, model_id=model)
    client.log_metric(run, "odd", float("nan"), step=0, timestamp=8, model_id=model)
    client.finalize_logged_model(model, "READY")
    client.set_logged_model_tags(model, {"later": "1"})
    client.delete_logged_model_tag(model, "gone")
    client.log_inputs(run, models=[LoggedModelInput(model)])
    client.log_outputs(run, [LoggedModelOutput(model, 4)])
    client.create_logged_model(experiment, name="pending")
    client.finalize_logged_model(client.create_logged_model(experiment, name="failed").model_id, "FAILED")
    client.create_logged_model(experiment)
    client.delete_logged_model(client.create_logged_model(experiment, name="deleted").model_id)
    user = client.create_run(experiment, run_name="user of a model").info.run_id
    client.log_inputs(user, models=[LoggedModelInput(model)])
    client.create_registered_model("from a logged model")
    client.create_model_version("from a logged model", f"models:/{model}", model_id=model)


def fill_points_on_data(client: MlflowClient, experiment: str) -> None:
    run = client.create_run(experiment, run_name="points on data").info.run_id
    client.log_metric(run, "acc", 0.5, timestamp=NOW, step=4, dataset_name="iris", dataset_digest="0123abcd")
    client.log_metric(run, "acc", 0.75, timestamp=NOW, step=3)


def fill_traces(experiment: str, note: str) -> None:
    mlflow.set_experiment(experiment_id=experiment)
    with mlflow.start_span("outer", attributes={"note": note}) as outer:
        outer.set_inputs({"question": note})
        with mlflow.start_span("inner"):
            pass
    mlflow.flush_trace_async_logging()
    trace = mlflow.get_last_active_trace_id() if hasattr(mlflow, "get_last_active_trace_id") else None
    if trace:
        mlflow.set_trace_tag(trace, "reviewed", "yes")
        mlflow.log_feedback(trace_id=trace, name="good", value=True)


def fill_registry(client: MlflowClient, source: str) -> None:
    client.create_registered_model("classifier", tags={"k": "v", "nested/k": "v", "empty": "", "gone": "1"}, description="# About\n\n: odd\n")
    for number in range(1, 13):  # past 9, where the order of numbers is not that of texts
        client.create_model_version("classifier", f"{source}/{number}", description=NAMES[-number], tags={"i": str(number)} if number < 4 else None,
                                    run_link="https://example.org/run/1" if number == 2 else None)
    for alias, version in (("champion", "2"), ("Challenger_2-x", "10"), ("moved", "1"), ("moved", "3"), ("dropped", "2"), ("dies", "12")):
        client.set_registered_model_alias("classifier", alias, version)
    client.delete_registered_model_alias("classifier", "dropped")
    client.set_model_version_tag("classifier", "1", "nested/checked", "a\nb")
    client.set_model_version_tag("classifier", "1", "gone", "1")
    client.delete_model_version_tag("classifier", "1", "gone")
    client.delete_registered_model_tag("classifier", "gone")
    for version, stage in (("1", "Staging"), ("2", "production"), ("3", "Archived"), ("4", "Staging"), ("5", "Production")):
        client.transition_model_version_stage("classifier", version, stage)
    client.transition_model_version_stage("classifier", "6", "Staging", archive_existing_versions=True)
    client.update_model_version("classifier", "7", "described later")
    client.delete_model_version("classifier", "12")
    client.create_model_version("classifier", "relative/source")
    for name in ("名前 🚀", "123", "version-1", "empty", "to rename", "to delete"):
        client.create_registered_model(name)
    client.update_registered_model("empty", "now described")
    client.create_model_version("to rename", "s3://bucket/m")
    client.rename_registered_model("to rename", "renamed")
    client.delete_registered_model("to delete")
    client.copy_model_version("models:/classifier/6", "copied")
    if hasattr(mlflow, "register_prompt"):
        mlflow.register_prompt(name="greeting", template="Hello {{name}}!\nline", commit_message="first", tags={"lang": "en"})
    else:
        lacks("prompts")


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    mlflow.set_tracking_uri(folder.as_uri())
    mlflow.set_registry_uri(folder.as_uri())
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    client.search_experiments()
    experiment = client.create_experiment("runs")
    fill_runs(client, experiment)
    fill_experiments(client)
    edges = client.create_experiment("edges")
    fill_edges(client, edges)
    fill_names(client, edges)
    fill_as_scripts_do(edges)
    fill_datasets(client, experiment)
    fill_registry(client, "s3://bucket")
    if "dataset_name" in inspect.signature(client.log_metric).parameters:
        fill_points_on_data(client, edges)
    else:
        lacks("points on data sets")
    if hasattr(client, "create_logged_model"):
        fill_models(client, client.create_experiment("models"))
    else:
        lacks("logged models")
    fill_traces(client.create_experiment("traced"), "trace-note")
    sys.stdout.flush()
    os._exit(0)  # MLflow's threads would hold us up


if __name__ == "__main__":
    main()
