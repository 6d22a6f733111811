#!/usr/bin/env python3
"""Puts one mistake at a time into the sources and asks the tests whether they notice.

Usage: tests/mutation/run.py [SEED] [N] [FOLDER...]     default: 1 300 src/iam src/lint

Works on a copy of the checkout below build/mutation/. Builds the libraries and test programs of
the folders there, then, for each of N mutants drawn by the seed, what it changes; mutants that do
not compile are replaced by others. A mutant is killed if a test fails, crashes or takes too long.
Prints a line for each survivor and the share of killed ones. Exit status: 0 if that is at least
95 %, 1 otherwise, 2 if the tests fail without a mutant.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.95
MINUTE = 60

# What is asked of each folder, in this order, until something fails: a program and which of its
# tests, those that take long last.
ASKED = {
    "src/iam": [
        ("iam_tests", "-ActionReference.*:CompileActions.Gives*:Pack.*:Coverage.AgreesWith*"),
        ("examples_tests", "*"),
        ("iam_tests", "Pack.*:Coverage.AgreesWith*"),
    ],
    "src/lint": [
        ("lint_tests", "-Soundness.*:Decide.SharedNodes*:RuleDocuments.*Bounded:BuiltinRules.Give*"),
        ("examples_tests", "*"),
        ("lint_tests", "Soundness.*:Decide.SharedNodes*:RuleDocuments.*Bounded"),
    ],
}

# (name, what is looked for, what stands there instead)
OPERATORS = [
    ("negated condition", r"\bif \(([^;=]*)\)( \{| return| continue| break|$)", r"if (!(\1))\2"),
    ("== to !=", r" == ", " != "),
    ("!= to ==", r" != ", " == "),
    ("< to <=", r" < ", " <= "),
    ("> to >=", r" > ", " >= "),
    ("<= to <", r" <= ", " < "),
    (">= to >", r" >= ", " > "),
    ("&& to ||", r" && ", " || "),
    ("|| to &&", r" \|\| ", " && "),
    ("+ to -", r" \+ (?=[\w(])", " - "),
    ("- to +", r" - (?=[\w(])", " + "),
    ("one more", r"(?<![\w.'\"])(\d+)(?![\w.'\"])", lambda m: str(int(m[1]) + 1)),
    ("! removed", r"!(?=[\w(])", ""),
    ("true to false", r"\btrue\b", "false"),
    ("false to true", r"\bfalse\b", "true"),
    ("break to continue", r"\bbreak;", "continue;"),
    ("continue to break", r"\bcontinue;", "break;"),
    ("min to max", r"std::min\b", "std::max"),
    ("max to min", r"std::max\b", "std::min"),
    ("empty result", r"\breturn [^;{]+;", "return {};"),
    ("nothing added", r"^ *[\w.\->\[\]]+(\.|->)(push_back|emplace_back|insert|emplace)\(.*\);$", ";"),
    ("statement dropped", r"^ *[\w.\->\[\]]+ ?(\(.*\)|[+|&-]?= .*);$", ";"),
    ("other text", r'"([^"\\]+)"', r'"\1x"'),
]


class Mutant:
    def __init__(self, path, line, original, text, name):
        self.path, self.line, self.original, self.text, self.name = path, line, original, text, name

    def __str__(self):
        now = f"\n    now: {self.text.strip()}" if self.text.strip() != ";" else ""
        return f"{self.path}:{self.line + 1}: {self.name}\n    was: {self.original.strip()}{now}"


def is_code(line):
    text = line.strip()
    return text and not text.startswith(("//", "#", "namespace", "using ", "static_assert"))


def mutants_of(path):
    """Every mutant of a source file."""
    found = []
    for number, line in enumerate((ROOT / path).read_text().splitlines()):
        if not is_code(line) or "assert(" in line:
            continue
        code = line.split("  // ")[0]
        for name, pattern, replacement in OPERATORS:
            for match in re.finditer(pattern, code):
                in_text = code[: match.start()].count('"') % 2 == 1
                if in_text and name != "other text":
                    continue
                text = code[: match.start()] + match.expand(replacement) if isinstance(
                    replacement, str) else code[: match.start()] + replacement(match)
                found.append(Mutant(path, number, code, text + code[match.end():], name))
    return found


class Bench:
    """A copy of the checkout in which mutants are built."""

    def __init__(self, name):
        self.tree = ROOT / "build" / "mutation" / name
        self.build = self.tree / "build" / "quick"
        files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                               capture_output=True, text=True, check=True).stdout.splitlines()
        for file in files:
            source, copy = ROOT / file, self.tree / file
            if source.is_file() and not (copy.exists() and copy.read_bytes() == source.read_bytes()):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
        for folder in ("src", "tests", "rules"):
            for copy in (self.tree / folder).rglob("*"):
                if copy.is_file() and str(copy.relative_to(self.tree)) not in files:
                    copy.unlink()
        self.run(["cmake", "--preset", "quick"], 10 * MINUTE, check=True)

    def run(self, command, timeout, check=False):
        """Whether it succeeds in time."""
        process = subprocess.Popen(command, cwd=self.tree, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            good = process.wait(timeout) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            good = False
        if check and not good:
            sys.exit(f"failed: {' '.join(command)}")
        return good

    def make(self, targets, timeout=60 * MINUTE):
        return self.run(["ninja", "-C", str(self.build), *targets], timeout)

    def passes(self, program, tests, timeout):
        return self.run([str(self.build / program), "--gtest_brief=1", "--gtest_fail_fast",
                         f"--gtest_filter={tests}"], timeout)


def survives(bench, mutant, limits):
    """None if it does not compile."""
    target = bench.tree / mutant.path
    original = target.read_text()
    lines = original.splitlines(keepends=True)
    lines[mutant.line] = mutant.text + "\n"
    target.write_text("".join(lines))
    try:
        library = Path(mutant.path).parts[1]
        if not bench.make([f"lib{library}.a"]):
            return None
        for (program, tests), limit in limits.items():
            # A tool of the build may run what was mutated, so that a failure here is one, too.
            if not bench.make([program], 5 * MINUTE) or not bench.passes(program, tests, limit):
                return False
        return True
    finally:
        target.write_text(original)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was changed is put back
    folders = [folder.rstrip("/") for folder in sys.argv[3:]] or list(ASKED)
    bench = Bench("-".join(Path(folder).name for folder in folders))
    limits = {}
    for folder in folders:
        limits[folder] = {}
        for asked in ASKED[folder]:
            start = time.time()
            if not bench.make([asked[0]]) or not bench.passes(*asked, 30 * MINUTE):
                print(f"{asked[0]} fails without a mutant")
                sys.exit(2)
            limits[folder][asked] = 10 + 5 * (time.time() - start)

    pool = [mutant for folder in folders for path in sorted((ROOT / folder).glob("*.cc"))
            if not path.name.endswith("_main.cc")
            for mutant in mutants_of(str(path.relative_to(ROOT)))]
    random.Random(seed).shuffle(pool)
    tried = killed = 0
    for mutant in pool:
        if tried == wanted:
            break
        folder = str(Path(mutant.path).parent)
        result = survives(bench, mutant, limits[folder])
        if result is None:
            continue
        tried += 1
        killed += not result
        if result:
            print(mutant, flush=True)
        if tried % 25 == 0:
            print(f"-- {killed} of {tried} killed", flush=True)
    print(f"{killed} of {tried} mutants killed, {100 * killed / max(tried, 1):.1f} %; "
          f"{len(pool)} could be drawn, seed {seed}")
    sys.exit(0 if killed >= GOAL * tried else 1)


if __name__ == "__main__":
    main()
