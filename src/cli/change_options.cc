#include "cli/change_options.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/git.h"
#include "base/path.h"

namespace stackql::cli {

Section ChangeSection(ChangeOptions& options) {
  const Binding changed = {.set = [&options](const std::string& since) {
    options.changed = true;
    if (!since.empty()) options.since = since;
    return std::string();
  }};
  return {
      "Change options",
      {{"--staged", "",
        "Lint the stacks that the staged changes touch, as they are staged: findings on changed "
        "lines and those that the changes cause",
        Flag(options.staged)},
       {"--changed", "[=REV]",
        "The same for all changes of the working tree, since HEAD or since the commit that REV "
        "and HEAD last had in common",
        changed},
       {"--changed-lines-only", "",
        "With --staged or --changed, show only findings on changed lines",
        Flag(options.lines_only)}}};
}

bool IsOfChange(const ChangeOptions& options) { return options.staged || options.changed; }

Result<std::string> WorkingTreeAround(const std::vector<std::string>& paths) {
  std::string tree;
  for (std::string folder : paths) {
    std::error_code error;
    while (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
      folder = ParentPath(folder);
    }
    Result<std::string> here = WorkingTreeOf(folder.empty() ? "." : folder);
    if (!here) return here;
    if (!tree.empty() && *here != tree) {
      return Failed("The paths are in several repositories: lint what changed in one.");
    }
    tree = std::move(*here);
  }
  return tree.empty() ? WorkingTreeOf(".") : Result<std::string>(std::move(tree));
}

std::string IndexOfCommit(const std::string& root) {
  const char* index = std::getenv("GIT_INDEX_FILE");
  if (index == nullptr || *index == '\0') return {};
  const Result<std::string> here = WorkingTreeOf(".");
  return here && *here == root ? RealPath(index) : std::string();
}

std::string MistakeIn(const ChangeOptions& options, const RunOptions& run) {
  if (options.staged && options.changed) return "--staged and --changed cannot be combined";
  if (options.lines_only && !IsOfChange(options)) {
    return "--changed-lines-only needs --staged or --changed";
  }
  if (IsOfChange(options) && !run.overlay.empty()) return "standard input is in no change";
  return {};
}

}  // namespace stackql::cli
