#pragma once

#include <string>
#include <vector>

#include "operation/stack_graph.h"

namespace stackql::report {

// Stacks as a Mermaid flowchart, and in the language of Graphviz: resources with their place in the
// order of build, and the exports that flow between them.
std::string GraphMermaid(const std::vector<StackGraph>& stacks);
std::string GraphDot(const std::vector<StackGraph>& stacks);

}  // namespace stackql::report
