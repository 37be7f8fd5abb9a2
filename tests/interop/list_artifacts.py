"""The artifacts of a run in a folder of it, as MLflow lists them from where this is run.

    list_artifacts.py FOLDER RUN PATH
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
    print(json.dumps([[item.path, item.file_size] for item in client.list_artifacts(*sys.argv[2:])]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
