#include "run/hide_secrets.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"

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

void HidePlaces(std::span<const Loc> places, const Sources& sources, Report& report) {
  for (const Loc place : places) {
    const auto file = report.files.find(sources.Path(place.text));
    if (file != report.files.end()) Dot(file->second, place.span);
  }
}

void HideSecrets(const SecretText& hidden, Finding& finding) {
  // Longer ones first: a shorter one may be a part of theirs.
  std::vector<std::string*> args;
  for (auto& arg : finding.args) args.push_back(&arg.second);
  std::ranges::sort(args, std::ranges::greater(),
                    [](const std::string* arg) { return arg->size(); });
  for (std::string* arg : args) {
    std::string written = *arg;
    // Short as it is, it may be a part of a secret together with the quotes of the message.
    if (!hidden.IsIn(written)) written.insert(0, 1, '\'').push_back('\'');
    if (!hidden.IsIn(written)) continue;
    std::string shown = hidden.Without(written);
    ReplaceAll(finding.message, written, shown);
    ReplaceAll(finding.label, written, shown);
    *arg = std::move(shown);
  }
  finding.help = hidden.Without(finding.help);
  for (Note& note : finding.notes) note.message = hidden.Without(note.message);
  const auto tells = [&](const Edit& edit) { return hidden.IsIn(edit.text); };
  if (finding.fix &&
      (hidden.IsIn(finding.fix->title) || std::ranges::any_of(finding.fix->edits, tells))) {
    finding.fix.reset();
  }
}

void HideSecrets(const Secrets& secrets, const Sources& sources, Report& report) {
  if (secrets.empty()) return;
  const SecretText hidden(secrets, sources);
  for (Finding& finding : report.findings) {
    HideSecrets(hidden, finding);
    finding.message = secrets.Hide(std::move(finding.message));
    finding.label = secrets.Hide(std::move(finding.label));
  }
  std::map<std::string, UncheckedKind> not_checked;
  for (auto& [what, unchecked] : report.summary.not_checked) {
    UncheckedKind& told = not_checked[hidden.Without(what)];
    unchecked.count += told.count;
    told = std::move(unchecked);
  }
  report.summary.not_checked = std::move(not_checked);
  HidePlaces(secrets.Places(sources), sources, report);
}

void HideWords(const Secrets& words, const Sources& sources, Report& report) {
  if (words.empty()) return;
  for (Finding& finding : report.findings) {
    finding.message = words.Hide(std::move(finding.message));
    finding.label = words.Hide(std::move(finding.label));
    finding.help = words.Hide(std::move(finding.help));
    for (auto& arg : finding.args) arg.second = words.Hide(std::move(arg.second));
    for (Note& note : finding.notes) note.message = words.Hide(std::move(note.message));
    const auto tells = [&](const Edit& edit) { return words.Hide(edit.text) != edit.text; };
    if (finding.fix && std::ranges::any_of(finding.fix->edits, tells)) finding.fix.reset();
  }
  HidePlaces(words.Places(sources), sources, report);
}

}  // namespace stackql
