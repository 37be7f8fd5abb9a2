#!/usr/bin/env python3
"""What is broken in a store is named, and hides nothing else (reliability.md §7).

    broken_store.py MLT

A store with three runs, of which one (`hurt`) gets a damage from the table below. Whatever the damage,
the other two are listed and compared with all that they hold, no command dies or hangs, and nothing
in the store changes by reading it. A damage that loses something is named by path (and line) on
stderr, with exit code 0, and 5 under --strict; one that loses nothing, because the journal makes good
for a snapshot, is no reason to say anything or only a reason to say it.
"""

import json
import os
import pathlib
import shutil
import socket
import sys
import unittest
from collections.abc import Callable
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
RUNS = ("one", "hurt", "two")


@dataclass
class Damage:
    name: str
    file: str  # below the run: journal.jsonl or run.json; or a path of the store
    inflict: Callable[[pathlib.Path], None]
    line: int = 0  # the line that must be named


def replaced_by(make: Callable[[pathlib.Path], None]) -> Callable[[pathlib.Path], None]:
    def inflict(path: pathlib.Path) -> None:
        path.unlink()
        make(path)
    return inflict


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[pathlib.Path], None]:
    def inflict(path: pathlib.Path) -> None:
        path.write_bytes(change(path.read_bytes()))
    return inflict


def conflicted(text: bytes) -> bytes:
    return b"<<<<<<< ours\n" + text + b"=======\n" + text.replace(b"0.5", b"0.25") + b">>>>>>> theirs\n"


def with_line(number: int, line: bytes) -> Callable[[bytes], bytes]:
    def change(text: bytes) -> bytes:
        lines = text.split(b"\n")
        lines.insert(number - 1, line)
        return b"\n".join(lines)
    return change


