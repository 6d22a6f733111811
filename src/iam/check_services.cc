#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "diag/suggest.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kDomain = ".amazonaws.com";
constexpr size_t kShortest = 4;  // of names that may be another one misspelled
// Services have more principals than are listed: "airflow-env" is none for "airflow".
constexpr size_t kMostEdits = 2;

// What is written in place of the domain.
constexpr auto kWrongDomains = std::to_array<std::string_view>(
    {".amazon.com", ".aws.com", ".aws.amazon.com", ".amazonaws", ".amazonaws.co", ".amazonaws.net",
     ".amazonaws.org", ".amazonws.com", ".amazonwas.com", ".amazonaw.com", ".amazonsaws.com",
     ".amazonawas.com", ""});

std::string_view LastLabel(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// What services are called as principals.
class ServiceNames {
 public:
  explicit ServiceNames(const ActionReference& actions)
      : actions_(actions), principals_(actions.Principals()) {}

  // The principal that a text is misspelled for; empty if it is right, or nothing is known of it.
  std::string MeantBy(std::string_view text) const {
    const std::string_view trimmed = Trim(text, kBlanks);
    if (trimmed.ends_with(kDomain) || trimmed.ends_with(std::string(kDomain) + ".cn")) {
      const size_t end = trimmed.rfind(kDomain);
      const std::string name = MeantName(trimmed.substr(0, end));
      return name.empty() ? name : name + std::string(trimmed.substr(end));
    }
    for (const std::string_view domain : kWrongDomains) {
      const bool ends =
          domain.empty() ? trimmed.find('.') == std::string_view::npos : trimmed.ends_with(domain);
      if (!ends) continue;
      const std::string_view name = trimmed.substr(0, trimmed.size() - domain.size());
      if (!IsListed(name)) continue;
      return std::string(name) + std::string(kDomain);
    }
    return {};
  }

 private:
  bool IsListed(std::string_view name) const {
    return std::ranges::find(principals_, name) != principals_.end();
  }
  bool IsKnown(std::string_view name) const {
    return IsListed(name) || actions_.FindService(name) != nullptr;
  }

  std::string MeantName(std::string_view name) const {
    const std::string_view last = LastLabel(name);
    std::string_view service = name;
    if (IsRegion(last) && last.size() < name.size()) {
      service = name.substr(0, name.size() - last.size() - 1);
    }
    if (IsKnown(service)) return std::string(name);
    if (!actions_.PrefixOfName(service).empty()) {
      return std::string(actions_.PrefixOfName(service)) + std::string(name.substr(service.size()));
    }
    if (service.size() < kShortest || IsKnown(LastLabel(service))) return {};
    const std::string_view meant = Suggest(service, principals_, kMostEdits);
    return meant.empty() ? std::string()
                         : std::string(meant) + std::string(name.substr(service.size()));
  }

  const ActionReference& actions_;
  const std::vector<std::string_view> principals_;
};

}  // namespace

void CheckService(const PolicyText& service, const ActionReference& actions, Problems& problems) {
  const std::string& text = service.text;
  const bool part = text.size() > 1 && HasWildcard(text);
  const std::string meant = part ? std::string() : ServiceNames(actions).MeantBy(text);
  if (!part && (meant.empty() || meant == text)) return;
  Problem problem = {.what = rules::ServicePrincipal{.service = text},
                     .where = service.where,
                     .help = part ? "Name each service." : DidYouMean(meant)};
  if (!part) problem.repairs.push_back(Correct(text, meant, problem.where));
  problems.push_back(std::move(problem));
}

void CheckServices(const PolicyStatement& statement, const ActionReference& actions,
                   Problems& problems) {
  for (const PolicyPrincipals& principals : statement.principals) {
    if (principals.kind.text != "Service") continue;
    for (const PolicyText& name : principals.names) {
      if (!HasHole(name.text)) CheckService(name, actions, problems);
    }
  }
}

}  // namespace stackql::iam
