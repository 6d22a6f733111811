#include "sql/insertion.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::sql {

Insertion InsertionAt(const Sources& sources, Loc part) {
  const Place place = sources.Resolve(part);
  if (!place.at || place.used_in.empty()) return {};
  const Loc tag = place.used_in.back();
  const std::string_view written = sources.Bytes(tag);
  if (!written.starts_with("{{") || !written.ends_with("}}")) return {};
  const std::vector<Piece>& pieces = sources.Pieces(part.text);
  const auto after = [](uint32_t offset, const Piece& piece) { return offset < piece.out; };
  const auto next = std::upper_bound(pieces.begin(), pieces.end(), part.span.begin, after);
  if (next == pieces.begin() || !(next - 1)->origin) return {};
  const auto end =
      next == pieces.end() ? static_cast<uint32_t>(sources.Bytes(part.text).size()) : next->out;
  if (end < part.span.end) return {};
  return {.tag = tag, .value = {part.text, {(next - 1)->out, end}}};
}

void AskForQuotes(const Sources& sources, char quote, Problem& problem) {
  const Loc value = problem.where;
  const Insertion insertion = InsertionAt(sources, value);
  if (insertion.value == value) {
    problem.where = insertion.tag;
    problem.related = {{value, "this value"}};
  }
  const std::string quoted = quote + std::string(sources.Bytes(problem.where)) + quote;
  problem.help = "Write " + quoted + ".";
  problem.repairs = {
      {.title = quote == '"' ? "Replace with '" + quoted + "'" : "Replace with \"" + quoted + "\"",
       .where = problem.where,
       .text = quoted,
       .verbatim = true}};
}

}  // namespace stackql::sql
