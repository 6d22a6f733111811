#!/bin/sh
# npm's @cloud-copilot/iam-simulate, the version that package.json pins, against what `policy check`
# decides. It is installed below ORACLE_CACHE and never copied.
set -eu
seed=${1:-1}
number=${2:-5000}
folder="$ORACLE_CACHE/iam"
mkdir -p "$folder"
cp tests/oracle/iam/package.json tests/oracle/iam/generate.mjs "$folder"
(cd "$folder" && npm install --silent --no-audit --no-fund)
(cd "$folder" && node generate.mjs "$seed" "$number") >"$folder/requests.jsonl"
[ -z "${RECORD:-}" ] || cp "$folder/requests.jsonl" testdata/oracle/iam.jsonl
cmake --build "$BUILD" --target iam_tests
STACKQL_LINT_IAM_ORACLE="$folder/requests.jsonl" "$BUILD/iam_tests" --gtest_filter='SimulateOracle.*'
echo "$(wc -l <"$folder/requests.jsonl") requests agree."
