#!/bin/sh
# AWS's managed policies, which PyPI's moto has, as values of properties. They are installed below
# ORACLE_CACHE and never copied.
set -eu
folder="$ORACLE_CACHE/policies"
here=tests/oracle/policies
mkdir -p "$folder"
python3 -m pip download --quiet --no-deps --dest "$folder" --requirement "$here/requirements.txt"
python3 -m zipfile -e "$folder"/moto-*.whl "$folder/moto"
cmake --build "$BUILD" --target stackql-lint
exec python3 "$here/policies.py" "$folder/moto" "$folder/stacks" "$BUILD/stackql-lint" "$here/true.json"
