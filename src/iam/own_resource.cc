#include "iam/own_resource.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "iam/policy_pattern.h"
#include "iam/property_condition.h"
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

// Without the value of a property that it goes with: "REGIONAL=regional".
std::string_view TextOf(std::string_view form) { return form.substr(form.find('=') + 1); }

// What the forms of an ARN differ in, "suffix||:*" (rules/actions/curated.json).
Piece OneOf(std::string_view placeholder) {
  Piece piece = Unsure(placeholder.substr(0, placeholder.find('|')));
  placeholder.remove_prefix(piece.text.size());
  while (!placeholder.empty()) {
    placeholder.remove_prefix(1);
    const std::string_view form = placeholder.substr(0, placeholder.find('|'));
    piece.forms.emplace_back(TextOf(form));
    placeholder.remove_prefix(form.size());
  }
  return piece;
}

// The form that goes with a property's value; empty if none does.
std::string_view FormFor(std::string_view value, std::string_view placeholder) {
  const std::string marked = "|" + std::string(value) + "=";
  const size_t at = placeholder.find(marked);
  if (at == std::string_view::npos) return {};
  const std::string_view form = placeholder.substr(at + marked.size());
  return form.substr(0, form.find('|'));
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

// One of the regions that a property names besides the operation's own; Unsure if they are not all
// known.
Arn RegionsOf(const Operation& operation, const Values& values, const Arn& own,
              std::string_view property) {
  if (operation.call == Call::kRead || operation.call == Call::kList || property.empty())
    return own;
  Piece all = Unsure("region");
  const auto named = operation.call == Call::kCreate && operation.desired != kNoValue
                         ? ValuesAt(values, operation.desired, property)
                         : FoundValues{.all = false};
  if (!named.all || own.size() != 1 || own[0].kind != Piece::Kind::kText) return {all};
  all.forms.push_back(own[0].text);
  for (const ValueId each : named.values) {
    if (values[each].kind != Kind::kString || !values.Known(each)) return {Unsure("region")};
    const std::string region(values.Text(each));
    if (std::ranges::find(all.forms, region) == all.forms.end()) all.forms.push_back(region);
  }
  return all.forms.size() > 1 ? Arn{all} : own;
}

// The part of an ARN that a property's text gives, by a fill's form (actions.fbs). Unsure if that
// is not known.
Arn Formed(const Arn& text, std::string_view form, std::string_view property) {
  if (form.empty() || text.empty()) return text;
  if (form == "lower") {
    const bool as_it_is = std::all_of(text.begin(), text.end(), [](const Piece& piece) {
      return piece.kind != Piece::Kind::kText || piece.text == Lower(piece.text);
    });
    return as_it_is ? text : Arn{Unsure(property)};
  }
  if (text[0].kind != Piece::Kind::kText) return {Unsure(property)};
  Arn rest = text;
  if (form == "last") {
    const size_t slash =
        rest.back().kind == Piece::Kind::kText ? rest.back().text.rfind('/') : std::string::npos;
    if (slash == std::string::npos)
      return text[0].text.starts_with("arn:") ? Arn{Unsure(property)} : text;
    return {{.text = rest.back().text.substr(slash + 1)}};
  }
  form.remove_prefix(1);
  if (rest[0].text.starts_with(form)) rest[0].text.erase(0, form.size());
  if (rest[0].text.empty()) rest.erase(rest.begin());
  return rest;
}

// The own resource of a call is where the call goes: a region or account in its ARN that is not
// known is that one.
Arn AtPlaces(const Arn& arn, const Arn& region, const Arn& account) {
  Arn placed;
  int colons = 0;
  for (size_t i = 0; i < arn.size(); ++i) {
    const Piece& piece = arn[i];
    const bool whole = piece.kind != Piece::Kind::kText && i > 0 &&
                       arn[i - 1].text.ends_with(':') && i + 1 < arn.size() &&
                       arn[i + 1].text.starts_with(':');
    const bool region_field = whole && colons == kRegionField;
    const bool account_field = whole && colons == kAccountField;
    Append(placed, region_field ? region : account_field ? account : Arn{piece});
    if (piece.kind == Piece::Kind::kText) {
      colons += static_cast<int>(std::ranges::count(piece.text, ':'));
    }
  }
  return colons < kColonsOfArn ? arn : placed;
}

bool IsWhole(const Values& values, ValueId object) {
  return object != kNoValue && values[object].kind == Kind::kObject && !values[object].open;
}

}  // namespace

