#pragma once

#include <string>

namespace stackql::iam {

// How a provider's documents came to be used.
struct DocumentOrigin {
  std::string folder = {};
  bool named = false;    // by the user, with --catalog
  bool tracked = false;  // by git, where they lie, as far as that can be told
  bool pinned = false;   // they are those that a lock file pins
};

// Why documents must not decide what is granted: git tracks them, so that a pull request may have
// changed them, and nobody vouches for them. Empty: they may.
std::string WhyDistrusted(const DocumentOrigin& origin);

}  // namespace stackql::iam
