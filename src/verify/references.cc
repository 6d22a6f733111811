#include "verify/references.h"

#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "catalog/relations.h"
#include "iam/read_arn.h"
#include "snapshot/actions_tables.h"
#include "snapshot/schema.h"
#include "value/value.h"

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

// Identifiers as AWS makes them, or plain names: not aliases, paths, or text with a meaning.
bool IsPlain(std::string_view text) {
  return !text.empty() &&
         All(text, [](char c) { return IsAlnum(c) || c == '.' || c == '_' || c == '-'; });
}

// What a stack creates: with a known identifier, or of some type without one.
struct Creations {
  std::set<ResourceQuestion> known = {};
  std::set<std::string> open = {};  // types
};

Creations CreationsIn(const std::vector<Operation>& operations, const Values& values,
                      const AwsContext& context) {
  Creations creations;
  for (const Operation& operation : operations) {
    if (operation.call != Call::kCreate || operation.type == nullptr) continue;
    if (auto question = QuestionAbout(operation, values, context)) {
      creations.known.insert(std::move(*question));
    } else {
      creations.open.insert(operation.type_name);
    }
  }
  return creations;
}

class Finder {
 public:
  Finder(const Values& values, const catalog::Catalog& catalog, const AwsContext& context,
         Creations creations)
      : values_(values), catalog_(catalog), context_(context), creations_(std::move(creations)) {}

  void Find(const Operation& operation) {
    region_ = KnownText(values_, operation.region).value_or("");
    if (region_.empty() || operation.desired == kNoValue) return;
    type_ = operation.type;
    Walk(operation.desired, "", 0, 0);
  }

  std::vector<Reference> Take() { return std::move(found_); }

 private:
  // `schema`: the node that says what the value is.
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kMostDepth
  void Walk(ValueId value, const std::string& property, std::optional<uint32_t> schema, int depth) {
    if (depth > kMostDepth) return;
    const std::string below = property.empty() ? "" : property + "/";
    switch (values_[value].kind) {
      case Kind::kObject:
        // A policy may speak of what does not exist.
        if (values_.Find(value, "Statement") != kNoValue) return;
        for (const Member& member : values_.Members(value)) {
          if (!values_.Known(member.key)) continue;
          const std::string_view name = values_.Text(member.key);
          Walk(member.value, below + std::string(name), BelowNode(schema, name), depth + 1);
        }
        return;
      case Kind::kArray:
        for (const ValueId item : values_.Elements(value)) {
          Walk(item, below + "*", BelowNode(schema, std::nullopt), depth + 1);
        }
        return;
      case Kind::kString:
        if (values_.Known(value)) AddText(value, property, schema);
        return;
      default:
        return;
    }
  }

  std::optional<uint32_t> BelowNode(std::optional<uint32_t> schema,
                                    std::optional<std::string_view> name) const {
    return schema ? snapshot::Below(type_->schemas(), *schema, name) : std::nullopt;
  }

  void AddText(ValueId value, const std::string& property, std::optional<uint32_t> schema) {
    const std::string_view text = values_.Text(value);
    if (text.starts_with("arn:")) return AddArn(text, value, property);
    if (schema && IsPlain(text)) AddIdentifier(text, value, property, *schema);
  }

  // Every resource that the schema lets it name must be one that can be asked for.
  void AddIdentifier(std::string_view text, ValueId value, const std::string& property,
                     uint32_t schema) {
    Reference reference = {.property = property, .where = values_.Where(value), .is_arn = false};
    for (const snapshot::Relation* relation : catalog::RelationsAt(*type_, schema)) {
      const std::string_view pointer = relation->property()->string_view();
      if (NamesArn(pointer)) continue;
      const snapshot::ResourceType* type = catalog_.FindType(relation->type_name()->string_view());
      if (type == nullptr || !IsReadable(*type) ||
          IdentifyingProperty(*type) != pointer.substr(1)) {
        return;
      }
      reference.any_of.push_back({.type = relation->type_name()->str(),
                                  .region = region_,
                                  .identifier = std::string(text)});
    }
    Add(std::move(reference));
  }

  void AddArn(std::string_view text, ValueId value, const std::string& property) {
    Reference reference = {.property = property, .where = values_.Where(value)};
    for (const iam::ReadArn& arn : iam::ReadAsArn(text, *context_.actions)) {
      if (!IsOwn(arn)) return;
      for (const snapshot::TypeArn* facts : context_.actions->TypesOf(arn.prefix, arn.arn_type)) {
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
    return arn.account.empty() || context_.account.empty() || arn.account == context_.account;
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
  const AwsContext& context_;
  const Creations creations_;
  const snapshot::ResourceType* type_ = nullptr;  // of the operation, as is the region
  std::string region_ = {};
  std::vector<Reference> found_ = {};
};

}  // namespace

std::vector<Reference> ReferencesIn(const std::vector<Operation>& operations, const Values& values,
                                    const catalog::Catalog& catalog, const AwsContext& context) {
  if (context.actions == nullptr) return {};
  Finder finder(values, catalog, context, CreationsIn(operations, values, context));
  for (const Operation& operation : operations) {
    if (operation.type != nullptr) finder.Find(operation);
  }
  return finder.Take();
}

}  // namespace stackql::verify
