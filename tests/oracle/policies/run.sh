#!/bin/sh
# Policies that AWS publishes, as values of properties: its managed ones (PyPI's moto has them), those in the
# examples of its command line and of CloudFormation, in templates that it deployed, and in guides.json. All but
# the last are installed below ORACLE_CACHE and never copied.
set -eu
folder="$ORACLE_CACHE/policies"
here=tests/oracle/policies
mkdir -p "$folder/templates"
python3 -m pip download --quiet --no-deps --dest "$folder" --requirement "$here/requirements.txt"
python3 -m zipfile -e "$folder"/moto-*.whl "$folder/moto"
python3 -m zipfile -e "$folder"/awscli-*.whl "$folder/awscli"
for kind in documentation deployed; do
  ln -sfn "$(tests/oracle/cfn-lint/templates.sh $kind)" "$folder/templates/$kind"
done
cmake --build "$BUILD" --target stackql-lint
exec python3 "$here/policies.py" "$folder" rules/actions "$folder/stacks" "$BUILD/stackql-lint" "$here/true.json"
