"""What became of cfn-lint's schemas of several properties: the rules that say the same, or a reason (extensions.json).
    extensions.py EXTENSIONS RULES JSON           fails if a schema is not listed or a rule does not exist
    extensions.py EXTENSIONS RULES JSON SCHEMA    prints the skeleton of a rule document for one of them
"""
import json
import re
import sys
from pathlib import Path

SKELETON = """id: REL000
name: {name}
severity: error
subject: property
summary: ...
why: |
  ...
message: "... '{{property}}' ..."
target: {type}
{facts}
examples: {{bad: [{{query: ...}}], good: [{{query: ...}}]}}"""


def type_of(folder, rules):
    """AWS::EC2::Subnet for aws_ec2_subnet, as the types of the provider are written."""
    wanted = folder.replace("_", "").lower()
    for file in (rules / "aws").glob("*.types.json"):
        for name in re.findall(r'"(AWS::\w+::\w+)"', file.read_text()):
            if name.replace("::", "").lower() == wanted:
                return name
    return f"... ({folder}: not a type of the provider)"


def facts_of(schema):
    """A condition and what it demands are `when` and `require`; references to others are `refers`."""
    if "cfnGather" in schema:
        return "refers: " + json.dumps(schema["cfnGather"])
    if {"if", "then"} <= schema.keys() and "else" not in schema and "allOf" not in schema:
        return f"when: {json.dumps(schema['if'])}\nrequire: {json.dumps(schema['then'])}"
    return "require: " + json.dumps({k: v for k, v in schema.items() if k != "description"})


def main():
    extensions, rules, listed = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text())
    if len(sys.argv) > 4:
        schema = json.loads((extensions / f"{sys.argv[4]}.json").read_text())
        folder, name = sys.argv[4].split("/")
        print(SKELETON.format(name=name.replace("_", "-"), type=type_of(folder, rules), facts=facts_of(schema)))
        return 0
    there = {str(f.relative_to(extensions))[:-5] for f in extensions.rglob("*.json")}
    known = {line.split()[1] for f in rules.rglob("*.yaml") for line in f.read_text().splitlines()[:1]}
    wrong = [f"not listed: {name}" for name in there - listed.keys()]
    wrong += [f"gone: {name}" for name in listed.keys() - there]
    named = {name: re.findall(r"\b[A-Z]{3}\d{3}\b", text) for name, text in listed.items()}
    wrong += [f"{name}: {rule} is not a rule" for name, ids in named.items() for rule in ids if rule not in known]
    print("\n".join(sorted(wrong)))
    imported = sum(text.startswith(tuple(named[name])) for name, text in listed.items() if named[name])
    print(f"{len(there)} schemas of {len({n.split('/')[0] for n in there})} types: {imported} are rules, the others have a reason")
    return 1 if wrong else 0


sys.exit(main())
