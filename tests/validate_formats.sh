#!/bin/bash
# Has readers of other formats read what the program writes of the sample stacks, and compares what
# they find with --output json: junitparser for JUnit, markdown-it for Markdown (both from PyPI),
# Python for Checkstyle's XML, GitLab's JSON and reviewdog's.
# Usage: tests/validate_formats.sh [PROGRAM]    without: build/release/stackql-lint
# Exit status: 0 they agree, 1 they do not, 77 the readers cannot be had.
set -u
skip() { echo "SKIPPED: $1" >&2; exit 77; }
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${1:-$root/build/release/stackql-lint}")
[ -x "$program" ] || skip "there is no $program"
command -v python3 > /dev/null || skip "python3 is not installed"
folder=$(mktemp -d) || skip "there is no temporary folder"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python" > /dev/null 2>&1 || skip "python3 has no venv"
"$folder/python/bin/pip" install --quiet junitparser==5.0.3 markdown-it-py==4.3.0 \
  > /dev/null 2>&1 || skip "pip cannot install junitparser and markdown-it-py"

cd "$root" || exit 1
for i in 1 1 2 '*a*|<b>' '`c` [d](e) &amp;' $'\a\t' $'\xFF' '@f #1 http://g'; do
  printf "SELECT \"%s\" FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n" "$i"
done > "$folder/odd.iql"
for stack in testdata/stacks/*/ "$folder/odd.iql"; do
  name=$folder/$(basename "$stack")
  "$program" --no-config --quiet --output json="$name.json" --output junit="$name.junit" \
    --output gitlab="$name.gitlab" --output checkstyle="$name.checkstyle" \
    --output markdown="$name.markdown" --output rdjson="$name.rdjson" "$stack" > /dev/null
done
"$folder/python/bin/python" - "$folder"/*.json << 'END'
import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

import junitparser
import markdown_it

failed = False


def same(name, what, found, expected):
    global failed
    if found != expected:
        failed = True
        print(f"{name}: {what}: found {found}, expected {expected}")


def check(name):
    report = json.load(open(name + ".json"))
    findings = report["findings"]
    places = Counter((f["file"], f["line"], f["column"], f["message"]) for f in findings)

    suites = junitparser.JUnitXml.fromfile(name + ".junit")
    cases = [case for suite in suites for case in suite]
    failures = [result for case in cases for result in case.result]
    same(name, "JUnit cases", len(cases), max(len(findings), 1))
    same(name, "JUnit failures", Counter(f.message for f in failures),
         Counter(f["message"] for f in findings))
    same(name, "JUnit counts", (suites.tests, suites.failures, suites.errors),
         (len(cases), len(findings), len(report["failures"])))
    for suite in suites:
        same(name, "JUnit suite " + suite.name, suite.tests, len(list(suite)))

    errors = [(file.get("name"), int(error.get("line")), int(error.get("column")),
               error.get("message"))
              for file in ElementTree.parse(name + ".checkstyle").getroot()
              for error in file]
    same(name, "Checkstyle places", Counter(e[:3] for e in errors),
         Counter(p[:3] for p in places.elements()))

    issues = json.load(open(name + ".gitlab"))
    same(name, "GitLab places", Counter((i["location"]["path"], i["location"]["lines"]["begin"])
                                        for i in issues),
         Counter(p[:2] for p in places.elements()))
    same(name, "GitLab fingerprints", len({i["fingerprint"] for i in issues}), len(findings))
    same(name, "GitLab severities",
         {i["severity"] for i in issues} - {"info", "minor", "major", "critical", "blocker"}, set())

    diagnostics = json.load(open(name + ".rdjson"))["diagnostics"]
    same(name, "rdjson places", Counter((d["location"]["path"],
                                         d["location"]["range"]["start"]["line"])
                                        for d in diagnostics),
         Counter(p[:2] for p in places.elements()))

    tokens = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).parse(
        open(name + ".markdown").read())
    rows = [t for t in tokens if t.type == "tr_open"]
    same(name, "Markdown rows", len(rows), len(findings) + 1 if findings else 0)
    cells = [t for t in tokens if t.type == "td_open"]
    same(name, "Markdown cells", len(cells), 4 * len(findings))
    texts = [t for t in tokens if t.type == "inline"]
    kinds = Counter(child.type for t in texts for child in t.children or [])
    same(name, "Markdown emphasis", kinds["em_open"] + kinds["strong_open"], 0)


for path in sys.argv[1:]:
    check(path.removesuffix(".json"))
sys.exit(failed)
END
