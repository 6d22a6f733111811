#include "run/revision.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/git.h"
#include "base/number.h"
#include "base/path.h"
#include "base/system_error.h"
#include "base/write_file.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kBatch = 64 << 20;      // bytes of files that are asked for at once
constexpr uint64_t kLongestTarget = 4096;  // bytes, of a link
constexpr size_t kLongestRevision = 1024;
constexpr size_t kLongestName = 255;  // of a part of a path, on every common file system

struct Blob {
  std::string_view hash = {};
  std::string_view path = {};
  uint64_t size = 0;
  bool link = false;
};

constexpr std::string_view kLink = "120000";
constexpr std::string_view kSubmodule = "160000";

std::string Shown(std::string_view path) {
  std::string shown = "'";
  for (const char c : path.substr(0, 200)) {
    shown += IsControl(c) ? '?' : c;
  }
  return shown + (path.size() > 200 ? "...'" : "'");
}

// Why a path from a tree, which a stranger may have written byte by byte, is not made; or empty.
std::string WhyRefused(std::string_view path, const RevisionLimits& limits) {
  if (path.size() > limits.path) {
    return "its path is longer than " + std::to_string(limits.path) + " bytes";
  }
  size_t depth = 0;
  const bool ends_in_slash = path.empty() || path.back() == '/';
  while (!path.empty()) {
    const std::string_view part = TakeUntil(path, '/');
    if (part.empty() || part == "." || part == "..") return "its path leads out of the repository";
    if (EqualsIgnoringCase(part, ".git")) return "its path contains '.git'";
    if (part.size() > kLongestName) return "a part of its path is longer than 255 bytes";
    if (++depth > limits.depth) {
      return "it is more than " + std::to_string(limits.depth) + " folders deep";
    }
  }
  return ends_in_slash ? "its path leads out of the repository" : "";
}

// One line of "git ls-tree -l": MODE SP TYPE SP HASH SP SIZE TAB PATH. False if it is none.
bool ReadLine(std::string_view line, std::string_view& mode, Blob& blob) {
  std::string_view facts = TakeUntil(line, '\t');
  blob.path = line;
  mode = TakeUntil(facts, ' ');
  TakeUntil(facts, ' ');
  blob.hash = TakeUntil(facts, ' ');
  facts.remove_prefix(std::min(facts.find_first_not_of(' '), facts.size()));
  if (!IsObjectName(blob.hash)) return false;
  if (facts == "-") return true;
  const std::optional<uint64_t> size = ParseNumber<uint64_t>(facts);
  blob.size = size.value_or(0);
  return size.has_value();
}

// Why an entry of a tree is left out, or empty.
std::string WhyLeftOut(std::string_view mode, const Blob& blob, const RevisionLimits& limits) {
  if (mode == kSubmodule) return "it is a submodule";
  std::string refused = WhyRefused(blob.path, limits);
  if (!refused.empty()) return refused;
  const uint64_t largest = mode == kLink ? kLongestTarget : limits.file;
  return blob.size > largest ? "it is larger than " + std::to_string(largest) + " bytes" : "";
}

// Chooses from a listing.
Result<std::vector<Blob>> Choose(std::string_view listing, const RevisionLimits& limits,
                                 Revision& revision) {
  std::vector<Blob> blobs;
  uint64_t total = 0;
  while (!listing.empty()) {
    const std::string_view line = TakeUntil(listing, '\0');
    std::string_view mode;
    Blob blob;
    if (!ReadLine(line, mode, blob)) return Failed("git lists a file that does not exist.");
    blob.link = mode == kLink;
    std::string reason = WhyLeftOut(mode, blob, limits);
    if (!reason.empty()) {
      revision.left_out.push_back(
          {std::string(blob.path), std::string(blob.hash), std::move(reason)});
      continue;
    }
    total += blob.size;
    blobs.push_back(blob);
    if (blobs.size() > limits.files) {
      return Failed("The revision has more than " + std::to_string(limits.files) + " files.");
    }
    if (total > limits.total) {
      return Failed("The files of the revision have more than " + std::to_string(limits.total) +
                    " bytes together.");
    }
  }
  // Links last: nothing is written through one.
  std::stable_partition(blobs.begin(), blobs.end(), [](const Blob& blob) { return !blob.link; });
  return blobs;
}

// A tree that a stranger wrote may hold a name twice, or a file where another entry needs a folder.
bool IsConflict(const std::error_code& error) {
  return error == std::errc::file_exists || error == std::errc::not_a_directory ||
         error == std::errc::is_a_directory;
}

