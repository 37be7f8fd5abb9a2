#!/usr/bin/env python3
"""The YAML of MLflow's files is what PyYAML makes of it.

    meta_yaml.py META_YAML_TOOL [COUNT [SEED]]

Some ten thousand maps, of hand-picked scalars and of scalars put together at random from what YAML
finds special, are written by mlt and by PyYAML over libyaml, the way MLflow calls it: the bytes are
equal, and mlt reads them back. What people may have written by hand is read as PyYAML reads it.
"""

import datetime
import json
import math
import random
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is missing", file=sys.stderr)
    sys.exit(77)

INT64 = range(-(2**63), 2**63)

WORDS = """
y n Y N yes Yes YES yEs no No NO on On ON off Off OFF true True TRUE tRue false False FALSE null Null
NULL nUll none None ~ ~x = == << <<< - -- --- ---x --a ... ...x .... ? ?x : :x x: x:y # #x x#y @x `x` %x
& &a * *a ! !x !!str | > |- >+ ' '' " "" [ ] { } [] {} [a] {a} , ,x x,y
0 -0 +0 00 07 08 09 010 0o17 0x 0x1F 0x1g 0X1F -0x1F 0b 0b1 0b12 0_ _0 _ 1_000 1__0_ +1 -1 ++1 1- 1+1
9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809
1:30 1:3 1:60 1:59 1:5:9 01:30 12:30:45 12:30:45.5 1:30: 1: 190:20:30 -1:30 1_0:30 1:030
1. 1.0 .5 -.5 +.5 5. 1e3 1e+3 1.e+3 1.5e3 1.5e+3 1.5E-3 1.5e+ .5e+3 .5e3 . .. 1.2.3 1._ ._1 .1_ 0.1_
.inf .Inf .INF .iNF -.inf +.inf +-.inf .nan .NaN .NAN -.nan inf nan Infinity
2001-01-01 2001-1-1 2001-13-45 01-01-2001 2001-01-01T00:00:00 2001-01-01t0:00:00 2001-1-1T1:1:1
2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 2001-12-14T21:59:43.Z 2001-12-14T21:59:43+5
2001-12-14T21:59:43-05:3 0000-00-00 20010-01-01
file:///a/b%20c s3://bucket/x?y=1 a/b/c C:\\x models:/m/1 0123456789abcdef0123456789abcdef
12345678901234567890123456789012 1e234567890123456789012345678901 é ü 名前 メトリック \u00a0 \u00a0x x\u00a0
\ufeff \ufeffx \ufffe \ufffd \u200b \u0085 a\u0085b \u2028 a\u2028b \u2029 \x7f \x80 \x9f \x1b[0m
🚀 a🚀b \U0010ffff \U00010000 \ue000 \ud7ff
""".split() + [
    "", " ", "  ", "\t", "\n", "\r", "\r\n", "\0", "a\0b", " x", "x ", " x ", "\tx", "x\t", "a\tb", "a\nb",
    "a\n", "\na", "a\n\nb", "a\n\n", "a \nb", "a\n b", "a\rb", "a\r\nb", "a: b", "a:\tb", "a :b", "a #b",
    "a\t#b", "a# b", "- a", "-\ta", "? a", ": a", "a:", "a: ", "--- a", "... a", "---\na", "a\n---\nb",
    "a\n... ", "2001-12-14 21:59:43", "2001-12-14 21:59:43.1 -5:30", "2001-12-14  21:59:43 Z", "# Title\n\nline two\n",
    "it's", "'quoted'", "say \"x\"", "back\\slash", "a\u2028b\nc", "a\nb\u2028c", "a\u2028 b", "a\u2028\n\nb",
    "\u2028a", "a\u2029", "\u2028\n", "x\n\u2028", "12\n", "yes\n", "名前 – émigré 🚀: \"quoted\" #hash",
]  # fmt: skip

