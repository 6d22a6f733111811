"""Compares stackql-lint with stackql-deploy on random stacks: compare.py SEED N [RECORDING]."""
import json
import os
import re
import subprocess
import sys
import tempfile

import generate
import lifecycle

LINT = os.environ["LINT"]
ORACLE = os.environ["ORACLE"].split()
# run: stacks of which what is sent counts; render: they are only rendered; python: by 1.9.5
KIND = os.environ.get("KIND", "")
REAL, VERSION = ("1.9.5", "1.9") if KIND == "python" else ("2.4.0", "2.4")
# These are the linter's, whatever else a stack has; the others may rest on a value or a state.
FAULTS = {"other bytes", "hole of another form", "not rendered", "phase missing",
          "known, and fails without an error"}
# Runs may not reach a statement that is wrong.
if KIND in ("render", "python"):
    FAULTS.add("error where all works")
MOST_HOLES = 0.01  # of the queries of which everything is known
HOLE = re.compile(r"""\{#.*?#\}|\{\{(?:'[^']*'|"[^"]*"|[^'"}]|\}(?!\}))*\}\}|\{%.*%\}""", re.S)
RUNS = (("absent", ["build", "build", "test", "teardown"]), ("right", ["build", "test", "teardown"]),
        ("wrong", ["build"]))


def write(folder, files):
    for path, text in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", newline="") as file:
            file.write(text)


def output(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{\"")]


def tool(folder, runs):
    """What stackql-deploy renders and sends: the texts by anchor (None: it fails), whether it takes the
    manifest and its values, the commands that send each anchor, and the run that failed."""
    result = output(ORACLE + ["render", folder, "dev"])
    said = lines(result.stdout)
    fine = result.returncode == 0 and not any("refused" in line for line in said)
    texts = {line["resource"] + "." + line["anchor"]: line["text"] for line in said if "anchor" in line}
    sent, failed, stopped = {}, None, False
    for state, commands in runs if fine else ():
        result = output(ORACLE + ["run", folder, "dev", state] + commands)
        command = None
        for line in lines(result.stdout):
            command = line.get("command", command)
            for mark in re.findall("@(\\w+\\.[\\w:]+)@", line.get("sent", "")):
                sent.setdefault(mark, set()).add(command)
        if result.returncode != 0 and state != "wrong" and failed is None:
            failed = state + " " + command
        stopped |= result.returncode != 0  # what comes later was not reached
    return {"fine": fine, "texts": texts, "failed": failed, "stopped": stopped,
            "sent": {mark: sorted(commands) for mark, commands in sorted(sent.items())}}


def linter(folder):
    options = [folder, "--no-config", "--env", "dev", "--deploy-version", VERSION, "--output", "json"]
    found, rendered, listed = (json.loads(output([LINT, command] + options).stdout)
                               for command in ("check", "render", "operations"))
    texts = {q["resource"] + "." + q["anchor"]: q for q in rendered["queries"]}
    phases = {}
    for operation in listed["operations"]:
        phases.setdefault(operation["resource"] + "." + operation["anchor"], set()).update(operation["phases"])
    return found["findings"], texts, phases


def holds(text, real):
    """Whether something in place of the holes makes the real text."""
    return re.fullmatch(".*".join(re.escape(part) for part in HOLE.split(text)), real, re.S)


def known(files, truth):
    """The queries for which no export, and so nothing that only a run gives, is in scope."""
    values, *parts = files["stackql_manifest.yml"].split("  - name: r")
    if "undefined_name" in values:  # to globals, it may be an environment variable
        return []
    first = next((number for number, part in enumerate(parts) if "    exports:" in part), len(parts))
    if first < len(parts) and "      - label: p0" in parts[first]:
        first -= 1
    return [key for key in truth["texts"]
            if int(key[1:key.index(".")]) <= first and ".callback" not in key]


