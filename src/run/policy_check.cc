#include "run/policy_check.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/read_file.h"
#include "catalog/catalog.h"
#include "iam/policy_checks.h"
#include "iam/policy_problems.h"
#include "iam/read_policy.h"
#include "lint/make_findings.h"
#include "run/hide_secrets.h"
#include "run/reports.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr uint64_t kLargestPolicy = 4 << 20;  // bytes

// The service control policy that AWS attaches everywhere ("Service control policies").
constexpr std::string_view kFullAccessName = "FullAWSAccess";
constexpr std::string_view kFullAccess =
    R"({"Version": "2012-10-17",
"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

// The files of a folder in the order of their names, or those that commas separate.
std::vector<std::string> FilesOfLevel(const std::string& level) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code error;
  if (fs::is_directory(level, error)) {
    for (const auto& entry : fs::directory_iterator(level, error)) {
      const std::string extension = entry.path().extension();
      const bool policy = extension == ".json" || extension == ".yaml" || extension == ".yml";
      if (policy && entry.is_regular_file(error)) files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }
  if (fs::exists(level, error)) return {level};
  for (size_t at = 0; at <= level.size();) {
    const size_t comma = std::min(level.find(',', at), level.size());
    if (comma > at) files.push_back(level.substr(at, comma - at));
    at = comma + 1;
  }
  return files;
}

// Policies as they were read, and what is wrong with each by itself.
class PolicyReader {
 public:
  PolicyReader(iam::PolicyFacts facts, Report& report)
      : facts_(std::move(facts)), report_(report) {}

  // The identity's policies first.
  std::vector<iam::PolicyLayer> Read(const PolicyFiles& files) {
    using iam::PolicyKind;
    std::vector<iam::PolicyLayer> layers;
    limit_ = files.limit;
    layers.push_back(Layer(files.kind, "", files.identity));
    if (!files.boundary.empty()) {
      layers.push_back(Layer(PolicyKind::kBoundary, "the permissions boundary", files.boundary));
    }
    if (!files.session.empty()) {
      layers.push_back(Layer(PolicyKind::kSession, "the session policy", files.session));
    }
    AddLevels(PolicyKind::kControl, "service control", files.scps, layers);
    AddLevels(PolicyKind::kResourceControl, "resource control", files.rcps, layers);
    return layers;
  }

  Sources sources;
  Problems problems = {};

 private:
  void AddLevels(iam::PolicyKind kind, const std::string& name,
                 const std::vector<std::string>& levels, std::vector<iam::PolicyLayer>& layers) {
    for (const std::string& level : levels) {
      const std::vector<std::string> files = FilesOfLevel(level);
      if (files.empty())
        report_.failures.push_back("no policy (*.json, *.yaml) in '" + level + "'");
      const std::string all = (files.size() > 1 ? " policies of '" : " policy '") + level + "'";
      layers.push_back(Layer(kind, "the " + name + all, files));
    }
  }

  iam::PolicyLayer Layer(iam::PolicyKind kind, std::string name,
                         const std::vector<std::string>& files) {
    iam::PolicyLayer layer = {.kind = kind, .name = std::move(name)};
    for (const std::string& path : files) {
      auto bytes = path == kFullAccessName ? Result<std::string>(std::string(kFullAccess))
                                           : ReadWholeFile(path, kLargestPolicy);
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
    iam::CheckElements(values_, document, kind, problems);
    facts_.kind = kind;
    iam::CheckGrants(document, facts_, problems);
    iam::CheckConditions(document, facts_.actions, problems);
    iam::CheckRedundancy(document, problems);
    iam::CheckSize(values_, document, kind, limit_, problems);
  }

  iam::PolicyFacts facts_;
  size_t limit_ = 0;
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

void FindFaults(const std::vector<iam::PolicyLayer>& layers, const iam::RequestFacts& facts,
                const iam::ActionReference& actions, PolicyReader& policies, PolicyCheck& check) {
  const std::vector<iam::OperationNeeds>& operations = check.permissions.operations;
  const iam::PolicyJudgement judgement = iam::JudgePolicies(layers, operations, facts, actions);
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
                          const PolicyFiles& files, const iam::RequestFacts& facts,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions) {
  PolicyCheck check;
  options.scope = iam::Scope::kStrict;
  options.also_widest = true;
  options.exact = true;
  check.run = FindPermissions(run, options, builtin, actions, check.permissions);
  Report& report = check.run.report;
  // What is wrong with stacks is for `check` to say.
  report.findings.clear();
  report.summary = {.silenced = std::move(report.summary.silenced)};
  if (!check.run.usage_errors.empty()) return check;
  const catalog::Catalog catalog(builtin);
  PolicyReader policies({.actions = actions,
                         .unlisted = iam::UnlistedActions(check.permissions.operations),
                         .regions = catalog.Regions()},
                        report);
  const std::vector<iam::PolicyLayer> layers = policies.Read(files);
  // What cannot be read is not a policy that lacks something.
  const bool judged = files.kind == iam::PolicyKind::kIdentity;
  if (judged && report.failures.empty() && !layers.front().documents.empty()) {
    FindFaults(layers, facts, actions, policies, check);
  }
  report.summary.operations = static_cast<uint32_t>(check.totals.operations);
  const RuleSet& rules = *check.run.rules;
  const Levels levels = check.permissions.levels.value_or(
      Levels(rules, {.select = run.select, .ignore = run.ignore}));
  report.findings = MakeFindings(policies.sources, policies.problems, rules, levels);
  KeepTexts(policies.sources, report);
  for (Finding& finding : report.findings) {
    for (const SecretText& hidden : check.permissions.hidden) HideSecrets(hidden, finding);
  }
  Finish(report);
  return check;
}

}  // namespace stackql
