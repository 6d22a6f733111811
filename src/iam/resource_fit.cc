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
  for (int field = 0; field < kService; ++field) {
    arn_template.remove_prefix(std::min(arn_template.find(':'), arn_template.size() - 1) + 1);
  }
  const std::string_view service = arn_template.substr(0, arn_template.find(':'));
  return service.find('$') == std::string_view::npos ? service : std::string_view();
}

}  // namespace

ResourceFit::ResourceFit(std::vector<lang::Glob> patterns, const ActionReference& actions)
    : patterns_(std::move(patterns)), actions_(actions) {
  services_.reserve(patterns_.size());
  for (const lang::Glob& pattern : patterns_) services_.push_back(ServiceOf(pattern));
}

bool ResourceFit::Holds(std::string_view prefix, const snapshot::Action& action) {
  const Types& types = TypesOf(prefix);
  if (types.empty()) return false;
  return std::any_of(action.resources()->begin(), action.resources()->end(),
                     [&](const snapshot::ActionResource* each) {
                       return std::binary_search(types.begin(), types.end(),
                                                 each->arn_type()->string_view());
                     });
}

const ResourceFit::Types& ResourceFit::TypesOf(std::string_view prefix) {
  if (last_types_ != nullptr && prefix == last_) return *last_types_;
  const auto [known, is_new] = types_.try_emplace(prefix);
  last_ = known->first;
  last_types_ = &known->second;
  const snapshot::ActionService* service = is_new ? actions_.FindService(prefix) : nullptr;
  if (service == nullptr || service->arn_types() == nullptr) return known->second;
  for (const snapshot::ArnType* type : *service->arn_types()) {
    const bool fits = type->arns() == nullptr ||
                      std::any_of(type->arns()->begin(), type->arns()->end(), [&](const auto* arn) {
                        return HoldsTemplate(arn->string_view());
                      });
    if (fits) known->second.push_back(type->name()->string_view());
  }
  return known->second;
}

bool ResourceFit::HoldsTemplate(std::string_view arn_template) const {
  const std::string_view service = ServiceOf(arn_template);
  const auto may_be_of = [&](const std::u32string& other) {
    return other.empty() || service.empty() || std::ranges::equal(other, service);
  };
  if (std::none_of(services_.begin(), services_.end(), may_be_of)) return false;
  const Arn any = FillTemplate(arn_template, [&](std::string_view placeholder) {
    return Arn{{.kind = Piece::Kind::kAny, .alphabet = actions_.AlphabetOf(placeholder)}};
  });
  const lang::Glob needed = GlobOf(any).glob;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const lang::Glob& glob) {
    return lang::Meets({.layers = {{&glob}}}, needed).answer != Tri::kNo;
  });
}

}  // namespace stackql::iam
