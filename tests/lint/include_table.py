#!/usr/bin/env python3
"""Checks that includes go downwards only.

usage: include_table.py ROOT | --self-test

ROOMS and LIBRARIES below are the tables of ARCHITECTURE.md: which room (folder of src/) may include
which, and the one place in which each third-party header may stand. CALLS names what only some
places may do at all: read the environment, print, ask for the time or for chance.
"""

import pathlib
import re
import sys
import tempfile

LOWER = {"base", "model", "disk", "render", "http", "search", "wire", "store"}
FACE = {"base", "model", "render", "http", "wire", "app"}
ROOMS = {
    "base": set(),
    "model": {"base"},
    "disk": {"base"},
    "render": {"base"},
    "http": {"base"},
    "search": {"base", "model"},
    "wire": {"base", "model"},
    "store": LOWER - {"render"},
    "app": LOWER,
    "rest": FACE,
    "web": FACE,
    "serve": FACE,
    "cli": LOWER | {"app", "rest", "web", "serve"},
    "main": {"cli"},
}

# The public headers in include/mlt/ belong to rooms too.
PUBLIC = {
    "mlt/error.hpp": "base",
    "mlt/build_info.hpp": "base",
    "mlt/run.hpp": "model",
    "mlt/dataset.hpp": "model",
    "mlt/logged_model.hpp": "model",
    "mlt/experiment.hpp": "model",
    "mlt/store.hpp": "store",
}

# (pattern of the header, pattern of the files below src/ that may include it)
LIBRARIES = [
    (r"CLI/", r"cli/"),
    (r"nlohmann/|rapidjson/|yaml-cpp/|toml\+\+/", r"wire/"),
    (r"pcre2\.h", r"app/run/"),
    (r"(spdlog|fmt)/", r"base/log\.cpp"),
    (r"openssl/", r"base/sha256\.cpp"),
    (r"utf8proc\.h", r"render/"),
    (r"(regex|iostream)$", r"(?!)"),  # slow, and iostream has a static initialiser: nowhere
    (r"source_location$", r"(?!)"),  # clang 14's tools do not have it; see mlt::Origin
]
SYSTEM = re.compile(
    r"[a-z0-9_]+$"  # the C++ library
    r"|(sys|linux|net|netinet|arpa)/[a-z0-9_]+\.h$"
    r"|(dirent|fcntl|grp|langinfo|locale|poll|pthread|pty|pwd|sched|signal|spawn|termios|unistd)\.h$"
)

