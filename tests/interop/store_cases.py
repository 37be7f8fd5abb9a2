"""A store of MLflow's as a whole: looked at, and broken."""

import json
import pathlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass

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


def marked(text: bytes) -> bytes:
    """Both sides of a merge about the fifth line."""
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:4], b"<<<<<<< ours\n", lines[4], b"=======\n", lines[4], b">>>>>>> theirs\n", *lines[5:]])


def with_bad_status(text: bytes) -> bytes:
    """A word where a number belongs, on the second line."""
    first, _, rest = re.sub(rb"(?m)^status: \d\n", b"", text).partition(b"\n")
    return first + b"\nstatus: RUN\n" + rest


@dataclass
class Broken:
    """What stands in a file of a run, or what becomes of what stands there, and what mlt says about it."""

    file: str
    text: bytes | Callable[[bytes], bytes]
    code: str
    line: int | None = None  # none: the file as a whole
    is_told: bool = True  # by commands that read the run, too

    def write_into(self, folder: pathlib.Path) -> None:
        path = folder / self.file
        path.write_bytes(self.text if isinstance(self.text, bytes) else self.text(path.read_bytes()))

    def place_in(self, folder: str) -> str:
        return f"{folder}/{self.file}" + (f":{self.line}" if self.line and self.is_told else "") + ": "


BROKEN_META = {
    "empty": Broken("meta.yaml", b"", "MLT101"),
    "conflict": Broken("meta.yaml", b"<<<<<<< ours\nstatus: 3\n=======\nstatus: 4\n>>>>>>> theirs\n", "MLT105", 1),
    "conflict further down": Broken("meta.yaml", marked, "MLT105", 5),
    "no YAML further down": Broken("meta.yaml", lambda text: b"a: 1\nb: 'x' y\n" + text, "MLT101", 2),
}
BROKEN_RUNS = BROKEN_META | {
    "truncated": Broken("meta.yaml", b"artifact_uri: file:///x\nend_time: nu", "MLT110", 2),
    "bad status": Broken("meta.yaml", with_bad_status, "MLT110", 2),
    "torn metric": Broken("metrics/m", b"1 0.5 0\n2 x\n3 0.5 2\n", "MLT127", 2),
    "empty metric": Broken("metrics/m", b"", "MLT126", is_told=False),
    "empty line": Broken("metrics/m", b"1 0.5 0\n2 0.5 1\n\n3 0.5 2\n", "MLT127", 3),
    "two spaces": Broken("metrics/m", b"1  0.5 0\n", "MLT128", 1),
    "conflict in a metric": Broken("metrics/m", b"1 0.5 0\n<<<<<<< ours\n2 0.5 1\n=======\n2 0.6 1\n>>>>>>> theirs\n", "MLT131", 2),
    "no UTF-8": Broken("params/p", b"\xff\xfe", "MLT122"), "odd name": Broken("params/a~", b"x", "MLT121"),
    "tag that is no UTF-8": Broken("tags/t", b"\xff\xfe", "MLT122"), "tag with an odd name": Broken("tags/a~", b"x", "MLT121"),
}


def bytes_of(store: pathlib.Path) -> dict[str, bytes | None]:
    """Every file with its content, every folder without."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in store.rglob("*")}


def findings_in(rig: Rig, store: pathlib.Path) -> set[tuple]:
    result = rig.box.run("mlt", "--store", store, "doctor", "--json")
    return {(item["code"], item["path"], item["line"]) for item in json.loads(result.out)["items"]}


def check_others_listed(rig: Rig, store: pathlib.Path, victim: str, what: str) -> None:
    everyone = {run["run_id"] for run in rig.runs() if run["lifecycle"] == "active"}
    result = rig.box.run("mlt", "--store", store, "runs", "list", "-x", "*", "-N", "0", "-F", "name")
    check(result.code == 0, f"{what}: {result}")
    check_equal(sorted(everyone - {victim} - set(result.out.split())), [], f"{what}: runs that are hidden")


def broken_runs_hide_no_others(rig: Rig) -> int:
    """Whatever is broken in one run, the others are listed; doctor and who reads the run name the file
    and the line."""
    victim = rig.run_id("plain")
    for what, broken in BROKEN_RUNS.items():
        store = rig.copy(f"broken-{what}")
        (folder,) = store.glob(f"*/{victim}")
        broken.write_into(folder)
        before = bytes_of(store)
        check_others_listed(rig, store, victim, what)
        place = str(folder.relative_to(store))
        finding = (broken.code, f"{place}/{broken.file}", broken.line)
        findings = findings_in(rig, store)
        check(finding in findings, f"{what}: doctor does not find {finding}: {sorted(findings, key=str)[:9]}")
        shown = rig.box.run("mlt", "--store", store, "show", victim)
        check(shown.code == 0 and (broken.place_in(place) in shown.err) == broken.is_told,
              f"{what}: show does not name {broken.place_in(place)}: {shown}")
        check(bytes_of(store) == before, f"{what}: reading changed the store")
    return len(BROKEN_RUNS)


def misplaced_runs_hide_no_others(rig: Rig) -> int:
    """A run without its meta.yaml, and one in the folder of another experiment."""
    victim = rig.run_id("plain")
    states = ("without meta.yaml", "in another experiment")
    for what in states:
        store = rig.copy(f"misplaced-{what}")
        (folder,) = store.glob(f"*/{victim}")
        if what == "without meta.yaml":
            (folder / "meta.yaml").unlink()
            finding = ("MLT106", str(folder.relative_to(store)), None)
        else:
            shutil.move(folder, store / "0" / victim)
            lines = (store / "0" / victim / "meta.yaml").read_text().splitlines()
            line = next(number for number, text in enumerate(lines, 1) if text.startswith("experiment_id: "))
            finding = ("MLT108", f"0/{victim}/meta.yaml", line)
        before = bytes_of(store)
        check_others_listed(rig, store, victim, what)
        findings = findings_in(rig, store)
        check(finding in findings, f"{what}: doctor does not find {finding}: {sorted(findings, key=str)[:9]}")
        check(bytes_of(store) == before, f"{what}: reading changed the store")
    return len(states)


def broken_experiments_hide_no_others(rig: Rig) -> int:
    victim = next(item for item in rig.content["experiments"] if item["name"] == "after")
    id_ = victim["experiment_id"]
    others = {item["experiment_id"] for item in rig.content["experiments"]} - {id_}
    for what, broken in BROKEN_META.items():
        store = rig.copy(f"broken-experiment-{what}")
        broken.write_into(store / id_)
        result = rig.box.run("mlt", "--store", store, "experiments", "list", "--all", "--json")
        check(result.code == 0, f"{what}: {result}")
        seen = {item["experiment_id"] for item in json.loads(result.out)["items"]}
        check_equal(sorted(others - seen), [], f"{what}: experiments that are hidden")
        check(broken.place_in(id_) in result.err, f"{what}: the message does not name {broken.place_in(id_)}: {result.err}")
        finding = ("MLT102" if broken.code == "MLT101" else broken.code, f"{id_}/meta.yaml", broken.line)
        findings = findings_in(rig, store)
        check(finding in findings, f"{what}: doctor does not find {finding}: {sorted(findings, key=str)[:9]}")
    return len(BROKEN_META)


CASES = [looking_changes_nothing, broken_runs_hide_no_others, misplaced_runs_hide_no_others,
         broken_experiments_hide_no_others]
