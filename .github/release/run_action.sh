#!/usr/bin/env bash
# What action.yml runs: one run that writes the log, annotations, SARIF and the summary of the step.
# PATHS and ARGUMENTS have one a line, so that they may contain spaces. The exit status goes to
# GITHUB_OUTPUT as "status": the action ends with it once the findings are uploaded.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
paths=() arguments=()
while IFS= read -r line; do [ -z "$line" ] || paths+=("$line"); done <<<"${PATHS:-}"
while IFS= read -r line; do [ -z "$line" ] || arguments+=("$line"); done <<<"${ARGUMENTS:-}"

status=0
stackql-lint check "${arguments[@]}" --output text --output "github=$scratch/annotations" \
  --output "sarif=$SARIF" --output "markdown=$scratch/summary" -- "${paths[@]}" || status=$?
[ ! -f "$scratch/annotations" ] || cat "$scratch/annotations"
[ ! -f "$scratch/summary" ] || cat "$scratch/summary" >>"$GITHUB_STEP_SUMMARY"
{
  echo "status=$status"
  [ ! -s "$SARIF" ] || echo "sarif=$SARIF"
} >>"$GITHUB_OUTPUT"
