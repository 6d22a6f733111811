#include "operation/row_contents.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/schema_compiler.h"
#include "operation/properties.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot_tables.h"
#include "sql/ast.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr int kDeepest = 16;

// What the schema node at `index` says of every text that it takes.
void AddPatterns(const snapshot::ResourceType& type, uint32_t index, HoleContent& content,
                 int depth) {
  const snapshot::Schema* node = snapshot::Target(*type.schemas(), index);
  if (node == nullptr || node->doubtful() || depth > kDeepest) return;
  if (node->format() != nullptr && node->format()->size() > 0) {
    if (content.format.empty()) content.format = node->format()->str();
    content.patterns.insert(content.patterns.begin(), node->format_pattern()->str());
  }
  if (node->pattern() != nullptr && node->pattern()->size() > 0) {
    content.patterns.push_back(node->pattern()->str());
  }
  if (node->all_of() == nullptr) return;
  for (const uint32_t part : *node->all_of()) AddPatterns(type, part, content, depth + 1);
}

// The one row of one table that a query reads.
const snapshot::ResourceType* TypeOf(const catalog::Catalog& catalog,
                                     const sql::Statement& statement) {
  const sql::Select& select = statement.select;
  const bool plain = statement.kind == sql::Statement::Kind::kSelect && !statement.partial &&
                     !statement.not_checked && select.alone && !select.united &&
                     select.tables.size() == 1 && select.derived.empty();
  if (!plain) return nullptr;
  const std::vector<sql::Name>& parts = select.tables[0].parts;
  if (parts.size() != 3 || parts[0].text != "awscc") return nullptr;
  return catalog.FindTable(parts[1].text, parts[2].text).type;
}

// The other columns whose texts have a format.
std::vector<HoleContent::Other> OthersOf(const snapshot::ResourceType& type,
                                         const HoleContent& content) {
  std::vector<HoleContent::Other> others;
  for (const std::string_view property : PropertyNames(type)) {
    HoleContent other;
    AddPatterns(type, FindProperty(type, property)->schema(), other, 0);
    if (property == content.property || other.format.empty()) continue;
    others.push_back({catalog::ColumnName(property), other.patterns.front()});
  }
  return others;
}

// What a column of a query's result holds; none if that is not known.
std::optional<HoleContent> ContentOf(const catalog::Catalog& catalog, const QueryResult& result,
                                     std::string_view column) {
  const std::vector<QueryArm>& arms = result.query.arms;
  if (arms.size() != 1 || arms[0].statements.size() != 1) return std::nullopt;
  const sql::Statement& statement = arms[0].statements[0];
  const snapshot::ResourceType* type = TypeOf(catalog, statement);
  if (type == nullptr) return std::nullopt;
  for (const sql::SelectItem& item : statement.select.items) {
    if (item.expr.kind != sql::Expr::Kind::kColumn || item.expr.names.empty()) continue;
    const sql::Name& name = item.expr.names.back();
    if ((item.alias.text.empty() ? name.text : item.alias.text) != column) continue;
    for (const std::string_view property : PropertyNames(*type)) {
      if (!catalog::IsColumnOf(name.text, property)) continue;
      HoleContent content = {.type = type->type_name()->str(),
                             .property = std::string(property),
                             .where = item.expr.where};
      AddPatterns(*type, FindProperty(*type, property)->schema(), content, 0);
      content.others = OthersOf(*type, content);
      return content;
    }
  }
  return std::nullopt;
}

class Collector {
 public:
  Collector(const catalog::Catalog& catalog, const Values& values)
      : catalog_(catalog), values_(values) {}

  void Add(const QueryResult& result, std::string_view column, ValueId value) {
    const Loc origin = values_.OriginOf(value);
    if (!origin) return;
    std::optional<HoleContent> content = ContentOf(catalog_, result, column);
    if (!content || content->patterns.empty()) {
      unknown_.insert(origin.text);
      return;
    }
    std::vector<HoleContent>& choices = contents_[origin.text];
    const auto same = [&](const HoleContent& choice) {
      return choice.type == content->type && choice.property == content->property;
    };
    if (std::none_of(choices.begin(), choices.end(), same)) choices.push_back(std::move(*content));
  }

  HoleContents Finish() {
    for (const TextId origin : unknown_) contents_.erase(origin);
    return std::move(contents_);
  }

 private:
  const catalog::Catalog& catalog_;
  const Values& values_;
  HoleContents contents_;
  std::set<TextId> unknown_;  // in some environment
};

}  // namespace

HoleContents ContentsOfRows(const catalog::Catalog& catalog, const Stack& stack,
                            const EvaluatedStack& evaluated, const Values& values) {
  Collector collector(catalog, values);
  for (const QueryResult& result : evaluated.queries) {
    if (result.query.resource == nullptr) continue;
    const Resource& resource = *result.query.resource;
    const auto index = static_cast<size_t>(&resource - stack.manifest.resources.data());
    const ResourceNames& names = evaluated.names[index];
    if (result.query.anchor == "exports") {
      for (size_t i = 0; i < resource.exports.size(); ++i) {
        collector.Add(result, resource.exports[i].column, names.exports[i]);
      }
    } else if (result.query.anchor == "exists") {
      for (const auto& [column, value] : names.captured) collector.Add(result, column, value);
    }
  }
  return collector.Finish();
}

}  // namespace stackql
