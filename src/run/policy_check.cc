#include "run/policy_check.h"

#include <deque>
#include <map>
#include <set>
#include <utility>

#include "base/read_file.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "iam/read_policy.h"
#include "lint/make_findings.h"
#include "run/reports.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr uint64_t kLargestPolicy = 4 << 20;  // bytes

// Policies as they were read, and what is wrong with each by itself.
class PolicyReader {
 public:
  // `unlisted` are actions in lowercase letters that exist though the reference does not list them.
  PolicyReader(const iam::ActionReference& actions, std::set<std::string> unlisted, Report& report)
      : actions_(actions), unlisted_(std::move(unlisted)), report_(report) {}

  // The identity's policies first.
  std::vector<iam::PolicyLayer> Read(const PolicyFiles& files) {
    std::vector<iam::PolicyLayer> layers;
    layers.push_back(Layer(iam::PolicyKind::kIdentity, files.identity));
    if (!files.boundary.empty()) {
      layers.push_back(Layer(iam::PolicyKind::kBoundary, files.boundary));
    }
    for (const std::string& file : files.scps) {
      layers.push_back(Layer(iam::PolicyKind::kControl, {file}));
      layers.back().file = file;
    }
    return layers;
  }

  Sources sources;
  Problems problems = {};

 private:
  iam::PolicyLayer Layer(iam::PolicyKind kind, const std::vector<std::string>& files) {
    iam::PolicyLayer layer = {.kind = kind};
    for (const std::string& path : files) {
      auto bytes = ReadWholeFile(path, kLargestPolicy);
      if (!bytes) {
        report_.failures.push_back(bytes.error().message);
        continue;
      }
      ++report_.summary.files;
      const TextId file = sources.AddFile(path, std::move(*bytes));
      for (iam::PolicyDocument& document : iam::ReadPolicies(values_, file, problems)) {
        Check(document, kind);
        documents_.push_back(std::move(document));
        layer.documents.push_back(&documents_.back());
      }
    }
    return layer;
  }

  void Check(const iam::PolicyDocument& document, iam::PolicyKind kind) {
    iam::CheckElements(values_, document, problems);
    iam::CheckGrants(document, actions_, unlisted_, problems);
    iam::CheckConditions(document, actions_, problems);
    iam::CheckRedundancy(document, problems);
    iam::CheckSize(values_, document, kind, problems);
  }

  const iam::ActionReference& actions_;
  const std::set<std::string> unlisted_;
  Report& report_;
  Values values_{sources};
  std::deque<iam::PolicyDocument> documents_;
};

// Copies the texts that operations are in into the sources of policies, where findings are placed.
class OperationPlaces {
 public:
  OperationPlaces(const std::map<std::string, std::string>& texts, Sources& sources)
      : texts_(texts), sources_(sources) {}

  Loc Of(const OperationView& operation) {
    const auto text = texts_.find(operation.file);
    if (text == texts_.end()) return {};
    const auto [copy, is_new] = copies_.try_emplace(operation.file, kNoText);
    if (is_new) copy->second = sources_.AddFile(text->first, text->second);
    return {copy->second, operation.span};
  }

 private:
  const std::map<std::string, std::string>& texts_;
  Sources& sources_;
  std::map<std::string, TextId> copies_;
};

void FindFaults(const std::vector<iam::PolicyLayer>& layers, const std::string& account,
                const iam::ActionReference& actions, PolicyReader& policies, PolicyCheck& check) {
  const std::vector<iam::OperationNeeds>& operations = check.permissions.operations;
  const iam::PolicyJudgement judgement = iam::JudgePolicies(layers, operations, account, actions);
  check.totals = judgement.totals;
  OperationPlaces places(check.permissions.texts, policies.sources);
  iam::ReportMissing(
      judgement, layers, [&](const OperationView& operation) { return places.Of(operation); },
      policies.problems);
  const auto needed = iam::WidestNeeds(operations);
  if (!needed) return;
  for (const iam::PolicyDocument* document : layers.front().documents) {
    const iam::ExcessFound found = iam::FindExcess(*document, *needed, actions);
    check.excess_grants += found.grants;
    iam::ReportExcess(found.elements, policies.problems);
  }
}

}  // namespace

PolicyCheck CheckPolicies(const RunOptions& run, PermissionOptions options,
                          const PolicyFiles& files, const snapshot::Snapshot& builtin,
                          const iam::ActionReference& actions) {
  PolicyCheck check;
  options.scope = iam::Scope::kStrict;
  options.also_widest = true;
  check.run = FindPermissions(run, options, builtin, actions, check.permissions);
  Report& report = check.run.report;
  // What is wrong with stacks is for `check` to say.
  report.findings.clear();
  report.summary = {};
  if (!check.run.usage_errors.empty()) return check;
  PolicyReader policies(actions, iam::UnlistedActions(check.permissions.operations), report);
  const std::vector<iam::PolicyLayer> layers = policies.Read(files);
  // What cannot be read is not a policy that lacks something.
  if (report.failures.empty() && !layers.front().documents.empty()) {
    FindFaults(layers, options.context.account, actions, policies, check);
  }
  report.summary.operations = static_cast<uint32_t>(check.totals.operations);
  const RuleSet& rules = *check.run.rules;
  const Levels levels = check.permissions.levels.value_or(
      Levels(rules, {.select = run.select, .ignore = run.ignore}));
  report.findings = MakeFindings(policies.sources, policies.problems, rules, levels);
  KeepTexts(policies.sources, report);
  Finish(report);
  return check;
}

}  // namespace stackql