OwnResource::OwnResource(const Operation& operation, const Values& values,
                         const ActionReference& actions, const AwsContext& context, HoleTexts holes,
                         std::span<const Operation* const> creations)
    : operation_(operation),
      actions_(actions),
      facts_(actions.FindType(operation.type_name)),
      values_(values),
      known_(std::move(holes)),
      creations_(creations.begin(), creations.end()) {
  if (operation.call == Call::kCreate) creations_ = {&operation};
  const Arn region = RegionOf(operation, values, context.region);
  const bool known = region.size() == 1 && region[0].kind == Piece::Kind::kText;
  std::string partition(known ? PartitionOf(region[0].text).name : context.partition);
  if (partition.empty()) partition = "aws";
  places_["Partition"] = {{.text = partition}};
  places_["Region"] =
      facts_ == nullptr
          ? region
          : RegionsOf(operation, values, region, flatbuffers::GetStringView(facts_->in_regions()));
  places_["Account"] =
      context.account.empty() ? Arn{Unsure("account")} : Arn{{.text = context.account}};
  const bool chosen = operation.call == Call::kCreate || operation.call == Call::kList;
  unknown_ = chosen ? Piece{.kind = Piece::Kind::kAny} : Unsure("");
  if (facts_ == nullptr) return;
  Pick(values);
  AddTemplates(actions);
  if (operation.call == Call::kCreate) FillFromName(values);
  if (operation.identifier != kNoValue) FillFromIdentifier(values);
}

// Some of the type's resource types only apply to resources that have a property.
void OwnResource::Pick(const Values& values) {
  if (facts_->arn_types() != nullptr) {
    for (const auto* type : *facts_->arn_types()) arn_types_.push_back(type->string_view());
  }
  if (facts_->picks() == nullptr || operation_.call != Call::kCreate) return;
  for (const snapshot::Pick* pick : *facts_->picks()) {
    if (!IsWhole(values, operation_.desired)) return;
    const ValueId value = values.Find(operation_.desired, pick->property()->string_view());
    const bool absent = value == kNoValue || values[value].kind == Kind::kNull;
    if (!absent && !(values[value].kind == Kind::kString && values.Known(value))) continue;
    const bool without = absent || values.Text(value) == flatbuffers::GetStringView(pick->unless());
    std::erase_if(arn_types_, [&](std::string_view type) {
      const bool other = without == (type == pick->arn_type()->string_view());
      if (other) others_.push_back(type);
      return other;
    });
  }
}

void OwnResource::AddTemplates(const ActionReference& actions) {
  for (const std::string_view name : arn_types_) {
    const snapshot::ArnType* type = actions.FindArnType(facts_->prefix()->string_view(), name);
    if (type == nullptr || type->arns() == nullptr) continue;
    std::vector<std::string_view> all;
    for (const auto* arn : *type->arns()) all.push_back(arn->string_view());
    for (const std::string_view arn : OfType(all)) templates_.emplace_back(arn);
  }
}

std::vector<std::string_view> OwnResource::OfType(
    const std::vector<std::string_view>& arn_templates) const {
  if (facts_->only() == nullptr) return arn_templates;
  std::vector<std::string_view> own;
  for (const std::string_view each : arn_templates) {
    const bool fits = std::any_of(
        facts_->only()->begin(), facts_->only()->end(),
        [&](const auto* text) { return each.find(text->string_view()) != std::string_view::npos; });
    if (fits) own.push_back(each);
  }
  return own.empty() ? arn_templates : own;
}

