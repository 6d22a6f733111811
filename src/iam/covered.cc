#include "iam/covered.h"

#include <algorithm>

#include "iam/policy_pattern.h"
#include "text/sources.h"

namespace stackql::iam {
namespace {

constexpr size_t kMostWildcards = 300;  // of several texts; more are not compared with the others

bool IsVariable(const std::string& text) {
  return HasHole(text) || text.find("${") != std::string::npos;
}

}  // namespace

void Patterns::Add(const std::string& text) {
  const size_t number = count_++;
  if (HasHole(text)) return;
  const bool is_new = first_.try_emplace(text, number).second;
  const bool wild = is_new && parse_ && HasWildcard(text) && !IsVariable(text);
  if (wild && wildcards_.size() < kMostWildcards) wildcards_.emplace_back(number, parse_(text));
}

std::optional<size_t> Patterns::Covering(const std::string& text,
                                         const std::function<bool(size_t)>& counts) const {
  if (const auto same = first_.find(text); same != first_.end() && counts(same->second)) {
    return same->second;
  }
  if (wildcards_.empty() || IsVariable(text)) return std::nullopt;
  const lang::Glob narrow = parse_(text);
  const auto wide = std::ranges::find_if(wildcards_, [&](const auto& each) {
    return counts(each.first) && lang::PlainlyCovers(each.second, narrow);
  });
  return wide == wildcards_.end() ? std::nullopt : std::optional(wide->first);
}

std::vector<Covered> FindCovered(
    size_t count, const std::function<std::optional<size_t>(size_t which, const Stays&)>& find) {
  std::vector<Covered> found;
  std::vector<bool> gone(count);
  for (size_t i = count; i-- > 0;) {
    const auto by = find(i, [&](size_t other) { return other != i && !gone[other]; });
    if (!by) continue;
    gone[i] = true;
    found.push_back({i, *by});
  }
  std::ranges::reverse(found);
  return found;
}

std::vector<Covered> FindCovered(const std::vector<std::string>& texts,
                                 const Patterns::Parse& parse) {
  Patterns patterns(parse);
  for (const std::string& text : texts) patterns.Add(text);
  return FindCovered(texts.size(), [&](size_t i, const Stays& stays) {
    return patterns.Covering(texts[i], stays);
  });
}

}  // namespace stackql::iam
