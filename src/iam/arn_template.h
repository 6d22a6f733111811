#pragma once

#include <functional>
#include <string_view>

#include "iam/arn.h"
#include "lang/lang.h"

namespace stackql::iam {

// The Service Authorization Reference's form of an ARN:
// "arn:${Partition}:ivs:${Region}:${Account}:stage/${ResourceId}". `fill` gives what stands for the
// placeholder of a name.
Arn FillTemplate(std::string_view arn_template,
                 const std::function<Arn(std::string_view placeholder)>& fill);

// Whether a text, in which runs of 0xFF bytes are holes, can be an ARN of the template.
Tri MatchesTemplate(std::string_view arn_template, std::string_view text);

// Whether the ARNs of `longer` are those of `shorter` with a suffix: an object's and its
// bucket's.
bool Extends(std::string_view longer, std::string_view shorter);

}  // namespace stackql::iam
