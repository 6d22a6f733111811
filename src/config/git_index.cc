#include "config/git_index.h"

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "base/read_file.h"
#include "config/discovery.h"

namespace stackql::config {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestIndex = 256 << 20;
constexpr uint64_t kLargestText = 1 << 20;

// The files of an index, read in its order.
class IndexReader {
 public:
  IndexReader(std::string_view bytes, size_t hash_size) : bytes_(bytes), hash_size_(hash_size) {
    if (bytes_.size() < kHeader || bytes_.substr(0, 4) != "DIRC") return;
    version_ = Number(4, 4);
    count_ = Number(8, 4);
    understood_ = version_ >= 2 && version_ <= 4;
    at_ = kHeader;
  }

  // The path of the next one, a folder's with a slash at the end; none at the end or after an
  // error.
  std::optional<std::string_view> Next() {
    if (!understood_ || read_ == count_) return std::nullopt;
    ++read_;
    understood_ = version_ == 4 ? ReadCompressed() : ReadPlain();
    return understood_ ? std::optional<std::string_view>(path_) : std::nullopt;
  }
  // Whether what Next() gave is all: nothing is cut off, and no extension that a reader must know
  // (a small letter first) says otherwise, as that of a split index does. To be asked at the end.
  bool IsWhole() const {
    if (!understood_) return false;
    size_t at = at_;
    for (; at + 8 + hash_size_ <= bytes_.size(); at += 8 + size_t{Number(at + 4, 4)}) {
      const bool optional = IsUpper(bytes_[at]);
      if (!optional && bytes_.substr(at, 4) != "sdir") return false;
    }
    return at + hash_size_ == bytes_.size();
  }

 private:
  static constexpr size_t kHeader = 12;
  static constexpr size_t kStat = 40;  // times, device, mode, owner, size
  static constexpr uint32_t kExtended = 0x4000;

  uint32_t Number(size_t at, size_t size) const {
    uint32_t number = 0;
    for (size_t i = 0; i < size; ++i) {
      number = number << 8 | static_cast<unsigned char>(bytes_[at + i]);
    }
    return number;
  }

  // Leaves `at_` behind the flags.
  bool ReadFixedPart() {
    const size_t flags = at_ + kStat + hash_size_;
    if (flags + 4 > bytes_.size()) return false;
    at_ = flags + ((Number(flags, 2) & kExtended) != 0 ? 4 : 2);
    return true;
  }

  bool ReadPlain() {
    const size_t begin = at_;
    if (!ReadFixedPart()) return false;
    const size_t end = bytes_.find('\0', at_);
    if (end == std::string_view::npos) return false;
    path_.assign(bytes_, at_, end - at_);
    at_ = begin + (end - begin + 8) / 8 * 8;  // one to eight zero bytes
    return at_ <= bytes_.size();
  }

  // Each path begins with the one before, less as many bytes as a number says.
  bool ReadCompressed() {
    if (!ReadFixedPart()) return false;
    size_t dropped = 0;
    for (bool first = true;; first = false) {
      if (at_ >= bytes_.size() || dropped > path_.size()) return false;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      dropped = ((first ? 0 : dropped + 1) << 7) | (byte & 0x7F);
      if ((byte & 0x80) == 0) break;
    }
    const size_t end = bytes_.find('\0', at_);
    if (end == std::string_view::npos || dropped > path_.size()) return false;
    path_.resize(path_.size() - dropped);
    path_.append(bytes_, at_, end - at_);
    at_ = end + 1;
    return true;
  }

  std::string_view bytes_;
  size_t hash_size_ = 20;
  uint32_t version_ = 0;
  uint32_t count_ = 0;
  uint32_t read_ = 0;
  size_t at_ = 0;
  bool understood_ = false;
  std::string path_;
};

std::string TextOf(const fs::path& path) {
  auto text = ReadWholeFile(path.string(), kLargestText);
  std::string found = text ? std::move(*text) : std::string();
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.pop_back();
  return found;
}

// Whether git takes this `.git` for one: it goes on upwards from a folder that has no HEAD.
bool IsRepository(const fs::path& dot_git, std::error_code& error) {
  const fs::file_status status = fs::status(dot_git, error);
  if (status.type() == fs::file_type::not_found) error.clear();
  if (error || !fs::exists(status)) return false;
  if (!fs::is_directory(status)) return true;
  const bool has_head = fs::exists(fs::symlink_status(dot_git / "HEAD", error));
  if (!has_head && error == std::errc::no_such_file_or_directory) error.clear();
  return has_head;
}

// Where a worktree's data lie: the folder `.git`, or the one that a file of that name points to.
std::optional<fs::path> DataOf(const fs::path& dot_git) {
  std::error_code error;
  if (fs::is_directory(dot_git, error)) return dot_git;
  const std::string text = TextOf(dot_git);
  constexpr std::string_view kBegin = "gitdir: ";
  if (text.compare(0, kBegin.size(), kBegin) != 0) return std::nullopt;
  return dot_git.parent_path() / text.substr(kBegin.size());
}

// Names of objects are longer where the repository says so (git's "hash-function-transition").
size_t HashSize(const fs::path& data) {
  const std::string common = TextOf(data / "commondir");
  const std::string config = TextOf((common.empty() ? data : data / common) / "config");
  return config.find("sha256") == std::string::npos ? 20 : 32;
}

// Whether an entry stands for everything below it, `inside` too: a folder of a sparse index, or a
// link or repository that git tracks as one.
bool IsAround(std::string_view entry, std::string_view inside) {
  if (entry.empty() || !inside.starts_with(entry)) return false;
  return entry.back() == '/' || (inside.size() > entry.size() && inside[entry.size()] == '/');
}

fs::path WithoutSlash(const fs::path& path) {
  return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

Tracked IsIn(const fs::path& data, const std::string& inside) {
  std::error_code error;
  if (!fs::exists(data / "index", error)) return error ? Tracked::kMaybe : Tracked::kNo;
  const auto bytes = ReadWholeFile((data / "index").string(), kLargestIndex);
  if (!bytes) return Tracked::kMaybe;
  IndexReader index(*bytes, HashSize(data));
  while (const std::optional<std::string_view> path = index.Next()) {
    const bool below = inside == "." || path->starts_with(inside + "/");
    if (*path == inside || below || IsAround(*path, inside)) return Tracked::kYes;
  }
  return index.IsWhole() ? Tracked::kNo : Tracked::kMaybe;
}

// By the nearest repository around an absolute path; which links it was reached by does not count.
Tracked IsTrackedHere(const fs::path& path) {
  std::error_code error;
  const bool is_folder = fs::is_directory(fs::symlink_status(path, error));
  fs::path folder = is_folder ? path : path.parent_path();
  for (; !error; folder = folder.parent_path()) {
    if (IsRepository(folder / ".git", error)) {
      const std::optional<fs::path> data = DataOf(folder / ".git");
      if (!data) return Tracked::kMaybe;
      return IsIn(*data, path.lexically_relative(folder).generic_string());
    }
    if (folder == folder.parent_path()) break;
  }
  return error ? Tracked::kMaybe : Tracked::kNo;
}

}  // namespace

Tracked IsTracked(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) return Tracked::kMaybe;
  const Tracked there = IsTrackedHere(real);
  const fs::path written = WithoutSlash(fs::absolute(path, error).lexically_normal());
  if (error || there == Tracked::kYes || written == real) return error ? Tracked::kMaybe : there;
  const Tracked link = IsTrackedHere(written);
  return link == Tracked::kNo ? there : link;
}

}  // namespace stackql::config
