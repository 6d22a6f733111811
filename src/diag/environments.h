#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stackql {

// Some of the environments that a stack is evaluated in, by their numbers. Of what holds somewhere,
// an empty set means everywhere.
class EnvironmentSet {
 public:
  void Add(size_t environment);
  // Holds there as well: everywhere, if either is empty.
  void Widen(const EnvironmentSet& others);

  bool Has(size_t environment) const;
  bool empty() const { return words_.empty(); }
  bool operator==(const EnvironmentSet&) const = default;

 private:
  std::vector<uint64_t> words_;  // a bit for each environment; the last word is not 0
};

// The names of those in a set, `names` being those of all; empty if all are in it, or it is empty.
std::vector<std::string> NamesOf(const EnvironmentSet& some, std::span<const std::string> names);

}  // namespace stackql
