#include "iam/read_policy.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/utf8.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "rules/policy.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 60;

// The short form of a template's function before a YAML scalar: "!Sub".
std::string_view TagBefore(const Sources& sources, Loc token) {
  if (!token) return {};
  const std::string_view before = sources.Bytes(token.text).substr(0, token.span.begin);
  const size_t end = before.find_last_not_of(" \n");
  if (end == std::string_view::npos) return {};
  const size_t begin = before.find_last_of(" \n[{,", end);
  const std::string_view word = before.substr(begin + 1, end - begin);  // npos + 1 is 0
  return word.starts_with('!') ? word.substr(1) : std::string_view();
}

// "${Name}" of Fn::Sub is filled in; "${!Name}" is "${Name}" (CloudFormation, "Fn::Sub").
std::string Substituted(std::string_view text) {
  std::string filled;
  while (!text.empty()) {
    const size_t open = text.find("${");
    filled += text.substr(0, open);
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      if (open != std::string_view::npos) filled += text.substr(open);
      break;
    }
    const std::string_view name = text.substr(open + 2, close - open - 2);
    if (!name.empty() && name[0] == '!') {
      filled += "${" + std::string(name.substr(1)) + "}";
    } else {
      filled += kHoleBytes;
    }
    text.remove_prefix(close + 1);
  }
  return filled;
}

class Reader {
 public:
  // `editable` gets what policies within texts are parsed to; null: they are not read.
  Reader(const Values& values, Values* editable, Problems& problems)
      : values_(values), editable_(editable), problems_(problems) {}

  std::vector<PolicyDocument> Read(ValueId root) {
    if (values_[root].kind == Kind::kObject && values_.Find(root, "Statement") != kNoValue) {
      ReadDocument(root);
    } else {
      Search(root, 0);
    }
    return std::move(documents_);
  }

  PolicyDocument ReadOne(ValueId object) {
    ReadDocument(object);
    return std::move(documents_.front());
  }

 private:
  void Report(Loc where, Message what) {
    problems_.push_back({.what = std::move(what), .where = where});
  }

  // --- where policies stand ----------------------------------------------------------------------

  void Search(ValueId value, int depth) {
    if (depth > kDeepest || !visited_.insert(value).second) return;
    if (values_[value].kind == Kind::kArray) {
      const auto elements = values_.Elements(value);
      for (const ValueId element : std::vector<ValueId>(elements.begin(), elements.end())) {
        Search(element, depth + 1);
      }
    }
    if (values_[value].kind != Kind::kObject) return;
    const bool terraform = IsTerraformPolicy(value);
    const auto members = values_.Members(value);
    for (const Member& member : std::vector<Member>(members.begin(), members.end())) {
      const std::string key(values_.Text(member.key));
      if (key == "PolicyDocument" ||
          (key == "Document" && values_.Find(value, "VersionId") != kNoValue)) {
        ReadEmbedded(member.value);
      } else if (terraform && key == "values" && values_[member.value].kind == Kind::kObject) {
        const ValueId policy = values_.Find(member.value, "policy");
        if (policy != kNoValue) ReadEmbedded(policy);
      } else {
        Search(member.value, depth + 1);
      }
    }
  }

  // A resource of a plan's planned_values (Terraform, "JSON output format").
  bool IsTerraformPolicy(ValueId object) const {
    constexpr auto kTypes = std::to_array<std::string_view>(
        {"aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"});
    const ValueId type = values_.Find(object, "type");
    return type != kNoValue &&
           std::find(kTypes.begin(), kTypes.end(), values_.Text(type)) != kTypes.end();
  }

  // `given`: the template's condition that decides whether it is there.
  void ReadEmbedded(ValueId value, const std::string& given = {}) {
    const ValueId branches = BranchesOf(value);
    if (branches != kNoValue && given.empty() && values_[branches].kind == Kind::kArray) {
      const std::vector<ValueId> all(values_.Elements(branches).begin(),
                                     values_.Elements(branches).end());
      for (size_t i = 1; i < all.size(); ++i) {
        ReadEmbedded(all[i], std::string(values_.Text(all[0])));
      }
      return;
    }
    if (IsNoValue(value)) return;
    const bool object = values_[value].kind == Kind::kObject;
    if (branches != kNoValue || (object && IsFunction(value))) return AddUnknown(value);
    if (object) return ReadDocument(value, given);
    if (editable_ == nullptr || values_[value].kind != Kind::kString || !values_.Known(value)) {
      return;
    }
    if (!TagBefore(values_.sources(), values_[value].token).empty()) return;
    const json::Parsed parsed = json::Parse(*editable_, values_[value].text);
    if (parsed.value == kNoValue)
      return Report(parsed.error, rules::PolicyStructure::Json{.expected = parsed.expected});
    if (values_[parsed.value].kind == Kind::kObject) ReadDocument(parsed.value, given);
  }

