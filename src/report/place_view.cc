#include "report/place_view.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/ascii.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/operation_views.h"
#include "report/type_view.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

using nlohmann::ordered_json;

std::string NameOf(const PlaceFacts& facts) {
  std::string name = facts.file + ":" + std::to_string(facts.line);
  return facts.column == 0 ? name : name + ":" + std::to_string(facts.column);
}

std::string Only(const std::vector<std::string>& environments) {
  return environments.empty() ? "" : "  (only in " + Join(environments, ", ") + ")";
}

void AddValues(const std::vector<ShownValue>& values, std::string_view indent, std::string& out) {
  for (const ShownValue& value : values) {
    out.append(indent).append(Visible(value.text + Only(value.environments))).append("\n");
  }
}

void AddOperation(const PlacedOperation& operation, std::string& out) {
  const OperationView& view = operation.view;
  out += "  " + std::string(Name(view.call)) + " " + Visible(TypeOf(view));
  if (view.region) out += "  " + Visible(*view.region);
  if (!view.resource.empty()) out += "  resource " + Visible(view.resource);
  out += Visible(Only(view.environments)) + "\n      " + WhereOf(view) + "\n";
  if (view.identifier) out += "      identifier " + Visible(*view.identifier) + "\n";
  if (!operation.actions.empty()) out += Wrapped("      needs ", operation.actions);
}

void AddProperty(const PlacedProperty& property, std::string& out) {
  const TypeView type = ViewOf(*property.type, *property.catalog);
  out += "  " + Visible(type.type + " " + property.path) + "\n";
  if (const std::optional<PropertyFound> found = PropertyAt(type, property.path)) {
    if (found->pointer != property.path) out += "      part of " + Visible(found->pointer) + "\n";
    out += PropertyText(found->property, "      ");
  } else {
    out += "      not a property of this type\n";
  }
  AddValues(property.values, "      = ", out);
}

ordered_json ValuesJson(const std::vector<ShownValue>& values) {
  ordered_json list = ordered_json::array();
  for (const ShownValue& value : values) {
    ordered_json item = {{"text", value.text}};
    if (!value.environments.empty()) item["environments"] = value.environments;
    list.push_back(std::move(item));
  }
  return list;
}

ordered_json PlacedJson(const PlacedProperty& property) {
  const TypeView type = ViewOf(*property.type, *property.catalog);
  ordered_json out = {{"type", type.type}, {"path", property.path}};
  if (const std::optional<PropertyFound> found = PropertyAt(type, property.path)) {
    if (found->pointer != property.path) out["partOf"] = found->pointer;
    out["facts"] = PropertyJson(found->property);
  }
  out["values"] = ValuesJson(property.values);
  return out;
}

ordered_json FindingJson(const Finding& finding) {
  ordered_json out = {{"rule", finding.rule},
                      {"name", finding.name},
                      {"severity", Name(finding.severity)},
                      {"message", finding.message}};
  if (!finding.help.empty()) out["help"] = finding.help;
  return out;
}

}  // namespace

std::string PlaceText(const PlaceFacts& facts) {
  std::string out = Visible(NameOf(facts)) + "\n";
  const size_t head = out.size();
  if (!facts.rendered.empty()) out += "\nRendered\n";
  AddValues(facts.rendered, "  ", out);
  if (!facts.operations.empty()) out += "\nOperations\n";
  for (const PlacedOperation& operation : facts.operations) AddOperation(operation, out);
  if (!facts.properties.empty()) out += "\nProperties\n";
  for (const PlacedProperty& property : facts.properties) AddProperty(property, out);
  if (!facts.findings.empty()) out += "\nFindings\n";
  for (const Finding& finding : facts.findings) {
    out += "  " + std::string(Name(finding.severity)) + "[" + finding.rule + "] " +
           Visible(finding.message) + "\n";
    if (!finding.help.empty()) out += "      " + Visible(finding.help) + "\n";
  }
  if (out.size() == head) out += "\nThere is no statement, property or finding at this place.\n";
  return out;
}

std::string PlaceJson(const PlaceFacts& facts) {
  ordered_json out = {{"version", 1}, {"file", facts.file}, {"line", facts.line}};
  if (facts.column > 0) out["column"] = facts.column;
  out["rendered"] = ValuesJson(facts.rendered);
  out["operations"] = ordered_json::array();
  for (const PlacedOperation& operation : facts.operations) {
    out["operations"].push_back(OperationJson(operation.view));
    out["operations"].back()["actions"] = operation.actions;
  }
  out["properties"] = ordered_json::array();
  for (const PlacedProperty& property : facts.properties) {
    out["properties"].push_back(PlacedJson(property));
  }
  out["findings"] = ordered_json::array();
  for (const Finding& finding : facts.findings) out["findings"].push_back(FindingJson(finding));
  return JsonText(out);
}

}  // namespace stackql::report