// Whether the target of a link first goes up and then only down, so that it leads out of the
// repository only if the links on its way do.
bool IsSimpleTarget(std::string_view path, std::string_view target) {
  auto above = std::count(path.begin(), path.end(), '/');
  if (target.empty() || target.front() == '/' || target.find('\0') != std::string_view::npos) {
    return false;
  }
  bool down = false;
  while (!target.empty()) {
    const std::string_view part = TakeUntil(target, '/');
    if (part == "..") {
      if (down || --above < 0) return false;
    } else {
      down |= !part.empty() && part != ".";
    }
  }
  return true;
}

std::error_code WriteEntry(const fs::path& path, std::string_view content, bool link) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return error;
  if (!link) return WriteNewFile(path.string(), content, {.mode = 0600, .sync = false});
  fs::create_symlink(fs::path(std::string(content)), path, error);
  return error;
}

constexpr const char* kElsewhere = "it is a link that leads out of the repository or to nothing";

// Writes what "git cat-file --batch" printed, HASH SP "blob" SP SIZE LF CONTENT LF each.
Result<void> WriteAll(std::string_view printed, std::span<const Blob> blobs, Revision& revision) {
  for (const Blob& blob : blobs) {
    const std::string header = std::string(blob.hash) + " blob " + std::to_string(blob.size) + "\n";
    if (printed.substr(0, header.size()) != header || printed.size() <= header.size() + blob.size) {
      return Failed("git does not have the content of " + Shown(blob.path) + ".");
    }
    const std::string_view content = printed.substr(header.size(), blob.size);
    printed.remove_prefix(header.size() + blob.size + 1);
    const auto leave_out = [&](std::string reason) {
      revision.left_out.push_back(
          {std::string(blob.path), std::string(blob.hash), std::move(reason)});
    };
    if (blob.link && !IsSimpleTarget(blob.path, content)) {
      leave_out(kElsewhere);
      continue;
    }
    const fs::path path = fs::path(revision.folder.path()) / blob.path;
    const std::error_code error = WriteEntry(path, content, blob.link);
    if (!error) continue;
    if (!IsConflict(error)) {
      return Failed("Cannot write " + Shown(blob.path) + ": " + Describe(error) + ".");
    }
    leave_out("another entry has the same path");
  }
  return {};
}

// Takes links away that lead to nothing, once all are there.
void DropDangling(const std::vector<Blob>& blobs, Revision& revision) {
  for (const Blob& blob : blobs) {
    if (!blob.link) continue;
    const fs::path path = fs::path(revision.folder.path()) / blob.path;
    std::error_code error;
    if (!fs::is_symlink(path, error) || fs::exists(path, error)) continue;
    fs::remove(path, error);
    revision.left_out.push_back({std::string(blob.path), std::string(blob.hash), kElsewhere});
  }
}

// Asks git for files and writes them, so many at once as fit into memory.
Result<void> TakeAll(const std::string& inside, const std::vector<Blob>& blobs,
                     Revision& revision) {
  const std::span<const Blob> all = blobs;
  for (size_t at = 0; at < all.size();) {
    std::string wanted;
    uint64_t bytes = 0;
    size_t end = at;
    for (; end < all.size() && (end == at || bytes + all[end].size <= kBatch); ++end) {
      wanted += std::string(all[end].hash) + "\n";
      bytes += all[end].size + 100;  // and the line above it
    }
    const Result<std::string> contents =
        RunGit(inside, {"cat-file", "--batch"}, wanted, {.output = bytes + 100});
    if (!contents) return tl::unexpected(contents.error());
    Result<void> written = WriteAll(*contents, all.subspan(at, end - at), revision);
    if (!written) return written;
    at = end;
  }
  DropDangling(blobs, revision);
  return {};
}

// Why nobody sees what a tracked entry of the working tree stands for, or empty.
std::string WhyNotSeen(const std::string& root, const std::string& path, std::string_view mode) {
  std::error_code error;
  if (mode == kSubmodule) {
    return fs::is_empty(path, error) || error ? "it is a submodule" : "";
  }
  if (!fs::is_symlink(path, error)) return {};
  const std::string real = RealPath(path);
  return (real == root || IsBelow(root, real)) && fs::exists(real, error) ? "" : kElsewhere;
}

// The hash that git prints; empty if it prints none.
std::string HashFrom(const std::string& inside, const std::vector<std::string>& arguments) {
  const Result<std::string> printed = RunGit(inside, arguments, "", {});
  const std::string hash = printed ? printed->substr(0, printed->find('\n')) : std::string();
  return IsObjectName(hash) ? hash : std::string();
}

// The hash of an object by one of its names; empty if there is none.
std::string HashOf(const std::string& inside, const std::string& name) {
  return HashFrom(inside, {"rev-parse", "--verify", "--quiet", "--end-of-options", name});
}

// What may be wrong if something is not found.
std::string Advice(const std::string& inside) {
  const Result<std::string> shallow =
      RunGit(inside, {"rev-parse", "--is-shallow-repository"}, "", {});
  if (!shallow || !shallow->starts_with("true")) return {};
  return " This clone is shallow: fetch its history, as 'fetch-depth: 0' of actions/checkout does.";
}

