#!/usr/bin/env python3
"""Whose a run is where no variable says so: by /etc/passwd, else by getent, else the number.

    user_name.py MLT
"""

import os
import pathlib
import pwd
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
STRANGER = 54321  # in no /etc/passwd


class UserNameTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        program = self.box.home / "bin" / "mlt"  # a copy: a stranger may not see into the build folder
        program.unlink()
        shutil.copy(MLT, program)
        for name in ("LOGNAME", "USER"):
            del self.box.environment[name]

    def user(self, *prefix):
        run_id = self.box.json(*prefix, "mlt", "run", "start", "--shell", "json")["run_id"]
        return self.box.json("mlt", "show", run_id, "--json")["user"]

    def user_who_is_a_stranger(self):
        if os.geteuid() != 0:
            return self.user("unshare", f"--map-user={STRANGER}")
        for path in (self.box.home, self.box.work):
            os.chown(path, STRANGER, STRANGER)
        return self.user("setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups")

    def answer_of_getent(self, script):
        getent = self.box.home / "bin" / "getent"
        getent.write_text(f"#!/bin/sh\n{script}\n")
        getent.chmod(0o755)

    def test_user_of_this_machine(self):
        self.answer_of_getent("exit 9")
        self.assertEqual(self.user(), pwd.getpwuid(os.geteuid()).pw_name)

    def test_user_of_a_directory_service(self):
        self.answer_of_getent(f'test "$*" = "passwd {STRANGER}" && echo "grace:*:{STRANGER}:100::/:/bin/sh"')
        self.assertEqual(self.user_who_is_a_stranger(), "grace")

    def test_user_without_a_name(self):
        for script in ("exit 2", "echo :", "echo words"):
            with self.subTest(script):
                self.answer_of_getent(script)
                self.assertEqual(self.user_who_is_a_stranger(), str(STRANGER))


if __name__ == "__main__":
    unittest.main(verbosity=2)
