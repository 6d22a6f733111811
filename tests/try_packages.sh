#!/usr/bin/env bash
# Installs what .github/release/build.sh made as a user would, and lints with it: the wheel in a
# fresh environment, the archive by the action's scripts, the packages of Debian, RPM and npm, the formula
# for Homebrew, and the pre-commit hook. All of them have the archive's program, to the byte.
# Usage: tests/try_packages.sh [x86_64|aarch64] [FOLDER]    default: this machine's, build/dist
# STACKQL_LINT_OLD_ROOT names the root of an older distribution with Python and pip 20.3 or later (debootstrap
# makes one), in which the wheel is installed as well, and Debian's package if it has dpkg. Exit status: 0 all works, 1 not, 77 there are no packages.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
architecture=${1:-$(uname -m)}
dist=$(realpath "${2:-$root/build/dist}")
case $architecture in x86_64) debian=amd64 ;; *) debian=arm64 ;; esac
version=$(sed -n 's/^project(stackql-lint VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip() { echo "SKIPPED: $1" >&2; }
fail() { echo "FAILED: $1" >&2; exit 1; }
shopt -s nullglob
wheels=("$dist/stackql_lint-$version-"*"_$architecture.whl")
[ ${#wheels[@]} -gt 0 ] || { skip "there is no wheel of $version for $architecture in $dist"; exit 77; }
[ ${#wheels[@]} -eq 1 ] || fail "several wheels: ${wheels[*]}"
wheel=${wheels[0]}
archive=$dist/stackql-lint-$version-linux-$debian.tar.gz

emulator=()
if [ "$architecture" != "$(uname -m)" ]; then
  command -v "qemu-$architecture" >/dev/null || { skip "qemu-$architecture is not installed"; exit 77; }
  emulator=("qemu-$architecture" -L "/usr/$architecture-linux-gnu")
fi

# A program says its version, is content with the clean sample, and finds mistakes in the other one.
lints() { # command...
  local status=0
  [ "$("$@" --version | head -n 1)" = "stackql-lint $version" ] || fail "$*: not version $version"
  "$@" --no-config "$root/testdata/stacks/ivs-stage-clean" >/dev/null || fail "$*: the clean sample"
  "$@" --no-config "$root/testdata/stacks/ivs-stage" >/dev/null || status=$?
  [ "$status" -eq 1 ] || fail "$*: exit status $status of the sample with mistakes"
}

is_the_program() { # file
  cmp --silent "$1" "$folder/archive/bin/stackql-lint" || fail "$1 is not the program of the archive"
}

try_archive() {
  mkdir "$folder/archive"
  tar -xzf "$archive" -C "$folder/archive" --strip-components=1
  lints "${emulator[@]}" "$folder/archive/bin/stackql-lint"
  ! grep -qaF "$root/" "$folder/archive/bin/stackql-lint" || fail "the program names the folder in which it was built"
  [ -s "$folder/archive/share/doc/stackql-lint/THIRD-PARTY" ] || fail "no licenses of what is linked in"
}

# The tag of the wheel promises at least the glibc that the program asks for.
try_glibc() {
  local tag newest
  tag=$(basename "$wheel" | sed -n 's/.*manylinux_\([0-9]*\)_\([0-9]*\)_.*/\1.\2/p')
  newest=$(readelf --version-info --wide "$folder/archive/bin/stackql-lint" |
    grep -o 'GLIBC_[0-9.]*' | cut -d _ -f 2 | sort -Vu | tail -n 1)
  [ "$(printf '%s\n' "$newest" "$tag" | sort -V | tail -n 1)" = "$tag" ] || fail "needs glibc $newest, tagged $tag"
  echo "needs glibc $newest, tagged $tag"
}

try_wheel() {
  local program=$folder/wheel/stackql_lint-$version.data/scripts/stackql-lint
  if [ ${#emulator[@]} -gt 0 ]; then
    skip "pip does not install the wheel of another architecture: only its program was tried"
    python3 -m zipfile -e "$wheel" "$folder/wheel"
    chmod +x "$program"
    is_the_program "$program"
    lints "${emulator[@]}" "$program"
    return
  fi
  python3 -m venv "$folder/python" || { skip "python3 has no venv"; return; }
  local pip=("$folder/python/bin/pip" --quiet --disable-pip-version-check)
  "${pip[@]}" install --no-index "$wheel"
  program=$folder/python/bin/stackql-lint
  is_the_program "$program"
  lints env -i PATH=/usr/bin:/bin "$program"
  [ -f "$folder/python/share/man/man1/stackql-lint.1" ] || fail "no manual in the environment"
  "${pip[@]}" uninstall --yes stackql-lint
  [ -z "$(find "$folder/python" -name '*stackql*')" ] || fail "pip leaves files behind"
}

try_old_root() {
  local old=${STACKQL_LINT_OLD_ROOT:-}
  [ -n "$old" ] || { skip "STACKQL_LINT_OLD_ROOT is not set: no older distribution was tried"; return; }
  rm -rf "$old/tmp/lint"
  mkdir -p "$old/tmp/lint"
  cp -r "$wheel" "$dist/stackql-lint_${version}_$debian.deb" "$root/testdata/stacks" "$old/tmp/lint/"
  chroot "$old" sh -ec '
    cd /tmp/lint
    python3 -m venv venv && venv/bin/pip install --quiet --no-index ./*.whl
    venv/bin/stackql-lint --no-config stacks/ivs-stage-clean
    ! venv/bin/stackql-lint --no-config --quiet --statistics stacks/ivs-stage
    ldd --version | head -n 1
    if command -v dpkg >/dev/null; then
      dpkg --install ./*.deb >/dev/null
      stackql-lint --no-config stacks/ivs-stage-clean
      dpkg --purge stackql-lint >/dev/null
    fi' || fail "the packages in $old"
}

try_deb() {
  local package=$dist/stackql-lint_${version}_$debian.deb
  command -v dpkg-deb >/dev/null || { skip "dpkg is not installed"; return; }
  dpkg-deb --extract "$package" "$folder/deb"
  is_the_program "$folder/deb/usr/bin/stackql-lint"
  command -v lintian >/dev/null || { skip "lintian is not installed"; return; }
  lintian --fail-on error --allow-root "$package" || fail "lintian"
}

try_rpm() {
  local package=$dist/stackql-lint-$version-1.$architecture.rpm
  command -v rpm >/dev/null || { skip "rpm is not installed"; return; }
  rpm --query --package --requires "$package" | grep -q 'GLIBC_2\.28' || fail "the rpm does not ask for its glibc"
  [ "$(id -u)" -eq 0 ] || { skip "only root can install elsewhere: the rpm was not installed"; return; }
  mkdir "$folder/rpm"
  rpm --root "$folder/rpm" --nodeps --ignorearch --install "$package" 2>"$folder/error" || fail "the rpm: $(cat "$folder/error")"
  is_the_program "$folder/rpm/usr/bin/stackql-lint"
  [ -f "$folder/rpm/usr/share/man/man1/stackql-lint.1" ] || fail "the rpm has no manual"
  rpm --root "$folder/rpm" --erase stackql-lint 2>/dev/null
  [ -z "$(find "$folder/rpm" -name '*stackql*')" ] || fail "the rpm leaves files: $(find "$folder/rpm" -name '*stackql*')"
}

# As npm installs them in a project: the launcher, and the one of the programs that is for this machine.
try_npm() {
  local machine=x64 project=$folder/npm status=0 package
  [ "$debian" = amd64 ] || machine=$debian
  command -v npm >/dev/null || { skip "npm is not installed"; return; }
  mkdir "$project"
  for package in "linux-$machine-$version" "$version"; do
    (cd "$project" && npm pack --silent "$dist/stackql-lint-$package.tgz" >/dev/null) || fail "npm pack of $package"
  done
  tar -xzf "$dist/stackql-lint-linux-$machine-$version.tgz" -C "$project"
  is_the_program "$project/package/stackql-lint"
  [ ${#emulator[@]} -eq 0 ] || return 0
  (cd "$project" && echo '{}' >package.json && npm install --silent --offline --ignore-scripts ./*.tgz) || fail "npm install"
  is_the_program "$project/node_modules/@stackql/lint-linux-$machine/stackql-lint"
  lints "$project/node_modules/.bin/stackql-lint"
  rm -r "$project/node_modules/@stackql"
  "$project/node_modules/.bin/stackql-lint" --version 2>"$folder/error" || status=$?
  [ "$status" -eq 3 ] || fail "the launcher without a program: exit status $status"
  grep -q 'is not installed' "$folder/error" || fail "the launcher without a program: $(cat "$folder/error")"
}

# What the formula installs is in the archive that it names. This architecture's stands for a missing one.
try_formula() {
  local other formula=$folder/formula/stackql-lint.rb path
  mkdir "$folder/formula"
  for other in amd64 arm64; do
    cp "$archive" "$folder/formula/stackql-lint-$version-linux-$other.tar.gz"
    cp "$dist/stackql-lint-$version-linux-$other.tar.gz" "$folder/formula/" 2>/dev/null || true
  done
  python3 "$root/.github/release/formula.py" "$version" "$folder/formula" >"$formula"
  grep -A 1 "$(basename "$archive")" "$formula" | grep -q "$(sha256sum "$archive" | cut -d ' ' -f 1)" || fail "the formula's checksum"
  for path in $(grep -o '"\(bin\|share\)/[^"*]*' "$formula" | tr -d '"'); do
    [ -e "$folder/archive/$path" ] || fail "the formula installs $path, which is not in the archive"
  done
  command -v ruby >/dev/null || { skip "ruby is not installed: the formula was not parsed"; return; }
  ruby -c "$formula" >/dev/null || fail "the formula"
  command -v brew >/dev/null || skip "Homebrew is not installed: nothing was installed by the formula"
}

# What the image consists of, as a root: nothing else is there when the program lints in it.
try_image() {
  [ ${#emulator[@]} -eq 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || { skip "only root can change the root: the image was not tried"; return; }
  ldconfig -p | grep -q 'libcurl\.so\.4 ' || { skip "libcurl is not installed: the image was not tried"; return; }
  "$root/.github/release/image_root.sh" "$folder/archive/bin/stackql-lint" "$folder/image"
  cp -r "$root/testdata/stacks/ivs-stage-clean" "$folder/image/src/"
  chroot --userspec=65534:65534 "$folder/image" /usr/bin/stackql-lint --no-config /src >/dev/null || fail "the image"
  [ -s "$folder/image/etc/ssl/certs/ca-certificates.crt" ] || fail "the image has no certificates"
}

# The scripts of action.yml, as GitHub runs them.
try_action() {
  [ ${#emulator[@]} -eq 0 ] || return 0
  local sum install=$root/.github/release/install.sh
  mkdir -p "$folder/releases/v$version" "$folder/work/a stack"
  cp "$archive" "$folder/releases/v$version/"
  sum=$(sha256sum "$archive" | cut -d ' ' -f 1)
  export STACKQL_LINT_RELEASES=file://$folder/releases
  ! "$install" "$version" "$folder/none" "${sum//[0-7]/0}" 2>"$folder/error" || fail "a wrong checksum was accepted"
  grep -q 'its checksum is' "$folder/error" || fail "$(cat "$folder/error")"
  [ ! -e "$folder/none" ] || fail "a program with a wrong checksum was installed"
  "$install" "v$version" "$folder/action" "$sum"
  lints "$folder/action/stackql-lint"

  cp -r "$root"/testdata/stacks/ivs-stage/. "$folder/work/a stack"
  (cd "$folder/work" && PATH=$folder/action:$PATH PATHS='a stack' ARGUMENTS="--no-config -e 'A=b c'" SARIF=$folder/work/found.sarif \
    GITHUB_OUTPUT=$folder/output GITHUB_STEP_SUMMARY=$folder/summary \
    "$root/.github/release/run_action.sh") >"$folder/log"
  grep -qx 'status=1' "$folder/output" || fail "the action's status: $(cat "$folder/output")"
  grep -q '^::error file=a stack/' "$folder/log" || fail "the action does not annotate"
  grep -q '^error\[' "$folder/log" || fail "the action's log has no findings"
  grep -q '"version": "2.1.0"' "$folder/work/found.sarif" || fail "the action's SARIF"
  grep -q 'TPL002' "$folder/summary" || fail "the action's summary"
}

# 50 stacks with spaces and other letters in their names, of which one is then broken.
write_monorepo() { # folder
  local number name
  for number in $(seq 50); do
    case $((number % 3)) in
      0) name="stack $number" ;;
      1) name="Größe-$number" ;;
      2) name="теам/栈$number" ;;
    esac
    mkdir -p "$1/$name"
    cp -r "$root"/testdata/stacks/ivs-stage-clean/. "$1/$name"
  done
  git -C "$1" init --quiet
  git -C "$1" add --all
  git -C "$1" -c user.name=a -c user.email=a@example.org commit --quiet --message a
}

# pip builds the hook's environment from this repository; as at a release, it finds the wheel by its checksum.
try_hook() {
  [ ${#emulator[@]} -eq 0 ] || return 0
  "$folder/python/bin/pip" --quiet --disable-pip-version-check install pre-commit==4.7.0 2>/dev/null ||
    { skip "pip cannot install pre-commit"; return; }
  git clone --quiet --depth 1 "file://$root" "$folder/released"
  (cd "$dist" && sha256sum -- *.whl) >"$folder/released/.github/release/SHA256SUMS"
  git -C "$folder/released" add --force .github/release/SHA256SUMS
  git -C "$folder/released" -c user.name=a -c user.email=a@example.org commit --quiet --message release
  write_monorepo "$folder/monorepo"
  export PIP_FIND_LINKS=$dist PRE_COMMIT_HOME=$folder/pre-commit
  local hook=("$folder/python/bin/pre-commit" try-repo "$folder/released" stackql-lint --all-files --verbose) status=0
  (cd "$folder/monorepo" && "${hook[@]}") >"$folder/hook.log" 2>&1 || { cat "$folder/hook.log"; fail "the hook"; }
  grep -q 'Checked 100 files' "$folder/hook.log" || { cat "$folder/hook.log"; fail "the hook did not lint all"; }
  sed -i 's/{{ region }}/{{ regoin }}/' "$folder/monorepo/теам/栈2/resources/stage.iql"
  (cd "$folder/monorepo" && "${hook[@]}") >"$folder/hook.log" 2>&1 || status=$?
  [ "$status" -eq 1 ] || { cat "$folder/hook.log"; fail "the hook passes a broken stack"; }
  grep -q 'теам/栈2/resources/stage.iql' "$folder/hook.log" || { cat "$folder/hook.log"; fail "the hook's finding"; }

  # Of a file that is renamed, pre-commit does not name what the manifest still asks for.
  git -C "$folder/monorepo" reset --quiet --hard
  git -C "$folder/monorepo" mv 'stack 3/resources/stage.iql' 'stack 3/resources/renamed.iql'
  status=0
  (cd "$folder/monorepo" && "$folder/python/bin/pre-commit" try-repo "$folder/released" stackql-lint-staged) \
    >"$folder/hook.log" 2>&1 || status=$?
  [ "$status" -eq 1 ] || { cat "$folder/hook.log"; fail "the hook passes a renamed file"; }
  grep -q 'MAN007' "$folder/hook.log" || { cat "$folder/hook.log"; fail "the hook's finding of a renamed file"; }
}

# Breaks a stack as a commit may; called in its folder. Ten of them.
broken_commits=(renamed truncated emptied exports unused deleted manifest sql included orphan)
break_stack() { # how
  local query=resources/stage.iql
  case $1 in
    renamed) git mv "$query" resources/other.iql ;;
    truncated) sed -i '/create/,$d' "$query" ;;
    emptied) : >"$query" ;;
    exports) sed -i '/[+] exports/,/;$/d' "$query" ;;
    unused) sed -i '/"Name": stage_name/d; s/{{ stage_name }}/hall/' "$query" ;;
    deleted) git rm --quiet "$query" ;;
    manifest) git rm --quiet stackql_manifest.yml ;;
    sql) sed -i 's/SELECT name/SELECT nme/' resources/lookup.sql ;;
    included) sed -i 's/team/aws:team/' resources/tags.json ;;
    orphan) echo 'SELECT 1;' >resources/orphan.iql ;;
  esac
}

# A stack of all kinds of files: a query file named by `file`, and one that file() includes.
write_whole_stack() { # folder
  mkdir -p "$1"
  cp -r "$root"/testdata/stacks/ivs-stage-clean/. "$1"
  echo '[{"Key": "team", "Value": "media"}]' >"$1/resources/tags.json"
  cat >"$1/resources/lookup.sql" <<'END'
/*+ exports */
SELECT name FROM awscc.ivs.stages WHERE region = '{{ region }}' AND Identifier = '{{ stage_arn }}';
END
  python3 - "$1/stackql_manifest.yml" <<'END'
import re
import sys

path = sys.argv[1]
text = re.sub(r"(- name: tags\n +value:)(\n +- Key.*\n +Value.*)+", r"\1 file(tags.json)", open(path).read())
lookup = "  - name: lookup\n    type: query\n    file: lookup.sql\n    props: []\n    exports:\n      - name\n"
open(path, "w").write(text.replace("exports:\n  - stage_arn", lookup + "exports:\n  - stage_arn\n  - name"))
END
}

# The hook for commits fails on each of ten broken ones, and passes the commit before.
try_commits() {
  [ -d "$folder/released" ] || return 0
  local repository="$folder/eine Größe" how status
  local hook=("$folder/python/bin/pre-commit" try-repo "$folder/released" stackql-lint-staged)
  git init --quiet "$repository"
  write_whole_stack "$repository/a stack"
  git -C "$repository" add --all
  (cd "$repository" && "${hook[@]}") >"$folder/hook.log" 2>&1 || { cat "$folder/hook.log"; fail "the hook at a sound commit"; }
  git -C "$repository" -c user.name=a -c user.email=a@example.org commit --quiet --message a
  for how in "${broken_commits[@]}"; do
    (cd "$repository/a stack" && break_stack "$how")
    git -C "$repository" add --all
    status=0
    (cd "$repository" && "${hook[@]}") >"$folder/hook.log" 2>&1 || status=$?
    [ "$status" -eq 1 ] || { cat "$folder/hook.log"; fail "the hook passes a broken commit: $how"; }
    echo "$how: $(grep -o '\(error\|warning\)\[[A-Z0-9]*\]' "$folder/hook.log" | sort | uniq -c | tr -s ' \n' ' ')"
    git -C "$repository" reset --quiet --hard
  done
}

for step in archive glibc wheel old_root deb rpm npm formula image action hook commits; do
  echo "-- $step"
  "try_$step"
done
echo "The packages of $version for $architecture work."
