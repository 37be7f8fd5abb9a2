#!/usr/bin/env python3
"""Signals to `mlt run` and to its command: what reaches whom, and how the run ends."""

import os
import pathlib
import signal
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from jobs import Job, is_gone, process_state, run_folder, runs, wait_until  # noqa: E402
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)

# Says when it is ready, then waits. `read` from a pipe that nobody writes to ends at a signal only.
WAIT = "mkfifo f; echo ready $$; read x <>f"


class SignalsTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.store = self.box.work / "mlruns"

    def start(self, script, *options, **more) -> Job:
        job = Job(self.box, "run", *options, "--", "sh", "-c", script, **more)
        self.addCleanup(job.kill)
        return job

    def the_run(self) -> dict:
        (run,) = runs(self.store)
        return run

    def assert_killed(self, reason, code, killed_by=None):
        run = self.the_run()
        self.assertEqual(run["status"], "KILLED")
        self.assertIn("end_time", run)
        self.assertEqual(run["tags"]["mlt.end_reason"], reason)
        self.assertEqual(run["tags"]["mlt.exit_code"], str(code))
        self.assertEqual(run["tags"].get("mlt.signal"), killed_by)

    def test_a_stop_reaches_the_command_and_kills_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number.name):
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                job = Job(box, "run", "--", "sh", "-c", WAIT)
                self.addCleanup(job.kill)
                job.wait_for_line()
                job.send(number)
                code, _, err = job.end()
                self.assertEqual(code, 128 + number, err)
                self.assertIn(f"killed by {number.name}", err)
                (run,) = runs(box.work / "mlruns")
                self.assertEqual(run["status"], "KILLED")
                self.assertEqual(run["tags"]["mlt.end_reason"], "cancelled")
                self.assertEqual(run["tags"]["mlt.signal"], number.name)

    def test_a_command_that_stops_by_itself_keeps_its_exit_code(self):
        for code in (0, 5):
            with self.subTest(code):
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                job = Job(box, "run", "--", "sh", "-c", f"trap 'echo saved; exit {code}' INT; {WAIT}")
                self.addCleanup(job.kill)
                job.wait_for_line()
                job.send(signal.SIGINT)
                self.assertEqual(job.end()[:2], (code, "saved\n"))
                (run,) = runs(box.work / "mlruns")
                self.assertEqual((run["status"], run["tags"]["mlt.end_reason"]),
                                 ("KILLED", "cancelled"))

    def test_repeated_interrupts_climb_to_kill(self):
        job = self.start("trap 'echo INT' INT; trap 'echo TERM' TERM; mkfifo f; echo ready; "
                         "while :; do read x <>f; done")
        job.wait_for_line()
        for answer in ("INT", "TERM"):
            job.send(signal.SIGINT)
            self.assertEqual(job.wait_for_line(), answer)
        job.send(signal.SIGINT)
        self.assertEqual(job.end()[0], 137)
        self.assert_killed("cancelled", 137, "SIGKILL")

    def test_a_command_that_ignores_term_is_killed_after_the_grace_time(self):
        job = self.start(f"trap '' TERM; {WAIT}", "--kill-after", "200ms")
        job.wait_for_line()
        job.send(signal.SIGTERM)
        code, _, err = job.end()
        self.assertEqual(code, 137)
        self.assertIn("did not end in time", err)
        self.assert_killed("cancelled", 137, "SIGKILL")

    def test_a_second_term_kills(self):
        job = self.start("trap 'echo TERM' TERM; mkfifo f; echo ready; while :; do read x <>f; done")
        job.wait_for_line()
        job.send(signal.SIGTERM)
        self.assertEqual(job.wait_for_line(), "TERM")
        job.send(signal.SIGTERM)
        self.assertEqual(job.end()[0], 137)

    def test_other_signals_are_passed_on_and_end_nothing(self):
        for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH):
            with self.subTest(number.name):
                box = Sandbox(MLT)
                self.addCleanup(box.close)
                name = number.name.removeprefix("SIG")
                job = Job(box, "run", "--", "sh", "-c", f"trap 'echo {name}; exit 0' {name}; {WAIT}")
                self.addCleanup(job.kill)
                job.wait_for_line()
                job.send(number)
                self.assertEqual(job.end()[:2], (0, name + "\n"))
                self.assertEqual(runs(box.work / "mlruns")[0]["status"], "FINISHED")

    def test_an_ignored_signal_stays_ignored(self):
        job = self.start(WAIT + "; echo hup",
                         preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        child = int(job.wait_for_line().split()[1])
        job.send(signal.SIGHUP)
        os.kill(child, signal.SIGHUP)
        job.send(signal.SIGTERM)
        self.assertEqual(job.end()[0], 143)

    def test_the_command_is_killed_by_somebody_else(self):
        job = self.start(WAIT)
        os.kill(int(job.wait_for_line().split()[1]), signal.SIGKILL)
        self.assertEqual(job.end()[0], 137)
        self.assert_killed("signal", 137, "SIGKILL")

    def test_kill_of_mlt_leaves_a_readable_run_and_tells_the_command(self):
        job = self.start(f"echo loss=0.5; trap 'echo told >told; exit' TERM; {WAIT}",
                         "--metrics-from", "kv")
        self.assertEqual(job.wait_for_line(), "loss=0.5")
        child = int(job.wait_for_line().split()[1])
        folder = run_folder(self.store)
        wait_until(lambda: '"loss"' in (folder / "journal.jsonl").read_text(), "the metric")
        job.send(signal.SIGKILL)
        job.end()
        wait_until(lambda: is_gone(child), "the end of the command")
        self.assertTrue((self.box.work / "told").exists())
        self.assertEqual(self.the_run()["status"], "RUNNING")
        self.assertEqual(self.box.run("mlt", "doctor").code, 1)
        self.box.succeed("mlt", "doctor", "--fix")
        self.assertEqual(self.the_run()["status"], "KILLED")
        self.assertIn("loss=0.5\n", (folder / "artifacts/logs/stdout.log").read_text())

    def test_stop_and_continue(self):
        job = self.start(WAIT + "; exit 4")
        child = int(job.wait_for_line().split()[1])
        job.send(signal.SIGTSTP)
        wait_until(lambda: process_state(child) == "T", "a stopped command")
        wait_until(lambda: process_state(job.pid) == "T", "a stopped mlt")
        job.send(signal.SIGCONT)
        wait_until(lambda: process_state(child) == "S", "a command that goes on")
        with open(self.box.work / "f", "w") as fifo:
            fifo.write("x\n")
        self.assertEqual(job.end()[0], 4)

    def test_a_command_that_somebody_stops_does_not_stop_mlt(self):
        job = self.start(WAIT + "; exit 4")
        child = int(job.wait_for_line().split()[1])
        os.kill(child, signal.SIGSTOP)
        wait_until(lambda: process_state(child) == "T", "a stopped command")
        job.send(signal.SIGTERM)  # is seen by a stopped command, too
        self.assertEqual(job.end()[0], 143)

    def test_processes_left_in_the_group_are_ended(self):
        job = self.start("sleep 1000 & echo $!; exit 3")
        sleeper = int(job.wait_for_line())
        code, _, err = job.end()
        self.assertEqual(code, 3)
        self.assertIn("left processes behind", err)
        self.assertTrue(is_gone(sleeper))

    def test_processes_left_that_ignore_term_are_killed(self):
        job = self.start("(trap '' TERM; exec sleep 1000) & echo $!; exit 3", "--kill-after", "100ms")
        sleeper = int(job.wait_for_line())
        self.assertEqual(job.end()[0], 3)
        self.assertTrue(is_gone(sleeper))

    def test_a_daemon_is_left_alone_after_a_good_end(self):
        job = self.start("setsid sleep 1000 & echo $!; sleep 0.1; exit 0")
        daemon = int(job.wait_for_line())
        self.addCleanup(os.kill, daemon, signal.SIGKILL)
        code, _, err = job.end()
        self.assertEqual(code, 0)
        self.assertNotIn("left processes behind", err)
        self.assertFalse(is_gone(daemon))
        self.assertEqual(self.the_run()["status"], "FINISHED")

    def test_a_stop_ends_what_had_left_the_group(self):
        job = self.start("setsid sleep 1000 & mkfifo f; echo $!; read x <>f", "--kill-after", "500ms")
        daemon = int(job.wait_for_line())
        wait_until(lambda: os.getsid(daemon) == daemon, "a session of its own")
        job.send(signal.SIGTERM)
        self.assertEqual(job.end()[0], 143)
        self.assertTrue(is_gone(daemon))

    def test_processes_from_before_are_no_part_of_the_job(self):
        # A batch script often starts a monitor and then becomes mlt.
        job = Job(self.box, "run", "--", "sh", "-c", WAIT,
                  shell_prefix="sleep 1000 >/dev/null 2>&1 & echo $!; exec ")
        self.addCleanup(job.kill)
        monitor = int(job.wait_for_line())
        self.addCleanup(os.kill, monitor, signal.SIGKILL)
        job.wait_for_line()
        job.send(signal.SIGTERM)
        self.assertEqual(job.end()[0], 143)
        self.assertFalse(is_gone(monitor))

    def test_a_slow_reader_of_the_output_does_not_keep_signals_out(self):
        job = self.start("trap 'exit 9' TERM; echo ready; yes")
        job.wait_for_line()
        job.send(signal.SIGTERM)
        wait_until(lambda: self.the_run()["status"] == "KILLED" or job.send(signal.SIGTERM),
                   "the end of the run")
        self.assertIn(job.end()[0], (9, 137))


if __name__ == "__main__":
    unittest.main()
