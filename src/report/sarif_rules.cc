#include "report/sarif_rules.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "report/link.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

// GitHub shows at most 1024 characters of a description.
constexpr size_t kMaxDescription = 1000;

std::string Sentence(std::string_view text) {
  std::string out(text);
  if (out.empty() || out.back() != '.') out += '.';
  return out;
}

std::string_view Level(snapshot::Severity severity) {
  if (severity == snapshot::Severity::Error) return "error";
  return severity == snapshot::Severity::Warning ? "warning" : "note";
}

// The first paragraph on one line.
std::string Description(const snapshot::Rule& rule) {
  const std::string_view why = flatbuffers::GetStringView(rule.why());
  std::string text(why.substr(0, why.find("\n\n")));
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  if (text.empty()) return Sentence(flatbuffers::GetStringView(rule.summary()));
  if (text.size() > kMaxDescription) text = std::string(CutTo(text, kMaxDescription)) + " ...";
  return text;
}

std::string_view Language(std::string_view path) {
  const std::string_view ending = path.substr(std::min(path.rfind('.'), path.size()));
  if (ending == ".iql" || ending == ".sql") return "sql";
  return ending == ".yml" || ending == ".yaml" ? "yaml" : "";
}

// An example as a code block; its marks are left out.
void AppendFile(const snapshot::ExampleFile& file, bool named, std::string& out) {
  std::string text;
  for (std::string_view rest = flatbuffers::GetStringView(file.text()); !rest.empty();) {
    const bool mark = rest.starts_with("\xC2\xAB") || rest.starts_with("\xC2\xBB");
    if (!mark) text += rest.front();
    rest.remove_prefix(mark ? 2 : 1);
  }
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) fence += '`';
  if (named) out += "`" + std::string(flatbuffers::GetStringView(file.path())) + "`:\n\n";
  out += fence + std::string(Language(flatbuffers::GetStringView(file.path()))) + "\n" + text;
  if (!text.empty() && text.back() != '\n') out += '\n';
  out += fence + "\n\n";
}

void AppendExample(const snapshot::Rule& rule, bool bad, std::string& out) {
  if (rule.examples() == nullptr) return;
  for (const snapshot::Example* example : *rule.examples()) {
    if (example->bad() != bad || example->files() == nullptr) continue;
    out += bad ? "## Wrong\n\n" : "## Right\n\n";
    for (const snapshot::ExampleFile* file : *example->files()) {
      AppendFile(*file, example->files()->size() > 1, out);
    }
    return;
  }
}

std::string Markdown(const snapshot::Rule& rule) {
  std::string out = "# " + std::string(flatbuffers::GetStringView(rule.id())) + " " +
                    std::string(flatbuffers::GetStringView(rule.name()));
  out += "\n\n" + Sentence(flatbuffers::GetStringView(rule.summary())) + "\n\n";
  out += flatbuffers::GetStringView(rule.why());
  while (!out.empty() && out.back() == '\n') out.pop_back();
  out += "\n\n";
  AppendExample(rule, true, out);
  AppendExample(rule, false, out);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out + "\n";
}

}  // namespace

NumberedMessage Number(std::string_view message) {
  NumberedMessage out;
  std::vector<Placeholder>& known = out.placeholders;
  for (size_t at = 0; at < message.size();) {
    const auto next = NextPlaceholder(message, at);
    // Braces that are not placeholders are doubled.
    for (const char c : message.substr(at, next ? next->begin - at : std::string_view::npos)) {
      out.text.append(c == '{' || c == '}' ? 2 : 1, c);
    }
    if (!next) break;
    const auto same = std::find_if(known.begin(), known.end(), [&](const Placeholder& other) {
      return other.name == next->name && other.plural == next->plural;
    });
    out.text += "{" + std::to_string(same - known.begin()) + "}";
    if (same == known.end()) known.push_back(*next);
    at = next->end;
  }
  return out;
}

std::string PascalCase(std::string_view kebab) {
  std::string out;
  bool capital = true;
  for (const char c : kebab) {
    if (c == '-' || c == '_') {
      capital = true;
      continue;
    }
    // The form wants words of two letters at least: a single one joins what follows.
    const bool joins = !out.empty() && IsUpper(out.back());
    out += capital && !joins ? Upper(c) : c;
    capital = false;
  }
  return out;
}

nlohmann::ordered_json RuleDescriptor(const snapshot::Rule& rule) {
  Object out;
  out["id"] = flatbuffers::GetStringView(rule.id());
  out["name"] = PascalCase(flatbuffers::GetStringView(rule.name()));
  out["shortDescription"] = {{"text", Sentence(flatbuffers::GetStringView(rule.summary()))}};
  out["fullDescription"] = {{"text", Description(rule)}};
  const std::string_view why = flatbuffers::GetStringView(rule.why());
  out["help"] = {{"text", why.empty() ? Sentence(flatbuffers::GetStringView(rule.summary()))
                                      : std::string(why)},
                 {"markdown", Markdown(rule)}};
  out["helpUri"] = RuleLink(flatbuffers::GetStringView(rule.id()));
  out["messageStrings"] = Object::object();
  if (rule.messages() != nullptr) {
    for (const snapshot::Message* message : *rule.messages()) {
      const std::string text = Number(flatbuffers::GetStringView(message->text())).text;
      out["messageStrings"][std::string(flatbuffers::GetStringView(message->id()))] = {
          {"text", text}};
    }
  }
  const std::string_view level = Level(rule.severity());
  out["defaultConfiguration"] = {{"level", level}};
  const std::string subject = Lower(snapshot::EnumNameSubject(rule.subject()));
  out["properties"] = {{"tags", {"stackql", subject}},
                       {"precision", "high"},
                       {"problem.severity", level == "note" ? "recommendation" : level}};
  return out;
}

}  // namespace stackql::report
