#include "iam/service_reference.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/ascii.h"
#include "base/read_file.h"
#include "iam/action_section.h"
#include "iam/arn_template.h"
#include "snapshot/actions_objects.h"

namespace stackql::iam {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr uint64_t kLargestFile = 16 << 20;

// Property names of "Annotations" and the levels that they stand for.
snapshot::AccessLevel LevelOf(const json& action) {
  using snapshot::AccessLevel;
  const json properties =
      action.value("Annotations", json::object()).value("Properties", json::object());
  unsigned level = 0;
  const auto add = [&](const char* name, AccessLevel meant) {
    if (properties.value(name, false)) level |= static_cast<unsigned>(meant);
  };
  add("IsList", AccessLevel::List);
  add("IsWrite", AccessLevel::Write);
  add("IsTaggingOnly", AccessLevel::Tagging);
  add("IsPermissionManagement", AccessLevel::PermissionsManagement);
  return level == 0 ? AccessLevel::Read : static_cast<AccessLevel>(level);
}

bool IsRequired(const snapshot::Action* known, const std::string& arn_type) {
  if (known == nullptr || known->resources() == nullptr) return false;
  const auto& all = *known->resources();
  return std::any_of(all.begin(), all.end(), [&](const auto* resource) {
    return resource->required() && resource->arn_type()->string_view() == arn_type;
  });
}

std::unique_ptr<snapshot::ActionT> ActionOf(const json& facts, const std::string& prefix,
                                            const ActionReference& builtin) {
  auto action = std::make_unique<snapshot::ActionT>();
  action->name = facts.at("Name").get<std::string>();
  action->level = LevelOf(facts);
  action->conditions = facts.value("ActionConditionKeys", std::vector<std::string>());
  const snapshot::Action* known = builtin.FindAction(prefix + ":" + action->name);
  for (const json& each : facts.value("Resources", json::array())) {
    auto resource = std::make_unique<snapshot::ActionResourceT>();
    resource->arn_type = each.at("Name").get<std::string>();
    resource->required = IsRequired(known, resource->arn_type);
    action->resources.push_back(std::move(resource));
  }
  return action;
}

std::unique_ptr<snapshot::ArnTypeT> ArnTypeOf(const json& facts, const std::string& prefix,
                                              const ActionReference& builtin) {
  auto type = std::make_unique<snapshot::ArnTypeT>();
  const auto name = facts.at("Name").get<std::string>();
  const snapshot::ArnType* known = builtin.FindArnType(prefix, name);
  if (known != nullptr && known->strict() != nullptr) {
    known->UnPackTo(type.get());
  } else {
    type->name = name;
    type->arns = facts.value("ARNFormats", std::vector<std::string>());
    const auto usable = [](const std::string& arn) { return IsArnTemplate(arn); };
    const bool all = std::all_of(type->arns.begin(), type->arns.end(), usable);
    // Repaired ones of the same type do; without any, its ARNs can be anything.
    if (!all && known != nullptr) {
      known->UnPackTo(type.get());
    } else if (!all) {
      std::erase_if(type->arns, std::not_fn(usable));
    }
  }
  type->conditions = facts.value("ConditionKeys", std::vector<std::string>());
  return type;
}

snapshot::ActionServiceT ServiceOf(const json& facts, const ActionReference& builtin) {
  snapshot::ActionServiceT service;
  service.prefix = Lower(facts.at("Name").get<std::string>());
  for (const json& each : facts.at("Actions")) {
    service.actions.push_back(ActionOf(each, service.prefix, builtin));
  }
  for (const json& each : facts.value("Resources", json::array())) {
    service.arn_types.push_back(ArnTypeOf(each, service.prefix, builtin));
  }
  return service;
}

void AddFile(const fs::path& path, const ActionReference& builtin,
             std::vector<snapshot::Section>& sections, std::vector<std::string>& errors) {
  const Result<std::string> text = ReadWholeFile(path.string(), kLargestFile);
  if (!text) {
    errors.push_back(text.error().message);
    return;
  }
  try {
    const json facts = json::parse(*text);
    if (facts.is_array()) return;
    snapshot::ActionServiceT service = ServiceOf(facts, builtin);
    const std::string prefix = service.prefix;
    sections.push_back(
        {snapshot::SectionKind::kActionService, prefix, ServiceSection(std::move(service))});
  } catch (const json::exception&) {
    errors.push_back("'" + path.string() + "' is not an AWS service reference.");
  }
}

}  // namespace

std::string CompileServiceReference(const std::string& folder, const ActionReference& builtin,
                                    std::vector<std::string>& errors) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".json") paths.push_back(at->path());
  }
  if (error) errors.push_back("'" + folder + "' cannot be read: " + error.message() + ".");
  std::sort(paths.begin(), paths.end());
  std::vector<snapshot::Section> sections;
  for (const fs::path& path : paths) AddFile(path, builtin, sections, errors);
  const auto same = [](const auto& a, const auto& b) { return a.name == b.name; };
  std::ranges::stable_sort(sections, {}, &snapshot::Section::name);
  sections.erase(std::unique(sections.begin(), sections.end(), same), sections.end());
  if (sections.empty() && errors.empty()) {
    errors.push_back("'" + folder + "' contains no AWS service reference.");
  }
  return snapshot::Write(std::move(sections));
}

}  // namespace stackql::iam