// The properties that name a resource are what its creation gives them.
void OwnResource::FillFromName(const Values& values) {
  if (operation_.desired == kNoValue || values[operation_.desired].kind != Kind::kObject) return;
  FillFromFills(values);
  if (facts_->spellings() != nullptr) {
    for (const snapshot::Spelling* each : *facts_->spellings()) {
      const std::string_view property = each->property()->string_view();
      const ValueId value = FindProperty(values, operation_.desired, property);
      if (value == kNoValue || !FillFromSpelling(PartOf(values, value, known_), property)) continue;
      reason_ = Reason::kNamed;
    }
  }
}

void OwnResource::FillFromFills(const Values& values) {
  if (facts_->fills() == nullptr) return;
  for (const snapshot::Fill* fill : *facts_->fills()) {
    const std::string_view property = fill->property()->string_view();
    const ValueId name = FindProperty(values, operation_.desired, property);
    if (name == kNoValue) {
      // Absent: AWS makes a name up.
      if (values[operation_.desired].open) {
        fills_[fill->placeholder()->str()] = {Unsure(property)};
      }
      continue;
    }
    if (values[name].kind == Kind::kNull || values[name].kind == Kind::kAbsent) continue;
    fills_[fill->placeholder()->str()] =
        Formed(PartOf(values, name, known_), flatbuffers::GetStringView(fill->form()), property);
    reason_ = Reason::kNamed;
  }
}

void OwnResource::FillFromIdentifier(const Values& values) {
  const Arn identifier = PartOf(values, operation_.identifier, known_);
  if (identifier.empty()) return;
  if (identifier.size() == 1 && identifier[0].kind != Piece::Kind::kText) {
    unknown_ = identifier[0];
    return;
  }
  const std::vector<Arn> parts = PartsOfIdentifier(identifier);
  for (const Arn& part : parts) {
    if (part.empty() || !part[0].text.starts_with("arn:")) continue;
    const bool fits = std::any_of(templates_.begin(), templates_.end(), [&](const auto& arn) {
      return MatchesTemplate(arn, part) != Tri::kNo;
    });
    if (!fits) continue;
    given_ = AtPlaces(part, places_["Region"], places_["Account"]);
    reason_ = Reason::kIdentifier;
    return;
  }
  if (operation_.type == nullptr || operation_.type->primary_identifier() == nullptr) return;
  const auto& properties = *operation_.type->primary_identifier();
  const bool whole = properties.size() == 1;
  if (whole && FillFromSpelling(identifier, properties.Get(0)->string_view().substr(1))) {
    reason_ = Reason::kIdentifier;
    return;
  }
  if (parts.size() != properties.size()) return;
  for (uint32_t i = 0; i < properties.size(); ++i) {
    if (!parts[i].empty()) FillFromPart(parts[i], properties.Get(i)->string_view());
  }
}

// Takes a text apart that is spelled as is known, and says whether a part of it is one of the
// resource's own ARN. A region or account in it is only of interest where nothing else says it.
bool OwnResource::FillFromSpelling(const Arn& text, std::string_view property) {
  if (facts_->spellings() == nullptr) return false;
  for (const snapshot::Spelling* each : *facts_->spellings()) {
    if (each->property()->string_view() != property) continue;
    const std::optional<TemplateParts> parts =
        ReadTemplate(each->pattern()->string_view(), text, Extent::kAll);
    if (!parts) continue;
    bool own = false;
    for (const auto& part : *parts) {
      const std::string placeholder = "${" + part.first + "}";
      own = own || std::ranges::any_of(templates_, [&](const std::string& arn) {
              return arn.find(placeholder) != std::string::npos;
            });
      const auto place = places_.find(part.first);
      if (place == places_.end()) {
        fills_[part.first] = part.second;
      } else if (place->second[0].kind != Piece::Kind::kText) {
        place->second = part.second;
      }
    }
    return own;
  }
  return false;
}

void OwnResource::FillFromPart(const Arn& part, std::string_view property) {
  if (facts_->fills() == nullptr || part[0].text.starts_with("arn:")) return;  // of something else
  for (const snapshot::Fill* fill : *facts_->fills()) {
    if (property != "/" + fill->property()->str()) continue;
    fills_[fill->placeholder()->str()] =
        Formed(part, flatbuffers::GetStringView(fill->form()), fill->property()->string_view());
    reason_ = Reason::kIdentifier;
  }
}

