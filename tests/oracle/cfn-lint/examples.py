"""The examples of CloudFormation's documentation, which pulumi-aws-native repeats in Python, as templates again.
    examples.py PACKAGE SCHEMAS TEMPLATES
"""
import ast
import json
import re
import sys
import textwrap
from pathlib import Path

# What Python's names were in documents of policies, which no schema describes.
POLICY = ("Version", "Statement", "Sid", "Effect", "Principal", "Action", "Resource", "Condition", "Service", "AWS")


def plain(name):
    return name.replace("_", "").replace("::", "").lower()


def read_schemas(folder):
    schemas = (json.loads(f.read_text()) for f in folder.glob("*.json"))
    return {plain(s["typeName"].removeprefix("AWS::")): s for s in schemas if s.get("typeName", "").startswith("AWS::")}


def read_enums(package):
    """The values of a service's enumerations, by their names."""
    found = {}
    for file in package.glob("*/_enums.py"):
        for part in ast.parse(file.read_text()).body:
            if isinstance(part, ast.ClassDef):
                members = [m for m in part.body if isinstance(m, ast.Assign) and isinstance(m.value, ast.Constant)]
                found |= {(file.parent.name, part.name, m.targets[0].id): m.value.value for m in members}
    return found


def examples(package):
    """The blocks of code in a module's docstrings, each once."""
    for file in sorted(package.glob("*/*.py")):
        texts = (n.value for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Constant))
        blocks = {}
        for text in texts:
            if isinstance(text, str) and "```python" in text:
                blocks |= dict.fromkeys(textwrap.dedent(b) for b in re.findall(r"```python\n(.*?)```", text, re.S))
        for number, block in enumerate(blocks):
            yield f"{file.parent.name}_{file.stem}_{number}", block


class Example:
    def __init__(self, schemas, enums):
        self.schemas, self.enums, self.names, self.resources = schemas, enums, {}, {}

    def read(self, block):
        for statement in ast.parse(block).body:
            if isinstance(statement, ast.Assign):
                self.names[statement.targets[0].id] = self.assigned(statement.targets[0].id, statement.value)
        return {"Resources": {n: r for n, r in self.resources.items() if r}}

    def assigned(self, name, value):
        called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
        parts = called.split(".")
        if parts[0] != "aws_native" or len(parts) != 3:
            return self.value(value, {}, {}) if not called.startswith("pulumi.") else {"Ref": name}
        schema = self.schemas.get(plain(parts[1].strip("_") + parts[2]))
        logical = "".join(p.capitalize() for p in name.split("_"))
        properties = ast.Dict([ast.Constant(k.arg) for k in value.keywords if k.arg != "opts"],
                              [k.value for k in value.keywords if k.arg != "opts"])
        self.resources[logical] = schema and {
            "Type": schema["typeName"],
            "Properties": self.value(properties, schema, schema),
        }
        return {"Ref": logical}

    def value(self, node, schema, root):
        schema = self.resolve(schema, root)
        if isinstance(node, ast.Constant):
            return {"Fn::Sub": node.value} if "${AWS::" in str(node.value) else node.value
        if isinstance(node, ast.List):
            return [self.value(n, schema.get("items", {}), root) for n in node.elts]
        if isinstance(node, ast.Dict):
            return dict(self.member(k.value, v, schema, root) for k, v in zip(node.keys, node.values))
        if isinstance(node, ast.Name):
            return self.names.get(node.id, {"Ref": node.id})
        if isinstance(node, ast.Attribute):
            return self.attribute(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
            number = float(node.args[0].value)
            return int(number) if number.is_integer() else number
        if isinstance(node, ast.UnaryOp):
            return -node.operand.value
        return {"Ref": "unknown"}

    def attribute(self, node):
        parts = ast.unparse(node).split(".")
        if parts[0] == "aws_native":
            return self.enums.get(tuple(parts[1:]), {"Ref": "unknown"})
        owner = self.names.get(parts[0])
        if not isinstance(owner, dict) or len(parts) != 2 or "Ref" not in owner:
            return {"Ref": "unknown"}
        if parts[1] == "id":
            return owner
        resource = self.resources.get(owner["Ref"]) or {}
        schema = self.schemas.get(plain(resource.get("Type", "").removeprefix("AWS::")), {})
        named = [p for p in schema.get("properties", {}) if plain(p) in (plain(parts[1]), plain(parts[1].removeprefix("aws_")))]
        return {"Fn::GetAtt": [owner["Ref"], named[0]]} if named else {"Ref": "unknown"}

    def member(self, key, node, schema, root):
        """A member with the name that the schema has for it; what the schema does not list is as it is written."""
        listed = {plain(p): p for p in schema.get("properties") or POLICY}
        name = listed.get(plain(key)) or listed.get(plain(key.removeprefix("aws_")), key)
        others = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties") or {}]
        return name, self.value(node, schema.get("properties", {}).get(name, others[0]), root)

    def resolve(self, schema, root):
        while isinstance(schema, dict) and "$ref" in schema:
            schema = root.get("definitions", {}).get(schema["$ref"].rsplit("/", 1)[-1], {})
        if not isinstance(schema, dict):
            return {}
        choices = [self.resolve(s, root) for k in ("anyOf", "oneOf", "allOf") for s in schema.get(k, [])]
        properties = {k: v for c in choices for k, v in c.get("properties", {}).items()}
        items = [c["items"] for c in choices if "items" in c]
        return schema | {"properties": properties | schema.get("properties", {})} | ({"items": items[0]} if items and "items" not in schema else {})


def main():
    package, schemas, templates = Path(sys.argv[1]), read_schemas(Path(sys.argv[2])), Path(sys.argv[3])
    enums, number, resources = read_enums(package), 0, 0
    for name, block in examples(package):
        try:
            template = Example(schemas, enums).read(block)
        except SyntaxError:
            continue
        if template["Resources"]:
            (templates / f"{name}.json").write_text(json.dumps(template, indent=1))
            number, resources = number + 1, resources + len(template["Resources"])
    print(f"{number} examples with {resources} resources")


if __name__ == "__main__":
    main()
