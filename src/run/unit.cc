#include "run/unit.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "catalog/provider.h"
#include "lint/make_findings.h"
#include "lint/property_checks.h"
#include "lint/suppressions.h"
#include "operation/bind.h"
#include "run/common_problems.h"
#include "run/hide_secrets.h"
#include "run/outdated_documents.h"
#include "run/reports.h"
#include "run/unit_suppressions.h"
#include "stack/evaluation_checks.h"

namespace stackql {
namespace {

constexpr size_t kMostProblems = 10'000;  // of one unit; what is beyond is counted

class UnitLinter {
 public:
  UnitLinter(const discovery::Unit& unit, const UnitContext& context)
      : unit_(unit),
        context_(context),
        loaded_(unit, context.load),
        sources_(loaded_.sources),
        values_(loaded_.values),
        problems_(loaded_.problems) {}

  Report Run() {
    suppressions_ = ReadSuppressions(loaded_, *context_.rules, problems_);
    CheckDocuments();
    loaded_.Evaluate([this](Evaluation evaluation) { Check(std::move(evaluation)); });
    report_.summary.files = loaded_.files;
    report_.failures = std::move(loaded_.failures);
    Finish();
    return std::move(report_);
  }

 private:
  // A pin promises a version that the documents on disk are not yet of.
  void CheckDocuments() {
    const catalog::Provider* provider = context_.catalog->provider();
    if (provider == nullptr) return;
    report_.summary.catalog = provider->path();
    outdated_ = CheckOutdated(values_, loaded_.stack.manifest, provider->version(), problems_);
  }

  // Operations are counted once, though each environment has its own.
  void Check(Evaluation evaluation) {
    const bool of_stack = runs_ < std::max<size_t>(loaded_.environments.size(), 1);
    const bool counts = runs_ == 0 || !of_stack;
    for (const size_t number : evaluation.known_queries) Mark(checked_[number]);
    const size_t first = problems_.size();
    CheckPart({.loose = std::move(evaluation.loose)}, counts, problems_);
    for (Query& query : evaluation.queries) {
      const size_t begin = problems_.size();
      const size_t number = query.number;
      CheckQuery(std::move(query), counts);
      if (checked_.size() <= number) checked_.resize(number + 1);
      checked_[number] = {begin, problems_.size()};
    }
    if (of_stack) Mark({first, problems_.size()});
    ++runs_;
  }

  // Of a query that may be one of several, what is wrong with all of them is wrong.
  void CheckQuery(Query query, bool counts) {
    Evaluation part;
    std::vector<QueryArm> arms = std::move(query.arms);
    part.queries.push_back(std::move(query));
    if (arms.empty()) return CheckPart(part, counts, problems_);
    std::vector<Problems> readings;
    for (QueryArm& arm : arms) {
      part.queries[0].statements = std::move(arm.statements);
      readings.push_back(std::move(arm.problems));
      CheckPart(part, counts && readings.size() == 1, readings.back());
    }
    for (Problem& problem : CommonProblems(sources_, readings)) {
      problems_.push_back(std::move(problem));
    }
  }

  void CheckPart(const Evaluation& evaluation, bool counts, Problems& problems) {
    CheckEvaluation(values_, loaded_.stack, evaluation, problems);
    const size_t first = problems.size();
    const Bound bound = Bind(values_, *context_.catalog, evaluation, problems);
    uint32_t checked = 0;
    for (const Operation& operation : bound.operations) {
      if (operation.type == nullptr) continue;
      ++checked;
      CheckProperties(values_, operation, *context_.rules, problems);
    }
    if (outdated_) DoubtUnknown(first, *context_.rules, problems);
    if (!counts) return;
    report_.summary.operations += checked;
    for (const auto& entry : bound.not_checked) {
      report_.summary.not_checked[entry.first] += entry.second;
    }
    report_.summary.without_documents += bound.without_documents;
  }

  // Problems that hold in the environment that is being checked.
  void Mark(std::pair<size_t, size_t> range) {
    for (size_t i = range.first; i < range.second; ++i) {
      problems_[i].environments |= runs_ < 64 ? uint64_t{1} << runs_ : ~uint64_t{0};
    }
  }

  void Finish() {
    if (problems_.size() > kMostProblems) {
      report_.summary.not_checked["mistakes beyond the first 10,000"] +=
          static_cast<uint32_t>(problems_.size() - kMostProblems);
      problems_.erase(problems_.begin() + kMostProblems, problems_.end());
    }
    report_.findings =
        MakeFindings(sources_, problems_, *context_.rules, *context_.levels, loaded_.environments);
    report_.summary.suppressed = Suppress(suppressions_, report_.findings);
    Problems unused;
    CheckUnused(suppressions_, *context_.levels, unused);
    for (Finding& finding : MakeFindings(sources_, unused, *context_.rules, *context_.levels)) {
      report_.findings.push_back(std::move(finding));
    }
    KeepNamedFiles();
    KeepTexts(sources_, report_);
    HideAllSecrets();
  }

  // When single files were named, only what touches them is shown.
  void KeepNamedFiles() {
    if (unit_.only.empty()) return;
    const std::set<std::string_view> only(unit_.only.begin(), unit_.only.end());
    std::erase_if(report_.findings, [&](const Finding& finding) {
      if (only.count(finding.where.path) > 0) return false;
      return std::none_of(finding.notes.begin(), finding.notes.end(),
                          [&](const Note& note) { return only.count(note.where.path) > 0; });
    });
  }

  // Those written in the manifest are hidden like those that are given.
  void HideAllSecrets() {
    Secrets& secrets = loaded_.secrets;
    for (const Problem& problem : problems_) {
      if (!problem.secret || context_.load.show_values) continue;
      secrets.Add("secret", problem.where, sources_.Bytes(sources_.Resolve(problem.where).at));
    }
    HideSecrets(secrets, sources_, report_);
  }

  const discovery::Unit& unit_;
  const UnitContext& context_;
  LoadedUnit loaded_;
  Sources& sources_;
  Values& values_;
  Problems& problems_;
  bool outdated_ = false;  // the documents are older than the manifest's pin
  size_t runs_ = 0;        // evaluations checked so far: those of the stack first
  std::vector<std::pair<size_t, size_t>> checked_;  // problems of each query's operations
  std::vector<Suppression> suppressions_;
  Report report_;
};

}  // namespace

Report LintUnit(const discovery::Unit& unit, const UnitContext& context) {
  return UnitLinter(unit, context).Run();
}

}  // namespace stackql
