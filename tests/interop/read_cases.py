"""What mlt reads in a store of MLflow's own."""

import json
import subprocess

from rig import Rig, check, check_equal, each_once

# By the name of a run: the latest values of which docs/mlflow.md says that mlt sees them otherwise.
OTHER_LATEST = {"edges": {"nan first": 2.0}, "points on data": {"acc": 0.5}}


def client_reads_all(rig: Rig) -> int:
    check_equal(rig.content["problems"], [], "MLflow's own store")
    return sum(len(experiment["runs"]) for experiment in rig.content["experiments"])


def yaml_is_written_alike(rig: Rig) -> int:
    """Every meta.yaml of MLflow's, read by mlt and written again, is the same bytes."""
    paths = sorted(rig.golden.rglob("*.yaml"))
    texts = [path.read_bytes().decode() for path in paths]
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([rig.tool, "rewrite"], input=lines.encode(), capture_output=True, check=True)
    written = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    for path, text, again in zip(paths, texts, written, strict=True):
        check_equal(again, text, str(path))
    return len(paths)


def mlt_reads_experiments(rig: Rig) -> int:
    found = {item["experiment_id"]: item for item in rig.ask(rig.golden, "experiments", "list", "--all")["items"]}
    expected = {item["experiment_id"]: item for item in rig.content["experiments"]}
    check_equal(sorted(found), sorted(expected), "the experiments")
    for id_, of_client in expected.items():
        of_mlt = found[id_]
        for ours, theirs in (("name", "name"), ("lifecycle", "lifecycle"), ("tags", "tags"),
                             ("created_time", "creation_time"), ("last_update_time", "last_update_time")):
            check_equal(of_mlt[ours], of_client[theirs], f"{theirs} of experiment {id_}")
    return len(expected)


def is_on_data(point: list) -> bool:
    """Of a point with a data set MLflow writes the step, and reads 0; mlt reads the step."""
    return len(point) == 5


def mlt_reads_runs(rig: Rig) -> int:
    """`runs list` and `show` give what MLflow's client gives."""
    expected = {run["run_id"]: dict(run, tags=dict(run["tags"])) for experiment in rig.content["experiments"] for run in experiment["runs"]}
    listed = {run["run_id"]: run for run in rig.ask(rig.golden, "runs", "list", "-x", "*", "--all", "-N", "1000")["items"]}
    check_equal(sorted(listed), sorted(expected), "the runs")
    for id_, of_client in expected.items():
        check_equal(of_client["tags"].pop("mlflow.runName"), of_client["name"], "the tag that mlt shows as the name")
        of_client["latest"] = {**of_client["latest"], **OTHER_LATEST.get(of_client["name"], {})}
        shown = rig.ask(rig.golden, "show", id_)
        for run in (listed[id_], shown):
            for ours, theirs in (("run_name", "name"), ("experiment_id", "experiment_id"), ("status", "status"),
                                 ("lifecycle", "lifecycle"), ("user", "user"), ("start_time", "start_time"),
                                 ("end_time", "end_time"), ("params", "params"), ("tags", "tags"), ("metrics", "latest")):
                check_equal(run[ours], of_client[theirs], f"{theirs} of run {id_}")
        for key, points in of_client["history"].items():
            summary = shown["metric_summaries"][key]
            check_equal(summary["count"], len(each_once(points)), f"points of {key} of run {id_}")
            last = [summary["last"]["value"], summary["last"]["time"], summary["last"]["step"]]
            check(last in points or any(is_on_data(point) for point in points), f"{key} of run {id_}: {last} is none of its points")
    return len(expected)


def odd_folder_harms_nothing(rig: Rig) -> int:
    """The folder in which mlt builds things aside is invisible to MLflow."""
    store = rig.copy("aside")
    aside = store / ".mlt.trash"
    (aside / "half" / "tags").mkdir(parents=True)
    (aside / ".gitignore").write_text("*\n")
    (aside / "lock").touch()
    (aside / "half" / "meta.yaml").write_text("torn: 'x")
    text = json.dumps(rig.dump(store))
    check_equal(json.loads(text), rig.content, "the store beside it")
    check(aside.is_dir(), "MLflow removed it")
    return 1


def points_of_mlt(shown: list) -> list:
    """As dump_store.py has them, with the step that MLflow reads."""
    points = []
    for point in shown:
        dataset = [point["dataset_name"], point["dataset_digest"]] if point.get("dataset_name") else []
        points.append([point["value"], point["time"], 0 if dataset else point["step"], *dataset])
    return points


