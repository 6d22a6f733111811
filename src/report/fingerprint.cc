#include "report/fingerprint.h"

#include <array>
#include <charconv>
#include <unordered_map>

#include "base/utf8.h"

namespace stackql::report {
namespace {

constexpr size_t kWindow = 100;
constexpr uint64_t kFactor = 37;
constexpr uint16_t kEnd = 0xFFFF;

constexpr uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t result = 1;
  for (size_t i = 0; i < exponent; ++i) result *= base;
  return result;
}
constexpr uint64_t kLeaving = Power(kFactor, kWindow);

// A rolling hash over the UTF-16 code units of a file. A line's hash is ready when its first unit
// leaves the window.
class Hasher {
 public:
  void Feed(uint16_t unit) {
    if (unit == ' ' || unit == '\t' || (after_return_ && unit == '\n')) {
      after_return_ = false;
      return;
    }
    after_return_ = unit == '\r';
    if (after_return_) unit = '\n';
    Leave();
    starts_line_[at_] = line_start_;
    line_start_ = unit == '\n';
    Push(unit);
  }

  std::vector<std::string> Finish() {
    Feed(kEnd);
    for (size_t i = 0; i < kWindow; ++i) {
      Leave();
      Push(0);
    }
    return std::move(hashes_);
  }

 private:
  void Leave() {
    if (!starts_line_[at_]) return;
    starts_line_[at_] = false;
    hashes_.push_back(ShortHex(hash_) + ":" + std::to_string(++seen_[hash_]));
  }

  void Push(uint16_t unit) {
    hash_ = hash_ * kFactor + unit - kLeaving * window_[at_];
    window_[at_] = unit;
    at_ = (at_ + 1) % kWindow;
  }

  std::array<uint16_t, kWindow> window_ = {};
  std::array<bool, kWindow> starts_line_ = {};
  size_t at_ = 0;
  uint64_t hash_ = 0;
  bool line_start_ = true;
  bool after_return_ = false;
  std::vector<std::string> hashes_;
  std::unordered_map<uint64_t, uint32_t> seen_;
};

}  // namespace

std::vector<std::string> LineHashes(std::string_view bytes) {
  Hasher hasher;
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint read = ReadCodePoint(bytes, at);
    at += read.size;
    const char32_t code = read.valid ? read.value : 0xFFFD;
    if (code < 0x10000) {
      hasher.Feed(static_cast<uint16_t>(code));
    } else {
      hasher.Feed(static_cast<uint16_t>(0xD7C0 + (code >> 10)));
      hasher.Feed(static_cast<uint16_t>(0xDC00 | (code & 0x3FF)));
    }
  }
  return hasher.Finish();
}

uint64_t Hash(std::string_view bytes, uint64_t hash) {
  for (const char c : bytes) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3U;
  return hash;
}

std::string ShortHex(uint64_t number) {
  std::array<char, 16> text = {};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr};
}

}  // namespace stackql::report
