#include "lint/notification_checks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::array<std::string_view, 3> kLists = {
    "/NotificationConfiguration/LambdaConfigurations/*",
    "/NotificationConfiguration/QueueConfigurations/*",
    "/NotificationConfiguration/TopicConfigurations/*"};

constexpr size_t kMost = 1000;  // more than S3 accepts

// The events and objects that a notification is about.
struct Notification {
  ValueId event = kNoValue;
  std::string_view prefix = {};
  std::string_view suffix = {};
};

bool IsKnownText(const Values& values, ValueId value) {
  return values[value].kind == Kind::kString && values.Known(value);
}

// Whether an object is known to have no members but those that are written.
bool IsComplete(const Values& values, ValueId object) {
  const Value& value = values[object];
  return value.kind == Kind::kObject && !value.open && !value.untrusted;
}

// Takes one rule of a filter; false if it is not known.
bool AddRule(const Values& values, ValueId rule, Notification& notification) {
  const auto name = SureMember(values, rule, "Name");
  const auto value = SureMember(values, rule, "Value");
  if (!name || !value || !IsKnownText(values, name->value)) return false;
  if (!IsKnownText(values, value->value)) return false;
  const std::string kind = Lower(values.Text(name->value));
  if (kind == "prefix") notification.prefix = values.Text(value->value);
  if (kind == "suffix") notification.suffix = values.Text(value->value);
  return kind == "prefix" || kind == "suffix";
}

// None if it is not known entirely.
std::optional<Notification> Read(const Values& values, ValueId configuration) {
  const auto event = SureMember(values, configuration, "Event");
  if (!IsComplete(values, configuration) || !event) return std::nullopt;
  Notification notification{.event = event->value};
  if (!IsKnownText(values, event->value)) return std::nullopt;
  const auto filter = SureMember(values, configuration, "Filter");
  if (!filter) {
    const bool none = values.Find(configuration, "Filter") == kNoValue;
    return none ? std::optional(notification) : std::nullopt;
  }
  const auto key = SureMember(values, filter->value, "S3Key");
  const auto rules = key ? SureMember(values, key->value, "Rules") : std::nullopt;
  if (!rules || values[rules->value].kind != Kind::kArray || values[rules->value].open) {
    return std::nullopt;
  }
  for (const ValueId rule : values.Elements(rules->value)) {
    if (!AddRule(values, rule, notification)) return std::nullopt;
  }
  return notification;
}

// "s3:ObjectCreated:*" holds "s3:ObjectCreated:Put".
bool Holds(std::string_view all, std::string_view event) {
  if (!all.ends_with('*')) return all == event;
  return event.starts_with(all.substr(0, all.size() - 1));
}

bool Overlap(const Values& values, const Notification& one, const Notification& other) {
  const std::string_view event = values.Text(one.event);
  const std::string_view other_event = values.Text(other.event);
  const bool prefix = one.prefix.starts_with(other.prefix) || other.prefix.starts_with(one.prefix);
  const bool suffix = one.suffix.ends_with(other.suffix) || other.suffix.ends_with(one.suffix);
  return prefix && suffix && (Holds(event, other_event) || Holds(other_event, event));
}

}  // namespace

void CheckNotifications(const Values& values, const Operation& operation, Problems& problems) {
  if (operation.type_name != rules::OverlappingNotifications::kType) return;
  std::vector<Notification> before;
  for (const std::string_view list : kLists) {
    for (const Found& found : FindAll(values, operation.desired, list)) {
      const auto notification = Read(values, found.member.value);
      if (!notification || before.size() >= kMost) continue;
      const auto same = std::ranges::find_if(
          before, [&](const Notification& one) { return Overlap(values, one, *notification); });
      if (same != before.end()) {
        problems.push_back(
            {.what = rules::OverlappingNotifications{.event = Show(values, notification->event)},
             .where = values.Where(notification->event),
             .related = {{values.Where(same->event), "the other one is here"}}});
      }
      before.push_back(*notification);
    }
  }
}

}  // namespace stackql
