#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/message.h"
#include "lint/finding.h"
#include "snapshot/snapshot.h"

namespace stackql {

// A rule at one of its targets.
struct TargetedRule {
  std::string_view type_name = {};
  const snapshot::Rule* rule = nullptr;
  std::string_view path = {};
  const snapshot::RuleUnique* unique = nullptr;

  // Whether it is a declarative rule about several resources of a stack.
  bool IsAboutStack() const;
};
using TargetedRules = std::span<const TargetedRule>;

// The rule documents in force: the built-in ones and the user's own. They stay in their snapshots,
// which must outlive the set.
class RuleSet {
 public:
  explicit RuleSet(const snapshot::Snapshot& builtin);

  // Adds the documents of another snapshot (a user's rules). Returns the ids that are taken, or
  // whose names are; what had them first keeps them.
  std::vector<std::string> Add(const snapshot::Snapshot& more);

  // Sorted by id.
  std::vector<const snapshot::Rule*> all() const;
  // The rules whose documents name the type.
  std::vector<TargetedRule> About(std::string_view type_name) const;
  // Null if there is none.
  const snapshot::Rule* Find(RuleId id) const;
  // By the id or name that a user writes; null if there is none.
  const snapshot::Rule* Find(std::string_view id_or_name) const;
  // All that a user's word means: an id or a name, a family ("TAG") with the first digits of ids if
  // need be ("TAG0"), or kAllRules. Empty: it means none.
  std::vector<const snapshot::Rule*> Named(std::string_view word) const;
  // Every id, name and family, and kAllRules: what a word may have been meant for.
  std::vector<std::string_view> Words() const;

 private:
  std::vector<const snapshot::Rules*> documents_;  // of one snapshot each
};

inline constexpr std::string_view kAllRules = "ALL";

// The letters that an id begins with: "TAG".
std::string_view FamilyOf(std::string_view id);
std::string_view FamilyOf(const snapshot::Rule& rule);

// How closely a user's word means a rule: 0 not at all, else the more the longer it is, and the
// most as an id or a name.
size_t Fit(std::string_view word, const snapshot::Rule& rule);

// The words that mean the rule with this id, but for its name.
std::vector<std::string_view> WordsFor(std::string_view id);

}  // namespace stackql
