#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"

namespace stackql::iam {

// What the ARN of one resource says.
struct ReadArn {
  std::string prefix = {};    // the service: "ivs"
  std::string arn_type = {};  // the reference's resource type: "Storage-Configuration"
  std::string region = {};    // empty: the resource is in none
  std::string account = {};   // empty: the ARN has none
  // Values of the template's other placeholders, by name.
  std::map<std::string, std::string, std::less<>> parts = {};
};

// Reads a text as an ARN by the templates of the Service Authorization Reference; the closest one
// decides, and there may be several as close. Empty if it is not an ARN, has wildcards, or is of no
// template that is known.
std::vector<ReadArn> ReadAsArn(std::string_view text, const ActionReference& actions);

}  // namespace stackql::iam