std::string OwnResource::region() const {
  const Arn& region = places_.find("Region")->second;
  const bool known = region.size() == 1 && region[0].kind == Piece::Kind::kText;
  return known ? region[0].text : std::string();
}

std::string OwnResource::partition() const { return places_.find("Partition")->second[0].text; }

bool OwnResource::IsOfService(std::string_view prefix) const {
  return facts_ != nullptr && facts_->prefix()->string_view() == prefix;
}

bool OwnResource::Is(std::string_view prefix, std::string_view arn_type) const {
  return IsOfService(prefix) &&
         std::find(arn_types_.begin(), arn_types_.end(), arn_type) != arn_types_.end();
}

bool OwnResource::IsIdle(std::string_view action) const {
  if (facts_ == nullptr || facts_->conditions() == nullptr) return false;
  const auto& all = *facts_->conditions();
  return std::any_of(all.begin(), all.end(), [&](const snapshot::ActionCondition* each) {
    if (!IsCalled(each->action()->string_view(), action)) return false;
    const auto& properties = *each->properties();
    return std::all_of(properties.begin(), properties.end(), [&](const auto* property) {
      return Has(property->string_view()) == Tri::kNo;
    });
  });
}

// A patch that changes the property, or what it is in, leaves open what there was before.
Tri OwnResource::Has(std::string_view property) const {
  if (operation_.call == Call::kCreate) {
    return HasProperty(values_, operation_.desired, property);
  }
  if (creations_.empty()) return Tri::kUnknown;
  const std::string_view top = property.substr(0, property.find_first_of("/="));
  const bool patched =
      operation_.call == Call::kUpdate &&
      (!operation_.whole_patch || values_.Find(operation_.desired, top) != kNoValue);
  Tri created = patched ? Tri::kUnknown : Tri::kNo;
  for (const Operation* each : creations_) {
    created = Or(created, HasProperty(values_, each->desired, property));
  }
  return created;
}

bool OwnResource::IsOther(std::string_view prefix, std::string_view arn_type) const {
  return IsOfService(prefix) &&
         std::find(others_.begin(), others_.end(), arn_type) != others_.end();
}

bool OwnResource::Contains(std::string_view prefix, std::string_view arn_template) const {
  return IsOfService(prefix) &&
         std::any_of(templates_.begin(), templates_.end(),
                     [&](const std::string& own) { return IsWithin(arn_template, own); });
}

// A part of the ARN that may be missing. A name with a capital letter is that of the property that
// decides it, which all creations have to agree on.
Arn OwnResource::FormOf(std::string_view placeholder, bool own) const {
  if (!own || !IsUpper(placeholder[0]) || creations_.empty()) return {OneOf(placeholder)};
  Arn form = FormOf(placeholder, *creations_.front());
  const bool same = std::all_of(creations_.begin(), creations_.end(), [&](const Operation* each) {
    return FormOf(placeholder, *each) == form;
  });
  return same ? form : Arn{OneOf(placeholder)};
}

bool OwnResource::IsFormed(std::string_view arn_template) const {
  bool formed = true;
  FillTemplate(arn_template, [&](std::string_view placeholder) -> Arn {
    const bool open = placeholder.find('|') != std::string_view::npos;
    const Arn form = open ? FormOf(placeholder, true) : Arn();
    formed = formed && (form.empty() || form[0].kind == Piece::Kind::kText);
    return {};
  });
  return formed;
}

Arn OwnResource::FormOf(std::string_view placeholder, const Operation& creation) const {
  if (!IsWhole(values_, creation.desired)) return {OneOf(placeholder)};
  const ValueId value =
      values_.Find(creation.desired, placeholder.substr(0, placeholder.find('|')));
  const bool is_text =
      value != kNoValue && values_[value].kind == Kind::kString && values_.Known(value);
  if (placeholder.find('=') != std::string_view::npos) {
    const std::string_view form = is_text ? FormFor(values_.Text(value), placeholder) : "";
    return form.empty() ? Arn{OneOf(placeholder)} : Arn{{.text = std::string(form)}};
  }
  if (value == kNoValue || values_[value].kind == Kind::kNull) return {};
  if (!is_text) return {OneOf(placeholder)};
  const std::string_view text = values_.Text(value);
  return text == "/" || text.empty()
             ? Arn{}
             : Arn{{.text = std::string(text.substr(text[0] == '/' ? 1 : 0))}};
}

