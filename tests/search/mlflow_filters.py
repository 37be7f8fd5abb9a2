#!/usr/bin/env python3
"""mlt finds what MLflow found: every search of mlflow_answers.jsonl (record.py made it) over the store of store.py,
in MLflow's layout and, after `mlt migrate`, in the native one.

    mlflow_filters.py MLT
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

from filters import QUESTIONS  # noqa: E402
from sandbox import Sandbox  # noqa: E402
from store import RUNS, make_store, run_id, store_digest  # noqa: E402

ALL = [8, 6, 7, 5, 4, 3, 2, 1, 0]  # the active runs, newest first
# What MLflow refuses and mlt answers: the runs of store.py (by number) or the ids of the experiments that are right.
EXTENSIONS = {
    " \n\t ": ALL,
    "metrics.acc > 0.9 OR params.opt = 'adam'": [8, 6, 7, 4, 3, 1, 0],
    "NOT metrics.acc > 0.9": [5, 2],
    "(metrics.acc > 0.9)": [8, 6, 7, 4, 3, 1, 0],
    "params.opt NOT LIKE 'a%'": [4, 3, 2, 1],
    "metrics.acc BETWEEN 0 AND 1": [8, 6, 7, 4, 3, 2, 1, 0],
    "metrics.acc IN (1, 2)": [7],
    "metrics.acc IS NULL": [5],
    "metrics.acc": [8, 6, 7, 4, 3, 2, 1, 0],
    "metrics.loss:min < 1": [6, 7, 2, 0],
    "params.lr = 0.1": [8, 6, 4, 1, 0],
    "params.opt IN ('adam')": [8, 7, 0],
    "params.lr": [8, 6, 7, 4, 3, 2, 1, 0],
    "tags.keep": [2, 0],
    "acc > 0.9": [8, 6, 7, 4, 3, 1, 0],
    "opt = 'adam'": [8, 7, 0],
    "name = 'twin'": [7],
    "status IS NULL": [],
    "status IN ('FAILED')": [2],
    "run_name IN ('twin')": [7],
    "start_time > yesterday": [],
    "end_time IS NULL": [5, 3],
    "duration > 1": [8, 6, 7, 4, 3, 1, 0],
    "dataset.name IS NULL": [8, 7, 5, 4, 3, 2],
    "attr.last_update_time != 1700000000020": ["13", "11", "0"],
    "name IN ('iris')": ["11"],
}
# What MLflow lets pass although it is most likely a slip of the pen, and mlt refuses.
SLIPS = {
    "AND metrics.acc > 1",
    "metrics.acc > 1 AND AND metrics.loss > 1",
    "metrics.acc > 1 metrics.loss > 1",
    "params. = 'x'",
}


def ask(box: Sandbox, store: pathlib.Path, question: dict):
    words = ["mlt", "--store", store, "search", question["search"], "-N", "0", "-F", "name"]
    words += ["-x", "*"] if question["search"] == "runs" else []
    words += ["--order-by", ", ".join(question["order_by"])] if "order_by" in question else []
    return box.run(*words, "--", question["filter"])


def complaint(question: dict, result) -> str:
    """What is wrong with mlt's answer; empty where nothing is."""
    expected = question.get("found")
    if question["filter"] in SLIPS:
        return "" if result.code == 2 else "a slip of the pen"
    if expected is None and question["filter"] in EXTENSIONS:
        expected = [each if isinstance(each, str) else run_id(each) for each in EXTENSIONS[question["filter"]]]
    if expected is None:
        return "" if result.code == 2 else f"MLflow: {question['refused']}"
    # A key that no run has is a slip of the pen to mlt, where MLflow finds nothing.
    if result.code == 3 and expected == []:
        return "" if result.err.startswith(("error: no metric", "error: no param")) else "not the error of a missing key"
    return "" if result.code == 0 and result.out.split() == expected else f"expected {expected}"


def main() -> int:
    head, *questions = [json.loads(line) for line in (HERE / "mlflow_answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert head["store_sha256"] == store_digest(), "the store has changed: run record.py"
    asked = [{key: each[key] for key in ("search", "filter", "order_by") if key in each} for each in questions]
    assert asked == QUESTIONS and len(asked) >= 200, "other filters: run record.py"
    failures = 0
    with Sandbox(sys.argv[1]) as box:
        store = box.home / "searched" / "mlruns"
        make_store(store)
        for layout in ("mlflow", "native"):
            if layout == "native":
                box.succeed("mlt", "--store", store, "migrate", "--to", "native")
            for question in questions:
                result = ask(box, store, question)
                wrong = complaint(question, result)
                if wrong:
                    failures += 1
                    print(f"{layout}: {json.dumps(question, ensure_ascii=False)}\n  {wrong}\n  {result}")
    print(f"{len(questions)} searches of MLflow {head['mlflow'][0]} in two layouts, {len(RUNS)} runs: {failures} answers differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
