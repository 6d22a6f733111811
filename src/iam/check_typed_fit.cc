#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn_template.h"
#include "iam/policy_checks.h"
#include "iam/stack_calls.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

std::vector<std::string_view> TemplatesOf(const ActionReference& actions,
                                          const snapshot::TypeArn& type) {
  std::vector<std::string_view> all;
  if (type.arn_types() == nullptr) return all;
  for (const auto* name : *type.arn_types()) {
    const auto* arn_type = actions.FindArnType(type.prefix()->string_view(), name->string_view());
    if (arn_type == nullptr || arn_type->arns() == nullptr) continue;
    for (const auto* arn : *arn_type->arns()) all.push_back(arn->string_view());
  }
  return all;
}

// A resource of a statement that an export holds.
struct TypedResource {
  Loc text = {};
  const HoleContent* column = nullptr;
  const snapshot::TypeArn* type = nullptr;
  std::vector<std::string_view> templates = {};
};

// None: its type is not known, or its ARN may have a suffix, such as that of a log group.
std::optional<TypedResource> ReadTyped(const Values& values, ValueId value,
                                       const ActionReference& actions) {
  if (values[value].kind != Kind::kString || values.Text(value) != kHoleBytes) return std::nullopt;
  const std::span<const HoleContent> columns = FirstContent(values, values[value].text);
  const bool sure = !columns.empty() && std::ranges::all_of(columns, [&](const HoleContent& each) {
    return each.type == columns.front().type && IsOwnArn(each);
  });
  if (!sure) return std::nullopt;
  TypedResource resource = {.text = values[value].text, .column = &columns.front()};
  resource.type = actions.FindType(resource.column->type);
  if (resource.type == nullptr) return std::nullopt;
  resource.templates = TemplatesOf(actions, *resource.type);
  const auto goes_on = [&](std::string_view arn) {
    return std::ranges::any_of(resource.templates,
                               [&](std::string_view other) { return Extends(arn, other); });
  };
  if (resource.templates.empty() || std::ranges::any_of(resource.templates, goes_on)) {
    return std::nullopt;
  }
  return resource;
}

// Those of a statement; none if one of its resources is not known.
std::vector<TypedResource> ReadAll(const Values& values, const PolicyStatement& statement,
                                   const ActionReference& actions) {
  const ValueId element = values.Find(statement.value, "Resource");
  std::vector<ValueId> all = {element};
  if (values[element].kind == Kind::kArray) {
    const std::span<const ValueId> elements = values.Elements(element);
    all.assign(elements.begin(), elements.end());
  }
  std::vector<TypedResource> typed;
  for (const ValueId each : all) {
    std::optional<TypedResource> resource = ReadTyped(values, each, actions);
    if (!resource) return {};
    typed.push_back(std::move(*resource));
  }
  return typed;
}

// The service in a template of ARNs; empty if it is a variable.
std::string_view ServiceOf(std::string_view arn) {
  for (int field = 0; field < 2; ++field) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  const std::string_view service = arn.substr(0, arn.find(':'));
  return service.find_first_of("$*") == std::string_view::npos ? service : std::string_view();
}

// Whether an ARN of a resource fits a resource type of another service: roles are IAM's, and the
// reference lists them for STS, too.
bool MayBeOf(const snapshot::ArnType* type, const TypedResource& resource) {
  if (type == nullptr || type->arns() == nullptr) return true;
  return std::ranges::any_of(*type->arns(), [&](const auto* arn) {
    return std::ranges::any_of(resource.templates, [&](std::string_view own) {
      const std::string_view service = ServiceOf(arn->string_view());
      const std::string_view own_service = ServiceOf(own);
      if (!service.empty() && !own_service.empty() && service != own_service) return false;
      const Arn any =
          FillTemplate(own, [](std::string_view) { return Arn{{.kind = Piece::Kind::kAny}}; });
      return MatchesTemplate(arn->string_view(), any) != Tri::kNo;
    });
  });
}

bool Applies(std::string_view prefix, const snapshot::Action& action, const TypedResource& resource,
             const ActionReference& actions) {
  if (action.resources() == nullptr) return false;
  const snapshot::TypeArn& type = *resource.type;
  return std::ranges::any_of(*action.resources(), [&](const auto* each) {
    const std::string_view name = each->arn_type()->string_view();
    if (type.prefix()->string_view() != prefix) {
      return MayBeOf(actions.FindArnType(prefix, name), resource);
    }
    return std::ranges::any_of(*type.arn_types(),
                               [&](const auto* own) { return own->string_view() == name; });
  });
}

// Whether an action is on what lies within the resource: objects of a bucket.
bool IsOnParts(std::string_view prefix, const snapshot::Action& action,
               const TypedResource& resource, const ActionReference& actions) {
  if (action.resources() == nullptr) return false;
  return std::ranges::any_of(*action.resources(), [&](const auto* each) {
    const auto* type = actions.FindArnType(prefix, each->arn_type()->string_view());
    if (type == nullptr || type->arns() == nullptr) return false;
    return std::ranges::any_of(*type->arns(), [&](const auto* arn) {
      return std::ranges::any_of(resource.templates, [&](std::string_view own) {
        return Extends(arn->string_view(), own) && arn->string_view()[own.size()] == '/';
      });
    });
  });
}

}  // namespace

void CheckTypedFit(const Values& values, const PolicyStatement& statement,
                   const ActionReference& actions, Problems& problems) {
  if (statement.not_action || statement.not_resource) return;
  const std::vector<TypedResource> resources = ReadAll(values, statement, actions);
  if (resources.empty()) return;
  const TypedResource& first = resources.front();
  const std::string spelled(values.sources().Spelling(first.text));
  for (const PolicyText& action : statement.actions) {
    if (HasHole(action.text) || action.text == "*") continue;
    bool known = false;
    bool applies = false;
    bool parts = false;
    actions.Expand(action.text, [&](std::string_view prefix, const snapshot::Action& each) {
      known = true;
      applies = applies || !actions.ArnOf(prefix, each.name()->string_view()).empty() ||
                std::ranges::any_of(resources, [&](const TypedResource& resource) {
                  return Applies(prefix, each, resource, actions);
                });
      parts = parts || IsOnParts(prefix, each, first, actions);
    });
    if (!known || applies) continue;
    problems.push_back({.what = rules::ResourceMismatch::Export{.action = action.text,
                                                                .content = Describe(*first.column),
                                                                .resource = spelled},
                        .where = action.where,
                        .help = parts ? "'" + spelled + "/*' is what it has within." : "",
                        .related = {{first.text, "this resource"}}});
  }
}

}  // namespace stackql::iam
