#include "run/unit.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "lint/make_findings.h"
#include "lint/property_checks.h"
#include "lint/suppressions.h"
#include "operation/bind.h"
#include "run/common_problems.h"
#include "stack/evaluate.h"
#include "stack/includes.h"
#include "stack/stack.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostProblems = 10'000;  // of one unit; what is beyond is counted

std::string Directory(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

class UnitLinter {
 public:
  UnitLinter(const config::Unit& unit, const UnitContext& context)
      : unit_(unit), context_(context), values_(sources_) {}

  Report Run() {
    if (!unit_.manifest.empty()) LintManifest();
    for (const std::string& path : unit_.query_files) {
      if (stack_.by_path.find(path) == stack_.by_path.end()) LintQueryFile(path);
    }
    Finish();
    return std::move(report_);
  }

 private:
  FileText Read(const std::string& path) {
    if (context_.overlay != nullptr) {
      const auto given = context_.overlay->find(path);
      if (given != context_.overlay->end()) return {FileText::Status::kOk, given->second};
    }
    std::error_code error;
    if (!fs::exists(fs::symlink_status(path, error))) return {FileText::Status::kMissing, {}};
    auto bytes = config::ReadFile(path, context_.max_file_size, root_);
    if (!bytes) return {FileText::Status::kRefused, std::move(bytes.error())};
    return {FileText::Status::kOk, std::move(*bytes)};
  }

  // The text of a file that must be there; kNoText, with the failure noted, if it is not.
  TextId Open(const std::string& path) {
    FileText text = Read(path);
    if (text.status == FileText::Status::kOk) {
      ++report_.summary.files;
      return sources_.AddFile(path, std::move(text.bytes));
    }
    report_.failures.push_back(text.status == FileText::Status::kMissing
                                   ? "Cannot read '" + path + "': no such file."
                                   : text.bytes);
    return kNoText;
  }

  void LintManifest() {
    const TextId file = Open(unit_.manifest);
    if (file == kNoText) return;
    manifest_ = file;
    const yaml::Document document = yaml::Parse(values_, file, problems_);
    if (document.root == kNoValue || values_[document.root].kind == Kind::kUnknown) return;
    const std::string directory = Directory(unit_.manifest);
    root_ = directory.empty() ? "./" : directory;
    std::error_code error;
    const bool folder = fs::is_directory(directory + "resources", error);
    const ReadFile read = [this](const std::string& path) { return Read(path); };
    const ValueId root =
        ExpandIncludes(values_, document.root, directory, read, problems_, report_.failures);
    stack_ = LoadStack(values_, ReadManifest(values_, root, problems_), directory, folder, read,
                       problems_, report_.failures);
    root_.clear();
    report_.summary.files += static_cast<uint32_t>(stack_.files.size());
    for (const QuerySource& source : stack_.files) AddSuppressions(source.file);
    AddInlineSuppressions();
    EvaluateEnvironments();
  }

  void AddInlineSuppressions() {
    Append(ManifestSuppressions(values_, manifest_, *context_.rules, problems_));
    for (const Resource& resource : stack_.manifest.resources) {
      if (resource.sql != kNoValue && values_[resource.sql].kind == Kind::kString) {
        AddSuppressions(values_[resource.sql].text);
      }
    }
  }

  void AddSuppressions(Loc text) {
    Append(QuerySuppressions(sources_, text, *context_.rules, problems_));
  }

  void Append(std::vector<Suppression> more) {
    suppressions_.insert(suppressions_.end(), std::make_move_iterator(more.begin()),
                         std::make_move_iterator(more.end()));
  }

  void EvaluateEnvironments() {
    std::vector<std::string> environments = context_.environments;
    if (environments.empty()) environments = stack_.manifest.environments;
    StackEvaluator evaluator(values_, stack_, context_.variables, problems_);
    if (environments.empty()) {
      Check(evaluator.Run(std::nullopt), true);
    } else {
      for (const std::string& environment : environments) {
        Check(evaluator.Run(environment), environments_.empty());
        environments_.push_back(environment);
      }
    }
    evaluator.Finish();
  }

  void LintQueryFile(const std::string& path) {
    const TextId file = Open(path);
    if (file == kNoText) return;
    const QuerySource source = CutQueryFile(sources_, file, problems_);
    AddSuppressions(source.file);
    Check(EvaluateQueryFile(values_, source, problems_), true);
  }

  // Operations are counted once, though each environment has its own.
  void Check(Evaluation evaluation, bool counts) {
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
    Mark({first, problems_.size()});
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
    const Bound bound = Bind(values_, *context_.catalog, evaluation, problems);
    for (const Operation& operation : bound.operations) {
      CheckProperties(values_, operation, *context_.rules, problems);
    }
    if (!counts) return;
    report_.summary.operations += static_cast<uint32_t>(bound.operations.size());
    for (const auto& entry : bound.not_checked) {
      report_.summary.not_checked[entry.first] += entry.second;
    }
  }

  // Problems that hold in the environment that is being checked.
  void Mark(std::pair<size_t, size_t> range) {
    const size_t number = environments_.size();
    for (size_t i = range.first; i < range.second; ++i) {
      problems_[i].environments |= number < 64 ? uint64_t{1} << number : ~uint64_t{0};
    }
  }

  void Finish() {
    if (problems_.size() > kMostProblems) {
      report_.summary.not_checked["mistakes beyond the first 10,000"] +=
          static_cast<uint32_t>(problems_.size() - kMostProblems);
      problems_.resize(kMostProblems);
    }
    report_.findings =
        MakeFindings(sources_, problems_, *context_.rules, *context_.levels, environments_);
    report_.summary.suppressed = Suppress(suppressions_, report_.findings);
    Problems unused;
    CheckUnused(suppressions_, *context_.levels, unused);
    for (Finding& finding : MakeFindings(sources_, unused, *context_.rules, *context_.levels)) {
      report_.findings.push_back(std::move(finding));
    }
    KeepNamedFiles();
    KeepTexts();
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

  void KeepTexts() {
    std::set<std::string_view> shown;
    for (const Finding& finding : report_.findings) {
      shown.insert(finding.where.path);
      for (const Note& note : finding.notes) shown.insert(note.where.path);
    }
    for (TextId id = 0; id < sources_.size() && !shown.empty(); ++id) {
      if (sources_.StepOf(id) != Step::kFile || shown.count(sources_.Path(id)) == 0) continue;
      report_.files.emplace(sources_.Path(id), sources_.Bytes(id));
    }
  }

  const config::Unit& unit_;
  const UnitContext& context_;
  Sources sources_;
  Values values_;
  Problems problems_;
  Stack stack_;
  std::string root_;  // files read for the stack must lie below it; empty: anywhere
  TextId manifest_ = kNoText;
  std::vector<std::string> environments_;           // evaluated so far
  std::vector<std::pair<size_t, size_t>> checked_;  // problems of each query's operations
  std::vector<Suppression> suppressions_;
  Report report_;
};

}  // namespace

Report LintUnit(const config::Unit& unit, const UnitContext& context) {
  return UnitLinter(unit, context).Run();
}

}  // namespace stackql
