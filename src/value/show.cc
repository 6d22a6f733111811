#include "value/show.h"

#include "base/hex.h"
#include "base/utf8.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr uint32_t kMaxCharacters = 60;
constexpr int kMaxDepth = 16;

class Writer {
 public:
  explicit Writer(const Values* values, const Sources& sources)
      : values_(values), sources_(sources) {}

  bool full() const { return count_ > kMaxCharacters; }
  std::string Finish() {
    if (!full()) return std::move(out_);
    return out_.substr(0, cut_) + "...";
  }

  void Plain(std::string_view text) {
    for (const char c : text) {
      if (full()) return;
      if (!IsContinuation(c)) Count();
      if (full()) return;
      Put(static_cast<unsigned char>(c));
    }
  }

  void Text(Loc text) {
    if (!text) return;
    const std::string_view bytes = sources_.Bytes(text);
    size_t at = 0;
    while (at < bytes.size() && !full()) {
      const size_t hole = std::min(bytes.find('\xFF', at), bytes.size());
      Plain(bytes.substr(at, hole - at));
      if (hole == bytes.size()) return;
      const auto begin = static_cast<uint32_t>(hole);
      Plain(sources_.Spelling(text.Sub(begin, begin + kHoleBytes.size())));
      at = hole + kHoleBytes.size();
    }
  }

  void Value(ValueId id, int depth) {
    if (full()) return;
    const stackql::Value& value = (*values_)[id];
    switch (value.kind) {
      case Kind::kUnknown:
        return Plain(value.token ? sources_.Spelling(value.token) : "?");
      case Kind::kAbsent:
        return Plain("nothing");
      case Kind::kNull:
        return Plain("null");
      case Kind::kBool:
      case Kind::kNumber:
        return Text(value.text);
      case Kind::kString:
        if (depth > 0) Plain("\"");
        Text(value.text);
        if (depth > 0) Plain("\"");
        return;
      case Kind::kArray:
      case Kind::kObject:
        return depth < kMaxDepth ? Container(id, depth) : Plain("...");
    }
  }

 private:
  void Container(ValueId id, int depth) {
    const bool object = (*values_)[id].kind == Kind::kObject;
    Plain(object ? "{" : "[");
    const char* separator = "";
    for (const ValueId element : values_->Elements(id)) {
      if (full()) return;
      Plain(separator);
      Value(element, depth + 1);
      separator = ", ";
    }
    for (const Member& member : values_->Members(id)) {
      if (full()) return;
      Plain(separator);
      Value(member.key, depth + 1);
      Plain(": ");
      Value(member.value, depth + 1);
      separator = ", ";
    }
    Plain(object ? "}" : "]");
  }

  void Count() {
    ++count_;
    if (count_ == kMaxCharacters - 2) cut_ = out_.size();
  }

  void Put(unsigned char byte) {
    if (byte >= 0x20 && byte != 0x7F) {
      out_ += static_cast<char>(byte);
      return;
    }
    if (byte == '\n') {
      out_ += "\\n";
    } else if (byte == '\t') {
      out_ += "\\t";
    } else {
      out_ += "\\u" + Hex(byte, 4);
    }
  }

  const Values* values_;
  const Sources& sources_;
  std::string out_;
  uint32_t count_ = 0;
  size_t cut_ = 0;  // where the text is cut if it turns out too long
};

}  // namespace

std::string Show(const Values& values, ValueId value) {
  Writer writer(&values, values.sources());
  writer.Value(value, 0);
  return writer.Finish();
}

std::string ShowText(const Sources& sources, Loc text) {
  Writer writer(nullptr, sources);
  writer.Text(text);
  return writer.Finish();
}

}  // namespace stackql
