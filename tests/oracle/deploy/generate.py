"""Random stacks of every construct of a manifest and its query files: generate(seed) -> {path: text}."""
import random

FROM = "FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1'"
ARN = "arn:aws:ivs:us-east-1:123456789012:stage/abcdABCDefgh"


class Generator:
    CALLBACKS = 0.1  # so many query files have one
    FURTHER = 0.3  # of the expressions

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.names = []  # variables that may be read

    def chance(self, share):
        return self.r.random() < share

    def pick(self, *choices):
        return self.r.choice(choices)

    def scalar(self):
        return self.pick("plain", "a-b", "5", "1.30", "1e3", "0.50", "1E-7", "-0.0", "true", "False",
                         "'True'", "'7'", "~", "''", "0x1F", "12345678901234567890", "\"x y\"",
                         "'{{ stack_name }}-{{ stack_env }}'", "'{{ resource_name }}'", "'10.0'",
                         "'{% raw %}x{% endraw %}'", "no", "2026-01-01", "012", "12:30", "1_000", ".5", "+7",
                         "\"a\\n\\tb\"", "\"\\u00e9\"", "It's", "a b", "'#x'", "!x y", "!!str 5", "null",
                         "'{{ %s }}'" % self.name())

    def json_text(self):
        return self.pick("'{\"b\": 1, \"a\": [1.50, \"x\"]}'", "'[ \"a\", \"b\" ]'", "'[1, 2.0]'",
                         "'{\"k\": \"it is\", \"e\": {}}'", "'[{\"Key\": \"k\", \"Value\": \"v\"}]'",
                         "'{not json}'", "'[1, 2'", "'\"text\"'", "' {\"a\" : null} '")

    def value(self, depth=0):
        kind = self.r.random()
        if depth > 1 or kind < 0.45:
            return self.scalar()
        if kind < 0.6:
            return self.json_text()
        if kind < 0.8:
            return "[" + ", ".join(self.value(depth + 1) for _ in range(self.r.randint(0, 3))) + "]"
        if kind < 0.88:
            return "[{Key: k%d, Value: %s}]" % (self.r.randint(1, 2), self.scalar())
        keys = self.r.sample(["a", "b", "Name", "'c d'", "1", "'{{ stack_name }}'"], self.r.randint(0, 3))
        return "{" + ", ".join("%s: %s" % (key, self.value(depth + 1)) for key in keys) + "}"

    def name(self):
        if not self.names or self.chance(0.04):
            return self.pick("undefined_name", "stack_name", "resource_name")
        return self.r.choice(self.names)

    def further(self):
        """What is written less often: other filters, tests, blocks and blanks."""
        n, m = self.name(), self.name()
        on_text = self.pick("lower", "trim", "title", "capitalize", "length", "wordcount", "reverse", "first", "last",
                            "truncate(length=3)", "slugify", "urlencode", "addslashes", "striptags", "escape", "as_str",
                            "split(pat='a') | join(sep='-')", "trim_start_matches(pat='a')", "indent", "linebreaksbr",
                            "json_encode", "float", "int", "int | round", "safe", "spaceless", "nth(n=0)", "sort",
                            "default(value=1) | lower", "truncate(length=4, end='')", "float | round", "int | pluralize",
                            "urlencode_strict", "escape_xml", "indent(prefix='-', first=true)", "replace('a', \"b\")", "filesizeformat", "date", "pluralize")
        on_list = self.pick("first", "last", "nth(n=1)", "join(sep='-')", "sort", "unique", "reverse", "slice(end=1)", "length",
                            "concat(with=1) | json_encode", "map(attribute='Key')", "filter(attribute='Key', value='k')", "sort | json_encode", "unique | json_encode",
                            "map(attribute='Value') | json_encode", "filter(attribute='Value') | json_encode", "slice(start=-1) | json_encode",
                            "group_by(attribute='Key')", "get(key='a')", "get(key='zz', default='none')", "json_encode")
        return self.pick(
            "{{ %s | %s }}" % (n, on_text), "{{ %s | %s }}" % (n, on_text), "{{ %s | from_json | %s }}" % (n, on_list),
            "{{ %s | from_json | %s }}" % (n, on_list), " {{- %s -}} " % n, "{# %s #}" % n, "{{ %s == %s }}" % (n, m),
            "{%% filter upper %%}a{{ %s }}{%% endfilter %%}" % n, "{{ [%s, %s] | json_encode }}" % (n, m),
            "{%% if %s is defined and %s is string %%}a{%% endif %%}" % (n, m), "{%% if not %s %%}a{%% endif %%}" % n,
            "{%% if %s is %s %%}a{%% else %%}b{%% endif %%}" % (n, self.pick(
                "containing('a')", "starting_with('p')", "ending_with('b')", "matching('[0-9]')", "matching('^[a-z]+$')", "undefined", "number",
                "iterable", "object", "not string", "odd", "divisibleby(2)")),
            "{%% if %s in ['plain', \"5\"] %%}a{%% elif %s %%}b{%% endif %%}" % (n, m), "{{ %s.a }}" % n, "{{ %s[0] }}" % n,
            "{%% for x in [%s, 'z'] %%}{%% if loop.first %%}<{%% endif %%}{{ loop.index }}{{ x }}{%% endfor %%}" % n,
            "{%% for x in %s | from_json %%}{%% else %%}none{%% endfor %%}" % n, "{{ this.%s }}" % n, "{{ r0.%s }}" % n,
            "{%% set_global v = %s ~ 1 %%}{{ v | upper }}" % n, "{{ %s and %s }}" % (n, m), "{{ not %s }}" % n,
            "{{ `a` ~ %s }}" % n, "{{ 7 % 4 * 2 - 1 }}", "{{ 7 / 2 }}", "{{ 7.5 - 2 * 0.25 }}",
            "{{ %s | float + 0.5 }}" % n, "{{ %s | length / 2 }}" % n, "{%% if %s | length > 2.5 %%}a{%% endif %%}" % n, "{{ 'a' ~ 1.0 ~ true }}", "{{ range(end=3) }}",
            "{{ { 'a' : %s, b: %s } | generate_patch_document }}" % (n, m),
            "{{ true }}", "{% raw %}{{{% endraw %}")

    def expression(self):
        if self.chance(self.FURTHER):
            return self.further()
        n, m = self.name(), self.name()
        return self.pick(
            "{{ %s }}" % n, "{{ %s }}" % n, "{{ %s }}" % n, "{{%s}}" % n, "{{ %s | upper }}" % n,
            "{{ %s | sql_escape }}" % n, "{{ %s | from_json | length }}" % n,
            "{{ %s | from_json | json_encode }}" % n, "{{ %s | to_aws_tag_filters }}" % n,
            "{{ %s | generate_patch_document }}" % n, "{{ %s | base64_encode }}" % n,
            "{{ %s | sql_list }}" % n, "{{ %s | length }}" % n, "{{ %s | int + 1 }}" % n,
            "{{ %s + 1 }}" % n, "{%% if %s > 2 %%}a{%% else %%}b{%% endif %%}" % n,
            "{%% if %s == \"true\" %%}a{%% else %%}b{%% endif %%}" % n,
            "{%% for x in %s | from_json %%}{{ x }},{%% endfor %%}" % n,
            "{%% for k, v in %s | from_json %%}{{ k }}{{ v }}{%% endfor %%}" % n,
            "{{ { \"a\": %s, \"b\": %s } | generate_patch_document }}" % (n, m),
            "{{ { \"a\": %s } | json_encode }}" % n, "{{ { \"a\": %s } | sql_escape }}" % n,
            "{{ %s ~ '-' ~ %s }}" % (n, m), "{{ %s | default(value='d') }}" % n,
            "{{ %s | replace(from='a', to='b') }}" % n, "{%% set v = %s %%}{{ v }}" % n,
            "{{ %s | from_json | merge_objects(other=%s) | json_encode }}" % (n, m),
            "{% raw %}{{ x }}{% endraw %}", "{{ 1.50 }}", "{{ 'a' }}")

    def text(self):
        return "'" + self.pick("", "x-") + "".join(self.expression() for _ in range(self.pick(1, 1, 2))) + "'"

    def query(self, resource, anchor, checks=False):
        mark = "-- @%s.%s@\n" % (resource, anchor)
        condition = " AND n = %s" % self.text() if self.chance(0.6) else ""
        wanted = " AND 'wanted' = 'wanted'" if checks else ""
        if anchor in ("create", "createorupdate"):
            body = "INSERT INTO awscc.ivs.stages (Name, region) SELECT %s, 'us-east-1'" % self.text()
            return mark + body + self.pick("", " RETURNING *", " RETURNING Identifier") + ";"
        if anchor in ("update", "command"):
            return mark + ("UPDATE awscc.ivs.stages SET PatchDocument = string(%s) "
                           "WHERE region = 'us-east-1' AND Identifier = '%s';" % (self.text(), ARN))
        if anchor == "delete":
            return mark + ("DELETE FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = "
                           "'%s'%s;" % (ARN, self.pick("", " RETURNING *")))
        if anchor == "exports":
            return mark + "SELECT arn, name AS label %s%s%s;" % (FROM, condition, wanted)
        if anchor.startswith("callback"):
            return mark + "SELECT count(*) AS count %s;" % FROM
        return mark + "SELECT count(*) AS count %s%s%s;" % (FROM, condition, wanted)

    def written(self, anchor):
        return self.pick(anchor, anchor, anchor.upper())

    def file(self, resource, kind):
        pool = {"query": ["exports"], "command": ["command"]}.get(kind)
        anchors = pool or [a for a, share in (
            ("exists", 0.85), ("create", 0.9), ("createorupdate", 0.15), ("update", 0.5),
            ("statecheck", 0.6), ("exports", 0.5), ("delete", 0.6), ("callback:create", self.CALLBACKS))
            if self.chance(share)]
        text = self.pick("", "", "", "-- a header\n", "-- {{ stack_name }}\n", "/* {{ undefined }} */\n")
        check = "statecheck" if "statecheck" in anchors else "exports"
        for anchor in anchors:
            options = self.pick("", "", "", ", retries=1") if anchor in ("exists", "statecheck") else ""
            text += "/*+ %s%s */\n%s\n" % (self.written(anchor), options, self.query(resource, anchor, anchor == check))
        return text.replace("\n", "\r\n") if self.chance(0.05) else text

    def resource(self, number):
        name = "r%d" % number
        kind = self.pick("resource", "resource", "resource", "resource", "multi", "query", "command")
        lines = ["  - name: " + name]
        if kind != "resource":
            lines.append("    type: " + kind)
        known = list(self.names)
        props = []
        for i in range(self.r.randint(0, 4)):
            prop = self.pick("p%d" % i, "p%d" % i, "g0")
            if prop in props:
                continue
            merge = self.chance(0.15) and (self.names + [prop])
            written = "      - {name: %s, value: %s" % (prop, self.value())
            if self.chance(0.1):
                written = "      - {name: %s, values: {dev: {value: %s}, prod: {value: x}}" % (prop, self.value())
            props.append(prop)
            if merge:
                written += ", merge: [%s]" % self.r.choice(merge)
            lines += ([] if len(props) > 1 else ["    props:"]) + [written + "}"]
            self.names.append(prop)
        exports = self.pick([], [], ["arn"], ["arn", "label"], [{"arn": name + "_arn"}], [{"label": "p0"}])
        if exports:
            lines.append("    exports:")
            lines += ["      - " + (e if isinstance(e, str) else "%s: %s" % list(e.items())[0]) for e in exports]
        if self.chance(0.05):
            lines.append("    skip_validation: true")
        if self.chance(0.05):
            lines.append("    skip_on_delete: true")
        text = self.file(name, kind)
        self.names = known + [e if isinstance(e, str) else list(e.values())[0] for e in exports]
        return "\n".join(lines) + "\n", ("resources/%s.iql" % name, text)

    def stack(self):
        manifest = "version: 1\nname: demo\nproviders: [awscc]\n"
        for i in range(self.r.randint(0, 3)):
            manifest += ("" if i else "globals:\n") + "  - {name: g%d, value: %s}\n" % (i, self.value())
            self.names.append("g%d" % i)
        manifest += "resources:\n"
        files = {}
        for i in range(self.r.randint(1, 2)):
            lines, (path, text) = self.resource(i)
            manifest += lines
            files[path] = text
        return {"stackql_manifest.yml": manifest, **files}


