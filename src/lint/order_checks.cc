#include "lint/order_checks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/relations.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDeepest = 32;

// What a text names, if its node says it.
struct Naming {
  std::string_view type = {};
  bool by_arn = false;
};

// The node, and what holds besides it or instead of it.
// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void AddFormats(const snapshot::SchemaNodes& nodes, uint32_t index, std::vector<Naming>& namings,
                int depth) {
  const auto target = depth > kDeepest ? std::nullopt : snapshot::SureTarget(nodes, index);
  if (!target) return;
  const snapshot::Schema& node = *nodes.Get(*target);
  const std::string_view format = flatbuffers::GetStringView(node.format());
  if (!format.empty()) {
    const size_t dot = format.rfind('.');
    namings.push_back({format.substr(0, dot), format.substr(dot) == ".Arn"});
  }
  for (const auto* parts : {node.all_of(), node.any_of(), node.one_of()}) {
    if (parts == nullptr) continue;
    for (const uint32_t part : *parts) AddFormats(nodes, part, namings, depth + 1);
  }
}

// The name in the ARN of something that is known by it alone: a bucket, or a role, which services
// are only given within the account.
std::string_view NameInArn(std::string_view arn) {
  const auto has = [&](std::string_view part) { return arn.find(part) != std::string_view::npos; };
  const bool alone = arn.starts_with("arn:") && (has(":s3:::") || has(":iam::"));
  return alone ? arn.substr(arn.find_last_of(":/") + 1) : std::string_view();
}

class Order {
 public:
  Order(const Values& values, const SharedTexts& texts, Problems& problems)
      : values_(values), texts_(texts), problems_(problems) {}

  void Check(std::span<const CreatedResource* const> resources) {
    for (const CreatedResource* resource : resources) AddName(*resource);
    if (named_.empty()) return;
    for (const CreatedResource* resource : resources) {
      from_ = resource;
      Walk(resource->create->desired, 0, 0);
    }
  }

 private:
  std::optional<std::string> RegionOf(const CreatedResource& resource) const {
    return texts_.Of(resource, resource.create->region);
  }

  // What is known by a name that the stack gives it.
  void AddName(const CreatedResource& resource) {
    const auto* identifier = resource.create->type->primary_identifier();
    if (identifier == nullptr || identifier->size() != 1) return;
    const auto member =
        SureMember(values_, resource.create->desired, identifier->Get(0)->string_view().substr(1));
    const auto name = member ? texts_.Of(resource, member->value) : std::nullopt;
    if (name && !name->empty()) named_[*name].push_back(&resource);
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  void Walk(ValueId value, uint32_t schema, int depth) {
    if (depth > kDeepest || values_[value].untrusted) return;
    const snapshot::SchemaNodes* nodes = from_->create->type->schemas();
    const auto below = [&](ValueId child, std::optional<std::string_view> name) {
      const auto node = snapshot::Below(nodes, schema, name);
      if (node) Walk(child, *node, depth + 1);
    };
    for (const Member& member : values_.Members(value)) {
      if (values_.Known(member.key)) below(member.value, values_.Text(member.key));
    }
    for (const ValueId item : values_.Elements(value)) below(item, std::nullopt);
    if (values_[value].kind == Kind::kString) CheckText(value, schema);
  }

  void CheckText(ValueId value, uint32_t schema) {
    const auto text = texts_.Of(*from_, value);
    if (!text) return;
    const std::string_view in_arn = NameInArn(*text);
    const auto found = named_.find(in_arn.empty() ? std::string_view(*text) : in_arn);
    if (found == named_.end()) return;
    const CreatedResource* later = nullptr;
    for (const CreatedResource* other : found->second) {
      if (!Names(schema, *other, !in_arn.empty()) || RegionOf(*other) != RegionOf(*from_)) continue;
      if (other->position <= from_->position) return;
      if (later == nullptr) later = other;
    }
    if (later != nullptr) Report(value, *later);
  }

  // Whether a text at the node is the name, or the ARN, of what the other resource creates.
  bool Names(uint32_t schema, const CreatedResource& other, bool by_arn) const {
    const snapshot::ResourceType& type = *from_->create->type;
    std::vector<Naming> namings;
    AddFormats(*type.schemas(), schema, namings, 0);
    for (const snapshot::Relation* relation : catalog::RelationsAt(type, schema)) {
      namings.push_back({flatbuffers::GetStringView(relation->type_name()),
                         flatbuffers::GetStringView(relation->property()).ends_with("Arn")});
    }
    return std::ranges::any_of(namings, [&](const Naming& naming) {
      return naming.type == other.create->type_name && naming.by_arn == by_arn;
    });
  }

  void Report(ValueId value, const CreatedResource& other) {
    problems_.push_back({.what = rules::LateDependency{.later = other.create->resource,
                                                       .resource = from_->create->resource,
                                                       .value = Show(values_, value)},
                         .where = values_.Where(value),
                         .help = "List '" + other.create->resource + "' before '" +
                                 from_->create->resource + "' in the manifest.",
                         .related = {{other.create->where, "created here"}}});
  }

  const Values& values_;
  const SharedTexts& texts_;
  Problems& problems_;
  const CreatedResource* from_ = nullptr;  // whose values are looked at
  std::map<std::string, std::vector<const CreatedResource*>, std::less<>> named_ = {};
};

}  // namespace

void CheckOrder(const Values& values, std::span<const CreatedResource* const> resources,
                const SharedTexts& texts, Problems& problems) {
  Order(values, texts, problems).Check(resources);
}

}  // namespace stackql
