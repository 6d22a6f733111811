"""A plugin for pytest that writes the values which cfn-lint's unit tests give its rules, each as a template of its own.
UNIT_TESTS names the folder: OK/NAME.json is a value without a mistake for that rule, BAD/NAME.json one with.
"""
import json
import os
import re
from pathlib import Path

FOLDER = Path(os.environ["UNIT_TESTS"])
EXPECTED = ("expected", "expected_count", "err_count", "expected_num_errs")


def placed(path, value):
    """The value below the members and items that a path names."""
    for part in reversed(path):
        value = [value] if part == "*" else {part: value}
    return value


def template_of(keyword, given, instance):
    """A template with a resource that holds the value, beside what the test already has."""
    template = dict(given) if isinstance(given, dict) else {}
    of_type = re.fullmatch(r"(?:Resources/)?(AWS::\w+::\w+)/Properties(/.*)?", keyword)
    if instance is not None and of_type:
        properties = placed([p for p in (of_type[2] or "").split("/") if p], instance)
        resources = template.get("Resources")
        resources = {n: r for n, r in resources.items() if r != {"Properties": properties}} if isinstance(resources, dict) else {}
        template["Resources"] = resources | {"Tested": {"Type": of_type[1], "Properties": properties}}
    return template if isinstance(template.get("Resources"), dict) else None


def pytest_runtest_call(item):
    given = item.funcargs
    rule, expected = given.get("rule"), next((given[k] for k in EXPECTED if k in given), None)
    if expected is None or not getattr(rule, "keywords", None) or rule.id[0] != "E" or "schema" in given or "patches" in given:
        return
    template = template_of(str(rule.keywords[0]), given.get("template"), given.get("instance"))
    try:
        text = json.dumps(template, indent=1)
    except TypeError:
        return
    if template:
        folder = FOLDER / ("bad" if expected else "good")
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "_", item.nodeid.split("rules/resources/")[-1].replace(".py::", " "))
        (folder / f"{rule.id}_{name[:150]}.json").write_text(text)
