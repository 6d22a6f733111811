#!/usr/bin/env python3
"""Prints random statements as JSON lines: generate.py SEED N

Half are walked at random through the linter's own grammar (src/sql/grammar_rules.h), half are
statements of testdata/oracle/parser_seeds.sql; most of them then lose, gain or change tokens.
"""
import json
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
NAMES = ["a", "b", "t", "u", "arn", "region", "Identifier", "awscc", '"c d"', "tags", "x1"]
CLASSES = {
    "id": NAMES + ["@v"],
    "word": NAMES + ["name", "status", "key", "date", "json", "text", "with", "partition", "force"],
    "label": NAMES + ["name", "order", "group", "values", "key", "select"],
    "value": ["value"],
    "all": ["x"],
    "unused": ["before", "call"],
    "at": ["@a", "@region"],
    "payload": ["@@json"],
    "string": ["'x'", "'it''s'", "''", "'{\"k\": 1}'"],
    "interval": ["'1 day'"],
    "integer": ["0", "1", "42"],
    "number": ["1", "2.5", "1e3", "0x1F", "X'1F'", ".5"],
    "bind": ["?", ":v"],
    "cast": ["::char", "::json"],
    "any": NAMES + ["'x'", "1", "(", ")", ","],
    "compare": ["=", "<", ">", "<=", ">=", "<>", "!=", "<=>"],
    "operator": ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "DIV", "MOD"],
}
# What other dialects have, and what is odd.
FOREIGN = """ILIKE ~ == := @> #> [ ] { } ` ! ? : :: -> ->> || && | & E'x' N'x' b'01' x'1G' b'2' $1 $$ ANY SOME ARRAY
FILTER WITHIN LATERAL TABLESAMPLE EXCEPT INTERSECT FETCH NULLS FIRST LAST ROWS ONLY TIES MATERIALIZED
ROLLUP CUBE GROUPING SETS WINDOW OVERRIDING CONFLICT NOTHING EXCLUDE COLLATE SIMILAR ISNULL NOTNULL
OVERLAPS SYMMETRIC CURRENT OF LOW_PRIORITY QUICK HIGH_PRIORITY DELAYED BOTH LEADING TRAILING
VARIADIC CASCADE RESTRICT TRUNCATE MERGE KILL CALL user current_user glob 1a 1e 0x é . * , ( )
schema list index format values database update order group key left right if replace""".split()
TOKEN = re.compile(
    r"""'(?:[^'\\]|''|\\.)*'|"[^"]*"|@@?\w+|::\w+|[A-Za-z_$][\w$]*|0x\w*|\d+(?:\.\d+)?|->>|<=>|->|<>|!=|<=|>=|\|\||&&|\S""")


class Grammar:
    """The notation of src/sql/grammar_rules.h, as lists of alternatives."""

    def __init__(self):
        text = (ROOT / "src/sql/grammar_rules.h").read_text()
        self.rules = {}
        for line in text.split('R"(')[1].split(')"')[0].splitlines():
            if " = " in line:
                name, body = line.split(" = ", 1)
                self.tokens = re.findall(r"'[^']+'|<\w+>|\w+|[|()\[\]{}*!]", body)
                self.rules[name] = self.choice()

    def choice(self):
        alternatives = [self.sequence()]
        while self.tokens and self.tokens[0] == "|":
            self.tokens.pop(0)
            alternatives.append(self.sequence())
        return ("choice", alternatives)

    def sequence(self):
        parts = []
        while self.tokens and self.tokens[0] not in "|)]}":
            part = self.part()
            if self.tokens and self.tokens[0] == "*":
                self.tokens.pop(0)
                part = ("many", part)
            parts.append(part)
        return ("sequence", parts)

    def part(self):
        token = self.tokens.pop(0)
        if token == "!":
            self.part()
            return ("sequence", [])
        if token in "([{":
            inner = self.choice()
            self.tokens.pop(0)
            return {"(": inner, "[": ("optional", inner), "{": ("list", inner)}[token]
        if token[0] == "'":
            return ("text", token[1:-1])
        if token[0] == "<":
            return ("class", token[1:-1])
        return ("text", token) if token[0] in "_" or token.isupper() else ("rule", token)


def walk(grammar, node, out, depth, rng):
    kind, body = node
    if len(out) > 120:
        return
    if kind == "text":
        out.append(body)
    elif kind == "class":
        out.append(rng.choice(CLASSES[body]))
    elif kind == "rule":
        walk(grammar, grammar.rules[body], out, depth + 1, rng)
    elif kind == "sequence":
        for part in body:
            walk(grammar, part, out, depth, rng)
    elif kind == "choice":
        # Deep down the last alternatives of a value would go round in circles.
        some = body if depth < 14 else body[:2]
        walk(grammar, rng.choice(some), out, depth, rng)
    elif kind == "optional":
        if rng.random() < (0.3 if depth < 16 else 0.05):
            walk(grammar, body, out, depth, rng)
    elif kind == "many":
        while rng.random() < (0.25 if depth < 12 else 0.02):
            walk(grammar, body, out, depth, rng)
    elif kind == "list":
        walk(grammar, body, out, depth, rng)
        while rng.random() < (0.25 if depth < 12 else 0.02):
            out.append(",")
            walk(grammar, body, out, depth, rng)


def mutate(tokens, vocabulary, rng):
    at = rng.randrange(len(tokens)) if tokens else 0
    how = rng.randrange(6)
    if how == 0:
        del tokens[at : at + 1]
    elif how == 1 and tokens:
        tokens.insert(at, tokens[at])
    elif how == 2 and len(tokens) > 1:
        other = rng.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif how == 3 and tokens:
        tokens[at] = rng.choice(vocabulary)
    elif how == 4:
        tokens.insert(at, rng.choice(vocabulary))
    elif tokens:
        end = rng.randrange(at, len(tokens)) + 1
        tokens.insert(rng.randrange(len(tokens)), " ".join(tokens[at:end]))


def seeds():
    text = (ROOT / "testdata/oracle/parser_seeds.sql").read_text()
    return [line for line in text.splitlines() if line and not line.startswith("--")]


def main():
    rng = random.Random(int(sys.argv[1]))
    grammar = Grammar()
    known = seeds()
    words = re.findall(r'\{"(\w+)", Keyword', (ROOT / "src/sql/keywords.cc").read_text())
    left = int(sys.argv[2])
    while left > 0:
        if rng.random() < 0.5:
            tokens = []
            walk(grammar, ("rule", "statement"), tokens, 0, rng)
        else:
            tokens = TOKEN.findall(rng.choice(known))
        if rng.random() < 0.8:
            vocabulary = FOREIGN if rng.random() < 0.5 else words + NAMES + ["'x'", "1", ",", "("]
            for _ in range(rng.choice([1, 1, 1, 2, 3])):
                mutate(tokens, vocabulary, rng)
        if tokens:
            left -= 1
            print(json.dumps({"sql": " ".join(tokens)}))


if __name__ == "__main__":
    main()
