"""Turns CloudFormation templates into stacks: a query file for each resource of a type that StackQL has.

What a template only knows when it is deployed becomes a name of the manifest without a value. Ref and
GetAtt of a resource become exports, so that references keep their type. Of the ways in which a template's
conditions can hold, some have a stack each.
    convert.py TEMPLATES STACKS PROGRAM
"""
import functools
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import cfnlint.decode
from cfnlint.template import Template

MOST_CONDITIONS = 8
MOST_SCENARIOS = 16


class Left(Exception):
    """A property that is left out by AWS::NoValue."""


class Stack:
    def __init__(self, template, scenario, facts):
        self.parameters, self.scenario = template.get("Parameters") or {}, scenario
        self.resources = {
            name: r
            for name, r in template["Resources"].items()
            if facts(r) and len(name) < 100 and ("Condition" not in r or scenario.get(str(r["Condition"]), False))
        }
        self.facts, self.done, self.exports, self.unknown = facts, [], {}, set()

    def hole(self, name):
        name = "V_" + re.sub(r"\W", "_", name)
        self.unknown.add(name)
        return Hole(name)

    def attribute(self, resource, attribute):
        """The export that gives an attribute of a resource; the identifier, if attribute is None."""
        if resource not in self.done:
            return self.hole(f"{resource}_{attribute}")
        facts = self.facts(self.resources[resource])
        wanted = attribute or facts["identifier"][-1]
        if attribute is None and len(facts["identifier"]) > 1:  # a Ref gives what the service made up
            wanted = next((p["name"] for p in facts["properties"] if p.get("readOnly")), None)
        columns = [p["column"] for p in facts["properties"] if p["name"] == wanted and "column" in p]
        if not columns:
            return self.hole(f"{resource}_{attribute}")
        export = f"{resource}_{columns[0]}"
        self.exports.setdefault(resource, {})[columns[0]] = export
        return Hole(export, text=True)

    def ref(self, name):
        if name == "AWS::NoValue":
            raise Left
        if name in self.resources:
            return self.attribute(name, None)
        parameter = self.parameters.get(name)
        if isinstance(parameter, dict) and isinstance(parameter.get("Default"), str):
            if parameter.get("Type") == "String" and parameter["Default"] and "{{" not in parameter["Default"]:
                return str(parameter["Default"])
        return {"AWS::Region": "us-east-1", "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}.get(
            name) or self.hole(name)

    def substitute(self, argument):
        text, names = argument if isinstance(argument, list) else (argument, {})
        def piece(match):
            name = match[1].strip()
            if name in names:
                return self.text(self.value(names[name]))
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            return self.text(self.ref(name) if "." not in name else self.attribute(*name.split(".", 1)))
        return re.sub(r"\$\{([^}]*)\}", piece, text)

    def text(self, value):
        return str(value) if isinstance(value, (str, int, Hole)) else str(self.hole("part"))

    def function(self, name, argument):
        if name == "Ref":
            return self.ref(argument)
        if name == "Fn::GetAtt":
            parts = argument.split(".", 1) if isinstance(argument, str) else argument
            return self.attribute(*parts) if all(isinstance(p, str) for p in parts) else self.hole(name)
        if name == "Fn::Sub":
            return self.substitute(argument)
        if name == "Fn::If" and str(argument[0]) in self.scenario:
            return self.value(argument[1 if self.scenario[argument[0]] else 2])
        if name == "Fn::Join" and isinstance(argument[1], list):
            return argument[0].join(self.text(self.value(v)) for v in argument[1])
        # Two calls with other arguments need not give the same.
        return self.hole(f"{name}_{zlib.crc32(json.dumps(argument, default=str).encode()):x}")

    def value(self, value):
        if isinstance(value, dict):
            if len(value) == 1:
                (name, argument), = value.items()
                if name == "Ref" or name.startswith("Fn::"):
                    try:
                        return self.function(name, argument)
                    except (ValueError, TypeError, IndexError, KeyError, AttributeError):
                        return self.hole(name)
            return {str(k): v for k, v in self.members(value.items())}
        if isinstance(value, list):
            return [v for _, v in self.members(enumerate(value))]
        if isinstance(value, str) and re.search(r"\{\{|\{%|\{#", value):
            return self.hole(f"dynamic_{zlib.crc32(value.encode()):x}")
        return value if isinstance(value, (str, int, float, type(None))) else str(value)

    def members(self, items):
        for key, item in items:
            try:
                yield key, self.value(item)
            except Left:
                pass

    def query(self, name):
        resource = self.resources[name]
        facts = self.facts(resource)
        try:
            properties = self.value(resource.get("Properties") or {})
        except Left:
            properties = {}
        if not isinstance(properties, dict):
            return None
        self.done.append(name)
        names = "".join(f"\n  {quoted(p)}," for p in properties)
        values = "".join(f"\n  {literal(v)}," for v in properties.values())
        return f"/*+ create */\nINSERT INTO {facts['table']} ({names}\n  region\n)\nSELECT{values}\n  'us-east-1';\n"

    def anchor(self, name):
        columns = self.exports.get(name)
        if not columns:
            return ""
        names = ", ".join(f"{c} AS {e}" for c, e in columns.items())
        table = self.facts(self.resources[name])["table"]
        return f"\n/*+ exports */\nSELECT {names}\nFROM {table}\nWHERE region = 'us-east-1' AND Identifier = '{{{{ V_id }}}}';\n"


