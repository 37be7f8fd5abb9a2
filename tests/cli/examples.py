#!/usr/bin/env python3
"""Every example of the manual works as it stands there.

    examples.py MLT REPOSITORY

Each runs in a project of its own with a run in progress and everything that the examples speak of.
"""

import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox  # noqa: E402

MLT = sys.argv.pop(1)
REPOSITORY = pathlib.Path(sys.argv.pop(1))

TRAIN = """#!/bin/sh
for epoch in 1 2 3; do
  echo "{\\"metric\\":\\"loss\\",\\"value\\":0.$epoch,\\"step\\":$epoch}"
done
"""
FILES = {
    "model.pkl": "weights", "plots/loss.svg": "<svg/>", "report.html": "<p>", "findings.md": "# found",
    "config.yaml": "lr: 0.5\nbatch: 32\n", "history.csv": "step,loss,acc\n1,0.5,0.8\n2,0.4,0.9\n",
    "old.json": '{"epoch":1,"loss":0.5}\n{"epoch":2,"loss":0.4}\n', "Makefile": "train:\n\ttrue\n",
    "train.py": "print('epoch 1 loss 0.5')\n", "train": TRAIN, "train.sh": TRAIN,
}
PROGRAMS = {"nvidia-smi": "#!/bin/sh\necho one card\n",
            "python": '#!/bin/sh\nexec python3 "$@"\n'}

# What the examples of a page find besides: a shell script that runs before each of them.
PREPARED = {
    "mlt-artifacts-cat.1": "mkdir logs; echo words > logs/stdout.log; mlt log artifact logs",
    "mlt-artifacts-diff.1": "mlt -q run -x digits -- echo same; mlt -q run -x digits -- echo same",
    "mlt-artifacts-get.1": "mkdir plots; touch plots/a.png model.pkl; mlt log artifact model.pkl plots;"
                           " mlt log artifact plots --run @best:metrics.acc; rm model.pkl",
    "mlt-artifacts-list.1": "mkdir plots; touch plots/a.png; mlt log artifact plots",
    "mlt-check.1": "printf 'metrics: {acc: {at_least: 0.5}}' > mlruns/policy.yaml; git add -A;"
                   " git commit -qm all; git branch origin/main;"
                   " mlt -q run -x digits --metrics-from kv -- echo acc=0.97 > /dev/null",
    "mlt-compare.1": "git add -A; git commit -qm all; git tag v1.0; git branch origin/main;"
                     " mlt -q run -x digits --metrics-from kv -- echo acc=0.97 > /dev/null",
    "mlt-diff.1": "mlt log metric acc 0.99 --force; git add -A; git commit -qm all; git branch -M main",
    "mlt-doctor.1": "git add -A; git commit -qm all; git branch origin/main",
    "mlt-experiments-delete.1": "mlt -q experiments create scratch",
    "mlt-experiments-restore.1": "mlt -q experiments create scratch; mlt experiments delete scratch",
    "mlt-experiments-tag.1": "mlt experiments tag iris team=vision",
    "mlt-export.1": "ssh() { cat > /dev/null; }",
    "mlt-gc.1": "mlt -q run -x sweep -- echo acc=1 > /dev/null; mlt log metric acc 1 --force --run @last",
    "mlt-import.1": "mlt -q export -x iris -o all.tar.gz; mlt -q export -x iris -o runs/;"
                    " python3 -c 'import sqlite3, sys; sqlite3.connect(\"mlflow.db\").executescript(sys.stdin.read())'"
                    f" < {REPOSITORY}/tests/golden/import/mlflow/mlflow-3.17.2.sql",
    "mlt-init.1": "rm -rf mlruns",
    "mlt-plot.1": "mlt log metric loss 0.4; mlt log metric val_loss 0.5",
    "mlt-redact.1": "mlt log tag api_token abcdef123456; echo abcdef123456 > secret.txt",
    "mlt-rev-parse.1": "mlt -q run --name wide-lion -- true",
    "mlt-runs-delete.1": "mlt -q run -x iris -- false || true",
    "mlt-runs-purge.1": "mlt -q run -x iris --name old-run -- true; mlt runs delete old-run",
    "mlt-runs-restore.1": "mlt -q run --name wide-lion -- true; mlt runs delete wide-lion",
    "mlt-runs-show.1": "mlt log metric loss 0.5",
    "mlt-runs-tag.1": "mlt -q run --name baseline -- true; mlt runs tag baseline draft=yes",
    "mlt-show.1": "git add -A; git commit -qm all; git branch -M main",
    "mlt-search-runs.1": "mlt log tag keep yes; mlt log metric loss 0.2; mlt log param opt adam",
}


def text_of(line):
    """A line of roff as it is shown."""
    for roff, shown in {"\\-": "-", "\\(aq": "'", "\\(ga": "`", "\\(ha": "^", "\\(ti": "~",
                        "\\&": "", "\\e": "\\"}.items():
        line = line.replace(roff, shown)
    return line


def examples():
    for page in sorted((REPOSITORY / "man").glob("*.[157]")):
        section = re.search(r"^\.SH EXAMPLES\n(.*?)^\.SH ", page.read_text(), re.M | re.S)
        for block in re.findall(r"^\.nf\n(.*?)^\.fi\n", section[1] if section else "", re.M | re.S):
            yield page.name, text_of(block)


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        for name, text in PROGRAMS.items():
            program = self.box.home / "bin" / name
            program.write_text(text)
            program.chmod(0o755)
        self.make_project()
        self.project = self.box.home / "project"
        self.box.work.rename(self.project)

    def make_project(self):
        for name, text in FILES.items():
            path = self.box.work / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)
        self.box.succeed("git", "init", "-q")
        for acc in ("0.91", "0.95"):
            for experiment in ("digits", "iris"):
                self.box.succeed("mlt", "-q", "run", "-x", experiment, "-P", f"lr={acc}",
                                 "--metrics-from", "kv", "--", "echo", f"acc={acc}")

    def test_examples(self):
        found = list(examples())
        self.assertGreater(len(found), 30)
        for page, example in found:
            with self.subTest(page=page, example=example):
                shutil.rmtree(self.box.work, ignore_errors=True)
                shutil.copytree(self.project, self.box.work)
                script = ('eval "$(mlt run start -x digits)"; mlt log metric acc 0.5\n'
                          f"{PREPARED.get(page, '')}\nset -eo pipefail\n{example}")
                result = self.box.run("bash", "-c", script)
                self.assertEqual(result.code, 0, result)
                self.assertNotIn("error:", result.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
