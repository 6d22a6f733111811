#include <algorithm>

#include "template/filters.h"

namespace stackql::tmpl {
namespace {

// Tera 1.20's filters (the manual's page "Built-ins"), and stackql-deploy's in src/template/engine.rs.
const std::vector<Signature>& Filters() {
  static const std::vector<Signature> table = {
      {.name = "abs"},
      {.name = "addslashes"},
      {.name = "as_str"},
      {.name = "base64_encode", .custom = true},
      {.name = "capitalize"},
      {.name = "concat", .required = {"with"}},
      {.name = "date", .optional = {"format", "timezone", "locale"}},
      {.name = "default", .required = {"value"}},
      {.name = "escape"},
      {.name = "escape_xml"},
      {.name = "filesizeformat"},
      {.name = "filter", .required = {"attribute"}, .optional = {"value"}},
      {.name = "first"},
      {.name = "float", .optional = {"default"}},
      {.name = "from_json", .custom = true},
      {.name = "generate_patch_document", .custom = true},
      {.name = "get", .required = {"key"}, .optional = {"default"}},
      {.name = "group_by", .required = {"attribute"}},
      {.name = "indent", .optional = {"prefix", "first", "blank"}},
      {.name = "int", .optional = {"default", "base"}},
      {.name = "join", .optional = {"sep"}},
      {.name = "json_encode", .optional = {"pretty"}},
      {.name = "last"},
      {.name = "length"},
      {.name = "linebreaksbr"},
      {.name = "lower"},
      {.name = "map", .required = {"attribute"}},
      {.name = "merge_lists", .custom = true, .any_argument = true},
      {.name = "merge_objects", .custom = true, .any_argument = true},
      {.name = "nth", .required = {"n"}},
      {.name = "pluralize", .optional = {"singular", "plural"}},
      {.name = "replace", .required = {"from", "to"}},
      {.name = "reverse"},
      {.name = "round", .optional = {"method", "precision"}},
      {.name = "safe"},
      {.name = "slice", .optional = {"start", "end"}},
      {.name = "slugify"},
      {.name = "sort", .optional = {"attribute"}},
      {.name = "spaceless"},
      {.name = "split", .required = {"pat"}},
      {.name = "sql_escape", .custom = true},
      {.name = "sql_list", .custom = true},
      {.name = "striptags"},
      {.name = "title"},
      {.name = "to_aws_tag_filters", .custom = true},
      {.name = "trim"},
      {.name = "trim_end"},
      {.name = "trim_end_matches", .required = {"pat"}},
      {.name = "trim_start"},
      {.name = "trim_start_matches", .required = {"pat"}},
      {.name = "truncate", .optional = {"length", "end"}},
      {.name = "unique", .optional = {"attribute", "case_sensitive"}},
      {.name = "upper"},
      {.name = "urlencode", .optional = {"safe"}},
      {.name = "urlencode_strict"},
      {.name = "wordcount"},
  };
  return table;
}

const std::vector<Signature>& Functions() {
  static const std::vector<Signature> table = {
      {.name = "get_env", .required = {"name"}, .optional = {"default"}},
      {.name = "get_random", .required = {"end"}, .optional = {"start"}},
      {.name = "now", .optional = {"timestamp", "utc"}},
      {.name = "range", .required = {"end"}, .optional = {"start", "step_by"}},
      {.name = "throw", .required = {"message"}},
      {.name = "uuid", .custom = true},
  };
  return table;
}

const Signature* Find(const std::vector<Signature>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Signature& entry) { return entry.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

const Signature* FindFilter(std::string_view name) { return Find(Filters(), name); }
const Signature* FindFunction(std::string_view name) { return Find(Functions(), name); }

std::vector<std::string_view> FilterNames(bool custom) {
  std::vector<std::string_view> names;
  for (const Signature& entry : Filters()) {
    if (custom || !entry.custom) names.push_back(entry.name);
  }
  return names;
}

std::vector<std::string_view> FunctionNames() {
  std::vector<std::string_view> names;
  for (const Signature& entry : Functions()) names.push_back(entry.name);
  return names;
}

}  // namespace stackql::tmpl
