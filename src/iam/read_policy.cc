#include "iam/read_policy.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/utf8.h"
#include "iam/template_text.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "rules/policy.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 60;
// Statements, actions, resources and the like of a file. No service accepts a policy with so many:
// the longest, of a key ("AWS KMS quotas"), has 32 KB.
constexpr size_t kMostElements = 100'000;

class Reader {
 public:
  // `editable` gets what policies within texts are parsed to; null: they are not read.
  Reader(const Values& values, Values* editable, const TemplatePlace& place, Problems& problems)
      : values_(values), editable_(editable), template_(values, place), problems_(problems) {}

  std::vector<PolicyDocument> Read(ValueId root) {
    const bool object = values_[root].kind == Kind::kObject;
    const ValueId planned = object ? values_.Find(root, "planned_values") : kNoValue;
    if (object && values_.Find(root, "Statement") != kNoValue) {
      ReadDocument(root);
    } else if (planned != kNoValue) {
      // What a plan has beside it is what there was before.
      Search(planned, 0, {});
      if (!documents_.empty()) {
        for (const ValueId policy : UnknownPolicies(root)) AddUnknown(policy);
      }
    } else {
      Search(root, 0, {});
    }
    return std::move(documents_);
  }

  PolicyDocument ReadOne(ValueId object) {
    ReadDocument(object);
    return std::move(documents_.front());
  }

  // The changes of a plan to policies that only its execution will tell (Terraform, "JSON output
  // format").
  std::vector<ValueId> UnknownPolicies(ValueId root) const {
    std::vector<ValueId> unknown;
    const ValueId changes =
        values_[root].kind == Kind::kObject ? values_.Find(root, "resource_changes") : kNoValue;
    if (changes == kNoValue || values_[changes].kind != Kind::kArray) return unknown;
    for (const ValueId each : values_.Elements(changes)) {
      if (values_[each].kind != Kind::kObject || !IsTerraformPolicy(each)) continue;
      const ValueId after = MemberOf(MemberOf(each, "change"), "after_unknown");
      if (MemberOf(after, "policy") != kNoValue || HasUnknown(MemberOf(after, "inline_policy"))) {
        unknown.push_back(each);
      }
    }
    return unknown;
  }

 private:
  void Report(Loc where, Message what) {
    problems_.push_back({.what = std::move(what), .where = where});
  }

  // False: there were more elements than are read, which is reported once.
  bool Take(ValueId element) {
    if (left_ == 0) return false;
    if (--left_ > 0) return true;
    problems_.push_back({.what = rules::PolicyStructure::Elements{.count = kMostElements},
                         .where = values_.Where(element),
                         .help = "No AWS service accepts a policy of so many; if these are several "
                                 "policies, check them one by one."});
    return false;
  }

  ValueId MemberOf(ValueId object, std::string_view name) const {
    const bool has = object != kNoValue && values_[object].kind == Kind::kObject;
    return has ? values_.Find(object, name) : kNoValue;
  }

  // Whether all inline policies of a role are unknown, or one of them.
  bool HasUnknown(ValueId inlined) const {
    if (inlined == kNoValue) return false;
    if (values_[inlined].kind != Kind::kArray) return true;
    return std::ranges::any_of(values_.Elements(inlined),
                               [&](ValueId each) { return MemberOf(each, "policy") != kNoValue; });
  }

  // --- where policies stand ----------------------------------------------------------------------

  void Search(ValueId value, int depth, const Choices& given) {
    if (left_ == 0 || depth > kDeepest || !visited_.insert(value).second) return;
    if (template_.IsChoice(value)) {
      return template_.ForBranches(value, given, [&](ValueId branch, const Choices& under) {
        Search(branch, depth + 1, under);
      });
    }
    if (values_[value].kind == Kind::kArray) {
      const auto elements = values_.Elements(value);
      for (const ValueId element : std::vector<ValueId>(elements.begin(), elements.end())) {
        Search(element, depth + 1, given);
      }
    }
    if (values_[value].kind != Kind::kObject) return;
    const Choices under = WithCondition(value, given);
    const bool terraform = IsTerraformPolicy(value);
    const auto members = values_.Members(value);
    for (const Member& member : std::vector<Member>(members.begin(), members.end())) {
      const std::string key(values_.Text(member.key));
      if (key == "PolicyDocument" ||
          (key == "Document" && values_.Find(value, "VersionId") != kNoValue)) {
        ReadEmbedded(member.value, under);
      } else if (terraform && key == "values" && values_[member.value].kind == Kind::kObject) {
        ReadPlanned(member.value);
      } else {
        Search(member.value, depth + 1, under);
      }
    }
  }

