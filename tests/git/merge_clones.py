#!/usr/bin/env python3
"""Two clones that each add runs merge without a hand and without a driver, with real git."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)


class MergeClonesTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.origin = self.box.work / "origin.git"
        self.ours = self.box.work / "ours"
        self.theirs = self.box.work / "theirs"
        self.box.succeed("git", "init", "--quiet", "--bare", self.origin)
        self.box.succeed("git", "clone", "--quiet", self.origin, self.ours)

    def mlt(self, clone, *words, **options):
        return self.box.succeed("mlt", *words, cwd=clone, **options)

    def git(self, clone, *words):
        return self.box.succeed("git", *words, cwd=clone)

    def commit(self, clone, message):
        self.git(clone, "add", "--all")
        self.git(clone, "commit", "--quiet", "--message", message)

    def begin(self):
        """A store in the first clone, pushed, and a second clone of it."""
        self.mlt(self.ours, "init")
        self.commit(self.ours, "a store")
        self.share()

    def share(self):
        self.git(self.ours, "push", "--quiet", "origin", "HEAD")
        self.box.succeed("git", "clone", "--quiet", self.origin, self.theirs)

    def add_run(self, clone, name, experiment="iris", **metrics):
        log = "; ".join(f"mlt log metric {key} {value} --step 1" for key, value in metrics.items())
        self.mlt(clone, "-q", "run", "-x", experiment, "--name", name, "-P", f"name={name}",
                 "--", "sh", "-c", log or "true")

    def merge(self):
        """Merges theirs into ours; git resolves everything or this fails."""
        self.git(self.theirs, "push", "--quiet", "origin", "HEAD:theirs")
        self.git(self.ours, "fetch", "--quiet", "origin")
        self.git(self.ours, "merge", "--quiet", "--no-edit", "origin/theirs")
        self.assertEqual(self.git(self.ours, "status", "--porcelain"), "")

    def merge_in_bare_repository(self):
        """The same as a forge's merge button does it; the tree of the merge."""
        self.git(self.ours, "push", "--quiet", "origin", "HEAD:ours")
        self.git(self.theirs, "push", "--quiet", "--force", "origin", "HEAD:theirs")
        return self.git(self.origin, "merge-tree", "--write-tree", "ours", "theirs").strip()

    def names(self, clone):
        table = self.box.json("mlt", "runs", "list", "-x", "*", "--json", cwd=clone)
        return sorted(run["run_name"] for run in table["items"])

    def assert_healthy(self, clone):
        result = self.box.run("mlt", "doctor", cwd=clone)
        self.assertEqual(result.code, 0, str(result))

    def test_each_clone_adds_runs(self):
        self.begin()
        self.add_run(self.ours, "ours-1", acc=0.9)
        self.add_run(self.ours, "ours-2", acc=0.7)
        self.add_run(self.theirs, "theirs-1", acc=0.8)
        self.commit(self.ours, "ours")
        self.commit(self.theirs, "theirs")
        tree = self.merge_in_bare_repository()
        self.merge()
        self.assertEqual(self.git(self.ours, "rev-parse", "HEAD^{tree}").strip(), tree)
        self.assertEqual(self.names(self.ours), ["ours-1", "ours-2", "theirs-1"])
        compared = self.box.json("mlt", "compare", "-x", "iris", "--order-by", "metrics.acc DESC",
                                 "--json", cwd=self.ours)
        self.assertEqual([run["run_name"] for run in compared["items"]],
                         ["ours-1", "theirs-1", "ours-2"])
        self.assert_healthy(self.ours)

    def test_each_clone_creates_the_same_experiment(self):
        self.begin()
        for clone, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            self.mlt(clone, "experiments", "create", "iris")
            self.add_run(clone, name)
            self.commit(clone, name)
        self.merge_in_bare_repository()
        self.merge()
        listed = self.box.json("mlt", "experiments", "list", "--json", cwd=self.ours)
        self.assertEqual([e["name"] for e in listed["items"]].count("iris"), 1, listed)
        self.assertEqual(self.names(self.ours), ["ours", "theirs"])
        self.assert_healthy(self.ours)

    def test_each_clone_begins_the_store(self):
        self.git(self.ours, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
        self.share()
        for clone, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            self.add_run(clone, name)
            self.commit(clone, name)
        self.merge_in_bare_repository()
        self.merge()
        self.assertEqual(self.names(self.ours), ["ours", "theirs"])
        self.assert_healthy(self.ours)

    def test_both_clones_log_to_one_run(self):
        # A forge's merge button knows no merge=union, so this one is for `git merge` alone.
        self.begin()
        run_id = self.box.json("mlt", "run", "start", "-x", "iris", "--name", "shared", "--shell",
                               "json", cwd=self.ours)["run_id"]
        self.mlt(self.ours, "log", "metric", "loss", "1.5", "--step", "0", "--run", run_id)
        self.commit(self.ours, "a run")
        self.git(self.ours, "push", "--quiet", "origin", "HEAD")
        self.git(self.theirs, "pull", "--quiet")
        self.mlt(self.ours, "log", "metric", "loss", "1.25", "--step", "1", "--run", run_id)
        self.mlt(self.ours, "log", "param", "lr", "0.1", "--run", run_id)
        self.mlt(self.theirs, "log", "metric", "loss", "1.125", "--step", "2", "--run", run_id)
        self.mlt(self.theirs, "log", "tag", "team", "vision", "--run", run_id)
        self.commit(self.ours, "ours")
        self.commit(self.theirs, "theirs")
        self.merge()
        run = self.box.json("mlt", "runs", "show", run_id, "--json", cwd=self.ours)
        loss = run["metric_summaries"]["loss"]
        self.assertEqual((loss["count"], loss["first"]["value"], loss["last"]["value"]), (3, 1.5, 1.125))
        self.assertEqual(run["params"], {"lr": "0.1"})
        self.assertEqual(run["tags"]["team"], "vision")
        self.assert_healthy(self.ours)

    def test_ended_runs_on_both_sides_of_an_octopus(self):
        self.begin()
        base = self.git(self.ours, "rev-parse", "HEAD").strip()
        for name in ("one", "two", "three"):
            self.git(self.ours, "switch", "--quiet", "--create", name, base)
            self.add_run(self.ours, name, acc=0.5)
            self.commit(self.ours, name)
        self.git(self.ours, "merge", "--quiet", "--no-edit", "one", "two")
        self.assertEqual(self.names(self.ours), ["one", "three", "two"])
        self.assert_healthy(self.ours)


if __name__ == "__main__":
    unittest.main()
