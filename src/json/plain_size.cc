#include <string_view>

#include "json/json.h"
#include "value/value.h"

namespace stackql::json {
namespace {

constexpr int kDeepest = 500;

size_t SizeOfText(std::string_view text) {
  size_t size = 2;  // quotes
  for (const char c : text) {
    const bool escaped = c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r';
    size += escaped ? 2 : 1;
  }
  for (size_t at = text.find(kHoleBytes); at != std::string_view::npos;
       at = text.find(kHoleBytes, at + kHoleBytes.size())) {
    size -= kHoleBytes.size();
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
