#!/bin/sh
# A virtual environment of Python in FOLDER with what REQUIREMENTS lists: venv.sh FOLDER REQUIREMENTS
set -eu
[ -d "$1" ] || python3 -m venv "$1"
exec "$1/bin/pip" install --quiet --requirement "$2"
