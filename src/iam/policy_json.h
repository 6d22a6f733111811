#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "iam/grant.h"

namespace stackql::iam {

// A policy document of version 2012-10-17; lists of one element are written as the element.
nlohmann::ordered_json PolicyJson(const GrantDocument& document);

// Without white space, as it is counted and sent.
std::string MinifiedPolicy(const GrantDocument& document);

// The characters that count against IAM's limits: all but white space ("IAM and AWS STS quotas").
size_t PolicySize(const GrantDocument& document);

}  // namespace stackql::iam
