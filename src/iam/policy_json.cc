#include "iam/policy_json.h"

#include <vector>

#include "base/utf8.h"
#include "iam/policy.h"

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
  return {{"Version", kPolicyVersion}, {"Statement", std::move(statements)}};
}

std::string MinifiedPolicy(const GrantDocument& document) {
  return PolicyJson(document).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

size_t PolicySize(const GrantDocument& document) {
  const std::string text = MinifiedPolicy(document);
  size_t size = 0;
  for (size_t at = 0; at < text.size(); at += ReadCodePoint(text, at).size) {
    size += text[at] == ' ' ? 0 : 1;
  }
  return size;
}

}  // namespace stackql::iam
