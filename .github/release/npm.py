"""Makes the packages for npm of the archive of one architecture: the program for that architecture, and
the launcher that everybody installs, which depends on the programs and runs the one that npm chose.

Usage: npm.py VERSION amd64|arm64 ARCHIVE OUT
"""

import gzip
import io
import json
import os
import pathlib
import sys
import tarfile

ROOT = pathlib.Path(__file__).parent.parent.parent
ARCHITECTURES = {"amd64": "x64", "arm64": "arm64"}  # ours, and what Node.js calls them
DESCRIBED = {
    "description": "Linter for StackQL stacks on AWS: policies, permissions and properties",
    "homepage": "https://github.com/stackql/stackql-lint",
    "repository": {"type": "git", "url": "git+https://github.com/stackql/stackql-lint.git"},
    "license": "MIT",
}


def program_name(architecture):
    return f"@stackql/lint-linux-{ARCHITECTURES[architecture]}"


def launcher(version):
    """The description of the launcher, and its files with their modes."""
    names = map(program_name, ARCHITECTURES)
    description = {
        "name": "stackql-lint",
        "version": version,
        **DESCRIBED,
        "keywords": ["stackql", "aws", "iam", "linter"],
        "bin": {"stackql-lint": "launch.js"},
        "engines": {"node": ">=16"},
        "optionalDependencies": {name: version for name in names},
    }
    files = {name: ((ROOT / name).read_bytes(), 0o644) for name in ("LICENSE", "NOTICE", "README.md")}
    files["launch.js"] = ((ROOT / ".github/release/launch.js").read_bytes(), 0o755)
    return description, files


def program(version, architecture, archive):
    description = {
        "name": program_name(architecture),
        "version": version,
        **DESCRIBED,
        "os": ["linux"],
        "cpu": [ARCHITECTURES[architecture]],
        "libc": ["glibc"],
        "preferUnplugged": True,
    }
    folder = f"stackql-lint-{version}-linux-{architecture}"
    files = {}
    with tarfile.open(archive) as packed:
        files["stackql-lint"] = (packed.extractfile(f"{folder}/bin/stackql-lint").read(), 0o755)
        for name in ("LICENSE", "NOTICE", "THIRD-PARTY"):
            files[name] = (packed.extractfile(f"{folder}/share/doc/stackql-lint/{name}").read(), 0o644)
    return description, files


def write(path, description, files):
    date = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    text = json.dumps(description, indent=2) + "\n"
    with open(path, "wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=date) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as packed:
            for name, (content, mode) in {"package.json": (text.encode(), 0o644), **files}.items():
                entry = tarfile.TarInfo(f"package/{name}")
                entry.size, entry.mode, entry.mtime = len(content), mode, date
                packed.addfile(entry, io.BytesIO(content))


def main(version, architecture, archive, out):
    name = f"stackql-lint-linux-{ARCHITECTURES[architecture]}-{version}.tgz"
    write(pathlib.Path(out) / name, *program(version, architecture, archive))
    write(pathlib.Path(out) / f"stackql-lint-{version}.tgz", *launcher(version))


main(*sys.argv[1:])
