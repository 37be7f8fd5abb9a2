#!/usr/bin/env python3
"""What mlt writes is what docs/schemas/ and docs/store-format.md say.

    schemas.py MLT ROOT

Every line, event and snapshot of a store that MLT writes here, and of the golden stores, fits its JSON
Schema, and lies under a name that the document allows; samples with one thing wrong do not fit.
"""

import copy
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is missing", file=sys.stderr)
    sys.exit(77)

EVENT_NAME = re.compile(r"(\d+)-([0-9a-f]{12})\.json")


def validator(root: pathlib.Path, name: str) -> jsonschema.Draft7Validator:
    schema = json.loads((root / "docs" / "schemas" / f"{name}.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def stable(value: object) -> bool:
    """Keys sorted by their bytes, at every level."""
    if isinstance(value, dict):
        keys = [key.encode() for key in value]
        return keys == sorted(keys) and all(map(stable, value.values()))
    return all(map(stable, value)) if isinstance(value, list) else True


class Grammar:
    """The kinds of lines and events that docs/store-format.md lists."""

    def __init__(self, root: pathlib.Path):
        text = (root / "docs" / "store-format.md").read_text()
        rule = re.search(r"^line +=((?: [|\n ]*\w+)+)", text, re.MULTILINE)
        self.lines = set(re.findall(r"\w+", rule[1]))
        self.events = set(re.findall(r'"event": "(\w+)"', text))
        assert len(self.lines) > 8 and len(self.events) > 2, "the grammar is not where it was"


class Checker:
    def __init__(self, root: pathlib.Path):
        self.line = validator(root, "journal-line")
        self.run = validator(root, "run")
        self.event = validator(root, "event")
        self.model = validator(root, "model")
        self.grammar = Grammar(root)
        self.kinds: set[str] = set()
        self.events: set[str] = set()
        self.problems: list[str] = []

    def fits(self, schema: jsonschema.Draft7Validator, value: object, where: str) -> None:
        for error in schema.iter_errors(value):
            self.problems.append(f"{where}: {error.message}")
        if not stable(value):
            self.problems.append(f"{where}: members are not sorted")

    def journal(self, path: pathlib.Path) -> None:
        data = path.read_bytes()
        if not data.endswith(b"\n"):
            self.problems.append(f"{path}: does not end in LF")
        for number, line in enumerate(data.splitlines(), 1):
            value = json.loads(line)
            self.fits(self.line, value, f"{path}:{number}")
            self.kinds |= value.keys() & self.grammar.lines

    def model_snapshot(self, path: pathlib.Path) -> None:
        value = json.loads(path.read_text())
        self.fits(self.model, value, str(path))
        if (value["experiment_id"], value["model_id"]) != (path.parts[-4], path.parts[-2]):
            self.problems.append(f"{path}: is of another model")

    def snapshot(self, path: pathlib.Path) -> None:
        value = json.loads(path.read_text())
        self.fits(self.run, value, str(path))
        if (value["experiment_id"], value["run_id"]) != (path.parts[-3], path.parts[-2]):
            self.problems.append(f"{path}: is of another run")
        for name, cover in value["covers"].items():
            journal = (path.parent / name if name == "journal.jsonl"
                       else path.parent.parent / name / (path.parts[-2] + ".jsonl"))
            data = journal.read_bytes()[:cover["bytes"]]
            last = data[len(data) - cover["last_line_bytes"]:]
            if hashlib.sha256(last).hexdigest() != cover["last_line_sha256"]:
                self.problems.append(f"{path}: the cover of {name} is wrong")

    def event_file(self, path: pathlib.Path) -> None:
        data = path.read_bytes()
        value = json.loads(data)
        self.fits(self.event, value, str(path))
        self.events.add(value["event"])
        name = EVENT_NAME.fullmatch(path.name)
        if not name or int(name[1]) != value["at"] or not hashlib.sha256(data).hexdigest().startswith(name[2]):
            self.problems.append(f"{path}: its name is not that of its content")

    def store(self, root: pathlib.Path) -> None:
        allowed = {"mlt.yaml", ".gitattributes", ".gitignore", ".lock"}
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if not path.is_file() or parts[0] == ".tmp":
                continue
            if len(parts) == 1 and parts[0] in allowed:
                continue
            inside = parts[2:] if len(parts) > 3 and parts[0] == "experiments" else ()
            if inside and inside[0] == "events":
                self.event_file(path)
            elif inside and inside[0] == "hosts" and path.suffix == ".jsonl":
                self.journal(path)
            elif inside and inside[0] == "models" and inside[2:] == ("journal.jsonl",):
                self.journal(path)
            elif inside and inside[0] == "models" and inside[2:] == ("model.json",):
                self.model_snapshot(path)
            elif inside[1:] == ("journal.jsonl",):
                self.journal(path)
            elif inside[1:] == ("run.json",):
                self.snapshot(path)
            elif inside[1:2] not in (("code",), ("artifacts",)) and inside[2:3] != ("artifacts",):
                self.problems.append(f"{path}: has no place in docs/store-format.md")


def write_store(mlt: str, folder: pathlib.Path) -> pathlib.Path:
    def run(*words: str, **more: str) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("MLT", "MLFLOW"))}
        done = subprocess.run([mlt, *words], cwd=folder, env={**environment, **more}, check=True,
                              stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        return done.stdout.strip()

    run("init", "mlruns")
    run("experiments", "create", "iris", "--tag", "team=vision")
    begun = json.loads(run("run", "start", "-x", "iris", "--name", "naïve \"run\"", "--shell", "json"))
    of = {"MLT_RUN_ID": begun["run_id"]}
    run("log", "metric", "loss", "0.25", "--step", "7", **of)
    run("log", "metric", "loss", "nan", "--step", "8", **of)
    run("log", "metric", "acc", "-inf", "--step", "-1", **of)
    run("log", "param", "depth", "3", **of)
    run("log", "tag", "stage", "pretrain", **of)
    run("log", "note", "a word\nand another", **of)
    (folder / "weights.bin").write_bytes(b"\0weights")
    run("log", "artifact", "weights.bin", "--to", "model", **of)
    run("run", "end", **of)
    run("run", "--name", "wrapped", "-P", "lr=0.1", "--metrics-from", "kv", "--", "sh", "-c", "echo loss=0.5; echo words >&2")
    return folder / "mlruns"


def altered(value: dict, change) -> dict:
    other = copy.deepcopy(value)
    change(other)
    return other


def check_refusals(checker: Checker, golden: pathlib.Path) -> None:
    """A schema that takes everything would pass all else."""
    snapshot = json.loads(next(path for path in golden.rglob("run.json") if "loss" in path.read_text()).read_text())
    event = json.loads(next(golden.rglob("events/*.json")).read_text())
    metric = {"metric": "m", "step": 0, "time": 0, "value": 1.5}
    created = {"at": 1, "created": "r", "experiment": "0", "host": "", "name": "", "schema": 1,
               "start_time": 1, "status": "RUNNING", "user": ""}
    wrong = [
        (checker.line, {}),
        (checker.line, {"at": 1}),
        (checker.line, []),
        (checker.line, altered(metric, lambda v: v.pop("step"))),
        (checker.line, altered(metric, lambda v: v.update(step=0.5))),
        (checker.line, altered(metric, lambda v: v.update(step=2**63))),
        (checker.line, altered(metric, lambda v: v.update(value="nan"))),
        (checker.line, altered(metric, lambda v: v.update(value=None))),
        (checker.line, altered(metric, lambda v: v.update(at=1))),
        (checker.line, {"at": 1, "param": "p", "value": 1}),
        (checker.line, {"at": 1, "param": "p", "value": None}),
        (checker.line, {"param": "p", "value": "1"}),
        (checker.line, {"artifact": "a", "at": 1, "sha256": "A" * 64, "size": 1}),
        (checker.line, {"artifact": "a", "at": 1, "sha256": "a" * 64, "size": -1}),
        (checker.line, {"at": 1, "status": "FINISHED"}),
        (checker.line, {"at": 1, "end_time": None, "status": "finished"}),
        (checker.line, {"at": 1, "lifecycle": "gone"}),
        (checker.line, altered(created, lambda v: v.update(schema=2))),
        (checker.line, altered(created, lambda v: v.update(experiment="../x"))),
        (checker.line, altered(created, lambda v: v.pop("user"))),
        *[(checker.run, altered(snapshot, lambda v, key=key: v.pop(key))) for key in snapshot],
        *[(checker.run, altered(snapshot, lambda v, key=key: v.update({key: [1]}))) for key in snapshot],
        (checker.run, altered(snapshot, lambda v: v.update(extra=1))),
        (checker.run, altered(snapshot, lambda v: v["covers"].pop("journal.jsonl"))),
        (checker.run, altered(snapshot, lambda v: v["covers"].update({"/etc/passwd": v["covers"]["journal.jsonl"]}))),
        (checker.run, altered(snapshot, lambda v: v["metrics"]["loss"].pop("last"))),
        (checker.run, altered(snapshot, lambda v: v["params"].update(lr=0.1))),
        *[(checker.event, altered(event, lambda v, key=key: v.pop(key))) for key in event],
        (checker.line, altered(metric, lambda v: v.update(dataset={"name": "d"}))),
        (checker.line, {"at": 1, "output": "m-1"}),
        (checker.line, {"at": 1, "message": "", "model_status": "RUNNING"}),
        (checker.event, altered(event, lambda v: v.update(event="renamed"))),
        (checker.event, {"at": 1, "event": "purged", "prev": [], "schema": 1}),
        (checker.event, {"at": 1, "event": "tagged", "prev": [], "removed": [1], "schema": 1, "set": {}}),
        (checker.event, altered(event, lambda v: v.update(prev=["x"]))),
        (checker.event, altered(event, lambda v: v["tags"].update(a=1))),
    ]
    for schema, value in ((checker.line, metric), (checker.line, created), (checker.run, snapshot),
                          (checker.event, event)):
        if not schema.is_valid(value):
            checker.problems.append(f"is refused but sound: {json.dumps(value)[:200]}")
    for schema, value in wrong:
        if schema.is_valid(value):
            checker.problems.append(f"is accepted but wrong: {json.dumps(value)[:200]}")


def main() -> int:
    mlt, root = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
    checker = Checker(root)
    golden = root / "tests" / "golden" / "native-1"
    for name in ("native-1", "native-1-surface"):
        checker.store(golden.with_name(name))
    for what, seen, listed in (("lines", checker.kinds, checker.grammar.lines),
                               ("events", checker.events, checker.grammar.events)):
        if seen != listed:
            checker.problems.append(f"{what} that only the golden stores or only docs/store-format.md "
                                    f"have: {sorted(seen ^ listed)}")
    check_refusals(checker, golden)
    checker.kinds.clear()
    with tempfile.TemporaryDirectory() as folder:
        checker.store(write_store(mlt, pathlib.Path(folder)))
    if not checker.kinds >= {"metric", "param", "tag", "artifact", "created", "status"}:
        checker.problems.append(f"the written store has only {sorted(checker.kinds)}")
    print("\n".join(checker.problems))
    return 1 if checker.problems else 0


if __name__ == "__main__":
    sys.exit(main())
