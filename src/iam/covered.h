#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/globs.h"

namespace stackql::iam {

// Texts in which `*` and `?` may be wildcards, ready to be compared with others. Those with
// variables or unknown parts are compared only as they are written.
class Patterns {
 public:
  using Parse = std::function<lang::Glob(std::string_view)>;

  // `parse` gives what a text matches; none: itself.
  explicit Patterns(Parse parse) : parse_(std::move(parse)) {}

  void Add(const std::string& text);

  // The number of one that covers a text and `counts`; none: none does.
  std::optional<size_t> Covering(const std::string& text,
                                 const std::function<bool(size_t)>& counts) const;
  // How much work a Covering() is, at most.
  size_t Cost(const std::string& text) const { return (1 + wildcards_.size()) * (1 + text.size()); }

 private:
  Parse parse_;
  size_t count_ = 0;
  std::map<std::string, size_t, std::less<>> first_;           // with that text
  std::vector<std::pair<size_t, lang::Glob>> wildcards_ = {};  // not of all, if there are many
};

// One of several things, and another one that covers it.
struct Covered {
  size_t which = 0;
  size_t by = 0;
};

// Those of `count` things that can all go: what they cover is still covered then. Of two that cover
// each other, the later one goes. `find` gives one that covers a thing, of those that `stay`.
using Stays = std::function<bool(size_t)>;
std::vector<Covered> FindCovered(
    size_t count, const std::function<std::optional<size_t>(size_t which, const Stays&)>& find);

// The same of texts.
std::vector<Covered> FindCovered(const std::vector<std::string>& texts,
                                 const Patterns::Parse& parse);

}  // namespace stackql::iam
