#!/usr/bin/env python3
"""A pull request in CI, with real git: a baseline on main, a branch that is worse, one that is better."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)

POLICY = """\
version: 1
missing: fail
metrics:
  val_loss: {goal: min, reduce: min, fail_if_worse_by: {abs: 0.005, rel: 1%}}
  acc:      {goal: max, reduce: max, at_least: 0.92}
  latency_ms: {goal: min, warn_if_worse_by: {rel: 10%}}
"""


class PullRequestTest(unittest.TestCase):
    layout = "native"

    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.origin = self.box.work / "origin"
        self.box.succeed("git", "init", "--quiet", "--initial-branch=main", self.origin)
        self.mlt("init", "--layout", self.layout, cwd=self.origin)
        (self.origin / "mlruns" / "policy.yaml").write_text(POLICY)
        self.train("base", [0.5, 0.4188, 0.43], acc=0.9295, latency=10, cwd=self.origin)
        self.commit(self.origin)
        self.clone = self.box.work / "clone"
        self.box.succeed("git", "clone", "--quiet", self.origin, self.clone)
        self.git("switch", "--quiet", "-c", "change")

    def mlt(self, *words, cwd=None):
        return self.box.succeed("mlt", *words, cwd=cwd or self.clone)

    def git(self, *words, cwd=None):
        return self.box.succeed("git", *words, cwd=cwd or self.clone)

    def commit(self, cwd=None):
        self.git("add", "--all", "--force", cwd=cwd)
        self.git("commit", "--quiet", "--message", "runs", cwd=cwd)

    def train(self, name, losses, acc, latency, experiment="digits", cwd=None):
        steps = "".join(f"mlt log metric val_loss {loss} --step {step}; "
                        for step, loss in enumerate(losses))
        self.mlt("-q", "run", "-x", experiment, "--name", name, "--", "sh", "-c",
                 f"{steps} mlt log metric acc={acc} latency_ms={latency}", cwd=cwd)

    def check(self, *words, cwd=None, env=None):
        return self.box.run("mlt", "check", "--against", "origin/main", *words,
                            cwd=cwd or self.clone, env=env)

    def verdicts(self, *words):
        result = self.check(*words, "-F", "{gate}: {verdict}")
        return result.code, result.out.splitlines()

    def test_a_regression_is_red(self):
        self.train("worse", [0.6, 0.45], acc=0.91, latency=12)
        self.commit()
        self.assertEqual(self.verdicts(), (1, [
            "metrics.acc:max < 0.92: fail",
            "pct(metrics.latency_ms) > 10: warn",
            "metrics.val_loss:min > baseline + 0.005: fail",
            "pct(metrics.val_loss:min) > 1: fail"]))
        page = self.check("--md")
        self.assertEqual(page.code, 1)
        self.assertIn("0.4500 | +0.0312 (+7.4 %) | FAIL |", page.out)
        self.assertIn("| gate | baseline origin/main: base ", page.out)

    def test_an_improvement_is_green_and_nothing_is_checked_out(self):
        self.train("better", [0.6, 0.4121], acc=0.9312, latency=10.5)
        self.commit()
        self.git("gc", "--quiet")
        before = sorted((path, path.stat().st_mtime_ns) for path in self.clone.rglob("*"))
        self.assertEqual(self.verdicts()[0], 0)
        document = self.box.json("mlt", "check", "--against", "origin/main", "--json",
                                 cwd=self.clone)
        after = sorted((path, path.stat().st_mtime_ns) for path in self.clone.rglob("*"))
        self.assertEqual(before, after)
        self.assertEqual(document["schema"], "mlt.check/1")
        self.assertEqual((document["verdict"], document["passed"]), ("ok", 4))
        self.assertEqual(document["candidate"]["run_name"], "better")
        self.assertEqual(document["baseline"]["run_name"], "base")
        self.assertEqual(document["baseline"]["commit"],
                         self.git("rev-parse", "origin/main").strip())
        loss = document["items"][2]["values"][0]
        self.assertEqual(loss, {"key": "metrics.val_loss:min", "candidate": 0.4121,
                                "baseline": 0.4188})

    def test_the_limit_itself_is_no_regression(self):
        self.train("equal", [0.4188 * 1.01], acc=0.92, latency=11)
        self.assertEqual({line.rsplit(": ")[-1] for line in self.verdicts()[1]}, {"ok"})

    def test_what_main_went_on_to_is_no_candidate(self):
        self.train("better", [0.41], acc=0.94, latency=9)
        self.train("later", [0.9], acc=0.1, latency=9, experiment="other", cwd=self.origin)
        self.commit(self.origin)
        self.git("pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
        code, _ = self.verdicts()
        self.assertEqual(code, 0)  # digits, where the branch has a run, not the newer experiment
        head = self.check("-F", "table").out.splitlines()[0]
        self.assertTrue(head.startswith("digits: better "), head)

    def test_a_branch_without_a_run(self):
        result = self.check()
        self.assertEqual(result.code, 1, str(result))
        self.assertEqual(self.check("--missing", "skip").code, 0)

    def test_the_first_runs_of_a_repository(self):
        self.git("branch", "orphan", self.git("commit-tree", "-m", "nothing",
                                              self.git("mktree").strip()).strip())
        words = ["check", "--against", "orphan", "-F", "{gate}: {verdict}"]
        result = self.box.run("mlt", *words, cwd=self.clone)
        self.assertEqual(result.code, 1, str(result))
        self.assertIn("metrics.acc:max < 0.92: ok", result.out)
        self.assertIn("metrics.val_loss:min > baseline + 0.005: fail", result.out)
        self.assertEqual(self.box.run("mlt", *words, "--missing", "skip", cwd=self.clone).code, 0)

    def test_only_what_is_new_since_a_revision(self):
        self.train("one", [0.41], acc=0.94, latency=9)
        self.commit()
        self.train("two", [0.41], acc=0.95, latency=9)
        document = self.box.json("mlt", "check", "--against", "@min:metrics.acc", "--since",
                                 "HEAD", "--json", cwd=self.clone)
        self.assertEqual(document["candidate"]["run_name"], "two")
        self.assertEqual(document["candidate"]["among"], 1)
        self.assertEqual(document["baseline"]["run_name"], "base")

    def test_the_policy_of_main_is_checked(self):
        self.train("worse", [0.6], acc=0.5, latency=12)
        (self.clone / "mlruns" / "policy.yaml").write_text("fail_if: n < 1\n")
        self.commit()
        self.assertEqual(self.check().code, 0)
        rules = self.git("show", "origin/main:mlruns/policy.yaml")
        (self.box.work / "rules.yaml").write_text(rules)
        self.assertEqual(self.check("--rules", self.box.work / "rules.yaml").code, 1)

    def test_the_summary_of_a_job(self):
        self.train("better", [0.41], acc=0.94, latency=9)
        summary = self.box.work / "summary.md"
        summary.write_text("before\n")
        result = self.check("--ci", env={"GITHUB_STEP_SUMMARY": str(summary)})
        self.assertEqual(result.code, 0, str(result))
        self.assertTrue(summary.read_text().startswith("before\n| gate | baseline origin/main: "))
        self.assertEqual(self.check("--ci").code, 0)


class PullRequestOfMlflowTest(PullRequestTest):
    layout = "mlflow"


if __name__ == "__main__":
    unittest.main()
