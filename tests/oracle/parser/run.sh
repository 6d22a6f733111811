#!/bin/sh
# StackQL's own parser, the Go module that go.mod pins, against the linter's grammar.
set -eu
seed=${1:-1}
number=${2:-20000}
export GOPATH="$ORACLE_CACHE/go" GOCACHE="$ORACLE_CACHE/go-build" GOFLAGS=-modcacherw
(cd tests/oracle/parser && go build -o "$ORACLE_CACHE/stackql_parser" .)
cmake --build "$BUILD" --target lint_statements
exec python3 tests/oracle/parser/compare.py "$seed" "$number" "$ORACLE_CACHE/stackql_parser" \
  "$BUILD/lint_statements"
