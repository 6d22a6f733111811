#include "iam/resource_fit.h"

#include <algorithm>
#include <utility>

#include "iam/arn_glob.h"
#include "iam/arn_template.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

using lang::GlobItem;

constexpr int kService = 2;  // the field of an ARN

// The service of all ARNs that match; empty if there may be several.
std::u32string ServiceOf(const lang::Glob& pattern) {
  std::u32string service;
  int field = 0;
  for (const GlobItem& item : pattern) {
    const bool in_part = item.kind == GlobItem::Kind::kPartRun ||
                         item.kind == GlobItem::Kind::kPartOne ||
                         item.kind == GlobItem::Kind::kWordRun;
    if (in_part && field < kService) continue;
    if (item.kind != GlobItem::Kind::kText) return {};
    if (item.code_point == U':' && field++ == kService) return service;
    if (item.code_point != U':' && field == kService) service += item.code_point;
  }
  return {};
}

// The same of a template.
std::string_view ServiceOf(std::string_view arn_template) {
  const std::string_view service = ArnField(arn_template, kServiceField);
  return service.find('$') == std::string_view::npos ? service : std::string_view();
}

}  // namespace

ResourceFit::ResourceFit(std::vector<lang::Glob> patterns, const ActionReference& actions)
    : patterns_(std::move(patterns)), actions_(actions) {
  services_.reserve(patterns_.size());
  for (const lang::Glob& pattern : patterns_) services_.push_back(ServiceOf(pattern));
}

bool ResourceFit::Holds(std::string_view prefix, const snapshot::Action& action) {
  Service& service = Find(prefix);
  if (service.further && HoldsFurther(prefix, action)) return true;
  return service.possible &&
         std::any_of(action.resources()->begin(), action.resources()->end(),
                     [&](const snapshot::ActionResource* each) {
                       return HoldsType(service, each->arn_type()->string_view());
                     });
}

bool ResourceFit::MayHoldAny(std::string_view prefix) {
  const Service& service = Find(prefix);
  return service.possible || service.further;
}

bool ResourceFit::HoldsOwn(std::string_view prefix, const snapshot::Action& action) const {
  const std::string_view arn = actions_.ArnOf(prefix, action.name()->string_view());
  return (!arn.empty() && HoldsTemplate(arn)) || HoldsFurther(prefix, action);
}

bool ResourceFit::HoldsFurther(std::string_view prefix, const snapshot::Action& action) const {
  const auto further = actions_.FurtherArnsOf(prefix, action.name()->string_view());
  return std::ranges::any_of(further, [&](std::string_view arn) { return HoldsTemplate(arn); });
}

ResourceFit::Service& ResourceFit::Find(std::string_view prefix) {
  if (last_service_ != nullptr && prefix == last_) return *last_service_;
  const auto [known, is_new] = known_.try_emplace(prefix);
  last_ = known->first;
  last_service_ = &known->second;
  Service& service = known->second;
  if (!is_new) return service;
  service.further = actions_.HasFurtherArns(prefix);
  service.facts = actions_.FindService(prefix);
  if (service.facts == nullptr || service.facts->arn_types() == nullptr) return service;
  const auto& types = *service.facts->arn_types();
  service.fits.assign(types.size(), Tri::kUnknown);
  service.possible = std::any_of(types.begin(), types.end(),
                                 [&](const snapshot::ArnType* type) { return MayHold(*type); });
  return service;
}

bool ResourceFit::HoldsType(Service& service, std::string_view name) {
  if (service.fits.empty()) return true;
  const auto& types = *service.facts->arn_types();
  const auto found = std::lower_bound(types.begin(), types.end(), name,
                                      [](const snapshot::ArnType* type, std::string_view wanted) {
                                        return type->name()->string_view() < wanted;
                                      });
  if (found == types.end() || found->name()->string_view() != name) return true;
  if (found->arns() == nullptr) return true;
  Tri& fits = service.fits[static_cast<size_t>(found - types.begin())];
  if (fits == Tri::kUnknown) {
    const bool holds =
        std::any_of(found->arns()->begin(), found->arns()->end(),
                    [&](const auto* arn) { return HoldsTemplate(arn->string_view()); });
    fits = holds ? Tri::kYes : Tri::kNo;
  }
  return fits == Tri::kYes;
}

bool ResourceFit::MayHold(const snapshot::ArnType& type) const {
  return type.arns() == nullptr ||
         std::any_of(type.arns()->begin(), type.arns()->end(),
                     [&](const auto* arn) { return MayBeOf(arn->string_view()); });
}

// Whether the ARNs of a template have the service of some pattern.
bool ResourceFit::MayBeOf(std::string_view arn_template) const {
  const std::string_view service = ServiceOf(arn_template);
  return std::ranges::any_of(services_, [&](const std::u32string& other) {
    return other.empty() || service.empty() || std::ranges::equal(other, service);
  });
}

bool ResourceFit::HoldsTemplate(std::string_view arn_template) const {
  const auto [known, is_new] = templates_.try_emplace(arn_template, false);
  if (is_new) known->second = LookAt(arn_template);
  return known->second;
}

bool ResourceFit::LookAt(std::string_view arn_template) const {
  if (!MayBeOf(arn_template)) return false;
  const Arn any = FillTemplate(arn_template, [&](std::string_view placeholder) {
    // Of a resource that is in a region, it is not empty.
    if (placeholder == "Region")
      return Arn{{.kind = Piece::Kind::kAny, .text = "?"}, {.kind = Piece::Kind::kAny}};
    return Arn{{.kind = Piece::Kind::kAny, .alphabet = actions_.AlphabetOf(placeholder)}};
  });
  const lang::Glob needed = GlobOf(any).glob;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const lang::Glob& glob) {
    return lang::Meets({.layers = {{&glob}}}, needed).answer != Tri::kNo;
  });
}

}  // namespace stackql::iam
