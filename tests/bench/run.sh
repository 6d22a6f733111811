#!/usr/bin/env bash
# Compares stackql-lint with the floor in instructions (callgrind) and, with --time, in seconds on
# one and two threads. Build first: cmake --preset bench && cmake --build --preset bench
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
build=$here/build/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/tests/bench/generate.sh" "$work/tree" 1000
"$here/tests/bench/generate_resources.sh" "$work/resources" 1000

instructions() {  # command... -> instructions executed
  valgrind --tool=callgrind --callgrind-out-file="$work/out" "$@" 2>"$work/log" >/dev/null || true
  awk '/^(summary|totals):/ {print $2; exit}' "$work/out"
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
compare() {  # label directory limit
  local ours floor r
  ours=$(instructions "$build/stackql-lint" "$2" --jobs 1 --no-config --output compact)
  cp "$work/out" "$work/ours"
  floor=$(instructions "$build/floor" "$2" 1)
  r=$(ratio "$ours" "$floor")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "$1" "$ours" "$floor" "$r" "$3"
  awk -v r="$r" -v limit="$3" 'BEGIN {exit !(r <= limit)}' || failed=1
}

annotate() {  # a run's figures, function by function, all that each calls included
  callgrind_annotate --inclusive=yes "$1" 2>/dev/null > "$work/stages"
}
inclusive() {  # function -> its instructions in the annotated run, 0 if it is not there
  awk -v name="$1" 'index($0, name) {gsub(",", "", $1); print $1; found = 1; exit}
    END {if (!found) print 0}' "$work/stages"
}

# Where the last measured run of stackql-lint spent its instructions: each stage's entry function, all
# that it calls included.
stages() {
  local total stage function count
  total=$(awk '/^(summary|totals):/ {print $2; exit}' "$work/ours")
  annotate "$work/ours"
  while read -r stage function; do
    count=$(inclusive "$function")
    printf '  %-20s %14s  %5.1f %%\n' "$stage" "$count" \
      "$(awk -v a="$count" -v b="$total" 'BEGIN {print 100 * a / b}')"
  done <<'END'
YAML stackql::yaml::Parse(
templates stackql::tmpl::Render(
SQL stackql::sql::Parse(
binding stackql::Bind(
checks stackql::CheckProperties(
END
}

# What part of linting files that are full of mistakes goes into printing them.
compare_printing() { # limit in percent
  local all text share
  "$here/tests/bench/generate_findings.sh" "$work/findings" 200
  all=$(instructions "$build/stackql-lint" "$work/findings" --jobs 1 --no-config --output text)
  annotate "$work/out"
  text=$(inclusive "stackql::report::Text[abi:cxx11](")
  share=$(awk -v a="$text" -v b="$all" 'BEGIN {printf "%.1f", 100 * a / b}')
  printf '%-22s %14s %14s  %4s%% (at most %s%%)\n' "printing findings" "$all" \
    "$text" "$share" "$1"
  awk -v share="$share" -v text="$text" -v limit="$1" \
    'BEGIN {exit !(text > 0 && share <= limit)}' || failed=1
}

# What three environments cost, against one.
compare_environments() { # limit
  local one three r
  one=$(instructions "$build/stackql-lint" "$work/resources" --jobs 1 --no-config --env dev)
  three=$(instructions "$build/stackql-lint" "$work/resources" --jobs 1 --no-config)
  r=$(ratio "$three" "$one")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "3 against 1 environment" "$three" "$one" "$r" "$1"
  awk -v r="$r" -v limit="$1" 'BEGIN {exit !(r <= limit)}' || failed=1
}

# What the documents of the whole provider cost: named by STACKQL_LINT_AWSCC, as they are no part of
# this repository.
compare_catalog() { # limit of a warm start, limit of compiling
  local alone warm cold floor service folder r
  export XDG_CACHE_HOME="$work/cache"
  local sample="$here/testdata/stacks/ivs-stage-clean"
  cold=$(instructions "$build/stackql-lint" catalog list --catalog "$STACKQL_LINT_AWSCC")
  for service in "$STACKQL_LINT_AWSCC"/services/*.yaml; do
    folder="$work/services/$(basename "$service" .yaml)"
    mkdir -p "$folder"
    cp "$service" "$folder/stackql_manifest.yml"
  done
  floor=$(instructions "$build/floor" "$work/services" 1)
  r=$(ratio "$cold" "$floor")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "compiling all documents" "$cold" "$floor" "$r" "$2"
  awk -v r="$r" -v limit="$2" 'BEGIN {exit !(r <= limit)}' || failed=1
  alone=$(instructions "$build/stackql-lint" "$sample" --jobs 1 --no-config)
  warm=$(instructions "$build/stackql-lint" "$sample" --jobs 1 --no-config \
    --catalog "$STACKQL_LINT_AWSCC")
  r=$(ratio "$warm" "$alone")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "warm, with documents" "$warm" "$alone" "$r" "$1"
  awk -v r="$r" -v limit="$1" 'BEGIN {exit !(r <= limit)}' || failed=1
  du -sb "$work/cache" | awk '{print "bytes in the cache: " $1}'
}

# What generating the policy of 1,200 statements costs, and checking it, against linting them.
compare_permissions() { # limit
  local stack="$work/statements" lint generate check known="--no-config --account 111122223333" r
  "$here/tests/bench/generate_resources.sh" "$stack" 200
  lint=$(instructions "$build/stackql-lint" "$stack" --jobs 1 --no-config)
  # shellcheck disable=SC2086  # two options
  generate=$(instructions "$build/stackql-lint" policy generate "$stack" $known)
  # shellcheck disable=SC2086
  "$build/stackql-lint" policy generate "$stack" $known > "$work/policy.json" 2>"$work/log"
  # shellcheck disable=SC2086
  check=$(instructions "$build/stackql-lint" policy check --policy "$work/policy.json" "$stack" $known)
  r=$(ratio "$generate" "$lint")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "generating a policy" "$generate" "$lint" "$r" "$1"
  awk -v r="$r" -v limit="$1" 'BEGIN {exit !(r <= limit)}' || failed=1
  r=$(ratio "$check" "$lint")
  printf '%-22s %14s %14s  %5s (at most %s)\n' "checking a policy" "$check" "$lint" "$r" "$1"
  awk -v r="$r" -v limit="$1" 'BEGIN {exit !(r <= limit)}' || failed=1
}

failed=0
printf '%-22s %14s %14s  %5s\n' 'instructions' stackql-lint floor ratio
compare "sample stack" "$here/testdata/stacks/ivs-stage-clean" 2.21
compare "1,000 stacks" "$work/tree" 1.7
echo "of which, in the 1,000 stacks:"
stages

compare_printing 15
compare_environments 1.5
compare_permissions 2.0
if [ -n "${STACKQL_LINT_AWSCC:-}" ]; then
  compare_catalog 1.1 1.3
else
  echo "SKIPPED: STACKQL_LINT_AWSCC names no documents of StackQL's awscc provider"
fi

if [ "${1:-}" = --time ]; then
  seconds() { # command... -> median of five
    for _ in 1 2 3 4 5; do
      /usr/bin/env time -f %e "$@" 2>&1 >/dev/null | tail -n 1
    done | sort -n | sed -n 3p
  }
  for n in 1 2; do
    ours=$(seconds "$build/stackql-lint" "$work/tree" --jobs "$n" --no-config --output compact)
    floor=$(seconds "$build/floor" "$work/tree" "$n")
    printf 'seconds, %s thread(s)    stackql-lint %s   floor %s\n' "$n" "$ours" "$floor"
  done
fi
exit "$failed"
