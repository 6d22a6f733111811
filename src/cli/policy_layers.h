#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "iam/own_resource.h"
#include "iam/request_facts.h"
#include "run/policy_files.h"

namespace stackql::cli {

// The options that name policies beside the identity's, and say who makes the calls.
Section PolicyLayerSection(PolicyFiles& files, iam::RequestFacts& facts);

// What an inline policy may be of, with the size that all of one have together at most.
std::vector<std::pair<std::string, size_t>> InlineLimits();

// What the options say of the principal belongs together: its account is that of its ARN.
void CompleteFacts(iam::AwsContext& context, iam::RequestFacts& facts);

}  // namespace stackql::cli
