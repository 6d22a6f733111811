#include "report/query_views.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "report/json_text.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// Line by line, so that nothing in it steers a terminal.
std::string Printable(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    for (size_t i = at; i < end;) {
      if (text[i] == '\t') {
        out += text[i++];
      } else if (text[i] == '\r' && i + 1 == end) {
        ++i;
      } else {
        AppendVisible(std::string_view(text).substr(0, end), i, out);
      }
    }
    out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string QueriesText(const std::vector<ShownQuery>& queries) {
  std::string out;
  for (const ShownQuery& query : queries) {
    out += "-- " + Visible(query.file) + ":" + std::to_string(query.at.line);
    if (!query.name.empty()) out += "  resource " + Visible(query.name);
    if (!query.anchor.empty()) out += "  anchor " + query.anchor;
    if (!query.environment.empty()) out += "  env " + Visible(query.environment);
    out += query.complete ? "\n" : "  (some values unknown)\n";
    out += Printable(query.text) + "\n";
  }
  return out;
}

std::string QueriesJson(const std::vector<ShownQuery>& queries) {
  nlohmann::ordered_json out = {{"version", 1}, {"queries", nlohmann::ordered_json::array()}};
  for (const ShownQuery& query : queries) {
    nlohmann::ordered_json item = {{"file", query.file},
                                   {"line", query.at.line},
                                   {"resource", query.name},
                                   {"anchor", query.anchor}};
    if (!query.environment.empty()) item["environment"] = query.environment;
    item["complete"] = query.complete;
    item["text"] = query.text;
    out["queries"].push_back(std::move(item));
  }
  return JsonText(out);
}

}  // namespace stackql::report
