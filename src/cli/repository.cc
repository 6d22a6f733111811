#include "cli/repository.h"

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/git.h"
#include "base/read_file.h"

namespace stackql::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = 1 << 20;

std::string ReadSmall(const fs::path& path) {
  return ReadWholeFile(path.string(), kMostBytes).value_or("");
}

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

// The commit a branch points at, loose or packed.
std::string CommitOf(const fs::path& git, const std::string& ref) {
  std::string loose = FirstLine(ReadSmall(git / ref));
  if (IsObjectName(loose)) return loose;
  const std::string packed = ReadSmall(git / "packed-refs");
  const size_t at = packed.find(" " + ref + "\n");
  if (at == std::string::npos) return {};
  const size_t begin = packed.rfind('\n', at) + 1;  // npos + 1 is 0
  const std::string commit = packed.substr(begin, at - begin);
  return IsObjectName(commit) ? commit : std::string();
}

// ssh and scp-like remotes in the https form that SARIF takes; credentials are dropped.
std::string HttpsForm(std::string url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) {
    const size_t colon = url.find(':');
    const size_t at = url.find('@');
    if (colon == std::string::npos || at == std::string::npos || at > colon) return {};
    url = url.substr(at + 1, colon - at - 1) + "/" + url.substr(colon + 1);
  } else {
    const std::string name = url.substr(0, scheme);
    if (name != "https" && name != "http" && name != "ssh" && name != "git") return {};
    url = url.substr(scheme + 3);
    const size_t at = url.find('@');
    if (at != std::string::npos && at < url.find('/')) url = url.substr(at + 1);
  }
  constexpr std::string_view kSafe =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:";
  if (url.find_first_not_of(kSafe) != std::string::npos) return {};
  return "https://" + url;
}

std::string OriginUrl(const fs::path& git) {
  const std::string config = ReadSmall(git / "config");
  const size_t section = config.find("[remote \"origin\"]");
  if (section == std::string::npos) return {};
  std::istringstream lines(config.substr(section, config.find("\n[", section) - section));
  for (std::string line; std::getline(lines, line);) {
    const std::string_view setting = Trim(line);
    constexpr std::string_view kUrl = "url = ";  // not "pushurl"
    if (setting.starts_with(kUrl)) return HttpsForm(std::string(setting.substr(kUrl.size())));
  }
  return {};
}

// The folder with git's files for a working tree: `.git` itself, or what a file of this name leads
// to. Empty if there is none.
fs::path GitFolder(const fs::path& tree) {
  fs::path git = tree / ".git";
  std::error_code error;
  if (fs::is_directory(git, error)) return git;
  constexpr std::string_view kKey = "gitdir: ";
  const std::string line = FirstLine(ReadSmall(git));
  return line.starts_with(kKey) ? (tree / line.substr(kKey.size())).lexically_normal() : fs::path();
}

// Where the settings and branches of all working trees of a repository are.
fs::path CommonFolder(const fs::path& git) {
  const std::string common = FirstLine(ReadSmall(git / "commondir"));
  return common.empty() ? git : (git / common).lexically_normal();
}

}  // namespace

report::RepositoryContext DescribeRepository() {
  report::RepositoryContext context;
  std::error_code error;
  const fs::path here = fs::current_path(error);
  for (fs::path at = here; !at.empty(); at = at.parent_path()) {
    const fs::path git = GitFolder(at);
    if (git.empty()) {
      if (at == at.parent_path()) break;
      continue;
    }
    context.top = at.generic_string();
    context.root = here.lexically_relative(at).generic_string();
    if (context.root == ".") context.root.clear();
    const fs::path common = CommonFolder(git);
    const std::string head = FirstLine(ReadSmall(git / "HEAD"));
    if (head.rfind("ref: refs/heads/", 0) == 0) {
      context.branch = head.substr(16);
      context.revision = CommitOf(common, head.substr(5));
    } else if (IsObjectName(head)) {
      context.revision = head;
    }
    context.repository_uri = OriginUrl(common);
    break;
  }
  return context;
}

}  // namespace stackql::cli
