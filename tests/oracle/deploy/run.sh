#!/bin/sh
# stackql-deploy 2.4.0, as a library, renders and runs random stacks: run.sh [SEED] [N]
set -eu
seed=${1:-1}
count=${2:-500}
export CARGO_TARGET_DIR="$ORACLE_CACHE/deploy"
cargo build --quiet --locked --manifest-path tests/oracle/deploy/Cargo.toml
cmake --build "$BUILD" --target stackql-lint > /dev/null
LINT="$PWD/$BUILD/stackql-lint" ORACLE="$CARGO_TARGET_DIR/debug/deploy-oracle"
export LINT ORACLE
if [ "${RECORD:-0}" = 1 ]; then
  case ${KIND:-} in
    run) set -- testdata/oracle/lifecycle.jsonl ;;
    *) set -- testdata/oracle/deploy.jsonl ;;
  esac
else
  set --
fi
exec python3 tests/oracle/deploy/compare.py "$seed" "$count" "$@"
