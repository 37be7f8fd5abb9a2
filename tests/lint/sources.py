#!/usr/bin/env python3
"""Checks what no compiler looks at in our text files.

usage: sources.py ROOT | --self-test

UTF-8, lines that end in LF without white space before it, a newline at the end of the file, no tabs,
`#pragma once` in headers, and no path of somebody's machine.
"""

import os
import pathlib
import re
import sys
import tempfile

SUFFIXES = {
    ".c", ".cmake", ".cpp", ".css", ".hpp", ".html", ".in", ".js", ".json", ".md", ".py", ".sh",
    ".txt", ".yaml", ".yml",
}  # fmt: skip
NAMES = {"LICENSE", ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".gitignore"}
# Folders of scripts without a suffix, and folders of data that is broken on purpose or not ours.
SCRIPTS = {"scripts", ".ci"}
SKIPPED = {".git", "build", "corpus", "golden", "node_modules"}

# Homes in examples belong to ada, bob and eve, who have no machine.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|Users|home/(?!ada\b|bob\b|eve\b)\w+)/\w")


def faults_of(path, data):
    """Pairs of line number and fault."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [(data.count(b"\n", 0, error.start) + 1, "not UTF-8")]
    faults = []
    lines = text.split("\n")
    if text and lines[-1]:
        faults.append((len(lines), "no newline at the end of the file"))
    if text.endswith("\n\n"):
        faults.append((len(lines) - 1, "an empty line at the end of the file"))
    for number, line in enumerate(lines, 1):
        if line != line.rstrip(" \t\r"):
            faults.append((number, "white space at the end of the line"))
        elif "\t" in line:
            faults.append((number, "a tab"))
        match = MACHINE_PATH.search(line)
        if match:
            faults.append((number, f"a path of one machine: {match.group()}"))
    if path.suffix == ".hpp" and "#pragma once" not in lines:
        faults.append((1, "no #pragma once"))
    return faults


def is_checked(path):
    """True for a text file that we wrote. `path` is relative to the root."""
    in_scripts = path.parts[0] in SCRIPTS and not path.suffix
    return path.suffix in SUFFIXES or path.name in NAMES or in_scripts


def check(root):
    """The faults of a whole tree as lines of text."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            path = pathlib.Path(folder, name)
            relative = path.relative_to(root)
            if is_checked(relative) and path.is_file() and not path.is_symlink():
                for number, fault in faults_of(relative, path.read_bytes()):
                    found.append(f"{relative}:{number}: {fault}")
    return found


ACCEPTED = {
    "a.hpp": b"#pragma once\n\nint a;\n",
    "empty.py": b"",
    "docs/a.md": "Ärger → /home/ada/x, ~/work/x, src/work/x\n".encode(),
    "build/a.cpp": b"\t",
    "golden/a.json": b"{} \r\n",
    "a.bin": b"\xff",
    "scripts/test": b"#!/bin/sh\n",
}

# One fault each.
REFUSED = {
    "a.hpp": b"int a;\n",
    "a.cpp": b"int a; \n",
    "b.cpp": b"int a;",
    "c.cpp": b"\tint a;\n",
    "d.cpp": b"int a;\r\n",
    "e.cpp": b"int a;\n\n",
    "f.cpp": b"// \xff\n",
    "docs/a.md": b"see " + b"/ho" + b"me/someone/notes\n",
    "scripts/test": b"cd " + b"/ro" + b"ot/mlt\n",
}


def faults_in_tree(files):
    """The faults of a tree made of these files alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return check(folder)


def self_test():
    """Prints what the check gets wrong about known trees."""
    wrong = [f"refused: {fault}" for fault in faults_in_tree(ACCEPTED)]
    for name, data in REFUSED.items():
        found = faults_in_tree({name: data})
        if len(found) != 1:
            wrong.append(f"{len(found)} faults, not 1, in {name}: {data!r} {found}")
    return wrong


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: sources.py ROOT | --self-test")
    found = self_test() if sys.argv[1] == "--self-test" else check(sys.argv[1])
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