def make_socket(path: pathlib.Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # the names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def special_files(file: str) -> list[Damage]:
    return [
        Damage("a FIFO", file, replaced_by(os.mkfifo)),
        Damage("a socket", file, replaced_by(make_socket)),
        Damage("a directory", file, replaced_by(pathlib.Path.mkdir)),
        Damage("a link to nowhere", file, replaced_by(lambda p: p.symlink_to("nowhere"))),
        Damage("a link to itself", file, replaced_by(lambda p: p.symlink_to(p.name))),
        Damage("a link to a file outside", file, replaced_by(lambda p: p.symlink_to("/etc/passwd"))),
        Damage("a link to a device", file, replaced_by(lambda p: p.symlink_to("/dev/zero"))),
    ]


# The journal is whole in each of these, so the run is too.
SNAPSHOTS = [
    Damage("empty", "run.json", rewritten(lambda _: b"")),
    Damage("cut in half", "run.json", rewritten(lambda text: text[:len(text) // 2])),
    Damage("NUL bytes", "run.json", rewritten(lambda text: b"\0" * len(text))),
    Damage("binary", "run.json", rewritten(lambda _: bytes(range(256)) * 16)),
    Damage("conflict markers", "run.json", rewritten(conflicted)),
    Damage("a list", "run.json", rewritten(lambda _: b"[1, 2]\n")),
    Damage("a number", "run.json", rewritten(lambda _: b"7\n")),
    Damage("an empty object", "run.json", rewritten(lambda _: b"{}\n")),
    Damage("wrong types", "run.json", rewritten(lambda text: text.replace(b'"params": {', b'"params": 5, "x": {'))),
    Damage("nested too deep", "run.json", rewritten(lambda _: b"[" * 100_000)),
    Damage("missing", "run.json", pathlib.Path.unlink),
]

# So is it in these, which `doctor --fix` can only move away: it follows no link, opens no device and
# reads no more than a snapshot can hold.
SNAPSHOTS_TO_MOVE = [
    Damage("too large", "run.json", rewritten(lambda _: b'{"x": "' + b"x" * (64 << 20) + b'"}')),
    *special_files("run.json"),
]

# Lines that are lost in each of these; the others of the run stay.
JOURNAL_LINES = [
    Damage("a torn line", "journal.jsonl", rewritten(with_line(3, b'{"at":17676036')), line=3),
    Damage("a foreign line", "journal.jsonl", rewritten(with_line(3, b"loss is 0.5")), line=3),
    Damage("conflict markers", "journal.jsonl",
           rewritten(lambda t: with_line(2, b"<<<<<<< ours")(with_line(4, b"=======")(t)) + b">>>>>>> x\n"),
           line=2),
    Damage("a line of NUL bytes", "journal.jsonl", rewritten(with_line(3, b"\0" * 50)), line=3),
    Damage("a line that is no object", "journal.jsonl", rewritten(with_line(3, b"[1,2]")), line=3),
    Damage("a value of the wrong type", "journal.jsonl",
           rewritten(with_line(3, b'{"metric":"loss","step":"x","time":1,"value":0.5}')), line=3),
    Damage("invalid UTF-8", "journal.jsonl",
           rewritten(with_line(3, b'{"at":1,"tag":"a\xff","value":"b"}')), line=3),
    Damage("a line nested too deep", "journal.jsonl", rewritten(with_line(3, b"[" * 100_000)), line=3),
]

# The truth about the run is gone in each of these.
JOURNALS = [
    Damage("empty", "journal.jsonl", rewritten(lambda _: b"")),
    Damage("binary", "journal.jsonl", rewritten(lambda _: bytes(range(256)) * 16)),
    Damage("missing", "journal.jsonl", pathlib.Path.unlink),
    *special_files("journal.jsonl"),
]


class BrokenStoreTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox(MLT)
        for number, name in enumerate(RUNS):
            cls.box.succeed("mlt", "-q", "run", "-x", "iris", "--name", name, "-P", f"lr=0.{number}",
                            "--", "sh", "-c", f"mlt log metric loss 0.5{number}; mlt log tag a b")
        items = cls.box.json("mlt", "runs", "list", "-x", "*", "--json")["items"]
        cls.ids = {item["run_name"]: item["run_id"] for item in items}
        cls.whole = cls.box.home / "whole"
        shutil.copytree(cls.box.work, cls.whole)

    @classmethod
    def tearDownClass(cls):
        cls.box.close()

    def setUp(self):
        shutil.rmtree(self.box.work)
        shutil.copytree(self.whole, self.box.work)
        self.store = self.box.work / "mlruns"
        (self.hurt,) = self.store.glob(f"experiments/*/{self.ids['hurt']}")

    def shown(self, *words, runs=RUNS):
        """The runs a listing shows, each with what it must hold; its stderr and the strict code."""
        before = self.fingerprint()
        result = self.box.run("mlt", *words, "--json", timeout=20)
        self.assertEqual(result.code, 0, str(result))
        strict = self.box.run("mlt", *words, "--json", "--strict", timeout=20)
        self.assertEqual(self.fingerprint(), before, "reading changed the store")
        items = {item["run_id"]: item for item in json.loads(result.out)["items"]}
        for name in runs:
            item = items.get(self.ids[name])
            self.assertIsNotNone(item, f"{name} is not shown: {result}")
            self.assertEqual(item["metrics"], {"loss": float(f"0.5{RUNS.index(name)}")})
            self.assertEqual(item["params"], {"lr": f"0.{RUNS.index(name)}"})
        self.assertEqual(strict.code, 5 if result.err else 0, f"{result}\n{strict}")
        return result.err

    def fingerprint(self):
        return sorted((str(p), p.lstat().st_mode, p.lstat().st_size, p.lstat().st_mtime_ns)
                      for p in self.store.rglob("*"))

    def assert_others_writable(self):
        self.box.succeed("mlt", "log", "tag", "c", "d", "--run", self.ids["one"], timeout=20)

    def assert_doctor_copes(self):
        fixed = self.box.run("mlt", "doctor", "--fix", timeout=30)
        self.assertIn(fixed.code, (0, 1), str(fixed))
        again = self.box.run("mlt", "doctor", timeout=30)
        self.assertIn(again.code, (0, 1), str(again))
        return again

    def each(self, damages, check):
        for damage in damages:
            with self.subTest(damage.file + ": " + damage.name):
                self.setUp()
                path = self.hurt / damage.file
                damage.inflict(path)
                check(damage, str(path.relative_to(self.box.work)))

    def test_whole(self):
        self.assertEqual(self.shown("runs", "list", "-x", "*"), "")

    def test_snapshots(self):
        def check(damage, _path):
            self.shown("runs", "list", "-x", "*")
            compared = self.box.json("mlt", "compare", "-x", "iris", "--json", timeout=20)
            self.assertEqual(len(compared["items"]), len(RUNS))
            shown = self.box.json("mlt", "runs", "show", self.ids["hurt"], "--json", timeout=20)
            self.assertEqual(shown["metrics"], {"loss": 0.51})
            self.assert_others_writable()
            again = self.assert_doctor_copes()
            self.assertEqual(again.code, 0, str(again))
            self.shown("runs", "list", "-x", "*")
        self.each(SNAPSHOTS + SNAPSHOTS_TO_MOVE, check)

    def test_lines_of_the_journal(self):
        def check(damage, path):
            (self.hurt / "run.json").unlink()  # so that the lines are read
            errors = self.shown("runs", "list", "-x", "*")
            self.assertIn(path, errors)
            self.assertRegex(errors, rf"{path}:{damage.line}\b")
            self.assert_others_writable()
            self.assertEqual(self.assert_doctor_copes().code, 0)
        self.each(JOURNAL_LINES, check)

    def test_journals(self):
        def check(_damage, path):
            (self.hurt / "run.json").unlink()
            errors = self.shown("runs", "list", "-x", "*", runs=("one", "two"))
            self.assertIn(path.rsplit("/", 1)[0], errors)
            logged = self.box.run("mlt", "log", "metric", "loss", "1", "--run", self.ids["hurt"],
                                  timeout=20)
            self.assertIn(logged.code, (0, 3, 5, 6), str(logged))
            journal = self.hurt / "journal.jsonl"
            if logged.code == 0:
                self.assertTrue(journal.read_bytes().endswith(b"}\n"), "the point is nowhere")
            self.assert_others_writable()
            self.assert_doctor_copes()
        self.each(JOURNALS, check)

    def test_journals_with_their_snapshots(self):
        """Even with a snapshot that covers it, a journal that cannot be read is worth a word."""
        def check(_damage, path):
            errors = self.shown("runs", "list", "-x", "*", runs=("one", "two"))
            self.assertIn(path.rsplit("/", 1)[0], errors)
            self.assert_doctor_copes()
        self.each(special_files("journal.jsonl"), check)

    def test_outside_of_the_store_is_left_alone(self):
        """Links that lead out of the store are followed neither by readers nor by writers."""
        victim = self.box.home / "victim"
        victim.write_text("mine\n")
        for name in ("journal.jsonl", "run.json"):
            with self.subTest(name):
                self.setUp()
                (self.hurt / name).unlink()
                (self.hurt / name).symlink_to(victim)
                for words in (["log", "metric", "loss", "1"], ["log", "tag", "x", "y"], ["run", "end"]):
                    self.box.run("mlt", *words, "--run", self.ids["hurt"], timeout=20)
                self.box.run("mlt", "doctor", "--fix", timeout=30)
                self.assertEqual(victim.read_text(), "mine\n")
        self.setUp()
        outside = self.box.home / "outside"
        outside.mkdir(exist_ok=True)
        (self.hurt / "artifacts").symlink_to(outside)
        (self.box.work / "file").write_text("x")
        result = self.box.run("mlt", "log", "artifact", "file", "--run", self.ids["hurt"], timeout=20)
        self.assertNotEqual(result.code, 0, str(result))
        self.assertEqual(list(outside.iterdir()), [])

    def test_strangers_among_the_runs(self):
        experiment = self.hurt.parent
        (experiment / "notes.txt").write_text("mine")
        (experiment / ".DS_Store").write_bytes(b"\0")
        (experiment / "0123456789abcdef0123456789abcdef").write_text("a file of a run's name")
        (self.store / "experiments" / "a b").mkdir()
        self.shown("runs", "list", "-x", "*")
        self.assert_doctor_copes()

    def test_settings(self):
        settings = self.store / "mlt.yaml"
        for name, text, code in (
                ("not YAML", b"layout: [", 5), ("binary", bytes(range(256)), 5),
                ("a list", b"- 1\n- 2\n", 5),
                ("an unknown layout", b"schema: 1\nlayout: sqlite\n", 5),
                ("a later schema", b"schema: 99\nlayout: native\n", 5)):
            with self.subTest(name):
                settings.write_bytes(text)
                result = self.box.run("mlt", "runs", "list", timeout=20)
                self.assertEqual(result.code, code, str(result))
                self.assertIn("mlt.yaml", result.err)

    def test_conflict_in_the_settings(self):
        """Hides no run; doctor has the line."""
        settings = self.store / "mlt.yaml"
        settings.write_bytes(conflicted(settings.read_bytes()))
        self.shown("runs", "list", "-x", "*")
        found = self.assert_doctor_copes()
        self.assertEqual(found.code, 1, str(found))
        self.assertIn("mlt.yaml\t1", found.out)

    def test_events(self):
        (event,) = [p for p in self.store.glob("experiments/iris/events/*.json")]
        whole = event.read_bytes()
        for name, text in (("empty", b""), ("cut", whole[:20]), ("conflict markers", conflicted(whole)),
                           ("binary", bytes(range(256)))):
            with self.subTest(name):
                event.write_bytes(text)
                result = self.box.run("mlt", "runs", "list", "-x", "*", "--json", timeout=20)
                self.assertEqual(result.code, 0, str(result))
                self.assertIn(event.name, result.err)
                self.assertEqual(len(json.loads(result.out)["items"]), 3)

    def test_unknown_stores(self):
        for uri in ("sqlite:///mlflow.db", "http://localhost:5000", "ftp://x/y", "postgresql://h/d"):
            with self.subTest(uri):
                result = self.box.run("mlt", "--store", uri, "runs", "list", timeout=20)
                self.assertEqual(result.code, 2, str(result))
                self.assertIn(uri.split(":", 1)[0], result.err)


if __name__ == "__main__":
    unittest.main()
