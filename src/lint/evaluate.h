#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lint/keywords.h"
#include "snapshot/schema.h"

namespace stackql {

using snapshot::SchemaNodes;

// One broken keyword of a schema.
struct Failure {
  Keyword keyword = Keyword::kOther;
  const snapshot::Schema* schema = nullptr;  // the node that states the keyword
  ValueId value = kNoValue;    // what is wrong; for kRequired the object that lacks a member
  ValueId key = kNoValue;      // of the member that holds `value`; none for the root and for items
  ValueId object = kNoValue;   // kAdditional: the object that has the member
  ValueId removed = kNoValue;  // kRequired: key of the member that a patch removes
  std::string path = {};       // JSON pointer to `value`
  std::string name = {};       // kRequired, kNeeded: the missing member; kExcluded: the other one;
                               // kLimit: the pointer to the limit
  std::string cause = {};      // kNeeded: the member that needs it
  ValueId other = kNoValue;    // kExcluded: the key of the other member; kNeeded: of `cause`;
                               // kDistinct: the value before; kLimit: the limit
  uint32_t item = 0;           // kUniqueItems: the index of an item ...
  uint32_t first = 0;          // ... and of the one that it equals; kOneOfMany: two alternatives
  uint32_t second = 0;
};

// Judges values, which may have unknown parts, by schema nodes. kYes and kNo hold for every way in
// which the unknown parts could be filled. Work is bounded: what would cost too much is kUnknown.
class Evaluator {
 public:
  static constexpr uint64_t kVisits = 4'000'000;

  Evaluator(const Values& values, const SchemaNodes& nodes, uint64_t visits = kVisits)
      : values_(values), nodes_(nodes), visits_left_(visits) {}

  Tri Decide(uint32_t schema, ValueId value);

  // After Decide said kNo: what is wrong, at the guilty leaves; at least one failure.
  void Explain(uint32_t schema, ValueId value, std::vector<Failure>& failures);

 private:
  // A schema that applies to an object's member.
  struct Applied {
    Member member = {};
    int32_t schema = kForbidden;
    Tri applies = Tri::kYes;
  };
  static constexpr int32_t kForbidden = -2;

  // An object's effective members, kept on a stack that nested calls share.
  struct Entry {
    std::string_view key = {};
    Member member = {};
    uint32_t index = 0;
  };
  struct Members {
    size_t begin = 0;  // of entries_: known keys, sorted; of equal ones only the last
    size_t end = 0;
    size_t unsure_end = 0;  // then those whose key has holes
  };

  const snapshot::Schema* Node(uint32_t schema) const;
  Tri DecideNode(const snapshot::Schema& node, uint32_t schema, ValueId value);
  Tri DecideCombinators(const snapshot::Schema& node, ValueId value);
  Tri DecideOneOf(const snapshot::Schema& node, ValueId value);
  Tri DecideCondition(const snapshot::Schema& node, ValueId value);
  Tri DecideUnique(const snapshot::Schema& node, ValueId value);
  Tri DecideItems(const snapshot::Schema& node, ValueId value);
  Tri DecideObject(const snapshot::Schema& node, ValueId value);
  Tri DecideContains(const snapshot::Schema& node, ValueId value);
  Tri DecideComparisons(const snapshot::Schema& node, ValueId value) const;
  void ExplainComparisons(const snapshot::Schema& node, ValueId value,
                          std::vector<Failure>& failures) const;
  bool RestrictsOthers(const snapshot::Schema& node, const Members& members) const;
  Tri DecidePresence(const snapshot::Schema& node, ValueId value, const Members& members);
  Tri DecideDependents(const snapshot::Schema& node, ValueId value, const Members& members);
  Tri DecideAlternatives(const snapshot::Schema& node, ValueId value, const Members& members);

  // Pairs of equal items, found once for each array.
  struct EqualItems {
    std::vector<std::pair<uint32_t, uint32_t>> pairs = {};
    bool complete = true;
  };
  const EqualItems& FindEqual(ValueId array);

  Members Push(ValueId object);
  void Pop(const Members& members) { entries_.resize(members.begin); }
  // A member whose key is certainly `name`; null if there is none.
  const Entry* Find(const Members& members, std::string_view name) const;
  Tri Present(ValueId object, const Members& members, std::string_view name) const;
  bool MayOverwrite(const Members& members, const Entry& entry) const;
  // Every schema that says something about a member.
  std::vector<Applied> AllApplied(const snapshot::Schema& node, const Members& members) const;
  void AddApplied(const snapshot::Schema& node, const Members& members, const Entry& entry,
                  bool known, std::vector<Applied>& applied) const;

  void ExplainNode(const snapshot::Schema& node, ValueId value, std::vector<Failure>& failures);
  bool ExplainLeaves(const snapshot::Schema& node, ValueId value, std::vector<Failure>& failures);
  void ExplainItems(const snapshot::Schema& node, ValueId value, std::vector<Failure>& failures);
  void ExplainPresence(const snapshot::Schema& node, ValueId value, const Members& members,
                       std::vector<Failure>& failures);
  void AddMissing(const snapshot::Schema& node, Keyword keyword, std::string_view name,
                  ValueId value, const Members& members, std::vector<Failure>& failures);
  void AddExcluded(const snapshot::Schema& node, std::string_view one, std::string_view other,
                   ValueId value, const Members& members, std::vector<Failure>& failures);
  void ExplainObject(const snapshot::Schema& node, ValueId value, std::vector<Failure>& failures);
  void ExplainCombinators(const snapshot::Schema& node, ValueId value,
                          std::vector<Failure>& failures);
  void ExplainChoice(const snapshot::Schema& node, Keyword keyword, ValueId value,
                     std::vector<Failure>& failures);
  void MarkExclusive(const flatbuffers::Vector<uint32_t>& branches, ValueId value,
                     std::vector<Failure>& failures) const;
  void ExplainBranches(const snapshot::Schema& node, Keyword keyword, ValueId value,
                       std::vector<Failure>& failures);
  Tri Discriminates(uint32_t branch, ValueId value);
  Failure Fail(Keyword keyword, const snapshot::Schema& node, ValueId value) const;

  const Values& values_;
  const SchemaNodes& nodes_;
  uint64_t visits_left_;
  int depth_ = 0;
  std::unordered_map<uint64_t, Tri> memo_;  // of nodes that combine others
  std::unordered_map<ValueId, EqualItems> equal_;
  std::vector<Entry> entries_;

  struct Step {
    ValueId key = kNoValue;  // none: an item
    uint32_t index = 0;
  };
  std::vector<Step> path_;
};

// Whether a node says nothing but which members must be there.
bool OnlyRequires(const snapshot::Schema& node);

}  // namespace stackql
