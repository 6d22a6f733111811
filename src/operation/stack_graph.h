#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace stackql {

// A resource of a stack, in the order of build.
struct GraphNode {
  std::string name = {};
  std::string kind = {};                // "resource", "query", ...
  std::vector<std::string> types = {};  // AWS::IVS::Stage: that it creates, or else asks for
  bool conditional = false;             // it has an `if`
};

// Exports of one resource that another one uses.
struct GraphEdge {
  size_t from = 0;  // number of a node
  size_t to = 0;
  std::vector<std::string> exports = {};
};

// The resources of a stack, and what flows between them.
struct StackGraph {
  std::string name = {};
  std::vector<GraphNode> nodes = {};
  std::vector<GraphEdge> edges = {};
  // Of the stack itself: exports with the number of the node that they are from.
  std::vector<std::pair<std::string, size_t>> exports = {};
};

}  // namespace stackql
