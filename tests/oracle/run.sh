#!/bin/sh
# Compares the linter with the real things, on fresh random input:
#   tests/oracle/run.sh NAME [SEED] [N]    NAME is a folder beside this file
# Renews the recording that the tests check if RECORD=1. Tools are built below ORACLE_CACHE.
set -eu
cd "$(dirname "$0")/../.."
name=${1:?usage: tests/oracle/run.sh NAME [SEED] [N]}
shift
: "${ORACLE_CACHE:=${XDG_CACHE_HOME:-$HOME/.cache}/stackql-lint-oracle}"
: "${BUILD:=build/quick}"
export ORACLE_CACHE BUILD
mkdir -p "$ORACLE_CACHE"
exec "tests/oracle/$name/run.sh" "$@"
