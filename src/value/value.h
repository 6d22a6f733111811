#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "text/sources.h"
#include "value/fwd.h"
#include "value/hole_content.h"

namespace stackql {

enum class Kind : uint8_t {
  kUnknown,  // anything at all
  kAbsent,   // as an object member: this member is certainly not there (a patch removes it)
  kNull,
  kBool,
  kNumber,  // the lexeme is kept; never goes through double
  kString,
  kArray,
  kObject,
};

// A JSON-shaped node that knows where it was written.
struct Value {
  Kind kind = Kind::kUnknown;
  bool open = false;       // arrays and objects: at least these, maybe more
  bool quoted = false;     // scalars: written with quotes, or tagged as a text
  bool untrusted = false;  // what is known of it may be wrong; nothing is certain to fail
  uint32_t first = 0;      // into the arena's elements (arrays) or members (objects)
  uint32_t count = 0;
  Loc token = {};  // as written, with quotes or brackets
  Loc text = {};   // scalars: the decoded content; may hold holes if kString
};

// Arena of values over an arena of texts. Children are added before their parents, so that no value
// can hold itself; a YAML alias shares its anchor's node, so values form a DAG. Duplicate keys
// stay. kNoValue reads as a value of which nothing is known, written nowhere.
class Values {
 public:
  explicit Values(Sources& sources) : sources_(sources) {}
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  Sources& sources() const { return sources_; }
  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }

  ValueId Add(const Value& scalar);
  ValueId AddArray(Loc token, std::span<const ValueId> elements, bool open = false);
  ValueId AddObject(Loc token, std::span<const Member> members, bool open = false);
  // A known or holed string whose content is `text`, written as `token`.
  ValueId AddString(Loc text, Loc token);
  // A value about which nothing is known, spelled at `at`.
  ValueId AddUnknown(Loc at) { return Add({.kind = Kind::kUnknown, .token = at, .text = at}); }
  // The same; a hole that it leaves in a text has an origin of its own, which contents() may know.
  ValueId AddUnknownWithOrigin(Loc at);
  // The origin of an unknown value; nowhere if it has none.
  Loc OriginOf(ValueId value) const;

  // What keeps a value from being known, though all that it is made of is.
  enum class Limit : uint8_t { kSize, kWork, kOutcomes };
  // Notes where one was met: what is not checked for it has to be told.
  void NoteLimit(Limit limit, Loc where) {
    if (limits_.size() < kMostLimits) limits_.emplace(limit, where);
  }
  const std::set<std::pair<Limit, Loc>>& limits() const { return limits_; }

  const Value& operator[](ValueId id) const { return id == kNoValue ? kNothing : nodes_[id]; }
  // Valid until the next Add.
  std::span<const ValueId> Elements(ValueId array) const;
  std::span<const Member> Members(ValueId object) const;

  // Content bytes of a scalar (decoded); empty for others.
  std::string_view Text(ValueId scalar) const { return sources_.Bytes((*this)[scalar].text); }
  // Whether the content of a scalar is known entirely.
  bool Known(ValueId scalar) const;
  // The last member whose key is certainly `key`; kNoValue if there is none.
  ValueId Find(ValueId object, std::string_view key) const;
  // As Find, giving key and value.
  std::optional<Member> FindMember(ValueId object, std::string_view key) const;
  // Whether the keys of an object are texts, all different. May be false of many.
  bool HasDistinctKeys(ValueId object) const;
  // What is known of the values of holes.
  const HoleContents& contents() const { return contents_; }
  void SetContents(HoleContents contents) { contents_ = std::move(contents); }
  // How many steps of lang::Overlaps are left, for all questions about these values.
  uint64_t& overlap_steps() const { return overlap_steps_; }
  // Where a finding about this value points: the content of a scalar, else the token.
  Loc Where(ValueId value) const;

 private:
  static constexpr Value kNothing = {};

  Sources& sources_;
  std::vector<Value> nodes_;
  std::vector<ValueId> elements_;
  std::vector<Member> members_;
  HoleContents contents_;
  static constexpr size_t kMostLimits = 10'000;
  std::set<std::pair<Limit, Loc>> limits_;
  mutable uint64_t overlap_steps_ = 20'000'000;
};

// The kind of a value for messages: "a list", "a string".
std::string_view Describe(Kind kind);

}  // namespace stackql
