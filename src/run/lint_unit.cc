#include "run/lint_unit.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/provider.h"
#include "iam/property_policies.h"
#include "lint/availability.h"
#include "lint/make_findings.h"
#include "lint/property_checks.h"
#include "lint/stack_checks.h"
#include "lint/suppressions.h"
#include "operation/never_updated.h"
#include "run/bound_unit.h"
#include "run/common_problems.h"
#include "run/hide_secrets.h"
#include "run/outdated_documents.h"
#include "run/reports.h"
#include "run/unit_suppressions.h"
#include "run/users_of_files.h"
#include "stack/query_checks.h"
#include "text/lines.h"

namespace stackql {
namespace {

constexpr size_t kMostProblems = 10'000;  // of one unit; what is beyond is counted

class UnitLinter {
 public:
  UnitLinter(const BoundUnit& unit, Extent extent)
      : unit_(unit),
        extent_(extent),
        rules_(*unit.context.rules),
        levels_(*unit.context.levels),
        regions_(unit.context.catalog->Regions()) {}

  Report Run() {
    problems_ = unit_.problems;
    suppressions_ = ReadSuppressions(unit_, rules_, problems_);
    CheckDocuments();
    for (const BoundResource& resource : unit_.unqueried) {
      Problems found;
      CheckBound(resource.bound, found);
      Append(std::move(found), resource.resource.environments, problems_);
      if (Counts(resource.resource.environments)) Count(resource.bound);
    }
    for (const BoundQuery& query : unit_.queries) {
      if (HasMostProblems()) {
        ++report_.summary.not_checked["queries after the first 10,000 findings"].count;
      } else {
        CheckQuery(query);
      }
    }
    Count(unit_.unread);
    CheckResources();
    report_.summary.files = unit_.files;
    report_.failures = unit_.failures;
    Finish();
    return std::move(report_);
  }

 private:
  // The manifest may pin a newer version than the one that is known.
  void CheckDocuments() {
    const catalog::Catalog& catalog = *unit_.context.catalog;
    if (catalog.provider() != nullptr) report_.summary.catalog = catalog.provider()->path();
    age_ = CheckOutdated(unit_.values, unit_.stack.manifest, catalog, problems_);
  }

  // Of a query that may be one of several, what is wrong with all of them is wrong.
  void CheckQuery(const BoundQuery& query) {
    const QueryResult& result = query.result;
    Problems found = result.problems;
    std::vector<Problems> readings;
    for (size_t i = 0; i < result.query.arms.size(); ++i) {
      const QueryArm& arm = result.query.arms[i];
      readings.push_back(arm.problems);
      stackql::CheckQuery(unit_.values, unit_.stack, result.query, arm, readings.back());
      CheckBound(query.arms[i], readings.back());
    }
    Problems common = CommonProblems(unit_.sources, std::move(readings));
    std::move(common.begin(), common.end(), std::back_inserter(found));
    Append(std::move(found), result.environments, problems_);
    if (Counts(result.environments)) Count(query.arms.front());
  }

  // What resources create; for certain without a condition, by a query without one.
  void CheckResources() {
    std::vector<CreatedResource> created;
    const auto add = [&](const Resource& resource, const Bound& bound, bool certain,
                         const EnvironmentSet& environments) {
      const auto position = static_cast<size_t>(&resource - unit_.stack.manifest.resources.data());
      for (const Operation& operation : bound.operations) {
        const bool whole = operation.type != nullptr && operation.desired != kNoValue;
        if (operation.call != Call::kCreate || !whole) continue;
        created.push_back({.create = &operation,
                           .position = position,
                           .certain = certain && resource.condition == kNoValue,
                           .environments = environments});
        for (const Prop& prop : resource.props) created.back().props.push_back(prop.name);
        for (const ValueId exported : unit_.names[position].exports) {
          if (exported != kNoValue) created.back().exports.push_back(exported);
        }
      }
    };
    for (const BoundResource& resource : unit_.unqueried) {
      if (resource.resource.resource == nullptr) continue;
      add(*resource.resource.resource, resource.bound, true, resource.resource.environments);
    }
    for (const BoundQuery& query : unit_.queries) {
      const Resource* resource = query.result.query.resource;
      if (resource == nullptr) continue;
      for (const Bound& arm : query.arms) {
        add(*resource, arm, query.arms.size() == 1, query.result.environments);
      }
    }
    // In the order in which build creates them.
    std::ranges::stable_sort(created, {}, &CreatedResource::position);
    CheckTogether(unit_.values, created, unit_.environments.size(), rules_, problems_);
    std::vector<const snapshot::ResourceType*> types(unit_.stack.manifest.resources.size());
    for (const CreatedResource& resource : created) {
      types[resource.position] = resource.create->type;
    }
    CheckNeverUpdated(unit_.values, unit_.stack, types, problems_);
  }

  void CheckBound(const Bound& bound, Problems& problems) {
    const size_t first = problems.size();
    problems.insert(problems.end(), bound.problems.begin(), bound.problems.end());
    for (const Operation& operation : bound.operations) {
      CheckAvailability(unit_.values, operation, *unit_.context.catalog, problems);
      if (operation.type != nullptr) CheckProperties(unit_.values, operation, rules_, problems);
      if (unit_.context.actions != nullptr) {
        iam::CheckPropertyPolicies(unit_.values, operation, *unit_.context.actions, regions_,
                                   problems);
      }
    }
    DoubtUnknown(age_, first, rules_, problems);
  }

