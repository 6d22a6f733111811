#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/pack_policy.h"
#include "iam/policy_checks.h"
#include "json/json.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr auto kElements =
    std::to_array<std::string_view>({"Sid", "Effect", "Action", "NotAction", "Resource",
                                     "NotResource", "Condition", "Principal", "NotPrincipal"});

// A kind of policy, in a sentence.
std::string_view Describe(PolicyKind kind) {
  constexpr std::array<std::string_view, 7> kNames = {
      "an identity policy",       "a permissions boundary",    "a session policy",
      "a service control policy", "a resource control policy", "a trust policy",
      "a resource policy"};
  return kNames[static_cast<size_t>(kind)];
}

class ElementChecker {
 public:
  ElementChecker(const Values& values, PolicyKind kind, Problems& problems)
      : values_(values), kind_(kind), problems_(problems) {}

  void Check(const PolicyDocument& document) {
    CheckVersion(document);
    CheckDocumentMembers(document.value);
    const ValueId statements = values_.Find(document.value, "Statement");
    if (statements != kNoValue && IsEmpty(statements)) {
      Report(document.where, rules::EmptyElement{.element = "Statement"});
    }
    std::map<std::string, Loc> sids;
    for (const PolicyStatement& statement : document.statements) {
      if (values_[statement.value].kind != Kind::kObject) continue;
      CheckMembers(statement);
      CheckChoice(statement, "Action", "NotAction");
      if (HasPrincipals()) CheckChoice(statement, "Principal", "NotPrincipal");
      if (kind_ == PolicyKind::kResourceControl) CheckResourceControl(statement);
      // Of a resource's own policy, the resource is often left out.
      if (!HasPrincipals()) CheckChoice(statement, "Resource", "NotResource");
      CheckSid(statement, sids);
    }
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  bool HasPrincipals() const {
    return kind_ == PolicyKind::kTrust || kind_ == PolicyKind::kResource;
  }

  bool IsEmpty(ValueId id) const {
    const Value& value = values_[id];
    const bool list = value.kind == Kind::kArray || value.kind == Kind::kObject;
    return list && value.count == 0 && !value.open;
  }

  void CheckVersion(const PolicyDocument& document) {
    if (!HasOldVersion(document)) return;
    const std::string& version = document.version.text;
    const bool missing = !document.version.where;
    using rules::PolicyVersion;
    const Loc where = missing ? document.where : document.version.where;
    const std::string help = WriteVersion();
    if (missing) return Report(where, PolicyVersion::Missing{.version = "2008-10-17"}, help);
    Report(where,
           version == "2008-10-17" ? Message(PolicyVersion::Old{.version = version})
                                   : PolicyVersion{.version = version},
           help);
    problems_.back().repairs.push_back(ReplaceWith(kPolicyVersion, where));
    const bool of_iam = kind_ == PolicyKind::kIdentity || kind_ == PolicyKind::kBoundary ||
                        kind_ == PolicyKind::kTrust;
    problems_.back().grave = of_iam && version != "2008-10-17";
  }

  // IAM refuses other members; what services do with them is not known.
  void CheckDocumentMembers(ValueId document) {
    constexpr auto kMembers = std::to_array<std::string_view>({"Version", "Id", "Statement"});
    if (kind_ == PolicyKind::kResource || values_[document].kind != Kind::kObject) return;
    for (const Member& member : values_.Members(document)) {
      const std::string_view key = values_.Text(member.key);
      const bool known = std::ranges::find(kMembers, key) != kMembers.end();
      if (known || !values_.Known(member.key) || key.starts_with("Fn::")) continue;
      ReportUnknown(member.key, rules::PolicyElement::Document{.element = key}, kMembers);
    }
  }

  void ReportUnknown(ValueId key, Message what, std::span<const std::string_view> known) {
    const std::string_view text = values_.Text(key);
    const std::string_view meant = Suggest(text, known);
    Report(values_.Where(key), std::move(what), DidYouMean(meant));
    if (meant.empty()) return;
    problems_.back().repairs.push_back(Correct(text, meant, values_.Where(key)));
    meant_.insert(meant);
  }

  void CheckMembers(const PolicyStatement& statement) {
    meant_.clear();
    for (const Member& member : values_.Members(statement.value)) {
      if (!values_.Known(member.key)) continue;
      const std::string key(values_.Text(member.key));
      const Loc where = values_.Where(member.key);
      if (key == "Principal" || key == "NotPrincipal") {
        if (HasPrincipals() && IsEmpty(member.value))
          Report(where, rules::PolicyElement::Empty{.element = key});
        if (HasPrincipals() || (kind_ == PolicyKind::kResourceControl && key == "Principal"))
          continue;
        Report(where,
               kind_ == PolicyKind::kIdentity
                   ? Message(rules::PolicyElement::Principal{.element = key})
                   : rules::PolicyElement::OtherKind{.element = key, .kind = Describe(kind_)});
        continue;
      }
      if (std::find(kElements.begin(), kElements.end(), key) == kElements.end()) {
        // A function of a template in place of a statement.
        if (key.starts_with("Fn::") || key == "Ref") continue;
        ReportUnknown(member.key, rules::PolicyElement{.element = key}, kElements);
        continue;
      }
      if (kind_ == PolicyKind::kTrust && (key == "Resource" || key == "NotResource")) {
        Report(where, rules::PolicyElement::Trust{.element = key}, "Remove it.");
        continue;
      }
      if (key == "Condition" && values_[member.value].kind == Kind::kArray) continue;
      if (IsEmpty(member.value)) {
        Report(where, key == "Condition" ? Message(rules::EmptyElement{.element = key})
                                         : rules::PolicyElement::Empty{.element = key});
      } else if (key == "Condition") {
        CheckCondition(member.value);
      }
    }
    const PolicyText& effect = statement.effect_text;
    if (!effect.where) {
      if (statement.complete && meant_.count("Effect") == 0)
        Report(statement.where, rules::PolicyElement::Missing{.element = "Effect"});
    } else if (!HasHole(effect.text) && effect.text != "Allow" && effect.text != "Deny") {
      Report(effect.where, rules::PolicyElement::Effect{.element = effect.text});
      constexpr std::array<std::string_view, 2> kEffects = {"Allow", "Deny"};
      const std::string_view meant = Suggest(effect.text, kEffects);
      if (!meant.empty()) {
        problems_.back().help = DidYouMean(meant);
        problems_.back().repairs.push_back(Correct(effect.text, meant, effect.where));
      }
    }
  }

  // "RCP syntax": they deny, to everyone, and name what they deny. Only AWS's own allows, all.
  void CheckResourceControl(const PolicyStatement& statement) {
    const auto all = [](const std::vector<PolicyText>& texts) {
      return texts.size() == 1 && texts[0].text == "*";
    };
    const bool own = all(statement.actions) && all(statement.resources);
    const auto refuse = [&](Loc where, std::string_view element) {
      Report(where, rules::PolicyElement::OtherKind{.element = element, .kind = Describe(kind_)});
    };
    if (statement.effect == Effect::kAllow && statement.complete && !own) {
      refuse(statement.where, "Allow");
    }
    for (const PolicyText& action : statement.actions) {
      if (action.text == "*" && statement.effect == Effect::kDeny)
        Report(action.where, rules::PolicyElement::AllActions{.element = "*"});
    }
    if (const auto action = values_.FindMember(statement.value, "NotAction")) {
      refuse(values_.Where(action->key), "NotAction");
    }
    const std::vector<PolicyPrincipals>& principals = statement.principals;
    const bool named = values_.Find(statement.value, "Principal") != kNoValue;
    if (!named && values_.Find(statement.value, "NotPrincipal") == kNoValue && statement.complete) {
      Report(statement.where, rules::PolicyElement::Missing{.element = "Principal"});
    }
    const bool everyone = principals.size() == 1 && principals[0].names.size() == 1 &&
                          principals[0].names[0].text == "*";
    if (named && !everyone && std::ranges::none_of(principals, MayBeAnyone)) {
      Report(values_.Where(values_.FindMember(statement.value, "Principal")->key),
             rules::PolicyElement::PrincipalControl{.element = "Principal"});
    }
  }

  // Whether who they are is not all known.
  static bool MayBeAnyone(const PolicyPrincipals& principals) {
    return !principals.complete || HasHole(principals.kind.text) ||
           std::ranges::any_of(principals.names,
                               [](const PolicyText& name) { return HasHole(name.text); });
  }

  // Operators without keys, and keys without values.
  void CheckCondition(ValueId condition) {
    if (values_[condition].kind != Kind::kObject) return;
    const auto report = [&](ValueId key) {
      Report(values_.Where(key), rules::EmptyElement{.element = values_.Text(key)});
    };
    for (const Member& op : values_.Members(condition)) {
      if (IsEmpty(op.value)) report(op.key);
      if (values_[op.value].kind != Kind::kObject) continue;
      for (const Member& key : values_.Members(op.value)) {
        if (IsEmpty(key.value)) report(key.key);
      }
    }
  }

  void CheckChoice(const PolicyStatement& statement, const std::string& one,
                   const std::string& other) {
    const bool has_one = values_.Find(statement.value, one) != kNoValue;
    const auto has_other = values_.FindMember(statement.value, other);
    if (has_one && has_other) {
      Report(values_.Where(has_other->key),
             rules::PolicyElement::Both{.element = other, .other = one});
    } else if (!has_one && !has_other && statement.complete && meant_.count(one) == 0 &&
               meant_.count(other) == 0) {
      Report(statement.where, rules::PolicyElement::Missing{.element = one});
    }
  }

  void CheckSid(const PolicyStatement& statement, std::map<std::string, Loc>& sids) {
    const std::string& sid = statement.sid.text;
    if (sid.empty() || HasHole(sid)) return;
    // Services are not as strict as IAM.
    const bool plain = kind_ == PolicyKind::kResource || All(sid, IsAlnum);
    if (!plain) Report(statement.sid.where, rules::PolicyElement::Sid{.element = sid});
    const auto first = sids.emplace(sid, statement.sid.where);
    if (first.second) return;
    Report(statement.sid.where, rules::PolicyElement::Repeated{.element = sid});
    problems_.back().related.push_back({first.first->second, "first given here"});
  }

  const Values& values_;
  const PolicyKind kind_;
  Problems& problems_;
  std::set<std::string_view> meant_;  // by misspelled elements of a statement
};

}  // namespace

void CheckElements(const Values& values, const PolicyDocument& document, PolicyKind kind,
                   Problems& problems) {
  ElementChecker(values, kind, problems).Check(document);
}

}  // namespace stackql::iam
