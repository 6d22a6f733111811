#include "verify/references.h"

#include <optional>
#include <set>
#include <utility>

#include "iam/read_arn.h"

namespace stackql::verify {
namespace {

constexpr int kMostDepth = 32;

// The only property of the type's primary identifier, without its slash; empty if there are more.
std::string_view IdentifyingProperty(const snapshot::ResourceType& type) {
  const auto* pointers = type.primary_identifier();
  if (pointers == nullptr || pointers->size() != 1) return {};
  std::string_view name = pointers->Get(0)->string_view();
  if (!name.empty() && name[0] == '/') name.remove_prefix(1);
  return name;
}

bool IsReadable(const snapshot::ResourceType& type) {
  return catalog::FindHandler(type, snapshot::Handler::Read) != nullptr;
}

// How Cloud Control identifies what an ARN names; none if that does not follow from it.
std::optional<std::string> IdentifierFrom(std::string_view text, const iam::ReadArn& arn,
                                          const snapshot::TypeArn& facts,
                                          const snapshot::ResourceType& type) {
  const std::string_view property = IdentifyingProperty(type);
  if (property.empty()) return std::nullopt;
  if (NamesArn(property)) return std::string(text);
  if (facts.fills() == nullptr) return std::nullopt;
  for (const snapshot::Fill* fill : *facts.fills()) {
    if (fill->property()->string_view() != property) continue;
    const auto part = arn.parts.find(fill->placeholder()->string_view());
    if (part != arn.parts.end()) return part->second;
  }
  return std::nullopt;
}

// What a stack creates: with a known identifier, or of some type without one.
struct Creations {
  std::set<ResourceQuestion> known = {};
  std::set<std::string> open = {};  // types
};

Creations CreationsIn(const std::vector<Operation>& operations, const Values& values,
                      const Surroundings& around) {
  Creations creations;
  for (const Operation& operation : operations) {
    if (operation.call != Call::kCreate || operation.type == nullptr) continue;
    if (auto question = QuestionAbout(operation, values, around)) {
      creations.known.insert(std::move(*question));
    } else {
      creations.open.insert(operation.type_name);
    }
  }
  return creations;
}

class Finder {
 public:
  Finder(const Values& values, const catalog::Catalog& catalog, const Surroundings& around,
         Creations creations)
      : values_(values), catalog_(catalog), around_(around), creations_(std::move(creations)) {}

  void Find(const Operation& operation) {
    region_ = KnownText(values_, operation.region).value_or("");
    if (region_.empty() || operation.desired == kNoValue) return;
    Walk(operation.desired, "", 0);
  }

  std::vector<Reference> Take() { return std::move(found_); }

 private:
  void Walk(ValueId value, const std::string& property, int depth) {
    if (depth > kMostDepth) return;
    const std::string below = property.empty() ? "" : property + "/";
    switch (values_[value].kind) {
      case Kind::kObject:
        // A policy may speak of what does not exist.
        if (values_.Find(value, "Statement") != kNoValue) return;
        for (const Member& member : values_.Members(value)) {
          if (!values_.Known(member.key)) continue;
          Walk(member.value, below + std::string(values_.Text(member.key)), depth + 1);
        }
        return;
      case Kind::kArray:
        for (const ValueId item : values_.Elements(value)) Walk(item, below + "*", depth + 1);
        return;
      case Kind::kString:
        if (values_.Known(value)) AddArn(value, property);
        return;
      default:
        return;
    }
  }

  void AddArn(ValueId value, const std::string& property) {
    const std::string_view text = values_.Text(value);
    if (text.substr(0, 4) != "arn:") return;
    Reference reference = {.property = property, .where = values_.Where(value)};
    for (const iam::ReadArn& arn : iam::ReadAsArn(text, *around_.actions)) {
      if (!IsOwn(arn)) return;
      for (const snapshot::TypeArn* facts : around_.actions->TypesOf(arn.prefix, arn.arn_type)) {
        const snapshot::ResourceType* type = catalog_.FindType(facts->type_name()->string_view());
        if (type == nullptr) continue;
        const auto identifier = IdentifierFrom(text, arn, *facts, *type);
        // It may be one that cannot be asked for.
        if (!identifier || !IsReadable(*type)) return;
        reference.any_of.push_back({.type = facts->type_name()->str(),
                                    .region = arn.region.empty() ? region_ : arn.region,
                                    .identifier = *identifier});
      }
    }
    Add(std::move(reference));
  }

  // A resource of another account can be used, but not asked for.
  bool IsOwn(const iam::ReadArn& arn) const {
    return arn.account.empty() || around_.account.empty() || arn.account == around_.account;
  }

  void Add(Reference reference) {
    if (reference.any_of.empty()) return;
    for (const ResourceQuestion& question : reference.any_of) {
      if (creations_.known.count(question) > 0 || creations_.open.count(question.type) > 0) return;
    }
    found_.push_back(std::move(reference));
  }

  const Values& values_;
  const catalog::Catalog& catalog_;
  const Surroundings& around_;
  const Creations creations_;
  std::string region_ = {};
  std::vector<Reference> found_ = {};
};

}  // namespace

std::vector<Reference> ReferencesIn(const std::vector<Operation>& operations, const Values& values,
                                    const catalog::Catalog& catalog, const Surroundings& around) {
  if (around.actions == nullptr) return {};
  Finder finder(values, catalog, around, CreationsIn(operations, values, around));
  for (const Operation& operation : operations) {
    if (operation.type != nullptr) finder.Find(operation);
  }
  return finder.Take();
}

}  // namespace stackql::verify
