#include "run/revision.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/ascii.h"
#include "base/git.h"
#include "base/number.h"
#include "base/system_error.h"
#include "base/write_file.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestListing = 64 << 20;
constexpr size_t kLongestRevision = 1024;
constexpr size_t kLongestName = 255;  // of a part of a path, on every common file system

struct Blob {
  std::string_view hash = {};
  std::string_view path = {};
  uint64_t size = 0;
};

bool IsHash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string Shown(std::string_view path) {
  std::string shown = "'";
  for (const char c : path.substr(0, 200)) {
    shown += IsControl(c) ? '?' : c;
  }
  return shown + (path.size() > 200 ? "...'" : "'");
}

// What is before the delimiter, which is taken off as well; all, if there is none.
std::string_view Cut(std::string_view& text, char delimiter) {
  const std::string_view head = text.substr(0, text.find(delimiter));
  text.remove_prefix(std::min(text.size(), head.size() + 1));
  return head;
}

// Folders of what others made, in which no stack lies.
bool IsForeign(std::string_view path) {
  while (!path.empty()) {
    const bool is_folder = path.find('/') != std::string_view::npos;
    const std::string_view part = Cut(path, '/');
    if (is_folder && (part == ".stackql" || part == "node_modules")) return true;
  }
  return false;
}

// Why a path from a tree, which a stranger may have written byte by byte, is not made; or empty.
std::string WhyRefused(std::string_view path, const RevisionLimits& limits) {
  if (path.size() > limits.path) {
    return "its path is longer than " + std::to_string(limits.path) + " bytes";
  }
  size_t depth = 0;
  const bool ends_in_slash = path.empty() || path.back() == '/';
  while (!path.empty()) {
    const std::string_view part = Cut(path, '/');
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
  std::string_view facts = Cut(line, '\t');
  blob.path = line;
  mode = Cut(facts, ' ');
  Cut(facts, ' ');
  blob.hash = Cut(facts, ' ');
  facts.remove_prefix(std::min(facts.find_first_not_of(' '), facts.size()));
  if (!IsHash(blob.hash)) return false;
  if (facts == "-") return true;
  const std::optional<uint64_t> size = ParseNumber<uint64_t>(facts);
  blob.size = size.value_or(0);
  return size.has_value();
}

// Chooses from a listing.
Result<std::vector<Blob>> Choose(std::string_view listing, const RevisionLimits& limits,
                                 Revision& revision) {
  std::vector<Blob> blobs;
  uint64_t total = 0;
  while (!listing.empty()) {
    const std::string_view line = Cut(listing, '\0');
    std::string_view mode;
    Blob blob;
    if (!ReadLine(line, mode, blob)) return Failed("git lists a file that does not exist.");
    if ((mode != "100644" && mode != "100755") || IsForeign(blob.path)) continue;
    std::string refused = WhyRefused(blob.path, limits);
    if (refused.empty() && blob.size > limits.file) {
      refused = "it is larger than " + std::to_string(limits.file) + " bytes";
    }
    if (!refused.empty()) {
      revision.left_out.push_back(Shown(blob.path) + " is left out: " + refused + ".");
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
  return blobs;
}

// A tree that a stranger wrote may hold a name twice, or a file where another entry needs a folder.
bool IsConflict(const std::error_code& error) {
  return error == std::errc::file_exists || error == std::errc::not_a_directory ||
         error == std::errc::is_a_directory;
}

// Writes what "git cat-file --batch" printed, HASH SP "blob" SP SIZE LF CONTENT LF each.
Result<void> WriteAll(std::string_view printed, const std::vector<Blob>& blobs,
                      Revision& revision) {
  for (const Blob& blob : blobs) {
    const std::string header = std::string(blob.hash) + " blob " + std::to_string(blob.size) + "\n";
    if (printed.substr(0, header.size()) != header || printed.size() <= header.size() + blob.size) {
      return Failed("git does not have the content of " + Shown(blob.path) + ".");
    }
    const std::string_view content = printed.substr(header.size(), blob.size);
    printed.remove_prefix(header.size() + blob.size + 1);
    const fs::path path = fs::path(revision.folder.path()) / blob.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (!error) error = WriteNewFile(path.string(), content, {.mode = 0600, .sync = false});
    if (IsConflict(error)) {
      revision.left_out.push_back(Shown(blob.path) +
                                  " is left out: another entry has the same path.");
    } else if (error) {
      return Failed(Shown(blob.path) + " cannot be written to '" + revision.folder.path() +
                    "': " + Describe(error) + ".");
    }
  }
  return {};
}

// The hash that git prints; empty if it prints none.
std::string HashFrom(const std::string& inside, const std::vector<std::string>& arguments) {
  const Result<std::string> printed = RunGit(inside, arguments, "", {});
  const std::string hash = printed ? printed->substr(0, printed->find('\n')) : std::string();
  return IsHash(hash) ? hash : std::string();
}

// The hash of an object by one of its names; empty if there is none.
std::string HashOf(const std::string& inside, const std::string& name) {
  return HashFrom(inside, {"rev-parse", "--verify", "--quiet", "--end-of-options", name});
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
                "'.");
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
  std::string wanted;
  for (const Blob& blob : *blobs) wanted += std::string(blob.hash) + "\n";
  const uint64_t headers = blobs->size() * 100 + 100;
  const Result<std::string> contents =
      RunGit(inside, {"cat-file", "--batch"}, wanted, {.output = limits.total + headers});
  if (!contents) return tl::unexpected(contents.error());
  Result<PrivateFolder> folder = PrivateFolder::Make();
  if (!folder) return tl::unexpected(folder.error());
  found.folder = std::move(*folder);
  const Result<void> written = WriteAll(*contents, *blobs, found);
  if (!written) return tl::unexpected(written.error());
  return found;
}

Result<std::string> MergeBase(const std::string& inside, const std::string& one,
                              const std::string& other) {
  const Result<std::string> first = Resolve(inside, one);
  if (!first) return first;
  const Result<std::string> second = Resolve(inside, other);
  if (!second) return second;
  std::string hash = HashFrom(inside, {"merge-base", *first, *second});
  if (!hash.empty()) return hash;
  return Failed(Shown(one) + " and " + Shown(other) + " have no common commit.");
}

}  // namespace stackql
