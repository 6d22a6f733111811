#include "iam/action_reference.h"

#include <algorithm>

#include "base/ascii.h"
#include "iam/policy_pattern.h"
#include "lang/lang.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::iam {
namespace {

using snapshot::SectionKind;

// The element whose name is equal under the comparison that the vector is sorted by; null if none.
template <typename Element, typename Name, typename Compare>
const Element* Search(const flatbuffers::Vector<flatbuffers::Offset<Element>>* all,
                      std::string_view wanted, const Name& name, const Compare& compare) {
  if (all == nullptr) return nullptr;
  uint32_t low = 0;
  uint32_t high = all->size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = compare(name(*all->Get(middle)), wanted);
    if (order == 0) return all->Get(middle);
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return nullptr;
}

int Compare(std::string_view a, std::string_view b) { return a.compare(b); }

// aws:RequestTag/${TagKey}, s3:RequestObjectTag/<key> and a key of theirs.
bool IsInstance(std::string_view key, std::string_view open) {
  const size_t hole = open.find_first_of("$<");
  const std::string_view begin = open.substr(0, hole);
  const std::string_view end = open.substr(open.find_first_of("}>", hole) + 1);
  return key.size() > begin.size() + end.size() &&
         CompareIgnoringCase(key.substr(0, begin.size()), begin) == 0 &&
         CompareIgnoringCase(key.substr(key.size() - end.size()), end) == 0;
}

bool AnyMatches(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* patterns,
                std::string_view name) {
  return patterns != nullptr &&
         std::any_of(patterns->begin(), patterns->end(), [&](const flatbuffers::String* pattern) {
           return IsCalled(pattern->string_view(), name);
         });
}

}  // namespace

bool Has(const snapshot::Action& action, snapshot::AccessLevel level) {
  return (static_cast<unsigned>(action.level()) & static_cast<unsigned>(level)) != 0;
}

ActionReference::ActionReference(snapshot::Snapshot builtin, snapshot::Snapshot overriding)
    : builtin_(builtin), overriding_(overriding) {
  const std::string_view bytes = builtin_.Find(SectionKind::kActionFacts, {});
  if (!bytes.empty()) facts_ = flatbuffers::GetRoot<snapshot::ActionFacts>(bytes.data());
}

const snapshot::ActionService* ActionReference::FindService(std::string_view prefix) const {
  const std::string name = Lower(prefix);
  std::string_view bytes = overriding_.Find(SectionKind::kActionService, name);
  if (bytes.empty()) bytes = builtin_.Find(SectionKind::kActionService, name);
  return bytes.empty() ? nullptr : flatbuffers::GetRoot<snapshot::ActionService>(bytes.data());
}

const snapshot::Action* ActionReference::FindAction(std::string_view action) const {
  const size_t colon = action.find(':');
  if (colon == std::string_view::npos) return nullptr;
  const snapshot::ActionService* service = FindService(action.substr(0, colon));
  if (service == nullptr) return nullptr;
  return Search(
      service->actions(), action.substr(colon + 1),
      [](const snapshot::Action& each) { return each.name()->string_view(); }, CompareIgnoringCase);
}

std::string CanonicalName(std::string_view action, const snapshot::Action* listed) {
  if (listed == nullptr) return std::string(action);
  return Lower(action.substr(0, action.find(':'))) + ":" + listed->name()->str();
}

const snapshot::ArnType* ActionReference::FindArnType(std::string_view prefix,
                                                      std::string_view name) const {
  const snapshot::ActionService* service = FindService(prefix);
  if (service == nullptr) return nullptr;
  return Search(
      service->arn_types(), name,
      [](const snapshot::ArnType& each) { return each.name()->string_view(); }, Compare);
}

const snapshot::TypeArn* ActionReference::FindType(std::string_view type_name) const {
  if (facts_ == nullptr) return nullptr;
  return Search(
      facts_->types(), type_name,
      [](const snapshot::TypeArn& each) { return each.type_name()->string_view(); }, Compare);
}

std::vector<const snapshot::EscalationPath*> ActionReference::EscalationPaths() const {
  if (facts_ == nullptr || facts_->paths() == nullptr) return {};
  return {facts_->paths()->begin(), facts_->paths()->end()};
}

std::vector<const snapshot::Exposure*> ActionReference::Exposures() const {
  if (facts_ == nullptr || facts_->exposures() == nullptr) return {};
  return {facts_->exposures()->begin(), facts_->exposures()->end()};
}

std::vector<const snapshot::PropertyPolicy*> ActionReference::PoliciesOf(
    std::string_view type_name) const {
  std::vector<const snapshot::PropertyPolicy*> found;
  if (facts_ == nullptr || facts_->policies() == nullptr) return {};
  const auto& all = *facts_->policies();
  auto at = std::lower_bound(all.begin(), all.end(), type_name,
                             [](const snapshot::PropertyPolicy* each, std::string_view name) {
                               return each->type_name()->string_view() < name;
                             });
  for (; at != all.end() && at->type_name()->string_view() == type_name; ++at) found.push_back(*at);
  return found;
}

