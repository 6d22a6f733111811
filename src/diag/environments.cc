#include "diag/environments.h"

#include <algorithm>

namespace stackql {
namespace {

constexpr size_t kBits = 64;  // of a word

}  // namespace

void EnvironmentSet::Add(size_t environment) {
  const size_t word = environment / kBits;
  if (words_.size() <= word) words_.resize(word + 1, 0);
  words_[word] |= uint64_t{1} << environment % kBits;
}

void EnvironmentSet::Widen(const EnvironmentSet& others) {
  if (others.empty()) words_.clear();
  if (empty()) return;
  words_.resize(std::max(words_.size(), others.words_.size()), 0);
  for (size_t i = 0; i < others.words_.size(); ++i) words_[i] |= others.words_[i];
}

bool EnvironmentSet::Has(size_t environment) const {
  const size_t word = environment / kBits;
  return word < words_.size() && (words_[word] >> environment % kBits & 1U) != 0;
}

std::vector<std::string> NamesOf(const EnvironmentSet& some, std::span<const std::string> names) {
  std::vector<std::string> named;
  for (size_t i = 0; i < names.size(); ++i) {
    if (some.Has(i)) named.push_back(names[i]);
  }
  if (named.size() == names.size()) named.clear();
  return named;
}

}  // namespace stackql
