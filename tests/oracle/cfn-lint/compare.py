"""What cfn-lint says of the templates' resources against what stackql-lint says of the stacks made of them.
    compare.py TEMPLATES STACKS FINDINGS REASONS
"""
import json
import logging
import sys
from pathlib import Path

from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

# Not of a resource's properties: the template language, deprecation, and what a template must have.
FORMATS = ("E1150", "E1151", "E1152", "E1153", "E1154", "E1155", "E1156", "E1157")


def resource_of(file, stacks):
    return f"{file.relative_to(stacks).parents[2]} {file.stem}"


def theirs(templates, stacks):
    found = {}
    for template in sorted({m.parent.parent.relative_to(stacks) for m in stacks.rglob("stackql_manifest.yml")}):
        for match in lint_file(templates / template, ManualArgs(regions=["us-east-1"])):
            path, rule = [str(p) for p in getattr(match, "path", None) or []], match.rule.id
            if path[:1] != ["Resources"] or path[2:3] != ["Properties"] or rule[0] != "E":
                continue
            if rule[1] != "1" or rule in FORMATS:
                found.setdefault(f"{template} {path[1]}", {}).setdefault(rule, f"{'/'.join(path[3:])}: {match.message}")
    return found


def ours(stacks, findings):
    found = {}
    for finding in json.loads(Path(findings).read_text())["findings"]:
        # A value of the manifest is at fault in the queries that use it.
        for place in [finding, *finding["notes"]]:
            file = Path(place.get("file", ""))
            if file.suffix == ".iql":
                key = resource_of(file, stacks)
                found.setdefault(key, {}).setdefault(finding["rule"], f"{place['line']}: {finding['message']}")
    return found


def main():
    logging.disable(logging.CRITICAL)
    templates, stacks = Path(sys.argv[1]), Path(sys.argv[2])
    cfn_lint, we = theirs(templates, stacks), ours(stacks, sys.argv[3])
    resources = {resource_of(f, stacks) for f in stacks.rglob("*.iql")}
    cfn_lint = {k: v for k, v in cfn_lint.items() if k in resources}
    reasons = json.loads(Path(sys.argv[4]).read_text())
    missed = cfn_lint.keys() - we.keys()
    for title, keys in [
        ("only stackql-lint", we.keys() - cfn_lint.keys()),
        ("both", cfn_lint.keys() & we.keys()),
        ("only cfn-lint", missed),
    ]:
        print(f"\n{title}: {len(keys)} resources")
        for key in sorted(keys):
            print(f"  {key}" + (f"   ({reasons[key]})" if key in reasons and key in missed else ""))
            for name, found in ("cfn-lint", cfn_lint), ("stackql-lint", we):
                for rule, text in sorted(found.get(key, {}).items()):
                    print(f"      {name} {rule} {text}")
    return 1 if missed - reasons.keys() else 0


sys.exit(main())
