#include "verify/schema_words.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostNamed = 8;

std::string Named(std::string_view verb, const std::vector<std::string>& only) {
  if (only.empty()) return {};
  std::string text(verb);
  for (size_t i = 0; i < only.size() && i < kMostNamed; ++i) {
    text += (i == 0 ? " " : ", ") + Quotable(only[i]);
  }
  if (only.size() > kMostNamed) {
    text += " and " + std::to_string(only.size() - kMostNamed) + " more";
  }
  return text;
}

}  // namespace

std::string GainedAndLost(const std::vector<std::string>& gained,
                          const std::vector<std::string>& lost) {
  const std::string more = Named("gained", gained);
  const std::string less = Named("lost", lost);
  return more + (more.empty() || less.empty() ? "" : "; ") + less;
}

}  // namespace stackql::verify
