#include "cli/permission_views.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/ascii.h"
#include "report/counted.h"
#include "report/json_text.h"
#include "report/visible.h"
#include "snapshot/snapshot_generated.h"

namespace stackql::cli {
namespace {

using iam::Need;
using iam::Standing;
using nlohmann::ordered_json;
using report::Counted;
using report::Visible;

constexpr size_t kColumns = 80;

// The actions of one half, a mark behind those that the reference does not know.
std::vector<std::string> ActionsOf(const ListedOperation& operation, bool front_door, bool marked) {
  std::vector<std::string> actions;
  for (const Need& need : operation.needs) {
    if (need.front_door != front_door) continue;
    const bool odd = need.standing == Standing::kUnlisted || need.standing == Standing::kWildcard ||
                     need.standing == Standing::kUnknownService;
    actions.push_back(need.action + (marked && odd ? " (!)" : ""));
  }
  std::sort(actions.begin(), actions.end());
  return actions;
}

std::string HandlerName(snapshot::Handler handler) {
  std::string name = snapshot::EnumNameHandler(handler);
  name[0] = static_cast<char>(name[0] + 32);
  return name;
}

struct Totals {
  size_t operations = 0;
  size_t front_door = 0;  // different actions
  size_t handlers = 0;
};

Totals Count(const StackPermissions& permissions) {
  Totals totals;
  std::set<std::string> front;
  std::set<std::string> handlers;
  for (const ListedOperation& operation : permissions.operations) {
    if (!operation.needs.empty()) ++totals.operations;
    for (const Need& need : operation.needs) {
      (need.front_door ? front : handlers).insert(need.action);
    }
  }
  totals.front_door = front.size();
  totals.handlers = handlers.size();
  return totals;
}

void AddOperation(const ListedOperation& operation, std::string& out) {
  out += "  " + std::string(Name(operation.call)) + " " + Visible(TypeOf(operation));
  if (operation.region) out += " in " + Visible(*operation.region);
  out += "\n    " + WhereOf(operation) + "\n";
  if (!operation.environments.empty()) {
    out += "    only in " + Visible(Join(operation.environments, ", ")) + "\n";
  }
  const std::vector<std::string> front = ActionsOf(operation, true, true);
  const std::vector<std::string> handler = ActionsOf(operation, false, true);
  if (!front.empty()) out += Wrapped("    call     ", front);
  if (!handler.empty()) out += Wrapped("    handler  ", handler);
}

std::string NoteOn(const Need& need, const std::string& type) {
  const std::string where = "'" + need.action + "' in the " + HandlerName(need.handler) +
                            " handler's list of '" + type + "'";
  switch (need.standing) {
    case Standing::kUnlisted:
      return where + " is no action that AWS lists for that service.";
    case Standing::kUnknownService:
      return where + " names no service that AWS lists.";
    case Standing::kWildcard:
      return where + " is a wildcard, which grants more than the handler can need.";
    case Standing::kRepaired:
      return "'" + need.action + "' was added for an entry of '" + type +
             "' that names an API operation, not an action.";
    default:
      return {};
  }
}

}  // namespace

std::string Wrapped(const std::string& heading, const std::vector<std::string>& words) {
  std::string text = heading;
  size_t column = heading.size();
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string word = Visible(words[i]) + (i + 1 < words.size() ? "," : "");
    if (i > 0 && column + 1 + word.size() > kColumns) {
      text += "\n" + std::string(heading.size(), ' ');
      column = heading.size();
    } else if (i > 0) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text + "\n";
}

std::string TypeOf(const ListedOperation& operation) {
  return operation.type.empty() ? operation.table : operation.type;
}

std::string MarkdownCode(std::string_view text) {
  std::string code = "`";
  for (const char c : Visible(std::string(text))) {
    if (c == '|') code += '\\';
    code += c == '`' ? '\'' : c;
  }
  return code + "`";
}

std::string WhereOf(const ListedOperation& operation) {
  std::string text = Visible(operation.file) + ":" + std::to_string(operation.at.line) + ":" +
                     std::to_string(operation.at.column);
  if (!operation.anchor.empty()) text += "  " + operation.anchor;
  const std::vector<std::string> phases = Names(operation.phases);
  if (!phases.empty()) text += "  (" + Join(phases, ", ") + ")";
  return text;
}

std::string PermissionsAsText(const StackPermissions& permissions) {
  // By resource, in the order of the first statement of each; files without a stack by their name.
  std::vector<std::pair<std::string, std::string>> groups;
  std::map<std::string, size_t> known;
  for (const ListedOperation& operation : permissions.operations) {
    if (operation.needs.empty()) continue;
    const std::string name = operation.resource.empty() ? operation.file : operation.resource;
    const auto [at, fresh] = known.emplace(name, groups.size());
    if (fresh) groups.emplace_back(name, std::string());
    AddOperation(operation, groups[at->second].second);
  }
  std::string out;
  for (const auto& group : groups) {
    out += (out.empty() ? "" : "\n") + Visible(group.first) + "\n" + group.second;
  }
  const Totals totals = Count(permissions);
  out += (out.empty() ? "" : "\n") + Counted(totals.operations, "operation") + " need" +
         (totals.operations == 1 ? "s " : " ") +
         Counted(totals.front_door + totals.handlers, "action") + ": " +
         std::to_string(totals.front_door) + " to make the calls, " +
         std::to_string(totals.handlers) + " in handlers.\n";
  const std::vector<std::string> notes = HandlerNotes(permissions);
  if (!notes.empty()) out += "\n(!) of handlers' lists, which AWS's service teams write by hand:\n";
  for (const std::string& note : notes) out += "  " + Visible(note) + "\n";
  return out;
}

std::string PermissionsAsMarkdown(const StackPermissions& permissions) {
  std::string out = "| Operation | Where | Call | Handler |\n|---|---|---|---|\n";
  const auto cell = [](const std::vector<std::string>& actions) {
    std::string text;
    for (const std::string& action : actions) {
      text += (text.empty() ? "" : "<br>") + MarkdownCode(action);
    }
    return text;
  };
  for (const ListedOperation& operation : permissions.operations) {
    if (operation.needs.empty()) continue;
    out += "| " + std::string(Name(operation.call)) + " " + MarkdownCode(TypeOf(operation)) +
           " | " + MarkdownCode(WhereOf(operation)) + " | " +
           cell(ActionsOf(operation, true, false)) + " | " +
           cell(ActionsOf(operation, false, false)) + " |\n";
  }
  return out;
}

std::string PermissionsAsJson(const StackPermissions& permissions,
                              const std::vector<std::string>& data) {
  const auto text = [](const std::string& value) {
    return value.empty() ? ordered_json(nullptr) : ordered_json(value);
  };
  ordered_json out = {{"version", 1},
                      {"data", data},
                      {"operations", ordered_json::array()},
                      {"unresolved", ordered_json::array()},
                      {"notes", HandlerNotes(permissions)}};
  for (const ListedOperation& operation : permissions.operations) {
    if (!operation.unresolved.empty()) {
      out["unresolved"].push_back({{"file", operation.file},
                                   {"line", operation.at.line},
                                   {"column", operation.at.column},
                                   {"reason", operation.unresolved}});
    }
    if (operation.needs.empty()) continue;
    std::vector<std::string> all = ActionsOf(operation, true, false);
    const std::vector<std::string> handler = ActionsOf(operation, false, false);
    all.insert(all.end(), handler.begin(), handler.end());
    std::sort(all.begin(), all.end());
    ordered_json item = {
        {"verb", Name(operation.call)},
        {"type", text(operation.type)},
        {"file", operation.file},
        {"line", operation.at.line},
        {"column", operation.at.column},
        {"anchor", text(operation.anchor)},
        {"phase", Names(operation.phases)},
        {"region", operation.region ? ordered_json(*operation.region) : ordered_json()},
        {"resource", text(operation.resource)},
        {"actions", std::move(all)},
        {"frontDoor", ActionsOf(operation, true, false)},
        {"handler", handler}};
    if (!operation.environments.empty()) item["environments"] = operation.environments;
    out["operations"].push_back(std::move(item));
  }
  return report::JsonText(out);
}

std::string Explain(const StackPermissions& permissions, std::string_view action) {
  std::string out;
  for (const ListedOperation& operation : permissions.operations) {
    for (const Need& need : operation.needs) {
      if (!EqualsIgnoringCase(action, need.action)) continue;
      if (out.empty()) out = need.action + " is needed by\n";
      out += "  " + WhereOf(operation) + "\n    " + std::string(Name(operation.call)) + " " +
             Visible(TypeOf(operation)) + ": ";
      out += need.front_door ? "the call itself" : "the " + HandlerName(need.handler) + " handler";
      const bool read_half = operation.call == Call::kUpdate && !need.front_door &&
                             need.handler == snapshot::Handler::Read;
      if (read_half) out += ", which an update runs first";
      for (const iam::Arn& arn : need.resources) {
        out += "\n    on " + Visible(iam::PolicyPattern(arn));
      }
      out += " (" + std::string(Name(need.reason)) + ")\n";
    }
  }
  if (out.empty()) out = "Nothing here needs '" + Visible(std::string(action)) + "'.\n";
  return out;
}

std::vector<std::string> HandlerNotes(const StackPermissions& permissions) {
  std::vector<std::string> notes;
  std::set<std::tuple<std::string, std::string>> told;
  for (const ListedOperation& operation : permissions.operations) {
    for (const Need& need : operation.needs) {
      if (need.standing == Standing::kListed) continue;
      if (!told.emplace(operation.type, need.action).second) continue;
      notes.push_back(NoteOn(need, operation.type));
    }
    for (const std::string& entry : operation.left_out) {
      if (!told.emplace(operation.type, entry).second) continue;
      notes.push_back("'" + entry + "' in a handler's list of '" + operation.type +
                      "' is no action; it is left out.");
    }
  }
  return notes;
}

}  // namespace stackql::cli
