#!/usr/bin/env python3
"""Puts one mistake at a time into the sources and asks the tests whether they notice.

Usage: tests/mutation/run.py [--seed 1] [--count 300] [--again LOG] [FOLDER...]

Of src/iam and src/lint, or of the folders given, all at once. Works on a copy of the checkout for
each, below build/mutation/. Builds the library and test programs of the folder there, then, for
each of the mutants drawn by the seed, what it changes; mutants that do not compile are replaced by
others of the folder. A mutant is killed if a test fails, crashes or takes too long. Prints a line
for each survivor and the share of killed ones, also of those tried before a SIGTERM. With --again
the mutants are not drawn but those that survived in an earlier run, whose output is in LOG. Exit status: 0 if
at least 95 % are killed, 1 otherwise, 2 if the tests fail without a mutant.
"""

import argparse
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.95
MINUTE = 60

# Tests of the modules that take long.
SLOW_OF_IAM = ("ActionReference.*:CompileActions.Gives*:Pack.*:Coverage.AgreesWith*:Covered.Leaves*:"
               "SimulateOracle.*:PropertyPolicies.HaveSizes:PolicyRedundancy.IsFoundAmong*")
SLOW_OF_LINT = ("Soundness.*:Decide.SharedNodes*:RuleDocuments.*Bounded:RuleDocuments.Truncation*:"
                "BuiltinRules.*")

