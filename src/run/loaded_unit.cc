#include "run/loaded_unit.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "base/read_file.h"
#include "stack/includes.h"
#include "stack/merge_keys.h"
#include "yaml/yaml.h"

namespace stackql {

namespace fs = std::filesystem;

LoadedUnit::LoadedUnit(const discovery::Unit& unit, const LoadOptions& options)
    : options_(options) {
  if (!unit.manifest.empty()) LoadStackOf(unit.manifest);
  for (const std::string& path : unit.query_files) {
    if (stack.by_path.find(path) != stack.by_path.end()) continue;
    const TextId file = Open(path);
    if (file == kNoText) continue;
    query_files.push_back(CutQueryFile(sources, file, problems, options.dialect));
  }
}

void LoadedUnit::Evaluate(const std::function<void(Evaluation)>& visit) {
  if (manifest != kNoText) {
    StackEvaluator evaluator(values, stack, options_.variables, problems);
    const auto run = [&](const std::optional<std::string>& environment) {
      Evaluation evaluation = evaluator.Run(environment);
      if (!options_.show_values) secrets = evaluator.secrets();
      visit(std::move(evaluation));
    };
    if (environments.empty()) run(std::nullopt);
    for (const std::string& environment : environments) run(environment);
    evaluator.Finish();
  }
  for (const QuerySource& file : query_files) {
    visit(EvaluateQueryFile(values, file, problems, options_.dialect));
  }
}

FileText LoadedUnit::Read(const std::string& path) {
  if (options_.overlay != nullptr) {
    const auto given = options_.overlay->find(path);
    if (given != options_.overlay->end()) return {FileText::Status::kOk, given->second};
  }
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return {FileText::Status::kMissing, {}};
  auto bytes = ReadWholeFile(path, options_.max_file_size, {.root = root_});
  if (!bytes) return {FileText::Status::kRefused, std::move(bytes.error().message)};
  return {FileText::Status::kOk, std::move(*bytes)};
}

// The text of a file that must be there; kNoText, with the failure noted, if it is not.
TextId LoadedUnit::Open(const std::string& path) {
  FileText text = Read(path);
  if (text.status == FileText::Status::kOk) {
    ++files;
    return sources.AddFile(path, std::move(text.bytes));
  }
  failures.push_back(text.status == FileText::Status::kMissing
                         ? "Cannot read '" + path + "': no such file."
                         : text.bytes);
  return kNoText;
}

void LoadedUnit::LoadStackOf(const std::string& manifest_path) {
  const TextId file = Open(manifest_path);
  if (file == kNoText) return;
  const bool python = options_.dialect == Dialect::kPython;
  const ValueId document =
      yaml::Parse(values, file, problems, {.nodes_may_hold_themselves = python}).root;
  if (document == kNoValue || values[document].kind == Kind::kUnknown) return;
  manifest = file;
  const size_t slash = manifest_path.rfind('/');
  const std::string directory = manifest_path.substr(0, slash + 1);  // "" if there is no slash
  root_ = directory.empty() ? "./" : directory;
  std::error_code error;
  const bool folder = fs::is_directory(directory + "resources", error);
  const ReadFile read = [this](const std::string& path) { return Read(path); };
  // 1.x includes no files, but merges.
  const ValueId root = python
                           ? RejectIncludes(values, ApplyMergeKeys(values, document), problems)
                           : ExpandIncludes(values, document, directory, read, problems, failures);
  Manifest read_manifest = ReadManifest(values, root, problems);
  read_manifest.dialect = options_.dialect;
  stack = LoadStack(values, std::move(read_manifest), directory, folder, read, problems, failures);
  for (const std::string& environment : options_.environments) {
    CheckEnvironment(values, stack.manifest, environment, problems);
  }
  root_.clear();
  files += static_cast<uint32_t>(stack.files.size());
  environments =
      options_.environments.empty() ? stack.manifest.environments : options_.environments;
}

}  // namespace stackql
