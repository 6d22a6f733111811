#include "lint/password_checks.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "text/sources.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kTemplate = "{{";
// What is called so as well and is no password: switches, and where the password is.
constexpr std::array<std::string_view, 6> kSwitches = {"0", "1", "false", "no", "true", "yes"};
constexpr std::string_view kArn = "arn:";

bool IsPassword(std::string_view name) { return Lower(name).ends_with("password"); }

bool IsSwitch(std::string_view text) {
  return std::ranges::find(kSwitches, Lower(text)) != kSwitches.end();
}

// Whether a value is spelled in a file, not given to the run or known to it only.
bool IsWritten(const Values& values, ValueId value) {
  if (values[value].kind != Kind::kString || !values.Known(value)) return false;
  const std::string_view text = values.Text(value);
  if (text.empty() || text.find(kTemplate) != std::string_view::npos) return false;
  const Loc at = values.sources().Resolve(values.Where(value)).at;
  const std::string_view spelled = values.sources().Bytes(at);
  return !spelled.empty() && spelled.find(kTemplate) == std::string_view::npos;
}

class Passwords {
 public:
  Passwords(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  void CheckProperty(const Found& found) {
    const ValueId value = found.member.value;
    const std::string_view text = values_.Text(value);
    if (!IsWritten(values_, value) || IsSwitch(text) || text.starts_with(kArn)) return;
    const std::string name = found.path.substr(found.path.rfind('/') + 1);
    problems_.push_back({.what = rules::LiteralPassword{.property = name},
                         .where = values_.Where(value),
                         .secrecy = Problem::Secrecy::kWhole});
  }

  // An object with a Name and a Value, or with names and values.
  void CheckVariables(ValueId object) {
    const auto name = SureMember(values_, object, "Name");
    const auto value = SureMember(values_, object, "Value");
    if (name && value) return CheckVariable(name->value, value->value);
    for (const Member& member : values_.Members(object)) CheckVariable(member.key, member.value);
  }

 private:
  void CheckVariable(ValueId name, ValueId value) {
    const bool named = values_[name].kind == Kind::kString && values_.Known(name) &&
                       IsPassword(values_.Text(name));
    if (!named || !IsWritten(values_, value)) return;
    const std::string_view text = values_.Text(value);
    if (text.starts_with(kArn) || text.starts_with('/') || IsSwitch(text)) return;
    problems_.push_back({.what = rules::LiteralPassword::Variable{.property = Show(values_, name)},
                         .where = values_.Where(value),
                         .secrecy = Problem::Secrecy::kWhole});
  }

  const Values& values_;
  Problems& problems_;
};

}  // namespace

void CheckPasswords(const Values& values, const Operation& operation, TargetedRules rules,
                    Problems& problems) {
  Passwords passwords(values, problems);
  const auto* hidden = operation.type->write_only();
  for (uint32_t i = 0; hidden != nullptr && i < hidden->size(); ++i) {
    const std::string_view pointer = hidden->Get(i)->string_view();
    if (!IsPassword(pointer)) continue;
    for (const Found& found : FindAll(values, operation.desired, pointer)) {
      passwords.CheckProperty(found);
    }
  }
  for (const TargetedRule& targeted : rules) {
    if (RuleId(targeted.rule->id()->string_view()) != rules::LiteralPassword::kRule) continue;
    for (const Found& found : FindAll(values, operation.desired, targeted.path)) {
      passwords.CheckVariables(found.member.value);
    }
  }
}

}  // namespace stackql
