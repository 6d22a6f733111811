#include "run/user_rules.h"

#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/path.h"
#include "catalog/catalog.h"
#include "lint/make_findings.h"
#include "run/read_config.h"
#include "text/lines.h"
#include "value/value.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

// "path:line:column: error[RULE] what is wrong. How to mend it."
std::string Compact(const Finding& finding, std::string_view file) {
  const Position at = LineIndex(file).At(finding.where.span.begin);
  return finding.where.path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
         ": " + std::string(Name(finding.severity)) + "[" + finding.rule + "] " + finding.message +
         (finding.help.empty() ? "" : " ") + finding.help;
}

std::string_view BytesOf(const Sources& sources, const std::string& path) {
  for (TextId id = 0; id < sources.size(); ++id) {
    if (sources.StepOf(id) == Step::kFile && sources.Path(id) == path) return sources.Bytes(id);
  }
  return {};
}

}  // namespace

void NoteProblems(const Sources& sources, const Problems& problems,
                  const snapshot::Snapshot& builtin, RunResult& result) {
  const RuleSet rules(builtin);
  for (Finding& finding : MakeFindings(sources, problems, rules, Levels({}))) {
    const std::string_view file = BytesOf(sources, finding.where.path);
    if (finding.severity == Severity::kError) {
      result.usage_errors.push_back(Compact(finding, file));
      continue;
    }
    result.report.files.emplace(finding.where.path, file);
    result.report.findings.push_back(std::move(finding));
  }
}

std::vector<lint::RuleFolder> ConfiguredRules(const RunOptions& options, RunResult& result) {
  const config::Config config = ConfigHere(options, result.usage_errors);
  const std::string folder = config.FolderOf("rules");
  std::vector<lint::RuleFolder> folders;
  for (const std::string& directory : config.rule_directories) {
    folders.push_back({JoinPath(folder, directory), folder.empty() ? "." : folder});
  }
  return folders;
}

snapshot::Snapshot AddUserRules(const lint::RuleFolder& folder, const snapshot::Snapshot& builtin,
                                std::deque<std::string>& bytes, RuleSet& rules, RunResult& result) {
  const std::string& directory = folder.path;
  std::error_code unreadable;
  const fs::file_status status = fs::status(directory, unreadable);
  const bool drafted =
      folder.drafts != nullptr && HasFilesBelow(*folder.drafts, RealPath(directory));
  if (!fs::is_directory(status) && !drafted) {
    const char* why = fs::exists(status) ? "' is not a folder" : "' does not exist";
    result.usage_errors.push_back("the rules folder '" + directory + why);
    return {};
  }
  Sources sources;
  Values values(sources);
  Problems problems;
  const catalog::Catalog known(builtin);
  bytes.push_back(lint::CompileRules(values, folder, problems, known));
  // What cannot be read has no place.
  for (const Problem& problem : problems) {
    if (!problem.where) result.usage_errors.push_back(problem.what.args.front().second);
  }
  NoteProblems(sources, problems, builtin, result);
  const snapshot::Snapshot compiled = snapshot::Snapshot::Open(bytes.back());
  for (const std::string& name : rules.Add(compiled)) {
    std::string error = directory;
    error.append(": rule '").append(name).append("' already exists");
    result.usage_errors.push_back(std::move(error));
  }
  result.rules->Add(compiled);
  return compiled;
}

}  // namespace stackql
