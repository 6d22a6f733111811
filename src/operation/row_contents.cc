#include "operation/row_contents.h"

#include <algorithm>
#include <map>
#include <memory>
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

// The row of a query, as far as its columns are a type's.
struct Row {
  const snapshot::ResourceType* type = nullptr;             // null: it is not known
  std::map<std::string_view, const sql::Expr*> items = {};  // by the names of the result's columns
  std::vector<std::string_view> properties = {};
  std::shared_ptr<const std::vector<HoleContent::Column>> formatted =
      {};  // whose texts have a form
};

Row RowOf(const catalog::Catalog& catalog, const QueryResult& result) {
  const std::vector<QueryArm>& arms = result.query.arms;
  if (arms.size() != 1 || arms[0].statements.size() != 1) return {};
  const sql::Statement& statement = arms[0].statements[0];
  Row row = {.type = TypeOf(catalog, statement)};
  if (row.type == nullptr) return row;
  for (const sql::SelectItem& item : statement.select.items) {
    if (item.expr.kind != sql::Expr::Kind::kColumn || item.expr.names.empty()) continue;
    const sql::Name& name = item.alias.text.empty() ? item.expr.names.back() : item.alias;
    row.items.emplace(name.text, &item.expr);
  }
  row.properties = PropertyNames(*row.type);
  std::vector<HoleContent::Column> formatted;
  for (const std::string_view property : row.properties) {
    HoleContent content;
    AddPatterns(*row.type, FindProperty(*row.type, property)->schema(), content, 0);
    if (content.format.empty()) continue;
    formatted.push_back({catalog::ColumnName(property), content.patterns.front()});
  }
  row.formatted = std::make_shared<const std::vector<HoleContent::Column>>(std::move(formatted));
  return row;
}

// What a column of the row holds; none if that is not known.
std::optional<HoleContent> ContentOf(const Row& row, std::string_view column) {
  const auto item = row.items.find(column);
  if (row.type == nullptr || item == row.items.end()) return std::nullopt;
  const std::string& name = item->second->names.back().text;
  const auto property = std::ranges::find_if(row.properties, [&](std::string_view candidate) {
    return catalog::IsColumnOf(name, candidate);
  });
  if (property == row.properties.end()) return std::nullopt;
  HoleContent content = {.type = row.type->type_name()->str(),
                         .property = std::string(*property),
                         .column = name,
                         .where = item->second->where,
                         .columns = row.formatted};
  AddPatterns(*row.type, FindProperty(*row.type, *property)->schema(), content, 0);
  return content;
}

class Collector {
 public:
  explicit Collector(const Values& values) : values_(values) {}

  void Add(const Row& row, std::string_view column, ValueId value) {
    const Loc origin = values_.OriginOf(value);
    if (!origin) return;
    std::optional<HoleContent> content = ContentOf(row, column);
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
  const Values& values_;
  HoleContents contents_;
  std::set<TextId> unknown_;  // in some environment
};

}  // namespace

HoleContents ContentsOfRows(const catalog::Catalog& catalog, const Stack& stack,
                            const EvaluatedStack& evaluated, const Values& values) {
  Collector collector(values);
  for (const QueryResult& result : evaluated.queries) {
    const bool exports = result.query.anchor == "exports";
    if (result.query.resource == nullptr || (!exports && result.query.anchor != "exists")) continue;
    const Resource& resource = *result.query.resource;
    const auto index = static_cast<size_t>(&resource - stack.manifest.resources.data());
    const ResourceNames& names = evaluated.names[index];
    const Row row = RowOf(catalog, result);
    if (exports) {
      for (size_t i = 0; i < resource.exports.size(); ++i) {
        collector.Add(row, resource.exports[i].column, names.exports[i]);
      }
    } else {
      for (const auto& [column, value] : names.captured) collector.Add(row, column, value);
    }
  }
  return collector.Finish();
}

}  // namespace stackql
