#include <string_view>

#include "base/utf8.h"
#include "json/json.h"
#include "value/value.h"

namespace stackql::json {
namespace {

constexpr int kDeepest = 500;

size_t SizeOf(char32_t c) {
  constexpr std::u32string_view kShort = U"\"\\\b\f\n\r\t";
  if (kShort.find(c) != std::u32string_view::npos) return 2;
  if (c == U' ') return 0;
  return c < 0x20 ? 6 : 1;  // \u001f
}

size_t SizeOfText(std::string_view text) {
  size_t size = 2;  // quotes
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(kHoleBytes)) {
      at += kHoleBytes.size();
      continue;
    }
    const CodePoint read = ReadCodePoint(text, at);
    size += SizeOf(read.value);
    at += read.size;
  }
  return size;
}

class Measure {
 public:
  explicit Measure(const Values& values) : values_(values) {}

  size_t Of(ValueId value, int depth) {
    const Value& node = values_[value];
    if (depth > kDeepest || left_ == 0) return 0;
    --left_;          // aliases can make much of little
    size_t size = 2;  // brackets; below also commas and colons
    switch (node.kind) {
      case Kind::kString:
        return SizeOfText(values_.Text(value));
      case Kind::kArray:
        for (const ValueId each : values_.Elements(value)) size += Of(each, depth + 1) + 1;
        return node.count == 0 ? size : size - 1;
      case Kind::kObject:
        for (const Member& member : values_.Members(value)) {
          size += Of(member.key, depth + 1) + Of(member.value, depth + 1) + 2;
        }
        return node.count == 0 ? size : size - 1;
      case Kind::kUnknown:
      case Kind::kAbsent:
        return 0;
      default:
        return values_.sources().Bytes(node.token).size();
    }
  }

 private:
  const Values& values_;
  uint32_t left_ = 1'000'000;
};

}  // namespace

size_t PlainSize(const Values& values, ValueId value) { return Measure(values).Of(value, 0); }

}  // namespace stackql::json
