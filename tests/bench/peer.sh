#!/usr/bin/env bash
# CPU time of stackql-lint and of squawk, a linter of PostgreSQL's SQL (from npm), on the same 1,000
# query files, findings printed: the least of seven runs each, in turns. The files are those of the 1,000
# stacks, with a misspelled property in each. Needs the bench build and Node.js;
# exits with 77 where squawk cannot be installed, and with 1 above half of squawk's time.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
ours=$here/build/bench/stackql-lint
tools=$here/build/tools/squawk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$tools" squawk-cli@2.66.0 >/dev/null 2>&1 || {
  echo "SKIPPED: squawk cannot be installed"
  exit 77
}
"$here/tests/bench/generate.sh" "$work/tree" 1000 >/dev/null
mkdir "$work/files"
number=0
while IFS= read -r file; do
  number=$((number + 1))
  sed 's/^  Name,$/  Nmae,/' "$file" >"$work/files/$number.iql"
done < <(find "$work/tree" -name '*.iql' | sort)

seconds() { # command...: user and system time together
  local TIMEFORMAT='%U %S'
  { time "$@" >"$work/out" 2>/dev/null || true; } 2>&1 | awk '{print $1 + $2}'
}
lint() { seconds "$ours" --no-config --jobs 1 --max-findings 0 "$work/files"; }
squawk() { seconds "$tools/node_modules/.bin/squawk" "$work"/files/*.iql; }

for _ in 1 2 3 4 5 6 7; do
  lint >>"$work/ours"
  squawk >>"$work/theirs"
done
wc -c "$work"/files/*.iql | awk 'END {print $1 " bytes in 1,000 files"}'
awk -v ours="$(sort -n "$work/ours" | head -n 1)" -v theirs="$(sort -n "$work/theirs" | head -n 1)" 'BEGIN {
  printf "stackql-lint %.3f s, squawk %.3f s: %.2f (at most 0.50)\n", ours, theirs, ours / theirs
  exit !(ours <= theirs / 2)
}'
