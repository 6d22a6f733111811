#include "cli/exit_status.h"

#include "cli/print.h"
#include "diag/complete_word.h"
#include "diag/suggest.h"

namespace stackql::cli {

int Fail(int status, const std::string& sentence) {
  Say(sentence);
  return status;
}

std::string DidYouMean(const std::string& word, const std::vector<std::string_view>& candidates) {
  std::string_view meant = Suggest(word, candidates);
  if (meant.empty()) meant = CompleteWord(word, candidates);
  return meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?";
}

}  // namespace stackql::cli
