"""MLflow's traces, which mlt neither reads nor writes: after every command that changes something the
bytes of every traces folder are what they were."""

import json
import pathlib

from rig import Rig, check, check_equal
from write_cases import start


def traces_of(store: pathlib.Path) -> dict[str, bytes | None]:
    """By the path below the experiment, which may move to the bin and back."""
    found = {}
    for folder in store.rglob("traces"):
        if folder.is_dir() and folder.parent.parent in (store, store / ".trash"):
            for path in folder.rglob("*"):
                found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else None
    return found


def changes(rig: Rig, store: pathlib.Path) -> list:
    """Commands in an order in which each finds something to change; a function is called for its words."""
    traced = next(item["experiment_id"] for item in rig.content["experiments"] if item["traces"])
    old, bundle = rig.run_id("everything"), store.parent / "bundle.tar.gz"
    rig.box.succeed("mlt", "--store", rig.golden, "export", rig.run_id("edges"), "-o", bundle)
    made = start(rig, store, "-x", traced, "--name", "made")
    secret = store.parent / "secret.txt"
    secret.write_text("nowhere else\n")
    rig.box.succeed("mlt", "--store", store, "log", "param", "token=nowhere else", "--run", made)
    return [
        ["log", "metric", "loss", "0.5", "--run", made], ["log", "param", "lr=1", "--run", made], ["log", "tag", "k=v", "--run", made],
        ["log", "note", "words", "--run", made], ["log", "artifact", secret, "--run", made],
        ["runs", "log-metric", "--run-id", made, "loss", "0.25", "--step", "1"], ["runs", "log-param", "--run-id", made, "depth", "3"],
        ["runs", "set-tag", "--run-id", made, "team", "vision"], ["redact", "-y", "--value-from", secret],
        ["artifacts", "put", made, secret, "--to", "deep"], ["run", "end", "--run", made], ["run", "-x", traced, "--name", "job", "--", "true"],
        ["runs", "rename", old, "renamed"], ["runs", "tag", old, "a=b"], ["runs", "note", old, "words"],
        ["runs", "delete", made], ["runs", "restore", made], ["runs", "delete", made], ["runs", "purge", "-y", made],
        ["experiments", "create", "new"], ["experiments", "rename", traced, "traced anew"], ["experiments", "tag", traced, "a=b"],
        ["experiments", "delete", traced], ["experiments", "restore", traced],
        ["config", "set", "compare.top", "5", "--scope", "store"],
        ["import", bundle, "--on-conflict", "rename"], ["gc", "--deleted", "--orphans", "--prune", "-y"],
        ["doctor", "--fix"], ["doctor", "--fix-paths"], ["doctor", "--fix-paths=absolute"],
    ]


def traces_are_left_alone(rig: Rig) -> int:
    store = rig.copy("traced")
    before = traces_of(store)
    check(sum(content is not None for content in before.values()) >= 5, f"too few traces: {sorted(before)}")
    commands = changes(rig, store)
    for words in commands:
        result = rig.box.run("mlt", "--store", store, *words)
        # doctor has findings left, gc keeps runs that are still running: both say so.
        check(result.code in (0, {"doctor": 1, "gc": 4}.get(words[0])), f"mlt {' '.join(map(str, words))}: {result}")
        check(traces_of(store) == before, f"mlt {' '.join(map(str, words))} changed the traces")
    expected = [item["traces"] for item in rig.content["experiments"] if item["traces"]]
    content = rig.dump(store)
    check_equal([item["traces"] for item in content["experiments"] if item["traces"]], expected, "traces that MLflow reads")
    rig.box.succeed("mlt", "--store", store, "migrate", "--to", "native")
    check(traces_of(store.parent / "mlruns.mlflow.old") == before, "mlt migrate changed the traces of the old store")
    return len(commands) + 1


def a_secret_leaves_the_traces(rig: Rig) -> int:
    """The one exception: what redact is told to take out of the store it takes out of the traces too."""
    store = rig.copy("traced-secret")
    (trace,) = {path.parent for path in store.rglob("trace_info.yaml")}
    tag = trace / "tags" / "secret"
    tag.parent.mkdir(exist_ok=True)
    tag.write_text("hush-hush-hush")
    secret = store.parent / "secret.txt"
    secret.write_text("hush-hush-hush\n")
    touched = json.loads(rig.box.succeed("mlt", "--store", store, "redact", "-y", "--value-from", secret, "--json"))
    check(str(tag.relative_to(store)) in json.dumps(touched), f"redact does not name the trace: {touched}")
    check("hush-hush-hush" not in tag.read_text(), "the secret is still there")
    return 1


CASES = [traces_are_left_alone, a_secret_leaves_the_traces]
