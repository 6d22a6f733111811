#include "report/xml.h"

#include "base/utf8.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// The only characters that are visible and not allowed in XML 1.0.
bool IsForbidden(std::string_view character) {
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

std::string_view Escape(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  return IsForbidden(character) ? "\xEF\xBF\xBD" : character;
}

}  // namespace

std::string XmlText(std::string_view text) {
  const std::string visible = Visible(text);
  std::string out;
  for (size_t at = 0; at < visible.size();) {
    const size_t size = ReadCodePoint(visible, at).size;
    out += Escape(std::string_view(visible).substr(at, size));
    at += size;
  }
  return out;
}

std::string XmlAttribute(std::string_view name, std::string_view text) {
  return " " + std::string(name) + "=\"" + XmlText(text) + "\"";
}

}  // namespace stackql::report
