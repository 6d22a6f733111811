#!/bin/sh
# CloudFormation templates of a kind, below ORACLE_CACHE; prints their folder: templates.sh KIND
#   fixtures       cfn-lint's own test templates
#   units          the values that the unit tests of its rules have
#   documentation  the examples of CloudFormation's documentation, which PyPI's pulumi-aws-native repeats
#   deployed       what tests of AWS's CDK deployed, from the packages of npm.txt
set -eu
kind=$1
here=$(cd "$(dirname "$0")" && pwd)
folder="$ORACLE_CACHE/cfn-lint"
python="$folder/venv/bin/python"
mkdir -p "$folder"
"$here/../venv.sh" "$folder/venv" "$here/requirements.txt"
cd "$folder"
case $kind in
fixtures | units)
  [ -d test/unit ] || {
    venv/bin/pip download --quiet --no-deps --no-binary :all: "$(grep cfn-lint "$here/requirements.txt")"
    tar -xzf cfn_lint-*.tar.gz --strip-components=1 --wildcards '*/test'
  }
  ;;
documentation)
  [ -d pulumi ] || {
    venv/bin/pip download --quiet --no-deps --requirement "$here/downloads.txt"
    "$python" -m zipfile -e pulumi_aws_native-*.whl pulumi
  }
  ;;
esac
case $kind in
fixtures) kind=test/fixtures/templates ;;
units)
  [ -d units ] || UNIT_TESTS="$folder/units" PYTHONPATH="$here" "$python" -m pytest -q -p unit_tests \
    test/unit/rules/resources >units.txt
  ;;
documentation)
  mkdir -p documentation
  "$python" "$here/examples.py" pulumi/pulumi_aws_native \
    "$(echo venv/lib/python3*/site-packages/cfnlint/data/schemas/resources)" documentation >&2
  ;;
deployed)
  mkdir -p deployed packages
  cd packages
  while read -r package; do
    name=${package#*/}
    [ -d "$name" ] || { mkdir "$name" && tar -xzf "$(npm pack --silent "$package")" -C "$name"; }
    find "$name" \( -name '*.expected.json' -o -name '*.template.json' \) ! -name '*Assert*' |
      while read -r file; do
        sed 's/test-region\(-1\)\{0,1\}/us-east-1/g' "$file" >"../deployed/${name%@*}.$(basename "$file")"
      done
  done <"$here/npm.txt"
  ;;
esac
echo "$folder/$kind"
