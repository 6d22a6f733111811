"""Policies that AWS publishes, each with the property that it is a value of: (name, type, path, document)."""
import ast
import json
import re
from pathlib import Path

# CloudFormation's types for what the provider has others for.
TYPES = {
    "AWS::IAM::Policy": "AWS::IAM::RolePolicy",
    "AWS::SQS::QueuePolicy": "AWS::SQS::QueueInlinePolicy",
    "AWS::SNS::TopicPolicy": "AWS::SNS::TopicInlinePolicy",
}
VALUES = {
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::AccountId": "111122223333",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "demo",
    "AWS::StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/demo/1",
}
# Commands of the AWS CLI whose examples show a policy. Those of iam are trust policies if they have a principal.
COMMANDS = {
    "codeartifact": ("AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"),
    "ecr": ("AWS::ECR::Repository", "RepositoryPolicyText"),
    "ecr-public": ("AWS::ECR::PublicRepository", "RepositoryPolicyText"),
    "efs": ("AWS::EFS::FileSystem", "FileSystemPolicy"),
    "es": ("AWS::OpenSearchService::Domain", "AccessPolicies"),
    "kms": ("AWS::KMS::Key", "KeyPolicy"),
    "s3api": ("AWS::S3::BucketPolicy", "PolicyDocument"),
    "secretsmanager": ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),
    "vpc-lattice": ("AWS::VpcLattice::AuthPolicy", "Policy"),
}
# Those whose Ref is their ARN.
KNOWN_BY_ARN = (
    "AWS::Batch::",
    "AWS::ECS::TaskDefinition",
    "AWS::SNS::Topic",
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::StateMachine",
)
TRUST = ("AWS::IAM::Role", "AssumeRolePolicyDocument")
IDENTITY = ("AWS::IAM::ManagedPolicy", "PolicyDocument")


class Unknown(Exception):
    """A function whose result is not known without a deployment."""


def managed(moto):
    """The managed policies that moto, a double of AWS, has."""
    text = next(moto.rglob("iam/aws_managed_policies.py")).read_text()
    given = next(n.value for n in ast.parse(text).body if isinstance(n, ast.Assign))
    for name, policy in json.loads(ast.literal_eval(given)).items():
        yield name, *IDENTITY, policy["Document"]


def cli_examples(folder):
    """The JSON objects of the AWS CLI's examples that are policies."""
    decoder = json.JSONDecoder()
    for file in sorted(folder.rglob("*.rst")):
        command, text, number = file.relative_to(folder).parts[0], file.read_text(), 0
        for start in (m.start() for m in re.finditer(r"\{", text)):
            try:
                document, _ = decoder.raw_decode(text, start)
            except ValueError:
                continue
            kind = COMMANDS.get(command)
            if command == "iam" and "Statement" in document:
                kind = TRUST if "Principal" in json.dumps(document) else IDENTITY
            if kind and "Statement" in document:
                yield f"cli_{command}_{file.stem}_{number}", *kind, document
                number += 1


class Values:
    """What the functions of a template's policies give, with invented names."""

    def __init__(self, template, facts):
        self.resources, self.parameters, self.facts = template["Resources"], template.get("Parameters") or {}, facts

    def arn(self, logical):
        kind = self.resources[logical].get("Type")
        types = json.loads((self.facts / "types.json").read_text()).get(kind, {})
        if not types.get("arnTypes"):
            raise Unknown
        service = json.loads((self.facts / "services" / f"{types['prefix']}.json").read_text())
        pattern = service["arnTypes"][types["arnTypes"][0]][0][0]
        known = {"Partition": "aws", "Region": "us-east-1", "Account": "111122223333"}
        arn = re.sub(r"\$\{(\w+)\}", lambda m: known.get(m[1], self.name(logical)), pattern)
        return arn + {"AWS::Logs::LogGroup": ":*", "AWS::SecretsManager::Secret": "-a1b2c3"}.get(kind, "")

    def name(self, logical):
        if self.resources[logical].get("Type") == "AWS::KMS::Key":
            return "12345678-1234-1234-1234-123456789012"
        return logical.lower()

    def ref(self, name):
        if name in VALUES:
            return VALUES[name]
        if name in self.resources:
            of = self.resources[name].get("Type", "")
            return self.arn(name) if of.startswith(KNOWN_BY_ARN) else self.name(name)
        default = self.parameters.get(name, {}).get("Default")
        if not isinstance(default, str) or not default:
            raise Unknown
        return default

    def attribute(self, name, attribute):
        kind = self.resources.get(name, {}).get("Type", "").rsplit(":", 1)[-1]
        if attribute in ("Arn", f"{kind}Arn"):
            return self.arn(name)
        raise Unknown

    def function(self, name, argument):
        if name == "Ref":
            return self.ref(argument)
        if name == "Fn::GetAtt":
            return self.attribute(*(argument.split(".", 1) if isinstance(argument, str) else argument))
        if name == "Fn::Join":
            return argument[0].join(str(self.value(v)) for v in argument[1])
        if name == "Fn::Sub" and isinstance(argument, str):
            def piece(m):
                return self.attribute(*m[1].split(".", 1)) if "." in m[1] else self.ref(m[1])
            return re.sub(r"\$\{([\w:.]+)\}", piece, argument)
        raise Unknown

    def value(self, value):
        if isinstance(value, list):
            return [self.value(v) for v in value]
        if not isinstance(value, dict):
            return value
        name, argument = next(iter(value.items()), ("", None))
        if len(value) == 1 and (name == "Ref" or name.startswith("Fn::")):
            return self.function(name, argument)
        return {k: self.value(v) for k, v in value.items()}


def at(value, path):
    if not path:
        yield value
    elif path[0] == "*":
        for item in value if isinstance(value, list) else []:
            yield from at(item, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from at(value[path[0]], path[1:])


def of_templates(folder, facts):
    """The policies of CloudFormation templates, each once for its property."""
    paths, seen = json.loads((facts / "policies.json").read_text()), set()
    for file in sorted(folder.rglob("*.json")):
        read = json.loads(file.read_text())
        for template in read if isinstance(read, list) else [read]:
            if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
                continue
            for logical, resource in template["Resources"].items():
                kind = TYPES.get(resource.get("Type"), resource.get("Type"))
                for path in paths.get(kind, {}):
                    for number, given in enumerate(at(resource.get("Properties"), path.split("/"))):
                        try:
                            document = Values(template, facts).value(given)
                        except (Unknown, TypeError):
                            continue
                        key = kind, path, json.dumps(document, sort_keys=True)
                        if isinstance(document, dict) and key not in seen:
                            seen.add(key)
                            name = re.sub(r"\W", "_", f"{file.stem} {logical} {path} {number}")
                            yield name[:120], kind, path, document


def everything(cache, facts, here):
    """All of them: those with the prefix managed_ are AWS's managed policies, guide_ those of `guides.json`."""
    found = [(f"managed_{name}", *of) for name, *of in managed(cache / "moto")]
    found += cli_examples(cache / "awscli")
    for kind in "documentation", "deployed":
        found += of_templates(cache / "templates" / kind, facts)
    for of, policies in json.loads((here / "guides.json").read_text()).items():
        kind, path = of.split("/", 1)
        for number, statements in enumerate(policies):
            name = f"guide_{kind.removeprefix('AWS::').replace('::', '_')}_{number}"
            found.append((name, kind, path, {"Version": "2012-10-17", "Statement": statements}))
    return found
