#!/bin/sh
# The policies that are generated for all resource types, against npm's @cloud-copilot/iam-simulate
# (the version that ../iam/package.json pins), PyPI's parliament and policy_sentry, and what `policy
# check` decides of the same requests. All are installed below ORACLE_CACHE and never copied.
#   run.sh [N]     of every N-th type
set -eu
step=${1:-1}
folder="$ORACLE_CACHE/iam"
mkdir -p "$folder"
cp tests/oracle/iam/package.json tests/oracle/iam-types/simulate.mjs "$folder"
(cd "$folder" && npm install --silent --no-audit --no-fund)
tests/oracle/venv.sh "$folder/venv" tests/oracle/iam-types/requirements.txt
cmake --build "$BUILD" --target type_policies sweep_tests
"$BUILD/type_policies" "$step" >"$folder/types.jsonl"
status=0
(cd "$folder" && node simulate.mjs) <"$folder/types.jsonl" >"$folder/verdicts.jsonl" || status=1
"$folder/venv/bin/python" tests/oracle/iam-types/check.py rules/actions "$folder/types.jsonl" || status=1
[ -z "${RECORD:-}" ] || cp "$folder/verdicts.jsonl" testdata/oracle/iam_types.jsonl
STACKQL_LINT_IAM_TYPES_ORACLE="$folder/verdicts.jsonl" "$BUILD/sweep_tests" --gtest_filter='TypePolicies.*' || status=1
exit $status
