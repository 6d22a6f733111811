#include "report/sarif_places.h"

#include <algorithm>

#include "base/utf8.h"
#include "report/fingerprint.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

// Longer snippets are cut; a context of longer lines is cut around the span.
constexpr uint32_t kMaxSnippet = 4000;
constexpr uint32_t kContextBytes = 200;

// Moves an offset back to where a character begins.
uint32_t CharacterStart(std::string_view bytes, uint32_t at) {
  for (int i = 0; i < 3 && at > 0 && at < bytes.size(); ++i) {
    if (!IsContinuation(bytes[at])) break;
    --at;
  }
  return at;
}

}  // namespace

Object SarifPlaces::Artifact(const std::string& path) const {
  Object out;
  out["uri"] = UriOf(RepositoryPath(path, context_.root, context_.top));
  // A file outside the repository has an absolute URI, which takes no base.
  if (out["uri"].get_ref<const std::string&>().substr(0, 5) != "file:") {
    out["uriBaseId"] = "%SRCROOT%";
  }
  return out;
}

Object SarifPlaces::Region(const Location& where) {
  const report::Region region = files_.Where(where);
  return {{"startLine", region.begin.line},
          {"startColumn", region.begin.utf16_column},
          {"endLine", region.end.line},
          {"endColumn", region.end.utf16_column}};
}

std::string SarifPlaces::Text(const std::string& path, Span span) {
  const SourceFile& file = files_.Get(path);
  span = file.Clamp(span);
  return std::string(CutTo(file.bytes.substr(span.begin, span.size()), kMaxSnippet));
}

// The lines of the span and one on each side; if they are long, some characters on each side.
Object SarifPlaces::Context(const Location& where) {
  const SourceFile& file = files_.Get(where.path);
  const report::Region region = files_.Where(where);
  const uint32_t first = std::max(region.begin.line, 2U) - 1;
  const uint32_t last = std::min(region.end.line + 1, std::max(file.lines.lines(), 1U));
  const Span lines = {file.lines.Line(first).begin, file.lines.Line(last).end};
  Object out;
  if (lines.size() <= kMaxSnippet) {
    out = {{"startLine", first}, {"endLine", last}};
    out["snippet"] = {{"text", Text(where.path, lines)}};
    return out;
  }
  const Span span = file.Clamp(where.span);
  const auto size = static_cast<uint32_t>(file.bytes.size());
  Location wider = where;
  wider.span.begin = CharacterStart(file.bytes, span.begin - std::min(span.begin, kContextBytes));
  wider.span.end = CharacterStart(file.bytes, std::min(size - span.end, kContextBytes) + span.end);
  out = Region(wider);
  out["snippet"] = {{"text", Text(where.path, wider.span)}};
  return out;
}

Object SarifPlaces::Physical(const Location& where) {
  Object out;
  out["artifactLocation"] = Artifact(where.path);
  out["region"] = Region(where);
  out["region"]["snippet"] = {{"text", Text(where.path, where.span)}};
  out["contextRegion"] = Context(where);
  return out;
}

std::string SarifPlaces::LineHash(const Location& where) {
  auto it = hashes_.find(where.path);
  if (it == hashes_.end()) {
    it = hashes_.emplace(where.path, LineHashes(files_.Get(where.path).bytes)).first;
  }
  const size_t line = files_.Begin(where).line;
  return line <= it->second.size() ? it->second[line - 1] : it->second.back();
}

}  // namespace stackql::report
