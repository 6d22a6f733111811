#!/usr/bin/env python3
"""Whether work and memory grow with the input and no faster.

    tests/bench/growth.py                  every family: instructions of n and 8 n, their ratio
    tests/bench/growth.py NAME...          some of them
    tests/bench/growth.py --memory         peak memory and time of each at about 10 MB instead
    tests/bench/growth.py --quick          a quarter of n, for a short look

Instructions are counted by callgrind, less those of a run on nothing. Build first:
cmake --preset bench && cmake --build --preset bench. Exit status 1: a ratio above 10, or more than 256 MB.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parents[2]
MOST = 10.0
MOST_MEMORY = 256  # MB

QUERY = ("/*+ exists */\nSELECT name FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
         "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT '{name}', 'us-east-1';\n")


def manifest(resources="[]", more=""):
    return {"stackql_manifest.yml": f"version: 1\nname: demo\nproviders: [awscc]\n{more}resources:\n{resources}\n"}


def stack(props, query=QUERY.format(name="x"), more=""):
    files = manifest("- name: r\n  props:\n" + props, more)
    files["resources/r.iql"] = query
    return files


def prop(name, value):
    return f"  - {{name: {name}, value: {value}}}\n"


def policy(statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def policy_files(statements):
    return {"p.json": policy(statements),
            "q.iql": "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = 'x';\n"}


CHECK = ["policy", "check", "--policy", "p.json", "q.iql"]

# name -> (n, files for n, command)
FAMILIES = {
    "merge chain": (400, lambda n: stack(
        prop("p0", "[{a: 1}]") + "".join(
            f"  - {{name: p{i}, value: [{{k{i}: {i}}}], merge: [p{i - 1}]}}\n" for i in range(1, n))), []),
    "merges of one": (1000, lambda n: stack(
        prop("p0", "[{a: 1}]") + "".join(
            f"  - {{name: p{i}, value: [{{k{i}: {i}}}], merge: [p0]}}\n" for i in range(1, n))), []),
    "chained props": (1000, lambda n: stack(
        prop("p0", "x") + "".join(prop(f"p{i}", f"'{{{{ p{i - 1} }}}}'") for i in range(1, n))), []),
    "growing props": (400, lambda n: stack(
        prop("p0", "x") + "".join(prop(f"p{i}", f"'{{{{ p{i - 1} }}}}y'") for i in range(1, n))), []),
    "unknown fields": (1000, lambda n: manifest(
        "- name: r\n" + "".join(f"  descripton{i}: x\n" for i in range(n))), []),
    "misspelled columns": (500, lambda n: {"q.iql": "SELECT " + ", ".join(
        f"nmae{i}" for i in range(n)) + " FROM awscc.ivs.stages WHERE region = 'us-east-1' AND "
        "Identifier = 'x';\n"}, []),
    "misspelled variables": (500, lambda n: stack(
        "".join(prop(f"name{i}", "x") for i in range(n)),
        QUERY.format(name="".join(f"{{{{ nmae{i} }}}}" for i in range(n)))), []),
    "suppressions used": (1000, lambda n: {"q.iql": "".join(
        f"SELECT nope{i} FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = 'x'; "
        "-- stackql-lint: ignore[SQL010] known\n" for i in range(n))}, []),
    "suppressions unused": (2000, lambda n: {"q.iql": "-- stackql-lint: ignore[SQL010] x\n" * n +
                                             "SELECT 1;\n"}, []),
    "exports": (1000, lambda n: dict(manifest(
        "- name: r\n  exports:\n" + "".join(f"  - e{i}\n" for i in range(n))), **{
            "resources/r.iql": QUERY.format(name="x") + "/*+ exports */\nSELECT " +
            ", ".join(f"arn AS e{i}" for i in range(n)) +
            " FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = 'x';\n"}), []),
    "exports used": (200, lambda n: dict(manifest(
        "- name: r\n  exports:\n" + "".join(f"  - {{arn: e{i}}}\n" for i in range(n)) +
        "- name: s\n"), **{
            "resources/r.iql": QUERY.format(name="x") + "/*+ exports */\nSELECT arn FROM awscc.ivs.stages "
            "WHERE region = 'us-east-1' AND Identifier = 'x';\n",
            "resources/s.iql": "".join(
                f"/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT 'a{i}{{{{ e{i} }}}}', "
                "'us-east-1';\n" if i == 0 else
                f"INSERT INTO awscc.ivs.stages (Name, region) SELECT 'a{i}{{{{ e{i} }}}}', 'us-east-1';\n"
                for i in range(n))}), []),
    "protected values": (500, lambda n: stack(
        "".join(f"  - {{name: p{i}, value: secret-number-{i}}}\n" for i in range(n)) +
        "  protected: [" + ", ".join(f"p{i}" for i in range(n)) + "]\n",
        QUERY.format(name="".join(f"{{{{ p{i} }}}}" for i in range(n)))), []),
    "merge keys": (500, lambda n: manifest(
        "- &a0 {name: r0, k0: 1}\n" + "".join(
            f"- &a{i}\n  <<: *a{i - 1}\n  name: r{i}\n" for i in range(1, n))), []),
    "aliases": (2000, lambda n: manifest("- name: r\n", "globals:\n- {name: a, value: &v [1, 2, 3]}\n" +
                                         "".join(f"- {{name: g{i}, value: *v}}\n" for i in range(n))), []),
    # Each prop has the same value, of 3,072 texts made of 11 lists.
    "alias bomb": (80, lambda n: manifest("- name: r\n  props:\n" + "".join(prop(f"p{i}", "*v10") for i in range(n)),
                                          "globals:\n- {name: a0, value: &v0 [x, x, x]}\n" +
                                          "".join(f"- {{name: a{i}, value: &v{i} [*v{i - 1}, *v{i - 1}]}}\n"
                                                  for i in range(1, 11))), []),
    "resources": (200, lambda n: dict(manifest("".join(f"- {{name: r{i}, file: r.iql}}\n" for i in range(n))),
                                      **{"resources/r.iql": QUERY.format(name="x")}), []),
    "references": (50, lambda n: dict(manifest("".join(
        f"- {{name: d{i}, exports: [{{arn: dead{i}}}]}}\n- {{name: q{i}}}\n" for i in range(n))), **{
            f"resources/{name}{i}.iql": text for i in range(n) for name, text in (
                ("d", "/*+ create */\nINSERT INTO awscc.sqs.queues (QueueName, region) SELECT "
                      f"'d{i}', 'us-east-1';\n/*+ exports */\nSELECT Arn AS arn FROM awscc.sqs.queues WHERE "
                      "region = 'us-east-1' AND Identifier = 'x';\n"),
                ("q", "/*+ create */\nINSERT INTO awscc.sqs.queues (QueueName, RedrivePolicy, region) SELECT "
                      f"'q{i}', '{{\"deadLetterTargetArn\": \"{{{{ dead{i} }}}}\", \"maxReceiveCount\": 3}}', "
                      "'us-east-1';\n"))}), []),
    "statements": (500, lambda n: {"q.iql": QUERY.format(name="x").split("*/\n")[2] * n}, []),
    "environments": (50, lambda n: stack(
        "  - name: p\n    values:\n" + "".join(f"      e{i}: {{value: x{i}}}\n" for i in range(n)),
        QUERY.format(name="{{ p }}")), []),
    "conditions in templates": (200, lambda n: {"q.iql": "SELECT name FROM awscc.ivs.stages WHERE region = "
                                                "'us-east-1' AND Identifier = '" +
                                                "{% if x %}a{% endif %}" * n + "';\n"}, []),
    "includes": (50, lambda n: dict(stack("".join(prop(f"p{i}", f"!include f{i}.json") for i in range(n))), **{
        f"f{i}.json": json.dumps({"k": "x" * 1000}) for i in range(n)}), []),
    "ignore patterns": (500, lambda n: {".gitignore": "".join(f"dir{i}/*.tmp\n" for i in range(n)),
                                        **{f"d/f{i}.iql": "SELECT 1;\n" for i in range(50)}}, []),
    "policy statements": (200, lambda n: policy_files([
        {"Effect": "Allow", "Action": "ivs:GetStage", "Resource": f"arn:aws:ivs:us-east-1:123456789012:stage/x{i}"}
        for i in range(n)]), CHECK),
    "policy actions": (200, lambda n: policy_files([
        {"Effect": "Allow", "Action": [f"s3:Get{i}*" for i in range(n)], "Resource": "*"}]), CHECK),
    # Statements that differ only in the last of their actions.
    "policy alike": (20, lambda n: policy_files([
        {"Effect": "Allow", "Resource": "*", "Action": [f"s3:Get{j}" for j in range(150)] + [f"s3:Put{i}"]}
        for i in range(n)]), CHECK),
    "denied messages": (500, lambda n: dict(policy_files([]), **{"denied.txt": "".join(
        f"User: a is not authorized to perform: ivs:GetStage on resource: arn:aws:ivs:us-east-1:1:stage/{i}\n\n"
        for i in range(n))}), ["policy", "explain-denied", "denied.txt", "q.iql", "--output", "json"]),
    "policy resources": (200, lambda n: policy_files([
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [f"arn:aws:s3:::b{i}/*" for i in range(n)]}]),
        CHECK),
    "policy question marks": (60, lambda n: policy_files([
        {"Effect": "Allow", "Action": "ivs:GetStage", "Resource": "?" * n}]), CHECK),
    "policy stars": (60, lambda n: policy_files([
        {"Effect": "Allow", "Action": "ivs:GetStage", "Resource": "arn:aws:ivs:*:*:" + "*a" * n + "*b"}]), CHECK),
    "policy wildcards": (5, lambda n: policy_files([
        {"Sid": f"s{i}", "Effect": "Allow", "Action": "*", "Resource": f"arn:aws:s3:::b{i}"} for i in range(n)]),
        CHECK),
}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def command(program, arguments):
    output = [] if "--output" in arguments else ["--output", "compact"]
    return [program, *(arguments or ["."]), "--no-config", *output]


def instructions(program, files, arguments):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write(folder, files)
        out = folder / "callgrind.out"
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
                        *command(program, arguments)], cwd=folder, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M).group(1))


def footprint(program, files, arguments):
    """Peak memory in MB, and CPU seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write(folder, files)
        child = subprocess.Popen(command(program, arguments), cwd=folder, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (300, 300)))
        _, _, usage = os.wait4(child.pid, 0)
        return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def size(files):
    return sum(len(text) for text in files.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--program", default=str(HERE / "build/bench/stackql-lint"))
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    unknown = [name for name in options.names if name not in FAMILIES]
    if unknown:
        parser.error(f"no such family: {unknown[0]}; known: {', '.join(FAMILIES)}")
    failed = False
    nothing = instructions(options.program, {"q.iql": "SELECT 1;\n"}, []) if not options.memory else 0
    for name in options.names or FAMILIES:
        n, files, arguments = FAMILIES[name]
        if options.memory:
            count = max(n, int(n * 9.5e6 / size(files(n)))) if name != "alias bomb" else 40
            memory, seconds = footprint(options.program, files(count), arguments)
            failed |= memory > MOST_MEMORY
            print(f"{name:24} {count:9} {memory:8.0f} MB {seconds:8.1f} s", flush=True)
            continue
        n = max(2, n // 4) if options.quick else n
        one = instructions(options.program, files(n), arguments) - nothing
        eight = instructions(options.program, files(8 * n), arguments) - nothing
        ratio = eight / max(one, 1)
        failed |= one <= 0 or ratio > MOST
        print(f"{name:24} {n:6} {one:14,} {8 * n:6} {eight:15,} {ratio:7.2f}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
