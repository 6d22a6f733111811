#!/usr/bin/env bash
# What action.yml runs: one run that writes the log, annotations, SARIF and the summary of the step.
# PATHS has one a line, so that they may contain spaces; ARGUMENTS are words, in quotes if they do:
# xargs splits them and expands nothing. The exit status goes to GITHUB_OUTPUT as "status": the action
# ends with it once the findings are uploaded.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
paths=() arguments=()
while IFS= read -r line; do [ -z "$line" ] || paths+=("$line"); done <<<"${PATHS:-}"
xargs -r printf '%s\n' <<<"${ARGUMENTS:-}" >"$scratch/arguments"
while IFS= read -r line; do arguments+=("$line"); done <"$scratch/arguments"

status=0
stackql-lint check "${arguments[@]}" --output text --output "github=$scratch/annotations" \
  --output "sarif=$SARIF" --output "markdown=$scratch/summary" -- "${paths[@]}" || status=$?
[ ! -f "$scratch/annotations" ] || cat "$scratch/annotations"
[ ! -f "$scratch/summary" ] || cat "$scratch/summary" >>"$GITHUB_STEP_SUMMARY"
{
  echo "status=$status"
  [ ! -s "$SARIF" ] || echo "sarif=$SARIF"
} >>"$GITHUB_OUTPUT"
