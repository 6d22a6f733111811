#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "base/number_text.h"
#include "json/json.h"
#include "json/lexeme.h"
#include "value/value.h"

namespace stackql::json {
namespace {

constexpr uint32_t kMaxDepth = 500;
// Aliases can make a small value huge; beyond this its text is unknown.
constexpr uint32_t kMaxBytes = 1 << 20;
constexpr std::string_view kBlanks = " \t\r\n";

// What is written as an escape.
constexpr std::array<bool, 256> kEscaped = [] {
  std::array<bool, 256> bytes = {};
  std::fill_n(bytes.begin(), 0x20, true);
  bytes['"'] = bytes['\\'] = true;
  return bytes;
}();

// What a TextBuilder makes, without the places.
class BytesBuilder {
 public:
  explicit BytesBuilder(const Sources& sources) : sources_(sources) {}

  void Copy(Loc at) { bytes_ += sources_.Bytes(at); }
  void Atom(std::string_view bytes, Loc) { bytes_ += bytes; }
  void Atom(char byte, Loc) { bytes_ += byte; }
  void Hole(Loc, Loc = {}) { bytes_ += kHoleBytes; }
  size_t size() const { return bytes_.size(); }
  std::string Finish() { return std::move(bytes_); }

 private:
  const Sources& sources_;
  std::string bytes_;
};

template <typename Builder>
class Writer {
 public:
  Writer(Values& values, Form form) : values_(values), builder_(values.sources()), form_(form) {}

  // False, and the limit noted, if the text is too large or too deep.
  bool Run(ValueId value) {
    Write(value, 0);
    if (overflow_) values_.NoteLimit(Values::Limit::kSize, values_[value].token);
    return !overflow_;
  }
  Builder& builder() { return builder_; }

 private:
  // A member with its place in the order of writing.
  struct Entry {
    std::string_view name;
    Member member;
    bool known = false;
  };

  void Write(ValueId value, uint32_t depth);
  void WriteScalar(const Value& node);
  Loc OriginOf(const Value& node) const;
  void WriteNumber(const Value& node, std::string_view lexeme);
  void WriteArray(ValueId array, uint32_t depth);
  void WriteObject(ValueId object, uint32_t depth);
  std::vector<Entry> Entries(ValueId object) const;
  void WriteKey(const Entry& entry, bool first);
  void WriteString(const Value& node, uint32_t depth);
  void WriteQuoted(const Value& node, std::string_view before = "\"",
                   std::string_view after = "\"");
  void WriteEscape(char c, Loc at);
  ValueId Embedded(const Value& node, bool& unsure);

