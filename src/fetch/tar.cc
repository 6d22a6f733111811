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

  std::string Read() {
    while (error_.empty()) {
      std::string block;
      if (!Take(kBlock, block)) break;
      if (block.find_first_not_of('\0') == std::string::npos) return Finish();
      Header header;
      if (!ReadHeader(block, header)) return "a header of its tar archive is damaged";
      error_ = ReadEntry(header);
    }
    return error_;
  }

 private:
  // The next bytes, all of them.
  bool Take(uint64_t size, std::string& out) {
    unpacked_ += size;
    if (unpacked_ > most_) {
      error_ = "it unpacks to more than " + std::to_string(limits_.ratio) + " times its size";
    } else if (!stream_.Read(size, out)) {
      error_ = "its gzip stream " + stream_.error();
    } else if (out.size() < size) {
      error_ = "its tar archive ends early";
    }
    return error_.empty();
  }

  // The content of an entry, and the padding behind it.
  bool TakeContent(uint64_t size, std::string& content) {
    std::string padding;
    return Take(size, content) && Take((kBlock - size % kBlock) % kBlock, padding);
  }

  std::string ReadEntry(Header& header) {
    if (header.type == 'x' || header.type == 'g' || header.type == 'L') {
      if (header.size > kLongestExtension) return "one of its extended headers is too long";
      std::string content;
      if (!TakeContent(header.size, content)) return error_;
      if (header.type == 'L') path_ = content.substr(0, content.find('\0'));
      // The global one ('g') holds a comment, as git writes it.
      if (header.type == 'x' && !ReadExtension(content, path_, size_)) {
        return "one of its extended headers is damaged";
      }
      return ++extensions_ > limits_.files * 2 ? "it contains too many extended headers" : "";
    }
    if (!path_.empty()) header.name = std::exchange(path_, {});
    if (!size_.empty() && !ReadSize(header.size)) return "one of its extended headers is damaged";
    if (header.type == '5') return entries_.AddFolder(header.name);
    if (header.type != '0' && header.type != '7') {
      return "its entry " + Shown(header.name) + " is " + KindOf(header.type);
    }
    std::string path;
    if (std::string wrong = entries_.AddFile(header.name, header.size, path); !wrong.empty()) {
      return wrong;
    }
    std::string content;
    return TakeContent(header.size, content) ? take_(path, content) : error_;
  }

  bool ReadSize(uint64_t& size) {
    const std::string text = std::exchange(size_, {});
    const auto end = std::from_chars(text.data(), text.data() + text.size(), size);
    return end.ec == std::errc() && end.ptr == text.data() + text.size();
  }

  // Reads the padding behind the archive, so that the checksum is verified.
  std::string Finish() {
    std::string rest;
    while (stream_.Read(kBlock, rest) && rest.size() == kBlock) {
      unpacked_ += kBlock;
      if (rest.find_first_not_of('\0') != std::string::npos || unpacked_ > most_) {
        return "it continues after the end of its tar archive";
      }
    }
    if (!stream_.error().empty()) return "its gzip stream " + stream_.error();
    return "";
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
  std::string error_ = {};
};

}  // namespace

std::string UnpackTarGz(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take) {
  if (bytes.substr(0, 2) != "\x1F\x8B") return "it is not a gzip file";
  return TarReader(bytes, limits, take).Read();
}

}  // namespace stackql::fetch
