"""Random stacks whose queries see each other's rows: what exists, RETURNING and exports give, conditions,
inline statements. They are run rather than rendered: generate(seed) -> {path: text}."""
import random

TABLES = ("stages", "channels", "playback_key_pairs")
ARN = "arn:aws:ivs:us-east-1:123456789012:%s/abcdABCDefgh"


class Lifecycle:
    def __init__(self, seed):
        self.r = random.Random("lifecycle %d" % seed)
        self.names = ["g0"]  # variables that may be read

    def chance(self, share):
        return self.r.random() < share

    def pick(self, *choices):
        return self.r.choice(choices)

    def name(self, more=()):
        return self.r.choice(self.names + list(more) * 2)

    def condition(self):
        return self.pick("'{{ stack_env }}' == 'dev'", "'{{ stack_env }}' == 'prod'", "'a' == 'b'",
                         "'{{ g0 }}' != 'zero'", "'{{ g0 }}' == 'zero'", "'{{ %s }}' == 'x'" % self.name())

    def where(self, more=()):
        return "" if self.chance(0.6) else " AND n = '{{ %s }}'" % self.name(more)

    def file(self, resource, number, kind, identified, returned):
        table = "awscc.ivs." + TABLES[number]
        one = "FROM %s WHERE region = 'us-east-1' AND Identifier = '%s'" % (table, ARN % TABLES[number][:-1])
        row = ["this.arn"] if identified else []
        row += ["this." + name for name in returned] if self.chance(0.5) else []
        if self.chance(0.08):
            row += self.pick(["callback.RequestToken"], ["this.callback.Identifier"], ["this.id"])
        returning = self.pick("", " RETURNING *", " RETURNING Identifier", " RETURNING Identifier, RequestToken")
        pool = (("exports", 1),) if kind == "query" else (("command", 1),) if kind == "command" else (
            ("exists", 0.85), ("create", 0.9), ("createorupdate", 0.12), ("update", 0.6), ("statecheck", 0.65),
            ("exports", 0.6), ("delete", 0.7), ("callback:create", 0.25), ("callback:delete", 0.1),
            ("callback", 0.05))
        anchors = [anchor for anchor, share in pool if self.chance(share)]
        check = "statecheck" if "statecheck" in anchors else "exports"
        text = ""
        for anchor in anchors:
            mark = "-- @%s.%s@\n" % (resource, anchor)
            wanted = " AND 'wanted' = 'wanted'" if anchor == check else ""
            options = ", retries=%d, retry_delay=0" % (0 if self.chance(0.03) else 1)
            if anchor in ("create", "createorupdate"):
                options = ""
                body = "INSERT INTO %s (Name, region) SELECT '{{ %s }}', 'us-east-1'%s" % (table, self.name(), returning)
            elif anchor in ("update", "command"):
                options = ""
                body = "UPDATE %s SET PatchDocument = string('[]') %s%s%s" % (
                    table, one[one.index("WHERE"):], self.where(row).replace("AND n", "AND RoleArn"), self.pick("", returning))
            elif anchor == "delete":
                options = ""
                body = "DELETE %s%s" % (one, self.pick("", "", " RETURNING *"))
            elif anchor == "exports":
                body = "SELECT arn, name AS label %s%s%s" % (one, self.where(row), wanted)
            elif anchor.startswith("callback"):
                body = ("SELECT OperationStatus = 'SUCCESS' AS success FROM awscc.cloud_control.resource_request WHERE "
                        "region = 'us-east-1' AND RequestToken = '{{ %s }}'" % self.pick(
                            "callback.RequestToken", "callback.RequestToken", "this.callback.RequestToken", "g0"))
            elif anchor == "exists" and identified:
                body = "SELECT arn FROM %s_list_only WHERE region = 'us-east-1'" % table
            else:
                body = "SELECT count(*) AS count %s%s%s" % (
                    one, self.where(row if anchor != "exists" else ()), wanted)
            text += "/*+ %s%s */\n%s%s;\n" % (anchor, options, mark, body)
        return text

    def resource(self, number):
        name = "r%d" % number
        kind = self.pick("resource", "resource", "resource", "multi", "query", "command", "script")
        lines = ["  - name: " + name] + (["    type: " + kind] if kind != "resource" else [])
        before = list(self.names)
        if self.chance(0.2):
            lines.append('    if: "%s"' % self.condition())
        if self.chance(0.7):
            lines += ["    props:", "      - {name: p%d, value: '%s'}" % (number, self.pick("v", "{{ %s }}" % self.name()))]
            self.names.append("p%d" % number)
        exports = self.pick([], ["arn"], ["arn", "label"], [{"arn": name + "_arn"}], [{"label": "g0"}])
        if kind in ("script", "command"):
            exports = [] if kind == "command" else [e for e in exports if isinstance(e, str)]
        exported = [item if isinstance(item, str) else list(item.values())[0] for item in exports]
        if exports:
            lines.append("    exports:")
            lines += ["      - " + (e if isinstance(e, str) else "%s: %s" % list(e.items())[0]) for e in exports]
        for field, share in (("skip_validation", 0.08), ("skip_on_delete", 0.08)):
            if self.chance(share):
                lines.append("    %s: true" % field)
        returned = []
        if kind in ("resource", "multi") and self.chance(0.2):
            verb, column = self.pick("create", "create", "update", "delete"), self.pick("Identifier", "Identifier", "Missing")
            lines += ["    return_vals:", "      %s:" % verb, "        - %s: id" % column]
            returned.append("id")
        files = {}
        if kind == "script":
            said = "{" + ", ".join('\\"%s\\": \\"x\\"' % e for e in exported) + "}"
            lines.append('    run: "echo \'%s\'"' % said if exports else "    run: 'echo {{ %s }}'" % self.name())
        elif kind in ("query", "command") and self.chance(0.4):
            table = "awscc.ivs." + TABLES[number]
            anchor = "exports" if kind == "query" else "command"
            lines += ["    sql: |", "      -- @%s.%s@" % (name, anchor),
                      "      SELECT arn, name AS label FROM %s_list_only WHERE region = 'us-east-1'%s" % (table, self.where())]
        else:
            files["resources/%s.iql" % name] = self.file(name, number, kind, self.chance(0.5), returned)
        self.names = before + exported
        return "\n".join(lines) + "\n", files

    def stack(self):
        manifest = "version: 1\nname: demo\nproviders: [awscc]\nglobals:\n  - {name: g0, value: %s}\nresources:\n" % self.pick(
            "zero", "one")
        files = {}
        for number in range(self.r.randint(1, 3)):
            lines, own = self.resource(number)
            manifest += lines
            files.update(own)
        files.setdefault("resources/.keep", "")
        return {"stackql_manifest.yml": manifest, **files}


def generate(seed):
    return Lifecycle(seed).stack()
