#include "operation/row_contents.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/schema_compiler.h"
#include "catalog/text_form.h"
#include "operation/properties.h"
#include "snapshot/snapshot_tables.h"
#include "sql/ast.h"
#include "value/value.h"

namespace stackql {
namespace {

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
  size_t creator = 0;
  std::shared_ptr<const std::vector<HoleContent::Column>> formatted =
      {};  // whose texts have a form
};

Row RowOf(const catalog::Catalog& catalog, const QueryResult& result,
          std::span<const Export> exports) {
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
    const catalog::TextForm form =
        catalog::TextFormAt(*row.type, FindProperty(*row.type, property)->schema());
    // What the resource is known by, not what else it has: a network's default security group.
    if (!form.format.starts_with(row.type->type_name()->str() + ".")) continue;
    formatted.push_back({.name = catalog::ColumnName(property), .pattern = form.patterns.front()});
  }
  for (const Export& each : exports) {
    const auto item = row.items.find(each.column);
    if (item == row.items.end()) continue;
    const std::string& name = item->second->names.back().text;
    for (HoleContent::Column& column : formatted) {
      if (column.exported.empty() && column.name == name) column.exported = each.name;
    }
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
  catalog::TextForm form =
      catalog::TextFormAt(*row.type, FindProperty(*row.type, *property)->schema());
  return HoleContent{.type = row.type->type_name()->str(),
                     .property = std::string(*property),
                     .column = name,
                     .format = std::move(form.format),
                     .patterns = std::move(form.patterns),
                     .where = item->second->where,
                     .creator = row.creator,
                     .columns = row.formatted};
}

class Collector {
 public:
  explicit Collector(const Values& values) : values_(values) {}

  // `exported`: the name that the value has then; empty: it is not exported.
  void Add(const Row& row, std::string_view column, std::string_view exported, ValueId value) {
    const Loc origin = values_.OriginOf(value);
    if (!origin) return;
    std::optional<HoleContent> content = ContentOf(row, column);
    if (!content) {
      unknown_.insert(origin.text);
      return;
    }
    content->exported = exported;
    std::vector<HoleContent>& choices = contents_[origin.text];
    const auto same = [&](const HoleContent& choice) {
      return choice.property == content->property && choice.where == content->where;
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
    Row row = RowOf(catalog, result, exports ? resource.exports : std::span<const Export>());
    if (resource.kind == ResourceKind::kResource) row.creator = index + 1;
    if (exports) {
      for (size_t i = 0; i < resource.exports.size(); ++i) {
        const Export& each = resource.exports[i];
        collector.Add(row, each.column, each.name, names.exports[i]);
      }
    } else {
      for (const auto& [column, value] : names.captured) collector.Add(row, column, {}, value);
    }
  }
  return collector.Finish();
}

}  // namespace stackql
