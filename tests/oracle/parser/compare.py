#!/usr/bin/env python3
"""Gives random statements to two programs, and lists those that they disagree on.

compare.py SEED N PARSER LINTER; fails if the linter refuses what the parser takes, or passes more
than 0.5 % of what it rejects. With RECORD=1 the parser's verdicts become testdata/oracle/parser.jsonl.
"""
import json
import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
RECORDING = FOLDER.parents[2] / "testdata/oracle/parser.jsonl"
MOST_PASSED = 0.005


def run(command, lines):
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def main():
    seed, number, parser, linter = sys.argv[1:]
    generated = run([sys.executable, FOLDER / "generate.py", seed, number], "")
    sources = sorted((FOLDER.parents[2] / "testdata/oracle").glob("*.sql"))
    for source in sources:
        lines = source.read_text().splitlines()
        generated += [json.dumps({"sql": line}) for line in lines if not line.startswith("--")]
    text = "\n".join(generated) + "\n"
    said = [json.loads(line) for line in run([parser], text)]
    refused = [json.loads(line)["refused"] for line in run([linter], text)]
    # Nothing but comments is a statement to neither.
    pairs = [pair for pair in zip(said, refused) if pair[0]["error"] != "empty statement"]
    if os.environ.get("RECORD"):
        lines = sorted({json.dumps(one) for one, _ in pairs if len(one["sql"]) < 300})
        RECORDING.write_text("\n".join(lines) + "\n")
    false = [one for one, wrong in pairs if wrong and not one["error"]]
    passed = [one for one, wrong in pairs if not wrong and one["error"]]
    rejected = sum(1 for one, _ in pairs if one["error"])
    for one in false:
        print("refused, but the parser takes it:", one["sql"])
    for one in passed:
        print("passed, but the parser rejects it:", one["sql"], "--", one["error"])
    print(f"{len(pairs)} statements, {rejected} rejected by the parser; "
          f"{len(false)} refused wrongly, {len(passed)} passed wrongly")
    sys.exit(bool(false) or len(passed) > MOST_PASSED * rejected)


if __name__ == "__main__":
    main()
