#include "iam/write_policy.h"

#include "base/ascii.h"
#include "iam/policy.h"
#include "iam/policy_json.h"

namespace stackql::iam {
namespace {

using nlohmann::ordered_json;

constexpr auto kReplace = ordered_json::error_handler_t::replace;

// Strings of JSON are strings of HCL and YAML too.
std::string Quoted(const std::string& text) {
  return ordered_json(text).dump(-1, ' ', false, kReplace);
}

std::string Replaced(std::string text, std::string_view what, std::string_view by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// HCL expands ${ and %{ in strings ("Strings and templates").
std::string HclQuoted(const std::string& text) {
  return Replaced(Replaced(Quoted(text), "${", "$${"), "%{", "%%{");
}

std::string HclList(const std::string& indent, const std::vector<std::string>& texts) {
  if (texts.size() == 1) return "[" + HclQuoted(texts[0]) + "]";
  std::string list = "[\n";
  for (const std::string& text : texts) list += indent + "  " + HclQuoted(text) + ",\n";
  return list + indent + "]";
}

// Letters, digits and underlines, not a digit first.
std::string Identifier(std::string_view name) {
  std::string identifier;
  for (const char c : name) {
    const bool fits = IsAlnum(c);
    identifier += fits ? c : '_';
  }
  const bool digit = !identifier.empty() && IsDigit(identifier[0]);
  return identifier.empty() || digit ? "_" + identifier : identifier;
}

std::string Terraform(const GrantDocument& document, std::string_view name) {
  std::string text = R"(data "aws_iam_policy_document" ")" + Identifier(name) + "\" {\n";
  for (size_t i = 0; i < document.size(); ++i) {
    const GrantStatement& statement = document[i];
    text += i == 0 ? "" : "\n";
    text += "  statement {\n    actions   = " + HclList("    ", statement.actions) +
            "\n    resources = " + HclList("    ", statement.resources) + "\n";
    for (const ConditionTest& test : statement.conditions) {
      text += "\n    condition {\n      test     = " + HclQuoted(test.op) +
              "\n      variable = " + HclQuoted(test.key) +
              "\n      values   = " + HclList("      ", test.values) + "\n    }\n";
    }
    text += "  }\n";
  }
  return text + "}\n";
}

void AddYaml(const ordered_json& value, const std::string& indent, std::string& text);

void AddYamlMember(const ordered_json& value, const std::string& indent, std::string& text) {
  if (!value.is_structured()) {
    text += " " + value.dump(-1, ' ', false, kReplace) + "\n";
    return;
  }
  text += "\n";
  AddYaml(value, indent + "  ", text);
}

// Of a policy document: nothing in it is empty.
void AddYaml(const ordered_json& value, const std::string& indent, std::string& text) {
  if (value.is_object()) {
    for (const auto& member : value.items()) {
      const std::string& key = member.key();
      const bool plain = key.find(':') == std::string::npos;
      text += indent + (plain ? key : Quoted(key)) + ":";
      AddYamlMember(member.value(), indent, text);
    }
    return;
  }
  for (const ordered_json& element : value) {
    if (!element.is_structured()) {
      text += indent + "- " + element.dump(-1, ' ', false, kReplace) + "\n";
      continue;
    }
    std::string inner;
    AddYaml(element, indent + "  ", inner);
    text += indent + "- " + inner.substr(indent.size() + 2);
  }
}

// Resource names are letters and digits.
std::string LogicalName(std::string_view name) {
  std::string logical;
  bool begins = true;
  for (const char c : name) {
    const bool letter = IsAlpha(c);
    const bool fits = letter || IsDigit(c);
    if (fits) logical += begins ? Upper(c) : c;
    begins = !fits;
  }
  return logical.empty() ? "Policy" : logical;
}

std::string CloudFormation(const GrantDocument& document, std::string_view name) {
  std::string text = "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  " +
                     LogicalName(name) +
                     ":\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n"
                     "      ManagedPolicyName: " +
                     Quoted(std::string(name)) + "\n      PolicyDocument:\n";
  AddYaml(PolicyJson(document), "        ", text);
  return text;
}

std::string SqlQuoted(const std::string& text) { return "'" + Replaced(text, "'", "''") + "'"; }

// IAM is global; Cloud Control calls of it go to us-east-1.
std::string Stackql(const GrantDocument& document, std::string_view name) {
  return "INSERT INTO awscc.iam.managed_policies (\n  ManagedPolicyName,\n  PolicyDocument,\n"
         "  region\n)\nSELECT\n  " +
         SqlQuoted(std::string(name)) + ",\n  " + SqlQuoted(MinifiedPolicy(document)) +
         ",\n  'us-east-1'\n;\n";
}

}  // namespace

std::string WritePolicy(const GrantDocument& document, PolicyFormat format, std::string_view name,
                        const std::vector<std::string>& facts) {
  std::string comments;
  const std::string mark = format == PolicyFormat::kStackql ? "-- " : "# ";
  for (const std::string& fact : facts) comments.append(mark).append(fact).append("\n");
  switch (format) {
    case PolicyFormat::kJson:
      return PolicyJson(document).dump(2, ' ', false, kReplace) + "\n";
    case PolicyFormat::kJsonMin:
      return MinifiedPolicy(document) + "\n";
    case PolicyFormat::kTerraform:
      return comments + Terraform(document, name);
    case PolicyFormat::kCloudFormation:
      return comments + CloudFormation(document, name);
    default:
      return comments + Stackql(document, name);
  }
}

std::string WriteTrustPolicy() {
  const ordered_json statement = {{"Effect", "Allow"},
                                  {"Principal", {{"Service", "cloudformation.amazonaws.com"}}},
                                  {"Action", "sts:AssumeRole"}};
  return ordered_json{{"Version", kPolicyVersion}, {"Statement", ordered_json::array({statement})}}
             .dump(2) +
         "\n";
}

std::string_view FileEnding(PolicyFormat format) {
  switch (format) {
    case PolicyFormat::kTerraform:
      return ".tf";
    case PolicyFormat::kCloudFormation:
      return ".yaml";
    case PolicyFormat::kStackql:
      return ".iql";
    default:
      return ".json";
  }
}

}  // namespace stackql::iam
