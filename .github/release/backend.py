"""Builds the wheel for pip when it installs this repository, as pre-commit does.

The commit of a release has SHA256SUMS beside this file: the wheel with that checksum is then taken from
the package index that pip uses, so that no compiler is needed. Otherwise CMake builds the program, which
needs what .ci/setup installs.
"""

import pathlib
import re
import subprocess
import sys

from scikit_build_core import build as cmake
from scikit_build_core.build import (  # noqa: F401  what pip calls, as it is
    build_sdist,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_wheel,
)

HERE = pathlib.Path(__file__).parent


def requirement():
    """The released wheels of this version as pip names them; empty if there are none."""
    sums = HERE / "SHA256SUMS"
    version = re.search(
        r"project\(stackql-lint VERSION ([0-9.]+)", (HERE / "../../CMakeLists.txt").read_text()
    ).group(1)
    wheel = re.compile(rf"([0-9a-f]{{64}})  stackql_lint-{re.escape(version)}-.*\.whl")
    lines = sums.read_text().splitlines() if sums.exists() else []
    hashes = [found.group(1) for found in map(wheel.fullmatch, lines) if found]
    return " ".join([f"stackql-lint=={version}", *(f"--hash=sha256:{one}" for one in hashes)]) if hashes else ""


def released(folder):
    """The name of the released wheel, once it lies in the folder; None if it cannot be had."""
    wanted = requirement()
    if not wanted:
        return None
    needed = pathlib.Path(folder) / "stackql-lint.requirement"
    needed.write_text(wanted + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "--dest", str(folder), "--requirement", str(needed)]
    done = subprocess.run(command, check=False)
    needed.unlink()
    wheels = [path.name for path in pathlib.Path(folder).glob("stackql_lint-*.whl")]
    if done.returncode == 0 and len(wheels) == 1:
        return wheels[0]
    print(f"No released wheel for this machine ({wanted.split()[0]}): it is built with CMake.", file=sys.stderr)
    return None


def get_requires_for_build_wheel(config_settings=None):
    if requirement():
        return ["pip", *cmake.get_requires_for_build_wheel(config_settings)]
    return cmake.get_requires_for_build_wheel(config_settings)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    # Whoever has settings wants a build of their own.
    wheel = None if config_settings else released(wheel_directory)
    return wheel or cmake.build_wheel(wheel_directory, config_settings, metadata_directory)
