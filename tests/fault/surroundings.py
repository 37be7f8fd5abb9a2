#!/usr/bin/env python3
"""Commands in a hostile place: no room, no permission, no stdout, no HOME (reliability.md §5).

    surroundings.py MLT

Full and read-only file systems are real ones: a small tmpfs and a read-only bind mount in a mount
namespace of their own, as root or through a user namespace.
"""

import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox, mounting  # noqa: E402

MLT = sys.argv.pop(1)

READERS = [
    ["runs", "list"], ["runs", "show", "done"], ["runs", "logs", "done"], ["compare"], ["ls"],
    ["show", "done"], ["plot", "loss"], ["status"], ["experiments", "list"],
    ["doctor"],  # a machine format has its header even where nothing is found
]
ABOUT_MLT = [["--version"], ["version"], ["--help"], ["help", "exit-codes"], ["completions", "bash"]]
WRITERS = [
    ["experiments", "create", "iris"],
    ["run", "start", "--name", "another"],
    ["run", "--name", "wrapped", "--", "true"],
    ["log", "metric", "loss", "0.5", "--run", "open"],
    ["log", "param", "depth", "3", "--run", "open"],
    ["log", "tag", "a", "b", "--run", "open"],
    ["log", "note", "words", "--run", "open"],
    ["log", "artifact", "file.bin", "--run", "open"],
]


class SurroundingsTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.box.succeed("mlt", "-q", "run", "--name", "done", "-P", "lr=0.1", "--metrics-from", "kv",
                         "--", "echo", "loss=0.5")
        self.box.succeed("mlt", "-q", "run", "start", "--name", "open")
        (self.box.work / "file.bin").write_bytes(b"x" * 200_000)

    def assert_not_crashed(self, code):
        self.assertNotIn(-code, list(signal.Signals), f"died of signal {-code}")
        self.assertNotIn(code - 128, (signal.SIGSEGV, signal.SIGABRT), f"exit {code}")

    def spawn(self, words, **options):
        return subprocess.run(["mlt", *words], cwd=self.box.work,
                              env=options.pop("env", self.box.environment), check=False, timeout=60,
                              stdin=subprocess.DEVNULL, **options)

    def test_full_stdout(self):
        for words in READERS + ABOUT_MLT:
            with self.subTest(words), open("/dev/full", "wb") as full:
                done = self.spawn(words, stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(done.returncode, 6, done.stderr)
                self.assertIn(b"No space left on device", done.stderr)

    def test_reader_of_stdout_has_gone(self):
        for words in [words for words in READERS if words != ["doctor"]] + ABOUT_MLT:
            with self.subTest(words):
                reader, writer = os.pipe()
                os.close(reader)
                done = self.spawn(words, stdout=writer, stderr=subprocess.PIPE)
                os.close(writer)
                self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_closed_stdout(self):
        for words in READERS + ABOUT_MLT + WRITERS:
            with self.subTest(words):
                done = self.spawn(words, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
                self.assert_not_crashed(done.returncode)
                self.assertIn(done.returncode, (0, 6), done.stderr)

    def test_closed_stderr_and_stdin(self):
        def close():
            os.close(0)
            os.close(2)
        for words in READERS + ABOUT_MLT + WRITERS:
            with self.subTest(words):
                done = self.spawn(words, stdout=subprocess.PIPE, preexec_fn=close)
                self.assertEqual(done.returncode, 0)

    def test_no_home_and_bare_environment(self):
        env = {"PATH": self.box.environment["PATH"]}
        for words in READERS + ABOUT_MLT + WRITERS:
            with self.subTest(words):
                done = self.spawn(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_home_is_no_directory(self):
        env = {"PATH": self.box.environment["PATH"], "HOME": "/dev/null"}
        for words in READERS + ABOUT_MLT + WRITERS:
            with self.subTest(words):
                done = self.spawn(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_c_locale(self):
        env = {**self.box.environment, "LC_ALL": "C"}
        for words in READERS + ABOUT_MLT:
            with self.subTest(words):
                done = self.spawn(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout.isascii(), done.stdout)

    def test_few_file_descriptors(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
        for words in READERS + WRITERS:
            with self.subTest(words):
                done = self.spawn(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  preexec_fn=limit)
                self.assert_not_crashed(done.returncode)
                if done.returncode != 0:
                    self.assertIn(b"error: ", done.stderr)

    def in_namespace(self, script):
        """Runs a shell script as the root of a mount namespace of its own."""
        done = self.box.run(*mounting(), "sh", "-c", script)
        self.assertEqual(done.code, 0, f"the namespace could not be set up: {done}")
        return done

    def attempts(self, commands):
        """A script that prints `<exit code> <words>` for each command; errors go to files."""
        lines = []
        for number, words in enumerate(commands):
            quoted = " ".join(f"'{word}'" for word in words)
            lines.append(f"mlt {quoted} </dev/null >/dev/null 2>{self.box.home}/err{number}; "
                         f"echo \"$? {' '.join(words)}\"")
        return "\n".join(lines)

    def errors(self, number):
        return (self.box.home / f"err{number}").read_text()

    def test_read_only_store(self):
        commands = READERS + WRITERS
        done = self.in_namespace(
            f"mount --bind mlruns mlruns || exit 1; trap 'umount mlruns' EXIT\n"
            f"mount -o remount,bind,ro mlruns || exit 1\n"
            f"{self.attempts(commands)}\nexit 0")
        for number, line in enumerate(done.out.splitlines()):
            with self.subTest(line):
                code, words = line.split(" ", 1)
                if number < len(READERS):
                    self.assertEqual(code, "0", self.errors(number))
                    continue
                self.assertEqual(code, "125" if words.startswith("run --name") else "6",
                                 self.errors(number))
                self.assertIn("Read-only file system", self.errors(number))
                self.assertIn("mlruns", self.errors(number))

    def test_full_disk(self):
        """On a full disk every writer is refused, nothing is lost, and room makes all work again."""
        commands = WRITERS + READERS
        done = self.in_namespace(
            f"mkdir ../small && mount -t tmpfs -o size=1m tmpfs ../small || exit 1\n"
            f"trap 'cd / && umount {self.box.home}/small' EXIT\n"
            f"cp -a mlruns file.bin ../small && cd ../small || exit 1\n"
            f"mlt runs list -x '*' --json > {self.box.home}/before\n"
            f"dd if=/dev/zero of=filler bs=4k 2>/dev/null\n"
            f"{self.attempts(commands)}\n"
            f"mlt runs list -x '*' --json > {self.box.home}/after\n"
            f"rm filler\n{self.attempts(WRITERS[:-1])}\nmlt doctor >&2\nexit 0")
        lines = done.out.splitlines()
        before, after = (json.loads((self.box.home / name).read_text())["items"]
                         for name in ("before", "after"))
        still = {run["run_id"]: run for run in after}
        for run in before:
            for kind in ("params", "metrics", "tags"):
                self.assertLessEqual(run[kind].items(), still[run["run_id"]][kind].items())
        refused = [line for line in lines[:len(WRITERS)] if line.split(" ", 1)[0] in ("6", "125")]
        # An append may still fit into the last block of a journal; what makes files cannot.
        self.assertGreaterEqual(len(refused), 4, done.out)
        for line in lines[:len(commands)]:
            self.assertIn(line.split(" ", 1)[0], ("0", "6", "125"), done.out)
        for line in lines[len(commands):]:
            self.assertEqual(line.split(" ", 1)[0], "0", done.out)

    def test_unreadable_run(self):
        """As somebody who may not read it: named, and the other run is shown."""
        listed = self.box.json("mlt", "runs", "list", "-x", "*", "--json")["items"]
        hidden = next(run["run_id"] for run in listed if run["run_name"] == "open")
        (folder,) = (self.box.work / "mlruns").glob(f"experiments/*/{hidden}")
        if os.geteuid() != 0:
            folder.chmod(0)
            self.addCleanup(folder.chmod, 0o755)
            prefix = []
        else:
            for path in [self.box.home, *self.box.home.rglob("*")]:
                if not path.is_symlink():
                    os.chown(path, 65534, 65534)
            folder.chmod(0)
            prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        binary = str(pathlib.Path(MLT).resolve())
        if prefix and self.box.run(*prefix, binary, "--version").code != 0:
            binary = str(self.box.home / "mlt-copy")  # the build folder may be closed to others
            self.box.succeed("cp", MLT, binary)
        done = self.box.run(*prefix, binary, "runs", "list", "-x", "*", "--json")
        self.assertEqual(done.code, 0, str(done))
        self.assertIn('"done"', done.out)
        self.assertIn(hidden, done.err)
        self.assertIn("Permission denied", done.err)
        strict = self.box.run(*prefix, binary, "--strict", "runs", "list", "-x", "*", "--json")
        self.assertEqual(strict.code, 5, str(strict))

    def test_parallel_loggers(self):
        """64 processes log to one metric of one run: each point is there once, none is torn."""
        writers, points = 64, 25
        script = (f"for i in $(seq {points}); do mlt log metric loss $1.5 --step $(($1 * 1000 + i)) "
                  "|| exit 1; done")
        run = self.box.json("mlt", "runs", "show", "open", "--json")["run_id"]
        env = {**self.box.environment, "MLT_RUN_ID": run}
        loggers = [subprocess.Popen(["sh", "-c", script, "sh", str(n)], cwd=self.box.work, env=env)
                   for n in range(writers)]
        self.assertEqual([logger.wait() for logger in loggers], [0] * writers)
        expected = sorted((n * 1000 + i, n + 0.5) for n in range(writers) for i in range(1, points + 1))
        self.assertEqual(sorted(self.box.points(run, "loss")), expected)
        shown = self.box.json("mlt", "runs", "show", run, "--json")["metric_summaries"]["loss"]
        self.assertEqual(shown["count"], writers * points)
        self.assertEqual(self.box.run("mlt", "doctor").code, 0)

    def test_parallel_params(self):
        """A param is written once: of many different values exactly one is accepted."""
        setters = [subprocess.Popen(["mlt", "log", "param", "lr", str(n), "--run", "open"],
                                    cwd=self.box.work, env=self.box.environment,
                                    stderr=subprocess.DEVNULL) for n in range(16)]
        codes = [setter.wait() for setter in setters]
        self.assertEqual(sorted(codes), [0] + [4] * 15)
        winner = self.box.json("mlt", "runs", "show", "open", "--json")["params"]["lr"]
        self.assertEqual(codes[int(winner)], 0)

    def test_parallel_experiments(self):
        """Many create one experiment: exactly one does."""
        makers = [subprocess.Popen(["mlt", "experiments", "create", "iris"], cwd=self.box.work,
                                   env=self.box.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL) for _ in range(16)]
        self.assertEqual(sorted(maker.wait() for maker in makers), [0] + [4] * 15)


if __name__ == "__main__":
    unittest.main()
