"""Compares what is reported of templates with what Jinja2 makes of them: compare.py SEED N."""
import json
import os
import random
import subprocess
import sys
import tempfile

import jinja2

# As stackql-deploy 1.9.5 sets it up.
FILTERS = ("from_json", "base64_encode", "merge_lists", "generate_patch_document", "sql_list", "sql_escape")
PIECES = """{{ a }}|{{ a \\| upper }}|{{ a\\|odd }}|{{ a \\| sql_escape \\| tojson }}|{% if a %}|{% endif %}|{% else %}
{% elif b %}|{% for x in b %}|{% endfor %}|{% set q = 1 %}|{% set q %}|{% endset %}|{% raw %}|{% endraw %}|{# c #}|{# c
{{ a|}}|{{ a ) }}|{{ '}}' }}|{{ "x\\"y" }}|{{ a if b else c }}|{{ a \\| odd if b else c }}|{% odd %}|{%- if a -%}
{% print a %}|{% include 'x' %}|{% macro m(x) %}|{% endmacro %}|{% filter upper %}|{% filter odd %}|{% endfilter %}
{% with a=1 %}|{% endwith %}|{% block z %}|{% endblock %}|{% call m() %}|{% endcall %}|{% autoescape true %}
{% endautoescape %}|{% trans %}|{% endtrans %}|{% break %}|{% do x %}|text|{|%}|{{ {'a': 1} }}|{{ a['x\\|y'] }}
{{ a \\| default('x \\| odd') }}|{{ a \\| join(b \\| odd) }}|{{ [a, b] \\| first \\| last }}|{{ a is odd }}|{{ a is none }}
{{ a is weird }}|{{ a is not weird }}|{% if a is weird %}|{{ 'x is weird' }}|{{ a.is }}|{{ a is weird if b else c }}
{{-a-}}|{{ 'a' 'b' }}|{% for x in a if x %}|{% extends 'x' %}|{% import 'x' as y %}|{%%}|{{}}|{{ a \\| }}|{% endif a %}"""


def pieces():
    return [piece.replace("\\|", "|").replace("\0", "|")
            for line in PIECES.replace("\\|", "\0").split("\n") for piece in line.split("|")]


def reported(templates):
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, template in enumerate(templates):
            names.append(os.path.join(folder, "%06d.iql" % number))
            with open(names[-1], "w", newline="") as file:
                file.write(template)
        found = set()
        for start in range(0, len(names), 500):
            command = [os.environ["LINT"], "--no-config", "--deploy-version", "1.9", "--output", "json"]
            result = subprocess.run(command + names[start:start + 500], capture_output=True, text=True)
            for finding in json.loads(result.stdout)["findings"]:
                if finding["rule"] == "TPL016":
                    found.add(int(os.path.basename(finding["file"])[:6]))
    return found


def renders(template):
    """Whether any values make it render; tests in conditions are only looked for then."""
    for value in ("", "x"):
        try:
            template.render(a=value, b=value, c=value)
            return True
        except (jinja2.TemplateError, TypeError):
            continue
    return False


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    environment = jinja2.Environment(autoescape=False)
    for name in FILTERS:
        environment.filters[name] = lambda value, *_, **__: value
    choice = random.Random(seed)
    known = pieces()
    templates = ["SELECT 1; -- " + "".join(choice.choice(known) for _ in range(choice.randint(1, 5))) + "\n"
                 for _ in range(count)]
    found = reported(templates)
    failing = wrong = missed = 0
    for number, template in enumerate(templates):
        try:
            read = environment.from_string(template)
            fails = False
        except jinja2.TemplateError:
            fails = True
        failing += fails
        missed += fails and number not in found
        if number in found and not fails and renders(read):
            wrong += 1
            print("reported, but Jinja2 renders it: %r" % template)
    print("%d templates, %d not read by Jinja2; %d reported wrongly, %d not reported" % (count, failing, wrong, missed))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
