#!/usr/bin/env python3
"""A migration killed at every call that changes a file, in both directions.

    migrate_faults.py MLT REPEATABLE FAULTY

Until the swap the old store is as it was, byte for byte; after it too, under its other name. The same
command again ends what was begun, and leaves what an undisturbed one leaves.
"""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sandbox import Sandbox, Result  # noqa: E402

KILLED = -9
CLOCK = 1767690000000


def check(condition: bool, words: str) -> None:
    if not condition:
        raise AssertionError(words)


def tree(folder: pathlib.Path) -> dict[str, bytes]:
    """Files by path, but for what is empty or built aside."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.stat().st_size > 0 and not {".tmp", ".mlt.trash"} & set(path.parts)}


class Rig:
    def __init__(self, box: Sandbox, faulty: str, layout: str):
        self.box, self.faulty = box, str(pathlib.Path(faulty).resolve())
        self.layout, self.target = layout, "mlflow" if layout == "native" else "native"
        self.work = box.home / layout / "work"
        self.old = box.home / layout / "old"
        self.work.mkdir(parents=True)
        self.fill()
        shutil.copytree(self.work, self.old)
        self.source = tree(self.old / "mlruns")

    def mlt(self, *words: str, **fault: str) -> Result:
        env = self.box.repeatable(self.box.home / self.layout / "state", CLOCK)
        if fault:
            env["LD_PRELOAD"] += f":{self.faulty}"
            env.update(fault, FAULT_ROOT=str(self.work))
        return self.box.run("mlt", *words, cwd=self.work, env=env)

    def fill(self) -> None:
        def made(*words: str) -> None:
            result = self.mlt(*words)
            check(result.code == 0, f"{words}: {result}")

        made("init", "--layout", self.layout)
        (self.work / "mlruns" / "policy.yaml").write_text("rules: []\n")
        (self.work / "weights.bin").write_bytes(bytes(range(256)) * 100)
        for name in ("first", "second"):
            made("-q", "run", "-x", "iris", "--name", name, "-P", "lr=0.1", "--", "mlt", "log", "metric", "loss", "0.5")
            made("log", "artifact", "weights.bin", "--run", name)
        made("runs", "delete", "second")

    def afresh(self) -> None:
        shutil.rmtree(self.work)
        shutil.copytree(self.old, self.work)

    def migrate(self, **fault: str) -> Result:
        return self.mlt("migrate", "--to", self.target, **fault)

    def undisturbed(self) -> int:
        log = self.box.home / self.layout / "calls"
        result = self.migrate(FAULT_LOG=str(log))
        check(result.code == 0, f"undisturbed: {result}")
        self.new = tree(self.work)
        return len(log.read_text().splitlines())

    def source_now(self) -> dict[str, bytes]:
        place = self.work / f"mlruns.{self.layout}.old"
        return tree(place if place.exists() else self.work / "mlruns")

    def killed(self, number: int) -> None:
        self.afresh()
        result = self.migrate(FAULT_AT=str(number), FAULT_KIND="kill")
        check(result.code == KILLED, f"was not killed: {result}")
        check(self.source_now() == self.source, "the old store has changed")
        result = self.migrate()
        check(result.code == 0, f"the same command again: {result}")
        check(self.source_now() == self.source, "the second call changed the old store")
        now = tree(self.work)
        different = sorted(name for name in now.keys() | self.new.keys() if now.get(name) != self.new.get(name))
        check(not different, f"differs from an undisturbed migration: {different}")


def main() -> int:
    mlt, repeatable, faulty = sys.argv[1:]
    failures = 0
    for layout in ("native", "mlflow"):
        with Sandbox(mlt, repeatable) as box:
            rig = Rig(box, faulty, layout)
            calls = rig.undisturbed()
            for number in range(1, calls + 1):
                try:
                    rig.killed(number)
                except AssertionError as error:
                    failures += 1
                    print(f"from {layout}, killed at call {number} of {calls}: {error}")
            print(f"from {layout}: killed at each of {calls} calls, {failures} failures so far")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
