#include "value/hole_content.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "lang/overlap.h"
#include "lang/patterns.h"
#include "value/value.h"

namespace stackql {
namespace {

// Where the next hole of a text begins; its size if there is none.
size_t NextHole(std::string_view bytes, size_t from) {
  return std::min(bytes.find(kHoleBytes, from), bytes.size());
}

std::span<const HoleContent> ContentAt(const Values& values, Loc text, size_t at) {
  const auto begin = static_cast<uint32_t>(at);
  const auto end = begin + static_cast<uint32_t>(kHoleBytes.size());
  const Loc origin = values.sources().OriginOfHole(text.Sub(begin, end));
  const auto known = origin ? values.contents().find(origin.text) : values.contents().end();
  return known == values.contents().end() ? std::span<const HoleContent>() : known->second;
}

// The parts of a text, if its first hole with a known content holds the one at `chosen`. Of the
// patterns that a content matches, the one at `number` counts.
std::vector<lang::TextPart> PartsOf(const Values& values, Loc text, size_t chosen, size_t number) {
  const std::string_view bytes = values.sources().Bytes(text);
  std::vector<lang::TextPart> parts;
  bool first = true;
  for (size_t at = 0; at < bytes.size();) {
    const size_t hole = NextHole(bytes, at);
    if (hole > at) parts.push_back({.bytes = bytes.substr(at, hole - at), .known = true});
    if (hole == bytes.size()) break;
    const auto contents = ContentAt(values, text, hole);
    parts.emplace_back();
    if (contents.size() == 1 || (first && !contents.empty())) {
      const auto& patterns = contents[first ? chosen : 0].patterns;
      if (!patterns.empty()) {
        parts.back().program = ProgramOf(patterns[std::min(number, patterns.size() - 1)]);
      }
    }
    first &= contents.empty();
    at = hole + kHoleBytes.size();
  }
  return parts;
}

size_t MostPatterns(const Values& values, Loc text) {
  const std::string_view bytes = values.sources().Bytes(text);
  size_t most = 0;
  for (size_t at = NextHole(bytes, 0); at < bytes.size();
       at = NextHole(bytes, at + kHoleBytes.size())) {
    for (const HoleContent& content : ContentAt(values, text, at)) {
      most = std::max(most, content.patterns.size());
    }
  }
  return most;
}

// What distinguishes one question from others. Programs are kept for the whole process.
std::string KeyOf(const lang::Program* program, const std::vector<lang::TextPart>& parts) {
  std::string key = std::to_string(reinterpret_cast<uintptr_t>(program));
  for (const lang::TextPart& part : parts) {
    key += part.known ? "\xFFk" : "\xFFp";
    key += part.known ? part.bytes : std::to_string(reinterpret_cast<uintptr_t>(part.program));
  }
  return key;
}

// Asks each question once in a thread.
Tri OverlapsKnown(const lang::Program& program, const std::vector<lang::TextPart>& parts,
                  uint64_t& steps) {
  constexpr size_t kMostKept = 10'000;
  thread_local std::unordered_map<std::string, Tri> known;
  std::string key = KeyOf(&program, parts);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  const Tri overlaps = lang::Overlaps(program, parts, steps);
  if (overlaps != Tri::kUnknown && known.size() < kMostKept)
    known.emplace(std::move(key), overlaps);
  return overlaps;
}

}  // namespace

std::span<const HoleContent> FirstContent(const Values& values, Loc text) {
  if (values.contents().empty()) return {};
  const std::string_view bytes = values.sources().Bytes(text);
  for (size_t at = NextHole(bytes, 0); at < bytes.size();
       at = NextHole(bytes, at + kHoleBytes.size())) {
    if (const auto contents = ContentAt(values, text, at); !contents.empty()) return contents;
  }
  return {};
}

bool IsNoStructure(const Values& values, Loc text) {
  return MatchText(values, text, R"(^\s*[\[{])") == Tri::kNo;
}

bool IsNoJson(const Values& values, Loc text) {
  constexpr std::string_view kJson = R"(^\s*([\[{"]|-?[0-9]|(true|false|null)\s*$))";
  return MatchText(values, text, kJson) == Tri::kNo;
}

std::string Describe(const HoleContent& content) {
  return "'" + content.property + "' of " + content.type;
}

std::string OtherColumn(const HoleContent& content, std::string_view pattern) {
  const lang::Program* program = ProgramOf(pattern);
  if (program == nullptr || content.columns == nullptr) return {};
  std::string found;
  for (const HoleContent::Column& column : *content.columns) {
    if (column.name == content.column) continue;
    uint64_t steps = lang::kMostOverlapSteps;
    if (OverlapsKnown(*program, {{.program = ProgramOf(column.pattern)}}, steps) == Tri::kNo)
      continue;
    if (!found.empty()) return {};
    found = column.name;
  }
  return found;
}

Tri MatchText(const Values& values, Loc text, std::string_view pattern) {
  const Tri matches = MatchPattern(pattern, values.sources().Bytes(text));
  if (matches != Tri::kUnknown) return matches;
  const lang::Program* program = ProgramOf(pattern);
  if (program == nullptr) return matches;
  const size_t choices = FirstContent(values, text).size();
  const size_t patterns = choices == 0 ? 0 : MostPatterns(values, text);
  size_t refuted = 0;
  for (size_t chosen = 0; chosen < choices; ++chosen) {
    for (size_t number = 0; number < patterns; ++number) {
      const auto parts = PartsOf(values, text, chosen, number);
      if (OverlapsKnown(*program, parts, values.overlap_steps()) != Tri::kNo) continue;
      ++refuted;
      break;
    }
  }
  return choices > 0 && refuted == choices ? Tri::kNo : Tri::kUnknown;
}

}  // namespace stackql
