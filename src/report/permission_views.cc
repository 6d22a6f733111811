#include "report/permission_views.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/ascii.h"
#include "catalog/resource_facts.h"
#include "report/counted.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/operation_views.h"
#include "report/visible.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {
namespace {

using catalog::HandlerName;

using iam::ListingStatus;
using iam::Need;
using iam::OperationNeeds;
using nlohmann::ordered_json;

// The actions of one half, a mark after those that the reference does not know.
std::vector<std::string> ActionsOf(const OperationNeeds& operation, bool cloud_control,
                                   bool marked) {
  std::vector<std::string> actions;
  for (const Need& need : operation.needs.known) {
    if (need.cloud_control != cloud_control) continue;
    const bool odd = need.status == ListingStatus::kUnlisted ||
                     need.status == ListingStatus::kWildcard ||
                     need.status == ListingStatus::kUnknownService;
    actions.push_back(need.action + (marked && odd ? " (!)" : ""));
  }
  std::sort(actions.begin(), actions.end());
  return actions;
}

struct Totals {
  size_t operations = 0;
  size_t cloud_control = 0;  // different actions
  size_t handlers = 0;
};

Totals Count(const std::vector<OperationNeeds>& operations) {
  Totals totals;
  std::set<std::string> front;
  std::set<std::string> handlers;
  for (const OperationNeeds& each : operations) {
    if (!each.needs.known.empty()) ++totals.operations;
    for (const Need& need : each.needs.known) {
      (need.cloud_control ? front : handlers).insert(need.action);
    }
  }
  totals.cloud_control = front.size();
  totals.handlers = handlers.size();
  return totals;
}

void AddOperation(const OperationNeeds& each, std::string& out) {
  const OperationView& operation = each.operation;
  out += "  " + std::string(Name(operation.call)) + " " + Visible(TypeOf(operation));
  if (operation.region) out += " in " + Visible(*operation.region);
  const std::string where = WhereOf(operation);
  out += (where.empty() ? "" : "\n    " + where) + "\n";
  if (!operation.environments.empty()) {
    out += "    only in " + Visible(Join(operation.environments, ", ")) + "\n";
  }
  const std::vector<std::string> front = ActionsOf(each, true, true);
  const std::vector<std::string> handler = ActionsOf(each, false, true);
  if (!front.empty()) out += Wrapped("    call     ", front);
  if (!handler.empty()) out += Wrapped("    handler  ", handler);
}

std::string NoteOn(const Need& need, const std::string& type) {
  const std::string where = "'" + need.action + "' in the " +
                            std::string(HandlerName(need.handler)) + " handler's list of '" + type +
                            "'";
  switch (need.status) {
    case ListingStatus::kUnlisted:
      return where + " is not an action that AWS lists for that service.";
    case ListingStatus::kUnknownService:
      return where + " does not name a service that AWS lists.";
    case ListingStatus::kWildcard:
      return where + " is a wildcard, which grants more than the handler needs.";
    case ListingStatus::kRepaired:
      return "'" + need.action + "' was added for '" + need.added_for + "' in the " +
             std::string(HandlerName(need.handler)) + " handler's list of '" + type +
             "', which names an API operation, not an action.";
    case ListingStatus::kImplied:
      return "'" + need.action + "' was added because '" + need.added_for + "' in the " +
             std::string(HandlerName(need.handler)) + " handler's list of '" + type +
             "' needs it, too.";
    default:
      return {};
  }
}

// The source, if only one lists the action.
std::string SourceOf(const Need& need) {
  if (need.listed_by == iam::ListedBy::kDocuments) return " (only in StackQL's documents)";
  return need.listed_by == iam::ListedBy::kRegistry ? " (only in the registry's newer schema)" : "";
}

}  // namespace

std::string PermissionsAsText(const std::vector<OperationNeeds>& operations) {
  // By resource, in the order of the first statement of each; files without a stack by their name.
  std::vector<std::pair<std::string, std::string>> groups;
  std::map<std::string, size_t> known;
  for (const OperationNeeds& each : operations) {
    if (each.needs.known.empty()) continue;
    const OperationView& operation = each.operation;
    const std::string name = operation.resource.empty() ? operation.file : operation.resource;
    const auto [at, fresh] = known.emplace(name, groups.size());
    if (fresh) groups.emplace_back(name, std::string());
    AddOperation(each, groups[at->second].second);
  }
  std::string out;
  for (const auto& group : groups) {
    if (!out.empty()) out += "\n";
    if (!group.first.empty()) out += Visible(group.first) + "\n";
    out += group.second;
  }
  const Totals totals = Count(operations);
  out += (out.empty() ? "" : "\n") + Counted(totals.operations, "operation") + " need" +
         (totals.operations == 1 ? "s " : " ") +
         Counted(totals.cloud_control + totals.handlers, "action") + ": " +
         std::to_string(totals.cloud_control) + " to make the calls, " +
         std::to_string(totals.handlers) + " in handlers.\n";
  const std::vector<std::string> notes = HandlerNotes(operations);
  if (!notes.empty())
    out +=
        "\n(!) Unusual entries in the lists of handlers, which AWS's service teams write by "
        "hand:\n";
  for (const std::string& note : notes) out += "  " + Visible(note) + "\n";
  return out;
}

