#include "run/policy_validation.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "base/read_file.h"
#include "iam/policy_set.h"
#include "iam/read_policy.h"
#include "iam/write_policy.h"
#include "json/json.h"
#include "lint/make_findings.h"
#include "rules/live.h"
#include "run/reports.h"
#include "value/value.h"
#include "verify/unchecked.h"

namespace stackql {
namespace {

constexpr uint64_t kLargestFile = 4 << 20;

// `generated`: the policy is one that the tool made.
Message MessageFor(const aws::PolicyFinding& finding, bool generated) {
  const std::string& code = finding.code;
  if (finding.type == "ERROR") {
    if (generated) return rules::LivePolicyInvalid::Generated{.code = code};
    return rules::LivePolicyInvalid{.code = code};
  }
  if (finding.type == "SUGGESTION") {
    if (generated) return rules::LivePolicySuggestion::Generated{.code = code};
    return rules::LivePolicySuggestion{.code = code};
  }
  if (generated) return rules::LivePolicy::Generated{.code = code};
  return rules::LivePolicy{.code = code};
}

class Validator {
 public:
  Validator(const ValidationOptions& options, verify::LiveReader& reader)
      : options_(options), reader_(reader) {}

  void ValidateFile(const std::string& path) {
    auto bytes = ReadWholeFile(path, kLargestFile);
    if (!bytes) {
      validation_.report.failures.push_back(bytes.error().message);
      return;
    }
    ++validation_.report.summary.files;
    const TextId file = sources_.AddFile(path, std::move(*bytes));
    for (const iam::PolicyDocument& document : iam::ReadPolicies(values_, file, problems_)) {
      ValidateDocument(document, file);
    }
  }

  void ValidateGenerated(std::string policy, Loc where) { Ask(std::move(policy), where, {}, true); }

  // Where an operation is written.
  Loc Open(const OperationView& operation, const std::map<std::string, std::string>& texts) {
    const auto text = texts.find(operation.file);
    if (text == texts.end()) return {};
    return {sources_.AddFile(text->first, text->second), operation.span};
  }

  PolicyValidation Finish(const RuleSet& rules, const Levels& levels) {
    unchecked_.Report(problems_, options_.show_accounts, options_.strict);
    validation_.report.findings = MakeFindings(sources_, problems_, rules, levels);
    KeepTexts(sources_, validation_.report);
    return std::move(validation_);
  }

 private:
  // A document that is the whole of a JSON file is sent as it is, and places in it are places in
  // the file.
  void ValidateDocument(const iam::PolicyDocument& document, TextId file) {
    const Loc token = values_[document.value].token;
    const std::string_view whole = sources_.Bytes(file);
    const bool as_it_is = token.text == file &&
                          token.span.begin == whole.find_first_not_of(" \t\r\n") &&
                          whole[token.span.begin] == '{';
    if (as_it_is) return Ask(std::string(whole), document.where, sources_.All(file), false);
    const std::string text = json::PlainText(values_, document.value);
    if (!HasHole(text)) return Ask(text, document.where, {}, false);
    ++validation_.asked;
    NotChecked({.message = "parts of it are unknown before deployment"}, document.where);
  }

  // `text`: where the policy is written as it is sent; nowhere: it is not.
  void Ask(std::string policy, Loc where, Loc text, bool generated) {
    ++validation_.asked;
    const auto result = reader_.Validate(options_.region, {.document = std::move(policy)});
    if (!result.answer) return NotChecked(result.failure, where);
    for (const aws::PolicyFinding& finding : *result.answer) {
      problems_.push_back({.what = MessageFor(finding, generated),
                           .where = PlaceOf(finding, where, text),
                           .help = options_.show_accounts ? finding.details
                                                          : verify::MaskAccounts(finding.details)});
    }
  }

  static Loc PlaceOf(const aws::PolicyFinding& finding, Loc where, Loc text) {
    if (!text || finding.spans.empty()) return where;
    const aws::PolicySpan& span = finding.spans.front();
    if (span.end > text.span.size() || span.begin >= span.end) return where;
    return text.Sub(static_cast<uint32_t>(span.begin), static_cast<uint32_t>(span.end));
  }

  void NotChecked(const aws::Failure& failure, Loc where) {
    ++validation_.unchecked;
    unchecked_.Add(verify::Unchecked::What::kPolicy, "", failure, where);
  }

  const ValidationOptions& options_;
  verify::LiveReader& reader_;
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  verify::Unchecked unchecked_;
  PolicyValidation validation_;
};

}  // namespace

PolicyValidation ValidatePolicyFiles(const std::vector<std::string>& files, const RuleSet& rules,
                                     const Levels& levels, const ValidationOptions& options,
                                     verify::LiveReader& reader) {
  Validator validator(options, reader);
  for (const std::string& file : files) validator.ValidateFile(file);
  return validator.Finish(rules, levels);
}

PolicyValidation ValidateGenerated(const StackPermissions& permissions,
                                   const iam::ActionReference& actions, const RuleSet& rules,
                                   const Levels& levels, const ValidationOptions& options,
                                   verify::LiveReader& reader) {
  const std::vector<iam::OperationNeeds>& all = permissions.operations;
  const auto first = std::find_if(all.begin(), all.end(),
                                  [](const auto& each) { return !each.needs.known.empty(); });
  if (first == all.end()) return {};
  Validator validator(options, reader);
  const Loc where = validator.Open(first->operation, permissions.texts);
  for (const iam::GeneratedPolicy& policy : iam::MakePolicies(all, {}, actions, {})) {
    for (const iam::GrantDocument& document : policy.packing.documents) {
      validator.ValidateGenerated(iam::WritePolicy(document, iam::PolicyFormat::kJson, "verify"),
                                  where);
    }
  }
  return validator.Finish(rules, levels);
}

}  // namespace stackql
