#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "fetch/archive.h"
#include "fetch/entries.h"
#include "fetch/inflate.h"

namespace stackql::fetch {
namespace {

constexpr uint64_t kBlock = 512;
constexpr uint64_t kLongestExtension = 64ULL << 10U;

// The fields of a header block (POSIX.1-1988 ustar, GNU tar).
struct Header {
  std::string name = {};
  uint64_t size = 0;
  char type = '0';
};

std::string_view Field(std::string_view block, size_t at, size_t size) {
  const std::string_view field = block.substr(at, size);
  return field.substr(0, field.find('\0'));
}

// An octal number, or nothing; false if it is neither. GNU's base-256 form of huge numbers is not
// taken.
bool ReadOctal(std::string_view field, uint64_t& number) {
  number = 0;
  const size_t begin = std::min(field.find_first_not_of(' '), field.size());
  field.remove_prefix(begin);
  field = field.substr(0, field.find_first_of(std::string_view(" \0", 2)));
  const auto end = std::from_chars(field.data(), field.data() + field.size(), number, 8);
  return field.empty() || (end.ec == std::errc() && end.ptr == field.data() + field.size());
}

// The sum of the header's bytes, those of the checksum itself taken as blanks.
bool ChecksumHolds(std::string_view block) {
  uint64_t expected = 0;
  if (!ReadOctal(block.substr(148, 8), expected)) return false;
  uint64_t sum = 0;
  for (size_t i = 0; i < block.size(); ++i) {
    sum += i >= 148 && i < 156 ? static_cast<unsigned char>(' ')
                               : static_cast<unsigned char>(block[i]);
  }
  return sum == expected;
}

bool ReadHeader(std::string_view block, Header& header) {
  if (!ChecksumHolds(block) || !ReadOctal(block.substr(124, 12), header.size)) return false;
  header.type = block[156] == '\0' ? '0' : block[156];
  header.name = Field(block, 0, 100);
  // The prefix field is of POSIX's form only; GNU keeps times there.
  if (block.substr(257, 6) == std::string_view("ustar\0", 6)) {
    const std::string_view prefix = Field(block, 345, 155);
    if (!prefix.empty()) header.name = std::string(prefix) + "/" + header.name;
  }
  return true;
}

// The records "LENGTH KEY=VALUE\n" of a POSIX.1-2001 extended header; only path and size matter.
bool ReadExtension(std::string_view records, std::string& path, std::string& size) {
  while (!records.empty()) {
    size_t length = 0;
    const auto number = std::from_chars(records.data(), records.data() + records.size(), length);
    const auto digits = static_cast<size_t>(number.ptr - records.data());
    if (number.ec != std::errc() || length > records.size() || length < digits + 3 ||
        records[digits] != ' ' || records[length - 1] != '\n') {
      return false;
    }
    const std::string_view record = records.substr(digits + 1, length - digits - 2);
    records.remove_prefix(length);
    const size_t equals = record.find('=');
    if (equals == std::string_view::npos) return false;
    if (record.substr(0, equals) == "path") path = record.substr(equals + 1);
    if (record.substr(0, equals) == "size") size = record.substr(equals + 1);
  }
  return true;
}

const char* KindOf(char type) {
  switch (type) {
    case '1':
      return "a hard link";
    case '2':
      return "a symbolic link";
    case '3':
    case '4':
      return "a device";
    case '6':
      return "a pipe";
    default:
      return "neither a file nor a folder";
  }
}

class TarReader {
 public:
  TarReader(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take)
      : stream_(bytes, Inflater::Form::kGzip),
        limits_(limits),
        take_(take),
        entries_(limits),
        // Small archives compress better than that without being bombs.
        most_(std::max<uint64_t>(bytes.size() * limits.ratio, 1U << 20U)) {}

  Result<void> Read() {
    for (;;) {
      const Result<std::string> block = Take(kBlock);
      if (!block) return tl::unexpected(block.error());
      if (block->find_first_not_of('\0') == std::string::npos) return Finish();
      Header header;
      if (!ReadHeader(*block, header)) return Failed("A header of the tar archive is damaged.");
      Result<void> read = ReadEntry(header);
      if (!read) return read;
    }
  }

