"""Calls MLflow's client on a store, under a clock that stands still: reads a JSON list of calls, each
[method, [argument...], {option: value}]. What the store is after call N is copied to after-N beside it.

    update_store.py FOLDER MILLISECONDS
"""

import json
import os
import pathlib
import shutil
import sys

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

from mlflow.tracking import MlflowClient  # noqa: E402


def stop_clock(now: int) -> None:
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("mlflow.") and "get_current_time_millis" in vars(module):
            module.get_current_time_millis = lambda: now


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    client.search_experiments()
    stop_clock(int(sys.argv[2]))
    for number, (method, arguments, options) in enumerate(json.load(sys.stdin)):
        getattr(client, method)(*arguments, **options)
        shutil.copytree(folder, folder.parent / f"after-{number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
