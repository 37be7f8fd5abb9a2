#!/usr/bin/env python3
"""`mlt doctor --git`, `--staged` and the pre-commit hook, with real git."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
# Put together here, so that no scanner takes this file for a leak.
SECRET = "gh" + "p_" + "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0aB3dE5"


class DoctorGitTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.git("init", "--quiet")
        self.mlt("init")
        self.mlt("-q", "run", "-x", "iris", "--name", "one", "--", "true")
        self.commit("a run")

    def mlt(self, *words, **options):
        return self.box.succeed("mlt", *words, **options)

    def git(self, *words):
        return self.box.succeed("git", *words)

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def store(self):
        return self.box.work / "mlruns"

    def run_folder(self):
        (journal,) = self.store().glob("experiments/*/*/journal.jsonl")
        return journal.parent

    def codes(self, *words, code=1):
        result = self.box.run("mlt", "doctor", *words, "-F", "{code}")
        self.assertEqual(result.code, code, str(result))
        self.assertNotIn(SECRET, result.out + result.err)
        return sorted(set(result.out.split()))

    def test_a_sound_history_and_an_empty_range_have_no_findings(self):
        self.assertEqual(self.codes("--git", "HEAD", code=0), [])
        self.assertEqual(self.codes("--git", "HEAD..HEAD", code=0), [])
        self.assertEqual(self.codes("--staged", code=0), [])
        self.assertEqual(self.codes(code=0), [])

    def test_a_secret_is_found_even_where_a_later_commit_took_it_away(self):
        self.mlt("log", "tag", f"note={SECRET}", "--run", "one")
        self.commit("a secret")
        self.assertEqual(self.codes("--git", "HEAD~1..HEAD"), ["MLT201"])
        self.assertEqual(self.codes(), ["MLT013", "MLT201"])
        journal = self.run_folder() / "journal.jsonl"
        kept = [line for line in journal.read_text().splitlines(True) if SECRET not in line]
        journal.write_text("".join(kept))
        self.mlt("doctor", "--fix", cwd=self.box.work)
        self.commit("took it away")
        self.assertEqual(self.codes(code=0), [])
        self.assertEqual(self.codes("--git", "HEAD~1..HEAD", code=0), [])
        self.assertEqual(self.codes("--git", "HEAD~2..HEAD"), ["MLT201"])

    def test_broken_files_big_ones_and_homes_are_found_in_the_index_alone(self):
        folder = self.run_folder()
        with open(folder / "journal.jsonl", "a") as journal:
            journal.write('{"metric":"lo\n')
        (folder / "code").mkdir(exist_ok=True)
        (folder / "code" / "big.bin").write_bytes(b"\0" * (6 << 20))
        (folder / "code" / "notes.txt").write_text("see /home/ada/data\n")
        self.assertEqual(self.codes("--staged", code=0), [])
        self.git("add", "--all")
        self.git("checkout-index", "--force", "--all")
        self.assertEqual(self.codes("--staged"), ["MLT001", "MLT202", "MLT203"])
        notes = folder / "code" / "notes.txt"
        self.assertEqual(self.codes("--staged", str(notes)), ["MLT203"])
        self.git("commit", "--quiet", "--message", "all of it")
        self.assertEqual(self.codes("--git", "HEAD~1..HEAD"), ["MLT001", "MLT202", "MLT203"])
        self.assertEqual(self.codes(), ["MLT001", "MLT202", "MLT203"])
        self.assertEqual(self.codes("mlruns/experiments", str(notes)),
                         ["MLT001", "MLT202", "MLT203"])

    def test_what_git_does_not_know(self):
        self.assertEqual(self.box.run("mlt", "doctor", "--git", "no-such..HEAD").code, 2)
        self.assertEqual(self.box.run("mlt", "doctor", "--git", "--all").code, 2)
        self.assertEqual(self.box.run("mlt", "doctor", "--staged", "--fix").code, 2)
        outside = self.box.home / "outside"
        outside.mkdir()
        self.mlt("init", "mlruns", cwd=outside)
        result = self.box.run("mlt", "doctor", "--staged", cwd=outside)
        self.assertEqual(result.code, 3, str(result))

    def test_the_hook_stops_a_commit_with_a_secret(self):
        self.mlt("git", "hook", "pre-commit", "--install")
        self.mlt("log", "tag", "note=harmless", "--run", "one")
        self.commit("passes")
        self.mlt("log", "tag", f"note={SECRET}", "--run", "one")
        self.git("add", "--all")
        result = self.box.run("git", "commit", "--quiet", "--message", "leaks")
        self.assertEqual(result.code, 1, str(result))
        self.assertIn("MLT201", result.out + result.err)
        # git gives the hook another index here.
        result = self.box.run("git", "commit", "--quiet", "--all", "--message", "leaks")
        self.assertEqual(result.code, 1, str(result))
        self.git("commit", "--quiet", "--no-verify", "--message", "leaks")

    def test_the_hook_leaves_a_repository_without_a_store_alone(self):
        other = self.box.home / "other"
        other.mkdir()
        self.box.succeed("git", "init", "--quiet", cwd=other)
        self.mlt("git", "hook", "pre-commit", "--install", cwd=other)
        (other / "a").write_text("a\n")
        self.box.succeed("git", "add", "--all", cwd=other)
        self.box.succeed("git", "commit", "--quiet", "--message", "first", cwd=other)

    def test_somebody_elses_hook_stays(self):
        hook = self.box.work / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 0\n")
        self.assertEqual(self.box.run("mlt", "git", "hook", "pre-commit", "--install").code, 4)
        self.assertEqual(hook.read_text(), "#!/bin/sh\nexit 0\n")
        self.mlt("git", "hook", "pre-commit", "--install", "--force")
        self.assertIn("mlt", hook.read_text())
        self.assertEqual(hook.with_name("pre-commit.before-mlt").read_text(), "#!/bin/sh\nexit 0\n")
        self.mlt("git", "hook", "pre-commit", "--install")

    def test_a_store_of_mlflows_in_the_index(self):
        store = self.box.work / "tracking"
        run = store / "1" / ("a" * 32)
        for name in ("params", "metrics", "artifacts"):
            (run / name).mkdir(parents=True)
        (store / "1/meta.yaml").write_text(
            "artifact_location: tracking/1\nexperiment_id: '1'\nlifecycle_stage: active\nname: iris\n")
        (run / "meta.yaml").write_text("<<<<<<< HEAD\n")
        (run / "metrics/loss").write_text("5 0.5 0\n\n")
        (run / "params/api_key").write_text(SECRET)
        self.git("add", "--all")
        self.assertEqual(self.codes("--store", str(store), "--staged"),
                         ["MLT105", "MLT127", "MLT201"])


if __name__ == "__main__":
    unittest.main()
