#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lint/rule_documents.h"
#include "lint/rules.h"
#include "snapshot/snapshot_objects.h"

namespace stackql::testing_support {

// The bytes of a snapshot that has these rules only.
inline std::string RuleSnapshot(snapshot::RulesT rules) {
  lint::SortRules(rules);
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Rules::Pack(builder, &rules));
  const std::string section(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                            builder.GetSize());
  return snapshot::Write({{.kind = snapshot::SectionKind::kRules, .bytes = section}});
}

// A rule of a test's own; its message is "Mind {what}.", its label "not {what}".
struct MadeRule {
  std::string id = {};
  std::string name = {};
  snapshot::Severity severity = snapshot::Severity::Error;
  snapshot::Dialect dialect = snapshot::Dialect::Any;
  snapshot::Subject subject = snapshot::Subject::Property;
  std::vector<std::string> silences = {};
  snapshot::Fixable fix = snapshot::Fixable::Safe;
};

// Rules that no document describes, in force together.
class MadeRules {
 public:
  explicit MadeRules(const std::vector<MadeRule>& made)
      : bytes_(Bytes(made)), rules_(snapshot::Snapshot::Open(bytes_)) {}
  MadeRules(const MadeRules&) = delete;
  MadeRules& operator=(const MadeRules&) = delete;

  const RuleSet& all() const { return rules_; }

 private:
  static std::string Bytes(const std::vector<MadeRule>& made) {
    snapshot::RulesT rules;
    for (const MadeRule& each : made) {
      auto rule = std::make_unique<snapshot::RuleT>();
      rule->id = each.id;
      rule->name = each.name;
      rule->summary = rule->why = "Made for a test";
      rule->severity = each.severity;
      rule->dialect = each.dialect;
      rule->subject = each.subject;
      rule->silences = each.silences;
      rule->fix = each.fix;
      auto message = std::make_unique<snapshot::MessageT>();
      message->id = "default";
      message->text = "Mind {what}.";
      message->label = "not {what}";
      rule->messages.push_back(std::move(message));
      rules.rules.push_back(std::move(rule));
    }
    return RuleSnapshot(std::move(rules));
  }

  std::string bytes_;
  RuleSet rules_;
};

}  // namespace stackql::testing_support