PIECES = [
    " ", " ", " ", "  ", "\n", "\n\n", "'", '"', "\\", ":", ": ", " #", "#", "-", "- ", "?", ",", "[", "]", "{", "}",
    "a", "b", "word", "longer words", "é", "名", "\u00a0", "\u2028", "\u2029", "\u0085", "\ufeff", "🚀", "\t", "\r",
    "\x07", "\x1b", "\x7f", "0", "1", "9", ".", "_", "e+", "e", "x", "~", "yes", "=", "<<", "---", "...", "%", "&", "*",
]  # fmt: skip


def dumped(value: object) -> str:
    return yaml.dump(value, default_flow_style=False, allow_unicode=True, Dumper=yaml.CSafeDumper)


def random_text(chance: random.Random) -> str:
    kind = chance.randrange(6)
    if kind == 0:
        return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 12)))
    if kind == 1:
        return "".join(chance.choice("0123456789_:.+-eExbT Z") for _ in range(chance.randrange(1, 12)))
    if kind == 2:  # folds of plain scalars
        return " ".join("w" * chance.randrange(1, 30) for _ in range(chance.randrange(2, 30)))
    if kind == 3:  # folds of quoted ones
        words = ["w" * chance.randrange(1, 20) for _ in range(chance.randrange(2, 30))]
        words.insert(chance.randrange(len(words)), chance.choice(PIECES))
        return chance.choice(["", "", " "]) + chance.choice([" ", "  ", " é"]).join(words) + chance.choice(["", " ", "\n"])
    if kind == 4:
        return "".join(chance.choice(PIECES) for _ in range(chance.randrange(20, 120)))
    while True:
        text = "".join(chr(chance.choice([chance.randrange(0x100), chance.randrange(0x3100), chance.randrange(0x110000)]))
                       for _ in range(chance.randrange(1, 8)))
        if not any(0xD800 <= ord(character) < 0xE000 for character in text):
            return text


def random_value(chance: random.Random, depth: int) -> object:
    kind = chance.randrange(14 if depth else 11)
    if kind < 6:
        return chance.choice(WORDS) if chance.randrange(2) else random_text(chance)
    if kind == 6:
        return chance.choice([0, -1, 3, 2**63 - 1, -(2**63), 2**63, -(2**70), 1700000000000])
    if kind == 7:
        return chance.choice([0.0, -0.0, 1.0, 0.1, 1e16, 1e22, 1.5e-7, 1e-5, 5e-324, 1.7976931348623157e308, 123456.789])
    if kind == 8:
        return chance.choice([True, False, None])
    if kind == 9:
        return []
    if kind == 10:
        return {}
    if kind == 11:
        return [random_value(chance, depth - 1) for _ in range(chance.randrange(1, 4))]
    return random_map(chance, depth - 1)


def random_map(chance: random.Random, depth: int) -> dict:
    def key() -> str:
        kind = chance.randrange(5)
        return random_text(chance) if kind == 0 else chance.choice(WORDS) if kind == 1 else f"key{chance.randrange(100)}"

    return {key(): random_value(chance, depth) for _ in range(chance.randrange(1, 6))}


PLAIN = [word for word in WORDS if not set(word) & set("&*!\r\u0085\u2028\u2029")]

