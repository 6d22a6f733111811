#include "run/git_change.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/git.h"
#include "base/number.h"
#include "base/path.h"
#include "run/revision.h"

namespace stackql {
namespace {

constexpr uint64_t kMostContent = 1 << 30;  // bytes of objects together

// How modes begin ("git-ls-tree").
constexpr std::string_view kRegular = "100";
constexpr std::string_view kLink = "120";
constexpr std::string_view kSubmodule = "160";
constexpr std::string_view kManifestName = "stackql_manifest.yml";
constexpr std::array<std::string_view, 5> kEndings = {".iql", ".sql", ".yml", ".yaml", ".json"};

// Hashes by paths from the root.
using Listing = std::map<std::string, std::string>;

// What a tree or an index has.
struct Listed {
  Listing files = {};       // regular ones; of a conflict, the own side
  Listing links = {};       // as the texts that lead to what they are
  Listing submodules = {};  // as the commits that they are at

  Listing* Of(std::string_view mode) {
    return mode.starts_with(kRegular)     ? &files
           : mode.starts_with(kLink)      ? &links
           : mode.starts_with(kSubmodule) ? &submodules
                                          : nullptr;
  }
};

// A tree, each entry as MODE SP TYPE SP HASH TAB PATH NUL.
Result<Listed> ListTree(const std::string& root, const std::string& tree) {
  const Result<std::string> text =
      RunGit(root, {"ls-tree", "-r", "-z", "--full-tree", tree}, "", {.output = kLargestListing});
  if (!text) return tl::unexpected(text.error());
  Listed listed;
  for (std::string_view rest = *text; !rest.empty();) {
    std::string_view path = TakeUntil(rest, '\0');
    std::string_view hash = TakeUntil(path, '\t');
    Listing* listing = listed.Of(TakeUntil(hash, ' '));
    if (listing == nullptr) continue;
    TakeUntil(hash, ' ');
    listing->emplace(path, hash);
  }
  return listed;
}

struct Index : Listed {
  // What the working tree need not have, as in a sparse checkout ("git-update-index").
  std::set<std::string> skipped = {};
  std::string conflict = {};  // a path that is not merged; empty: all are
};

// The index, each entry as TAG SP MODE SP HASH SP STAGE TAB PATH NUL.
Result<Index> ListIndex(const std::string& root, const std::string& index) {
  const Result<std::string> text =
      RunGit(root, {"ls-files", "--stage", "-t", "-z"}, "", {.output = kLargestListing}, index);
  if (!text) return tl::unexpected(text.error());
  Index listed;
  for (std::string_view rest = *text; !rest.empty();) {
    std::string_view path = TakeUntil(rest, '\0');
    std::string_view stage = TakeUntil(path, '\t');
    const std::string_view tag = TakeUntil(stage, ' ');
    Listing* listing = listed.Of(TakeUntil(stage, ' '));
    if (listing == nullptr) continue;
    const std::string_view hash = TakeUntil(stage, ' ');
    if (stage != "0") listed.conflict = path;
    if (stage == "0" || stage == "2") listing->emplace(path, hash);
    if (tag == "S") listed.skipped.emplace(path);
  }
  return listed;
}

// Files that git does not track and that are not ignored; paths from the root.
Result<std::vector<std::string>> ListUntracked(const std::string& root, const std::string& index) {
  const Result<std::string> text =
      RunGit(root, {"ls-files", "--others", "--exclude-standard", "-z"}, "",
             {.output = kLargestListing}, index);
  if (!text) return tl::unexpected(text.error());
  std::vector<std::string> paths;
  for (std::string_view rest = *text; !rest.empty();) paths.emplace_back(TakeUntil(rest, '\0'));
  return paths;
}

// Which of the paths a stack may be made of: what lies below the folder of a manifest, and what
// looks like one of its files.
std::vector<std::string> MayBeOfStacks(const std::set<std::string>& paths) {
  std::set<std::string_view> folders;
  for (const std::string& path : paths) {
    if (LastPart(path) == kManifestName) folders.insert(ParentPath(path));
  }
  std::vector<std::string> chosen;
  for (const std::string& path : paths) {
    bool may = std::ranges::any_of(kEndings,
                                   [&](std::string_view ending) { return path.ends_with(ending); });
    for (std::string_view at = path; !may && !at.empty();) {
      at = ParentPath(at);
      may = folders.count(at) > 0;
    }
    if (may) chosen.push_back(path);
  }
  return chosen;
}

// Hashes of files as they are in the working tree, whatever filters there are; none of those that
// are not there.
Result<Listing> HashFiles(const std::string& root, const std::vector<std::string>& paths) {
  std::string asked;
  std::vector<std::string> there;
  Listing hashes;
  for (const std::string& path : paths) {
    if (!IsRegularFile(JoinPath(root, path))) continue;
    if (path.find('\n') != std::string::npos) {
      hashes[path] = "?";  // git would take it for two; it counts as changed
      continue;
    }
    asked += JoinPath(root, path) + "\n";
    there.push_back(path);
  }
  if (there.empty()) return hashes;
  const Result<std::string> text = RunGit(root, {"hash-object", "--no-filters", "--stdin-paths"},
                                          asked, {.output = kLargestListing});
  if (!text) return tl::unexpected(text.error());
  std::string_view rest = *text;
  for (std::string& path : there) hashes[std::move(path)] = TakeUntil(rest, '\n');
  return hashes;
}

// The hash of what the change began with; that of an empty tree before the first commit.
Result<std::string> BaseOf(const std::string& root, const std::string& since) {
  Result<std::string> base = MergeBase(root, since, "HEAD");
  if (base || since != "HEAD") return base;
  const bool unborn = !RunGit(root, {"rev-parse", "--verify", "--quiet", "HEAD"}, "", {});
  if (!unborn) return base;
  Result<std::string> empty = RunGit(root, {"hash-object", "-t", "tree", "--stdin"}, "", {});
  if (!empty) return empty;
  return empty->substr(0, empty->find('\n'));
}

std::string HashIn(const Listing& listing, const std::string& path) {
  const auto found = listing.find(path);
  return found == listing.end() ? std::string() : found->second;
}

std::set<std::string> PathsOf(const Listing& one, const Listing& other,
                              const std::vector<std::string>& more) {
  std::set<std::string> paths(more.begin(), more.end());
  for (const auto& [path, hash] : one) paths.insert(path);
  for (const auto& [path, hash] : other) paths.insert(path);
  return paths;
}

// Makes drafts of what the change leaves, where the working tree is not so.
Result<void> AddDrafts(const Listing& now, const Listing& files,
                       const std::vector<std::string>& paths, uint64_t largest, GitChange& change) {
  std::vector<std::string> hashes;
  for (const std::string& path : paths) {
    const std::string hash = HashIn(now, path);
    if (!hash.empty() && hash != HashIn(files, path)) hashes.push_back(hash);
  }
  const auto contents = ReadObjects(change.root, hashes, largest);
  if (!contents) return tl::unexpected(contents.error());
  for (const std::string& path : paths) {
    const std::string hash = HashIn(now, path);
    const std::string real = JoinPath(change.root, path);
    const auto content = contents->find(hash);
    if (hash.empty()) {
      if (change.before.count(real) > 0 || files.count(path) > 0)
        change.drafts[real] = std::nullopt;
    } else if (hash != HashIn(files, path) && content != contents->end()) {
      change.drafts[real] = content->second;
    }
  }
  return {};
}

// Where a link of the working tree leads; empty: there is none.
std::string LinkTarget(const std::string& path) {
  std::error_code error;
  return std::filesystem::read_symlink(path, error).string();
}

// The commit that a submodule of the working tree is at; nothing: it is not there.
std::string CommitAt(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(JoinPath(path, ".git"), error)) return {};
  const Result<std::string> head = RunGit(path, {"rev-parse", "--verify", "HEAD"}, "", {});
  return head ? head->substr(0, head->find('\n')) : std::string();
}

// That what a link or submodule leads to cannot be linted as it is staged.
std::string NotAsStaged(std::string_view what, std::string_view path) {
  std::string text = "The ";
  text.append(what).append(" '").append(path);
  return text.append(
      "' is not staged as it is in the working tree: what it leads to was not linted.");
}

// Finds the links and submodules that changed. Those of the working tree are followed, whatever is
// staged.
Result<void> FindLinks(const Listed& before, const Listed& index, const ChangeScope& scope,
                       uint64_t largest, GitChange& change) {
  std::vector<std::string> hashes;
  const std::set<std::string> links = PathsOf(before.links, index.links, {});
  hashes.reserve(links.size());
  for (const std::string& path : links) {
    hashes.push_back(HashIn(scope.staged ? index.links : before.links, path));
  }
  std::erase(hashes, std::string());
  const auto texts = ReadObjects(change.root, hashes, largest);
  if (!texts) return tl::unexpected(texts.error());
  for (const std::string& path : links) {
    const std::string real = JoinPath(change.root, path);
    const std::string was = HashIn(before.links, path);
    const std::string staged = HashIn(index.links, path);
    const auto text = texts->find(scope.staged ? staged : was);
    const std::string known = text == texts->end() ? std::string() : text->second;
    const bool same = known == LinkTarget(real);
    if (scope.staged ? was == staged : same) continue;
    change.links.emplace(real, same || !scope.staged ? std::string() : NotAsStaged("link", path));
  }
  for (const std::string& path : PathsOf(before.submodules, index.submodules, {})) {
    const std::string real = JoinPath(change.root, path);
    const std::string commit = CommitAt(real);
    const std::string was = HashIn(before.submodules, path);
    const std::string now =
        scope.staged || commit.empty() ? HashIn(index.submodules, path) : commit;
    if (was == now) continue;
    const bool same = now.empty() || commit.empty() || commit == now;
    change.links.emplace(real, same ? std::string() : NotAsStaged("submodule", path));
  }
  return {};
}

// The working tree, with what it need not have as the index has it.
Listing WithSkipped(const Listing& files, const Index& index) {
  Listing all = files;
  for (const std::string& path : index.skipped) all.emplace(path, HashIn(index.files, path));
  return all;
}

}  // namespace

