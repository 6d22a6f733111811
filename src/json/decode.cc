#include "json/decode.h"

#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"

namespace stackql::json {
namespace {

constexpr char kHoleByte = '\xFF';
constexpr uint32_t kUnicodeEscape = 6;  // bytes of \uXXXX

// The value of the four hex digits after \u at `at`; -1 if they are not hex digits.
int32_t UnicodeEscape(std::string_view bytes, size_t at) {
  if (bytes.size() < at + kUnicodeEscape || bytes[at] != '\\' || bytes[at + 1] != 'u') return -1;
  int32_t code = 0;
  for (size_t i = at + 2; i < at + kUnicodeEscape; ++i) {
    const int digit = HexDigit(bytes[i]);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

// Whether a hole is in what would be the escape at `at`.
bool Interrupted(std::string_view bytes, size_t at) {
  const size_t size = at + 1 < bytes.size() && bytes[at + 1] == 'u' ? kUnicodeEscape : 2;
  const size_t hole = bytes.find(kHoleByte, at);
  return hole < at + size;
}

class Decoder {
 public:
  Decoder(Sources& sources, Loc content)
      : builder_(sources), content_(content), bytes_(sources.Bytes(content)) {}

  Decoded Run(Loc token) {
    size_t copied = 0;
    for (size_t at = bytes_.find('\\'); at != std::string_view::npos;
         at = bytes_.find('\\', copied)) {
      builder_.Copy(Sub(copied, at));
      if (Interrupted(bytes_, at)) {
        builder_.Hole(Sub(at, bytes_.size()));
        return {.text = builder_.Finish(Step::kJsonString, token)};
      }
      const size_t size = Escape(at);
      if (size == 0) return failure_;
      copied = at + size;
    }
    builder_.Copy(Sub(copied, bytes_.size()));
    return {.text = builder_.Finish(Step::kJsonString, token)};
  }

 private:
  Loc Sub(size_t begin, size_t end) const {
    return content_.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  }

  // Adds what the escape at `at` stands for. Returns its size, 0 after a failure.
  size_t Escape(size_t at) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char letter = at + 1 < bytes_.size() ? bytes_[at + 1] : '\0';
    const size_t known = letter == '\0' ? std::string_view::npos : kLetters.find(letter);
    if (known != std::string_view::npos) {
      builder_.Atom(kMeanings.substr(known, 1), Sub(at, at + 2));
      return 2;
    }
    if (letter == 'u') return Unicode(at);
    const size_t size = at + 1 < bytes_.size() ? ReadCodePoint(bytes_, at + 1).size : 0;
    return Fail(at, at + 1 + size,
                letter == '\'' ? "an apostrophe without a backslash"
                               : "a doubled backslash or a valid JSON escape");
  }

  size_t Unicode(size_t at) {
    const int32_t first = UnicodeEscape(bytes_, at);
    if (first < 0) {
      size_t end = at + 2;
      while (end < bytes_.size() && end < at + kUnicodeEscape && HexDigit(bytes_[end]) >= 0) ++end;
      return Fail(at, end, "four hexadecimal digits after \\u");
    }
    auto code = static_cast<char32_t>(first);
    size_t size = kUnicodeEscape;
    if (code >= 0xD800 && code < 0xE000) {
      const int32_t second = UnicodeEscape(bytes_, at + size);
      const bool pair = code < 0xDC00 && second >= 0xDC00 && second < 0xE000;
      // Half a pair: some readers refuse it, others replace it.
      if (!pair) return Fail(at, at + size, "both halves of a surrogate pair", true);
      code = 0x10000 + ((code - 0xD800) << 10) + (static_cast<char32_t>(second) - 0xDC00);
      size *= 2;
    }
    scratch_.clear();
    AppendCodePoint(code, scratch_);
    builder_.Atom(scratch_, Sub(at, at + size));
    return size;
  }

  size_t Fail(size_t begin, size_t end, std::string_view expected, bool unsure = false) {
    failure_ = {.error = Sub(begin, end), .expected = std::string(expected), .unsure = unsure};
    return 0;
  }

  TextBuilder builder_;
  Loc content_;
  std::string_view bytes_;
  std::string scratch_;
  Decoded failure_;
};

}  // namespace

Decoded DecodeString(Sources& sources, Loc content, Loc token) {
  return Decoder(sources, content).Run(token);
}

}  // namespace stackql::json
