#include "discovery/discovery.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/path.h"
#include "base/system_error.h"
#include "discovery/ignore_scopes.h"

namespace stackql::discovery {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kResources = "resources";
constexpr std::string_view kConfigName = ".stackql-lint.yaml";

// What can only be meant as a manifest: "Stackql-Manifest.yaml".
bool IsMisnamedManifest(std::string_view name) {
  if (name == kManifestName) return false;
  std::string plain = Lower(name);
  std::ranges::replace(plain, '-', '_');
  return plain == kManifestName || plain == "stackql_manifest.yaml";
}

bool IsManifestLike(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

bool IsQueryLike(std::string_view path) { return path.ends_with(".iql") || path.ends_with(".sql"); }

// A stack as it is found: files by their path below the stack's folder.
struct FoundStack {
  std::string folder = {};  // as the user would write it
  size_t base = 0;          // bytes of its real path with the slash after it
  std::string manifest = {};
  bool whole = false;  // all of it was asked for, not only files named in `files`
  std::set<std::string> files = {};
};

struct Entry {
  std::string name = {};
  bool is_directory = false;
  bool is_link = false;  // to a file
};

class Finder {
 public:
  // `drafts` must outlive it.
  Finder(Kept kept, const Drafts& drafts) : kept_(std::move(kept)), drafts_(drafts) {}

  // A path that the user named. Failures of what is not there are the caller's to find.
  void AddNamed(const std::string& given, bool on_disk) {
    const std::string path = CleanPath(given);
    std::error_code error;
    const fs::file_status status = fs::status(path.empty() && !given.empty() ? "." : path, error);
    const std::string real = RealPath(path);
    const bool drafted = HasFilesBelow(drafts_, real);
    if (on_disk && (error || !fs::exists(status)) && !drafted && !IsThere(real)) {
      // It was deleted, or is misspelled.
      if (AddStackAround(path)) return found_.gone.push_back(given);
      return Fail(given,
                  error ? error : std::make_error_code(std::errc::no_such_file_or_directory));
    }
    if (on_disk && (fs::is_directory(status) || drafted)) return AddFolder(path);
    // A configuration stands for all that it may be about.
    if (LastPart(path) == kConfigName) return AddFolder(std::string(ParentPath(path)));
    const bool manifest = LastPart(path) == kManifestName;
    if (IsMisnamedManifest(LastPart(path)) &&
        !IsThere(JoinPath(RealPath(std::string(ParentPath(path))), kManifestName))) {
      return FailOther(given);
    }
    if (!manifest && !IsQueryLike(path) && AddStackAround(path)) return;  // file() includes it
    // What else lies in folders of this name is of other programs.
    if (!manifest && !path.ends_with(".iql") && IsBelowResources(path) &&
        OwnerOf(path) == nullptr) {
      return;
    }
    if (IsManifestLike(path)) return AddManifest(path);
    if (!on_disk || IsQueryLike(path)) return AddQueryFile(path);
    found_.failures.push_back("Cannot lint '" + given +
                              "': neither a query file (.iql, .sql) nor a manifest (.yml, .yaml).");
  }

  Discovered Finish() {
    for (auto& entry : stacks_) AddUnit(entry.second);
    for (auto& entry : bare_files_) found_.units.push_back({.query_files = {entry.second}});
    std::sort(found_.units.begin(), found_.units.end(),
              [](const Unit& a, const Unit& b) { return Key(a) < Key(b); });
    std::sort(found_.failures.begin(), found_.failures.end());
    return std::move(found_);
  }

 private:
  static const std::string& Key(const Unit& unit) {
    return unit.manifest.empty() ? unit.query_files.front() : unit.manifest;
  }

  void Fail(const std::string& path, std::error_code error) {
    found_.failures.push_back("Cannot read '" + path + "': " + Describe(error) + ".");
  }

  void AddUnit(const FoundStack& stack) {
    if (!stack.whole && stack.files.empty()) return;
    Unit unit = {.manifest = stack.manifest};
    for (const std::string& file : stack.files) {
      unit.query_files.push_back(JoinPath(stack.folder, file));
    }
    if (!stack.whole) unit.only = unit.query_files;
    found_.units.push_back(std::move(unit));
  }

  bool IsThere(const std::string& real) const {
    const auto draft = drafts_.find(real);
    return IsRegularFile(real) || (draft != drafts_.end() && draft->second);
  }

  // --- what a path belongs to --------------------------------------------------------------------

  // The stack with this manifest; `folder` is how the user would write where it is.
  FoundStack& StackOf(const std::string& real_manifest, const std::string& folder) {
    FoundStack& stack = stacks_[real_manifest];
    if (stack.manifest.empty()) {
      stack.folder = folder;
      stack.base = real_manifest.rfind('/') + 1;
      stack.manifest = JoinPath(folder, LastPart(real_manifest));
    }
    return stack;
  }

  // The stack whose resources/ folder holds a path that the user wrote; null if there is none.
  FoundStack* OwnerOf(const std::string& path) {
    return OwnerOf(RealPath(std::string(ParentPath(path))), path);
  }

  static bool IsBelowResources(const std::string& path) {
    const std::string real = RealPath(std::string(ParentPath(path)));
    for (std::string_view at = real; at.size() > 1; at = ParentPath(at)) {
      if (LastPart(at) == kResources) return true;
    }
    return false;
  }

  // The whole stack whose resources/ folder holds a path; false if there is none.
  bool AddStackAround(const std::string& path) {
    const FoundStack* owner = OwnerOf(path);
    if (owner == nullptr) return false;
    AddManifest(std::string(owner->manifest));
    return true;
  }

  // The stack whose resources/ folder holds the files of this folder; null if there is none.
  // `path` is how the user wrote a file in it.
  FoundStack* OwnerOf(const std::string& real_folder, const std::string& path) {
    size_t below = 1;
    for (std::string_view at = real_folder; at.size() > 1; at = ParentPath(at)) {
      ++below;
      if (LastPart(at) != kResources) continue;
      const std::string folder(ParentPath(at));
      const std::string manifest = JoinPath(folder, kManifestName);
      if (IsThere(manifest)) return &StackOf(manifest, SpellAncestor(path, below, folder));
    }
    return nullptr;
  }

  // The repository around a folder, or the folder itself.
  static std::string BoundaryAround(const std::string& real) {
    std::string repository = RepositoryAround(real);
    return repository.empty() ? real : repository;
  }

  // --- named paths -------------------------------------------------------------------------------

  void AddFolder(const std::string& path) {
    const std::string real = RealPath(path);
    FoundStack* owner = OwnerOf(real, JoinPath(path, "x"));
    scopes_.Begin(real, found_.failures);
    boundary_ = BoundaryAround(real);
    Walk(real, path, owner, 0);
  }

  void AddManifest(const std::string& path) {
    const std::string folder(ParentPath(path));
    const std::string real = RealPath(folder);
    FoundStack& stack = StackOf(JoinPath(real, LastPart(path)), folder);
    stack.whole = true;
    const std::string resources = JoinPath(real, kResources);
    const bool walked = LastPart(path) == kManifestName &&
                        (FileType(resources) == S_IFDIR || HasFilesBelow(drafts_, resources));
    if (!walked) return;
    scopes_.Begin(resources, found_.failures);
    boundary_ = BoundaryAround(real);
    Walk(resources, JoinPath(folder, kResources), &stack, 0);
  }

  void AddQueryFile(const std::string& path) {
    const std::string real = RealPath(std::string(ParentPath(path)));
    FoundStack* owner = OwnerOf(real, path);
    AddFound(owner, JoinPath(real, LastPart(path)), path);
  }

  void AddFound(FoundStack* owner, const std::string& real, const std::string& path) {
    if (owner == nullptr) {
      bare_files_.emplace(real, path);
      return;
    }
    owner->files.insert(real.substr(owner->base));
  }

  // --- the walk ----------------------------------------------------------------------------------

  bool IsKept(std::string_view name, const std::string& real) const {
    return kept_ && name != ".git" && kept_(real);
  }

  // What a folder holds, sorted, without hidden entries and links.
  std::vector<Entry> List(const std::string& real, const std::string& path) {
    std::vector<Entry> entries;
    std::error_code error;
    fs::directory_iterator at(real, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
      if (++seen_ > kMostEntries) break;
      std::string name(LastPart(at->path().native()));
      std::error_code unknown;
      const bool link = at->is_symlink(unknown);
      const bool kept = kept_ && IsKept(name, JoinPath(real, name));
      if (name.front() == '.' && !kept) continue;
      // What a link to a folder leads to is found where it is; so is a query file of no stack.
      const bool is_directory = !link && at->is_directory(unknown);
      if (!is_directory && !IsFound(name)) continue;
      const bool leads_out = link && !kept && !IsBelow(boundary_, RealPath(JoinPath(real, name)));
      if (!is_directory && (leads_out || !at->is_regular_file(unknown))) {
        if (name == kManifestName) FailManifest(JoinPath(path, name), leads_out);
        continue;
      }
      entries.push_back(
          {.name = std::move(name), .is_directory = is_directory, .is_link = link && !kept});
    }
    const std::vector<std::string> drafted = FilesBelow(drafts_, real);
    if (error && drafted.empty()) Fail(path.empty() ? "." : path, error);
    for (const std::string& file : drafted) {
      const std::string name = file.substr(0, file.find('/'));
      const bool is_directory = name.size() < file.size();
      if (name.front() == '.' || (!is_directory && !IsFound(name))) continue;
      entries.push_back({.name = name, .is_directory = is_directory});
    }
    std::ranges::sort(entries, {}, &Entry::name);
    const auto same = [](const Entry& a, const Entry& b) { return a.name == b.name; };
    entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
    return entries;
  }

  static bool IsFound(std::string_view name) {
    return IsQueryLike(name) || name == kManifestName || IsMisnamedManifest(name);
  }

  void Walk(const std::string& real, const std::string& path, FoundStack* owner, uint32_t depth) {
    if (depth > kDeepestFolder) {
      found_.failures.push_back("Cannot read '" + path + "': it is more than " +
                                std::to_string(kDeepestFolder) + " folders deep.");
      return;
    }
    const std::vector<Entry> entries = List(real, path);
    const IgnoreScopes::Mark mark = scopes_.Enter(real, found_.failures);
    FoundStack* here = StackIn(entries, real, path);
    for (const Entry& entry : entries) {
      if (seen_ > kMostEntries) return Stop();
      const std::string real_entry = JoinPath(real, entry.name);
      if (entry.name == kManifestName && !entry.is_directory) continue;
      if (scopes_.Ignored(real_entry, entry.is_directory) && !IsKept(entry.name, real_entry))
        continue;
      const std::string entry_path = JoinPath(path, entry.name);
      if (!entry.is_directory && IsMisnamedManifest(entry.name)) {
        if (here == nullptr) FailOther(entry_path);
      } else if (entry.is_directory) {
        Walk(real_entry, entry_path, here != nullptr && entry.name == kResources ? here : owner,
             depth + 1);
      } else if (owner != nullptr || (entry.name.ends_with(".iql") && !entry.is_link)) {
        AddFound(owner, real_entry, entry_path);
      }
    }
    scopes_.Leave(mark);
  }

  // The stack whose manifest is in this folder. An ignored manifest still explains the queries.
  FoundStack* StackIn(const std::vector<Entry>& entries, const std::string& real,
                      const std::string& path) {
    const bool found = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
      return entry.name == kManifestName && !entry.is_directory;
    });
    if (!found) return nullptr;
    const std::string manifest = JoinPath(real, kManifestName);
    FoundStack& stack = StackOf(manifest, path);
    if (!scopes_.Ignored(manifest, false) || IsKept(kManifestName, manifest)) stack.whole = true;
    return &stack;
  }