 private:
  // The next bytes, all of them.
  Result<std::string> Take(uint64_t size) {
    unpacked_ += size;
    if (unpacked_ > most_) {
      return Failed("The archive unpacks to more than " + std::to_string(limits_.ratio) +
                    " times its size.");
    }
    std::string bytes;
    if (!stream_.Read(size, bytes))
      return Failed("The gzip stream " + std::string(stream_.error()) + ".");
    if (bytes.size() < size) return Failed("The tar archive ends early.");
    return bytes;
  }

  // The content of an entry; the padding after it is skipped.
  Result<std::string> TakeContent(uint64_t size) {
    Result<std::string> content = Take(size);
    if (!content) return content;
    Result<std::string> padding = Take((kBlock - size % kBlock) % kBlock);
    return padding ? std::move(content) : std::move(padding);
  }

  Result<void> ReadExtended(const Header& header) {
    if (header.size > kLongestExtension) {
      return Failed("An extended header of the archive is too long.");
    }
    const Result<std::string> content = TakeContent(header.size);
    if (!content) return tl::unexpected(content.error());
    if (header.type == 'L') path_ = content->substr(0, content->find('\0'));
    // The global one ('g') holds a comment, as git writes it.
    if (header.type == 'x' && !ReadExtension(*content, path_, size_)) return DamagedExtension();
    if (++extensions_ > limits_.files * 2) {
      return Failed("The archive contains too many extended headers.");
    }
    return {};
  }

  Result<void> ReadEntry(Header& header) {
    if (header.type == 'x' || header.type == 'g' || header.type == 'L') return ReadExtended(header);
    if (!path_.empty()) header.name = std::exchange(path_, {});
    if (!size_.empty() && !ReadSize(header.size)) return DamagedExtension();
    if (header.type == '5') return entries_.AddFolder(header.name);
    if (header.type != '0' && header.type != '7') {
      return Failed("The archive's entry " + Shown(header.name) + " is " + KindOf(header.type) +
                    ".");
    }
    const Result<std::string> path = entries_.AddFile(header.name, header.size);
    if (!path) return tl::unexpected(path.error());
    const Result<std::string> content = TakeContent(header.size);
    if (!content) return tl::unexpected(content.error());
    return take_(*path, *content);
  }

  static tl::unexpected<Error> DamagedExtension() {
    return Failed("An extended header of the archive is damaged.");
  }

  bool ReadSize(uint64_t& size) {
    const std::string text = std::exchange(size_, {});
    const auto end = std::from_chars(text.data(), text.data() + text.size(), size);
    return end.ec == std::errc() && end.ptr == text.data() + text.size();
  }

  // Reads the padding after the archive, so that the checksum is verified.
  Result<void> Finish() {
    std::string rest;
    while (stream_.Read(kBlock, rest) && rest.size() == kBlock) {
      unpacked_ += kBlock;
      if (rest.find_first_not_of('\0') != std::string::npos || unpacked_ > most_) {
        return Failed("The file continues after the end of its tar archive.");
      }
    }
    if (!stream_.error().empty())
      return Failed("The gzip stream " + std::string(stream_.error()) + ".");
    return {};
  }

  Inflater stream_;
  const ArchiveLimits& limits_;
  const TakeFile& take_;
  Entries entries_;
  uint64_t most_;
  uint64_t unpacked_ = 0;
  uint32_t extensions_ = 0;
  std::string path_ = {};  // from an extended header, for the next entry
  std::string size_ = {};
};

}  // namespace

Result<void> UnpackTarGz(std::string_view bytes, const ArchiveLimits& limits,
                         const TakeFile& take) {
  if (!bytes.starts_with("\x1F\x8B")) return Failed("The archive is not a gzip file.");
  return TarReader(bytes, limits, take).Read();
}

}  // namespace stackql::fetch
