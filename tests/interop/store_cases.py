"""A store of MLflow's as a whole: looked at, taken to the native layout and back, and broken."""

import json
import pathlib
import shutil

from rig import Rig, check, check_equal


def looking_changes_nothing(rig: Rig) -> int:
    """compare, ls, show and doctor work at once on a store that mlt never saw."""
    store = rig.copy("looked-at")
    before = {str(path): path.stat().st_mtime_ns for path in store.rglob("*")}
    commands = (["compare"], ["compare", "-x", "runs", "-A"], ["ls", "-x", "*"], ["show", "everything", "-x", "*"], ["doctor"])
    for words in commands:
        result = rig.box.run("mlt", *words, cwd=store.parent)
        check(result.code == 0 or (words == ["doctor"] and result.code == 1), f"mlt {' '.join(words)}: {result}")
        check(result.out != "", f"mlt {' '.join(words)} printed nothing")
    check_equal({str(path): path.stat().st_mtime_ns for path in store.rglob("*")}, before, "the store after looking")
    return len(commands)


BROKEN_RUNS = {
    "empty": ("meta.yaml", b""), "truncated": ("meta.yaml", b"artifact_uri: file:///x\nend_time: nu"),
    "conflict": ("meta.yaml", b"<<<<<<< ours\nstatus: 3\n=======\nstatus: 4\n>>>>>>> theirs\n"),
    "torn metric": ("metrics/m", b"1 0.5 0\n2 x\n"), "empty metric": ("metrics/m", b""),
    "two spaces": ("metrics/m", b"1  0.5 0\n"), "no UTF-8": ("params/p", b"\xff\xfe"), "odd name": ("params/a~", b"x"),
    "bad status": ("meta.yaml", b"artifact_uri: x\nend_time: null\nexperiment_id: '0'\nstatus: RUN\n"),
    "tag that is no UTF-8": ("tags/t", b"\xff\xfe"), "tag with an odd name": ("tags/a~", b"x"),
}


def bytes_of(store: pathlib.Path) -> dict[str, bytes | None]:
    """Every file with its content, every folder without."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in store.rglob("*")}


def broken_runs_hide_no_others(rig: Rig) -> int:
    """Whatever is broken in one run, the others are listed, and doctor names the file."""
    victim = rig.run_id("plain")
    everyone = {run["run_id"] for run in rig.runs() if run["lifecycle"] == "active"}
    for what, (name, text) in BROKEN_RUNS.items():
        store = rig.copy(f"broken-{what}")
        (folder,) = store.glob(f"*/{victim}")
        (folder / name).write_bytes(text)
        before = bytes_of(store)
        result = rig.box.run("mlt", "--store", store, "runs", "list", "-x", "*", "-N", "0", "-F", "name")
        check(result.code == 0, f"{what}: {result}")
        check_equal(sorted(everyone - {victim} - set(result.out.split())), [], f"{what}: runs that are hidden")
        findings = rig.box.run("mlt", "--store", store, "doctor", "--json")
        check(findings.code == 1 and f"{victim}/{name}" in findings.out, f"{what}: doctor does not name {name}: {findings}")
        check(bytes_of(store) == before, f"{what}: reading changed the store")
    return len(BROKEN_RUNS)


def misplaced_runs_hide_no_others(rig: Rig) -> int:
    """A run without its meta.yaml, and one in the folder of another experiment."""
    victim = rig.run_id("plain")
    everyone = {run["run_id"] for run in rig.runs() if run["lifecycle"] == "active"}
    states = ("without meta.yaml", "in another experiment")
    for what in states:
        store = rig.copy(f"misplaced-{what}")
        (folder,) = store.glob(f"*/{victim}")
        if what == "without meta.yaml":
            (folder / "meta.yaml").unlink()
        else:
            shutil.move(folder, store / "0" / victim)
        before = bytes_of(store)
        result = rig.box.run("mlt", "--store", store, "runs", "list", "-x", "*", "-N", "0", "-F", "name")
        check(result.code == 0, f"{what}: {result}")
        check_equal(sorted(everyone - {victim} - set(result.out.split())), [], f"{what}: runs that are hidden")
        findings = rig.box.run("mlt", "--store", store, "doctor", "--json")
        check(findings.code == 1 and victim in findings.out, f"{what}: doctor does not name the run: {findings}")
        check(bytes_of(store) == before, f"{what}: reading changed the store")
    return len(states)


def broken_experiments_hide_no_others(rig: Rig) -> int:
    victim = next(item for item in rig.content["experiments"] if item["name"] == "after")
    others = {item["experiment_id"] for item in rig.content["experiments"]} - {victim["experiment_id"]}
    states = {name: text for name, (file, text) in BROKEN_RUNS.items() if file == "meta.yaml"}
    for what, text in states.items():
        store = rig.copy(f"broken-experiment-{what}")
        (store / victim["experiment_id"] / "meta.yaml").write_bytes(text)
        result = rig.box.run("mlt", "--store", store, "experiments", "list", "--all", "--json")
        check(result.code == 0, f"{what}: {result}")
        seen = {item["experiment_id"] for item in json.loads(result.out)["items"]}
        check_equal(sorted(others - seen), [], f"{what}: experiments that are hidden")
        check(f"{victim['experiment_id']}/meta.yaml" in result.err, f"{what}: the message names no file: {result.err}")
    return len(states)


CASES = [looking_changes_nothing, broken_runs_hide_no_others, misplaced_runs_hide_no_others,
         broken_experiments_hide_no_others]