  // A resource of a template may be there under a condition only.
  Choices WithCondition(ValueId object, const Choices& given) const {
    const ValueId condition = values_.Find(object, "Condition");
    const ValueId type = values_.Find(object, "Type");
    const bool resource =
        type != kNoValue && values_.Find(object, "Properties") != kNoValue && IsText(type);
    Choices under = given;
    if (resource && condition != kNoValue && IsText(condition)) {
      under.push_back({std::string(values_.Text(condition))});
    }
    return under;
  }

  bool IsText(ValueId value) const { return values_[value].kind == Kind::kString; }

  // A resource of a plan's planned_values (Terraform, "JSON output format").
  bool IsTerraformPolicy(ValueId object) const {
    constexpr auto kTypes =
        std::to_array<std::string_view>({"aws_iam_policy", "aws_iam_role", "aws_iam_role_policy",
                                         "aws_iam_user_policy", "aws_iam_group_policy"});
    const ValueId type = values_.Find(object, "type");
    return type != kNoValue &&
           std::find(kTypes.begin(), kTypes.end(), values_.Text(type)) != kTypes.end();
  }

  // The policy of a resource, or those within a role.
  void ReadPlanned(ValueId resource) {
    if (const ValueId policy = values_.Find(resource, "policy"); policy != kNoValue) {
      ReadEmbedded(policy, {});
    }
    const ValueId inlined = values_.Find(resource, "inline_policy");
    if (inlined == kNoValue || values_[inlined].kind != Kind::kArray) return;
    const auto elements = values_.Elements(inlined);
    for (const ValueId each : std::vector<ValueId>(elements.begin(), elements.end())) {
      if (const ValueId policy = MemberOf(each, "policy"); policy != kNoValue) {
        ReadEmbedded(policy, {});
      }
    }
  }

  void ReadEmbedded(ValueId value, const Choices& given) {
    if (template_.IsChoice(value)) {
      return template_.ForBranches(
          value, given, [&](ValueId branch, const Choices& under) { ReadEmbedded(branch, under); });
    }
    if (template_.IsNoValue(value)) return;
    const bool object = values_[value].kind == Kind::kObject;
    if (template_.IsFunction(value) || (object && !template_.TagOf(value).empty())) {
      return AddUnknown(value);
    }
    if (object) return ReadDocument(value, given);
    if (editable_ == nullptr || values_[value].kind != Kind::kString || !values_.Known(value)) {
      return;
    }
    if (!template_.TagOf(value).empty()) return;
    const json::Parsed parsed = json::Parse(*editable_, values_[value].text);
    if (parsed.value == kNoValue)
      return Report(parsed.error, rules::PolicyStructure::Json{.expected = parsed.expected});
    if (values_[parsed.value].kind == Kind::kObject) ReadDocument(parsed.value, given);
  }

  // --- what is in them ---------------------------------------------------------------------------

  // What other functions of templates give, and what a plan does not know.
  void AddUnknown(ValueId value) {
    const Loc where = values_.Where(value);
    documents_.push_back({.where = where,
                          .value = value,
                          .version = {.text = std::string(kHoleBytes), .where = where},
                          .complete = false});
  }

