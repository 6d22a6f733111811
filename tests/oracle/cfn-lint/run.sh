#!/bin/sh
# CloudFormation templates, turned into stacks: what cfn-lint says of their resources against what stackql-lint
# says. run.sh [KIND], one of templates.sh.
set -eu
kind=${1:-fixtures}
folder="$ORACLE_CACHE/cfn-lint"
here=tests/oracle/cfn-lint
templates=$("$here/templates.sh" "$kind")
python="$folder/venv/bin/python"
cmake --build "$BUILD" --target stackql-lint
stacks="$folder/stacks-$kind"
rm -rf "$stacks"
"$python" "$here/convert.py" "$templates" "$stacks" "$BUILD/stackql-lint"
"$BUILD/stackql-lint" check "$stacks" --no-config --select RES,REL,NAM,IAM,SEC,TAG,STG,SQL008 \
  --quiet --output json="$folder/findings.json" >"$folder/findings.txt" || [ $? -eq 1 ]
"$python" "$here/extensions.py" \
  "$(echo "$folder"/venv/lib/python3*/site-packages/cfnlint/data/schemas/extensions)" rules "$here/extensions.json"
exec "$python" "$here/compare.py" "$templates" "$stacks" "$folder/findings.json" "$here/reasons.json"
