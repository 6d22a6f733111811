#!/usr/bin/env python3
"""Writes arns.json: which property of a type holds the ARN of the resource itself, and what those
ARNs look like. Run it after refresh.py, here and in rules/actions/.

A property is taken that AWS gives (it is read-only, or the type's only identifier), that is called
Arn or by the type's name and Arn, of a type whose ARNs the Service Authorization Reference
describes. Regions are left open, and whether there is an account: the reference does not say for
which resources they are empty. An account in digits has 12 of them. A property that is called by the name of a type of its service, and Arn, takes the
ARN of such a resource, as the WorkspaceArn of a scraper does.
"""

import json
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
ACTIONS = HERE.parent / "actions"
ACCOUNT = "([0-9]{12}|[^:0-9][^:]*)?"


def text_of(template):
    """The pattern of the resource part: what stands before the first placeholder is certain."""
    fixed = template.split("${", 1)[0]
    return re.escape(fixed).replace("\\-", "-").replace("\\:", ":") + (".+" if "${" in template else "")


def pattern_of(templates):
    parts = set()
    for template in templates:
        fields = template.split(":", 5)
        if len(fields) == 6 and fields[0] == "arn" and "$" not in fields[2]:
            parts.add(f"{fields[2]}:[^:]*:{ACCOUNT}:{text_of(fields[5])}")
    return f"^arn:aws(-[a-z]+)*:({'|'.join(sorted(parts))})$" if parts else None


# Takes the ARNs of other types as well.
BROADER = {("AWS::Logs::SubscriptionFilter", "/DestinationArn")}


def texts_of(schema):
    """The pointers to all texts of a type, with what the schema says of them."""
    found = {}

    def visit(node, pointer, seen):
        reference = node.get("$ref", "").split("/")[-1]
        if reference in seen:
            return
        if reference:
            return visit(schema["definitions"].get(reference, {}), pointer, seen | {reference})
        if node.get("type") == "string":
            found[pointer] = node
        for name, member in node.get("properties", {}).items():
            if isinstance(member, dict):
                visit(member, f"{pointer}/{name}", seen)
        if isinstance(node.get("items"), dict):
            visit(node["items"], f"{pointer}/*", seen)

    visit(schema, "", frozenset())
    return found


def references_of(name, schema, by_name):
    service = name.split("::")[1]
    given = set(schema.get("readOnlyProperties", []))
    found = {}
    for pointer, node in texts_of(schema).items():
        steps = [step for step in pointer.split("/") if step and step != "*"]
        named = re.fullmatch(r"(.+?)(?:Arns?|ARNs?)", steps[-1])
        known = named and by_name.get((service, named[1].lower()))
        if known and known != name + ".Arn" and steps[0] not in given and (name, pointer) not in BROADER:
            may_be_empty = "pattern" in node and re.search(node["pattern"], "")
            if not may_be_empty and not node.keys() & {"format", "relationshipRef"}:
                found[pointer] = known
    return found


def main():
    types = {}
    for file in HERE.glob("*.types.json"):
        types.update(json.loads(file.read_text())["types"])
    arns = json.loads((ACTIONS / "types.json").read_text())
    services = {}
    for file in (ACTIONS / "services").glob("*.json"):
        services[file.stem] = json.loads(file.read_text())
    patterns, properties = {}, {}
    for name, schema in sorted(types.items()):
        facts = arns.get(name, {})
        templates = []
        for arn_type in facts.get("arnTypes", []):
            known = services.get(facts["prefix"], {}).get("arnTypes", {}).get(arn_type)
            templates += known[0] if known else []
        if "only" in facts:
            templates = [template for template in templates if facts["only"] in template]
        pattern = pattern_of(templates)
        identifier = schema.get("primaryIdentifier", [])
        given = set(schema.get("readOnlyProperties", [])) | set(identifier if len(identifier) == 1 else [])
        own = [p for p in schema["properties"]
               if p in given and p.lower() in ("arn", name.split("::")[-1].lower() + "arn")]
        if pattern and len(own) == 1:
            patterns[name + ".Arn"] = pattern
            properties[name] = {own[0]: name + ".Arn"}
    by_name = {(known.split("::")[1], known.split("::")[2].lower()): known + ".Arn" for known in properties}
    references = {name: references_of(name, schema, by_name) for name, schema in sorted(types.items())}
    references = {name: found for name, found in references.items() if found}
    members = []
    for member, entries in (("patterns", patterns), ("properties", properties), ("references", references)):
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
        members.append(f' "{member}": {{\n{lines}\n }}')
    (HERE / "arns.json").write_text("{\n" + ",\n".join(members) + "\n}\n")


if __name__ == "__main__":
    main()