  void ReadDocument(ValueId object, const Choices& given = {}) {
    PolicyDocument document = {.where = values_.Where(object), .value = object, .given = given};
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
      AddStatements(statements->value, {}, 0, document);
    }
    if (editable_ != nullptr) json::CheckDuplicateKeys(values_, object, problems_);
    documents_.push_back(std::move(document));
  }

  // One or several, some of them perhaps under a condition: {"Fn::If": [Prod, ..., ...]}. A list is
  // one at the top, or in a branch.
  void AddStatements(ValueId value, const Choices& given, int depth, PolicyDocument& document,
                     bool may_be_list = true) {
    if (depth <= kDeepest && template_.IsChoice(value)) {
      return template_.ForBranches(value, given, [&](ValueId branch, const Choices& under) {
        AddStatements(branch, under, depth + 1, document);
      });
    }
    if (!may_be_list && IsPlain(value) && values_[value].kind == Kind::kArray) {
      document.complete = false;
      return Report(values_.Where(value),
                    rules::PolicyStructure::Statement{.kind = Describe(Kind::kArray)});
    }
    if (depth > kDeepest || values_[value].kind != Kind::kArray) {
      if (template_.IsNoValue(value)) return;
      if (!Take(value)) {
        document.complete = false;
        return;
      }
      document.statements.push_back(ReadStatement(value));
      document.statements.back().given = given;
      return;
    }
    document.complete = document.complete && !values_[value].open;
    const auto elements = values_.Elements(value);
    for (const ValueId each : std::vector<ValueId>(elements.begin(), elements.end())) {
      AddStatements(each, given, depth + 1, document, false);
    }
  }

  PolicyStatement ReadStatement(ValueId object) {
    PolicyStatement statement = {.where = values_.Where(object), .value = object};
    if (values_[object].kind != Kind::kObject || template_.IsFunction(object)) {
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
    if (node.kind != Kind::kObject || template_.IsFunction(member.value)) {
      PolicyText text = TextOf(member.value);
      if (IsPlain(member.value) && node.kind != Kind::kString) text.text = Describe(node.kind);
      principals.names = {std::move(text)};
      statement.principals.push_back(std::move(principals));
      return;
    }
    for (const Member& kind : values_.Members(member.value)) {
      if (!Take(kind.value)) {
        statement.complete = false;
        return;
      }
      principals.names.clear();
      principals.kind = TextOf(kind.key);
      // A function of a template in place of a kind.
      if (principals.kind.text.starts_with("Fn::") || principals.kind.text == "Ref") {
        principals.kind.text = kHoleBytes;
      }
      principals.complete = PlainTextsOf(kind.value, principals.names);
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
        if (!Take(key.value)) return false;
        PolicyTest test = {.op = TextOf(op.key), .key = TextOf(key.key)};
        test.understood = PlainTextsOf(key.value, test.values);
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
    return known && !template_.IsFunction(value) && template_.TagOf(value).empty();
  }

  bool IsMapping(ValueId value, std::string_view element) {
    const bool mapping = values_[value].kind == Kind::kObject && !template_.IsFunction(value);
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

  PolicyText TextOf(ValueId value) const { return template_.TextOf(value); }

  // One or several. False if some are not known, or not read.
  bool TextsOf(ValueId value, std::vector<PolicyText>& texts, const Choices& given = {}) {
    if (template_.IsChoice(value)) {
      bool all = true;
      template_.ForBranches(value, given, [&](ValueId branch, const Choices& under) {
        all = TextsOf(branch, texts, under) && all;
      });
      return all;
    }
    const Value& node = values_[value];
    if (node.kind == Kind::kArray && template_.TagOf(value).empty()) {
      bool all = !node.open;
      for (const ValueId element : values_.Elements(value)) {
        if (template_.IsNoValue(element)) continue;
        const bool list = values_[element].kind == Kind::kArray && template_.TagOf(element).empty();
        all = !list && TextsOf(element, texts, given) && all;
      }
      return all;
    }
    const bool joined = node.kind == Kind::kArray && template_.TagOf(value) == "Join";
    const bool text = node.kind != Kind::kArray && node.kind != Kind::kNull &&
                      (node.kind != Kind::kObject || template_.IsFunction(value));
    if ((!text && !joined) || !Take(value)) return false;
    texts.push_back(TextOf(value));
    texts.back().given = given;
    return true;
  }

  // The same of texts of which all must be there.
  bool PlainTextsOf(ValueId value, std::vector<PolicyText>& texts) {
    const bool all = TextsOf(value, texts);
    return std::erase_if(texts, [](const auto& text) { return !text.given.empty(); }) == 0 && all;
  }

  const Values& values_;
  Values* const editable_;
  const TemplateReader template_;
  Problems& problems_;
  std::vector<PolicyDocument> documents_;
  std::set<ValueId> visited_;
  size_t left_ = kMostElements + 1;
};

}  // namespace

std::vector<PolicyDocument> ReadPolicies(Values& values, TextId file, Problems& problems,
                                         const TemplatePlace& place) {
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
  Reader reader(values, &values, place, problems);
  std::vector<PolicyDocument> documents = reader.Read(root);
  if (!documents.empty()) return documents;
  bool later = false;
  for (const ValueId change : reader.UnknownPolicies(root)) {
    const ValueId address = values.Find(change, "address");
    if (address == kNoValue) continue;
    later = true;
    problems.push_back({.what = rules::PolicyStructure::Later{.address = values.Text(address)},
                        .where = values.Where(address),
                        .help = "Check the policy that the apply makes."});
  }
  if (!later) {
    problems.push_back(
        {.what = rules::PolicyStructure::None{.file = LastPart(values.sources().Path(file))},
         .where = all.Sub(0, 0)});
  }
  return documents;
}

PolicyDocument ReadPolicyValue(const Values& values, ValueId object, Problems& problems) {
  return Reader(values, nullptr, {}, problems).ReadOne(object);
}

}  // namespace stackql::iam
