#include <algorithm>

#include "template/filters.h"

namespace stackql::tmpl {
namespace {

constexpr Takes kText = Takes::kText;
constexpr Takes kNumber = Takes::kNumber;
constexpr Takes kBool = Takes::kBool;
constexpr Takes kList = Takes::kList;

// Tera 1.20's filters (the manual's page "Built-ins"), and stackql-deploy's own. Only what surely
// fails without is required.
constexpr Signature kFilters[] = {
    {.name = "abs", .input = kNumber},
    {.name = "addslashes", .input = kText},
    {.name = "as_str"},
    {.name = "base64_encode", .custom = true, .input = kText},
    {.name = "capitalize", .input = kText},
    {.name = "concat", .input = kList, .parameters = {{{"with", {}, true}}}},
    {.name = "date", .parameters = {{{"format", kText}, {"timezone", kText}}}},
    {.name = "default", .parameters = {{{"value"}}}},
    {.name = "escape", .input = kText},
    {.name = "escape_xml", .input = kText},
    {.name = "filesizeformat", .input = kNumber, .parameters = {{{"binary", kBool}}}},
    {.name = "filter", .input = kList, .parameters = {{{"attribute", kText, true}, {"value"}}}},
    {.name = "first", .input = kList},
    {.name = "float", .parameters = {{{"default", kNumber}}}},
    {.name = "from_json", .custom = true, .input = kText},
    {.name = "generate_patch_document", .custom = true},
    {.name = "get", .input = Takes::kObject, .parameters = {{{"key", kText, true}, {"default"}}}},
    {.name = "group_by", .input = kList, .parameters = {{{"attribute", kText, true}}}},
    {.name = "indent",
     .input = kText,
     .parameters = {{{"prefix", kText}, {"first", kBool}, {"blank", kBool}}}},
    {.name = "int", .parameters = {{{"default", kNumber}, {"base", kNumber}}}},
    {.name = "join", .input = kList, .parameters = {{{"sep", kText}}}},
    {.name = "json_encode", .parameters = {{{"pretty"}}}},
    {.name = "last", .input = kList},
    {.name = "length"},
    {.name = "linebreaksbr", .input = kText},
    {.name = "lower", .input = kText},
    {.name = "map", .input = kList, .parameters = {{{"attribute", kText, true}}}},
    {.name = "merge_lists", .custom = true, .input = kList},
    {.name = "merge_objects", .custom = true},
    {.name = "nth", .input = kList, .parameters = {{{"n", kNumber, true}}}},
    {.name = "pluralize",
     .input = kNumber,
     .parameters = {{{"singular", kText}, {"plural", kText}}}},
    {.name = "replace",
     .input = kText,
     .parameters = {{{"from", kText, true}, {"to", kText, true}}}},
    {.name = "reverse"},
    {.name = "round",
     .input = kNumber,
     .parameters = {{{"method", kText}, {"precision", kNumber}}}},
    {.name = "safe"},
    {.name = "slice", .input = kList, .parameters = {{{"start", kNumber}, {"end", kNumber}}}},
    {.name = "slugify", .input = kText},
    {.name = "sort", .input = kList, .parameters = {{{"attribute", kText}}}},
    {.name = "spaceless", .input = kText},
    {.name = "split", .input = kText, .parameters = {{{"pat", kText, true}}}},
    {.name = "sql_escape", .custom = true, .input = kText},
    {.name = "sql_list", .custom = true},
    {.name = "striptags", .input = kText},
    {.name = "title", .input = kText},
    {.name = "to_aws_tag_filters", .custom = true, .input = kText},
    {.name = "trim", .input = kText},
    {.name = "trim_end", .input = kText},
    {.name = "trim_end_matches", .input = kText, .parameters = {{{"pat", kText, true}}}},
    {.name = "trim_start", .input = kText},
    {.name = "trim_start_matches", .input = kText, .parameters = {{{"pat", kText, true}}}},
    {.name = "truncate", .input = kText, .parameters = {{{"length", kNumber}, {"end", kText}}}},
    {.name = "unique",
     .input = kList,
     .parameters = {{{"attribute", kText}, {"case_sensitive", kBool}}}},
    {.name = "upper", .input = kText},
    {.name = "urlencode", .input = kText},
    {.name = "urlencode_strict", .input = kText},
    {.name = "wordcount", .input = kText},
};

constexpr Signature kFunctions[] = {
    {.name = "get_env", .parameters = {{{"name", kText, true}, {"default"}}}},
    {.name = "get_random", .parameters = {{{"end", kNumber, true}, {"start", kNumber}}}},
    {.name = "now", .parameters = {{{"timestamp", kBool}, {"utc", kBool}}}},
    {.name = "range",
     .parameters = {{{"end", kNumber, true}, {"start", kNumber}, {"step_by", kNumber}}}},
    {.name = "throw", .parameters = {{{"message", kText, true}}}},
    {.name = "uuid", .custom = true},
};

const Signature* Find(std::span<const Signature> table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Signature& entry) { return entry.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string_view> Names(std::span<const Signature> table, bool custom) {
  std::vector<std::string_view> names;
  for (const Signature& entry : table) {
    if (custom || !entry.custom) names.push_back(entry.name);
  }
  return names;
}

}  // namespace

const Signature* FindFilter(std::string_view name) { return Find(kFilters, name); }
const Signature* FindFunction(std::string_view name) { return Find(kFunctions, name); }
std::vector<std::string_view> FilterNames(bool custom) { return Names(kFilters, custom); }
std::vector<std::string_view> FunctionNames(bool custom) { return Names(kFunctions, custom); }

}  // namespace stackql::tmpl
