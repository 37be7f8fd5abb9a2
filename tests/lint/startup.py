#!/usr/bin/env python3
"""Start-up stays cheap: what is linked, and how many system calls the quickest commands make.

    startup.py MLT

Times would depend on the machine; these do not. bench/run measures the times.
"""

import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
# The C library alone, here where tests preload things into it; what is installed is of one piece
# (MLT_STATIC). No C++, crypto or compression library is loaded at start.
SHARED = re.compile(r"^(linux-vdso|linux-gate|libc|libm|ld-linux)\b|/ld-linux")
# `/bin/true` makes about 25 calls; a file more is some four calls, the shared libm of this build eight.
MOST_CALLS = {"--version": 58, "log metric": 88}


class StartupTest(unittest.TestCase):
    def test_shared_libraries(self):
        listed = subprocess.run(["ldd", MLT], capture_output=True, text=True, check=True).stdout
        names = [line.split()[0] for line in listed.splitlines()]
        self.assertEqual([name for name in names if not SHARED.search(name)], [])

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
