#!/usr/bin/env bash
# Builds all packages of a release for glibc 2.28 or later: the wheel, the archive, those of Debian, RPM
# and npm, a list of what is in them, and the source archive of which pip builds the program elsewhere.
# Usage: .github/release/build.sh [x86_64|aarch64] [OUT]    default: this machine's, build/dist
# Needs Debian 12 with what `.ci/setup --release` installs. Libraries in C come from Debian's archives as
# they are, those in C++ are built from Debian's sources with the libc++ of the program. Two runs give
# the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
export STACKQL_LINT_ARCH=${1:-$(uname -m)} STACKQL_LINT_GLIBC=2.28
out=$(realpath -m "${2:-build/dist}")
work=$root/build/wheel-$STACKQL_LINT_ARCH
export STACKQL_LINT_TOOLS=$work/tools STACKQL_LINT_SYSROOT=$work/sysroot
case $STACKQL_LINT_ARCH in
  x86_64) debian=amd64 ;;
  aarch64) debian=arm64 ;;
  *) echo "Architecture '$STACKQL_LINT_ARCH': expected x86_64 or aarch64." >&2; exit 2 ;;
esac
archives=(libpg-query-dev libpcre2-dev zlib1g-dev libsodium-dev libutf8proc-dev)
sources=(yaml-cpp re2)
headers=(libyaml-cpp-dev libre2-dev libflatbuffers-dev libcli11-dev libexpected-dev nlohmann-json3-dev
  libxxhash-dev libcurl4-openssl-dev unicode-data)

version=$(sed -n 's/^project(stackql-lint VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)

# The same dates and modes wherever and whenever it is built.
umask 022
export LC_ALL=C TZ=UTC
export SOURCE_DATE_EPOCH=1767225600

# apt with lists of its own, so that nothing changes on this machine.
apt() { # command...
  local command=$1
  shift
  "apt-$command" -qq -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" \
    -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o APT::Architecture="$debian" -o APT::Architectures="$debian" -o APT::Sandbox::User=root "$@"
}

prepare_tools() {
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
    --requirement "$root/.github/release/requirements.txt"
  local zig
  zig=$("$work/venv/bin/python" -c 'import pathlib, ziglang; print(pathlib.Path(ziglang.__file__).parent / "zig")')
  mkdir -p "$STACKQL_LINT_TOOLS"
  local tool target="-target $STACKQL_LINT_ARCH-linux-gnu.$STACKQL_LINT_GLIBC"
  for tool in "cc $target" "c++ $target" ar ranlib; do
    printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$tool" >"$STACKQL_LINT_TOOLS/${tool%% *}"
    chmod +x "$STACKQL_LINT_TOOLS/${tool%% *}"
  done
}

prepare_sysroot() {
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/debs" "$work/sources" "$STACKQL_LINT_SYSROOT"
  local suite key='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
  {
    for suite in bookworm bookworm-updates; do
      echo "deb $key http://deb.debian.org/debian $suite main"
    done
    echo "deb $key http://deb.debian.org/debian-security bookworm-security main"
    echo "deb-src $key http://deb.debian.org/debian bookworm main"
  } >"$work/apt/sources.list"
  apt get update
  (cd "$work/debs" && apt get download "${archives[@]}" "${headers[@]}")
  local package
  for package in "$work"/debs/*.deb; do dpkg-deb --extract "$package" "$STACKQL_LINT_SYSROOT"; done
  (cd "$work/sources" && apt get source "${sources[@]}")
}

# Debian's source of RE2 lacks the tables that are made from Unicode's data.
make_tables() { # folder of RE2's source
  sed -i "s:/usr/share/unicode:$STACKQL_LINT_SYSROOT&:" "$1/re2/unicode.py"
  PATH=$work/venv/bin:$PATH make --quiet -C "$1" REBUILD_TABLES=1 \
    re2/perl_groups.cc re2/unicode_groups.cc re2/unicode_casefold.cc
}

build_library() { # folder of its source
  cmake -S "$1" -B "$1/build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$root/.github/release/zig.cmake" \
    -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG -ffile-prefix-map=$1=." -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR="lib/$STACKQL_LINT_ARCH-linux-gnu" \
    -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF -DRE2_BUILD_TESTING=OFF >/dev/null 2>&1
  cmake --build "$1/build" >/dev/null
  DESTDIR=$STACKQL_LINT_SYSROOT cmake --install "$1/build" >/dev/null
}

# The terms of what the program contains, which a binary must come with.
collect_licenses() {
  local package file
  for package in "${archives[@]}" "${headers[@]}"; do
    file=$STACKQL_LINT_SYSROOT/usr/share/doc/$package/copyright
    [ -f "$file" ] || continue
    printf '== %s\n\n' "$package"
    cat "$file"
    echo
  done
  for package in "${sources[@]}"; do
    printf '== %s\n\n' "$package"
    cat "$work/sources/$package"-*/debian/copyright
    echo
  done
}

# The program in a build folder from which the wheel and the other packages are made.
build_program() {
  # Afresh: the wheel is made from the same folder, which it tells where pip wants the files.
  cmake --fresh -S "$root" -B "$work/build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$root/.github/release/zig.cmake" \
    -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG" \
    "-DSTACKQL_LINT_THIRD_PARTY=$work/THIRD-PARTY" >"$work/configure.log"
  cmake --build "$work/build" --parallel "$(nproc)"
}

build_packages() {
  local tag=py3-none-manylinux_${STACKQL_LINT_GLIBC/./_}_$STACKQL_LINT_ARCH
  rm -rf "$work/dist"
  (cd "$work/build" && cpack -B "$work/dist" >"$work/cpack.log")
  rm -rf "$work/dist/_CPack_Packages"
  local pip=("$work/venv/bin/python" -m pip --quiet --disable-pip-version-check)
  export PATH=$work/venv/bin:$PATH
  "${pip[@]}" wheel --no-deps --no-build-isolation --no-index --wheel-dir "$work/dist" \
    -C build-dir="$work/build" -C wheel.tags="$tag" -C install.strip=false "$root"
  python - "$work/dist" <<<'import sys, scikit_build_core.build as build; build.build_sdist(sys.argv[1])' >/dev/null
  python "$root/.github/release/npm.py" "$version" "$debian" \
    "$work/dist/stackql-lint-$version-linux-$debian.tar.gz" "$work/dist"
  python "$root/.github/release/bill.py" "$version" "$debian" "$work/dist" "$work"/debs/*.deb "$work"/sources/*.dsc \
    >"$work/bill.json"
  mv "$work/bill.json" "$work/dist/stackql-lint-$version-linux-$debian.cdx.json"
  mkdir -p "$out"
  cp "$work"/dist/* "$out/"
}

rm -rf "$work/debs" "$work/sources" "$work/sysroot"
prepare_tools
prepare_sysroot
make_tables "$(realpath "$work"/sources/re2-*/)"
for name in "${sources[@]}"; do build_library "$(realpath "$work/sources/$name"-*/)"; done
collect_licenses >"$work/THIRD-PARTY"
build_program
build_packages
(cd "$out" && sha256sum -- *"$version"*)