Result<GitChange> FindChange(const std::string& inside, const ChangeScope& scope,
                             uint64_t largest) {
  Result<std::string> root = WorkingTreeOf(inside);
  if (!root) return tl::unexpected(root.error());
  GitChange change = {.root = std::move(*root)};
  const Result<std::string> base = BaseOf(change.root, scope.since);
  if (!base) return tl::unexpected(base.error());
  const Result<Listed> tree = ListTree(change.root, *base);
  if (!tree) return tl::unexpected(tree.error());
  const Result<Index> index = ListIndex(change.root, scope.index);
  if (!index) return tl::unexpected(index.error());
  if (scope.staged && !index->conflict.empty()) {
    return Failed("'" + index->conflict +
                  "' has a merge conflict: resolve it and add the file before what is staged is "
                  "linted.");
  }
  const auto untracked = ListUntracked(change.root, scope.index);
  if (!untracked) return tl::unexpected(untracked.error());
  const std::vector<std::string> paths =
      MayBeOfStacks(PathsOf(tree->files, index->files, *untracked));
  const Result<Listing> files = HashFiles(change.root, paths);
  if (!files) return tl::unexpected(files.error());
  const bool sparse = !scope.staged && !index->skipped.empty();
  const Listing with_skipped = sparse ? WithSkipped(*files, *index) : Listing();
  const Listing& now = scope.staged ? index->files : sparse ? with_skipped : *files;
  for (const std::string& path : paths) {
    std::string before = HashIn(tree->files, path);
    if (before == HashIn(now, path)) continue;
    change.before.emplace(JoinPath(change.root, path), std::move(before));
  }
  const Result<void> added = AddDrafts(now, *files, paths, largest, change);
  if (!added) return tl::unexpected(added.error());
  const Result<void> found = FindLinks(*tree, *index, scope, largest, change);
  if (!found) return tl::unexpected(found.error());
  return change;
}

