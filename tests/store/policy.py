#!/usr/bin/env python3
"""docs/schemas/policy.schema.json takes the policies that mlt check takes, and no others.

    policy.py MLT ROOT
"""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import SKIPPED, Sandbox  # noqa: E402

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is missing", file=sys.stderr)
    sys.exit(SKIPPED)

MLT = sys.argv.pop(1)
ROOT = pathlib.Path(sys.argv.pop(1))


def metric(**rules):
    return {"metrics": {"acc": rules}}


SOUND = [
    None,
    {},
    {"version": 1, "missing": "fail"},
    {"missing": "pass", "models": {"iris*": {"transitions": []}}},
    {"fail_if": "n < 1", "warn_if": ["n < 2", "missing(tags.reviewed)"]},
    {"fail_if": None, "metrics": None, "experiments": None},
    {"experiments": {"iris": {**metric(at_least=1), "fail_if": "n < 1"}}},
    metric(),
    metric(goal="max", reduce="min", at_least=0.5, at_most=1e3, missing="skip"),
    metric(goal=None, fail_if_worse_by=None),
    metric(fail_if_worse_by={"abs": 0, "rel": "1%"}, warn_if_worse_by={"rel": "2.5 %"}),
    metric(fail_if_worse_by={"abs": 1, "rel": None}),
    *[metric(reduce=name) for name in ("last", "first", "count", "mean", "sd", "sum", "auc")],
    *[metric(fail_if_worse_by={"rel": text}) for text in (".5%", "1.%", "1e-3%", "+1%")],
]
WRONG = [
    [], "acc", 1,
    {"rules": []}, {"Metrics": {}},
    {"version": 2}, {"version": "1"}, {"version": 0},
    {"missing": "ignore"}, {"missing": False},
    {"metrics": []}, {"metrics": {"acc": "max"}}, {"metrics": {"acc": None}},
    {"fail_if": 1}, {"fail_if": [1]}, {"fail_if": {"a": "n < 1"}}, {"warn_if": [["n < 1"]]},
    {"experiments": {"iris": {"missing": "fail"}}}, {"experiments": ["iris"]},
    {"experiments": {"iris": None}},
    metric(goal="up"), metric(reduce="median"), metric(at_lest=1),
    metric(at_least="1"), metric(at_most=True), metric(at_least=[1]),
    metric(fail_if_worse_by=1), metric(fail_if_worse_by={}), metric(fail_if_worse_by={"abs": None}),
    metric(fail_if_worse_by={"abs": -1}), metric(fail_if_worse_by={"rel": "-1%"}),
    metric(fail_if_worse_by={"rel": 1}), metric(fail_if_worse_by={"rel": "1"}),
    metric(fail_if_worse_by={"rel": "one%"}), metric(fail_if_worse_by={"abs": 1, "pct": 1}),
    metric(warn_if_worse_by={"rel": "inf%"}),
]


class PolicyTest(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(MLT)
        self.addCleanup(self.box.close)
        self.box.succeed("mlt", "init", "-q")
        self.box.succeed("mlt", "-q", "run", "--", "true")
        schema = json.loads((ROOT / "docs/schemas/policy.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        self.schema = jsonschema.Draft7Validator(schema)

    def check(self, policy):
        # JSON is YAML.
        (self.box.work / "mlruns" / "policy.yaml").write_text(json.dumps(policy))
        return self.box.run("mlt", "check", "--fail-if", "n < 1")

    def test_sound_policies(self):
        for policy in SOUND:
            with self.subTest(policy=policy):
                self.assertIn(self.check(policy).code, (0, 1))
                self.schema.validate(policy)

    def test_wrong_policies(self):
        for policy in WRONG:
            with self.subTest(policy=policy):
                result = self.check(policy)
                self.assertEqual(result.code, 5, str(result))
                self.assertIn("error: policy.yaml:1: ", result.err)
                self.assertFalse(self.schema.is_valid(policy))


if __name__ == "__main__":
    unittest.main()