def mlt_reads_histories(rig: Rig) -> int:
    """Every point of every metric, once, and the step that a point on data was logged with."""
    points, steps_on_data = 0, []
    for run in rig.runs():
        for key, history in run["history"].items():
            shown = rig.ask(rig.golden, "runs", "show", run["run_id"], "--metric", key)["items"]
            check_equal(sorted(points_of_mlt(shown), key=str), sorted(each_once(history), key=str), f"{key} of run {run['run_id']}")
            steps_on_data += [point["step"] for point in shown if point.get("dataset_name")]
            points += len(history)
    check(set(steps_on_data) <= {4} and len(steps_on_data) == sum(is_on_data(point) for run in rig.runs() for points_ in
          run["history"].values() for point in points_), f"steps of points on data: {steps_on_data}")
    return points


def mlt_reads_links_and_files(rig: Rig) -> int:
    """Data sets, models in and out, and the artifacts of every run."""
    found = 0
    for run in rig.runs():
        shown = rig.ask(rig.golden, "show", run["run_id"])
        inputs = sorted(shown["dataset_inputs"], key=lambda item: (item["name"], item["digest"]))
        check_equal(inputs, run["inputs"], f"data sets of run {run['run_id']}")
        check_equal(sorted(item["model_id"] for item in shown["model_inputs"]), run["model_inputs"], "models in")
        check_equal(sorted([item["model_id"], item["step"]] for item in shown["model_outputs"]), run["model_outputs"], "models out")
        found += len(inputs) + len(run["model_inputs"]) + len(run["model_outputs"]) + len(run["files"])
        if run["artifact_uri"].startswith(rig.golden.as_uri()):
            listed = rig.ask(rig.golden, "artifacts", "list", run["run_id"])["items"]
            check_equal(sorted([item["path"], item["size"]] for item in listed), run["files"], f"files of run {run['run_id']}")
        else:
            result = rig.box.run("mlt", "--store", rig.golden, "artifacts", "list", run["run_id"])
            check(result.code == 6 and run["artifact_uri"] in result.err, f"artifacts at {run['artifact_uri']}: {result}")
    check(found >= 15, "the store has too little of them")
    return found


FILTERS = [
    "metrics.latest > 8", "metrics.latest = 9", "metrics.latest != 9", "metrics.latest <= 9.0", "metrics.absent != 1",
    "metrics.`spell/0` >= 1", "metrics.`spell/12` > 0", "metrics.`spell/12` != 0", "metrics.`spell/13` > 1e300", "metrics.`名/メ` < 38",
    "params.name = 'plain'", "params.name != 'plain'", "params.name LIKE 'l%'", "params.name ILIKE 'PLAIN'", "params.name LIKE '1__45'",
    "params.absent != 'x'", "params.`p/3` = '3'", 'params."colon:key" = "1"', "params.empty = ''", "params.name LIKE '%:%'",
    "tags.empty = ''", "tags.`t.5` LIKE 'v%'", "tags.`mlflow.user` = 'yes'", "tags.mlflow.parentRunId LIKE '%'", "tags.absent = 'x'",
    "attributes.status = 'FINISHED'", "status != 'RUNNING'", "run_name ILIKE 'EVERY%'", "start_time > 0 and end_time > 0",
    "attributes.user_id = 'unknown' AND status = 'FAILED'", "dataset.name = 'iris'", "dataset.context LIKE 'tr%'",
    "dataset.digest IN ('e1', 'zz')", "params.name = '12345' AND tags.mlflow.user = '12345'",
]


def mlt_filters_alike(rig: Rig) -> int:
    """A filter finds in mlt the runs that it finds in MLflow."""
    experiment = next(item["experiment_id"] for item in rig.content["experiments"] if item["name"] == "runs")
    expected = json.loads(rig.client("search_runs.py", rig.golden, experiment, stdin=json.dumps(FILTERS)))
    hits = 0
    for text, ids in zip(FILTERS, expected, strict=True):
        result = rig.box.run("mlt", "--store", rig.golden, "search", "runs", text, "-x", experiment, "-N", "0", "-F", "name")
        # A metric or param that no run has is an error of mlt's, with the keys that there are; MLflow finds nothing.
        check(result.code == 0 or (result.code == 3 and ".absent" in text), f"runs with {text}: {result}")
        check_equal(sorted(result.out.split()), sorted(ids), f"runs with {text}")
        hits += bool(ids)
    check(hits >= 20, f"only {hits} filters find anything")
    return len(FILTERS)


CASES = [client_reads_all, yaml_is_written_alike, mlt_reads_experiments, mlt_reads_runs, odd_folder_harms_nothing,
         mlt_reads_histories, mlt_reads_links_and_files, mlt_filters_alike]
