"""mlt and MLflow writing to one store at once."""

import json
import pathlib
from concurrent.futures import ThreadPoolExecutor

from rig import Rig, check_equal

WRITERS, ROUNDS = 4, 10


def mlt_writes(rig: Rig, store: pathlib.Path, experiment: str, shared: str, number: int) -> list[str]:
    created = []
    for step in range(number * 1000, number * 1000 + ROUNDS):
        shell = rig.box.succeed("mlt", "--store", store, "run", "start", "-x", experiment, "--no-parent", "--shell", "json")
        created.append(json.loads(shell)["run_id"])
        rig.box.succeed("mlt", "--store", store, "log", "metric", "shared", step / 8, "--step", step, "--time", step, "--run", shared)
        rig.box.succeed("mlt", "--store", store, "log", "tag", f"tag.{step}={step}", "--run", shared)
    return created


def nothing_acknowledged_is_lost(rig: Rig) -> int:
    """Four processes of each: every run, point and tag is there, for both readers."""
    store, shared = rig.copy("beside"), rig.run_id("everything")
    experiment = next(item["experiment_id"] for item in rig.content["experiments"] if item["name"] == "runs")

    def client_writes(number: int) -> list[str]:
        return json.loads(rig.client("write_beside.py", store, experiment, shared, number, ROUNDS))

    with ThreadPoolExecutor(2 * WRITERS) as pool:
        theirs = [pool.submit(client_writes, number) for number in range(WRITERS)]
        ours = [pool.submit(mlt_writes, rig, store, experiment, shared, number) for number in range(WRITERS, 2 * WRITERS)]
        created = {id_ for job in theirs + ours for id_ in job.result()}
    steps = [number * 1000 + step for number in range(2 * WRITERS) for step in range(ROUNDS)]
    check_equal(len(created), len(steps), "runs that were acknowledged")
    content = rig.dump(store)
    check_equal(content["problems"], [], "the store that both wrote to")
    runs = {run["run_id"]: run for item in content["experiments"] for run in item["runs"]}
    check_equal(sorted(created - set(runs)), [], "runs that MLflow misses")
    listed = rig.ask(store, "runs", "list", "-x", experiment, "--all", "-N", "0")["items"]
    check_equal(sorted(created - {run["run_id"] for run in listed}), [], "runs that mlt misses")
    check_equal(sorted(runs[shared]["history"]["shared"], key=lambda point: point[2]), [[step / 8, step, step] for step in steps], "points")
    seen = rig.ask(store, "runs", "show", shared, "--metric", "shared")["items"]
    check_equal([point["step"] for point in seen], steps, "points that mlt reads")
    for tags in (runs[shared]["tags"], rig.ask(store, "show", shared)["tags"]):
        check_equal([step for step in steps if tags.get(f"tag.{step}") != str(step)], [], "tags that are missing")
    return 3 * len(steps)


CASES = [nothing_acknowledged_is_lost]
