"""Real MLflow's answers, in the environment this is run in: reads a JSON list of searches (filters.py), prints
a JSON object with the version and the list of answers: {"found": [ids]} or {"refused": code}.

    ask_mlflow.py FOLDER < searches
"""

import json
import os
import pathlib
import sys

os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true", GIT_PYTHON_REFRESH="quiet")

import mlflow  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402


def answer(client: MlflowClient, experiments: list, question: dict) -> dict:
    options = {"filter_string": question["filter"], "order_by": question.get("order_by")}
    try:
        if question["search"] == "runs":
            return {"found": [run.info.run_id for run in client.search_runs(experiments, **options)]}
        return {"found": [experiment.experiment_id for experiment in client.search_experiments(**options)]}
    except MlflowException as error:
        return {"refused": error.error_code}
    except Exception as error:  # noqa: BLE001 - MLflow crashes on some, which is an answer too
        return {"refused": type(error).__name__}


def main() -> int:
    folder = pathlib.Path(sys.argv[1]).resolve()
    client = MlflowClient(folder.as_uri(), folder.as_uri())
    experiments = [experiment.experiment_id for experiment in client.search_experiments()]
    answers = [answer(client, experiments, question) for question in json.load(sys.stdin)]
    print(json.dumps({"version": mlflow.__version__, "answers": answers}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