  // --- what is in them ---------------------------------------------------------------------------

  // What other functions of templates give, and conditions within conditions.
  void AddUnknown(ValueId value) {
    const Loc where = values_.Where(value);
    documents_.push_back({.where = where,
                          .value = value,
                          .version = {.text = std::string(kHoleBytes), .where = where},
                          .complete = false});
  }

  void ReadDocument(ValueId object, const std::string& given = {}) {
    PolicyDocument document = {.where = values_.Where(object), .value = object};
    if (const ValueId version = values_.Find(object, "Version"); version != kNoValue) {
      document.version = TextOf(version);
    } else if (values_[object].open) {
      document.version.text = kHoleBytes;
    }
    const auto statements = values_.FindMember(object, "Statement");
    if (!statements) {
      document.complete = false;
      Report(document.where, rules::PolicyStructure::Missing{.element = "Statement"});
    } else {
      document.where = values_.Where(statements->key);
      AddStatements(statements->value, given, 0, document);
    }
    if (editable_ != nullptr) json::CheckDuplicateKeys(values_, object, problems_);
    documents_.push_back(std::move(document));
  }

  // One or several, some of them perhaps under a condition: {"Fn::If": [Prod, ..., ...]}.
  void AddStatements(ValueId value, const std::string& given, int depth, PolicyDocument& document) {
    const ValueId branches = BranchesOf(value);
    const ValueId list = branches == kNoValue ? value : branches;
    const bool nested = depth > 0 && given.empty() && branches == kNoValue && IsPlain(value);
    if (nested && values_[value].kind == Kind::kArray) {
      document.complete = false;
      return Report(values_.Where(value),
                    rules::PolicyStructure::Statement{.kind = Describe(Kind::kArray)});
    }
    if (depth > kDeepest || values_[list].kind != Kind::kArray) {
      if (IsNoValue(value)) return;
      document.statements.push_back(ReadStatement(value));
      document.statements.back().given = given;
      return;
    }
    document.complete = document.complete && !values_[list].open;
    std::vector<ValueId> elements(values_.Elements(list).begin(), values_.Elements(list).end());
    std::string condition = given;
    if (branches != kNoValue && !elements.empty()) {
      condition = values_.Text(elements.front());
      elements.erase(elements.begin());
    }
    for (const ValueId each : elements) AddStatements(each, condition, depth + 1, document);
  }

  // The list of an Fn::If, in its long or its short form; none if it is not one.
  ValueId BranchesOf(ValueId value) const {
    if (values_[value].kind == Kind::kArray) {
      return TagBefore(values_.sources(), values_[value].token) == "If" ? value : kNoValue;
    }
    if (values_[value].kind != Kind::kObject || !IsFunction(value)) return kNoValue;
    const Member function = values_.Members(value).front();
    return values_.Text(function.key) == "Fn::If" ? function.value : kNoValue;
  }

  // {"Ref": "AWS::NoValue"}: nothing is there.
  bool IsNoValue(ValueId value) const {
    const bool function = values_[value].kind == Kind::kObject && IsFunction(value);
    const ValueId text = function ? values_.Members(value).front().value : value;
    return values_[text].kind == Kind::kString && values_.Text(text) == "AWS::NoValue";
  }

  PolicyStatement ReadStatement(ValueId object) {
    PolicyStatement statement = {.where = values_.Where(object), .value = object};
    if (values_[object].kind != Kind::kObject || IsFunction(object)) {
      statement.complete = false;
      const Kind kind = values_[object].kind;
      const bool certain = kind != Kind::kObject && kind != Kind::kUnknown &&
                           (kind != Kind::kString || values_.Known(object));
      if (certain) {
        Report(statement.where,
               rules::PolicyStructure::Statement{.kind = Describe(values_[object].kind)});
      }
      return statement;
    }
    const auto members = values_.Members(object);
    if (!members.empty()) statement.where = values_.Where(members.front().key);
    for (const Member& member : members) ReadMember(member, statement);
    const auto has = [&](std::string_view key) { return values_.Find(object, key) != kNoValue; };
    // IAM refuses such a statement: it says nothing.
    const bool both =
        (has("Action") && has("NotAction")) || (has("Resource") && has("NotResource"));
    if (both) statement.effect = Effect::kUnknown;
    if (both || values_[object].open) statement.complete = false;
    return statement;
  }

