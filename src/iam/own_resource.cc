#include "iam/own_resource.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/aws_partition.h"
#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// Views carry this region literally where a SELECT names none (StackQL's awscc provider).
constexpr std::string_view kDefaultRegion = "us-east-1";

Piece Unsure(std::string_view what) {
  return {.kind = Piece::Kind::kUnsure, .text = std::string(what)};
}

// What the forms of an ARN differ in, "||:*" (rules/actions/curated.json).
Piece OneOf(std::string_view placeholder) {
  Piece piece = Unsure("form");
  while (!placeholder.empty()) {
    placeholder.remove_prefix(1);
    const std::string_view form = placeholder.substr(0, placeholder.find('|'));
    piece.forms.emplace_back(form);
    placeholder.remove_prefix(form.size());
  }
  return piece;
}

Arn RegionOf(const Operation& operation, const Values& values, const std::string& given) {
  Arn region;
  if (operation.region != kNoValue) {
    region = PartOf(values, operation.region);
  } else if (operation.call == Call::kRead || operation.call == Call::kList) {
    region = {{.text = std::string(kDefaultRegion)}};
  }
  const bool known = region.size() == 1 && region[0].kind == Piece::Kind::kText;
  if (known) return region;
  if (!given.empty()) return {{.text = given}};
  // Whatever AWS reads back, the region is the user's.
  return {Unsure("region")};
}

// The parts of a composite identifier, "a|b|c" (Cloud Control API, "Identifying a resource").
std::vector<Arn> Split(const Arn& identifier) {
  std::vector<Arn> parts(1);
  for (const Piece& piece : identifier) {
    if (piece.kind != Piece::Kind::kText) {
      parts.back().push_back(piece);
      continue;
    }
    std::string_view text = piece.text;
    for (size_t bar = text.find('|'); bar != std::string_view::npos; bar = text.find('|')) {
      Append(parts.back(), text.substr(0, bar));
      parts.emplace_back();
      text.remove_prefix(bar + 1);
    }
    Append(parts.back(), text);
  }
  return parts;
}

}  // namespace

OwnResource::OwnResource(const Operation& operation, const Values& values,
                         const ActionReference& actions, const AwsContext& context)
    : operation_(operation), facts_(actions.FindType(operation.type_name)) {
  const Arn region = RegionOf(operation, values, context.region);
  const bool known = region.size() == 1 && region[0].kind == Piece::Kind::kText;
  std::string partition(known ? PartitionOf(region[0].text).name : context.partition);
  if (partition.empty()) partition = "aws";
  places_["Partition"] = {{.text = partition}};
  places_["Region"] = region;
  places_["Account"] =
      context.account.empty() ? Arn{Unsure("account")} : Arn{{.text = context.account}};
  const bool chosen = operation.call == Call::kCreate || operation.call == Call::kList;
  unknown_ = chosen ? Piece{.kind = Piece::Kind::kAny} : Unsure("identifier");
  if (facts_ == nullptr) return;
  if (facts_->arn_types() != nullptr && facts_->arn_types()->size() > 0) {
    const snapshot::ArnType* type = actions.FindArnType(facts_->prefix()->string_view(),
                                                        facts_->arn_types()->Get(0)->string_view());
    if (type != nullptr && type->arns()->size() > 0) own_template_ = type->arns()->Get(0)->str();
  }
  if (operation.call == Call::kCreate) FillFromName(values);
  if (operation.identifier != kNoValue) FillFromIdentifier(values);
}

// The properties that name a resource are what its creation gives them.
void OwnResource::FillFromName(const Values& values) {
  if (facts_->fills() == nullptr || operation_.desired == kNoValue) return;
  if (values[operation_.desired].kind != Kind::kObject) return;
  for (const snapshot::Fill* fill : *facts_->fills()) {
    const ValueId name = values.Find(operation_.desired, fill->property()->string_view());
    if (name == kNoValue) {
      // Absent: AWS makes a name up.
      if (values[operation_.desired].open) {
        fills_[fill->placeholder()->str()] = {Unsure(fill->property()->string_view())};
      }
      continue;
    }
    if (values[name].kind == Kind::kNull || values[name].kind == Kind::kAbsent) continue;
    fills_[fill->placeholder()->str()] = PartOf(values, name);
    reason_ = Reason::kNamed;
  }
}

