#!/usr/bin/env bash
# Builds the packages again, of another folder and with other settings of the user's, and compares them
# with those that are there: two builds of one commit give the same bytes.
# Usage: tests/reproduce.sh [x86_64|aarch64] [FOLDER]    default: this machine's, build/dist
# Exit status: 0 all are equal, 1 not.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
architecture=${1:-$(uname -m)}
dist=$(realpath "${2:-$root/build/dist}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What differs in a package: the names of its files with their modes and checksums.
contents() { # package, folder to unpack in
  if [[ $1 = *.rpm ]]; then
    rpm --query --package --info --dump "$1"
    return
  fi
  mkdir "$2"
  case $1 in
    *.whl) python3 -m zipfile -e "$1" "$2" ;;
    *.tar.gz | *.tgz) tar -xzf "$1" -C "$2" ;;
    *.deb) dpkg-deb --raw-extract "$1" "$2" ;;
  esac
  (cd "$2" && find . -type f -printf '%p %m ' -exec sha256sum {} \; | sort)
}

git clone --quiet "file://$root" "$folder/elsewhere"
(
  umask 077
  export TZ=Pacific/Auckland LANG=C.UTF-8 HOME=$folder
  cd /
  "$folder/elsewhere/.github/release/build.sh" "$architecture" "$folder/dist" >"$folder/log"
) || { tail -n 50 "$folder/log"; exit 1; }

status=0
for package in "$folder"/dist/*; do
  name=$(basename "$package")
  if cmp --silent "$package" "$dist/$name"; then
    echo "equal: $name"
    continue
  fi
  status=1
  echo "DIFFERS: $name"
  [ -f "$dist/$name" ] || continue
  diff <(contents "$dist/$name" "$folder/one") <(contents "$package" "$folder/other") || true
  rm -rf "$folder/one" "$folder/other"
done
exit "$status"
