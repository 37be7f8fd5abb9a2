#!/usr/bin/env python3
"""mlt beside real MLflow over one store; scripts/test interop runs it.

    cases.py MLT META_YAML_TOOL REPEATABLE ENVIRONMENT... [--only CASE...]

Each ENVIRONMENT is a virtual environment that holds one version of MLflow. For each the store that its
own client makes (make_store.py) is what the cases work on; dump_store.py says what that client reads.
"""

import argparse
import pathlib
import subprocess
import sys

import links_cases
import migrate_cases
import promise_cases
import read_cases
import scene_cases
import shared_cases
import store_cases
import traces_cases
import write_cases
from rig import Rig, Sandbox

CASES = (read_cases.CASES + write_cases.CASES + links_cases.CASES + shared_cases.CASES + store_cases.CASES
         + traces_cases.CASES + migrate_cases.CASES + promise_cases.CASES + scene_cases.CASES)


def failures_of(rig: Rig, cases: list) -> int:
    failures = checked = 0
    for case in cases:
        name = f"MLflow {rig.version}: {case.__name__}"
        try:
            count = case(rig)
            checked += count
            print(f"{name}: {count} checked", flush=True)
        except (AssertionError, KeyError, OSError, StopIteration, TypeError, ValueError, subprocess.SubprocessError) as error:
            failures += 1
            print(f"{name}: FAILED: {type(error).__name__}: {error}", flush=True)
    print(f"MLflow {rig.version}: {len(cases) - failures} cases passed, {failures} failed, {checked} things checked", flush=True)
    return failures


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("mlt", "tool", "repeatable"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("environments", type=pathlib.Path, nargs="+")
    parser.add_argument("--only", nargs="+", choices=[case.__name__ for case in CASES], default=[])
    words = parser.parse_args()
    cases = [case for case in CASES if not words.only or case.__name__ in words.only]
    failures = 0
    for environment in words.environments:
        with Sandbox(words.mlt, words.repeatable) as box:
            failures += failures_of(Rig(environment.absolute(), words.mlt.absolute(), words.tool.absolute(), box), cases)
    print(f"interop: {len(words.environments) * len(cases) - failures} cases passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
