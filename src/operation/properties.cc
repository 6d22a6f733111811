#include "operation/properties.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "operation/operation.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "sql/query.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kJsonBlanks = " \t\r\n";

// Whether a text with holes could turn out to be a JSON object or array.
bool MayBecomeJson(std::string_view text) {
  const size_t first = text.find_first_not_of(kJsonBlanks);
  if (first == std::string_view::npos) return false;
  const char head = text[first];
  const char tail = text[text.find_last_not_of(kJsonBlanks)];
  const bool hole_head = head == kHoleBytes.front();
  const bool hole_tail = tail == kHoleBytes.front();
  if (!hole_head) return head == '{' || head == '[';
  return hole_tail || tail == '}' || tail == ']';
}

// The types that a schema, or one of its alternatives, takes; none if that is not known.
snapshot::Type TypesOf(const snapshot::ResourceType& type, uint32_t index, int depth = 0) {
  constexpr int kDeepest = 4;
  const snapshot::Schema* schema = snapshot::Target(*type.schemas(), index);
  if (schema == nullptr || schema->untrusted() || depth > kDeepest) return snapshot::Type::NONE;
  if (schema->types() != snapshot::Type::NONE) return schema->types();
  const auto* branches = schema->one_of() != nullptr ? schema->one_of() : schema->any_of();
  snapshot::Type types = snapshot::Type::NONE;
  for (uint32_t i = 0; branches != nullptr && i < branches->size(); ++i) {
    const snapshot::Type taken = TypesOf(type, branches->Get(i), depth + 1);
    if (taken == snapshot::Type::NONE) return taken;
    types = types | taken;
  }
  return types;
}

// Whether a text that begins like JSON has to be JSON: the property takes only objects and lists,
// or its texts are JSON documents, such as policies.
bool MustBeJson(const snapshot::ResourceType& type, const snapshot::Property& property,
                std::string_view text) {
  const snapshot::Type types = TypesOf(type, property.schema());
  const auto structure = snapshot::Type::Array | snapshot::Type::Object;
  if (types == snapshot::Type::NONE) return false;
  if ((types | structure) == structure) return true;
  const bool documents =
      (types & snapshot::Type::Object) != snapshot::Type::NONE &&
      (types | structure | snapshot::Type::String) == (structure | snapshot::Type::String);
  text.remove_prefix(std::min(text.find('{'), text.size()));
  const size_t key = text.find_first_not_of(kJsonBlanks, 1);
  return documents && key != std::string_view::npos && text[key] == '"';
}

ValueId TextValue(Values& values, Loc text, Loc token) {
  const std::string_view bytes = values.sources().Bytes(text);
  const bool structure = HasHole(bytes) && MayBecomeJson(bytes) && !IsNoStructure(values, text);
  return structure ? values.AddUnknown(text) : values.AddString(text, token);
}

}  // namespace

const snapshot::Property* FindProperty(const snapshot::ResourceType& type, std::string_view name) {
  const snapshot::Schema* root = snapshot::Target(*type.schemas(), 0);
  return root == nullptr ? nullptr : snapshot::FindProperty(*root, name);
}

std::vector<std::string_view> PropertyNames(const snapshot::ResourceType& type) {
  std::vector<std::string_view> names;
  const snapshot::Schema* root = snapshot::Target(*type.schemas(), 0);
  if (root == nullptr || root->properties() == nullptr) return names;
  for (const snapshot::Property* property : *root->properties()) {
    names.push_back(property->name()->string_view());
  }
  return names;
}

ValueId PropertyValue(Values& values, ValueId text, const snapshot::ResourceType& type,
                      const snapshot::Property& property, Problems& problems) {
  const Value node = values[text];
  if (node.kind != Kind::kString)
    return node.kind == Kind::kUnknown ? text : values.AddUnknown(values.Where(text));
  const std::string_view bytes = values.sources().Bytes(node.text);
  const size_t first = bytes.find_first_not_of(kJsonBlanks);
  const bool structure =
      first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  if (!structure) return TextValue(values, node.text, node.token);
  const json::Parsed parsed = json::Parse(values, node.text);
  if (parsed.value != kNoValue) {
    json::CheckDuplicateKeys(values, parsed.value, problems);
    return parsed.value;
  }
  if (parsed.unsure) return values.AddUnknown(node.text);
  if (!MustBeJson(type, property, bytes)) return TextValue(values, node.text, node.token);
  problems.push_back({.what = rules::WrongType::Json{.expected = parsed.expected,
                                                     .property = property.name()->str()},
                      .where = parsed.error});
  return values.AddUnknown(node.text);
}

const sql::Expr* Literal(const sql::Expr& expr) {
  using enum sql::Expr::Kind;
  if (expr.kind == kString || expr.kind == kNumber || expr.kind == kBool) return &expr;
  const bool forced = expr.kind == kCall && expr.names.size() == 1 && expr.args.size() == 1 &&
                      EqualsIgnoringCase(expr.names[0].text, "string") &&
                      expr.args[0].kind == kString;
  return forced ? &expr.args[0] : nullptr;
}

std::vector<std::pair<ValueId, ValueId>> JsonTexts(Values& values, ValueId desired) {
  std::vector<std::pair<ValueId, ValueId>> texts;
  if (desired == kNoValue || values[desired].kind != Kind::kObject) return texts;
  const std::vector<Member> members(values.Members(desired).begin(), values.Members(desired).end());
  for (const Member& member : members) {
    const Value node = values[member.value];
    // A text with unknown parts that may be a structure is unknown itself.
    if (node.kind != Kind::kString && node.kind != Kind::kUnknown) continue;
    const std::string_view text = values.sources().Bytes(node.text);
    const size_t first = text.find_first_not_of(kJsonBlanks);
    if (first == std::string_view::npos || text[first] != '{') continue;
    const json::Parsed parsed = json::Parse(values, node.text);
    if (parsed.value != kNoValue) texts.emplace_back(member.value, parsed.value);
  }
  return texts;
}

ValueId JsonContentOf(const Operation& operation, ValueId value) {
  const auto found =
      std::ranges::find(operation.json_texts, value, [](const auto& each) { return each.first; });
  return found == operation.json_texts.end() ? value : found->second;
}

bool IsSpoilt(Values& values, const sql::Expr& literal) {
  return literal.kind == sql::Expr::Kind::kString && literal.text.text != literal.where.text &&
         sql::SpoilingEscape(values, literal.where);
}

ValueId PropertyValue(Values& values, const sql::Expr& expr, const snapshot::ResourceType& type,
                      const snapshot::Property& property, Problems& problems) {
  const sql::Expr* literal = Literal(expr);
  if (literal == nullptr) return values.AddUnknown(expr.where);
  if (literal != &expr) return TextValue(values, literal->text, literal->where);
  if (IsSpoilt(values, *literal)) return values.AddUnknown(expr.where);
  const ValueId text = values.AddString(literal->text, literal->where);
  return PropertyValue(values, text, type, property, problems);
}

}  // namespace stackql
