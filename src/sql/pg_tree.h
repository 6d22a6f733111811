#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace stackql::sql {

// libpg_query's JSON tree as flat nodes that view the text. It is machine-made: strings are taken
// as they stand, escapes included, since names and literals come from the user's bytes anyway.
class PgTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // False if the text is not such a tree, or nests more than a few thousand levels.
  bool Read(std::string_view json);

  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }
  uint32_t root() const { return nodes_.empty() ? kNone : 0; }
  // The member of that name; kNone if `node` is kNone or has none.
  uint32_t Member(uint32_t node, std::string_view name) const;
  // First child and next sibling, for arrays and objects.
  uint32_t First(uint32_t node) const { return node == kNone ? kNone : nodes_[node].child; }
  uint32_t Next(uint32_t node) const { return nodes_[node].next; }
  // The name of a member; the text of a scalar.
  std::string_view Name(uint32_t node) const { return nodes_[node].name; }
  std::string_view Text(uint32_t node) const {
    return node == kNone ? std::string_view() : nodes_[node].text;
  }
  // A number member; 0 if absent, as the tree leaves zeros out.
  uint32_t Number(uint32_t node, std::string_view name) const;

 private:
  struct Node {
    std::string_view name = {};
    std::string_view text = {};
    uint32_t child = kNone;
    uint32_t next = kNone;
  };
  std::vector<Node> nodes_;
};

}  // namespace stackql::sql
