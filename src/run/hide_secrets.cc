#include "run/hide_secrets.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace stackql {
namespace {

// A character of as many bytes, and as many UTF-16 units, as one that begins with this byte.
std::string_view DotLike(unsigned char lead) {
  if (lead < 0x80) return "*";
  if (lead < 0xE0) return "\u00B7";
  return lead < 0xF0 ? std::string_view("\u2022") : std::string_view("\U0001F512");
}

void Dot(std::string& bytes, Span span) {
  for (size_t at = span.begin; at < span.end && at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const std::string_view dot = DotLike(lead);
    if (lead > 0x20 && at + dot.size() <= bytes.size()) bytes.replace(at, dot.size(), dot);
    at += dot.size();
  }
}

}  // namespace

void HideSecrets(const Secrets& secrets, const Sources& sources, Report& report) {
  if (secrets.empty()) return;
  for (Finding& finding : report.findings) {
    finding.message = secrets.Hide(std::move(finding.message));
    finding.help = secrets.Hide(std::move(finding.help));
    for (auto& arg : finding.args) arg.second = secrets.Hide(std::move(arg.second));
    for (Note& note : finding.notes) note.message = secrets.Hide(std::move(note.message));
  }
  for (const Loc place : secrets.Places(sources)) {
    const auto file = report.files.find(sources.Path(place.text));
    if (file != report.files.end()) Dot(file->second, place.span);
  }
}

}  // namespace stackql
