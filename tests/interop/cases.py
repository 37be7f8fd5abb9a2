#!/usr/bin/env python3
"""mlt beside real MLflow over one store; scripts/test interop runs it.

    cases.py MLT META_YAML_TOOL REPEATABLE ENVIRONMENT...

Each ENVIRONMENT is a virtual environment that holds one version of MLflow. For each the store that its
own client makes (make_store.py) is what the cases work on; dump_store.py says what that client reads.
"""

import pathlib
import subprocess
import sys

import migrate_cases
import read_cases
import shared_cases
import store_cases
import write_cases
from rig import Rig, Sandbox

CASES = read_cases.CASES + write_cases.CASES + shared_cases.CASES + store_cases.CASES + migrate_cases.CASES


def failures_of(rig: Rig) -> int:
    failures = checked = 0
    for case in CASES:
        name = f"MLflow {rig.version}: {case.__name__}"
        try:
            count = case(rig)
            checked += count
            print(f"{name}: {count} checked", flush=True)
        except (AssertionError, KeyError, OSError, StopIteration, TypeError, ValueError, subprocess.SubprocessError) as error:
            failures += 1
            print(f"{name}: FAILED: {type(error).__name__}: {error}", flush=True)
    print(f"MLflow {rig.version}: {len(CASES) - failures} cases passed, {failures} failed, {checked} things checked", flush=True)
    return failures


def main() -> int:
    mlt, tool, repeatable, *environments = (pathlib.Path(word).absolute() for word in sys.argv[1:])
    failures = 0
    for environment in environments:
        with Sandbox(mlt, repeatable) as box:
            failures += failures_of(Rig(environment, mlt, tool, box))
    print(f"interop: {len(environments) * len(CASES) - failures} cases passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
