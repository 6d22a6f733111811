#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lang.h"
#include "snapshot/snapshot_tables.h"
#include "value/fwd.h"

namespace stackql::verify {

using Pointers = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

// Whether a pointer is among those of a snapshot, where `*` is any item: "/A/*/B".
bool Lists(const Pointers* pointers, std::string_view path);

// Whether desired values and live ones are the same: scalars as the texts that StackQL sends; JSON
// in a text as what it says, where one element counts as a list of it; lists as multisets of their
// items, without tags that AWS adds (aws:...); an account id as the ARN of its root, as IAM does
// (IAM User Guide, "AWS JSON policy elements: Principal"); what is absent as what is empty. Passed
// over is what nobody can set or no reading gives. `path` is where a value is: "/Tags/*/Key".
class Equality {
 public:
  Equality(Values& values, const snapshot::ResourceType& type) : values_(values), type_(type) {}

  // kUnknown if that depends on what is not known.
  Tri Same(ValueId desired, ValueId live, const std::string& path, int depth = 0);
  // The same for a live value that is not set.
  Tri SameAsAbsent(ValueId desired, const std::string& path, int depth = 0);

  // The two as structures, where one is a text that holds JSON.
  void Open(ValueId& desired, ValueId& live);
  // A live list's items, but for tags that AWS adds.
  std::vector<ValueId> LiveItems(ValueId list) const;
  bool IsPassedOver(std::string_view path) const;
  // Whether so much was compared that all further answers are kUnknown.
  bool IsSpent() const { return left_ <= 0; }

 private:
  Tri SameObject(ValueId desired, ValueId live, const std::string& path, int depth);
  Tri SameList(ValueId desired, ValueId live, const std::string& path, int depth);
  Tri SameAsOne(ValueId desired, ValueId live, const std::string& path, int depth);
  Tri SameScalar(ValueId desired, ValueId live) const;

  Values& values_;
  const snapshot::ResourceType& type_;
  int left_ = 2'000'000;                    // comparisons
  std::map<ValueId, ValueId> opened_ = {};  // texts, and the structures that they hold
};

// Longer lists are compared by their length only.
inline constexpr size_t kMostItems = 200;

}  // namespace stackql::verify
