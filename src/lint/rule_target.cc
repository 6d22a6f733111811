#include "lint/rule_target.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "diag/suggest.h"
#include "rules/config.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"

namespace stackql::lint {
namespace {

using snapshot::SchemaT;

class Walk {
 public:
  explicit Walk(const snapshot::ResourceTypeT& type) : type_(type) {
    if (!type.schemas.empty()) at_ = Follow(0);
  }

  // Takes one step of a JSON pointer, not decoded; false if it leads nowhere.
  bool Step(std::string_view step) {
    const SchemaT* node = at_;
    if (node == nullptr) return true;
    at_ = nullptr;
    if (step.find('~') != std::string_view::npos) return true;
    if (step == "*") {
      if (snapshot::Given(node->items)) at_ = Follow(static_cast<uint32_t>(node->items));
      return true;
    }
    for (const auto& property : node->properties) {
      if (property->name != step) continue;
      at_ = Follow(property->schema);
      return true;
    }
    return !node->closed || !node->pattern_properties.empty() || !Plain(*node);
  }

  // What the node reached so far has; its names live as long as the type.
  std::vector<std::string_view> Names() const {
    std::vector<std::string_view> names;
    if (at_ == nullptr) return {};
    for (const auto& property : at_->properties) names.emplace_back(property->name);
    return names;
  }

 private:
  static bool Plain(const SchemaT& node) {
    return node.any_of.empty() && node.one_of.empty() && node.all_of.empty() &&
           !snapshot::Given(node.if_schema);
  }

  const SchemaT* Follow(uint32_t index) const {
    for (size_t hops = 0; hops < type_.schemas.size() && index < type_.schemas.size(); ++hops) {
      const SchemaT* node = type_.schemas[index].get();
      if (!snapshot::Given(node->ref)) return node;
      index = static_cast<uint32_t>(node->ref);
    }
    return nullptr;
  }

  const snapshot::ResourceTypeT& type_;
  const SchemaT* at_ = nullptr;  // null: anything may be here
};

// Takes a step, reporting one that leads nowhere at `where`.
bool Take(Walk& walk, std::string_view step, const std::string& type, Loc where,
          Problems& problems) {
  const std::vector<std::string_view> names = walk.Names();
  if (walk.Step(step)) return true;
  const std::string_view meant = Suggest(step, names);
  problems.push_back(
      {.what = rules::InvalidRuleDocument{.detail = "unknown property '" + std::string(step) +
                                                    "' in " + type},
       .where = where,
       .help = DidYouMean(meant)});
  return false;
}

}  // namespace

void CheckPath(const snapshot::RuleTargetT& target, std::string_view at,
               const snapshot::ResourceTypeT& type, const TargetPlaces& places,
               Problems& problems) {
  Walk walk(type);
  std::string_view rest = target.path;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(step.size());
    if (!Take(walk, step, target.type_name, places.path, problems)) return;
  }
  if (!at.empty()) Take(walk, at, target.type_name, places.at, problems);
}

}  // namespace stackql::lint
