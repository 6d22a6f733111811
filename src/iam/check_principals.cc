#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "iam/arn.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

// "Grammar of the IAM JSON policy language".
constexpr auto kKinds =
    std::to_array<std::string_view>({"AWS", "Service", "Federated", "CanonicalUser"});

// An account, an ARN of IAM or STS, the unique ID of one that is gone, or everyone ("AWS JSON
// policy elements: Principal").
bool IsAwsPrincipal(std::string_view text) {
  if (text == "*") return true;
  if (IsAccount(text)) return true;
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
  explicit Principals(Problems& problems) : problems_(problems) {}

  void Check(const PolicyPrincipals& principals) {
    const PolicyText& kind = principals.kind;
    if (HasHole(kind.text)) return;
    const bool known = std::ranges::find(kKinds, kind.text) != kKinds.end();
    if (!kind.text.empty() && !known) {
      Report<rules::PolicyElement::PrincipalKind>(kind);
      problems_.back().help = DidYouMean(Suggest(kind.text, kKinds));
    }
    if (principals.names.empty() && principals.complete) {
      Report<rules::PolicyElement::Empty>(kind);
    }
    for (const PolicyText& name : principals.names) {
      if (!HasHole(name.text)) CheckOne(kind.text, name);
    }
  }

 private:
  template <typename What>
  void Report(const PolicyText& at) {
    problems_.push_back({.what = What{.element = at.text}, .where = at.where});
  }

  void CheckOne(std::string_view kind, const PolicyText& name) {
    if (kind == "AWS") return CheckAws(name);
    if (kind.empty() && name.text != "*") {
      Report<rules::PolicyElement::PrincipalForm>(name);
    } else if (kind == "Service" && !IsServiceForm(name.text)) {
      Report<rules::PolicyElement::PrincipalService>(name);
    } else if (kind == "Federated" && !IsProvider(name.text)) {
      Report<rules::PolicyElement::PrincipalFederated>(name);
    }
  }

  void CheckAws(const PolicyText& name) {
    if (!IsAwsPrincipal(name.text)) {
      Report<rules::PolicyElement::PrincipalAws>(name);
    } else if (IsOtherThing(name.text)) {
      Report<rules::PolicyElement::PrincipalType>(name);
    } else if (name.text != "*" && HasWildcard(name.text)) {
      Report<rules::PolicyElement::PrincipalWildcard>(name);
    }
  }

  Problems& problems_;
};

}  // namespace

void CheckPrincipals(const PolicyStatement& statement, Problems& problems) {
  Loc told;
  for (const PolicyPrincipals& principals : statement.principals) {
    Principals(problems).Check(principals);
    const bool negated = principals.element.text == "NotPrincipal";
    if (!negated || statement.effect != Effect::kAllow || principals.element.where == told) {
      continue;
    }
    told = principals.element.where;
    problems.push_back(
        {.what = rules::AllowAllBut{.element = principals.element.text}, .where = told});
  }
}

}  // namespace stackql::iam
