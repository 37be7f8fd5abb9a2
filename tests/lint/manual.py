#!/usr/bin/env python3
"""The manual and the completions are what the command table makes of them, and well-formed.

    manual.py MLT REPOSITORY BUILD
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

MLT = pathlib.Path(sys.argv.pop(1)).resolve()
REPOSITORY = pathlib.Path(sys.argv.pop(1)).resolve()
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
PAGES = sorted((REPOSITORY / "man").glob("*.[157]"))

# man-pages(7), with the sections of our own where they belong.
ORDER = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT",
         "FILES", "NOTES", "EXAMPLES", "SEE ALSO"]


def plain(page):
    """The page's source without font changes and escapes."""
    text = re.sub(r"\\f[BIR]", "", page.read_text())
    return text.replace("\\-", "-").replace("\\(aq", "'")


class ManualTest(unittest.TestCase):
    def test_drift(self):
        done = subprocess.run([REPOSITORY / "scripts" / "generate", "--check", MLT], check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_mandoc(self):
        done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", *PAGES], check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.stdout + done.stderr, "")

    def test_man_db(self):
        for page in PAGES:
            done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", page], check=False,
                                  capture_output=True, text=True,
                                  env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C.UTF-8",
                                       "MANROFFSEQ": ""})
            self.assertEqual((done.returncode, done.stderr), (0, ""), page)

    def test_references(self):
        names = {page.name for page in PAGES}
        self.assertGreater(len(names), 10)
        for page in PAGES:
            for name, section in re.findall(r"\b(mlt[a-z-]*)\(([157])\)", plain(page)):
                self.assertIn(f"{name}.{section}", names, f"{page.name} refers to it")

    def test_sections(self):
        for page in PAGES:
            titles = re.findall(r"^\.SH (.*)$", page.read_text(), re.MULTILINE)
            known = [ORDER.index(title) for title in titles if title in ORDER]
            self.assertEqual(known, sorted(known), page.name)
            self.assertEqual((titles[0], titles[-1]), ("NAME", "SEE ALSO"), page.name)
            if page.name.endswith(".1"):
                self.assertEqual(len(known), len(titles), page.name)

    def test_install(self):
        with tempfile.TemporaryDirectory() as prefix:
            subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                           stdout=subprocess.DEVNULL)
            share = pathlib.Path(prefix) / "share"
            for page in PAGES:
                self.assertTrue((share / "man" / f"man{page.name[-1]}" / page.name).exists(), page)
            for path in ("bash-completion/completions/mlt", "zsh/site-functions/_mlt",
                         "fish/vendor_completions.d/mlt.fish"):
                self.assertTrue((share / path).exists(), path)
            shown = subprocess.run(["man", "mlt-compare"], check=True, capture_output=True, text=True,
                                   env={"PATH": "/usr/bin:/bin", "MANPATH": str(share / "man")})
            self.assertIn("mlt-compare", shown.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