// The hash of the commit, or else of the tree, that a text names.
Result<std::string> Resolve(const std::string& inside, const std::string& revision) {
  const bool is_text = !revision.empty() && revision.size() <= kLongestRevision &&
                       std::none_of(revision.begin(), revision.end(), IsControl);
  // First by itself: what is added to the text would count as part of a ":/pattern".
  const std::string object = is_text ? HashOf(inside, revision) : std::string();
  std::string hash;
  if (!object.empty()) hash = HashOf(inside, object + "^{commit}");
  if (!object.empty() && hash.empty()) hash = HashOf(inside, object + "^{tree}");
  if (!hash.empty()) return hash;
  return Failed(Shown(revision) + " is not a revision of the repository that contains '" + inside +
                "'." + Advice(inside));
}

}  // namespace

Result<Revision> CheckOut(const std::string& inside, const std::string& revision,
                          const RevisionLimits& limits) {
  const Result<std::string> prefix = RunGit(inside, {"rev-parse", "--show-prefix"}, "", {});
  if (!prefix) return tl::unexpected(prefix.error());
  const Result<std::string> commit = Resolve(inside, revision);
  if (!commit) return tl::unexpected(commit.error());
  Revision found = {.commit = *commit, .below = prefix->substr(0, prefix->rfind('\n'))};
  const Result<std::string> listing =
      RunGit(inside, {"ls-tree", "-r", "-z", "-l", "--full-tree", found.commit}, "",
             {.output = kLargestListing});
  if (!listing) return tl::unexpected(listing.error());
  const Result<std::vector<Blob>> blobs = Choose(*listing, limits, found);
  if (!blobs) return tl::unexpected(blobs.error());
  Result<PrivateFolder> folder = PrivateFolder::Make();
  if (!folder) return tl::unexpected(folder.error());
  found.folder = std::move(*folder);
  const Result<void> written = TakeAll(inside, *blobs, found);
  if (!written) return tl::unexpected(written.error());
  return found;
}

Result<TrackedFiles> ListTracked(const std::string& inside) {
  Result<std::string> root = WorkingTreeOf(inside);
  if (!root) return tl::unexpected(root.error());
  TrackedFiles tracked = {.root = std::move(*root)};
  const Result<std::string> listing =
      RunGit(tracked.root, {"ls-files", "--stage", "-z"}, "", {.output = kLargestListing});
  if (!listing) return tl::unexpected(listing.error());
  for (std::string_view rest = *listing; !rest.empty();) {
    // MODE SP HASH SP STAGE TAB PATH
    std::string_view path = TakeUntil(rest, '\0');
    std::string_view facts = TakeUntil(path, '\t');
    const std::string_view mode = TakeUntil(facts, ' ');
    const std::string_view hash = TakeUntil(facts, ' ');
    const std::string real = JoinPath(tracked.root, path);
    for (std::string_view at = real; at.size() > tracked.root.size(); at = ParentPath(at)) {
      if (!tracked.entries.emplace(at).second) break;
    }
    if (std::string reason = WhyNotSeen(tracked.root, real, mode); !reason.empty()) {
      tracked.left_out.push_back({std::string(path), std::string(hash), std::move(reason)});
    }
  }
  return tracked;
}

std::vector<LeftOut> NewlyLeftOut(const std::vector<LeftOut>& before,
                                  const std::vector<LeftOut>& after,
                                  const std::vector<std::string>& paths) {
  std::set<std::pair<std::string_view, std::string_view>> known;
  for (const LeftOut& each : before) known.emplace(each.path, each.object);
  std::vector<LeftOut> fresh;
  for (const LeftOut& each : after) {
    const bool asked = std::ranges::any_of(paths, [&](const std::string& path) {
      return each.path == path || IsBelow(path, each.path) || IsBelow(each.path, path);
    });
    if (asked && known.count({each.path, each.object}) == 0) fresh.push_back(each);
  }
  return fresh;
}

std::string RevisionAmong(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code error;
    const bool there = fs::exists(fs::symlink_status(path, error)) || path == "-";
    if (!there && Resolve(".", path)) return path;
  }
  return {};
}

Result<std::string> MergeBase(const std::string& inside, const std::string& one,
                              const std::string& other) {
  Result<std::string> first = Resolve(inside, one);
  if (!first) return first;
  Result<std::string> second = Resolve(inside, other);
  if (!second) return second;
  std::string hash = HashFrom(inside, {"merge-base", *first, *second});
  if (!hash.empty()) return hash;
  return Failed(Shown(one) + " and " + Shown(other) + " have no common commit." + Advice(inside));
}

}  // namespace stackql
