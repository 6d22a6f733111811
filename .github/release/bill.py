"""Writes what the program is made of, in the form of CycloneDX: the packages of Debian that build.sh takes
its libraries and headers from, and the compiler's own library. It names the packages that have the program.

Usage: bill.py VERSION ARCHITECTURE PACKAGES FILE.deb|FILE.dsc...    PACKAGES is a folder
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
from urllib.parse import quote

HERE = pathlib.Path(__file__).parent


def fields(path):
    """The name, version and architecture of a package of Debian, binary or source."""
    if path.suffix == ".deb":
        shown = ["dpkg-deb", "--show", "--showformat=${Package} ${Version} ${Architecture}", str(path)]
        return subprocess.run(shown, check=True, capture_output=True, text=True).stdout.split()
    text = path.read_text(encoding="utf-8")
    return [re.search(rf"^{field}: (.*)$", text, re.MULTILINE).group(1) for field in ("Source", "Version")] + ["source"]


def checksum(path):
    return [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]


def package(version, path):
    """Where a package of the release can be had."""
    url = f"https://github.com/stackql/stackql-lint/releases/download/v{version}/{quote(path.name)}"
    return {"type": "distribution", "url": url, "hashes": checksum(path)}


def component(path):
    name, version, architecture = fields(path)
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:deb/debian/{name}@{quote(version, safe='')}?arch={architecture}&distro=debian-12",
        "hashes": checksum(path),
    }


def main(version, architecture, packages, *paths):
    zig = re.search(r"^ziglang==(\S+)", (HERE / "requirements.txt").read_text(), re.MULTILINE).group(1)
    compiler = {"type": "library", "name": "libc++", "version": zig, "purl": f"pkg:pypi/ziglang@{zig}"}
    components = sorted(map(component, map(pathlib.Path, paths)), key=lambda each: each["purl"])
    program = {
        "type": "application",
        "name": "stackql-lint",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": f"pkg:github/stackql/stackql-lint@v{version}?arch={architecture}",
        "externalReferences": [package(version, path) for path in sorted(pathlib.Path(packages).iterdir())],
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": program},
        "components": [*components, compiler],
    }
    print(json.dumps(bill, indent=2))


main(*sys.argv[1:])
