#!/usr/bin/env bash
# Runs every fuzzer from its seeds and what earlier runs kept in build/fuzz/corpus, and says what each
# did. Exits with 1 if one found something; the inputs are in build/fuzz/found.
#
#   tests/fuzz/run.sh MINUTES [NAME ...]   all together that long (0.5: half a minute), one after the other on each core
#   tests/fuzz/run.sh --minimise [NAME ...]   gives the seeds that the corpora need
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
build=$here/build/fuzz
jobs=${STACKQL_LINT_FUZZ_JOBS:-$(nproc)}
wanted=${1:?how many minutes, or --minimise}
shift
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for source in "$here"/tests/fuzz/*_fuzz.cc; do names+=("$(basename "$source" _fuzz.cc)"); done
fi
(cd "$here" && cmake --preset fuzz >/dev/null)
cmake --build "$build" --parallel "$jobs" --target "${names[@]/%/_fuzz}" >"$build/build.log" || {
  tail -n 30 "$build/build.log"
  exit 1
}
# Small files are written and read by the thousand.
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}

arguments() { # name -> what its fuzzer is always given
  printf '%s\n' -rss_limit_mb=2048 -timeout=20 -max_len=20000 -print_final_stats=1
  if [ -f "$here/tests/fuzz/dictionaries/$1.dict" ]; then
    printf '%s\n' "-dict=$here/tests/fuzz/dictionaries/$1.dict"
  fi
}

fuzz() { # name, seconds
  local found=$build/found/$1 corpus=$build/corpus/$1 always
  mkdir -p "$found" "$corpus"
  mapfile -t always < <(arguments "$1")
  # libFuzzer tells of edges as it goes only if it is verbose.
  "$build/$1_fuzz" "${always[@]}" -max_total_time="$2" -artifact_prefix="$found/" \
    "$corpus" "$here/tests/fuzz/seeds/$1" >"$build/$1.log" 2>&1 || true
}

# A line of the table: name, executions, edges, inputs kept, inputs that were found.
tell() {
  local log=$build/$1.log
  printf '%-10s %12s %9s %8s %6s\n' "$1" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(grep -o ' cov: [0-9]*' "$log" | tail -n 1 | tr -dc 0-9)" \
    "$(find "$build/corpus/$1" -type f | wc -l)" \
    "$(find "$build/found/$1" -type f | wc -l)"
}

minimise() { # name
  local seeds=$here/tests/fuzz/seeds/$1 smallest always
  smallest=$(mktemp -d)
  mapfile -t always < <(arguments "$1")
  "$build/$1_fuzz" "${always[@]}" -merge=1 "$smallest" "$seeds" "$build/corpus/$1" 2>/dev/null
  echo "$1: $(find "$smallest" -type f | wc -l) inputs, $(du -sb "$smallest" | cut -f 1) bytes: $smallest"
}

if [ "$wanted" = --minimise ]; then
  for name in "${names[@]}"; do minimise "$name"; done
  exit
fi

seconds=$(awk -v minutes="$wanted" -v jobs="$jobs" -v fuzzers="${#names[@]}" \
  'BEGIN {print int(minutes * 60 * jobs / fuzzers)}')
running=0
for name in "${names[@]}"; do
  fuzz "$name" "$seconds" &
  running=$((running + 1))
  if [ "$running" -ge "$jobs" ]; then
    wait -n
    running=$((running - 1))
  fi
done
wait
printf '%-10s %12s %9s %8s %6s\n' fuzzer executions edges inputs found
for name in "${names[@]}"; do tell "$name"; done
found=$(find "$build/found" -type f)
if [ -n "$found" ]; then
  printf '\n%s\n' "$found"
  exit 1
fi