std::vector<const snapshot::TypeArn*> ActionReference::TypesOf(std::string_view prefix,
                                                               std::string_view arn_type) const {
  std::vector<const snapshot::TypeArn*> found;
  if (facts_ == nullptr || facts_->types() == nullptr) return {};
  for (const snapshot::TypeArn* type : *facts_->types()) {
    if (type->prefix()->string_view() != prefix || type->arn_types() == nullptr) continue;
    const auto& names = *type->arn_types();
    const bool has = std::any_of(names.begin(), names.end(),
                                 [&](const auto* name) { return name->string_view() == arn_type; });
    if (has) found.push_back(type);
  }
  return found;
}

bool ActionReference::IsFree(const snapshot::TypeArn* type, std::string_view property) const {
  if (facts_ == nullptr) return false;
  return AnyMatches(facts_->free(), property) ||
         (type != nullptr && AnyMatches(type->free(), property));
}

Piece::Alphabet ActionReference::AlphabetOf(std::string_view placeholder) const {
  if (facts_ == nullptr || AnyMatches(facts_->with_colons(), placeholder)) {
    return Piece::Alphabet::kAll;
  }
  const bool word =
      AnyMatches(facts_->words(), placeholder) && !AnyMatches(facts_->with_slashes(), placeholder);
  return word ? Piece::Alphabet::kWord : Piece::Alphabet::kPart;
}

const snapshot::ActionRepair* ActionReference::FindRepair(std::string_view entry,
                                                          std::string_view type_name,
                                                          std::string_view handler) const {
  if (facts_ == nullptr) return nullptr;
  const snapshot::ActionRepair* found = Search(
      facts_->repairs(), entry,
      [](const snapshot::ActionRepair& each) { return each.entry()->string_view(); },
      CompareIgnoringCase);
  const bool of_all = found == nullptr || found->handlers() == nullptr;
  if (of_all) return found;
  const bool meant =
      std::any_of(found->handlers()->begin(), found->handlers()->end(), [&](const auto* each) {
        return each->type_name()->string_view() == type_name &&
               each->handler()->string_view() == handler;
      });
  return meant ? found : nullptr;
}

std::string_view ActionReference::FindEscalation(std::string_view action) const {
  if (facts_ == nullptr) return {};
  const snapshot::Escalation* found = Search(
      facts_->escalations(), action,
      [](const snapshot::Escalation& each) { return each.action()->string_view(); },
      CompareIgnoringCase);
  return found == nullptr ? std::string_view() : found->why()->string_view();
}

std::string_view ActionReference::RegionOfService(std::string_view prefix) const {
  if (facts_ == nullptr || facts_->only_regions() == nullptr) return {};
  for (const snapshot::OnlyRegion* each : *facts_->only_regions()) {
    if (each->prefix()->string_view() == prefix) return each->region()->string_view();
  }
  return {};
}

bool ActionReference::IsByName(std::string_view action) const {
  return facts_ != nullptr && AnyMatches(facts_->by_name(), action);
}

bool ActionReference::IsOfOne(std::string_view action) const {
  return facts_ != nullptr && AnyMatches(facts_->of_one(), action);
}

bool ActionReference::IsOfLinkedRole(std::string_view action) const {
  return facts_ != nullptr && AnyMatches(facts_->of_linked_role(), action);
}

bool ActionReference::IsSingle(std::string_view action) const {
  return facts_ != nullptr && AnyMatches(facts_->single(), action);
}

bool ActionReference::AsksByName(std::string_view action) const {
  return facts_ != nullptr && AnyMatches(facts_->asks_by_name(), action);
}

bool ActionReference::HasDefault(std::string_view prefix, std::string_view arn_type) const {
  const std::string name = std::string(prefix) + ":" + std::string(arn_type);
  return facts_ != nullptr && AnyMatches(facts_->always(), name);
}

bool ActionReference::IsOfAnyAction(std::string_view key) const {
  return facts_ != nullptr && AnyMatches(facts_->any_action(), key);
}

std::vector<std::string_view> ActionReference::Principals() const {
  std::vector<std::string_view> names;
  if (facts_ == nullptr || facts_->principals() == nullptr) return names;
  for (const auto* name : *facts_->principals()) names.push_back(name->string_view());
  return names;
}

std::string_view ActionReference::PrefixOfName(std::string_view name) const {
  if (facts_ == nullptr || facts_->other_names() == nullptr) return {};
  for (const snapshot::OtherName* other : *facts_->other_names()) {
    if (other->name()->string_view() == name) return other->prefix()->string_view();
  }
  return {};
}

bool ActionReference::IsRetired(std::string_view prefix) const {
  return facts_ != nullptr && AnyMatches(facts_->retired(), prefix);
}