# (what, pattern of the code, pattern of the files that may hold it)
CALLS = [
    ("reads the environment", r"\b(secure_)?getenv\b", r"cli/"),
    ("reads the environment", r"\benviron\b", r"cli/|base/process\.cpp"),  # handed on to children
    ("prints", r"\bstd::(cout|cerr|clog)\b|\b(stdout|stderr)\b", r"cli/"),
    ("prints", r"\b(printf|vprintf|puts|putchar|perror)\s*\(", r"cli/"),
    (
        "asks for the working directory",
        r"\b(getcwd|get_current_dir_name|current_path)\s*\(",
        r"cli/",
    ),
    (
        "reads the time without a base::Clock",
        r"\bsystem_clock::now\b|\b(gettimeofday|timespec_get)\s*\(|\bCLOCK_REALTIME\b"
        r"|(?<![\w.>])(std)?(::)?time\s*\(\s*(nullptr|NULL|0|&)",
        r"base/time\.cpp",
    ),
    (
        "takes chance from elsewhere than base::Random",
        r"\b(random_device|mt19937(_64)?|getrandom|getentropy|arc4random)\b|\b(s?rand|mkstemp)\s*\(",
        r"base/random\.cpp",
    ),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
NOT_CODE = re.compile(
    r"//[^\n]*"
    r"|/\*.*?\*/"
    r'|R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",  # not the separator in 1'000
    re.DOTALL,
)


def code_lines(text):
    """The lines of a source without comments and without what is in quotes."""
    return NOT_CODE.sub(lambda match: "\n" * match.group().count("\n"), text).split("\n")


def room_of(name):
    """The room of a file, named as an include would name it; None if there is no such room."""
    if name in PUBLIC:
        return PUBLIC[name]
    if name == "main.cpp":
        return "main"
    room = name.split("/", 1)[0]
    return room if room in ROOMS and "/" in name and room != "main" else None


def include_fault(name, room, quoted, header):
    """What is wrong with including `header` in the file `name` of `room`; None if nothing is."""
    for pattern, allowed in LIBRARIES:
        if re.match(pattern, header):
            if re.match(allowed, name):
                return None
            return f"<{header}> does not belong here"
    if not quoted:
        return None if SYSTEM.match(header) else f"<{header}> is not in the table of libraries"
    target = room_of(header)
    if target is None:
        return f'"{header}" is not in a room that the table knows'
    if target != room and target not in ROOMS[room]:
        return f'room {room} may not include "{header}" of room {target}'
    return None


def faults_of(name, text):
    """Pairs of line number and fault."""
    room = room_of(name)
    if room is None:
        return [(1, "this place is not in the table of rooms")]
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        match = INCLUDE.match(line)
        if match:
            fault = include_fault(name, room, match.group(1) == '"', match.group(2))
            if fault:
                faults.append((number, fault))
    for number, line in enumerate(code_lines(text), 1):
        for what, pattern, allowed in CALLS:
            if re.search(pattern, line) and not re.match(allowed, name):
                faults.append((number, f"room {room} {what}: {line.strip()}"))
    return faults


def check(root):
    """The faults of a whole tree as lines of text."""
    found = []
    for folder in ("src", "include"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                name = path.relative_to(root / folder).as_posix()
                for number, fault in faults_of(name, path.read_text(encoding="utf-8")):
                    found.append(f"{path.relative_to(root)}:{number}: {fault}")
    return found


ACCEPTED = {
    "src/main.cpp": '#include "cli/cli.hpp"',
    "src/base/log.cpp": '#include <spdlog/logger.h>\n#include "base/text.hpp"',
    "src/base/process.cpp": "#include <spawn.h>\nchar** all = environ;",
    "src/model/rules.cpp": '#include "base/text.hpp"\n#include "mlt/error.hpp"',
    "src/search/filter.cpp": '#include "mlt/run.hpp"',
    "src/wire/json.cpp": '#include <rapidjson/document.h>\n#include "model/rules.hpp"',
    "src/store/native/a.cpp": '#include "disk/disk.hpp"\n#include "wire/a.hpp"\n#include <sys/stat.h>',
    "src/app/a.cpp": '#include "mlt/store.hpp"\n// getenv() and "std::cout"\nauto s = "getenv(x)";\n'
    'auto raw = R"(std::cout << 1)";\nint n = 1\'000; snprintf(b, n, f); run.time(0);',
    "src/app/run/patterns.cpp": "#include <pcre2.h>",
    "src/cli/commands/a.cpp": '#include <CLI/CLI.hpp>\n#include "app/a.hpp"\nauto v = getenv("X");',
    "include/mlt/store.hpp": '#include "mlt/experiment.hpp"',
}

# One fault each.
REFUSED = {
    "src/base/a.cpp": '#include "model/rules.hpp"',
    "src/base/b.cpp": '#include "mlt/run.hpp"',
    "src/base/c.cpp": "#include <fmt/format.h>",
    "src/base/d.cpp": "#include <openssl/evp.h>",
    "src/model/a.cpp": '#include "disk/disk.hpp"',
    "src/disk/a.cpp": '#include "model/rules.hpp"',
    "src/render/a.cpp": '#include "mlt/run.hpp"',
    "src/search/a.cpp": '#include "wire/json.hpp"',
    "src/search/b.cpp": '#include "mlt/store.hpp"',
    "src/wire/a.cpp": '#include "store/open.hpp"',
    "src/store/a.cpp": '#include "app/compare.hpp"',
    "src/store/b.cpp": '#include "render/table.hpp"',
    "src/store/c.cpp": "#include <nlohmann/json.hpp>",
    "src/app/a.cpp": '#include "cli/context.hpp"',
    "src/app/b.cpp": "#include <pcre2.h>",
    "src/app/c.cpp": "#include <yaml-cpp/yaml.h>",
    "src/app/d.cpp": 'const char* home = std::getenv("HOME");',
    "src/app/e.cpp": "std::cout << 1;",
    "src/app/f.cpp": 'std::printf("x");',
    "src/app/g.cpp": 'std::fputs("x", stdout);',
    "src/app/h.cpp": "auto here = std::filesystem::current_path();",
    "src/app/i.cpp": "auto now = std::time(nullptr);",
    "src/app/j.cpp": "auto now = std::chrono::system_clock::now();",
    "src/app/k.cpp": "std::random_device device;",
    "src/app/l.cpp": "/* a comment */ char** all = environ;",
    "src/app/m.cpp": "#include <boost/asio.hpp>",
    "src/cli/a.cpp": "#include <iostream>",
    "src/app/n.cpp": "#include <source_location>",
    "src/cli/b.cpp": '#include "neighbour.hpp"',
    "src/cli/c.cpp": "#include <utf8proc.h>",
    "src/main.cpp": '#include "app/run.hpp"',
    "src/util/a.cpp": "int a;",
    "src/stray.cpp": "int a;",
    "include/mlt/run.hpp": '#include "mlt/store.hpp"',
    "include/mlt/extra.hpp": "int a;",
}


def faults_in_tree(files):
    """The faults of a tree made of these files alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n", encoding="utf-8")
        return check(root)


def self_test():
    """Prints what the check gets wrong about known trees."""
    wrong = [f"refused: {fault}" for fault in faults_in_tree(ACCEPTED)]
    for name, text in REFUSED.items():
        found = faults_in_tree({name: text})
        if len(found) != 1 or not found[0].startswith(name + ":1: "):
            wrong.append(f"{len(found)} faults, not 1, in {name}: {text} {found}")
    return wrong


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: include_table.py ROOT | --self-test")
    found = self_test() if sys.argv[1] == "--self-test" else check(pathlib.Path(sys.argv[1]))
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
