#include "cli/exit_status.h"

#include <cstdio>

#include "diag/suggest.h"
#include "report/visible.h"

namespace stackql::cli {

int Fail(int status, const std::string& sentence) {
  std::fprintf(stderr, "stackql-lint: %s\n", report::Visible(sentence).c_str());
  return status;
}

std::string DidYouMean(const std::string& word, const std::vector<std::string_view>& candidates) {
  const std::string_view meant = Suggest(word, candidates);
  return meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?";
}

}  // namespace stackql::cli
