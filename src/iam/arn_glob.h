#pragma once

#include <cstddef>
#include <vector>

#include "iam/arn.h"
#include "lang/globs.h"

namespace stackql::iam {

// All that an ARN may be. Unknown parts stay within their part of it, and within their alphabets.
struct ArnGlob {
  lang::Glob glob = {};
  std::vector<size_t> pieces = {};  // of the ARN, for each item
};

ArnGlob GlobOf(const Arn& arn);

}  // namespace stackql::iam
