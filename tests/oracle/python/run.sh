#!/bin/sh
# stackql-deploy 1.9.5, as a library, renders random stacks: run.sh [SEED] [N]. It is installed below
# ORACLE_CACHE and never copied.
set -eu
seed=${1:-1}
count=${2:-300}
folder="$ORACLE_CACHE/python"
tests/oracle/venv.sh "$folder" tests/oracle/python/requirements.txt
cmake --build "$BUILD" --target stackql-lint > /dev/null
LINT="$PWD/$BUILD/stackql-lint" ORACLE="$folder/bin/python $PWD/tests/oracle/python/render.py" KIND=python
export LINT ORACLE KIND
[ "${RECORD:-0}" = 1 ] && set -- testdata/oracle/python.jsonl || set --
exec python3 tests/oracle/deploy/compare.py "$seed" "$count" "$@"