// Gives the unknown parts of a placeholder's text their alphabet.
Arn OwnResource::Spelled(std::string_view placeholder, Arn text) const {
  for (Piece& piece : text) {
    if (piece.kind == Piece::Kind::kText) continue;
    piece.alphabet = actions_.AlphabetOf(placeholder);
    // Different placeholders hold different texts.
    if (piece.kind == Piece::Kind::kUnsure && piece.text.empty()) piece.text = placeholder;
  }
  return text;
}

Arn OwnResource::Fill(std::string_view arn_template, const Fills& fills,
                      const Piece& otherwise) const {
  return FillTemplate(arn_template, [&](std::string_view placeholder) {
    if (const auto place = places_.find(placeholder); place != places_.end()) return place->second;
    if (const auto fill = fills.find(placeholder); fill != fills.end()) {
      return Spelled(placeholder, fill->second);
    }
    if (placeholder.find('|') != std::string_view::npos)
      return FormOf(placeholder, &fills == &fills_);
    if (placeholder == "Any") return Arn{{.kind = Piece::Kind::kAny}};
    // ${??????} stands for as many characters.
    const bool counted = placeholder.find_first_not_of('?') == std::string_view::npos;
    if (counted) return Arn{{.kind = Piece::Kind::kAny, .text = std::string(placeholder)}};
    return Spelled(placeholder, {otherwise});
  });
}

// The ARN that is given, with what a template has more: a log group's streams.
Arn OwnResource::Extended(std::string_view arn_template, const Piece& otherwise) const {
  Arn arn = given_;
  for (const std::string& own : templates_) {
    if (!Extends(arn_template, own) || MatchesTemplate(own, given_) == Tri::kNo) continue;
    Append(arn, Fill(arn_template.substr(own.size()), fills_, otherwise));
    break;
  }
  return arn;
}

Arn OwnResource::One(std::string_view arn_template) const {
  if (given_.empty()) return Fill(arn_template, fills_, unknown_);
  return Extended(arn_template, unknown_);
}

Arn OwnResource::Any(std::string_view arn_template) const {
  return Fill(arn_template, {}, {.kind = Piece::Kind::kAny});
}

Arn OwnResource::Other(std::string_view arn_template) const {
  return Fill(arn_template, {}, Unsure(""));
}

Arn OwnResource::Other(std::string_view arn_template, std::string_view placeholder,
                       const Arn& text) const {
  return Fill(arn_template, {{std::string(placeholder), text}}, Unsure(""));
}

std::vector<Arn> OwnResource::OfIdentifier(
    const std::vector<std::string_view>& arn_templates) const {
  if (operation_.identifier == kNoValue) return {};
  std::vector<Arn> found;
  for (const Arn& part : PartsOfIdentifier(PartOf(values_, operation_.identifier, known_))) {
    for (const std::string_view arn : arn_templates) {
      const std::optional<TemplateParts> parts = ReadTemplate(arn, part, Extent::kBegin);
      if (!parts) continue;
      for (const std::string_view each : arn_templates) {
        Arn filled = FillTemplate(each, [&](std::string_view placeholder) {
          const auto known = parts->find(placeholder);
          if (known != parts->end()) return known->second;
          return placeholder.find('|') == std::string_view::npos
                     ? Spelled(placeholder, {Unsure("")})
                     : Arn{OneOf(placeholder)};
        });
        if (std::find(found.begin(), found.end(), filled) == found.end()) {
          found.push_back(std::move(filled));
        }
      }
      break;
    }
  }
  return found;
}

Arn OwnResource::Within(std::string_view arn_template) const {
  return given_.empty() || !Extends(arn_template, templates_.front())
             ? Fill(arn_template, fills_, Unsure(""))
             : Extended(arn_template, Unsure(""));
}

}  // namespace stackql::iam