  Values& values_;
  Builder builder_;
  Form form_;
  bool overflow_ = false;
  // By content: strings that are JSON text are read once each.
  std::map<Loc, ValueId> embedded_;
};

template <typename Builder>
void Writer<Builder>::Write(ValueId value, uint32_t depth) {
  overflow_ |= depth > kMaxDepth || builder_.size() > kMaxBytes;
  if (overflow_) return;
  const Value node = values_[value];
  switch (node.kind) {
    case Kind::kArray:
      return WriteArray(value, depth);
    case Kind::kObject:
      return WriteObject(value, depth);
    case Kind::kString:
      return WriteString(node, depth);
    default:
      return WriteScalar(node);
  }
}

template <typename Builder>
void Writer<Builder>::WriteScalar(const Value& node) {
  const std::string_view lexeme = node.text ? values_.sources().Bytes(node.text) : "";
  switch (node.kind) {
    case Kind::kNull:
      if (form_ == Form::kContext) return builder_.Atom("\"\"", node.token);
      return lexeme == "null" ? builder_.Copy(node.text) : builder_.Atom("null", node.token);
    case Kind::kBool:
      if (lexeme == "true" || lexeme == "false") return builder_.Copy(node.text);
      return builder_.Atom(lexeme.starts_with('t') || lexeme.starts_with('T') ? "true" : "false",
                           node.token);
    case Kind::kNumber:
      return WriteNumber(node, lexeme);
    default:
      return builder_.Hole(node.token, OriginOf(node));
  }
}

// The origin of the one hole that a text is.
template <typename Builder>
Loc Writer<Builder>::OriginOf(const Value& node) const {
  const bool hole = node.text.span.size() == kHoleBytes.size();
  return hole ? values_.sources().OriginOfHole(node.text) : Loc();
}

template <typename Builder>
void Writer<Builder>::WriteNumber(const Value& node, std::string_view lexeme) {
  // The tool parses this text again.
  if (!IsNumber(lexeme) || !IsReadExactly(lexeme)) return builder_.Hole(node.token);
  const std::string printed = PrintedBySerde(lexeme);
  // Some releases of serde_json write "1e16", others "1e+16".
  const size_t exponent = printed.find('e');
  if (printed.empty() || (exponent != std::string::npos && printed[exponent + 1] != '-')) {
    return builder_.Hole(node.token);
  }
  return printed == lexeme ? builder_.Copy(node.text) : builder_.Atom(printed, node.token);
}

template <typename Builder>
void Writer<Builder>::WriteArray(ValueId array, uint32_t depth) {
  const Value node = values_[array];
  builder_.Atom('[', node.token);
  bool first = true;
  for (uint32_t i = 0; i < node.count && !overflow_; ++i) {
    const ValueId element = values_.Elements(array)[i];  // writing may add values
    if (values_[element].kind == Kind::kAbsent) continue;
    if (!first) builder_.Atom(',', node.token);
    first = false;
    Write(element, depth + 1);
  }
  if (node.open) {
    if (!first) builder_.Atom(',', node.token);
    builder_.Hole(node.token);
  }
  builder_.Atom(']', node.token);
}

// The members in byte order of their keys. Of members with the same key the last one counts; those
// with an unknown key come last.
template <typename Builder>
auto Writer<Builder>::Entries(ValueId object) const -> std::vector<Entry> {
  std::vector<Entry> entries;
  entries.reserve(values_[object].count);
  for (const Member& member : values_.Members(object)) {
    const bool known = values_[member.key].kind == Kind::kString && values_.Known(member.key);
    entries.push_back({.name = values_.Text(member.key), .member = member, .known = known});
  }
  const auto before = [](const Entry& a, const Entry& b) {
    return a.known != b.known ? a.known : a.known && a.name < b.name;
  };
  if (!std::is_sorted(entries.begin(), entries.end(), before)) {
    std::stable_sort(entries.begin(), entries.end(), before);
  }
  size_t kept = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    const bool repeated = i + 1 < entries.size() && entries[i].known && entries[i + 1].known &&
                          entries[i].name == entries[i + 1].name;
    const bool absent = values_[entries[i].member.value].kind == Kind::kAbsent;
    if (!repeated && !absent) entries[kept++] = entries[i];
  }
  entries.resize(kept);
  return entries;
}

template <typename Builder>
void Writer<Builder>::WriteObject(ValueId object, uint32_t depth) {
  const Value node = values_[object];
  builder_.Atom('{', node.token);
  bool first = true;
  for (const Entry& entry : Entries(object)) {
    if (overflow_) return;
    WriteKey(entry, first);
    first = false;
    Write(entry.member.value, depth + 1);
  }
  if (node.open) {
    if (!first) builder_.Atom(',', node.token);
    builder_.Hole(node.token);
  }
  builder_.Atom('}', node.token);
}

// A key with the comma before and the colon after it.
template <typename Builder>
void Writer<Builder>::WriteKey(const Entry& entry, bool first) {
  const Value key = values_[entry.member.key];
  if (key.kind == Kind::kString) return WriteQuoted(key, first ? "\"" : ",\"", "\":");
  if (!first) builder_.Atom(',', key.token);
  builder_.Hole(key.token);  // the tool prints keys that are not strings in a form of its own
  builder_.Atom(':', key.token);
}

template <typename Builder>
void Writer<Builder>::WriteString(const Value& node, uint32_t depth) {
  if (form_ != Form::kContext) return WriteQuoted(node);
  bool unsure = false;
  const ValueId structure = Embedded(node, unsure);
  if (unsure) {
    const Loc origin = OriginOf(node);
    return builder_.Hole(origin ? node.text : node.token, origin);
  }
  if (structure == kNoValue) return WriteQuoted(node);
  // Strings within it stay strings.
  form_ = Form::kPlain;
  Write(structure, depth + 1);
  form_ = Form::kContext;
}

// The structure that the content of a string is the JSON text of. `unsure`: it may be one.
template <typename Builder>
ValueId Writer<Builder>::Embedded(const Value& node, bool& unsure) {
  const std::string_view text = node.text ? values_.sources().Bytes(node.text) : "";
  if (text.empty()) return kNoValue;
  const size_t last = text.find_last_not_of(kBlanks);
  if (text[0] == kHoleBytes[0]) {
    unsure = text[last] == kHoleBytes[0] || text[last] == ']' || text[last] == '}';
    return kNoValue;
  }
  if (text[0] != '{' && text[0] != '[') return kNoValue;
  const auto known = embedded_.find(node.text);
  if (known != embedded_.end()) return known->second;
  const Parsed parsed = Parse(values_, node.text);
  if (parsed.value == kNoValue) unsure = parsed.unsure;
  if (!unsure) embedded_.emplace(node.text, parsed.value);
  return parsed.value;
}

template <typename Builder>
void Writer<Builder>::WriteQuoted(const Value& node, std::string_view before,
                                  std::string_view after) {
  builder_.Atom(before, node.token);
  const std::string_view text = node.text ? values_.sources().Bytes(node.text) : "";
  uint32_t copied = 0;
  for (uint32_t at = 0; at < text.size(); ++at) {
    if (!kEscaped[static_cast<uint8_t>(text[at])]) continue;
    builder_.Copy(node.text.Sub(copied, at));
    WriteEscape(text[at], node.text.Sub(at, at + 1));
    copied = at + 1;
  }
  if (copied < text.size()) {
    builder_.Copy(node.text.Sub(copied, static_cast<uint32_t>(text.size())));
  }
  builder_.Atom(after, node.token);
}

template <typename Builder>
void Writer<Builder>::WriteEscape(char c, Loc at) {
  constexpr std::string_view kPlain = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const size_t known = kPlain.find(c);
  if (known != std::string_view::npos) {
    const std::array escape = {'\\', kLetters[known]};
    return builder_.Atom({escape.data(), escape.size()}, at);
  }
  builder_.Atom("\\u" + Hex(static_cast<uint8_t>(c), 4), at);
}

}  // namespace

Loc Serialise(Values& values, ValueId value, Form form, uint64_t* written) {
  Writer<TextBuilder> writer(values, form);
  const bool fits = writer.Run(value);
  const Loc token = values[value].token;
  if (written != nullptr) *written += writer.builder().size();
  if (fits) return writer.builder().Finish(Step::kSerialise, token);
  TextBuilder unknown(values.sources());
  unknown.Hole(token);
  return unknown.Finish(Step::kSerialise, token);
}

std::string PlainText(Values& values, ValueId value) {
  Writer<BytesBuilder> writer(values, Form::kPlain);
  return writer.Run(value) ? writer.builder().Finish() : std::string(kHoleBytes);
}

}  // namespace stackql::json
