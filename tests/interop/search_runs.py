"""The runs that MLflow finds: reads a JSON list of filters, prints the list of the ids found by each.

    search_runs.py FOLDER EXPERIMENT
"""

import json
import os
import pathlib
import sys

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

from mlflow.tracking import MlflowClient  # noqa: E402


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    found = [client.search_runs([sys.argv[2]], filter_string=text) for text in json.load(sys.stdin)]
    print(json.dumps([[run.info.run_id for run in runs] for runs in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
