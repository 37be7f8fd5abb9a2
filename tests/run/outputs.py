#!/usr/bin/env python3
"""What `mlt run` does with its command's output and exit code, also where the machine fails it."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from jobs import Job, run_folder, runs  # noqa: E402
from sandbox import Sandbox, mounting  # noqa: E402

MLT = sys.argv.pop(1)
MEGABYTE = 1_000_000


class OutputsTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.store = self.box.work / "mlruns"

    def mlt(self, *words, **options):
        return self.box.run("mlt", *words, **options)

    def sh(self, script, *options, **more):
        return self.mlt("run", *options, "--", "sh", "-c", script, **more)

    def the_run(self) -> dict:
        (run,) = runs(self.store)
        return run

    def log(self, stream) -> bytes:
        return (run_folder(self.store) / f"artifacts/logs/{stream}.log").read_bytes()

    def test_the_exit_code_is_that_of_the_command(self):
        for code in (0, 1, 2, 3, 124, 125, 255):
            with self.subTest(code):
                self.assertEqual(self.sh(f"exit {code}", "--name", str(code)).code, code)
        statuses = {run["name"]: run["status"] for run in runs(self.store)}
        self.assertEqual(statuses.pop("0"), "FINISHED")
        self.assertEqual(set(statuses.values()), {"FAILED"})

    def test_a_command_that_is_not_there_makes_no_run(self):
        (self.box.work / "text").write_text("not a program\n")
        for words, code in ((["no-such-program"], 127), (["./no/such"], 127), (["./text"], 126),
                            (["./"], 126), ([""], 127)):
            with self.subTest(words):
                result = self.mlt("run", "--", *words)
                self.assertEqual(result.code, code)
                self.assertTrue(result.err.startswith("error: "), result.err)
        self.assertFalse(self.store.exists())

    def test_a_program_that_the_kernel_refuses_fails_the_run(self):
        script = self.box.work / "script"
        script.write_text("#!/no/such/interpreter\n")
        script.chmod(0o755)
        result = self.mlt("run", "./script")
        self.assertEqual(result.code, 127)
        self.assertIn("cannot execute ./script", result.err)
        self.assertEqual(self.the_run()["status"], "FAILED")

    def test_a_script_without_an_interpreter_line_runs_as_in_a_shell(self):
        script = self.box.work / "script"
        script.write_text("echo $1; exit 3\n")
        script.chmod(0o755)
        result = self.mlt("run", "./script", "two words")
        self.assertEqual((result.code, result.out), (3, "two words\n"))

    def test_all_of_a_large_output_arrives_in_order_in_both_places(self):
        size = 100 * MEGABYTE
        job = Job(self.box, "run", "--", "sh", "-c", f"seq 1 100000000 | head -c {size}; echo end >&2")
        self.addCleanup(job.kill)
        reader = subprocess.run(
            ["sha256sum"], stdin=job.process.stdout, capture_output=True, check=True)
        self.assertEqual(job.end()[0], 0)
        kept = run_folder(self.store) / "artifacts/logs/stdout.log"
        self.assertEqual(kept.stat().st_size, size)
        digest = reader.stdout.split()[0].decode()
        self.assertEqual(self.the_run()["artifacts"]["logs/stdout.log"],
                         {"sha256": digest, "size": size})
        self.assertEqual(self.log("stderr"), b"end\n")

    def test_bytes_are_passed_on_as_they_are(self):
        odd = r"printf 'a\000\377\r\033[1m::mlt tag x=y\nend'"
        done = subprocess.run(["mlt", "run", "--", "sh", "-c", odd], cwd=self.box.work,
                              env=self.box.environment, capture_output=True, check=True)
        expected = b"a\0\xff\r\x1b[1m::mlt tag x=y\nend"
        self.assertEqual(done.stdout, expected)
        self.assertEqual(self.log("stdout"), expected)
        self.assertEqual(self.the_run()["tags"]["x"], "y")

    def test_capture(self):
        for mode, shown, kept in (("tee", "out\n", True), ("file", "", True), ("none", "out\n", False)):
            with self.subTest(mode):
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                result = box.run("mlt", "run", "--capture", mode, "--metrics-from", "kv", "--", "sh",
                                 "-c", "echo out; echo a=1 >&2")
                self.assertEqual(result.out, shown)
                self.assertEqual("a=1" in result.err.splitlines(), mode != "file")
                (run,) = runs(box.work / "mlruns")
                self.assertEqual("logs/stdout.log" in run.get("artifacts", {}), kept)
                self.assertEqual(run["metrics"]["a"]["count"], 1)

    def test_a_command_that_closes_its_output_is_waited_for(self):
        result = self.sh("exec >&- 2>&-; sleep 0.2; exit 6")
        self.assertEqual(result.code, 6)

    def test_a_reader_that_goes_away_does_not_disturb_the_command(self):
        read, write = os.pipe()
        os.close(read)
        job = Job(self.box, "run", "--", "sh", "-c", "seq 100000; seq 5 >&2; exit 3", stdout=write)
        os.close(write)
        code, _, err = job.end()
        self.assertEqual(code, 3)
        self.assertTrue(err.startswith("made a store in mlruns\n1\n2\n3\n4\n5\n"), err)
        self.assertTrue(self.log("stdout").endswith(b"\n100000\n"))

    def test_closed_standard_streams_do_not_disturb_the_command(self):
        mlt = "mlt run -- sh -c 'cat <&0; echo out; echo err >&2; exit 3'"
        for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
            with self.subTest(closed):
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                self.assertEqual(box.run("sh", "-c", f"{mlt} {closed}").code, 3)
                logs = run_folder(box.work / "mlruns") / "artifacts/logs"
                self.assertTrue((logs / "stdout.log").read_bytes().endswith(b"out\n"))
                self.assertTrue((logs / "stderr.log").read_bytes().endswith(b"err\n"))

    def test_a_full_stdout_is_told_when_the_command_succeeded(self):
        for exits, code, options in ((0, 125, []), (4, 4, []), (0, 125, ["-q"])):
            with self.subTest(exits, options=options), open("/dev/full", "wb") as full:
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                job = Job(box, "run", *options, "--", "sh", "-c", f"seq 1000; exit {exits}",
                          stdout=full)
                end, _, err = job.end()
                self.assertEqual(end, code)
                self.assertIn("No space left on device", err)
                log = run_folder(box.work / "mlruns") / "artifacts/logs/stdout.log"
                self.assertTrue(log.read_bytes().endswith(b"\n1000\n"))

    def test_a_read_only_store_is_told_before_the_command_starts(self):
        self.box.succeed("mlt", "init")
        self.with_small_disk("mount -o remount,ro disk", "touch ran", expect=125, ran=False)

    def test_a_disk_that_fills_up_does_not_touch_the_command(self):
        for exits, code in ((0, 125), (7, 7)):
            with self.subTest(exits):
                result = self.with_small_disk(
                    "true", f"seq 200000; touch ran; exit {exits}", expect=code, ran=True)
                self.assertEqual(result.out.count("\n"), 200000)
                warnings = [line for line in result.err.splitlines() if line.startswith("warning")]
                self.assertEqual(len(warnings), 1, result.err)
                self.assertIn("stdout.log", warnings[0])
                self.assertIn("No space left on device", warnings[0])

    def with_small_disk(self, prepare, script, expect, ran):
        """Runs a script under mlt with the store on a file system of 512 KiB."""
        box = Sandbox(MLT)
        self.addCleanup(box.close)
        (box.work / "disk").mkdir()
        result = box.run(*mounting(), "sh", "-c",
                         "mount -t tmpfs -o size=512k none disk || exit 99; trap 'umount disk' EXIT; "
                         f"mlt init disk/mlruns >/dev/null && {prepare} && "
                         f"mlt --store disk/mlruns run -- sh -c '{script}'")
        self.assertEqual(result.code, expect, result)
        self.assertEqual((box.work / "ran").exists(), ran)
        return result


class InputsTest(unittest.TestCase):
    """What the command gets."""

    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)

    def out(self, *words, **options) -> str:
        return self.box.succeed("mlt", *words, **options)

    def test_stdin_is_the_commands(self):
        self.assertEqual(self.out("run", "cat", stdin="a\nb"), "a\nb")

    def test_words_after_the_first_operand_are_the_commands(self):
        script = ["sh", "-c", 'printf "%s|" "$@"', "sh"]
        self.assertEqual(self.out("run", *script, "--name", "-x", "--", "{lr}", ""),
                         "--name|-x|--|{lr}||")
        self.assertEqual(self.out("run", "-P", "lr=1", "--", *script, "{lr}", "--"), "1|--|")

    def test_variables(self):
        (self.box.work / "v.env").write_text("A=1\nexport B='two words'\n")
        shown = self.out(
            "run", "--env-file", "v.env", "--env", "A=2", "-P", "opt.lr=0.1", "--", "sh", "-c",
            'echo "$A|$B|$MLT_PARAM_OPT_LR|$PYTHONUNBUFFERED|$MLT_STORE|$MLT_PARAM_OLD"; '
            'test -f "$MLT_RUN_DIR/journal.jsonl" && test "$MLT_ROOT_RUN_ID" = "$MLT_RUN_ID"',
            env={"MLT_PARAM_OLD": "x"})
        self.assertEqual(shown, f"2|two words|0.1|1|{self.box.work}/mlruns|\n")

    def test_a_variable_that_is_set_stays(self):
        self.assertEqual(self.out("run", "sh", "-c", "echo $PYTHONUNBUFFERED",
                                  env={"PYTHONUNBUFFERED": "0"}), "0\n")

    def test_the_directory(self):
        (self.box.work / "sub").mkdir()
        self.assertEqual(self.out("run", "--cwd", "sub", "pwd"), f"{self.box.work}/sub\n")
        self.assertEqual(self.box.run("mlt", "run", "--cwd", "none", "pwd").code, 3)

    def test_signals_that_mlt_blocks_are_not_blocked_for_the_command(self):
        state = self.out("run", "grep", "^Sig", "/proc/self/status")
        plain = self.box.succeed("grep", "^Sig", "/proc/self/status")
        masks = lambda text: [line for line in text.splitlines() if "SigQ" not in line]  # noqa: E731
        self.assertEqual(masks(state), masks(plain))

    def test_no_descriptor_of_mlt_reaches_the_command(self):
        self.assertEqual(sorted(self.out("run", "sh", "-c", "ls /proc/$$/fd").split()),
                         ["0", "1", "2"])

    def test_a_run_inside_of_a_run_is_its_part(self):
        self.out("run", "--name", "outer", "--", "mlt", "-q", "run", "--name", "inner", "--",
                 "mlt", "-q", "run", "--name", "alone", "--no-parent", "--", "true")
        by_name = {run["name"]: run for run in runs(self.box.work / "mlruns")}
        self.assertEqual(by_name["inner"]["tags"]["mlflow.parentRunId"], by_name["outer"]["run_id"])
        for name in ("outer", "alone"):
            self.assertNotIn("mlflow.parentRunId", by_name[name]["tags"])


if __name__ == "__main__":
    unittest.main()
