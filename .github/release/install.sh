#!/usr/bin/env bash
# Installs a released stackql-lint into a folder, if it has the checksum that is expected.
# Usage: install.sh VERSION FOLDER [CHECKSUM]
# Without a checksum, it is that of SHA256SUMS beside this script, which the commit of a release has.
# STACKQL_LINT_RELEASES names another place than the releases of the repository.
set -euo pipefail
version=${1#v}
folder=$2
checksum=${3:-}
releases=${STACKQL_LINT_RELEASES:-https://github.com/stackql/stackql-lint/releases/download}

fail() {
  echo "stackql-lint $version was not installed: $1" >&2
  exit 2
}

[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "expected a version such as 0.2.0"
[ "$(uname -s)" = Linux ] || fail "expected Linux, found $(uname -s)"
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) fail "there is no program for $(uname -m)" ;;
esac
name=stackql-lint-$version-linux-$architecture
sums=$(dirname "$0")/SHA256SUMS
if [ -z "$checksum" ] && [ -f "$sums" ]; then
  checksum=$(awk -v name="$name.tar.gz" '$2 == name { print $1 }' "$sums")
fi
[[ $checksum =~ ^[0-9a-f]{64}$ ]] ||
  fail "the checksum of $name.tar.gz is not known. Use the action at the tag of the version, or set its checksum"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
curl --fail --silent --show-error --location --retry 3 --output "$scratch/archive" \
  "$releases/v$version/$name.tar.gz" || fail "$releases/v$version/$name.tar.gz cannot be downloaded"
found=$(sha256sum "$scratch/archive" | cut -d ' ' -f 1)
[ "$found" = "$checksum" ] || fail "its checksum is $found, expected $checksum"
mkdir -p "$folder"
tar -xzf "$scratch/archive" -C "$scratch" "$name/bin/stackql-lint"
install -m 755 "$scratch/$name/bin/stackql-lint" "$folder/stackql-lint"
