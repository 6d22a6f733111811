#include "iam/request_facts.h"

#include <algorithm>
#include <utility>

#include "iam/arn.h"

namespace stackql::iam {
namespace {

KeyValues Of(std::string value) { return {true, {std::move(value)}}; }

// Of a role, a session of one, or a user whose ARN is known. A session's does not name the path of
// its role.
KeyValues OfPrincipal(std::string_view key, const std::string& arn) {
  const std::string_view own = ArnField(arn, kResourceField);
  const bool user = own.starts_with("user/");
  if (key == "aws:principalarn") return own.starts_with("assumed-role/") ? KeyValues{} : Of(arn);
  if (key == "aws:principaltype") return Of(user ? "User" : "AssumedRole");
  if (key == "aws:username") {
    return user ? Of(std::string(own.substr(own.rfind('/') + 1))) : KeyValues{.known = true};
  }
  return {};
}

}  // namespace

KeyValues ValuesOf(std::string_view key, const RequestFacts& facts) {
  if (const auto given = facts.context.find(key); given != facts.context.end()) {
    return {true, given->second};
  }
  if (key == "aws:securetransport") return Of("true");
  if (key == "aws:principalisawsservice") return Of("false");
  if (key == "aws:principalservicename" || key == "aws:principalservicenameslist") {
    return {.known = true};
  }
  if (key == "aws:principalaccount" && !facts.account.empty()) return Of(facts.account);
  return facts.principal_arn.empty() ? KeyValues{} : OfPrincipal(key, facts.principal_arn);
}

}  // namespace stackql::iam
