#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "rules/policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kByPrincipals = "sts:AssumeRole";
constexpr std::string_view kBySaml = "sts:AssumeRoleWithSAML";
constexpr std::string_view kByWeb = "sts:AssumeRoleWithWebIdentity";
constexpr std::string_view kGitHub = "token.actions.githubusercontent.com";

// Who assumes a role, and how ("AWS JSON policy elements: Principal").
class TrustChecker {
 public:
  TrustChecker(const Values& values, const PolicyStatement& statement, Problems& problems)
      : values_(values), statement_(statement), problems_(problems) {}

  void Check(ValueId principal) {
    for (const Member& member : values_.Members(principal)) {
      known_ = known_ && values_.Known(member.key);
      kind_ = values_.Text(member.key);
      for (const ValueId each : ListOf(member.value)) CheckOne(each);
    }
    if (!known_ || ways_.empty()) return;
    for (const PolicyText& action : statement_.actions) CheckAction(action);
  }

 private:
  std::vector<ValueId> ListOf(ValueId value) {
    if (values_[value].kind != Kind::kArray) return {value};
    known_ = known_ && !values_[value].open;
    return {values_.Elements(value).begin(), values_.Elements(value).end()};
  }

  void CheckOne(ValueId principal) {
    const bool text = values_[principal].kind == Kind::kString && values_.Known(principal);
    const std::string_view name = text ? values_.Text(principal) : "*";
    // What anyone may do, and how other kinds assume roles, is not said.
    if (name == "*" || (kind_ != "AWS" && kind_ != "Service" && kind_ != "Federated")) {
      known_ = false;
    } else if (kind_ != "Federated") {
      ways_.insert(kByPrincipals);
    } else {
      ways_.insert(name.find(":saml-provider/") != std::string_view::npos ? kBySaml : kByWeb);
      CheckProvider(principal, name);
    }
  }

  void CheckProvider(ValueId principal, std::string_view name) {
    if (name.find(":oidc-provider/http") != std::string_view::npos) {
      problems_.push_back({.what = rules::TrustPrincipal::Scheme{.provider = name},
                           .where = values_.Where(principal),
                           .help = "Leave out 'https://'."});
    }
    if (!name.ends_with(":oidc-provider/" + std::string(kGitHub)) || IsRestricted()) return;
    problems_.push_back({.what = rules::PublicPrincipal::Github{.type = "AWS::IAM::Role"},
                         .where = values_.Where(principal),
                         .help = "Test '" + std::string(kGitHub) + ":sub'."});
  }

  // Whether a condition tests more than for whom a token is.
  bool IsRestricted() const {
    return std::ranges::any_of(statement_.tests, [](const PolicyTest& test) {
      return Lower(test.key.text) != std::string(kGitHub) + ":aud";
    });
  }

  void CheckAction(const PolicyText& action) {
    constexpr auto kWays = std::to_array<std::string_view>({kByPrincipals, kBySaml, kByWeb});
    const auto way = std::ranges::find_if(
        kWays, [&](std::string_view each) { return CompareIgnoringCase(each, action.text) == 0; });
    if (way == kWays.end() || ways_.contains(*way)) return;
    const std::string meant(*ways_.begin());
    Problem problem = {.what = rules::TrustPrincipal{.action = action.text, .kind = kind_},
                       .where = action.where,
                       .help = "Write '" + meant + "'."};
    if (ways_.size() == 1) problem.repairs.push_back(ReplaceWith(meant, action.where));
    problems_.push_back(std::move(problem));
  }

  const Values& values_;
  const PolicyStatement& statement_;
  Problems& problems_;
  std::set<std::string_view> ways_ = {};  // how the principals assume roles
  std::string_view kind_ = {};            // of the last ones
  bool known_ = true;                     // all of them are
};

}  // namespace

void CheckTrustPrincipals(const Values& values, const PolicyStatement& statement,
                          Problems& problems) {
  const ValueId principal = values.Find(statement.value, "Principal");
  const bool whole = statement.effect == Effect::kAllow && statement.complete &&
                     !statement.not_action && principal != kNoValue &&
                     values[principal].kind == Kind::kObject && !values[principal].open;
  if (whole) TrustChecker(values, statement, problems).Check(principal);
}

}  // namespace stackql::iam
