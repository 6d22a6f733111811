"""AWS's managed policies as values of properties: written into a query, read from a file and in a patch.
Lists what is found of them by rule; the same must be found in each form, and only what `true.json` lists.
    policies.py MOTO FOLDER PROGRAM TRUE
"""
import ast
import collections
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

MANIFEST = """version: 1
name: policies
providers: [awscc]
resources:
  - name: policy
    props:
      - {name: document, value: file(policy.json)}
"""
INSERT = """INSERT INTO awscc.iam.managed_policies (ManagedPolicyName, PolicyDocument, region)
SELECT 'a', '%s', 'us-east-1';
"""
PATCH = """UPDATE awscc.iam.managed_policies
SET PatchDocument = string('[{"op": "replace", "path": "/PolicyDocument", "value": %s}]')
WHERE region = 'us-east-1' AND Identifier = 'arn:aws:iam::111122223333:policy/a';
"""
FORMS = {"query": "query.iql", "file": "resources/policy.json", "patch": "query.iql"}


def read(moto):
    """The documents that moto, a double of AWS, has."""
    text = next(moto.rglob("iam/aws_managed_policies.py")).read_text()
    given = next(n.value for n in ast.parse(text).body if isinstance(n, ast.Assign))
    return {name: policy["Document"] for name, policy in json.loads(ast.literal_eval(given)).items()}


def literal(document):
    text = json.dumps(document).replace("\\", "\\\\").replace(";", "\\\\u003b")
    return text.replace("'", "''")


def write(name, document, folder):
    def put(path, text):
        path = folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    put(f"query/{name}/query.iql", INSERT % literal(document))
    put(f"patch/{name}/query.iql", PATCH % literal(document))
    put(f"file/{name}/stackql_manifest.yml", MANIFEST)
    put(f"file/{name}/resources/policy.json", json.dumps(document))
    put(f"file/{name}/resources/policy.iql", "/*+ create */\n" + INSERT % "{{ document }}")


def findings(folder, program):
    report = folder / "findings.json"
    command = [program, "check", folder, "--no-config", "--select", "IAM,SEC,RES,SQL", "--quiet"]
    subprocess.run([*command, "--output", f"json={report}"], stdout=subprocess.DEVNULL, check=False)
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for finding in json.loads(report.read_text())["findings"]:
        form, name, *file = Path(finding["file"]).relative_to(folder).parts
        text = (folder / form / name / Path(*file)).read_bytes()[finding["offset"] : finding["endOffset"]]
        found[name][form].append((finding["rule"], finding["message"], re.sub(r"\\+", "", text.decode())))
    return found


def main():
    moto, folder, program = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    listed = json.loads(Path(sys.argv[4]).read_text())
    policies = read(moto)
    shutil.rmtree(folder, ignore_errors=True)
    for name, document in policies.items():
        write(name, document, folder)
    found, by_rule, wrong = findings(folder, program), collections.defaultdict(list), 0
    for name, forms in sorted(found.items()):
        if any(sorted(forms[form]) != sorted(forms["query"]) for form in FORMS):
            print(f"not the same in each form: {name}: { {k: sorted(v)[:3] for k, v in forms.items()} }")
            wrong += 1
        for rule, message, _ in forms["query"]:
            by_rule[rule].append(f"{name}: {message}")
    for rule, messages in sorted(by_rule.items()):
        print(f"{rule}: {len(messages)} findings: {listed.get(rule, 'NOT LISTED')}")
        if rule not in listed:
            wrong += len(messages)
            print("".join(f"  {m}\n" for m in messages), end="")
    print(f"{len(policies)} policies, {len(policies) - len(found)} of them silent")
    return 1 if wrong else 0


sys.exit(main())