  // Operations are counted once, though each environment has its own.
  static bool Counts(const EnvironmentSet& environments) {
    return environments.empty() || environments.Has(0);
  }

  void Count(const Bound& bound) {
    report_.summary.operations += static_cast<uint32_t>(
        std::count_if(bound.operations.begin(), bound.operations.end(),
                      [](const Operation& operation) { return operation.type != nullptr; }));
    for (const auto& [what, unchecked] : bound.not_checked) {
      UncheckedKind& told = report_.summary.not_checked[what];
      told.count += unchecked.count;
      const Loc at = unit_.sources.Resolve(unchecked.first).at;
      if (!told.path.empty() || !at || unit_.sources.StepOf(at.text) != Step::kFile) continue;
      told.path = unit_.sources.Path(at.text);
      told.line = lines_.Of(at.text).LineOf(at.span.begin);
    }
  }

  void DropWhatIsOff() {
    std::erase_if(problems_, [&](const Problem& problem) {
      const snapshot::Rule* rule = rules_.Find(problem.what.rule);
      return rule != nullptr && !levels_.OnSomewhere(*rule);
    });
  }

  // One mistake may be in what many queries insert.
  bool HasMostProblems() {
    if (full_ || problems_.size() < 2 * kMostProblems) return full_;
    DropWhatIsOff();
    full_ = problems_.size() > kMostProblems;
    return full_;
  }

  void KeepFirst(Problems& problems) {
    if (problems.size() <= kMostProblems) return;
    report_.summary.not_checked["findings beyond the first 10,000"].count +=
        static_cast<uint32_t>(problems.size() - kMostProblems);
    problems.erase(problems.begin() + kMostProblems, problems.end());
  }

  void Finish() {
    DropWhatIsOff();
    KeepFirst(problems_);
    report_.findings = MakeFindings(unit_.sources, problems_, rules_, levels_, unit_.environments);
    report_.summary.suppressed = Suppress(suppressions_, report_.findings);
    Problems unused;
    CheckUnused(suppressions_, rules_, levels_, unused);
    KeepFirst(unused);
    for (Finding& finding : MakeFindings(unit_.sources, unused, rules_, levels_)) {
      report_.findings.push_back(std::move(finding));
    }
    KeepNamedFiles();
    KeepTexts(unit_.sources, report_);
    HideAllSecrets();
  }

  // When single files were named, only what touches them is shown: what is in them or has to do
  // with them, and what the manifest says of the resources that use them.
  void KeepNamedFiles() {
    if (unit_.only.empty() || extent_ == Extent::kWhole) return;
    const std::set<std::string_view> only(unit_.only.begin(), unit_.only.end());
    const std::vector<Location> resources = PlacesOfUsers(unit_, only);
    const auto touches = [&](const Location& where) {
      return only.count(where.path) > 0 ||
             std::ranges::any_of(resources, [&](const Location& resource) {
               return where.path == resource.path && resource.span.begin <= where.span.begin &&
                      where.span.begin < resource.span.end;
             });
    };
    std::erase_if(report_.findings, [&](const Finding& finding) {
      if (touches(finding.where)) return false;
      return std::none_of(finding.notes.begin(), finding.notes.end(),
                          [&](const Note& note) { return only.count(note.where.path) > 0; });
    });
  }

  // What messages quote of the places that no frame shows; or may, where looking for each takes
  // long.
  void AddQuoted(Secrets& words) const {
    constexpr size_t kLongestQuoted = 200;
    constexpr size_t kMostCompared = size_t{1} << 28;  // bytes
    constexpr std::string_view kAround = " \t\r\"'";
    if (unit_.hidden.empty()) return;
    std::string messages;
    for (const Finding& finding : report_.findings) messages += finding.message + finding.help;
    const bool all = messages.size() > kMostCompared / unit_.hidden.size();
    for (const Loc place : unit_.hidden) {
      const std::string_view text = Trim(unit_.sources.Bytes(place), kBlanks);
      const std::string_view bare = Trim(text, kAround);
      const bool quoted =
          text.size() <= kLongestQuoted && (all || messages.find(bare) != std::string::npos);
      if (!quoted || bare.empty()) continue;
      words.Add("secret", place, text);
      words.Add("secret", place, bare);
    }
  }

  // Those written in files are hidden like those that are given.
  void HideAllSecrets() {
    using Secrecy = Problem::Secrecy;
    Secrets secrets = unit_.secrets;
    Secrets words;
    for (const Problem& problem : problems_) {
      if (problem.secrecy == Secrecy::kNone || unit_.context.load.show_values) continue;
      const Loc written = unit_.sources.Resolve(problem.where).at;
      Secrets& all = problem.secrecy == Secrecy::kParts ? secrets : words;
      all.Add("secret", problem.where, unit_.sources.Bytes(written));
    }
    AddQuoted(words);
    HidePlaces(unit_.hidden, unit_.sources, report_);
    HideSecrets(secrets, unit_.sources, report_);
    HideWords(words, unit_.sources, report_);
  }

  const BoundUnit& unit_;
  const Extent extent_;
  const RuleSet& rules_;
  const Levels& levels_;
  Problems problems_;
  bool full_ = false;  // with problems: what is in the remaining queries is only counted
  Age age_ = Age::kCurrent;
  const std::vector<std::string_view> regions_;
  std::vector<Suppression> suppressions_;
  Report report_;
  FileLines lines_{unit_.sources};
};

}  // namespace

Report LintUnit(const BoundUnit& unit, Extent extent) { return UnitLinter(unit, extent).Run(); }

}  // namespace stackql