# Text that MLflow does not write, but that people and merges make of it.
BY_HAND = [
    *[f"a: {word}" for word in PLAIN],
    *[f"a: {word}\nb: 1\n" for word in PLAIN],
    "a: 1\r\nb: two\r\nc: 'x'\r\n", "a: 1\na: 2\n", "a: {x: 1}\na: 3\n", "a: 1\nb: 2\na:\n  c: 3\n", "a:   spaced   \n", "a:\nb:\n",
    "# comment\na: 1 # more\n\nb: 2\n", "---\na: 1\n", "---\na: 1\n...\n", "a: |\n  x\n  y\n", "a: >-\n  x\n  y\n\n  z\n",
    "a: [1, yes, 'no', {b: 1e3}]\n", "{a: 1, b: [x]}\n", "a:\n- 1\n- b: 2\n  c: 3\n- - 4\n", "a:\n  - x\n  -\n", "'a': 1\n\"b\\n\": 2\n",
    "? a\n: b\n", "? |\n  long\n: b\n", "a: 'x\n  y'\n", "a: 'x\n\n  y'\n", 'a: "x\\\n  y"\n', 'a: "x\n\n  y"\n', "a: x\n  y\n\n  z\n",
    'a: "\\x41\\u00e9\\U0001F680\\_\\N\\L\\P\\e\\0\\ \\/"\n', "a: 'it''s'\n", "a: b:c\n", "a: 'x' # y\n", 'a: "x"  # y\n', "a: x# y\n",
    "tags:\n  a: b\n  c: 1\nname: x\n", "tags: {}\nlist: []\n", "a : 1\n", "a: -1\nb: -x\nc: --\n", "a: ?x\nb: :x\n", "\ufeffa: 1\n",
]  # fmt: skip

REFUSED = [
    "", "\n", "# only\n", "text", "- a\n", "12", "a: b: c\n", "a: 'x\n", 'a: "x\n', 'a: "\\q"\n', "a: 1\n b: 2\n", "a: [1\n", "a: {\n",
    "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> b\n", "a: \x01\n", "a: 1\nb\n",
    "a: @x\n", "a: `x\n", "a: 1\n---\nb: 2\n", "a: %x\n", "a: ]\n", "a: 'x' y\n", "a: *b\n", "a: , x\n", "a: - x\n",
    "a: &x 1\n", "a: &x 1\nb: *x\n", "a: !!str 1\n",
]  # fmt: skip


def as_json(value: object) -> object:
    """A value of PyYAML's as the tool prints it."""
    if isinstance(value, dict):
        # mlt keeps the spelling of a key, whatever its type.
        return {key if isinstance(key, str) else ("key", str(key)): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, int) and not isinstance(value, bool) and value not in INT64:
        return float(value)
    return value


def ask(tool: str, mode: str, requests: list) -> list:
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run([tool, mode], input=lines.encode(), capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert len(answers) == len(requests), (len(answers), len(requests))
    return answers


def main() -> int:
    tool = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    problems = []

    maps = [{"key": word} for word in WORDS] + [{word: "value"} for word in WORDS] + [{word: {"k": [word]}} for word in WORDS]
    maps += [{"key": 128 * "k"}, {128 * "k": "v"}, {129 * "k": "v"}, {129 * "k": {"a": ["b"]}}, {129 * "k": ["b"]}, {64 * "é": "v"}, {65 * "é": 1}]
    maps += [random_map(chance, 3) for _ in range(count)]
    texts = [dumped(item) for item in maps]
    for item, text, written in zip(maps, texts, ask(tool, "emit", maps), strict=True):
        if written != text:
            problems.append(f"written differently: {item!r}\n PyYAML {text!r}\n mlt    {written!r}")
    for text, written in zip(texts, ask(tool, "rewrite", texts), strict=True):
        if written != text:
            problems.append(f"read and written again: {text!r}\n mlt {written!r}")

    for text, value in zip(BY_HAND, ask(tool, "parse", BY_HAND), strict=True):
        try:
            expected = as_json(yaml.load(text, yaml.CSafeLoader))
        except (yaml.YAMLError, ValueError):
            continue  # that mlt may read more is no fault
        if isinstance(expected, dict) and isinstance(expected.get("a"), datetime.date):
            expected["a"] = text[3:].split("\n")[0]
        if value != expected:
            problems.append(f"read differently: {text!r}\n PyYAML {expected!r}\n mlt    {value!r}")
    for text, value in zip(REFUSED, ask(tool, "parse", REFUSED), strict=True):
        if not (isinstance(value, dict) and "refused" in value):
            problems.append(f"taken: {text!r} as {value!r}")

    print("\n".join(problems[:20]))
    print(f"{len(maps)} maps, {len(BY_HAND)} texts by hand, {len(REFUSED)} refused: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
