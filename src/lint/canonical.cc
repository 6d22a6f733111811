#include "lint/canonical.h"

#include <algorithm>

#include "base/decimal.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kMaxDepth = 100;
constexpr size_t kMaxBytes = size_t{256} << 10;  // shared nodes can stand for very large trees

class Writer {
 public:
  Writer(const Values& values, size_t& budget) : values_(values), budget_(budget) {}

  // Appends to `out`, which begins empty. False if the value is not known entirely, or too large.
  bool Write(ValueId id, std::string& out, int depth = 0) {
    const Value& value = values_[id];
    if (value.untrusted || value.open || depth > kMaxDepth) return false;
    if (!WriteKind(id, out, depth) || out.size() > budget_) return false;
    if (depth == 0) budget_ -= out.size();
    return true;
  }

 private:
  bool WriteKind(ValueId id, std::string& out, int depth) {
    switch (values_[id].kind) {
      case Kind::kUnknown:
      case Kind::kAbsent:
        break;
      case Kind::kNull:
        return Add(out, 'n', {});
      case Kind::kBool:
        return Add(out, 'b', values_.Text(id));
      case Kind::kNumber:
        return WriteNumber(id, out);
      case Kind::kString:
        return values_.Known(id) && Add(out, 's', values_.Text(id));
      case Kind::kArray:
        return WriteArray(id, out, depth);
      case Kind::kObject:
        return WriteObject(id, out, depth);
    }
    return false;
  }

  bool Add(std::string& out, char tag, std::string_view text) {
    if (out.size() + text.size() > budget_) return false;
    out += tag;
    out += std::to_string(text.size());
    out += ':';
    out += text;
    return true;
  }

  bool WriteNumber(ValueId id, std::string& out) {
    const std::optional<Decimal> number = ParseDecimal(values_.Text(id));
    if (!number || number->huge) return false;
    return Add(out, number->negative ? '-' : '+', number->digits) &&
           Add(out, 'e', std::to_string(number->exponent));
  }

  bool WriteArray(ValueId id, std::string& out, int depth) {
    out += '[';
    for (const ValueId element : values_.Elements(id)) {
      if (!Write(element, out, depth + 1)) return false;
    }
    out += ']';
    return true;
  }

  bool WriteObject(ValueId id, std::string& out, int depth) {
    std::vector<std::pair<std::string_view, ValueId>> members;
    members.reserve(values_[id].count);
    for (const Member& member : values_.Members(id)) {
      if (values_[member.key].kind != Kind::kString || !values_.Known(member.key)) return false;
      members.emplace_back(values_.Text(member.key), member.value);
    }
    std::sort(members.begin(), members.end());
    out += '{';
    for (size_t i = 0; i < members.size(); ++i) {
      if (i > 0 && members[i].first == members[i - 1].first) return false;
      if (!Add(out, 'k', members[i].first)) return false;
      if (!Write(members[i].second, out, depth + 1)) return false;
    }
    out += '}';
    return true;
  }

  const Values& values_;
  size_t& budget_;
};

}  // namespace

std::vector<std::pair<uint32_t, uint32_t>> CanonicalItems::Equal() const {
  std::vector<std::pair<uint32_t, uint32_t>> equal;
  size_t first = 0;
  for (size_t i = 1; i < items.size(); ++i) {
    if (items[i].text == items[first].text) {
      equal.emplace_back(items[i].index, items[first].index);
    } else {
      first = i;
    }
  }
  std::sort(equal.begin(), equal.end());
  return equal;
}

CanonicalItems Canonicalise(const Values& values, ValueId array) {
  constexpr size_t kUsualBytes = 64;
  CanonicalItems result;
  size_t budget = kMaxBytes;
  Writer writer(values, budget);
  uint32_t index = 0;
  for (const ValueId element : values.Elements(array)) {
    std::string text;
    text.reserve(kUsualBytes);
    if (writer.Write(element, text)) {
      result.items.push_back({.text = std::move(text), .index = index});
    } else {
      result.complete = false;
    }
    ++index;
  }
  std::sort(result.items.begin(), result.items.end(),
            [](const CanonicalItems::Item& a, const CanonicalItems::Item& b) {
              return std::pair(std::string_view(a.text), a.index) <
                     std::pair(std::string_view(b.text), b.index);
            });
  return result;
}

}  // namespace stackql
