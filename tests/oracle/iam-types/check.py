#!/usr/bin/env python3
"""What PyPI's parliament and policy_sentry say of the policies that `type_policies` prints.

    check.py RULES FILE      RULES is the repository's rules/actions

Counts findings by the reasons for them that are known, lists the others, and then exits with 1.
"""

import collections
import fnmatch
import functools
import json
import pathlib
import re
import sys

import parliament
from policy_sentry.querying.actions import get_action_data

ON_ALL = {
    "optional-only": "one of several types may be meant, none of them the operation's",
    "enumerates": "the action lists a collection",
    "uncatalogued": "AWS does not list the action",
    "other-type": "the reference's ARN of a type is any",
    "own-type": "the reference's ARN of the type is any",
}


class Reference:
    """The facts that the program is built with."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        curated = json.loads((self.folder / "curated.json").read_text(encoding="utf-8"))
        self.single = curated["single"]

    @functools.cache
    def service(self, prefix):
        path = self.folder / "services" / f"{prefix.lower()}.json"
        if not path.exists():
            return {"arnTypes": {}, "actions": {}}
        facts = json.loads(path.read_text(encoding="utf-8"))
        facts["actions"] = {name.lower(): each for name, each in facts["actions"].items()}
        return facts

    def arns(self, action, required):
        """The templates of an action's resource types; None if there is no such action."""
        prefix, name = action.split(":", 1)
        facts = self.service(prefix)
        if name.lower() not in facts["actions"]:
            return None
        uses = facts["actions"][name.lower()][1]
        names = [each.rstrip("!") for each in uses if each.endswith("!") or not required]
        return [arn for each in names for arn in facts["arnTypes"].get(each, [[]])[0]]

    def is_single(self, action):
        return any(fnmatch.fnmatchcase(action, pattern) for pattern in self.single)


def blanked(template):
    """A template and a pattern in one form."""
    return re.sub(r"\*+", "*", re.sub(r"\$\{[^}]*\}", "*", template))


def made_up(arn):
    """Whether an example has made up an ARN: its regions and accounts are z and 9."""
    if arn == "*":
        return False
    places = r"arn:aws:[\w*-]*:(|\*|[a-z]+-[a-z]+-\d):(|\*|aws|111122223333):"
    return not re.match(places, arn) or bool(re.search(r":::.*[:/]z*$|^arn:aws:iam:::", arn))


class Judge:
    def __init__(self, reference):
        self.reference = reference
        self.counts = collections.Counter()
        self.unexplained = collections.Counter()
        self.in_safe = set()  # mismatches of the operation's policy of scope safe

    def add(self, program, issue, reason, example):
        self.counts[f"{program} {issue}: {reason or 'NOT EXPLAINED'}"] += 1
        if not reason:
            self.unexplained[f"{program} {issue}: {example}"] += 1

    def unknown(self, action, line):
        if action in line["unlisted"]:
            return "a handler's list has it, AWS's reference does not; the report says so"
        if self.reference.arns(action, False) is not None:
            return "the reference of today lists it"
        return ""

    def mismatch(self, detail, scope):
        reasons = set()
        for each in detail:
            arns = self.reference.arns(each["action"], True)
            form = blanked(each["required_format"])
            if scope == "safe":
                self.in_safe.add((each["action"], form))
            if self.reference.is_single(each["action"]):
                reasons.add("of tags and policies, a request names one resource")
            elif not arns or form not in {blanked(arn) for arn in arns}:
                reasons.add("the reference of today requires other types")
            elif ":bucket" in form or "/bucket/" in form:
                reasons.add("parliament takes no slash in the ARN of a bucket")
            elif form == "arn:*:lex:*:*:bot:*:*":
                reasons.add("the reference has both generations of a service, types are of one")
            elif scope == "strict" and (each["action"], form) not in self.in_safe:
                reasons.add("strict only grants what properties name")
            else:
                return ""
        return sorted(reasons)[0]

    def parliament(self, line, scope):
        policy = line["policies"][scope]
        arns = {arn for each in policy["Statement"] for arn in listed(each["Resource"])}
        for found in parliament.analyze_policy_string(json.dumps(policy)).findings:
            reason = ""
            if found.issue in ("UNKNOWN_ACTION", "UNKNOWN_PREFIX"):
                action = found.location["string"]
                reason = self.unknown(action, line)
            elif found.issue == "RESOURCE_STAR":
                reason = "resources on * have their reasons, which are counted"
            elif found.issue == "RESOURCE_POLICY_PRIVILEGE_ESCALATION":
                reason = "a handler needs to change a resource's policy"
            elif found.issue == "RESOURCE_MISMATCH":
                reason = self.mismatch(found.detail, scope)
                if not reason and any(made_up(arn) for arn in arns):
                    reason = "an example has made up an ARN"
            elif found.issue == "INVALID_ARN":
                arn = found.location["string"]
                if made_up(arn):
                    reason = "an example has made up an ARN"
                elif ":aws:" in arn[8:]:
                    reason = "AWS owns the resource, its account is aws"
            example = f"{line['type']} {line['call']} ({line['of']}) {scope} {found.detail} {found.location}"
            self.add("parliament", found.issue, reason, example[:300])

    def policy_sentry(self, line, scope):
        for statement in line["policies"][scope]["Statement"]:
            for action in listed(statement["Action"]):
                if "*" in action:
                    continue
                forms = known_arns(action)
                if forms is None:
                    self.add("policy_sentry", "unknown action", self.unknown(action, line), action)
                    continue
                for arn in listed(statement["Resource"]):
                    if arn == "*" or made_up(arn) or any(meets(form, arn) for form in forms):
                        continue
                    today = self.reference.arns(action, False) or []
                    reason = (
                        "the reference of today has such a type"
                        if any(meets(form, arn) for form in today)
                        else ""
                    )
                    example = f"{line['type']} {line['call']} ({line['of']}) {action} on {arn}"
                    self.add("policy_sentry", "ARN of no type of the action", reason, example)


@functools.cache
def known_arns(action):
    prefix, name = action.split(":")
    data = get_action_data(prefix, name)
    if not data:
        return None
    return [row["resource_arn_format"] for rows in data.values() for row in rows]


@functools.cache
def meets(form, pattern):
    """Whether a pattern of a policy has an ARN of the form: its wildcards stand for one letter."""
    if form == "*":
        return False
    sample = pattern.replace("*", "x").replace("?", "x").split(":", 5)
    parts = form.split(":", 5)
    if len(sample) < 6 or len(parts) < 6:
        return False
    return all(
        mine == "x" or re.fullmatch(re.sub(r"\\\$\\\{.*?\\\}", ".*", re.escape(own)), mine)
        for own, mine in zip(parts, sample)
    )


def listed(value):
    return value if isinstance(value, list) else [value]


def main():
    judge = Judge(Reference(sys.argv[1]))
    reasons = collections.Counter()
    with open(sys.argv[2], encoding="utf-8") as file:
        for text in file:
            line = json.loads(text)
            judge.in_safe = set()
            for scope in line["policies"]:
                judge.parliament(line, scope)
                judge.policy_sentry(line, scope)
            for _, _, reason in line["onAll"]:
                if reason in ON_ALL:
                    reasons[f"on *, scope safe: {ON_ALL[reason]}"] += 1
            for _, _, reason in line["wider"]:
                reasons[f"wider in safe than in strict: {reason}"] += 1
    for what, count in sorted((judge.counts + reasons).items()):
        print(f"{count} {what}")
    for what, count in judge.unexplained.most_common(200):
        print(f"    {count} {what}")
    return 1 if judge.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
