#!/usr/bin/env python3
"""Draws what the program prints on a terminal, for the README.

Usage: .github/draw_output.py [PROGRAM]    default: build/release/stackql-lint; writes .github/output.svg
"""

import html
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARGUMENTS = ["testdata/stacks/ivs-stage", "--no-config", "--select", "TPL002,RES006"]
COLOURS = {91: "#ff7b72", 92: "#7ee787", 93: "#e3b341", 94: "#79c0ff", 95: "#d2a8ff", 96: "#76e3ea"}
WIDTH, HEIGHT, MARGIN = 8.43, 20, 20  # of a character at 14 pixels, of a line, around the text


def spans(line):
    """The pieces of a line, each with the numbers of the escape sequences that are in force."""
    active = []
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if escape := re.fullmatch(r"\x1b\[([0-9;]*)m", piece):
            codes = [int(code or 0) for code in escape.group(1).split(";")]
            active = [] if 0 in codes else active + codes
        elif piece:
            yield piece, active


def styled(piece, active):
    unknown = set(active) - set(COLOURS) - {1}
    if unknown:
        sys.exit(f"draw_output.py does not know the escape sequences {sorted(unknown)}")
    attributes = ' font-weight="bold"' if 1 in active else ""
    for code in active:
        if code in COLOURS:
            attributes += f' fill="{COLOURS[code]}"'
    text = html.escape(piece, quote=False)
    return f"<tspan{attributes}>{text}</tspan>" if attributes else text


def main():
    program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release/stackql-lint").resolve()
    command = [str(program), *ARGUMENTS, "--color", "always"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    title = " ".join(["stackql-lint", *ARGUMENTS])
    lines = [f"\x1b[1m$ {title}\x1b[0m", *output.rstrip("\n").split("\n")]
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    size = (round(columns * WIDTH + 2 * MARGIN), len(lines) * HEIGHT + 2 * MARGIN)
    picture = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" role="img">',
        f"<title>{html.escape(title, quote=False)}</title>",
        f'<rect width="{size[0]}" height="{size[1]}" rx="8" fill="#0d1117"/>',
        '<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3"'
        ' style="white-space: pre" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        text = "".join(styled(piece, active) for piece, active in spans(line))
        picture.append(f'<text x="{MARGIN}" y="{MARGIN + 15 + number * HEIGHT}">{text}</text>')
    picture += ["</g>", "</svg>", ""]
    (ROOT / ".github/output.svg").write_text("\n".join(picture), encoding="utf-8")


main()
