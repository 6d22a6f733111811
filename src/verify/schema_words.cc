#include "verify/schema_words.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "text/utf8.h"

namespace stackql::verify {
namespace {

constexpr size_t kLongest = 80;  // bytes
constexpr size_t kMostNamed = 8;

// The members that only `these` has.
std::string Named(std::string_view verb, const std::set<std::string>& these,
                  const std::set<std::string>& others) {
  std::vector<std::string> only;
  std::set_difference(these.begin(), these.end(), others.begin(), others.end(),
                      std::back_inserter(only));
  if (only.empty()) return {};
  std::string text(verb);
  for (size_t i = 0; i < only.size() && i < kMostNamed; ++i) {
    text += (i == 0 ? " " : ", ") + Shortened(only[i]);
  }
  if (only.size() > kMostNamed) {
    text += " and " + std::to_string(only.size() - kMostNamed) + " more";
  }
  return text;
}

}  // namespace

std::string Shortened(std::string_view text) {
  if (text.size() <= kLongest) return std::string(text);
  size_t end = 0;
  while (end < kLongest) end += ReadCodePoint(text, end).size;
  return std::string(text.substr(0, end)) + "...";
}

std::string SetChange(const std::set<std::string>& was, const std::set<std::string>& is) {
  const std::string gained = Named("gained", is, was);
  const std::string lost = Named("lost", was, is);
  return gained + (gained.empty() || lost.empty() ? "" : "; ") + lost;
}

}  // namespace stackql::verify
