#include "iam/tags.h"

#include <algorithm>
#include <string_view>

#include "iam/arn_template.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "snapshot/tagging.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kStackTag = "stackql:stack-name";
constexpr std::string_view kResourceTag = "aws:ResourceTag/${TagKey}";

using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

bool Holds(const Texts* texts, std::string_view wanted) {
  return texts != nullptr && std::any_of(texts->begin(), texts->end(), [&](const auto* text) {
           return text->string_view() == wanted;
         });
}

// "Tags"; empty if the type has none.
std::string_view TagName(const Operation& operation) {
  if (operation.type == nullptr) return {};
  const std::string_view pointer = snapshot::TagProperty(*operation.type);
  return pointer.empty() ? pointer : pointer.substr(1, pointer.find('/', 1) - 1);
}

bool SetsNoTags(const Operation& operation, const Values& values) {
  const std::string_view property = TagName(operation);
  if (property.empty() || operation.type->tagging()->system_tags()) return false;
  if (operation.desired == kNoValue) return false;
  const Value& desired = values[operation.desired];
  if (desired.kind != Kind::kObject) return false;
  const bool whole = operation.call == Call::kCreate
                         ? !desired.open
                         : operation.call == Call::kUpdate && operation.whole_patch;
  if (!whole) return false;
  // A name with a hole may be this one.
  for (const Member& member : values.Members(operation.desired)) {
    if (!values.Known(member.key)) return false;
  }
  const ValueId tags = values.Find(operation.desired, property);
  if (tags == kNoValue) return true;
  const Value& node = values[tags];
  const bool empty =
      (node.kind == Kind::kArray || node.kind == Kind::kObject) && node.count == 0 && !node.open;
  return operation.call == Call::kCreate && (node.kind == Kind::kNull || empty);
}

bool IsTagging(const Need& need, const Operation& operation, const ActionReference& actions) {
  const snapshot::Action* action = actions.FindAction(need.action);
  const bool tagging = action != nullptr && Has(*action, snapshot::AccessLevel::Tagging);
  return tagging && Holds(operation.type->tagging()->permissions(), need.action);
}

std::optional<std::string> KnownText(const Values& values, ValueId id) {
  const bool known = id != kNoValue && values[id].kind == Kind::kString && values.Known(id);
  return known ? std::optional<std::string>(values.Text(id)) : std::nullopt;
}

// Adds the tags of a list of {Key, Value}, or of an object; false if there may be others.
bool AddTags(const Values& values, ValueId tags, RequestTags& all) {
  const Value& node = values[tags];
  if (node.open) return false;
  if (node.kind == Kind::kObject) {
    for (const Member& member : values.Members(tags)) {
      if (!values.Known(member.key)) return false;
      all.values[std::string(values.Text(member.key))] = KnownText(values, member.value);
    }
    return true;
  }
  if (node.kind != Kind::kArray) return node.kind == Kind::kNull;
  for (const ValueId element : values.Elements(tags)) {
    if (values[element].kind != Kind::kObject) return false;
    const auto key = KnownText(values, values.Find(element, "Key"));
    if (!key) return false;
    all.values[*key] = KnownText(values, values.Find(element, "Value"));
  }
  return true;
}

// The tag's value in a list of {Key, Value}, or in an object.
ValueId TagIn(const Values& values, ValueId tags) {
  if (values[tags].kind == Kind::kObject) return values.Find(tags, kStackTag);
  if (values[tags].kind != Kind::kArray) return kNoValue;
  for (const ValueId element : values.Elements(tags)) {
    if (values[element].kind != Kind::kObject) continue;
    const ValueId key = values.Find(element, "Key");
    if (values.Text(key) != kStackTag) continue;
    return values.Find(element, "Value");
  }
  return kNoValue;
}

}  // namespace

std::vector<std::string> DropUnusedTags(const Operation& operation, const Values& values,
                                        const ActionReference& actions, std::vector<Need>& needs) {
  std::vector<std::string> dropped;
  if (!SetsNoTags(operation, values)) return {};
  const auto unused = [&](const Need& need) { return IsTagging(need, operation, actions); };
  for (const Need& need : needs) {
    if (unused(need)) dropped.push_back(need.action);
  }
  std::erase_if(needs, unused);
  return dropped;
}

std::optional<RequestTags> TagsOf(const Operation& operation, const Values& values) {
  const std::string_view property = TagName(operation);
  if (operation.call != Call::kCreate || property.empty() || operation.desired == kNoValue) {
    return std::nullopt;
  }
  const Value& desired = values[operation.desired];
  if (desired.kind != Kind::kObject || desired.open) return std::nullopt;
  // A name with a hole may be this one.
  for (const Member& member : values.Members(operation.desired)) {
    if (!values.Known(member.key)) return std::nullopt;
  }
  RequestTags all = {.complete = !operation.type->tagging()->system_tags()};
  const ValueId tags = values.Find(operation.desired, property);
  if (tags != kNoValue && !AddTags(values, tags, all)) return std::nullopt;
  return all;
}

std::string StackTagOf(const Operation& operation, const Values& values) {
  const std::string_view property = TagName(operation);
  if (operation.call != Call::kCreate || operation.desired == kNoValue || property.empty() ||
      values[operation.desired].kind != Kind::kObject) {
    return {};
  }
  const ValueId tags = values.Find(operation.desired, property);
  const ValueId tag = tags == kNoValue ? kNoValue : TagIn(values, tags);
  const bool known = tag != kNoValue && values[tag].kind == Kind::kString && values.Known(tag);
  return known ? std::string(values.Text(tag)) : std::string();
}

void MarkStackTag(const Operation& operation, const ActionReference& actions,
                  std::vector<Need>& needs) {
  const bool later = operation.call == Call::kUpdate || operation.call == Call::kDelete;
  const snapshot::TypeArn* type = actions.FindType(operation.type_name);
  if (!later || type == nullptr || type->arn_types() == nullptr) {
    return;
  }
  const std::string_view prefix = type->prefix()->string_view();
  const snapshot::ArnType* own =
      actions.FindArnType(prefix, type->arn_types()->Get(0)->string_view());
  if (own == nullptr || !Holds(own->conditions(), kResourceTag)) return;
  const auto is_own = [&](const Arn& arn) {
    return own->arns() != nullptr &&
           MatchesTemplate(own->arns()->Get(0)->string_view(), PolicyPattern(arn)) == Tri::kYes;
  };
  for (Need& need : needs) {
    // A condition on the tags of one resource is one on those of all that a request names.
    const bool all_own = std::all_of(need.resources.begin(), need.resources.end(), is_own);
    need.supports_stack_tag =
        all_own && need.status == ListingStatus::kListed && !need.cloud_control &&
        need.action.compare(0, prefix.size() + 1, std::string(prefix) + ":") == 0;
  }
}

}  // namespace stackql::iam