class Hole:
    def __init__(self, name, text=False):
        self.name, self.is_text = name, text

    def __str__(self):
        return "{{ " + self.name + " }}"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def encode(value):
    if isinstance(value, Hole):
        return f'"{value}"' if value.is_text else str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {encode(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(encode, value)) + "]"
    return json.dumps(value)


def literal(value):
    if value is None:
        return "NULL"
    is_text = isinstance(value, (str, Hole))
    text = str(value) if is_text else encode(value)
    text = text.replace("\\", "\\\\").replace(";", "\\\\u003b" if text[:1] in "[{" else ";").replace("'", "''")
    # Else StackQL sends what the JSON of a text says.
    return f"string('{text}')" if is_text and text.lstrip()[:1] in ("[", "{") and "{{" not in text[:2] else f"'{text}'"


def mentions(value, names):
    """The resources that a value refers to."""
    if isinstance(value, dict):
        found = set()
        for key, item in value.items():
            if key == "Ref" and isinstance(item, str):
                found.add(item)
            elif key == "Fn::GetAtt":
                found.add(str(item[0] if isinstance(item, list) and item else item).split(".")[0])
            elif key == "Fn::Sub":
                found.update(re.findall(r"\$\{([A-Za-z0-9]+)", json.dumps(item)))
            found |= mentions(item, names)
        return found & names
    return set().union(*(mentions(v, names) for v in value)) if isinstance(value, list) else set()


def in_order(resources):
    names, left = [], {n: mentions(r, set(resources)) - {n} for n, r in resources.items()}
    while left:
        ready = [n for n, needs in left.items() if not needs - set(names)] or list(left)[:1]
        for name in ready:
            names.append(name)
            left.pop(name)
    return names


def scenarios(path, template):
    given = template.get("Conditions")
    known = [c for c in given if isinstance(c, str)] if isinstance(given, dict) else []
    of_resources = {str(r.get("Condition")) for r in template["Resources"].values() if isinstance(r, dict)}
    conditions = sorted(known, key=lambda c: c not in of_resources)[:MOST_CONDITIONS]
    solver = Template(str(path), template, ["us-east-1"]).conditions
    found = list(solver.build_scenarios({name: {True, False} for name in conditions}))
    return found[:: -(-len(found) // MOST_SCENARIOS) or 1] or [{}]


def convert(template, scenario, folder, facts):
    stack = Stack(template, scenario, facts)
    queries = {name: stack.query(name) for name in in_order(stack.resources)}
    queries = {name: q for name, q in queries.items() if q}
    if not queries:
        return 0
    (folder / "resources").mkdir(parents=True, exist_ok=True)
    lines = ["version: 1", f"name: {json.dumps(folder.name)}", "providers: [awscc]", "globals:"]
    stack.unknown.add("V_id")
    lines += ["  - {name: region, value: us-east-1}"]
    lines += [f"  - {{name: {n}, value: '{{{{ {n.upper()}_OF_ENV }}}}'}}" for n in sorted(stack.unknown)]
    lines += ["resources:"]
    for name, query in queries.items():
        (folder / "resources" / f"{name}.iql").write_text(query + stack.anchor(name))
        exports = json.dumps(list(stack.exports.get(name, {}).values()))
        lines += [f"  - {{name: {json.dumps(name)}, exports: {exports}}}"]
    (folder / "stackql_manifest.yml").write_text("\n".join(lines) + "\n")
    return len(queries)


def main():
    templates, stacks, program = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

    @functools.cache
    def show(kind):
        run = subprocess.run([program, "catalog", "show", kind, "--output", "json"], capture_output=True)
        facts = json.loads(run.stdout) if run.returncode == 0 else {}
        return facts if "INSERT" in facts.get("verbs", []) else None

    def facts(resource):
        kind = resource.get("Type") if isinstance(resource, dict) else None
        return show(str(kind)) if isinstance(kind, str) and kind.startswith("AWS::") else None

    number = resources = 0
    for path in sorted(p for p in templates.rglob("*") if p.suffix in (".yaml", ".yml", ".json")):
        template, _ = cfnlint.decode.decode(str(path))
        if not isinstance(template, dict) or "Transform" in template:
            continue
        if not isinstance(template.get("Resources"), dict):
            continue
        made = [
            convert(template, scenario, stacks / path.relative_to(templates) / str(i), facts)
            for i, scenario in enumerate(scenarios(path, template))
        ]
        number, resources = number + any(made), resources + max(made)
    print(f"{number} templates with {resources} resources")


main()
