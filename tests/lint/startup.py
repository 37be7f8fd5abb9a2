#!/usr/bin/env python3
"""Start-up stays cheap: what is linked, and how many system calls the quickest commands make.

    startup.py MLT

MLT is linked as what is installed is. Times would depend on the machine; these do not. bench/run measures
the times.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
# `/bin/true`, with the shared C library, makes about 25 calls; a file more is some four calls.
MOST_CALLS = {"--version": 30, "log metric": 64}


class StartupTest(unittest.TestCase):
    def test_no_shared_library(self):
        listed = subprocess.run(["ldd", MLT], capture_output=True, text=True, check=True).stdout
        self.assertEqual(listed.strip(), "statically linked")

    def test_needs_nothing_of_the_machine(self):
        with Sandbox(MLT) as box:
            root = box.home / "root"
            root.mkdir()
            shutil.copy(MLT, root / "mlt")
            enter = ["chroot"] if os.geteuid() == 0 else ["unshare", "-r", "chroot"]
            box.succeed(*enter, root, "/mlt", "init", "/mlruns")
            shell = box.succeed(*enter, root, "/mlt", "--store", "/mlruns", "run", "start", "--shell", "json")
            run_id = json.loads(shell)["run_id"]
            box.succeed(*enter, root, "/mlt", "--store", "/mlruns", "log", "metric", "loss", "0.5",
                        "--run", run_id)
            shown = box.json(*enter, root, "/mlt", "--store", "/mlruns", "show", run_id, "--json")
            self.assertEqual(shown["metrics"], {"loss": 0.5})

    def test_system_calls(self):
        with Sandbox(MLT) as box:
            box.succeed("mlt", "init")
            run_id = box.json("mlt", "run", "start", "--shell", "json")["run_id"]
            trace = box.home / "trace"
            for words, most in MOST_CALLS.items():
                command = [words] if words.startswith("-") else [*words.split(), "loss", "0.5"]
                box.succeed("strace", "-f", "-o", trace, "mlt", *command, env={"MLT_RUN_ID": run_id})
                calls = [line for line in trace.read_text().splitlines() if "(" in line]
                self.assertLessEqual(len(calls), most, "\n".join(calls))


if __name__ == "__main__":
    unittest.main()
