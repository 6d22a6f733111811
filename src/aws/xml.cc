#include "aws/xml.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"

namespace stackql::aws {
namespace {

constexpr size_t kDeepest = 32;
constexpr size_t kMostElements = 200'000;
constexpr std::string_view kBlank = " \t\r\n";

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(kBlank) == std::string_view::npos;
}

// The characters that XML 1.0 allows.
bool IsXmlCharacter(uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

// What is between '&' and ';'.
bool AppendReference(std::string_view name, std::string& out) {
  for (const auto& [entity, character] : kEntities) {
    if (name == entity) {
      out += character;
      return true;
    }
  }
  const bool hexadecimal = name.starts_with("#x");
  if (!name.starts_with("#")) return false;
  name.remove_prefix(hexadecimal ? 2 : 1);
  const std::optional<uint32_t> code = ParseNumber<uint32_t>(name, hexadecimal ? 16 : 10);
  if (!code || !IsXmlCharacter(*code)) return false;
  AppendCodePoint(*code, out);
  return true;
}

// Decodes text between tags. Lines end with LF, however they are written.
bool AppendText(std::string_view raw, std::string& out) {
  for (size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\r') {
      out += '\n';
      if (at + 1 < raw.size() && raw[at + 1] == '\n') ++at;
    } else if (raw[at] != '&') {
      out += raw[at];
    } else {
      const size_t end = raw.find(';', at);
      if (end == std::string_view::npos ||
          !AppendReference(raw.substr(at + 1, end - at - 1), out)) {
        return false;
      }
      at = end;
    }
  }
  return true;
}

bool IsNameByte(char c) {
  return IsWord(c) || c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

// Reads one text; the open elements lie on a stack, each to be moved into its parent at its end.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool Read(XmlElement& root) {
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
    while (!rest_.empty()) {
      if (!(rest_.front() == '<' ? TakeMarkup() : TakeText())) return false;
    }
    if (!open_.empty() || !done_) return false;
    root = std::move(root_);
    return true;
  }

 private:
  bool TakeText() {
    const std::string_view raw = rest_.substr(0, rest_.find('<'));
    rest_.remove_prefix(raw.size());
    return open_.empty() ? IsBlank(raw) : AppendText(raw, open_.back().text);
  }

  bool TakeMarkup() {
    if (rest_.starts_with("<?")) return Skip("<?", "?>");
    if (rest_.starts_with("<!--")) return Skip("<!--", "-->");
    if (rest_.starts_with("<![CDATA[")) return TakeCharacterData();
    if (rest_.starts_with("<!")) return false;
    return rest_.starts_with("</") ? TakeEndTag() : TakeStartTag();
  }

  bool Skip(std::string_view begin, std::string_view end) {
    const size_t at = rest_.find(end, begin.size());
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  bool TakeCharacterData() {
    constexpr std::string_view kBegin = "<![CDATA[";
    const size_t end = rest_.find("]]>");
    if (end == std::string_view::npos || open_.empty()) return false;
    open_.back().text.append(rest_.substr(kBegin.size(), end - kBegin.size()));
    rest_.remove_prefix(end + 3);
    return true;
  }

  std::string_view TakeName() {
    const auto* end = std::find_if_not(rest_.begin(), rest_.end(), IsNameByte);
    const std::string_view name = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    return name;
  }

  void SkipBlank() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlank), rest_.size())); }

  bool TakeStartTag() {
    rest_.remove_prefix(1);
    const std::string_view name = TakeName();
    if (name.empty() || done_ || open_.size() == kDeepest || ++elements_ > kMostElements) {
      return false;
    }
    names_.push_back(name);
    open_.push_back({.name = std::string(name.substr(name.rfind(':') + 1))});
    for (SkipBlank(); !rest_.empty() && IsNameByte(rest_.front()); SkipBlank()) {
      if (!SkipAttribute()) return false;
    }
    if (rest_.starts_with("/>")) {
      rest_.remove_prefix(2);
      Close();
      return true;
    }
    if (!rest_.starts_with(">")) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool SkipAttribute() {
    TakeName();
    SkipBlank();
    if (!rest_.starts_with("=")) return false;
    rest_.remove_prefix(1);
    SkipBlank();
    if (!rest_.starts_with("\"") && !rest_.starts_with("'")) return false;
    const size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool TakeEndTag() {
    rest_.remove_prefix(2);
    const std::string_view name = TakeName();
    SkipBlank();
    if (names_.empty() || name != names_.back() || !rest_.starts_with(">")) return false;
    rest_.remove_prefix(1);
    Close();
    return true;
  }

  void Close() {
    XmlElement closed = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    // Blanks that only lay out the children are not texts.
    if (!closed.children.empty() && IsBlank(closed.text)) closed.text.clear();
    done_ = open_.empty();
    (done_ ? root_ : open_.back().children.emplace_back()) = std::move(closed);
  }

  std::string_view rest_;
  std::vector<XmlElement> open_ = {};
  std::vector<std::string_view> names_ = {};  // of the open elements, with prefixes
  XmlElement root_ = {};
  size_t elements_ = 0;
  bool done_ = false;
};

}  // namespace

const XmlElement* XmlElement::Child(std::string_view child) const {
  for (const XmlElement& each : children) {
    if (each.name == child) return &each;
  }
  return nullptr;
}

std::string XmlElement::TextOf(std::string_view child) const {
  const XmlElement* found = Child(child);
  return found == nullptr ? "" : found->text;
}

std::vector<const XmlElement*> XmlElement::ListOf(std::string_view child) const {
  std::vector<const XmlElement*> members;
  const XmlElement* found = Child(child);
  if (found == nullptr) return members;
  for (const XmlElement& each : found->children) {
    if (each.name == "member") members.push_back(&each);
  }
  return members;
}

bool ParseXml(std::string_view text, XmlElement& root) {
  return IsUtf8(text) && Reader(text).Read(root);
}

}  // namespace stackql::aws
