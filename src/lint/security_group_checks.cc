#include "lint/security_group_checks.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::array<std::string_view, 2> kLists = {"/SecurityGroupIngress/*",
                                                    "/SecurityGroupEgress/*"};

// What tells rules apart; a description does not.
constexpr std::array<std::string_view, 8> kParts = {"FromPort",
                                                    "ToPort",
                                                    "CidrIp",
                                                    "CidrIpv6",
                                                    "SourcePrefixListId",
                                                    "SourceSecurityGroupId",
                                                    "DestinationPrefixListId",
                                                    "DestinationSecurityGroupId"};

// Members that name what another one may name as well, so that rules are not compared.
constexpr std::array<std::string_view, 2> kOtherNames = {"SourceSecurityGroupName",
                                                         "SourceSecurityGroupOwnerId"};

// Texts that a protocol has; empty if it is not known.
std::string Protocol(const Values& values, ValueId rule) {
  const auto given = SureMember(values, rule, "IpProtocol");
  if (!given || !values.Known(given->value)) return {};
  const std::string name = Lower(values.Text(given->value));
  constexpr std::array<std::array<std::string_view, 2>, 4> kNumbers = {
      {{"1", "icmp"}, {"6", "tcp"}, {"17", "udp"}, {"58", "icmpv6"}}};
  for (const auto& [number, text] : kNumbers) {
    if (name == number) return std::string(text);
  }
  return name;
}

// What a rule allows; none if it is not known entirely.
std::optional<std::string> WhatItAllows(const Values& values, ValueId rule) {
  const Value& object = values[rule];
  if (object.kind != Kind::kObject || object.open || object.untrusted) return std::nullopt;
  const std::string protocol = Protocol(values, rule);
  if (protocol.empty()) return std::nullopt;
  for (const std::string_view name : kOtherNames) {
    if (values.Find(rule, name) != kNoValue) return std::nullopt;
  }
  std::string all = protocol;
  bool sourced = false;
  for (const std::string_view name : kParts) {
    const bool port = name.ends_with("Port");
    all += '\n';
    if (port && protocol == "-1") continue;  // it has no ports
    const auto part = SureMember(values, rule, name);
    if (!part) {
      if (values.Find(rule, name) != kNoValue) return std::nullopt;
      continue;
    }
    const Kind kind = values[part->value].kind;
    const bool text = kind == Kind::kString || kind == Kind::kNumber;
    if (!text || !values.Known(part->value)) return std::nullopt;
    all += values.Text(part->value);
    sourced = sourced || !port;
  }
  return sourced ? std::optional(all) : std::nullopt;
}

}  // namespace

void CheckSecurityRules(const Values& values, const Operation& operation, Problems& problems) {
  if (operation.type_name != rules::RepeatedSecurityRule::kType) return;
  for (const std::string_view list : kLists) {
    std::map<std::string, ValueId> before;
    for (const Found& found : FindAll(values, operation.desired, list)) {
      const ValueId rule = found.member.value;
      const auto allowed = WhatItAllows(values, rule);
      if (!allowed) continue;
      const auto [first, fresh] = before.emplace(*allowed, rule);
      if (fresh) continue;
      const std::string_view property = list.substr(1, list.rfind('/') - 1);
      problems.push_back(
          {.what = rules::RepeatedSecurityRule{.property = property},
           .where = Point(values, rule, kNoValue),
           .related = {{Point(values, first->second, kNoValue), "the same rule is here"}}});
    }
  }
}

}  // namespace stackql
