#include "report/operation_views.h"

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/visible.h"

namespace stackql::report {

std::string OperationsAsText(const std::vector<OperationView>& operations) {
  std::string out;
  for (const OperationView& shown : operations) {
    out += Padded(std::string(Name(shown.call)), 16) + Padded(Visible(TypeOf(shown)), 34) +
           Visible(shown.region.value_or("-")) + "\n";
    out += "    " + Visible(PlaceOf(shown));
    if (!shown.resource.empty()) out += "  " + Visible(shown.resource);
    if (!shown.anchor.empty()) out += "  " + shown.anchor;
    if (const auto phases = PhaseNames(shown.phases); !phases.empty()) {
      out += "  (" + Join(phases, ", ") + ")";
    }
    out += "\n";
    if (shown.identifier) out += "    identifier " + Visible(*shown.identifier) + "\n";
    if (!shown.environments.empty()) {
      out += "    only in " + Visible(Join(shown.environments, ", ")) + "\n";
    }
  }
  return out;
}

nlohmann::ordered_json OperationJson(const OperationView& operation) {
  using Object = nlohmann::ordered_json;
  const auto text = [](const std::string& value) {
    return value.empty() ? Object(nullptr) : Object(value);
  };
  const auto given = [](const std::optional<std::string>& value) {
    return value ? Object(*value) : Object(nullptr);
  };
  Object out = {{"verb", Name(operation.call)},
                {"type", text(operation.type)},
                {"table", operation.table},
                {"region", given(operation.region)},
                {"identifier", given(operation.identifier)},
                {"phases", PhaseNames(operation.phases)},
                {"resource", text(operation.resource)},
                {"anchor", text(operation.anchor)},
                {"file", operation.file},
                {"line", operation.at.line},
                {"column", operation.at.column}};
  if (!operation.environments.empty()) out["environments"] = operation.environments;
  return out;
}

std::string OperationsAsJson(const std::vector<OperationView>& operations) {
  using Object = nlohmann::ordered_json;
  Object out = {{"version", 1}, {"operations", Object::array()}};
  for (const OperationView& each : operations) out["operations"].push_back(OperationJson(each));
  return JsonText(out);
}

std::string TypeOf(const OperationView& operation) {
  return operation.type.empty() ? operation.table : operation.type;
}

std::string PlaceOf(const OperationView& operation) {
  if (operation.file.empty()) return {};
  return operation.file + ":" + std::to_string(operation.at.line) + ":" +
         std::to_string(operation.at.column);
}

nlohmann::ordered_json LocationJson(const OperationView& operation) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  if (operation.file.empty()) return out;
  out = {{"file", operation.file}, {"line", operation.at.line}, {"column", operation.at.column}};
  return out;
}

std::string WhereOf(const OperationView& operation) {
  std::string text = Visible(PlaceOf(operation));
  if (!operation.anchor.empty()) text += "  " + operation.anchor;
  const std::vector<std::string> phases = PhaseNames(operation.phases);
  if (!phases.empty()) text += "  (" + Join(phases, ", ") + ")";
  return text;
}

}  // namespace stackql::report
