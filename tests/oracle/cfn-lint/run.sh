#!/bin/sh
# cfn-lint's own test templates, turned into stacks: what cfn-lint says of their resources against what
# stackql-lint says. The templates and cfn-lint are installed below ORACLE_CACHE and never copied.
set -eu
folder="$ORACLE_CACHE/cfn-lint"
here=tests/oracle/cfn-lint
mkdir -p "$folder"
tests/oracle/venv.sh "$folder/venv" "$here/requirements.txt"
"$folder/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$folder" \
  --requirement "$here/requirements.txt"
tar -xzf "$folder"/cfn_lint-*.tar.gz -C "$folder" --strip-components=1 --wildcards '*/test/fixtures/templates'
cmake --build "$BUILD" --target stackql-lint
rm -rf "$folder/stacks"
templates="$folder/test/fixtures/templates"
"$folder/venv/bin/python" "$here/convert.py" "$templates" "$folder/stacks" "$BUILD/stackql-lint"
"$BUILD/stackql-lint" check "$folder/stacks" --no-config --select RES,REL,NAM,IAM,SEC,TAG,STG,SQL008 \
  --quiet --output json="$folder/findings.json" >"$folder/findings.txt" || [ $? -eq 1 ]
"$folder/venv/bin/python" "$here/extensions.py" \
  "$(echo "$folder"/venv/lib/python3*/site-packages/cfnlint/data/schemas/extensions)" rules "$here/extensions.json"
exec "$folder/venv/bin/python" "$here/compare.py" "$templates" "$folder/stacks" "$folder/findings.json" "$here/reasons.json"
