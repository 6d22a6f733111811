#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// "Grammar of the IAM JSON policy language".
constexpr auto kKinds =
    std::to_array<std::string_view>({"AWS", "Service", "Federated", "CanonicalUser"});

// An account, an ARN of IAM or STS, the unique ID of one that is gone, or everyone ("AWS JSON
// policy elements: Principal").
bool IsAwsPrincipal(std::string_view text) {
  if (text == "*") return true;
  if (text.size() == 12 && All(text, IsDigit)) return true;
  if (text.size() >= 16 && text[0] == 'A') {
    return All(text, [](char c) { return IsUpper(c) || IsDigit(c); });
  }
  if (!text.starts_with("arn:")) return false;
  const std::string_view rest = text.substr(std::min(text.find(':', 4), text.size()));
  return rest.starts_with(":iam::") || rest.starts_with(":sts::");  // of no region
}

// Identity providers that IAM knows by itself ("AWS JSON policy elements: Principal").
constexpr auto kProviders =
    std::to_array<std::string_view>({"accounts.google.com", "cognito-identity.amazonaws.com",
                                     "graph.facebook.com", "www.amazon.com"});

bool IsProvider(std::string_view text) {
  return text == "*" || text.starts_with("arn:") ||
         std::ranges::find(kProviders, text) != kProviders.end();
}

bool IsServiceForm(std::string_view text) {
  return text.find_first_of(":/") == std::string_view::npos;
}

// The ARN of something of IAM's that makes no requests.
bool IsOtherThing(std::string_view arn) {
  constexpr auto kThings =
      std::to_array<std::string_view>({"group/", "instance-profile/", "mfa/", "oidc-provider/",
                                       "policy/", "saml-provider/", "server-certificate/"});
  const size_t own = arn.rfind(':') + 1;  // 0: not an ARN
  return own > 0 && std::ranges::any_of(kThings, [&](std::string_view kind) {
           return arn.substr(own).starts_with(kind);
         });
}

class Principals {
 public:
  Principals(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  void Check(ValueId value) {
    const Kind kind = values_[value].kind;
    if (kind == Kind::kObject) return CheckKinds(value);
    const bool everyone = !values_.Known(value) || values_.Text(value) == "*";
    if (kind == Kind::kString && everyone) return;
    if (kind == Kind::kUnknown || kind == Kind::kAbsent) return;
    const std::string_view text = kind == Kind::kString ? values_.Text(value) : Describe(kind);
    Report(value, rules::PolicyElement::PrincipalForm{.element = text});
  }

 private:
  void Report(ValueId at, Message what, std::string help = {}) {
    problems_.push_back(
        {.what = std::move(what), .where = values_.Where(at), .help = std::move(help)});
  }

  void CheckKinds(ValueId object) {
    for (const Member& member : values_.Members(object)) {
      if (!values_.Known(member.key)) continue;
      const std::string_view key = values_.Text(member.key);
      CheckKind(key, member);
      // A function of a template in place of a mapping.
      if (std::ranges::find(kKinds, key) != kKinds.end() || key.starts_with("Fn::")) continue;
      if (key == "Ref") continue;
      Report(member.key, rules::PolicyElement::PrincipalKind{.element = key},
             DidYouMean(Suggest(key, kKinds)));
    }
  }

  void CheckKind(std::string_view kind, const Member& member) {
    const Value& list = values_[member.value];
    if (list.kind != Kind::kArray) return CheckOne(kind, member.value);
    if (list.count == 0 && !list.open) {
      Report(member.key, rules::PolicyElement::Empty{.element = kind});
    }
    for (const ValueId each : values_.Elements(member.value)) CheckOne(kind, each);
  }

  void CheckOne(std::string_view kind, ValueId value) {
    if (values_[value].kind != Kind::kString || !values_.Known(value)) return;
    const std::string_view text = values_.Text(value);
    if (kind == "AWS") return CheckAws(value, text);
    if (kind == "Service" && !IsServiceForm(text)) {
      Report(value, rules::PolicyElement::PrincipalService{.element = text});
    } else if (kind == "Federated" && !IsProvider(text)) {
      Report(value, rules::PolicyElement::PrincipalFederated{.element = text});
    }
  }

  void CheckAws(ValueId value, std::string_view text) {
    if (!IsAwsPrincipal(text)) {
      Report(value, rules::PolicyElement::PrincipalAws{.element = text});
    } else if (IsOtherThing(text)) {
      Report(value, rules::PolicyElement::PrincipalType{.element = text});
    } else if (text != "*" && HasWildcard(text)) {
      Report(value, rules::PolicyElement::PrincipalWildcard{.element = text});
    }
  }

  const Values& values_;
  Problems& problems_;
};

}  // namespace

void CheckPrincipals(const Values& values, const PolicyStatement& statement, Problems& problems) {
  for (const std::string_view element : {"Principal", "NotPrincipal"}) {
    const auto member = values.FindMember(statement.value, element);
    if (!member) continue;
    Principals(values, problems).Check(member->value);
    if (element == "NotPrincipal" && statement.effect == Effect::kAllow) {
      problems.push_back(
          {.what = rules::AllowAllBut{.element = element}, .where = values.Where(member->key)});
    }
  }
}

}  // namespace stackql::iam
