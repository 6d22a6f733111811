"""Policies that AWS publishes as values of properties: in a query, in a manifest, read from a file and in a patch.
Lists what is found of them by rule; the same must be found in each form, and only what `true.json` lists. An
effect that does not exist is then written into each, which must be found in each form.
    policies.py CACHE FACTS FOLDER PROGRAM TRUE

`true.json` lists rules for the managed policies, and rules with the names of policies for the others.
"""
import collections
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import documents

MANIFEST = """version: 1
name: policies
providers: [awscc]
resources:
  - name: policy
    props:
      - {name: document, value: %s}
"""
INSERT = """INSERT INTO %s ("%s", region)
SELECT '%s', 'us-east-1';
"""
PATCH = """UPDATE %s
SET PatchDocument = string('[{"op": "replace", "path": "/%s", "value": %s}]')
WHERE region = 'us-east-1' AND Identifier = '%s';
"""
FORMS = {"query": "query.iql", "object": "stackql_manifest.yml", "file": "resources/policy.json", "patch": "query.iql"}


def literal(text):
    return text.replace("\\", "\\\\").replace(";", "\\\\u003b").replace("'", "''")


def placed(path, document):
    """The value of a property that has the document below it."""
    for part in reversed(path.split("/")[1:]):
        document = [document] if part == "*" else {part: document}
    return document


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write(name, table, path, document, folder):
    column, text = path.split("/")[0], json.dumps(placed(path, document))
    put(folder / "query" / name / "query.iql", INSERT % (table, column, literal(text)))
    bucket = re.search(r'"Resource": \[?"arn:aws:s3:::([^/*"]+)', text)  # what the policy of a bucket is about
    identifier = bucket[1] if bucket and "bucket_policies" in table else "a"
    put(folder / "patch" / name / "query.iql", PATCH % (table, column, literal(text), identifier))
    for form, value in ("object", text), ("file", "file(policy.json)"):
        put(folder / form / name / "stackql_manifest.yml", MANIFEST % value)
        insert = INSERT % (table, column, "{{ document }}")
        put(folder / form / name / "resources/policy.iql", f"/*+ create */\n{insert}")
    put(folder / "file" / name / "resources/policy.json", text)


def findings(folder, program):
    """What is found by document and form: rules, messages and the bytes that they are about."""
    report = folder / "findings.json"
    command = [program, "check", folder, "--no-config", "--select", "IAM,SEC", "--quiet"]
    subprocess.run([*command, "--output", f"json={report}"], stdout=subprocess.DEVNULL, check=False)
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for finding in json.loads(report.read_text())["findings"]:
        form, name, *file = Path(finding["file"]).relative_to(folder).parts
        text = (folder / form / name / Path(*file)).read_bytes()[finding["offset"] : finding["endOffset"]]
        text = re.sub(r"\\+", "", text.decode()).replace("''", "'")
        found[name][form].append((finding["rule"], finding["message"], text))
    return found


def table_of(kind, program):
    run = subprocess.run([program, "catalog", "show", kind, "--output", "json"], capture_output=True, check=True)
    return json.loads(run.stdout)["table"]


def with_mistake(document):
    statements = document["Statement"]
    first, *others = statements if isinstance(statements, list) else [statements]
    return {**document, "Statement": [{**first, "Effect": "Alow"}, *others]}


def lint(policies, folder, program):
    shutil.rmtree(folder, ignore_errors=True)
    for name, _, table, path, document in policies:
        write(name, table, path, document, folder)
    return findings(folder, program)


def main():
    cache, facts, folder, program = *map(Path, sys.argv[1:4]), sys.argv[4]
    listed = json.loads(Path(sys.argv[5]).read_text())
    sources = documents.everything(cache, facts, Path(__file__).parent)
    tables = {kind: table_of(kind, program) for kind in {s[1] for s in sources}}
    policies = [(name, kind, tables[kind], path, document) for name, kind, path, document in sources]
    found, by_rule, wrong = lint(policies, folder, program), collections.defaultdict(list), 0
    for name, forms in sorted(found.items()):
        if any(sorted(forms[form]) != sorted(forms["query"]) for form in FORMS):
            print(f"not the same in each form: {name}: { {k: sorted(v)[:3] for k, v in forms.items()} }")
            wrong += 1
        for rule, message, _ in forms["query"]:
            by_rule[rule].append(f"{name}: {message}")
    for rule, messages in sorted(by_rule.items()):
        known = [*listed["others"].get(rule, {}).get("policies", []), *(["managed_"] if rule in listed["managed"] else [])]
        unlisted = [m for m in messages if not m.startswith(tuple(known))]
        print(f"{rule}: {len(messages)} findings, {len(unlisted)} of them not listed")
        print("".join(f"  {m}\n" for m in unlisted), end="")
        wrong += len(unlisted)
    broken = lint([(*p[:4], with_mistake(p[4])) for p in policies], folder, program)
    missed = [f"{p[0]} ({form})" for p in policies for form in FORMS
              if not any(rule == "IAM012" and text == "Alow" for rule, _, text in broken[p[0]][form])]
    print("".join(f"a wrong effect is not found: {m}\n" for m in missed), end="")
    for kind, number in collections.Counter(p[1] + "/" + p[3] for p in policies).most_common():
        print(f"{number:6} {kind}")
    print(f"{len(policies)} policies, {len(policies) - len(found)} of them silent; {len(policies) * len(FORMS)} wrong effects")
    return 1 if wrong or missed else 0


sys.exit(main())