  void ReadMember(const Member& member, PolicyStatement& statement) {
    if (values_[member.value].kind == Kind::kAbsent) return;
    const std::string_view key = values_.Text(member.key);
    if (key == "Effect") {
      ReadEffect(member, statement);
    } else if (key == "Sid") {
      statement.sid = TextOf(member.value);
    } else if (key == "Action" || key == "NotAction") {
      CheckTexts(member);
      statement.not_action = key == "NotAction";
      statement.complete &= TextsOf(member.value, statement.actions);
    } else if (key == "Resource" || key == "NotResource") {
      CheckTexts(member);
      statement.not_resource = key == "NotResource";
      statement.complete &= TextsOf(member.value, statement.resources);
    } else if (key == "Condition") {
      statement.complete &= ReadConditions(member.value, statement);
    } else if (key == "Principal" || key == "NotPrincipal") {
      ReadPrincipals(member, statement);
    }
  }

  void ReadEffect(const Member& member, PolicyStatement& statement) {
    const Kind kind = values_[member.value].kind;
    const bool text = kind != Kind::kArray && kind != Kind::kObject;
    if (!text && IsPlain(member.value)) {
      Report(values_.Where(member.value),
             rules::PolicyElement::EffectKind{.element = values_.Text(member.key)});
    }
    PolicyText& effect = statement.effect_text = TextOf(member.value);
    if (!text) effect.text = kHoleBytes;
    statement.where = effect.where;
    if (effect.text == "Allow") statement.effect = Effect::kAllow;
    if (effect.text == "Deny") statement.effect = Effect::kDeny;
  }

  void ReadPrincipals(const Member& member, PolicyStatement& statement) {
    const Value& node = values_[member.value];
    PolicyPrincipals principals = {.element = TextOf(member.key)};
    if (node.kind != Kind::kObject || IsFunction(member.value)) {
      PolicyText text = TextOf(member.value);
      if (IsPlain(member.value) && node.kind != Kind::kString) text.text = Describe(node.kind);
      principals.names = {std::move(text)};
      statement.principals.push_back(std::move(principals));
      return;
    }
    for (const Member& kind : values_.Members(member.value)) {
      principals.names.clear();
      principals.kind = TextOf(kind.key);
      // A function of a template in place of a kind.
      if (principals.kind.text.starts_with("Fn::") || principals.kind.text == "Ref") {
        principals.kind.text = kHoleBytes;
      }
      principals.complete = TextsOf(kind.value, principals.names);
      statement.principals.push_back(principals);
    }
    if (!node.open) return;
    principals = {.element = TextOf(member.key), .kind = {std::string(kHoleBytes)}};
    principals.complete = false;
    statement.principals.push_back(std::move(principals));
  }

  bool ReadConditions(ValueId object, PolicyStatement& statement) {
    if (!IsMapping(object, "Condition")) return false;
    for (const Member& op : values_.Members(object)) {
      if (!IsMapping(op.value, values_.Text(op.key))) return false;
      for (const Member& key : values_.Members(op.value)) {
        PolicyTest test = {.op = TextOf(op.key), .key = TextOf(key.key)};
        test.understood = TextsOf(key.value, test.values);
        CheckConditionValue(key);
        statement.tests.push_back(std::move(test));
      }
    }
    return true;
  }

  // Whether a value is certainly written as it will be: not by a template's function.
  bool IsPlain(ValueId value) const {
    const Value& node = values_[value];
    const bool known = node.kind != Kind::kUnknown && node.kind != Kind::kAbsent &&
                       (node.kind != Kind::kString || values_.Known(value));
    const bool function = node.kind == Kind::kObject && IsFunction(value);
    return known && !function && TagBefore(values_.sources(), node.token).empty();
  }

  bool IsMapping(ValueId value, std::string_view element) {
    const bool mapping = values_[value].kind == Kind::kObject && !IsFunction(value);
    if (!mapping && IsPlain(value)) {
      Report(values_.Where(value), rules::PolicyElement::Condition{
                                       .element = element, .kind = Describe(values_[value].kind)});
    }
    return mapping;
  }

  // The elements of a list that is written as such; else the value alone.
  std::vector<ValueId> EachOf(ValueId value) const {
    if (values_[value].kind != Kind::kArray || !IsPlain(value)) return {value};
    return {values_.Elements(value).begin(), values_.Elements(value).end()};
  }

  void CheckConditionValue(const Member& key) {
    for (const ValueId each : EachOf(key.value)) {
      const Kind kind = values_[each].kind;
      const bool text = kind != Kind::kObject && kind != Kind::kArray && kind != Kind::kNull;
      if (text || !IsPlain(each)) continue;
      Report(values_.Where(each), rules::PolicyElement::ConditionValue{
                                      .element = values_.Text(key.key), .kind = Describe(kind)});
    }
  }

