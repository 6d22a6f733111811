#!/bin/bash
# Runs Microsoft's SARIF validator over files and fails on any result, of whatever level, but
# SARIF2006 (a URL that cannot be reached), SARIF2015 (quotes around dynamic content, also around
# numbers), SARIF2012 of a run without results (no rule is described where none reports) and, with
# ALLOW=SARIF2003, a missing repository.
# Usage: tests/validate_sarif.sh [FILE...]    without files: what build/release/stackql-lint writes
# of the sample stacks. Exit status: 0 clean, 1 results, 77 the validator cannot be had.
set -u
allowed=" SARIF2006 SARIF2015 ${ALLOW:-} "

skip() { echo "SKIPPED: $1" >&2; exit 77; }
command -v npm > /dev/null || skip "npm is not installed"
folder=$(mktemp -d) || skip "there is no temporary folder"
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent @microsoft/sarif-multitool@5.7.0 \
  > /dev/null 2>&1 || skip "npm cannot install @microsoft/sarif-multitool"
tool=$(echo "$folder"/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool)
chmod u+x "$tool" 2> /dev/null || skip "the package has no program for this system"

if [ $# -eq 0 ]; then
  root=$(cd "$(dirname "$0")/.." && pwd)
  for stack in "$root"/testdata/stacks/*/; do
    set -- "$@" "$folder/$(basename "$stack").sarif"
    "$root/build/release/stackql-lint" --no-config --output sarif="${!#}" "$stack" > /dev/null
  done
fi
status=0
for file in "$@"; do
  rm -f "$folder/out.sarif"
  "$tool" validate "$file" --rule-kind 'Sarif;Ghas' --level 'Error;Warning;Note' \
    -o "$folder/out.sarif" --log ForceOverwrite > "$folder/log" 2>&1
  # The tool exits with 0 whatever it finds.
  node -e '
    const [out, file, allowed] = process.argv.slice(1);
    const read = (name) => JSON.parse(require("fs").readFileSync(name, "utf8").replace(/^\uFEFF/, ""));
    const run = read(out).runs[0];
    const clean = read(file).runs.every((r) => r.results.length === 0);
    const bad = run.results.filter((r) => !allowed.includes(" " + r.ruleId + " ") &&
                                          !(clean && r.ruleId === "SARIF2012"));
    for (const r of bad) {
      const at = r.locations?.[0]?.physicalLocation?.region?.startLine ?? 1;
      console.log(`${file}:${at}: ${r.level ?? "warning"} ${r.ruleId} ` +
                  `${r.message.text ?? r.message.id + " " + r.message.arguments.join(" | ")}`);
    }
    const skipped = run.invocations.some((i) => (i.toolConfigurationNotifications ?? [])
      .some((n) => n.descriptor?.id === "WRN997.InvalidTarget"));
    if (skipped) console.log(`${file}: the validator does not read it`);
    process.exit(bad.length > 0 || skipped ? 1 : 0);' "$folder/out.sarif" "$file" "$allowed" ||
    { status=1; [ -s "$folder/out.sarif" ] || cat "$folder/log"; }
done
exit $status
