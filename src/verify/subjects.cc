#include "verify/subjects.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace stackql::verify {
namespace {

std::optional<std::string> KnownText(const Values& values, ValueId value) {
  if (value == kNoValue || !values.Known(value)) return std::nullopt;
  const Kind kind = values[value].kind;
  if (kind != Kind::kString && kind != Kind::kNumber) return std::nullopt;
  return std::string(values.Text(value));
}

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

bool Names(const Operation& operation) {
  return operation.call == Call::kRead || operation.call == Call::kUpdate ||
         operation.call == Call::kDelete;
}

}  // namespace

Subjects SubjectsOf(const std::vector<Operation>& operations, const Values& values) {
  std::set<std::string> guarded;
  for (const Operation& operation : operations) {
    if (operation.anchor == "exists") guarded.insert(operation.resource);
  }
  std::map<std::tuple<std::string, std::string, std::string>, Subject> found;
  Subjects subjects;
  for (const Operation& operation : operations) {
    const bool creates = operation.call == Call::kCreate;
    if (operation.type == nullptr || (!creates && !Names(operation))) continue;
    const auto region = KnownText(values, operation.region);
    const auto identifier =
        creates ? IdentifierIn(operation, values) : KnownText(values, operation.identifier);
    if (!region || !identifier || region->empty() || identifier->empty()) {
      ++subjects.open;
      continue;
    }
    Subject& subject = found[{operation.type_name, *region, *identifier}];
    subject.type = operation.type;
    if (!creates) {
      subject.named.push_back(values.Where(operation.identifier));
    } else if (subject.desired == kNoValue) {
      subject.desired = operation.desired;
      subject.created = operation.where;
      subject.guarded = !operation.resource.empty() && guarded.count(operation.resource) > 0;
    }
  }
  for (auto& [key, subject] : found) {
    std::tie(subject.type_name, subject.region, subject.identifier) = key;
    subjects.known.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace stackql::verify
