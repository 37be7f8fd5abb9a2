#!/usr/bin/env python3
"""The findings of `mlt doctor` in the code and in docs/doctor.md are the same, in number and words.

    doctor_findings.py ROOT | --self-test
"""

import pathlib
import re
import sys

KIND = re.compile(
    r'FindingKind\s+\w+\s*\{\s*"(MLT\d{3})",\s*"((?:[^"\\]|\\.)*)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)'
    r'(?:,\s*((?:"(?:[^"\\]|\\.)*"\s*|k\w+\s*)+))?\}')
HEADING = re.compile(r"^#+ ", re.MULTILINE)
SECTION = re.compile(r"^### (MLT\d{3}): (.+)$", re.MULTILINE)


def differences(code: str, document: str) -> list[str]:
    kinds = {m[1]: (m[2], m[3].strip() != '""', m[4] is not None) for m in KIND.finditer(code)}
    found = []
    if not kinds:
        found.append("no findings in the code")
    if len(kinds) != len(KIND.findall(code)):
        found.append("a number is used twice in the code")
    starts = list(SECTION.finditer(document))
    sections = {}
    for start in starts:
        following = HEADING.search(document, start.end())
        body = document[start.end():following.start() if following else len(document)]
        sections[start[1]] = (start[2], re.search(r"`--fix(-paths)?(=\w+)?`", body) is not None, "MLflow 3.17" in body)
    for number in sorted(kinds.keys() | sections.keys()):
        if number not in sections:
            found.append(f"{number} has no section in docs/doctor.md")
        elif number not in kinds:
            found.append(f"{number} is in docs/doctor.md alone")
        elif kinds[number][0] != sections[number][0]:
            found.append(f"{number} is '{kinds[number][0]}' in the code, '{sections[number][0]}' in docs/doctor.md")
        elif kinds[number][1] != sections[number][1]:
            found.append(f"{number}: the code and docs/doctor.md disagree on whether --fix mends it")
        elif kinds[number][2] and not sections[number][2]:
            found.append(f"{number}: docs/doctor.md does not say what MLflow 3.17 and 2.22 refuse")
    return found


def self_test() -> None:
    code = 'inline constexpr FindingKind kA{"MLT001", "a title",\n    "it "\n    "goes"};\nFindingKind kB{"MLT002", "b", ""};'
    document = "### MLT001: a title\n\nIt is. `--fix` mends it.\n\n### MLT002: b\n\nNothing.\n"
    assert differences(code, document) == [], differences(code, document)
    assert len(differences(code, document.replace("a title", "another"))) == 1
    assert len(differences(code, document.replace("`--fix`", "Nobody"))) == 1
    assert len(differences(code, document.replace("MLT002", "MLT003"))) == 2
    refused = code.replace('"b", ""}', '"b", "", "MLflow 3.17 fails"}')
    assert len(differences(refused, document)) == 1
    assert differences(refused, document.replace("Nothing.", "MLflow 3.17 fails.")) == []
    assert differences("", document)
    assert differences(code + code, document)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        sys.exit(0)
    root = pathlib.Path(sys.argv[1])
    headers = sorted((root / "src").rglob("findings.hpp"))
    problems = differences("".join(header.read_text() for header in headers),
                           (root / "docs/doctor.md").read_text())
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
