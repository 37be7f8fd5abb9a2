#!/usr/bin/env python3
"""Writes mlflow_answers.jsonl: what real MLflow answers to each search of filters.py over the store of store.py.

    record.py [VERSION...]      of these versions of MLflow; 3.17.2 and 2.22.5 if not given

Makes a virtual environment for each version below a temporary folder (MLT_MLFLOW_ENVIRONMENTS names one that
stays), which downloads some hundred megabytes from the package index that pip uses. The first line of the data
says what was asked and when; each other line is one search with its answer. Where versions differ, `found` or
`refused` is the first version's and `differs` holds the others'.
"""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from filters import QUESTIONS
from store import make_store, store_digest

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "mlflow_answers.jsonl"


def python_with(version: str, environments: pathlib.Path) -> pathlib.Path:
    environment = environments / f"mlflow-{version}"
    if not (environment / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        subprocess.run([environment / "bin" / "pip", "install", "--quiet", f"mlflow=={version}"], check=True)
        (environment / "installed").touch()
    return environment / "bin" / "python"


def ask(python: pathlib.Path, folder: pathlib.Path) -> dict:
    make_store(folder)
    done = subprocess.run([python, "-B", HERE / "ask_mlflow.py", folder], input=json.dumps(QUESTIONS), stdout=subprocess.PIPE,
                          text=True, check=True)
    return json.loads(done.stdout)


def main() -> int:
    versions = sys.argv[1:] or ["3.17.2", "2.22.5"]
    with tempfile.TemporaryDirectory() as scratch:
        environments = pathlib.Path(os.environ.get("MLT_MLFLOW_ENVIRONMENTS", scratch))
        told = [ask(python_with(version, environments), pathlib.Path(scratch) / version / "mlruns") for version in versions]
    head = {"made_by": "tests/search/record.py", "mlflow": [each["version"] for each in told],
            "recorded": datetime.date.today().isoformat(), "store_sha256": store_digest(), "searches": len(QUESTIONS)}
    lines = [head]
    for number, question in enumerate(QUESTIONS):
        first = told[0]["answers"][number]
        others = {each["version"]: each["answers"][number] for each in told[1:] if each["answers"][number] != first}
        lines.append(question | first | ({"differs": others} if others else {}))
    DATA.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    print(f"{DATA.name}: {len(QUESTIONS)} searches, MLflow {', '.join(head['mlflow'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