namespace {

// The environments of an operation that not all have.
std::string OnlyIn(const OperationView& operation) {
  std::string text;
  for (const std::string& name : operation.environments) {
    text += (text.empty() ? " only in " : ", ") + MarkdownCode(name);
  }
  return text;
}

}  // namespace

std::string PermissionsAsMarkdown(const std::vector<OperationNeeds>& operations) {
  std::string out = "| Operation | Where | Call | Handler |\n|---|---|---|---|\n";
  const auto cell = [](const std::vector<std::string>& actions) {
    std::string text;
    for (const std::string& action : actions) {
      text += (text.empty() ? "" : "<br>") + MarkdownCode(action);
    }
    return text;
  };
  for (const OperationNeeds& each : operations) {
    if (each.needs.known.empty()) continue;
    const OperationView& operation = each.operation;
    out += "| " + std::string(Name(operation.call)) + " " + MarkdownCode(TypeOf(operation)) +
           " | " + MarkdownCode(WhereOf(operation)) + OnlyIn(operation) + " | " +
           cell(ActionsOf(each, true, false)) + " | " + cell(ActionsOf(each, false, false)) +
           " |\n";
  }
  return out;
}

std::string PermissionsAsJson(const std::vector<OperationNeeds>& operations,
                              const std::vector<std::string>& data) {
  const auto text = [](const std::string& value) {
    return value.empty() ? ordered_json(nullptr) : ordered_json(value);
  };
  ordered_json out = {{"version", 1},
                      {"data", data},
                      {"operations", ordered_json::array()},
                      {"unresolved", ordered_json::array()},
                      {"notes", HandlerNotes(operations)}};
  for (const OperationNeeds& each : operations) {
    const OperationView& operation = each.operation;
    if (!each.needs.unresolved.empty()) {
      ordered_json unresolved = LocationJson(operation);
      unresolved["reason"] = each.needs.unresolved;
      out["unresolved"].push_back(std::move(unresolved));
    }
    if (each.needs.known.empty()) continue;
    std::vector<std::string> all = ActionsOf(each, true, false);
    const std::vector<std::string> handler = ActionsOf(each, false, false);
    all.insert(all.end(), handler.begin(), handler.end());
    std::sort(all.begin(), all.end());
    ordered_json item = {{"verb", Name(operation.call)}, {"type", text(operation.type)}};
    item.update(LocationJson(operation));
    item.update({{"anchor", text(operation.anchor)},
                 {"phase", PhaseNames(operation.phases)},
                 {"region", operation.region ? ordered_json(*operation.region) : ordered_json()},
                 {"resource", text(operation.resource)},
                 {"actions", std::move(all)},
                 {"frontDoor", ActionsOf(each, true, false)},
                 {"handler", handler}});
    if (!operation.environments.empty()) item["environments"] = operation.environments;
    out["operations"].push_back(std::move(item));
  }
  return JsonText(out);
}

std::string Explain(const std::vector<OperationNeeds>& operations, std::string_view action) {
  std::string out;
  for (const OperationNeeds& each : operations) {
    const OperationView& operation = each.operation;
    for (const Need& need : each.needs.known) {
      if (!EqualsIgnoringCase(action, need.action)) continue;
      if (out.empty()) out = need.action + " is needed by\n";
      const std::string where = WhereOf(operation);
      out += "  " + where + (where.empty() ? "" : "\n    ") + std::string(Name(operation.call)) +
             " " + Visible(TypeOf(operation)) + ": ";
      out += need.cloud_control ? "the call itself"
                                : "the " + std::string(HandlerName(need.handler)) + " handler";
      const bool read_half = operation.call == Call::kUpdate && !need.cloud_control &&
                             need.handler == snapshot::Handler::Read;
      if (read_half) out += ", which an update runs first";
      out += SourceOf(need);
      for (const iam::Arn& arn : need.resources) {
        out += "\n    on " + Visible(iam::PolicyPattern(arn));
      }
      out += " (" + std::string(Name(need.reason)) + ")\n";
    }
  }
  if (out.empty()) out = "This stack does not need '" + Visible(std::string(action)) + "'.\n";
  return out;
}

std::vector<std::string> HandlerNotes(const std::vector<OperationNeeds>& operations) {
  std::vector<std::string> notes;
  std::set<std::tuple<std::string, std::string>> told;
  for (const OperationNeeds& each : operations) {
    const std::string& type = each.operation.type;
    for (const Need& need : each.needs.known) {
      if (need.status == ListingStatus::kListed) continue;
      if (!told.emplace(type, need.action).second) continue;
      notes.push_back(NoteOn(need, type));
    }
    for (const std::string& entry : each.needs.left_out) {
      if (!told.emplace(type, entry).second) continue;
      notes.push_back(std::string("'")
                          .append(entry)
                          .append("' in the list of a handler of '")
                          .append(type)
                          .append("' is not an action; it is left out."));
    }
  }
  return notes;
}

std::vector<std::string> UnresolvedLines(const std::vector<OperationNeeds>& operations) {
  std::vector<std::string> lines;
  std::set<std::string> told;  // a file may be of several resources and environments
  for (const OperationNeeds& each : operations) {
    if (each.needs.unresolved.empty()) continue;
    const OperationView& operation = each.operation;
    std::string line = operation.file.empty() ? operation.type : PlaceOf(operation);
    line += ": its permissions are unknown: " + each.needs.unresolved;
    if (told.insert(line).second) lines.push_back(Visible(line));
  }
  return lines;
}

}  // namespace stackql::report
