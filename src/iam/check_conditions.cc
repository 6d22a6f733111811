#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "diag/suggest.h"
#include "iam/arn.h"
#include "iam/conditions.h"
#include "iam/covered.h"
#include "iam/ip_range.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/policy_variables.h"
#include "iam/timestamp.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kForAll = "ForAllValues:";
constexpr std::string_view kArray = "ArrayOf";  // before the type of a key with several values
constexpr size_t kMostValues = 300;             // of a test; more are not compared with each other

constexpr auto kCommonOperators = std::to_array<std::string_view>(
    {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "Bool", "Null", "ArnLike",
     "ArnNotLike", "IpAddress", "NumericEquals", "DateEquals"});

// Of ISO 8601's many forms, one that is not known; "2026-13-01" is of a known one.
bool LooksLikeDate(std::string_view text) {
  if (SecondsOf(text)) return true;
  const bool calendar = text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
                        All(text.substr(5, 2), IsDigit) && All(text.substr(8, 2), IsDigit);
  const bool exists = !calendar || SecondsOf(std::string(text.substr(0, 10)) + "T00:00:00Z");
  return exists && text.size() >= 4 && All(text.substr(0, 4), IsDigit);
}

class ConditionChecker {
 public:
  ConditionChecker(const PolicyDocument& document, const ActionReference& actions,
                   Problems& problems)
      : actions_(actions), problems_(problems), old_(HasOldVersion(document)) {}

