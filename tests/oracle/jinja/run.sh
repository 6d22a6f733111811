#!/bin/sh
# Jinja2, which renders the queries of stackql-deploy 1.9.5, against what is reported of templates:
# run.sh [SEED] [N]. It is installed below ORACLE_CACHE and never copied.
set -eu
seed=${1:-1}
count=${2:-5000}
folder="$ORACLE_CACHE/jinja"
tests/oracle/venv.sh "$folder" tests/oracle/jinja/requirements.txt
cmake --build "$BUILD" --target stackql-lint
LINT="$PWD/$BUILD/stackql-lint"
export LINT
exec "$folder/bin/python" tests/oracle/jinja/compare.py "$seed" "$count"
