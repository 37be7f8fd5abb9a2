"""Writes to a store that others write to: runs of its own, points and tags of one run that all share.
Prints the ids of the runs as JSON.

    write_beside.py FOLDER EXPERIMENT RUN NUMBER ROUNDS
"""

import json
import os
import pathlib
import sys

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

from mlflow.tracking import MlflowClient  # noqa: E402


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    experiment, shared = sys.argv[2:4]
    number, rounds = map(int, sys.argv[4:])
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    created = []
    for step in range(number * 1000, number * 1000 + rounds):
        created.append(client.create_run(experiment, run_name=f"beside {step}").info.run_id)
        client.log_metric(shared, "shared", step / 8, timestamp=step, step=step)
        client.set_tag(shared, f"tag.{step}", str(step))
    client.update_run(shared, status="RUNNING")
    print(json.dumps(created))
    return 0


if __name__ == "__main__":
    sys.exit(main())