  void Check(const PolicyStatement& statement) {
    allows_ = statement.effect == Effect::kAllow;
    statement_ = &statement;
    for (const PolicyTest& test : statement.tests) CheckTest(test);
    CheckSameKeys(statement);
    for (const PolicyText& resource : statement.resources) {
      CheckVariables(resource);
      if (!old_) CheckPlace(resource);
    }
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  // Two keys of one operator that IAM takes for the same.
  void CheckSameKeys(const PolicyStatement& statement) {
    const std::vector<PolicyTest>& all = statement.tests;
    for (size_t i = 1; i < all.size() && i < kMostValues; ++i) {
      for (size_t j = 0; j < i; ++j) {
        const bool same = all[i].op.where == all[j].op.where && !HasHole(all[i].key.text) &&
                          all[i].key.text != all[j].key.text &&
                          CompareIgnoringCase(all[i].key.text, all[j].key.text) == 0;
        if (!same) continue;
        Report(all[i].key.where,
               rules::RepeatedConditionKey{.key = all[i].key.text, .other = all[j].key.text});
        problems_.back().related.push_back({all[j].key.where, "first given here"});
      }
    }
  }

  void CheckTest(const PolicyTest& test) {
    const std::string_view op = BaseOperator(test.op.text);
    if (op.empty()) {
      if (HasHole(test.op.text)) return;
      const std::string_view meant = Suggest(test.op.text, kCommonOperators);
      Report(test.op.where, rules::ConditionOperator{.op = test.op.text}, DidYouMean(meant));
      if (!meant.empty()) {
        problems_.back().repairs.push_back(Correct(test.op.text, meant, test.op.where));
      }
      return;
    }
    if (op == "Null" && test.op.text != "Null") {
      Report(test.op.where, rules::ConditionOperator::Null{.op = test.op.text}, "Write 'Null'.");
      problems_.back().repairs.push_back(ReplaceWith("Null", test.op.where));
    }
    if (CheckKey(test)) {
      CheckKind(op, test);
      CheckActions(test);
    }
    CheckForAll(test);
    CheckValues(op, test);
    CheckNames(op, test);
    CheckForm(op, test);
    const bool literal = op == "StringEquals" || op == "StringNotEquals";
    for (const PolicyText& value : test.values) {
      CheckVariables(value);
      if (!literal || HasHole(value.text) || value.text.find("${") != std::string::npos) continue;
      if (value.text.find('*') == std::string::npos) continue;
      const std::string like = op == "StringEquals" ? "StringLike" : "StringNotLike";
      Report(value.where, rules::WildcardWithoutLike{.like = like, .op = op, .value = value.text},
             "Use '" + like + "'.");
    }
  }

  // True if the key is one of a known type.
  bool CheckKey(const PolicyTest& test) {
    const std::string& key = test.key.text;
    if (HasHole(key)) return false;
    if (actions_.FindKey(key) != nullptr) return true;
    const size_t colon = key.find(':');
    // Of identity providers and services that the reference does not have, nothing is known.
    const std::string prefix = Lower(key.substr(0, colon));
    const bool known =
        colon != std::string::npos && (prefix == "aws" || actions_.FindService(prefix) != nullptr);
    if (colon != std::string::npos && !known) return false;
    Report(test.key.where, rules::UnknownConditionKey{.key = key});
    return false;
  }

  // Operators compare one kind of value. Texts are compared by text whatever the kind.
  void CheckKind(std::string_view op, const PolicyTest& test) {
    std::string_view kind = actions_.FindKey(test.key.text)->type()->string_view();
    if (kind.starts_with(kArray)) kind.remove_prefix(kArray.size());
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds = {
        {{"Numeric", "Numeric"},
         {"Date", "Date"},
         {"Bool", "Bool"},
         {"IpAddress", "IPAddress"},
         {"NotIpAddress", "IPAddress"},
         {"Arn", "ARN"}}};
    for (const auto& [begins, compared] : kKinds) {
      if (!op.starts_with(begins) || kind == compared) continue;
      // Of most texts, nothing is known; dates are also numbers of seconds.
      const bool text = kind == "String" && !IsPlainText(test.key.text, compared);
      const bool may = text || (compared == "Numeric" && kind == "Date") ||
                       (compared == "Date" && kind == "Numeric");
      if (!may)
        Report(test.op.where,
               rules::OperatorMismatch{.key = test.key.text, .kind = kind, .op = op});
      return;
    }
    if (op.starts_with("String") && kind == "IPAddress") {
      Report(test.op.where, rules::OperatorMismatch{.key = test.key.text, .kind = kind, .op = op},
             "Use 'IpAddress' or 'NotIpAddress'.");
    }
  }

  static bool IsOneOf(const std::string& key, std::span<const std::string_view> keys) {
    return std::ranges::find(keys, Lower(key)) != keys.end();
  }

  // Keys of accounts, whose numbers can be compared as such.
  static bool IsOfAccounts(const std::string& key) {
    constexpr auto kAccounts = std::to_array<std::string_view>(
        {"aws:principalaccount", "aws:resourceaccount", "aws:sourceaccount"});
    return IsOneOf(key, kAccounts);
  }

  // Whether a key's texts are never of another kind ("AWS global condition context keys").
  static bool IsPlainText(const std::string& key, std::string_view compared) {
    constexpr auto kTexts = std::to_array<std::string_view>(
        {"aws:principalorgid", "aws:principaltype", "aws:requestedregion", "aws:resourceorgid",
         "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce"});
    return IsOneOf(key, kTexts) ||
           (IsOfAccounts(key) && compared != "Numeric" && compared != "Date");
  }

  // Values of keys that hold IDs of one kind ("AWS global condition context keys"; for the last,
  // "Condition keys for AWS KMS").
  void CheckForm(std::string_view op, const PolicyTest& test) {
    struct Form {
      std::string_view key, glob, expected;
    };
    constexpr auto kForms =
        std::to_array<Form>({{"aws:sourcevpc", "vpc-*", "the ID of a VPC, 'vpc-...'"},
                             {"aws:sourcevpce", "vpce-*", "the ID of a VPC endpoint, 'vpce-...'"},
                             {"aws:principalorgid", "o-*", "the ID of an organization, 'o-...'"},
                             {"aws:resourceorgid", "o-*", "the ID of an organization, 'o-...'"},
                             {"aws:sourceorgid", "o-*", "the ID of an organization, 'o-...'"},
                             {"kms:viaservice", "*.*.amazonaws.com*",
                              "a service with its region, 'ec2.us-east-1.amazonaws.com'"}});
    const auto form = std::ranges::find(kForms, Lower(test.key.text), &Form::key);
    const bool arns = op.starts_with("Arn");
    if (HasHole(test.key.text) || (!arns && (form == kForms.end() || !op.starts_with("String"))))
      return;
    const lang::Glob glob = lang::ParseGlob(arns ? "arn:*" : form->glob);
    for (const PolicyText& value : test.values) {
      if (IsOpen(value) || HasWildcard(value.text) || value.text.find('$') != std::string::npos ||
          lang::Matches(glob, value.text)) {
        continue;
      }
      Report(value.where, rules::ConditionValue{.expected = arns ? "an ARN" : form->expected,
                                                .op = arns ? std::string_view(test.op.text) : op,
                                                .value = value.text});
    }
  }

  // Values that name an account or a service.
  void CheckNames(std::string_view op, const PolicyTest& test) {
    if (!op.starts_with("String") || HasHole(test.key.text)) return;
    const bool account = IsOfAccounts(test.key.text);
    const bool service = CompareIgnoringCase(test.key.text, "iam:PassedToService") == 0;
    for (const PolicyText& value : test.values) {
      if (IsOpen(value) || HasWildcard(value.text)) continue;
      if (service) CheckService(value, actions_, problems_);
      if (!account || !All(value.text, IsDigit) || IsAccount(value.text)) continue;
      Report(value.where,
             rules::ConditionValue{
                 .expected = "an account ID of 12 digits", .op = op, .value = value.text});
    }
  }

  // A key of one service, which none of the statement's actions has.
  void CheckActions(const PolicyTest& test) {
    const std::string& key = test.key.text;
    const std::string_view name = actions_.FindKey(key)->name()->string_view();
    if (statement_->not_action || !statement_->complete || actions_.IsOfAnyAction(key) ||
        !IsListed(name)) {
      return;
    }
    bool has = false;
    for (const PolicyText& action : statement_->actions) {
      const size_t colon = action.text.find(':');
      if (HasHole(action.text) || colon == std::string::npos) return;
      bool any = false;
      actions_.Expand(action.text, [&](std::string_view prefix, const snapshot::Action& each) {
        any = true;
        has = has || HasKey(prefix, each, name);
      });
      if (has || !any) return;
    }
    Report(test.key.where, rules::UnknownConditionKey::OtherActions{.key = key});
  }

  // Whether an action of the key's own service has it, so that the reference is complete.
  bool IsListed(std::string_view key) const {
    bool has = false;
    actions_.Expand(std::string(key.substr(0, key.find(':'))) + ":*",
                    [&](std::string_view prefix, const snapshot::Action& each) {
                      has = has || HasKey(prefix, each, key);
                    });
    return has;
  }

  bool HasKey(std::string_view prefix, const snapshot::Action& action, std::string_view key) const {
    const auto holds = [&](const auto* keys) {
      return keys != nullptr && std::any_of(keys->begin(), keys->end(), [&](const auto* each) {
               return CompareIgnoringCase(each->string_view(), key) == 0;
             });
    };
    if (holds(action.conditions())) return true;
    if (action.resources() == nullptr) return false;
    return std::any_of(action.resources()->begin(), action.resources()->end(),
                       [&](const auto* each) {
                         const snapshot::ArnType* type =
                             actions_.FindArnType(prefix, each->arn_type()->string_view());
                         return type == nullptr || holds(type->conditions());
                       });
  }

  // Without the key in a request ForAllValues holds ("Set operators for multivalued context keys").
  void CheckForAll(const PolicyTest& test) {
    const std::string& key = test.key.text;
    const bool set = test.op.text.starts_with("ForA");
    if (!set && CompareIgnoringCase(key, "aws:TagKeys") == 0 &&
        BaseOperator(test.op.text) != "Null") {
      Report(test.op.where, rules::ForAllValues::Missing{.key = key},
             "Write 'ForAnyValue:" + test.op.text + "' or 'ForAllValues:" + test.op.text + "'.");
    }
    if (!allows_ || !test.op.text.starts_with(kForAll) || HasHole(key)) return;
    if (!HasOneValue(key)) return;
    Report(test.op.where, rules::ForAllValues{.key = key},
           "Write '" + test.op.text.substr(kForAll.size()) + "'.");
  }

  // Of the keys of all services the reference does not tell which have several values. A token has
  // one subject.
  bool HasOneValue(const std::string& key) const {
    if (key.ends_with(":sub")) return true;
    constexpr auto kGlobal = std::to_array<std::string_view>(
        {"aws:currenttime", "aws:epochtime", "aws:multifactorauthage", "aws:principalaccount",
         "aws:principalarn", "aws:principalorgid", "aws:principaltype", "aws:requestedregion",
         "aws:resourceaccount", "aws:resourceorgid", "aws:securetransport", "aws:sourceaccount",
         "aws:sourcearn", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
         "aws:username"});
    const std::string lowered = Lower(key);
    if (lowered.starts_with("aws:")) {
      return std::find(kGlobal.begin(), kGlobal.end(), lowered) != kGlobal.end();
    }
    const snapshot::ConditionKey* known = actions_.FindKey(key);
    return known != nullptr && !known->type()->string_view().starts_with(kArray);
  }

  void CheckValues(std::string_view op, const PolicyTest& test) {
    for (const PolicyText& value : test.values) CheckValue(op, value);
    if ((op == "Bool" || op == "Null") && test.values.size() > 1) {
      Report(test.values[1].where, rules::ConditionValue::Several{.op = op},
             "Write one value: true or false.");
    }
    CheckPrivate(op, test);
    CheckRepeated(op, test);
  }

  // aws:SourceIp is a public address; those within a VPC are aws:VpcSourceIp.
  void CheckPrivate(std::string_view op, const PolicyTest& test) {
    if (op != "IpAddress" && op != "NotIpAddress") return;
    if (CompareIgnoringCase(test.key.text, "aws:SourceIp") != 0 || test.values.empty()) return;
    const bool all =
        std::all_of(test.values.begin(), test.values.end(), [](const PolicyText& value) {
          constexpr auto kPrivate =
              std::to_array<std::string_view>({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"});
          const std::string address = value.text.substr(0, value.text.find('/'));
          if (IsInRange(address, value.text) == Tri::kUnknown) return false;
          return std::any_of(kPrivate.begin(), kPrivate.end(), [&](std::string_view range) {
            return IsInRange(address, range) == Tri::kYes;
          });
        });
    if (!all) return;
    Report(test.values.front().where,
           rules::ConditionValue::Private{.value = test.values.front().text},
           "Test 'aws:VpcSourceIp'.");
  }

  void CheckRepeated(std::string_view op, const PolicyTest& test) {
    std::vector<std::string> texts;
    for (const PolicyText& value : test.values) texts.push_back(value.text);
    const Patterns::Parse parse =
        op.ends_with("Like") ? Patterns::Parse(lang::ParseGlob) : Patterns::Parse();
    for (const auto& [which, by] : FindCovered(texts, parse)) {
      const PolicyText& value = test.values[which];
      Report(value.where, rules::RedundantAction::Value{.action = value.text, .by = texts[by]});
      problems_.back().repairs.push_back(RemoveItem(value.where));
    }
  }

  void CheckValue(std::string_view op, const PolicyText& value) {
    const std::string& text = value.text;
    if (HasHole(text) || text.find("${") != std::string::npos) return;
    std::string_view expected;
    if (op.starts_with("Numeric") && !ParseNumber<double>(text)) expected = "a number";
    if (op.starts_with("Date") && !LooksLikeDate(text))
      expected = "a date such as 2026-01-31T00:00:00Z";
    if ((op == "Bool" || op == "Null") && Lower(text) != "true" && Lower(text) != "false") {
      expected = "true or false";
    }
    const bool address = op == "IpAddress" || op == "NotIpAddress";
    if (address && IsInRange("0.0.0.0", text) == Tri::kUnknown)
      expected = "an IP address or a CIDR range";
    if (expected.empty()) return;
    Report(value.where, rules::ConditionValue{.expected = expected, .op = op, .value = text});
  }

  // "${aws:username}" in a policy of the old version is text.
  void CheckVariables(const PolicyText& text) {
    if (text.text.find("${") == std::string::npos) return;
    if (!old_) return CheckEachVariable(text);
    Report(text.where, rules::PolicyVariable::Old{.text = text.text}, WriteVersion());
  }

  void CheckEachVariable(const PolicyText& text) {
    if (HasHole(text.text)) return;
    std::string_view rest = text.text;
    for (size_t at = rest.find("${"); at != std::string_view::npos; at = rest.find("${")) {
      rest.remove_prefix(at);
      const bool escape = BeginsWithEscape(rest);
      const size_t close = rest.find('}');
      if (close == std::string_view::npos) {
        return Report(text.where, rules::PolicyVariable::Unclosed{.text = text.text}, "Add '}'.");
      }
      std::string_view key = rest.substr(2, close - 2);
      rest.remove_prefix(close + 1);
      if (escape) continue;
      const bool alone = key.find(',') == std::string_view::npos;  // without a default value
      const std::string_view written = key.substr(0, key.find(','));
      key = Trim(written, " ");
      if (alone && !key.empty() && key.size() < written.size()) {
        Report(text.where, rules::PolicyVariable::Space{.text = text.text}, "Remove them.");
      }
      if (key.empty()) {
        Report(text.where, rules::PolicyVariable::Empty{.text = text.text});
      } else if (key.find(':') == std::string_view::npos || !MayBeKey(std::string(key))) {
        Report(text.where, rules::PolicyVariable::Unknown{.key = key, .text = text.text});
      }
    }
  }

  // Of identity providers and services that the reference does not have, nothing is known.
  bool MayBeKey(const std::string& key) const {
    if (actions_.FindKey(key) != nullptr) return true;
    const std::string prefix = Lower(key.substr(0, key.find(':')));
    // These replace variables of their own ("Policy variables" in the guides of IoT and Transfer).
    if (prefix == "iot" || prefix == "transfer") return true;
    return prefix != "aws" && actions_.FindService(prefix) == nullptr;
  }

  // Variables stand after the fifth colon of an ARN ("IAM policy elements: Variables and tags").
  void CheckPlace(const PolicyText& resource) {
    if (HasHole(resource.text) || !HasMisplacedVariable(resource.text)) return;
    Report(resource.where, rules::PolicyVariable{.text = resource.text});
  }

  const ActionReference& actions_;
  Problems& problems_;
  bool old_;
  const PolicyStatement* statement_ = nullptr;
  bool allows_ = false;
};

}  // namespace

void CheckConditions(const PolicyDocument& document, const ActionReference& actions,
                     Problems& problems) {
  ConditionChecker checker(document, actions, problems);
  for (const PolicyStatement& statement : document.statements) checker.Check(statement);
}

}  // namespace stackql::iam