def judge(files, truth, findings, texts, phases):
    """The kinds of disagreement, each with what shows it."""
    rules = [f for f in findings if f["severity"] == "error" and f["rule"][:3] in ("TPL", "MAN")]
    reports = [f["rule"] for f in rules]
    deploy = [rule for rule in reports if rule != "TPL007"]  # the tool renders SQL that is none
    if not truth["fine"]:
        return [] if reports else [("refused without an error", "")]
    wrong = []
    for key, text in truth["texts"].items():
        query = texts.get(key)
        if text is None and not reports:
            kind = "known, and fails" if key in known(files, truth) else "fails"
            wrong.append((kind + " without an error", key))
        elif text is not None and query is None:
            wrong.append(("not rendered", key))
        elif text is not None and query["complete"] and query["text"] != text:
            wrong.append(("other bytes", "%s\n  tool %r\n  lint %r" % (key, text, query["text"])))
        elif text is not None and not query["complete"] and not holds(query["text"], text):
            wrong.append(("hole of another form", "%s\n  tool %r\n  lint %r" % (key, text, query["text"])))
    fails = None in truth["texts"].values() or truth["failed"] is not None
    # What only a run meets, such as a missing anchor, is no error of a query; nor does what a
    # condition skips here fail here.
    rendered_only = KIND != "run" and not truth["sent"] and set(deploy) == {"MAN008"}
    if deploy and not fails and not rendered_only and "    if:" not in files["stackql_manifest.yml"]:
        wrong.append(("error where all works", " ".join(deploy)))
    if truth["failed"] and not findings:
        wrong.append(("run fails without a finding", truth["failed"]))
    for key, commands in truth["sent"].items():
        missing = set(commands) - phases.get(key, set())
        if key in phases and missing:
            wrong.append(("phase missing", "%s %s" % (key, sorted(missing))))
    if truth["sent"] and not fails and not reports and not truth["stopped"]:
        for key, made in phases.items():
            extra = made - set(truth["sent"].get(key, ()))
            if extra:
                wrong.append(("phase too many", "%s %s" % (key, sorted(extra))))
    return wrong


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    recording = open(sys.argv[3], "w") if len(sys.argv) > 3 else None
    kinds, whole, holes = {}, 0, []
    generated = {"run": lifecycle.generate, "python": generate.generate_jinja}.get(KIND, generate.generate)
    for number in range(seed, seed + count):
        files = generated(number)
        with tempfile.TemporaryDirectory() as folder:
            write(folder, files)
            truth = tool(folder, runs=() if KIND in ("render", "python") else RUNS)
            if KIND == "run":
                truth["texts"] = {}
            findings, texts, phases = linter(folder)
            disagreements = judge(files, truth, findings, texts, phases)
        for key in known(files, truth) if truth["fine"] else ():
            whole += truth["texts"][key] is not None
            if truth["texts"][key] is not None and key in texts and not texts[key]["complete"]:
                holes.append("%d: %s %r" % (number, key, texts[key]["text"]))
        if recording:
            json.dump({"seed": number, "version": REAL, "files": files, **truth}, recording)
            recording.write("\n")
        for kind, what in disagreements:
            kinds.setdefault(kind, []).append("%d: %s" % (number, what))
    for kind, all_of in sorted(kinds.items()):
        print("%s: %d" % (kind, len(all_of)))
        for what in all_of[: int(os.environ.get("SHOW", "5"))]:
            print("  " + what)
    if whole:
        print("%d of %d queries of which everything is known stay holes" % (len(holes), whole))
        for hole in holes[: int(os.environ.get("SHOW", "5"))]:
            print("  " + hole)
    print("%d stacks, %d disagreements" % (count, sum(len(all_of) for all_of in kinds.values())))
    many = KIND != "python" and len(holes) > MOST_HOLES * whole  # what filters make of it is not known there
    sys.exit(1 if FAULTS & set(kinds) or many else 0)


if __name__ == "__main__":
    main()