void OwnResource::FillFromIdentifier(const Values& values) {
  const Arn identifier = PartOf(values, operation_.identifier);
  if (identifier.empty()) return;
  if (identifier.size() == 1 && identifier[0].kind != Piece::Kind::kText) {
    unknown_ = identifier[0];
    return;
  }
  if (identifier[0].text.substr(0, 4) == "arn:") {
    const Tri fits = own_template_.empty()
                         ? Tri::kNo
                         : MatchesTemplate(own_template_, values.Text(operation_.identifier));
    if (fits == Tri::kNo) return;
    given_ = identifier;
    reason_ = Reason::kIdentifier;
    return;
  }
  if (facts_->fills() == nullptr || operation_.type == nullptr ||
      operation_.type->primary_identifier() == nullptr) {
    return;
  }
  const std::vector<Arn> parts = Split(identifier);
  const auto& properties = *operation_.type->primary_identifier();
  if (parts.size() != properties.size()) return;
  for (uint32_t i = 0; i < properties.size(); ++i) {
    for (const snapshot::Fill* fill : *facts_->fills()) {
      if (properties.Get(i)->string_view() != "/" + fill->property()->str()) continue;
      fills_[fill->placeholder()->str()] = parts[i];
      reason_ = Reason::kIdentifier;
    }
  }
}

std::string OwnResource::region() const {
  const Arn& region = places_.find("Region")->second;
  const bool known = region.size() == 1 && region[0].kind == Piece::Kind::kText;
  return known ? region[0].text : std::string();
}

bool OwnResource::Is(std::string_view prefix, std::string_view arn_type) const {
  if (facts_ == nullptr || facts_->arn_types() == nullptr) return false;
  const auto& types = *facts_->arn_types();
  return facts_->prefix()->string_view() == prefix &&
         std::any_of(types.begin(), types.end(),
                     [&](const auto* type) { return type->string_view() == arn_type; });
}

bool OwnResource::Contains(std::string_view prefix, std::string_view arn_template) const {
  return facts_ != nullptr && facts_->prefix()->string_view() == prefix && !own_template_.empty() &&
         Extends(arn_template, own_template_);
}

Arn OwnResource::Fill(std::string_view arn_template, bool own, const Piece& otherwise) const {
  return FillTemplate(arn_template, [&](std::string_view placeholder) {
    if (const auto place = places_.find(placeholder); place != places_.end()) return place->second;
    if (const auto fill = fills_.find(placeholder); own && fill != fills_.end()) {
      return fill->second;
    }
    if (placeholder.substr(0, 1) == "|") return Arn{OneOf(placeholder)};
    // ${??????} stands for as many characters.
    const bool counted = placeholder.find_first_not_of('?') == std::string_view::npos;
    return Arn{counted ? Piece{.kind = Piece::Kind::kAny, .text = std::string(placeholder)}
                       : otherwise};
  });
}

Arn OwnResource::One(std::string_view arn_template) const {
  if (given_.empty()) return Fill(arn_template, true, unknown_);
  Arn arn = given_;
  // A template may have more after the ARN: a log group's streams.
  if (Extends(arn_template, own_template_)) Append(arn, arn_template.substr(own_template_.size()));
  return arn;
}

Arn OwnResource::Any(std::string_view arn_template) const {
  return Fill(arn_template, false, {.kind = Piece::Kind::kAny});
}

Arn OwnResource::Other(std::string_view arn_template) const {
  return Fill(arn_template, false, Unsure("resource"));
}

Arn OwnResource::Within(std::string_view arn_template) const {
  return Fill(arn_template, true, Unsure("resource"));
}

}  // namespace stackql::iam
