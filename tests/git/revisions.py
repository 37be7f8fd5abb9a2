#!/usr/bin/env python3
"""Runs are read from commits, with real git: no checkout, no network, no change."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)


class RepositoryTest(unittest.TestCase):
    layout = "native"
    format = "sha1"
    repo_name = "repo"
    folder = "models/iris"  # of the repository, in which the store lies

    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.repo = self.box.work / self.repo_name
        self.box.succeed("git", "init", "--quiet", "--initial-branch=main",
                         f"--object-format={self.format}", self.repo)
        self.home = self.repo / self.folder
        self.home.mkdir(parents=True)
        self.mlt("init", self.home / "mlruns", "--layout", self.layout)
        self.add_run("one", acc=0.9)
        self.commit("one")
        self.add_run("two", acc=0.8)
        self.commit("two")
        self.git("tag", "v1.0")
        self.git("tag", "--annotate", "--message=second", "v1.0-annotated")

    def mlt(self, *words, cwd=None, **options):
        return self.box.succeed("mlt", *words, cwd=cwd or self.home, **options)

    def fail(self, *words, cwd=None):
        return self.box.run("mlt", *words, cwd=cwd or self.home)

    def git(self, *words, cwd=None):
        return self.box.succeed("git", *words, cwd=cwd or self.repo)

    def commit(self, message):
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--message", message)

    def add_run(self, name, **metrics):
        log = "; ".join(f"mlt log metric {key} {value}" for key, value in metrics.items())
        self.mlt("-q", "run", "-x", "iris", "--name", name, "-P", f"name={name}", "--", "sh",
                 "-c", log)

    def name(self, selector, cwd=None):
        return self.mlt("show", selector, "-F", "{run_name}", cwd=cwd).strip()

    def compare(self, *words):
        document = self.box.json("mlt", "compare", *words, "--json", cwd=self.home)
        return document["base"], [run["run_name"] for run in document["items"]]

    def changed(self, path, text, name):
        """Adds a run that started from a file which was not committed so."""
        path.write_text(text)
        self.add_run(name, acc=0.5)

    def code(self, *words, cwd=None):
        """The rows about code of a diff: what differs by key."""
        document = self.box.json("mlt", "diff", *words, "--json", cwd=cwd or self.home)
        return {item["key"]: (item["from"], item["to"])
                for item in document["items"] if item["section"] == "code"}


class RevisionsTest(RepositoryTest):
    def test_every_way_to_name_a_commit(self):
        self.add_run("three", acc=0.7)
        for revision in ["main", "HEAD", "v1.0", "v1.0-annotated", "refs/heads/main", "@{0}",
                         self.git("rev-parse", "HEAD").strip()]:
            self.assertEqual(self.name(f"{revision}:@last"), "two", revision)
        for revision in ["main~1", "v1.0^", "HEAD~1"]:
            self.assertEqual(self.name(f"{revision}:@last"), "one", revision)
        self.assertEqual(self.name("@last"), "three")
        self.assertEqual(self.name("main:@best:metrics.acc"), "one")

    def test_a_changed_run_is_read_as_it_was(self):
        self.mlt("runs", "rename", "one", "renamed")
        self.mlt("runs", "tag", "renamed", "checked=yes")
        shown = self.box.json("mlt", "show", "HEAD:one", "--json", cwd=self.home)
        self.assertEqual(shown["run_name"], "one")
        self.assertNotIn("checked", shown["tags"])
        self.assertEqual(shown["metrics"], {"acc": 0.9})

    def test_the_points_of_a_metric(self):
        self.assertIn("0.9", self.mlt("show", "HEAD:one", "--metric", "acc", "-F", "csv"))

    def test_nothing_is_changed(self):
        self.git("gc", "--quiet")  # refs and objects are packed
        before = sorted((path, path.stat().st_mtime_ns) for path in self.repo.rglob("*"))
        self.mlt("show", "main~1:one")
        names = self.mlt("compare", "HEAD~1:one", "two", "HEAD:two", "-F", "{run_name}")
        self.assertEqual(names.split(), ["one", "two", "two"])
        after = sorted((path, path.stat().st_mtime_ns) for path in self.repo.rglob("*"))
        self.assertEqual(before, after)

    def test_a_bare_repository_and_a_remote(self):
        bare = self.box.work / "bare.git"
        self.git("clone", "--quiet", "--bare", self.repo, bare)
        store = bare / "models" / "iris" / "mlruns"
        shown = self.mlt("--store", store, "show", "main:@last", "-F", "{run_name}", cwd=bare)
        self.assertEqual(shown.strip(), "two")
        clone = self.box.work / "clone"
        self.git("clone", "--quiet", bare, clone)
        home = clone / "models" / "iris"
        self.mlt("runs", "delete", "two", cwd=home)
        self.assertEqual(self.name("origin/main:@last", cwd=home), "two")
        self.assertEqual(self.fail("show", "origin/other:@last", cwd=home).code, 3)

    def test_a_linked_worktree_and_a_submodule(self):
        linked = self.box.work / "linked"
        self.git("worktree", "add", "--quiet", "-b", "side", linked, "HEAD~1")
        self.assertEqual(self.name("main:@last", cwd=linked / "models" / "iris"), "two")
        outer = self.box.work / "outer"
        self.box.succeed("git", "init", "--quiet", outer)
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", self.repo, "sub",
                 cwd=outer)
        inside = outer / "sub" / "models" / "iris"
        self.assertEqual(self.name("HEAD~1:@last", cwd=inside), "one")

    def test_what_is_not_there(self):
        for selector, words in [
            ("nope:@last", "git knows no revision 'nope'"),
            ("main:nope", "there is no run 'nope'"),
            ("--output=x:one", "git knows no revision '--output=x'"),
            ("main^@:one", "git knows no revision 'main^@'"),
        ]:
            result = self.fail("show", "--", selector)
            self.assertEqual(result.code, 3, str(result))
            self.assertIn(words, result.err)
        self.assertFalse((self.home / "x").exists())
        self.git("checkout", "--quiet", "--orphan", "empty")
        self.git("rm", "--quiet", "-r", "--cached", ".")
        self.git("commit", "--quiet", "--allow-empty", "--message=nothing")
        result = self.fail("show", "empty:@last")
        self.assertEqual(result.code, 3, str(result))
        self.assertIn("there is no store at models/iris/mlruns in 'empty'", result.err)

    def test_only_readers_take_them(self):
        for words in [["runs", "tag", "main:one", "a=b"], ["runs", "delete", "main:one"],
                      ["log", "metric", "acc", "1", "--run", "main:one"],
                      ["artifacts", "cat", "main:one", "x"], ["runs", "commit", "main:one"]]:
            result = self.fail(*words)
            self.assertEqual(result.code, 2, str(result))
            self.assertIn("'main:one' is a run as a commit of git has it", result.err)
            self.assertIn("mlt show main:one", result.err)

    def test_outside_of_git(self):
        other = self.box.work / "plain"
        other.mkdir()
        self.mlt("init", cwd=other)
        result = self.fail("show", "main:@last", cwd=other)
        self.assertEqual(result.code, 3)
        self.assertIn("is in no repository of git", result.err)

    def test_a_run_whose_name_has_a_colon(self):
        self.add_run("a:b", acc=0.1)
        self.assertEqual(self.name("a:b"), "a:b")
        self.assertEqual(self.fail("show", "a:c").code, 3)

    def test_what_is_new_is_held_against_a_revision(self):
        self.add_run("three", acc=0.7)
        base, names = self.compare("--against", "main")
        self.assertEqual((base["run_name"], names), ("two", ["two", "three"]))
        self.assertEqual(base["picked"], "latest of 2 finished runs")
        self.assertEqual(base["commit"], self.git("rev-parse", "HEAD").strip())
        base, names = self.compare("--against", "HEAD", "--pick", "best:metrics.acc")
        self.assertEqual((base["run_name"], names), ("one", ["one", "three"]))
        base, names = self.compare("--against", "HEAD", "--pick", "mean")
        self.assertEqual((base["run_id"], names), (None, ["mean of 2 runs", "three"]))
        base, names = self.compare("--against", "main~1")
        self.assertEqual((base["run_name"], names), ("one", ["one", "three", "two"]))
        base, names = self.compare("--against", "main:one", "three")
        self.assertEqual((base["label"], names), ("main:one", ["one", "three"]))
        base, names = self.compare("--against", "two", "--where", "metrics.acc > 0.75")
        self.assertEqual((base["commit"], names), (None, ["two", "one"]))

    def test_a_base_that_is_not_there(self):
        for words, code, message in [
            (["--against", "nope"], 3, "neither a run nor a revision"),
            (["--against", "main", "--where", "metrics.acc > 2"], 3, "passes the filter"),
            (["--against", "main", "--pick", "median"], 2, "--pick wants"),
            (["--against", "--evil"], 3, "neither a run nor a revision"),
        ]:
            result = self.fail("compare", *words)
            self.assertEqual(result.code, code, str(result))
            self.assertIn(message, result.err)

    def test_what_the_repository_configures_is_not_run(self):
        marker = self.box.work / "was-run"
        script = self.box.work / "evil"
        script.write_text(f"#!/bin/sh\ntouch {marker}\n")
        script.chmod(0o755)
        for key in ["core.fsmonitor", "core.pager", "core.hooksPath", "diff.external",
                    "gpg.program", "core.sshCommand", "diff.evil.textconv", "filter.evil.smudge"]:
            self.git("config", key, script)
        self.git("config", "log.showSignature", "true")
        (self.repo / "opt.py").write_text("lr = 1\n")
        self.commit("code")
        self.add_run("clean", acc=0.5)
        (self.repo / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil\n")
        hooks = self.box.work / "hooks"
        hooks.mkdir()
        (hooks / "post-index-change").symlink_to(script)
        self.git("config", "core.hooksPath", hooks)
        self.changed(self.repo / "opt.py", "lr = 3\n", "changed")
        marker.unlink(missing_ok=True)  # git itself may have run it on the way
        self.assertIn("opt.py", self.code("clean", "changed"))
        self.mlt("show", "HEAD~1:one")
        self.mlt("compare", "--against", "HEAD~1", "--where", "metrics.acc > 0")
        self.assertFalse(marker.exists())

    def test_nothing_is_fetched(self):
        self.git("config", "uploadpack.allowFilter", "true")
        partial = self.box.work / "partial"
        self.git("clone", "--quiet", "--no-checkout", "--filter=blob:none",
                 f"file://{self.repo}", partial)
        packs = sorted((partial / ".git" / "objects").rglob("*"))
        result = self.box.run("mlt", "--store", partial / "models" / "iris" / "mlruns", "show",
                              "main:one", cwd=partial)
        self.assertEqual(result.code, 6, str(result))
        self.assertIn("git lacks object", result.err)
        self.assertEqual(packs, sorted((partial / ".git" / "objects").rglob("*")))


    def test_a_damaged_run_is_marked_and_the_rest_stands(self):
        ref = self.mlt("rev-parse", "one").strip()
        if self.layout == "mlflow":
            meta = next(self.home.glob(f"mlruns/*/{ref}/meta.yaml"))
            meta.write_text("status: [\n")
        else:
            folder = next(self.home.glob(f"mlruns/experiments/*/{ref}"))
            (folder / "run.json").write_text("{\n")
            (folder / "journal.jsonl").write_text("<<<<<<< ours\n")
        self.commit("damaged")
        self.git("checkout", "--quiet", "HEAD~1")  # only the commit has it
        result = self.box.run("mlt", "compare", "--against", "main", "--json", cwd=self.home)
        self.assertEqual(result.code, 0, str(result))
        self.assertIn("warning: main:", result.err)
        shown = self.box.run("mlt", "diff", "main:two", "main~1:two", "--json", cwd=self.home)
        self.assertEqual(shown.code, 0, str(shown))

    def test_the_curves_of_a_commit(self):
        self.mlt("runs", "rename", "one", "renamed")
        points = self.mlt("plot", "acc", "HEAD:one", "renamed", "two", "-F", "csv").splitlines()
        names = [line.split(",")[1] for line in points[1:]]
        self.assertEqual(sorted(names), ["HEAD:one", "renamed", "two"])
        drawn = self.mlt("compare", "--plot", "acc", "HEAD:one", "HEAD~1:one", "-F", "table")
        self.assertIn("HEAD:one", drawn)
        drawn = self.mlt("compare", "--plot", "acc", "--against", "HEAD~1", "-F", "table")
        self.assertIn("one", drawn)

    def test_what_stands_for_both_sides(self):
        self.add_run("three", acc=0.7)
        self.add_run("four", acc=0.6)
        _, names = self.compare("--against", "main", "--pick", "best:acc")
        self.assertEqual(names, ["one", "three"])
        _, names = self.compare("--against", "main", "--pick", "latest")
        self.assertEqual(names, ["two", "four"])
        document = self.box.json("mlt", "compare", "--against", "main", "--pick", "mean", "--json",
                                 cwd=self.home)
        self.assertEqual(document["candidate"]["picked"], "mean of 2 finished runs")
        self.assertAlmostEqual(document["items"][1]["metrics"]["acc"], 0.65)

    def test_code_with_what_was_not_committed(self):
        code = self.repo / "opt.py"
        code.write_text("lr = 1\n")
        self.commit("code")
        self.add_run("clean", acc=0.5)
        self.changed(code, "lr = 2\nwd = 3\n", "changed")
        self.changed(code, "lr = 2\nwd = 4\n", "otherwise")
        before = sorted((self.repo / ".git").rglob("*"))
        self.assertEqual(self.code("clean", "changed")["opt.py"], (None, "+2 -1"))
        self.assertEqual(self.code("changed", "clean")["opt.py"], (None, "+1 -2"))
        self.assertEqual(self.code("changed", "otherwise"), {"opt.py": (None, "+1 -1")})
        self.assertEqual(self.code("changed", "changed"), {})
        patch = self.mlt("diff", "changed", "otherwise", "-F", "table", "--code")
        self.assertIn("-wd = 3\n+wd = 4\n", patch)
        self.assertEqual(before, sorted((self.repo / ".git").rglob("*")))
        self.assertEqual(code.read_text(), "lr = 2\nwd = 4\n")
        self.assertEqual([], list((self.box.home / "tmp").iterdir()))
        self.commit("runs")
        bare = self.box.work / "bare.git"
        self.git("clone", "--quiet", "--bare", self.repo, bare)
        self.box.environment["MLT_STORE"] = str(bare / "models" / "iris" / "mlruns")
        rows = self.code("main:changed", "main:otherwise", cwd=bare)
        self.assertEqual(rows, {"opt.py": (None, "+1 -1")})
        # Elsewhere what was kept of the changes is all there is.
        elsewhere = self.box.work / "elsewhere"
        elsewhere.mkdir()
        copy = self.box.work / "copied"
        self.box.succeed("cp", "-r", self.home / "mlruns", copy)
        self.box.environment["MLT_STORE"] = str(copy)
        rows = self.code("clean", "changed", cwd=elsewhere)
        self.assertEqual(rows["opt.py"], (None, "+2 -1"))
        self.assertEqual(self.code("changed", "clean", cwd=elsewhere)["opt.py"], (None, "+1 -2"))
        self.assertIn("git.diff", self.code("changed", "otherwise", cwd=elsewhere))

    def test_history_reads_what_commits_share_once(self):
        for number in range(12):
            self.mlt("runs", "tag", "one", f"turn={number}", "-q")
            self.commit(f"turn {number}")
        calls = self.box.work / "calls"
        wrapper = self.box.home / "bin" / "git"
        git = self.box.succeed("sh", "-c", "command -v git").strip()
        wrapper.write_text(f'#!/bin/sh\necho "$*" >> {calls}\nexec {git} "$@"\n')
        wrapper.chmod(0o755)
        rows = self.mlt("compare", "--history", "acc", "--since", "v1.0", "-F", "{value} {run_name}")
        self.assertEqual(rows.splitlines(), ["0.9 one"] * 13)
        self.assertLess(len(calls.read_text().splitlines()), 10)

    def test_a_shallow_clone_ends_at_its_border(self):
        shallow = self.box.work / "shallow"
        self.git("clone", "--quiet", "--depth=1", f"file://{self.repo}", shallow)
        home = shallow / self.folder
        self.assertEqual(self.name("HEAD:@last", cwd=home), "two")
        result = self.fail("show", "HEAD~1:@last", cwd=home)
        self.assertEqual(result.code, 3, str(result))
        self.assertIn("git knows no revision 'HEAD~1'", result.err)
        rows = self.mlt("compare", "--history", "acc", "--since", "HEAD", "-F", "{value}", cwd=home)
        self.assertEqual(rows, "0.9\n")


class OddPlacesTest(RepositoryTest):
    """Names that only bytes and quotes can tell, and the other kind of object names."""
    format = "sha256"
    repo_name = 'a "re:po"'
    folder = "m o\ndels/ïris ★"

    def test_runs_are_found(self):
        self.add_run("three", acc=0.7)
        self.assertEqual(self.name("main~1:@last"), "one")
        base, names = self.compare("--against", "v1.0")
        self.assertEqual((base["run_name"], names), ("two", ["two", "three"]))
        rows = self.mlt("compare", "--history", "acc", "--since", "HEAD~1", "-F", "{value}")
        self.assertEqual(rows, "0.9\n0.9\n")

    def test_code_is_compared(self):
        code = self.repo / "ö p\nt.py"
        code.write_text("lr = 1\n")
        self.commit("code")
        self.add_run("clean", acc=0.5)
        self.changed(code, "lr = 2\n", "changed")
        self.changed(code, "lr = 4\n", "otherwise")
        self.assertEqual(self.code("clean", "changed")["ö p\nt.py"], (None, "+1 -1"))
        self.assertEqual(self.code("changed", "otherwise"), {"ö p\nt.py": (None, "+1 -1")})


class RevisionsOfMlflowTest(RevisionsTest):
    layout = "mlflow"


if __name__ == "__main__":
    unittest.main()
