#include "iam/policy_json.h"

#include <algorithm>
#include <vector>

namespace stackql::iam {
namespace {

using nlohmann::ordered_json;

ordered_json OneOrAll(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? ordered_json(texts[0]) : ordered_json(texts);
}

}  // namespace

ordered_json PolicyJson(const GrantDocument& document) {
  ordered_json statements = ordered_json::array();
  for (const GrantStatement& statement : document) {
    ordered_json written = {{"Effect", "Allow"},
                            {"Action", OneOrAll(statement.actions)},
                            {"Resource", OneOrAll(statement.resources)}};
    for (const ConditionTest& test : statement.conditions) {
      written["Condition"][test.op][test.key] = OneOrAll(test.values);
    }
    statements.push_back(std::move(written));
  }
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

std::string MinifiedPolicy(const GrantDocument& document) {
  return PolicyJson(document).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

size_t PolicySize(const GrantDocument& document) {
  const std::string text = MinifiedPolicy(document);
  // "Characters": those of UTF-8 begin with a byte that does not continue one.
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    return !space && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace stackql::iam