  // Elements that are a text or several.
  void CheckTexts(const Member& element) {
    for (const ValueId each : EachOf(element.value)) {
      const Kind kind = values_[each].kind;
      const bool empty = kind == Kind::kString && values_.Text(each).empty();
      const bool wrong = kind == Kind::kObject || kind == Kind::kArray || kind == Kind::kNull;
      if (!IsPlain(each) || (!empty && !wrong)) continue;
      const std::string_view name = values_.Text(element.key);
      Report(values_.Where(each),
             empty ? Message(rules::PolicyElement::Empty{.element = name})
                   : rules::PolicyElement::Kind{.element = name, .kind = Describe(kind)});
    }
  }

  // {"Ref": "Name"}, {"Fn::Sub": ...}
  bool IsFunction(ValueId object) const {
    const auto members = values_.Members(object);
    if (members.size() != 1) return false;
    const std::string_view key = values_.Text(members.front().key);
    return key == "Ref" || key == "Condition" || key.starts_with("Fn::");
  }

  // A text, a number or a truth value, as IAM reads them; a function of a template is a hole.
  PolicyText TextOf(ValueId value) const {
    PolicyText text = {.where = values_.Where(value)};
    const Value& node = values_[value];
    if (node.kind == Kind::kObject && IsFunction(value)) {
      const Member function = values_.Members(value).front();
      const bool sub =
          values_.Text(function.key) == "Fn::Sub" && values_[function.value].kind == Kind::kString;
      text.text = sub ? Substituted(values_.Text(function.value)) : std::string(kHoleBytes);
      return text;
    }
    const std::string_view tag = TagBefore(values_.sources(), node.token);
    if (tag == "Sub" && node.kind == Kind::kString) {
      text.text = Substituted(values_.Text(value));
    } else if (!tag.empty() || node.kind == Kind::kUnknown) {
      text.text = kHoleBytes;
    } else {
      text.text = values_.Text(value);
    }
    return text;
  }

  // One or several. False if some are not known.
  bool TextsOf(ValueId value, std::vector<PolicyText>& texts) const {
    const Value& node = values_[value];
    const std::string_view tag = TagBefore(values_.sources(), node.token);
    if (node.kind == Kind::kArray && tag.empty()) {
      bool all = !node.open;
      for (const ValueId element : values_.Elements(value)) {
        const Kind kind = values_[element].kind;
        const bool text = kind != Kind::kArray && kind != Kind::kNull &&
                          (kind != Kind::kObject || IsFunction(element));
        if (text) texts.push_back(TextOf(element));
        all = all && text;
      }
      return all;
    }
    if (node.kind == Kind::kArray || node.kind == Kind::kNull) return false;
    if (node.kind == Kind::kObject) {
      if (!IsFunction(value)) return false;
      // Of other functions, nothing says that they give one text.
      if (values_.Text(values_.Members(value).front().key) == "Fn::If") return false;
    }
    texts.push_back(TextOf(value));
    return true;
  }

  const Values& values_;
  Values* const editable_;
  Problems& problems_;
  std::vector<PolicyDocument> documents_;
  std::set<ValueId> visited_;
};

}  // namespace

std::vector<PolicyDocument> ReadPolicies(Values& values, TextId file, Problems& problems) {
  const Loc all = values.sources().All(file);
  const bool marked = values.sources().Bytes(all).starts_with(kByteOrderMark);
  const Loc content = marked ? all.Sub(kByteOrderMark.size(), all.span.end) : all;
  const std::string_view bytes = values.sources().Bytes(content);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  ValueId root = kNoValue;
  if (first != std::string_view::npos && bytes[first] == '{') {
    const json::Parsed parsed = json::Parse(values, content);
    root = parsed.value;
    if (root == kNoValue) {
      problems.push_back({.what = rules::PolicyStructure::Json{.expected = parsed.expected},
                          .where = parsed.error});
    }
  } else {
    root = yaml::Parse(values, file, problems,
                       {.allow_byte_order_mark = true, .keep_tagged_text = true})
               .root;
  }
  if (root == kNoValue) return {};
  std::vector<PolicyDocument> documents = Reader(values, &values, problems).Read(root);
  if (documents.empty()) {
    problems.push_back(
        {.what = rules::PolicyStructure::None{.file = LastPart(values.sources().Path(file))},
         .where = all.Sub(0, 0)});
  }
  return documents;
}

PolicyDocument ReadPolicyValue(const Values& values, ValueId object, Problems& problems) {
  return Reader(values, nullptr, problems).ReadOne(object);
}

}  // namespace stackql::iam