Result<std::map<std::string, std::string>> ReadObjects(const std::string& inside,
                                                       const std::vector<std::string>& hashes,
                                                       uint64_t largest) {
  std::map<std::string, std::string> contents;
  std::string asked;
  for (const std::string& hash : hashes) asked += hash + "\n";
  if (asked.empty()) return contents;
  const Result<std::string> sizes =
      RunGit(inside, {"cat-file", "--batch-check"}, asked, {.output = kLargestListing});
  if (!sizes) return tl::unexpected(sizes.error());
  std::string wanted;
  uint64_t total = 0;
  for (std::string_view rest = *sizes; !rest.empty();) {
    // HASH SP TYPE SP SIZE
    std::string_view line = TakeUntil(rest, '\n');
    const std::string_view hash = TakeUntil(line, ' ');
    const std::string_view type = TakeUntil(line, ' ');
    const std::optional<uint64_t> size = ParseNumber<uint64_t>(line);
    if (type != "blob" || !size || *size > largest) continue;
    wanted += std::string(hash) + "\n";
    total += *size + hash.size() + 40;
  }
  if (total > kMostContent) return Failed("The changed files have more than 1 GB together.");
  const Result<std::string> printed =
      RunGit(inside, {"cat-file", "--batch"}, wanted, {.output = total + 100});
  if (!printed) return tl::unexpected(printed.error());
  for (std::string_view rest = *printed; !rest.empty();) {
    // HASH SP TYPE SP SIZE LF CONTENT LF
    std::string_view line = TakeUntil(rest, '\n');
    const std::string_view hash = TakeUntil(line, ' ');
    TakeUntil(line, ' ');
    const std::optional<uint64_t> size = ParseNumber<uint64_t>(line);
    if (!size || *size >= rest.size()) return Failed("git does not have all that has changed.");
    contents.emplace(hash, rest.substr(0, *size));
    rest.remove_prefix(*size + 1);
  }
  return contents;
}

}  // namespace stackql
