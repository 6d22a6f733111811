#include "stack/unreachable_names.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kThis = "this.";

// Whether Tera reads a name, as parts with dots between them.
bool IsReadable(std::string_view name) {
  return std::ranges::all_of(Split(name, '.'), IsIdentifier);
}

// The first `this.` that opens a tag of a template; nowhere if there is none.
Loc FirstThis(const Sources& sources, Loc text) {
  const std::string_view bytes = sources.Bytes(text);
  if (bytes.find(kThis) == std::string_view::npos || bytes.find("raw") != std::string_view::npos) {
    return {};
  }
  for (size_t tag = bytes.find("{{"); tag != std::string_view::npos; tag = bytes.find("{{", tag)) {
    tag += 2;
    const size_t at = bytes.find_first_not_of("- \t\r\n", tag);
    if (at == std::string_view::npos || !bytes.substr(at).starts_with(kThis)) continue;
    return text.Sub(static_cast<uint32_t>(at), static_cast<uint32_t>(at + kThis.size() - 1));
  }
  return {};
}

Loc FirstThis(const Sources& sources, const sql::QueryFile& file) {
  for (const sql::Anchor& anchor : file.anchors) {
    if (!anchor.known) continue;
    if (const Loc at = FirstThis(sources, anchor.body)) return at;
  }
  return {};
}

}  // namespace

void CheckNamesOfThis(const Values& values, const Stack& stack, Problems& problems) {
  const std::vector<Resource>& resources = stack.manifest.resources;
  for (size_t i = 0; i < resources.size(); ++i) {
    const Resource& resource = resources[i];
    const size_t file = stack.file_of[i];
    if (file == Stack::kNoFile || resource.name.empty() || IsReadable(resource.name)) continue;
    if (resource.name.find('{') != std::string::npos) continue;
    const Loc use = FirstThis(values.sources(), stack.files[file].cut);
    if (!use) continue;
    problems.push_back({.what = rules::UnreachableName{.name = resource.name},
                        .where = values.Where(resource.name_at),
                        .help = "Use only letters, digits and underscores in the name.",
                        .related = {{use, "'this' is replaced with this name"}}});
  }
}

bool ReportSubtraction(const Values& values, const tmpl::Read& read, const tmpl::Scope& scope,
                       Problems& problems) {
  if (!read.where || read.where.empty()) return false;
  const std::string_view text = values.sources().Bytes(read.where.text);
  const auto part = [](char c) { return IsWord(c) || c == '.' || c == '-'; };
  size_t begin = read.where.span.begin;
  size_t end = read.where.span.end;
  while (begin > 0 && part(text[begin - 1])) --begin;
  while (end < text.size() && part(text[end])) ++end;
  while (begin < end && text[begin] == '-') ++begin;
  while (end > begin && text[end - 1] == '-') --end;
  const std::string_view word = text.substr(begin, end - begin);
  if (word.find('-') == std::string_view::npos || scope.names.find(word) == scope.names.end()) {
    return false;
  }
  problems.push_back(
      {.what = rules::UnreachableName::Subtraction{.name = word},
       .where = {read.where.text, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}},
       .help = "Rename it with underscores."});
  return true;
}

}  // namespace stackql
