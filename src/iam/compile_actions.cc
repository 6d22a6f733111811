#include "iam/compile_actions.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "iam/action_section.h"
#include "iam/arn_template.h"
#include "iam/pack_policy.h"
#include "snapshot/actions_objects.h"
#include "snapshot/snapshot.h"

namespace stackql::iam {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr uint64_t kLargestFile = 64 << 20;

json ReadJson(const fs::path& path) {
  const Result<std::string> text = ReadWholeFile(path.string(), kLargestFile);
  if (!text) throw std::runtime_error(text.error().message);
  try {
    return json::parse(*text);
  } catch (const json::exception& wrong) {
    throw std::runtime_error(path.string() + ": " + wrong.what());
  }
}

snapshot::AccessLevel LevelsOf(const std::string& letters) {
  using snapshot::AccessLevel;
  constexpr std::string_view kLetters = "LRWTP";
  unsigned levels = 0;
  for (const char letter : letters) {
    const size_t level = kLetters.find(letter);
    if (level == kLetters.npos) throw std::runtime_error("there is no access level " + letters);
    levels |= 1U << level;
  }
  return static_cast<AccessLevel>(levels);
}

std::unique_ptr<snapshot::ActionT> ActionOf(const std::string& name, const json& facts) {
  auto action = std::make_unique<snapshot::ActionT>();
  action->name = name;
  action->level = LevelsOf(facts[0]);
  for (std::string use : facts[1]) {
    auto resource = std::make_unique<snapshot::ActionResourceT>();
    resource->required = use.back() == '!';
    if (resource->required) use.pop_back();
    resource->arn_type = use;
    action->resources.push_back(std::move(resource));
  }
  action->conditions = facts[2].get<std::vector<std::string>>();
  return action;
}

// An ARN that nothing would match must not get into a policy.
void CheckTemplate(const std::string& type, const std::string& arn) {
  if (!IsArnTemplate(arn))
    throw std::runtime_error(type + ": '" + arn + "' is not an ARN template");
}

// Writes what stands for a placeholder into a template, where that is known: the text itself, or
// "${Scope|REGIONAL=regional|CLOUDFRONT=global}". `choices` are by the service in the ARN.
std::string WithChoices(std::string arn, const json& choices) {
  const size_t begin = arn.find(':', sizeof("arn")) + 1;
  const std::string service = arn.substr(begin, arn.find(':', begin) - begin);
  const json own = choices.value(service, json::object());
  for (const auto& entry : own.items()) {
    const std::string placeholder = "${" + entry.key() + "}";
    const size_t at = arn.find(placeholder);
    if (at == std::string::npos) continue;
    std::string text = "${";
    text.append(entry.key());
    for (const auto& form : entry.value().items()) {
      text.append("|").append(form.key()).append("=").append(form.value());
    }
    text.append("}");
    if (entry.value().size() == 1) text = entry.value().begin().value().get<std::string>();
    arn.replace(at, placeholder.size(), text);
  }
  return arn;
}

std::unique_ptr<snapshot::ArnTypeT> ArnTypeOf(const std::string& name, const json& facts,
                                              const json& curated, const json& choices) {
  auto type = std::make_unique<snapshot::ArnTypeT>();
  type->name = name;
  type->arns = facts[0].get<std::vector<std::string>>();
  type->conditions = facts[1].get<std::vector<std::string>>();
  if (curated.is_object()) {
    type->arns = curated.at("arns").get<std::vector<std::string>>();
    type->strict = curated.value("strict", std::string());
  }
  for (std::string& arn : type->arns) {
    arn = WithChoices(std::move(arn), choices);
    CheckTemplate(name, arn);
  }
  if (!type->strict.empty()) CheckTemplate(name, type->strict);
  return type;
}

snapshot::ActionServiceT ServiceOf(const std::string& prefix, const json& facts,
                                   const json& curated) {
  snapshot::ActionServiceT service;
  service.prefix = prefix;
  for (const auto& entry : facts.at("actions").items()) {
    service.actions.push_back(ActionOf(entry.key(), entry.value()));
  }
  const json own = curated.at("arns").value(prefix, json::object());
  for (const auto& entry : facts.at("arnTypes").items()) {
    service.arn_types.push_back(ArnTypeOf(entry.key(), entry.value(),
                                          own.value(entry.key(), json()), curated.at("choices")));
  }
  return service;
}

// {"StreamName": ["Name", why, form]}
void AddFills(const json& fills, snapshot::TypeArnT& type) {
  for (const auto& entry : fills.items()) {
    auto fill = std::make_unique<snapshot::FillT>();
    fill->placeholder = entry.key();
    fill->property = entry.value().at(0);
    if (entry.value().size() > 2) fill->form = entry.value()[2];
    type.fills.push_back(std::move(fill));
  }
}

// {"KeyName": [["ec2", "key-pair", "KeyPairName"]]}
void AddReferences(const json& references, snapshot::TypeArnT& type) {
  for (const auto& entry : references.items()) {
    for (const json& named : entry.value()) {
      auto reference = std::make_unique<snapshot::ReferenceT>();
      reference->property = entry.key();
      reference->prefix = named.at(0);
      reference->arn_type = named.at(1);
      if (named.size() > 2) reference->placeholder = named[2];
      type.references.push_back(std::move(reference));
    }
  }
}

// {"QueueUrl": ["https://${Host}/${Account}/${QueueName}"]}
void AddSpellings(const json& spelled, snapshot::TypeArnT& type) {
  for (const auto& entry : spelled.items()) {
    for (const std::string pattern : entry.value()) {
      auto spelling = std::make_unique<snapshot::SpellingT>();
      spelling->property = entry.key();
      spelling->pattern = pattern;
      type.spellings.push_back(std::move(spelling));
    }
  }
}

// {"actions": ["kms:Decrypt"], "if": ["KmsKeyId"], "on": template, "calls": ["create"], "source":
// ...}
void AddAdds(const json& adds, snapshot::TypeArnT& type) {
  for (const json& entry : adds) {
    for (const std::string action : entry.at("actions")) {
      auto added = std::make_unique<snapshot::AddedActionT>();
      added->action = action;
      added->properties = entry.value("if", std::vector<std::string>());
      added->arn = entry.value("on", std::string());
      added->create_only = entry.contains("calls");
      if (!added->arn.empty()) CheckTemplate(action, added->arn);
      type.adds.push_back(std::move(added));
    }
  }
}

// What is said of a type by hand; some of it is for refresh.py alone.
constexpr auto kOfType = std::to_array<std::string_view>(
    {"adds", "arnTypes", "createdUnder", "fills", "inRegions", "only", "picks", "prefix",
     "references", "spelled", "suppliers", "when", "why"});

std::unique_ptr<snapshot::TypeArnT> TypeOf(const std::string& name, const json& facts,
                                           const json& curated) {
  for (const auto& entry : curated.items()) {
    if (std::ranges::find(kOfType, entry.key()) != kOfType.end()) continue;
    throw std::runtime_error(name + ": '" + entry.key() + "' is nothing that types have");
  }
  auto type = std::make_unique<snapshot::TypeArnT>();
  type->type_name = name;
  type->prefix = facts.value("prefix", std::string());
  type->arn_types = facts.value("arnTypes", std::vector<std::string>());
  AddFills(facts.value("fills", json::object()), *type);
  AddReferences(facts.value("references", json::object()), *type);
  AddSpellings(curated.value("spelled", json::object()), *type);
  type->created_under = curated.value("createdUnder", std::string());
  type->in_regions = curated.value("inRegions", std::string());
  type->free = facts.value("free", std::vector<std::string>());
  type->only = curated.value("only", std::vector<std::string>());
  type->suppliers = curated.value("suppliers", std::vector<std::string>());
  const json conditions = curated.value("when", json::object());
  for (const auto& entry : conditions.items()) {
    auto condition = std::make_unique<snapshot::ActionConditionT>();
    condition->action = entry.key();
    condition->properties = entry.value().get<std::vector<std::string>>();
    type->conditions.push_back(std::move(condition));
  }
  AddAdds(curated.value("adds", json::array()), *type);
  const json picks = curated.value("picks", json::object());
  for (const auto& entry : picks.items()) {
    auto pick = std::make_unique<snapshot::PickT>();
    pick->arn_type = entry.key();
    pick->property = entry.value().at(0);
    pick->unless = entry.value().at(1);
    type->picks.push_back(std::move(pick));
  }
  return type;
}

std::unique_ptr<snapshot::ActionRepairT> RepairOf(const std::string& entry, const json& facts) {
  auto repair = std::make_unique<snapshot::ActionRepairT>();
  repair->entry = entry;
  repair->actions = facts.value("actions", std::vector<std::string>());
  repair->replaces = facts.value("replaces", false);
  const json handlers = facts.value("of", json::object());
  for (const auto& type : handlers.items()) {
    for (const std::string handler : type.value()) {
      auto of = std::make_unique<snapshot::HandlerOfTypeT>();
      of->type_name = type.key();
      of->handler = handler;
      repair->handlers.push_back(std::move(of));
    }
  }
  return repair;
}

void AddKeys(json keys, const json& curated, snapshot::ActionFactsT& facts) {
  keys.update(curated);
  for (const auto& entry : keys.items()) {
    auto key = std::make_unique<snapshot::ConditionKeyT>();
    key->name = entry.key();
    key->type = entry.value();
    // s3:RequestObjectTag/<key>
    const bool open = key->name.find_first_of("$<") != std::string::npos;
    (open ? facts.open_keys : facts.keys).push_back(std::move(key));
  }
}

void AddLists(const json& curated, snapshot::ActionFactsT& facts) {
  facts.of_one = curated.at("ofOne").get<std::vector<std::string>>();
  facts.of_linked_role = curated.at("ofLinkedRole").get<std::vector<std::string>>();
  facts.by_name = curated.at("byName").get<std::vector<std::string>>();
  facts.single = curated.at("single").get<std::vector<std::string>>();
  facts.asks_by_name = curated.at("asksByName").get<std::vector<std::string>>();
  facts.always = curated.at("always").get<std::vector<std::string>>();
  facts.words = curated.at("words").get<std::vector<std::string>>();
  facts.with_slashes = curated.at("withSlashes").get<std::vector<std::string>>();
  facts.with_colons = curated.at("withColons").get<std::vector<std::string>>();
  facts.free = curated.at("free").get<std::vector<std::string>>();
  facts.any_action = curated.at("anyAction").get<std::vector<std::string>>();
  facts.retired = curated.at("retired").get<std::vector<std::string>>();
  facts.resource_control =
      curated.at("resourceControl").at("services").get<std::vector<std::string>>();
}

std::unique_ptr<snapshot::ActionArnT> ArnOf(const std::string& action, const std::string& arn) {
  auto of = std::make_unique<snapshot::ActionArnT>();
  of->action = action;
  of->arn = arn;
  CheckTemplate(action, arn);
  return of;
}

void AddArns(const json& curated, snapshot::ActionFactsT& facts) {
  for (const auto& entry : curated.at("arnsOf").items()) {
    facts.arns_of.push_back(ArnOf(entry.key(), entry.value()));
  }
  for (const auto& entry : curated.at("alsoOn").items()) {
    for (const std::string action : entry.value().at("actions")) {
      facts.also_on.push_back(ArnOf(action, entry.key()));
    }
  }
}

void AddOtherNames(const json& names, snapshot::ActionFactsT& facts) {
  for (const auto& entry : names.items()) {
    auto other = std::make_unique<snapshot::OtherNameT>();
    other->name = entry.key();
    other->prefix = entry.value();
    facts.other_names.push_back(std::move(other));
  }
}

void AddRegions(const json& curated, snapshot::ActionFactsT& facts) {
  for (const auto& entry : curated.at("onlyRegions").items()) {
    for (const std::string prefix : entry.value()) {
      auto only = std::make_unique<snapshot::OnlyRegionT>();
      only->prefix = prefix;
      only->region = entry.key();
      facts.only_regions.push_back(std::move(only));
    }
  }
}

void AddRisks(const json& curated, snapshot::ActionFactsT& facts) {
  for (const auto& group : curated.at("escalations").items()) {
    for (const std::string action : group.value()) {
      auto escalation = std::make_unique<snapshot::EscalationT>();
      escalation->action = action;
      escalation->why = group.key();
      facts.escalations.push_back(std::move(escalation));
    }
  }
  for (const auto& entry : curated.at("risks").at("escalation")) {
    auto path = std::make_unique<snapshot::EscalationPathT>();
    path->actions = entry.get<std::vector<std::string>>();
    facts.paths.push_back(std::move(path));
  }
  for (const auto& entry : curated.at("risks").at("exposure").items()) {
    auto exposure = std::make_unique<snapshot::ExposureT>();
    exposure->action = entry.key();
    exposure->what = entry.value();
    facts.exposures.push_back(std::move(exposure));
  }
}

// "resource:s3:Bucket", or an object with more: {"kind": ..., "when": {"Type": ...}, ...}.
std::unique_ptr<snapshot::PropertyPolicyT> PolicyOf(const json& facts) {
  const json object = facts.is_string() ? json::object({{"kind", facts}}) : facts;
  const std::string kind = object.at("kind");
  const size_t colon = kind.find(':');
  auto policy = std::make_unique<snapshot::PropertyPolicyT>();
  policy->kind = kind.substr(0, colon);
  if (colon != std::string::npos) {
    const size_t second = std::min(kind.find(':', colon + 1), kind.size());
    policy->service = kind.substr(colon + 1, second - colon - 1);
    policy->own = kind.substr(std::min(second + 1, kind.size()));
  }
  const json when = object.value("when", json::object());
  for (const auto& condition : when.items()) {
    policy->when_property = condition.key();
    policy->when_value = condition.value();
  }
  policy->services = object.value("services", std::vector<std::string>());
  policy->unlisted = object.value("unlisted", std::vector<std::string>());
  policy->resource = object.value("resource", std::string());
  policy->manager = object.value("manager", std::string());
  policy->unless = object.value("unless", std::string());
  policy->size = object.value("size", std::string());
  const auto limit = std::ranges::find(kSizeLimits, policy->size, &SizeLimit::name);
  if (!policy->size.empty() && limit == kSizeLimits.end()) {
    throw std::runtime_error("policies.json: there is no limit '" + policy->size + "'");
  }
  return policy;
}

void AddPolicies(const json& policies, snapshot::ActionFactsT& facts) {
  for (const auto& type : policies.items()) {
    for (const auto& entry : type.value().items()) {
      const json all = entry.value().is_array() ? entry.value() : json::array({entry.value()});
      for (const json& each : all) {
        std::unique_ptr<snapshot::PropertyPolicyT> policy = PolicyOf(each);
        policy->type_name = type.key();
        policy->path = entry.key();
        facts.policies.push_back(std::move(policy));
      }
    }
  }
}

snapshot::TypeArnT& TypeNamed(const std::string& name, const std::string& of,
                              snapshot::ActionFactsT& facts) {
  const auto type =
      std::ranges::find(facts.types, name, [](const auto& each) { return each->type_name; });
  if (type == facts.types.end())
    throw std::runtime_error(of + ": there is no type \"" + name + "\"");
  return **type;
}

// {"lambda.amazonaws.com": {"types": ["AWS::Lambda::Function"], "source": where that is said}}
template <typename Add>
void AddServices(const json& services, snapshot::ActionFactsT& facts, const Add& add) {
  for (const auto& entry : services.items()) {
    for (const json& name : entry.value().at("types")) {
      add(TypeNamed(name, entry.key(), facts), entry.key());
    }
  }
}

snapshot::ActionFactsT FactsOf(const fs::path& folder, const json& curated) {
  snapshot::ActionFactsT facts;
  facts.sources = ReadJson(folder / "sources.json").get<std::vector<std::string>>();
  const json types = ReadJson(folder / "types.json");
  for (const auto& entry : types.items()) {
    facts.types.push_back(
        TypeOf(entry.key(), entry.value(), curated.at("types").value(entry.key(), json::object())));
  }
  AddServices(curated.at("passesTo"), facts,
              [](auto& type, const std::string& service) { type.passes_to = service; });
  for (const auto& entry : curated.at("passesElsewhere").items()) {
    TypeNamed(entry.key(), "passesElsewhere", facts).passes_elsewhere = entry.value();
  }
  AddServices(curated.at("linkedRoles"), facts, [](auto& type, const std::string& service) {
    type.linked_services.push_back(service);
  });
  const json repairs = ReadJson(folder / "repairs.json");
  for (const auto& entry : repairs.items()) {
    facts.repairs.push_back(RepairOf(entry.key(), entry.value()));
  }
  AddKeys(ReadJson(folder / "keys.json"), curated.at("keys"), facts);
  AddLists(curated, facts);
  AddOtherNames(curated.at("otherNames"), facts);
  AddRegions(curated, facts);
  AddRisks(curated, facts);
  AddPolicies(ReadJson(folder / "policies.json"), facts);
  facts.principals = ReadJson(folder / "principals.json").get<std::vector<std::string>>();
  AddArns(curated, facts);
  for (const auto& entry : curated.at("cloudControl").items()) {
    auto cloud_control = std::make_unique<snapshot::CloudControlActionT>();
    cloud_control->call = entry.key();
    cloud_control->action = entry.value();
    facts.cloud_control.push_back(std::move(cloud_control));
  }
  return facts;
}

std::string Compile(const fs::path& folder) {
  const json curated = ReadJson(folder / "curated.json");
  std::vector<snapshot::Section> sections;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "services")) {
    if (entry.path().extension() != ".json") continue;
    const std::string prefix = entry.path().stem().string();
    sections.push_back({snapshot::SectionKind::kActionService, prefix,
                        ServiceSection(ServiceOf(prefix, ReadJson(entry.path()), curated))});
  }
  sections.push_back(
      {snapshot::SectionKind::kActionFacts, "", FactsSection(FactsOf(folder, curated))});
  return snapshot::Write(std::move(sections));
}

}  // namespace

Result<std::string> CompileActions(const std::string& folder) {
  try {
    return Compile(folder);
  } catch (const std::exception& wrong) {
    return Failed(wrong.what());
  }
}

}  // namespace stackql::iam
