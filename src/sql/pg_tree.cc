#include "sql/pg_tree.h"

#include <utility>

namespace stackql::sql {
namespace {

constexpr size_t kDeepest = 8'000;

// Whether an odd number of backslashes is before `at`.
bool IsEscaped(std::string_view json, size_t at) {
  size_t first = at;
  while (first > 0 && json[first - 1] == '\\') --first;
  return (at - first) % 2 == 1;
}

// 0 if it is not a number.
uint32_t Number(std::string_view text) {
  uint32_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<uint32_t>(c - '0');
  }
  return number;
}

}  // namespace

bool PgNodes::Read(std::string text) {
  json_ = std::move(text);
  const std::string_view json = json_;
  nodes_.clear();
  nodes_.reserve(json.size() / 12);
  struct Open {
    uint32_t node = kNone;
    uint32_t last = kNone;  // its last child so far
  };
  std::vector<Open> open;
  std::string_view name;
  const auto add = [&](std::string_view content) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    nodes_.push_back({.name = name, .text = content});
    name = {};
    if (!open.empty()) {
      Open& parent = open.back();
      (parent.last == kNone ? nodes_[parent.node].child : nodes_[parent.last].next) = index;
      parent.last = index;
      if (nodes_[index].name == "location") {
        nodes_[index].location = nodes_[parent.node].location = Number(content);
      }
    }
    return index;
  };
  for (size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      size_t end = json.find('"', at + 1);
      while (end != std::string_view::npos && IsEscaped(json, end)) end = json.find('"', end + 1);
      if (end == std::string_view::npos) return false;
      const std::string_view content = json.substr(at + 1, end - at - 1);
      at = end + 1;
      if (at < json.size() && json[at] == ':') {
        name = content;
        ++at;
      } else {
        add(content);
      }
    } else if (c == '{' || c == '[') {
      if (open.size() >= kDeepest) return false;
      const uint32_t node = add({});
      open.push_back({.node = node});
      ++at;
    } else if (c == '}' || c == ']') {
      if (open.empty()) return false;
      open.pop_back();
      ++at;
    } else if (c == ',' || c == ' ' || c == '\n') {
      ++at;
    } else {
      size_t end = at;
      while (end < json.size() && json[end] != ',' && json[end] != '}' && json[end] != ']') ++end;
      add(json.substr(at, end - at));
      at = end;
    }
  }
  return open.empty() && !nodes_.empty();
}

uint32_t PgNodes::Member(uint32_t node, std::string_view name) const {
  for (uint32_t child = First(node); child != kNone; child = nodes_[child].next) {
    if (nodes_[child].name == name) return child;
  }
  return kNone;
}

}  // namespace stackql::sql
