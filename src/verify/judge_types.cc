#include <algorithm>

#include "catalog/live_schema.h"
#include "rules/live.h"
#include "verify/judge.h"
#include "verify/schema_drift.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostInHelp = 10;

void Report(const UsedType& used, Message what, Judgement& judgement, std::string help = {}) {
  judgement.problems.push_back(
      {.what = std::move(what), .where = used.where, .help = std::move(help)});
}

std::string InWords(const SchemaChange& change) {
  using Kind = SchemaChange::Kind;
  const std::string& path = change.path;
  switch (change.kind) {
    case Kind::kNewProperty:
      return path + " is new";
    case Kind::kRemovedProperty:
      return path + " is gone";
    case Kind::kNewlyRequired:
      return path + " is now required";
    case Kind::kNoLongerRequired:
      return path + " is no longer required";
    case Kind::kNewHandler:
      return "there is a handler for " + change.detail + " now";
    case Kind::kRemovedHandler:
      return "the handler for " + change.detail + " is gone";
    case Kind::kPermissions:
      return "permissions to " + change.detail;
    case Kind::kTagging:
      return "tagging: " + change.detail;
    case Kind::kConstraint:
    case Kind::kMutability:
    case Kind::kDeprecation:
      break;
  }
  return path.empty() ? change.detail : path + ": " + change.detail;
}

// All but the first, and what to do.
std::string HelpOn(const std::vector<SchemaChange>& changes) {
  std::string help;
  const size_t end = std::min(changes.size(), kMostInHelp + 1);
  for (size_t i = 1; i < end; ++i) {
    help += (i == 1 ? "Also: " : "; ") + InWords(changes[i]);
  }
  if (end < changes.size()) help += "; and " + std::to_string(changes.size() - end) + " more";
  return help + (help.empty() ? "" : ". ") +
         "Run 'stackql-lint catalog pull' to download the provider's newest documents.";
}

void JudgeSchema(const UsedType& used, const catalog::LiveSchema& live, Judgement& judgement) {
  const std::vector<SchemaChange> changes = CompareSchemas(*used.type, live.type());
  if (changes.empty()) return;
  Report(used,
         rules::LiveSchema{.change = InWords(changes.front()),
                           .region = used.question.region,
                           .type = used.question.type},
         judgement, HelpOn(changes));
}

void JudgeDescription(const UsedType& used, const aws::TypeDescription& description,
                      Judgement& judgement) {
  const std::string& type = used.question.type;
  const std::string& region = used.question.region;
  if (description.provisioning_type == "NON_PROVISIONABLE") {
    return Report(used, rules::LiveType::NotProvisionable{.region = region, .type = type},
                  judgement);
  }
  if (description.deprecated_status == "DEPRECATED") {
    Report(used, rules::LiveSchema::Deprecated{.region = region, .type = type}, judgement);
  }
  const auto live = catalog::LiveSchema::Read(used.question.type, description.schema);
  if (live) return JudgeSchema(used, *live, judgement);
  ++judgement.tally.unreadable;
  judgement.unchecked.Add(Unchecked::What::kSchema, used.question.type,
                          {.message = "AWS did not return a schema of it"}, used.where);
}

}  // namespace

void JudgeTypes(const std::vector<UsedType>& types, Judgement& judgement) {
  for (const UsedType& used : types) {
    const auto found = judgement.answers.types.find(used.question);
    if (found == judgement.answers.types.end()) continue;
    if (found->second.answer) {
      JudgeDescription(used, *found->second.answer, judgement);
    } else if (SaysNoType(found->second.failure)) {
      Report(used, rules::LiveType{.region = used.question.region, .type = used.question.type},
             judgement);
    } else {
      judgement.unchecked.Add(Unchecked::What::kSchema, used.question.type, found->second.failure,
                              used.where);
    }
  }
}

}  // namespace stackql::verify
