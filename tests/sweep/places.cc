#include "sweep/places.h"

#include <map>
#include <string>
#include <utility>

#include "lang/overlap.h"
#include "lang/patterns.h"
#include "snapshot/schema.h"

namespace stackql::sweep {
namespace {

std::string Text(const flatbuffers::String* text) { return text ? text->str() : std::string(); }

}  // namespace

void Collect(const snapshot::ResourceType& type, uint32_t index, Place& place, int depth) {
  const snapshot::Schema* node = snapshot::Target(*type.schemas(), index);
  if (node == nullptr || depth > 8) return;
  if (!Text(node->format()).empty()) {
    place.format = Text(node->format());
    place.type = place.format.substr(0, place.format.rfind('.'));
    place.patterns.push_back(Text(node->format_pattern()));
  }
  if (!Text(node->pattern()).empty()) place.patterns.push_back(Text(node->pattern()));
  if (node->all_of() == nullptr) return;
  for (const uint32_t part : *node->all_of()) Collect(type, part, place, depth + 1);
}

Tri Meet(const std::string& one, const std::string& other) {
  static std::map<std::pair<std::string, std::string>, Tri> known;
  const auto [found, added] = known.try_emplace({one, other}, Tri::kUnknown);
  if (!added) return found->second;
  const lang::Program* program = ProgramOf(one);
  const lang::TextPart part = {.program = ProgramOf(other)};
  uint64_t steps = lang::kMostOverlapSteps;
  if (program != nullptr && part.program != nullptr) {
    found->second = lang::Overlaps(*program, {&part, 1}, steps);
  }
  return found->second;
}

bool Fit(const Place& one, const Place& other) {
  for (const std::string& a : one.patterns) {
    for (const std::string& b : other.patterns) {
      if (Meet(a, b) == Tri::kNo) return false;
    }
  }
  return true;
}

}  // namespace stackql::sweep
