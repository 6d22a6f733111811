#include "verify/subjects.h"

#include <map>
#include <set>
#include <utility>

#include "iam/own_resource.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::verify {
namespace {

// The parts of the primary identifier joined by '|' (Cloud Control API, "Identifying a resource").
std::optional<std::string> IdentifierIn(const Operation& operation, const Values& values) {
  if (operation.desired == kNoValue || values[operation.desired].kind != Kind::kObject) {
    return std::nullopt;
  }
  const auto* pointers = operation.type->primary_identifier();
  if (pointers == nullptr || pointers->size() == 0) return std::nullopt;
  std::string joined;
  for (const auto* pointer : *pointers) {
    std::string_view name = pointer->string_view();
    if (!name.empty() && name[0] == '/') name.remove_prefix(1);
    const auto part = KnownText(values, values.Find(operation.desired, name));
    // A part with a bar in it cannot be told from two.
    if (!part || part->empty() || part->find('|') != std::string::npos) return std::nullopt;
    joined += (joined.empty() ? "" : "|") + *part;
  }
  return joined;
}

// The ARN that a resource will have, for types that are identified by it: of what is written and of
// where the stack goes. IAM's paths and the random ends of secrets' ARNs leave it unknown.
std::optional<std::string> ArnOf(const Operation& operation, const Values& values,
                                 const AwsContext& context) {
  const auto* pointers = operation.type->primary_identifier();
  if (context.actions == nullptr || pointers == nullptr || pointers->size() != 1 ||
      !NamesArn(pointers->Get(0)->string_view())) {
    return std::nullopt;
  }
  const iam::OwnResource own(operation, values, *context.actions, {.account = context.account});
  const snapshot::TypeArn* facts = own.facts();
  if (facts == nullptr || facts->arn_types() == nullptr || facts->arn_types()->size() != 1) {
    return std::nullopt;
  }
  const snapshot::ArnType* type = context.actions->FindArnType(
      facts->prefix()->string_view(), facts->arn_types()->Get(0)->string_view());
  if (type == nullptr || type->arns() == nullptr || type->arns()->size() != 1) return std::nullopt;
  const iam::Arn arn = own.One(type->arns()->Get(0)->string_view());
  if (arn.size() != 1 || arn[0].kind != iam::Piece::Kind::kText) return std::nullopt;
  return arn[0].text;
}

bool Names(const Operation& operation) {
  return operation.call == Call::kRead || operation.call == Call::kUpdate ||
         operation.call == Call::kDelete;
}

}  // namespace

std::optional<std::string> KnownText(const Values& values, ValueId value) {
  if (value == kNoValue || !values.Known(value)) return std::nullopt;
  const Kind kind = values[value].kind;
  if (kind != Kind::kString && kind != Kind::kNumber) return std::nullopt;
  return std::string(values.Text(value));
}

bool NamesArn(std::string_view pointer) {
  if (pointer.size() < 3) return false;
  const std::string_view end = pointer.substr(pointer.size() - 3);
  return end == "Arn" || end == "ARN";
}

std::optional<ResourceQuestion> QuestionAbout(const Operation& operation, const Values& values,
                                              const AwsContext& context) {
  const auto region = KnownText(values, operation.region);
  auto identifier = operation.call == Call::kCreate ? IdentifierIn(operation, values)
                                                    : KnownText(values, operation.identifier);
  if (!identifier && operation.call == Call::kCreate) {
    identifier = ArnOf(operation, values, context);
  }
  if (!region || !identifier || region->empty() || identifier->empty()) return std::nullopt;
  return ResourceQuestion{operation.type_name, *region, *identifier};
}

Subjects SubjectsOf(const std::vector<Operation>& operations, const Values& values,
                    const AwsContext& context) {
  std::set<std::string> guarded;
  for (const Operation& operation : operations) {
    if (operation.anchor == "exists") guarded.insert(operation.resource);
  }
  std::map<ResourceQuestion, Subject> found;
  Subjects subjects;
  for (const Operation& operation : operations) {
    const bool creates = operation.call == Call::kCreate;
    if (operation.type == nullptr || (!creates && !Names(operation))) continue;
    const auto question = QuestionAbout(operation, values, context);
    if (!question) {
      ++subjects.open;
      continue;
    }
    Subject& subject = found[*question];
    subject.type = operation.type;
    if (!creates) {
      subject.named.push_back(values.Where(operation.identifier));
    } else if (subject.desired == kNoValue) {
      subject.desired = operation.desired;
      subject.created = operation.where;
      subject.guarded = !operation.resource.empty() && guarded.count(operation.resource) > 0;
    }
  }
  for (auto& [question, subject] : found) {
    subject.question = question;
    subjects.known.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace stackql::verify