class JinjaGenerator(Generator):
    CALLBACKS = 0  # 1.x has none

    def scalar(self):
        # What is not defined may be an environment variable to globals.
        return super().scalar().replace("resource_name", "stack_env").replace("undefined_name", "stack_name")

    def written(self, anchor):
        return anchor  # other letters make another anchor, which is rendered and not used

    def expression(self):
        n, m = self.name(), self.name()
        return self.pick(
            "{{ %s }}" % n, "{{ %s }}" % n, "{{ %s }}" % n, "{{%s}}" % n, "{{ %s | upper }}" % n,
            "{{ %s | sql_escape }}" % n, "{{ %s | from_json | length }}" % n,
            "{{ %s | from_json | tojson }}" % n, "{{ %s | from_json }}" % n, "{{ %s | tojson }}" % n,
            "{{ %s | generate_patch_document }}" % n, "{{ %s | base64_encode }}" % n,
            "{{ %s | sql_list }}" % n, "{{ %s | length }}" % n, "{{ %s | int + 1 }}" % n,
            "{{ %s + 1 }}" % n, "{%% if %s > 2 %%}a{%% else %%}b{%% endif %%}" % n,
            "{%% if %s == 'true' %%}a{%% else %%}b{%% endif %%}" % n, "{%% if %s %%}a{%% endif %%}" % n,
            "{%% for x in %s | from_json %%}{{ x }},{%% endfor %%}" % n,
            "{%% for k, v in (%s | from_json).items() %%}{{ k }}{{ v }}{%% endfor %%}" % n,
            "{{ {'a': %s, 'b': %s} | generate_patch_document }}" % (n, m), "{{ {'a': %s} | tojson }}" % n,
            "{{ {'a': %s} }}" % n, "{{ [%s, 1, true, none] }}" % n, "{{ %s ~ '-' ~ %s }}" % (n, m),
            "{{ %s | default('d') }}" % n, "{{ %s | replace('a', 'b') }}" % n, "{%% set v = %s %%}{{ v }}" % n,
            "{{ (%s | from_json).a }}" % n, "{{ (%s | from_json)[0] }}" % n, "{{ %s.upper() }}" % n,
            "{{ 'a' if %s else 'b' }}" % n, "{{ %s is defined }}" % n, "{{ %s | trim | lower }}" % n,
            "{{ %s | string | first }}" % n, "{{ %s | join('-') }}" % n, "{{ (%s | from_json) | list }}" % n,
            "{{ %s | merge_lists(%s) }}" % (n, m), "{{ %s in %s }}" % (n, m), "{{ %s[:2] }}" % n,
            "{% raw %}{{ x }}{% endraw %}", "{{ 1.50 }}", "{{ 'a' }}", "{{ 7 // 2 }}", "{{ not true }}",
            "{# note #}", "{%- if true -%} t {%- endif -%}")


def generate(seed):
    return Generator(seed).stack()


def generate_jinja(seed):
    return JinjaGenerator(seed).stack()
