#include "report/graph_views.h"

#include <string_view>

#include "base/ascii.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// The lines of a resource's label: its place and name, and its types or what it is.
std::vector<std::string> LabelOf(const GraphNode& node, size_t number) {
  std::vector<std::string> lines = {std::to_string(number + 1) + ". " + Visible(node.name)};
  for (const std::string& type : node.types) lines.push_back(Visible(type));
  if (node.types.empty() && node.kind != "resource") lines.push_back(node.kind);
  return lines;
}

std::string NodeId(size_t stack, size_t node) {
  return "s" + std::to_string(stack) + "r" + std::to_string(node);
}

// With each of some characters as something else.
template <typename Escape>
std::string Escaped(std::string_view text, Escape escape) {
  std::string out;
  for (const char c : text) {
    const std::string_view instead = escape(c);
    instead.empty() ? out.push_back(c) : void(out.append(instead));
  }
  return out;
}

// Mermaid reads HTML, and Markdown between backticks, in labels.
std::string Mermaid(std::string_view text) {
  return Escaped(text, [](char c) -> std::string_view {
    switch (c) {
      case '"':
        return "#quot;";
      case '<':
        return "#lt;";
      case '>':
        return "#gt;";
      case '#':
        return "#35;";
      case '&':
        return "#amp;";
      case '`':
        return "#96;";
      default:
        return {};
    }
  });
}

// Graphviz reads escapes, and HTML's names of characters, in labels.
std::string Quoted(std::string_view text) {
  return "\"" +
         Escaped(text,
                 [](char c) -> std::string_view {
                   switch (c) {
                     case '"':
                       return "\\\"";
                     case '\\':
                       return "\\\\";
                     case '&':
                       return "&amp;";
                     default:
                       return {};
                   }
                 }) +
         "\"";
}

std::string Joined(const std::vector<std::string>& lines, std::string (*escape)(std::string_view),
                   std::string_view between) {
  std::vector<std::string> escaped;
  escaped.reserve(lines.size());
  for (const std::string& line : lines) escaped.push_back(escape(line));
  return Join(escaped, between);
}

std::string Bare(std::string_view text) {
  const std::string quoted = Quoted(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string GraphMermaid(const std::vector<StackGraph>& stacks) {
  std::string out = "flowchart TD\n";
  for (size_t s = 0; s < stacks.size(); ++s) {
    const StackGraph& stack = stacks[s];
    out += "  subgraph s" + std::to_string(s) + "[\"" + Mermaid(Visible(stack.name)) + "\"]\n";
    for (size_t i = 0; i < stack.nodes.size(); ++i) {
      const std::string label = Joined(LabelOf(stack.nodes[i], i), Mermaid, "<br>");
      const bool maybe = stack.nodes[i].conditional;
      out += "    " + NodeId(s, i) + (maybe ? "([\"" : "[\"") + label + (maybe ? "\"])" : "\"]") +
             "\n";
    }
    out += "  end\n";
    for (const GraphEdge& edge : stack.edges) {
      out += "  " + NodeId(s, edge.from) + " -->|\"" + Joined(edge.exports, Mermaid, "<br>") +
             "\"| " + NodeId(s, edge.to) + "\n";
    }
    for (size_t i = 0; i < stack.exports.size(); ++i) {
      out += "  " + NodeId(s, stack.exports[i].second) + " --> s" + std::to_string(s) + "e" +
             std::to_string(i) + "((\"" + Mermaid(Visible(stack.exports[i].first)) + "\"))\n";
    }
  }
  return out;
}

std::string GraphDot(const std::vector<StackGraph>& stacks) {
  std::string out = "digraph stacks {\n  node [shape=box];\n";
  for (size_t s = 0; s < stacks.size(); ++s) {
    const StackGraph& stack = stacks[s];
    out += "  subgraph cluster_" + std::to_string(s) +
           " {\n    label=" + Quoted(Visible(stack.name)) + ";\n";
    for (size_t i = 0; i < stack.nodes.size(); ++i) {
      out += "    " + NodeId(s, i) + " [label=\"" +
             Joined(LabelOf(stack.nodes[i], i), Bare, "\\n") + "\"" +
             (stack.nodes[i].conditional ? ", style=dashed" : "") + "];\n";
    }
    out += "  }\n";
    for (const GraphEdge& edge : stack.edges) {
      out += "  " + NodeId(s, edge.from) + " -> " + NodeId(s, edge.to) + " [label=\"" +
             Joined(edge.exports, Bare, "\\n") + "\"];\n";
    }
    for (size_t i = 0; i < stack.exports.size(); ++i) {
      const std::string id = "s" + std::to_string(s) + "e" + std::to_string(i);
      out.append("  ").append(id).append(" [label=");
      out.append(Quoted(Visible(stack.exports[i].first))).append(", shape=ellipse];\n  ");
      out.append(NodeId(s, stack.exports[i].second)).append(" -> ").append(id).append(";\n");
    }
  }
  return out + "}\n";
}

}  // namespace stackql::report
