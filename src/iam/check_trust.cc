#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kByPrincipals = "sts:AssumeRole";
constexpr std::string_view kBySaml = "sts:AssumeRoleWithSAML";
constexpr std::string_view kByWeb = "sts:AssumeRoleWithWebIdentity";
constexpr std::string_view kOidc = ":oidc-provider/";
constexpr std::string_view kGitHub = "token.actions.githubusercontent.com";

// Providers whose tokens IAM wants to be tested for a subject ("Identity-provider controls for
// shared OIDC providers", IAM's user guide).
constexpr auto kShared = std::to_array<std::string_view>(
    {"agent.buildkite.com", "app.terraform.io", "gitlab.com", kGitHub});

// Who assumes a role, and how ("AWS JSON policy elements: Principal").
class TrustChecker {
 public:
  TrustChecker(const PolicyStatement& statement, Problems& problems)
      : statement_(statement), problems_(problems) {}

  void Check() {
    for (const PolicyPrincipals& principals : statement_.principals) {
      known_ = known_ && principals.complete;
      kind_ = principals.kind.text;
      for (const PolicyText& name : principals.names) CheckOne(name);
    }
    CheckKeys();
    if (!known_ || ways_.empty()) return;
    for (const PolicyText& action : statement_.actions) CheckAction(action);
  }

 private:
  void CheckOne(const PolicyText& principal) {
    const std::string_view name = principal.text;
    // What anyone may do, and how other kinds assume roles, is not said.
    if (name == "*" || HasHole(name) ||
        (kind_ != "AWS" && kind_ != "Service" && kind_ != "Federated")) {
      known_ = false;
    } else if (kind_ != "Federated") {
      ways_.insert(kByPrincipals);
    } else {
      ways_.insert(name.find(":saml-provider/") != std::string_view::npos ? kBySaml : kByWeb);
      const size_t own = name.find(kOidc);
      if (own != std::string_view::npos) issuers_.push_back(name.substr(own + kOidc.size()));
      CheckProvider(principal);
    }
  }

  void CheckProvider(const PolicyText& principal) {
    const std::string_view name = principal.text;
    if (name.find(":oidc-provider/http") != std::string_view::npos) {
      problems_.push_back({.what = rules::TrustPrincipal::Scheme{.provider = name},
                           .where = principal.where,
                           .help = "Leave out 'https://'."});
    }
    const size_t at = name.find(kOidc);
    const std::string_view issuer =
        at == std::string_view::npos ? std::string_view() : name.substr(at + kOidc.size());
    if (std::ranges::find(kShared, issuer) != kShared.end() && !TestsSubject(issuer)) {
      problems_.push_back(
          {.what = rules::SharedProvider{.key = std::string(issuer) + ":sub", .provider = issuer},
           .where = principal.where});
      return;
    }
    if (issuer != kGitHub || IsRestricted()) return;
    problems_.push_back({.what = rules::PublicPrincipal::Github{.type = "AWS::IAM::Role"},
                         .where = principal.where,
                         .help = "Test '" + std::string(kGitHub) + ":sub'."});
  }

  // Whether a condition tests the subject of its tokens, or may.
  bool TestsSubject(std::string_view issuer) const {
    const std::string key = std::string(issuer) + ":sub";
    return std::ranges::any_of(statement_.tests, [&](const PolicyTest& test) {
      return HasHole(test.key.text) || Lower(test.key.text) == key;
    });
  }

  // Whether a condition tests more than for whom a token is, and not only for any repository.
  bool IsRestricted() const {
    return std::ranges::any_of(statement_.tests, [](const PolicyTest& test) {
      const std::string key = Lower(test.key.text);
      const bool subject = key == std::string(kGitHub) + ":sub";
      const auto any = [](const PolicyText& value) {
        return value.text == "*" || value.text.starts_with("repo:*");
      };
      return key != std::string(kGitHub) + ":aud" &&
             !(subject && std::ranges::any_of(test.values, any));
    });
  }

  // Keys of tokens that none of the providers gives ("Available keys for AWS OIDC federation"):
  // they begin with the host of theirs.
  void CheckKeys() {
    if (!known_ || issuers_.size() != 1 || ways_.size() != 1) return;
    const std::string issuer(issuers_.front());
    for (const PolicyTest& test : statement_.tests) {
      const std::string& key = test.key.text;
      const size_t colon = key.rfind(':');
      if (HasHole(key) || colon == std::string::npos) continue;
      const std::string_view host = std::string_view(key).substr(0, colon);
      const bool lenient = test.op.text.ends_with("IfExists") || test.op.text.starts_with("Null") ||
                           test.op.text.find("Not") != std::string::npos ||
                           test.op.text.starts_with("ForAllValues");
      if (lenient || host.find('.') == std::string_view::npos || Lower(host) == Lower(issuer)) {
        continue;
      }
      const std::string meant = issuer + key.substr(colon);
      problems_.push_back({.what = rules::TrustPrincipal::Key{.key = key, .provider = issuer},
                           .where = test.key.where,
                           .help = "Write '" + meant + "'.",
                           .repairs = {Correct(key, meant, test.key.where)}});
    }
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

  const PolicyStatement& statement_;
  Problems& problems_;
  std::set<std::string_view> ways_ = {};        // how the principals assume roles
  std::string_view kind_ = {};                  // of the last ones
  bool known_ = true;                           // all of them are
  std::vector<std::string_view> issuers_ = {};  // of OIDC providers, as their ARNs end
};

}  // namespace

void CheckTrustPrincipals(const PolicyStatement& statement, Problems& problems) {
  const auto named = [](const PolicyPrincipals& principals) {
    return principals.element.text == "Principal" && !principals.kind.text.empty() &&
           !HasHole(principals.kind.text);
  };
  const bool whole = statement.effect == Effect::kAllow && statement.complete &&
                     !statement.not_action && std::ranges::all_of(statement.principals, named);
  if (whole) TrustChecker(statement, problems).Check();
}

}  // namespace stackql::iam