  void FailManifest(const std::string& path, bool leads_out) {
    found_.failures.push_back(
        "Cannot read '" + path + "': it is " +
        (leads_out ? "a link out of the repository." : "not a regular file."));
  }

  void FailOther(const std::string& path) {
    found_.failures.push_back("Cannot lint '" + path + "' as a stack: stackql-deploy reads '" +
                              std::string(kManifestName) + "' only. Rename it.");
  }

  void Stop() {
    if (stopped_) return;
    stopped_ = true;
    found_.failures.push_back(
        "Stopped after " + std::to_string(kMostEntries) +
        " files: name the stacks to lint instead of a folder far above them.");
  }

  Kept kept_;
  const Drafts& drafts_;
  Discovered found_;
  std::map<std::string, FoundStack> stacks_;       // by the real path of the manifest
  std::map<std::string, std::string> bare_files_;  // real path -> path as the user would write it
  IgnoreScopes scopes_;
  std::string boundary_;  // links to files are followed below it
  uint64_t seen_ = 0;
  bool stopped_ = false;
};

}  // namespace

Discovered Discover(const std::vector<std::string>& paths, const Kept& kept, const Drafts& drafts) {
  Finder finder(kept, drafts);
  for (const std::string& path : paths) finder.AddNamed(path, true);
  return finder.Finish();
}

Discovered DiscoverOne(const std::string& path) {
  const Drafts none;
  Finder finder({}, none);
  finder.AddNamed(path, false);
  return finder.Finish();
}

}  // namespace stackql::discovery
