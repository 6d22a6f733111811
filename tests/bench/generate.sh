#!/usr/bin/env bash
# Writes a tree of N stacks (default 1000) to DIR: copies of the clean sample stack, each with its
# own names, so that nothing is the same text twice.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: generate.sh DIR [N]" >&2; exit 2; }
here=$(cd "$(dirname "$0")/../.." && pwd)
sample=$here/testdata/stacks/ivs-stage-clean
for i in $(seq -w 1 "${2:-1000}"); do
  stack=$1/group-${i:0:2}/stack-$i
  mkdir -p "$stack/resources"
  sed "s/demo/demo-$i/g" "$sample/stackql_manifest.yml" > "$stack/stackql_manifest.yml"
  for query in "$sample"/resources/*.iql; do
    sed "1i -- stack $i" "$query" > "$stack/resources/$(basename "$query")"
  done
done
