#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sql/fold.h"

namespace stackql::sql {

// libpg_query's JSON tree as flat nodes that view its text. It is machine-made: strings are taken
// as they stand, escapes included, since names and literals come from the user's bytes anyway.
class PgNodes {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  PgNodes() = default;
  PgNodes(const PgNodes&) = delete;
  PgNodes& operator=(const PgNodes&) = delete;

  // Keeps the text. False if it is not such a tree, or nests more than a few thousand levels.
  bool Read(std::string text);

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
  // The number that its member `location` is, or that it is as such a member. 0 if it has none, as
  // the tree leaves zeros out.
  uint32_t Location(uint32_t node) const { return node == kNone ? 0 : nodes_[node].location; }

 private:
  struct Node {
    std::string_view name = {};
    std::string_view text = {};
    uint32_t child = kNone;
    uint32_t next = kNone;
    uint32_t location = 0;
  };
  std::string json_;
  std::vector<Node> nodes_;
};

// The tree of one statement: nodes that other statements of its shape share, and its own places.
class PgTree {
 public:
  static constexpr uint32_t kNone = PgNodes::kNone;

  PgTree(const PgNodes& nodes, const Shape& shape) : nodes_(nodes), shape_(shape) {}

  uint32_t size() const { return nodes_.size(); }
  uint32_t root() const { return nodes_.root(); }
  uint32_t Member(uint32_t node, std::string_view name) const { return nodes_.Member(node, name); }
  uint32_t First(uint32_t node) const { return nodes_.First(node); }
  uint32_t Next(uint32_t node) const { return nodes_.Next(node); }
  std::string_view Name(uint32_t node) const { return nodes_.Name(node); }
  std::string_view Text(uint32_t node) const { return nodes_.Text(node); }
  // The place that a node's `location` gives, in bytes from the statement's first token.
  uint32_t Offset(uint32_t node) const { return shape_.Masked(nodes_.Location(node)); }

 private:
  const PgNodes& nodes_;
  const Shape& shape_;
};

}  // namespace stackql::sql