# What is asked of each folder, in this order, until something fails: a program, which of its tests,
# and what must be built for it. Those that take long come last.
ASKED = {
    "src/iam": [
        ("iam_tests", f"-{SLOW_OF_IAM}", []),
        ("examples_tests", "*", []),
        ("program_tests",
         "Policies.*:Policy*.*:Trust.*:PropertyPolicies.*:StackPermissions.*:ReadBack.*:"
         "ExplainDenied.*:Operations.*",
         ["stackql-lint"]),
        ("seeded_tests", "*", []),
        ("sweep_tests", "TypePolicies.*", []),
        ("iam_tests", SLOW_OF_IAM, []),
    ],
    "src/lint": [
        ("lint_tests", f"-{SLOW_OF_LINT}", []),
        ("examples_tests", "*", []),
        ("constraints_tests", "*", []),
        ("program_tests",
         "OwnRules.*:*Suppressions.*:DialectOfRules.*:Secrets.*:References.*:FixedFiles.*:"
         "Environments.*:Explain.*",
         ["stackql-lint"]),
        ("samples_tests", "*", []),
        ("sweep_tests", "ReferenceRuleSweep.*", []),
        ("mistakes_tests", "*", []),
        ("lint_tests", SLOW_OF_LINT, []),
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
    ("one more", r"(?<![\w.'\"-])(\d+)(?![\w.'\"])", lambda m: str(int(m[1]) + 1)),
    ("! removed", r"!(?=[\w(])", ""),
    ("true to false", r"\btrue\b", "false"),
    ("false to true", r"\bfalse\b", "true"),
    ("break to continue", r"\bbreak;", "continue;"),
    ("continue to break", r"\bcontinue;", "break;"),
    ("min to max", r"std::min\b", "std::max"),
    ("max to min", r"std::max\b", "std::min"),
    ("empty result", r"\breturn (?!(?:false|nullptr|0|std::nullopt|Tri::kNo);)[^;{]+;",
     "return {};"),
    ("nothing added", r"^ *[\w.\->\[\]]+(\.|->)(push_back|emplace_back|insert|emplace)\(.*\);$", ";"),
    # Without `reserve` all is the same.
    ("statement dropped", r"^ *(?!.*\breserve\()[\w.\->\[\]]+ ?(\(.*\)|[+|&-]?= .*);$", ";"),
    ("other text", r'"([^"\\]+)"', r'"\1x"'),
]


class Mutant:
    def __init__(self, path, line, original, text, name):
        self.path, self.line, self.original, self.text, self.name = path, line, original, text, name

    def key(self):
        """The same after lines above it have changed."""
        return re.sub(r":\d+:", ":", str(self), count=1)

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
        self.run(["cmake", "--preset", "quick",
                  "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=gold -Wl,--strip-debug"],
                 10 * MINUTE, check=True)

    def run(self, command, timeout, check=False):
        """Whether it succeeds in time."""
        process = subprocess.Popen(command, cwd=self.tree, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            good = process.wait(timeout) == 0
        except subprocess.TimeoutExpired:
            good = False
        finally:
            if process.poll() is None:
                os.killpg(process.pid, 9)
                process.wait()
        if check and not good:
            sys.exit(f"failed: {' '.join(command)}")
        return good

    def make(self, *targets, timeout=60 * MINUTE):
        return self.run(["ninja", "-j1", "-C", str(self.build), *targets], timeout)

    def command(self, target):
        """What ninja runs last to build it."""
        return subprocess.run(["ninja", "-C", str(self.build), "-t", "commands", target],
                              capture_output=True, text=True, check=True,
                              start_new_session=True).stdout.splitlines()[-1]

    def precompile(self, folder):
        """All that its sources include: reading that takes most of a compiler's time."""
        sources = [source for source in sorted((self.tree / folder).glob("*.cc"))
                   if not source.name.endswith("_main.cc")]
        words = shlex.split(self.command(self.object_of(sources[0].relative_to(self.tree))))
        compiler = next(i for i, word in enumerate(words) if re.search(r"(\+\+|-\d+)$", word))
        # Without the headers that the build itself precompiles: there can be one such file.
        self.compiler = words[compiler:words.index("-include")] if "-include" in words else (
            words[compiler:words.index("-MD")])
        self.header = self.build / f"{sources[0].parent.name}_includes.h"
        self.header.write_text("\n".join(sorted({
            line for source in sources for line in source.read_text().splitlines()
            if line.startswith("#include")})))
        self.run([*self.compiler, "-x", "c++-header", str(self.header), "-o", f"{self.header}.gch"],
                 5 * MINUTE, check=True)

    @staticmethod
    def object_of(source):
        return f"CMakeFiles/{source.parts[1]}.dir/{source}.o"

    def build_quickly(self, source, program):
        """The source's object, its library and the program; what tools of the build make stays.

        None if it does not compile."""
        library = f"lib{source.parts[1]}.a"
        compiled = self.run([*self.compiler, "-include", str(self.header), "-c",
                             str(self.tree / source), "-o",
                             str(self.build / self.object_of(source))], 5 * MINUTE)
        if not compiled and not self.make(library):
            return None
        commands = [f"cd {self.build}", self.command(library), self.command(program)]
        return self.run(["sh", "-c", " && ".join(commands)], MINUTE)

    def passes(self, program, tests, timeout):
        return self.run([str(self.build / program), "--gtest_brief=1", "--gtest_fail_fast",
                         f"--gtest_filter={tests}"], timeout)


def limits_of(bench, folder):
    """How long each of the programs may take: several times as long as without a mutant."""
    limits = []
    for program, tests, targets in ASKED[folder]:
        if not bench.make(program, *targets):
            sys.exit(f"{program} cannot be built")
        start = time.time()
        if not bench.passes(program, tests, 30 * MINUTE):
            print(f"{program} fails without a mutant")
            sys.exit(2)
        limits.append(10 + 5 * (time.time() - start))
    return limits


def survives(bench, mutant, limits):
    """None if it does not compile."""
    source = Path(mutant.path)
    target = bench.tree / source
    built = bench.build / bench.object_of(source)
    original, original_object = target.read_text(), built.read_bytes()
    lines = original.splitlines(keepends=True)
    lines[mutant.line] = mutant.text + "\n"
    target.write_text("".join(lines))
    tools_ran = False
    try:
        (program, tests, _), *others = ASKED[str(source.parent)]
        quickly = bench.build_quickly(source, program)
        if not quickly:
            return quickly
        if not bench.passes(program, tests, limits[0]):
            return False
        tools_ran = True
        for (program, tests, targets), limit in zip(others, limits[1:]):
            # A tool of the build may run what was mutated, so that a failure here is one, too.
            if not bench.make(program, *targets, timeout=5 * MINUTE):
                return False
            if not bench.passes(program, tests, limit):
                return False
        return True
    finally:
        target.write_text(original)
        if tools_ran:
            bench.make("builtin_snapshot")
        built.write_bytes(original_object)


def drawn(pool, options):
    """The mutants to try, in this order, and how many of them."""
    if not options.again:
        random.Random(options.seed).shuffle(pool)
        return pool, options.count
    log = Path(options.again).read_text()
    lines = re.findall(r"^src/.*(?:\n    (?:was|now): .*)+", log, re.MULTILINE)
    wanted = {re.sub(r":\d+:", ":", text, count=1) for text in lines}
    found = [mutant for mutant in pool if mutant.key() in wanted]
    for gone in sorted(wanted - {mutant.key() for mutant in found}):
        print(f"no longer there: {gone}")
    return found, len(found)


def try_all(folder, name, mutants, wanted, stopped):
    """How many of a folder's mutants were tried, and how many of these killed."""
    bench = Bench(f"{name}/{Path(folder).name}")
    limits = limits_of(bench, folder)
    bench.precompile(folder)
    tried = killed = 0
    for mutant in mutants:
        if tried == wanted or stopped.is_set():
            break
        result = survives(bench, mutant, limits)
        if result is None:
            continue
        tried += 1
        killed += not result
        if result:
            print(mutant, flush=True)
        if tried % 25 == 0:
            print(f"-- {folder}: {killed} of {tried} killed", flush=True)
    return tried, killed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--again")
    parser.add_argument("folders", nargs="*", default=list(ASKED))
    options = parser.parse_args()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())  # what was changed is put back
    folders = [folder.rstrip("/") for folder in options.folders]
    pool = [mutant for folder in folders for path in sorted((ROOT / folder).glob("*.cc"))
            if not path.name.endswith("_main.cc")
            for mutant in mutants_of(str(path.relative_to(ROOT)))]
    mutants, wanted = drawn(pool, options)

    def of(folder, some):
        return [mutant for mutant in some if str(Path(mutant.path).parent) == folder]

    name = "again" if options.again else str(options.seed)
    tried = killed = 0
    with ThreadPoolExecutor(len(folders)) as threads:
        for folder, run in [(folder, threads.submit(try_all, folder, name, of(folder, mutants),
                                                    len(of(folder, mutants[:wanted])), stopped))
                            for folder in folders]:
            print(f"{folder}: {run.result()[1]} of {run.result()[0]} killed")
            tried, killed = tried + run.result()[0], killed + run.result()[1]
    drawn_by = "" if options.again else f"; {len(pool)} could be drawn, seed {options.seed}"
    print(f"{killed} of {tried} mutants killed, {100 * killed / max(tried, 1):.1f} %{drawn_by}")
    sys.exit(0 if killed >= GOAL * tried else 1)


if __name__ == "__main__":
    main()
