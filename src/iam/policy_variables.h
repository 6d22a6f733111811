#pragma once

#include <set>
#include <string>
#include <string_view>

#include "iam/conditions.h"

namespace stackql::iam {

// A text of a policy with its variables replaced ("IAM policy elements: Variables and tags").
struct FilledText {
  // `*` stands for what is not known; wildcards of values are ${*}, ${?} and ${$}.
  std::string text = {};
  // The keys of variables whose values are not known, and what else is not.
  std::set<std::string> open = {};
  // The key of a variable that the request lacks: the text matches nothing. Empty: it lacks none.
  std::string missing = {};
};

// Where the first variable of a text begins; npos if there is none. ${*}, ${?} and ${$} are not
// variables.
size_t FindVariable(std::string_view text);

// Whether a variable comes before the fifth colon of an ARN: AWS does not replace it there, and the
// text matches nothing.
bool HasMisplacedVariable(std::string_view resource);

// `context` gives the values of keys. Unknown parts of a template become `*` as well.
FilledText FillVariables(std::string_view text, const RequestContext& context);
// The same, with what the unknown parts are, as far as that is told.
FilledText FillVariables(const PolicyText& text, const RequestContext& context);

}  // namespace stackql::iam