std::string_view ActionReference::ArnOf(std::string_view prefix, std::string_view name) const {
  if (facts_ == nullptr || facts_->arns_of() == nullptr) return {};
  for (const snapshot::ActionArn* each : *facts_->arns_of()) {
    const std::string_view action = each->action()->string_view();
    const bool same = action.size() == prefix.size() + 1 + name.size() &&
                      action.starts_with(prefix) && action.ends_with(name);
    if (same) return each->arn()->string_view();
  }
  return {};
}

std::vector<std::string_view> ActionReference::FurtherArnsOf(std::string_view prefix,
                                                             std::string_view name) const {
  std::vector<std::string_view> found;
  if (facts_ == nullptr || facts_->also_on() == nullptr) return found;
  for (const snapshot::ActionArn* each : *facts_->also_on()) {
    const std::string_view action = each->action()->string_view();
    const size_t colon = action.find(':');
    if (action.substr(0, colon) != prefix || !IsCalled(action.substr(colon + 1), name)) continue;
    found.push_back(each->arn()->string_view());
  }
  return found;
}

bool ActionReference::HasFurtherArns(std::string_view prefix) const {
  if (facts_ == nullptr || facts_->also_on() == nullptr) return false;
  return std::ranges::any_of(*facts_->also_on(), [&](const snapshot::ActionArn* each) {
    const std::string_view action = each->action()->string_view();
    return action.substr(0, action.find(':')) == prefix;
  });
}

bool ActionReference::IsUnderResourceControl(std::string_view action) const {
  const std::string prefix = Lower(action.substr(0, action.find(':')));
  if (facts_ == nullptr || !AnyMatches(facts_->resource_control(), prefix)) return false;
  const snapshot::Action* listed = FindAction(action);
  return listed == nullptr || listed->resources() != nullptr;
}

std::string_view ActionReference::CloudControlAction(std::string_view call) const {
  if (facts_ == nullptr || facts_->cloud_control() == nullptr) return {};
  for (const snapshot::CloudControlAction* each : *facts_->cloud_control()) {
    if (each->call()->string_view() == call) return each->action()->string_view();
  }
  return {};
}

const snapshot::ConditionKey* ActionReference::FindKey(std::string_view key) const {
  if (facts_ == nullptr) return nullptr;
  const auto name = [](const snapshot::ConditionKey& each) { return each.name()->string_view(); };
  const snapshot::ConditionKey* found = Search(facts_->keys(), key, name, CompareIgnoringCase);
  if (found != nullptr || facts_->open_keys() == nullptr) return found;
  // The closest: events:Metadata/x/Matcher is also one of events:Metadata/${MetadataKey}.
  for (const snapshot::ConditionKey* open : *facts_->open_keys()) {
    const bool closer = found == nullptr || name(*open).size() > name(*found).size();
    if (closer && IsInstance(key, name(*open))) found = open;
  }
  return found;
}

void ActionReference::Expand(std::string_view pattern, const Visitor& visit) const {
  Expand(pattern, visit, [](std::string_view) { return true; });
}

void ActionReference::Expand(std::string_view pattern, const Visitor& visit,
                             const Asked& asked) const {
  const std::string lowered = Lower(pattern);
  if (!HasWildcard(lowered)) {
    const snapshot::Action* action = FindAction(lowered);
    if (action == nullptr) return;
    const snapshot::ActionService* service = FindService(lowered.substr(0, lowered.find(':')));
    return visit(service->prefix()->string_view(), *action);
  }
  const lang::Program program = lang::FromGlob(lowered);
  const std::string prefix = lowered.substr(0, lowered.find(':'));
  const bool open = HasWildcard(prefix);
  // Matching all actions of all services one by one costs many times as much.
  const bool all = lowered == "*" || (!open && lowered == prefix + ":*");
  for (const std::string_view each : open ? Services() : std::vector<std::string_view>{prefix}) {
    if (!asked(each)) continue;
    const snapshot::ActionService* service = FindService(each);
    if (service == nullptr || service->actions() == nullptr) continue;
    for (const snapshot::Action* action : *service->actions()) {
      if (all) {
        visit(service->prefix()->string_view(), *action);
        continue;
      }
      const std::string name = Lower(each) + ":" + Lower(action->name()->string_view());
      if (lang::Match(program, name) == Tri::kYes) visit(service->prefix()->string_view(), *action);
    }
  }
}

std::vector<std::string_view> ActionReference::Services() const {
  const std::vector<std::string_view> own = overriding_.Names(SectionKind::kActionService);
  const std::vector<std::string_view> rest = builtin_.Names(SectionKind::kActionService);
  std::vector<std::string_view> all;
  std::set_union(own.begin(), own.end(), rest.begin(), rest.end(), std::back_inserter(all));
  return all;
}

std::vector<std::string_view> ActionReference::sources() const {
  std::vector<std::string_view> all;
  if (facts_ == nullptr || facts_->sources() == nullptr) return {};
  for (const auto* source : *facts_->sources()) all.push_back(source->string_view());
  return all;
}

}  // namespace stackql::iam
