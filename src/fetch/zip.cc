#include <algorithm>
#include <cstdint>
#include <vector>

#include "fetch/archive.h"
#include "fetch/entries.h"
#include "fetch/inflate.h"

namespace stackql::fetch {
namespace {

// Sizes and signatures of the records of PKWARE's APPNOTE 4.3.
constexpr size_t kEndSize = 22;
constexpr size_t kCentralSize = 46;
constexpr size_t kLocalSize = 30;
constexpr size_t kLongestComment = 0xFFFF;
constexpr uint32_t kEndMark = 0x06054B50;
constexpr uint32_t kCentralMark = 0x02014B50;
constexpr uint32_t kLocalMark = 0x04034B50;
constexpr uint32_t kElsewhere16 = 0xFFFF;  // the number is in a ZIP64 record
constexpr uint32_t kEncrypted = 1;
constexpr uint32_t kStored = 0;
constexpr uint32_t kDeflated = 8;
constexpr uint32_t kUnix = 3;
constexpr uint32_t kFileType = 0170000;  // of a Unix mode
constexpr uint32_t kRegular = 0100000;
constexpr uint32_t kFolder = 0040000;

uint32_t Number(std::string_view bytes, size_t at, size_t size) {
  uint32_t number = 0;
  for (size_t i = size; i > 0; --i) {
    number = number << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return number;
}

// An entry of the central directory.
struct Member {
  std::string name = {};
  uint32_t flags = 0;
  uint32_t method = 0;
  uint32_t checksum = 0;
  uint32_t packed = 0;
  uint32_t size = 0;
  uint32_t offset = 0;
  uint32_t mode = 0;  // of Unix; 0: none
};

class ZipReader {
 public:
  ZipReader(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take)
      : bytes_(bytes), limits_(limits), take_(take), entries_(limits) {}

  Result<void> Read() {
    Result<void> read = ReadDirectory();
    if (read) read = CheckOverlaps();
    for (const Member& member : members_) {
      if (!read) break;
      read = ReadMember(member);
    }
    return read;
  }

 private:
  // Where the end record is: the last place that it fits.
  size_t FindEnd() const {
    if (bytes_.size() < kEndSize) return std::string_view::npos;
    const size_t last = bytes_.size() - kEndSize;
    const size_t first = last > kLongestComment ? last - kLongestComment : 0;
    for (size_t at = last + 1; at-- > first;) {
      if (Number(bytes_, at, 4) == kEndMark &&
          at + kEndSize + Number(bytes_, at + 20, 2) == bytes_.size()) {
        return at;
      }
    }
    return std::string_view::npos;
  }

  Result<void> ReadDirectory() {
    const size_t end = FindEnd();
    if (end == std::string_view::npos) return Failed("The archive is not a complete zip file.");
    const uint32_t count = Number(bytes_, end + 10, 2);
    if (count == kElsewhere16)
      return Failed("The archive is of the ZIP64 form, which is not read.");
    if (count > limits_.files) {
      return Failed("The archive contains more than " + std::to_string(limits_.files) +
                    " entries.");
    }
    directory_ = Number(bytes_, end + 16, 4);
    size_t at = directory_;
    for (uint32_t i = 0; i < count; ++i) {
      if (at + kCentralSize > end || Number(bytes_, at, 4) != kCentralMark) return Damaged();
      Member member = {.flags = Number(bytes_, at + 8, 2),
                       .method = Number(bytes_, at + 10, 2),
                       .checksum = Number(bytes_, at + 16, 4),
                       .packed = Number(bytes_, at + 20, 4),
                       .size = Number(bytes_, at + 24, 4),
                       .offset = Number(bytes_, at + 42, 4)};
      if (Number(bytes_, at + 5, 1) == kUnix) member.mode = Number(bytes_, at + 40, 2);
      const uint32_t name = Number(bytes_, at + 28, 2);
      const size_t next =
          at + kCentralSize + name + Number(bytes_, at + 30, 2) + Number(bytes_, at + 32, 2);
      if (next > end) return Damaged();
      member.name = bytes_.substr(at + kCentralSize, name);
      members_.push_back(std::move(member));
      at = next;
    }
    if (at != end) return Damaged();
    return {};
  }

  // Members that share bytes unpack to far more than the archive holds.
  Result<void> CheckOverlaps() const {
    std::vector<std::pair<uint64_t, uint64_t>> ranges;
    uint64_t total = 0;
    for (const Member& member : members_) {
      const uint64_t begin = member.offset;
      ranges.emplace_back(begin, begin + kLocalSize + member.name.size() + member.packed);
      total += member.size;
    }
    std::sort(ranges.begin(), ranges.end());
    for (size_t i = 0; i < ranges.size(); ++i) {
      const uint64_t next = i + 1 < ranges.size() ? ranges[i + 1].first : directory_;
      if (ranges[i].second > next) return Failed("Entries of the archive overlap.");
    }
    if (total > std::max<uint64_t>(bytes_.size() * limits_.ratio, 1U << 20U)) {
      return Failed("The archive unpacks to more than " + std::to_string(limits_.ratio) +
                    " times its size.");
    }
    return {};
  }

  Result<void> ReadMember(const Member& member) {
    std::string entry = "The archive's entry " + Shown(member.name);
    const uint32_t type = member.mode & kFileType;
    const bool folder = !member.name.empty() && member.name.back() == '/';
    if (type != 0 && type != (folder ? kFolder : kRegular)) {
      return Failed(entry + " is neither a file nor a folder.");
    }
    if (folder && member.size > 0) return Damaged();
    if (folder) return entries_.AddFolder(member.name);
    if ((member.flags & kEncrypted) != 0) return Failed(entry + " is encrypted.");
    if (member.method != kStored && member.method != kDeflated) {
      return Failed(entry + " is compressed with an unsupported method.");
    }
    const Result<std::string> path = entries_.AddFile(member.name, member.size);
    if (!path) return tl::unexpected(path.error());
    std::string content;
    const std::string_view wrong = ReadContent(member, content);
    if (!wrong.empty()) return Failed(entry.append(" ").append(wrong).append("."));
    return take_(*path, content);
  }

  // What is wrong with the member, a predicate; or empty.
  std::string_view ReadContent(const Member& member, std::string& content) const {
    constexpr std::string_view kDamaged = "is damaged";
    const size_t local = member.offset;
    if (Number(bytes_, local, 4) != kLocalMark) return kDamaged;
    const size_t name = Number(bytes_, local + 26, 2);
    const size_t begin = local + kLocalSize + name + Number(bytes_, local + 28, 2);
    if (begin + member.packed > directory_) return kDamaged;
    // The two headers must agree, as other programs go by the other one.
    if (bytes_.substr(local + kLocalSize, name) != member.name) return "has two names";
    const std::string_view packed = bytes_.substr(begin, member.packed);
    if (member.method == kStored) {
      content = packed;
    } else {
      Inflater stream(packed, Inflater::Form::kRaw);
      const bool read = stream.Read(uint64_t{member.size} + 1, content);
      if (!read) return stream.error();
      if (!stream.AtEnd()) return kDamaged;
    }
    if (content.size() != member.size) return "has another size than is said";
    const uLong sum =
        crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    return sum == member.checksum ? std::string_view() : kDamaged;
  }

  static tl::unexpected<Error> Damaged() {
    return Failed("The list of the archive's entries is damaged.");
  }

  std::string_view bytes_;
  const ArchiveLimits& limits_;
  const TakeFile& take_;
  Entries entries_;
  std::vector<Member> members_ = {};
  size_t directory_ = 0;
};

}  // namespace

Result<void> UnpackZip(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take) {
  return ZipReader(bytes, limits, take).Read();
}

}  // namespace stackql::fetch
