#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lang.h"

// Exact answers about sets of texts that globs describe.
namespace stackql::lang {

struct GlobItem {
  enum class Kind : uint8_t {
    kText,     // one code point
    kOne,      // any one code point
    kPartOne,  // any one but a colon
    kRun,      // any text
    kPartRun,  // any text without a colon
    kWordRun,  // any text without a colon and a slash
  };
  Kind kind = Kind::kText;
  char32_t code_point = 0;  // of kText

  friend bool operator==(const GlobItem&, const GlobItem&) = default;
};

using Glob = std::vector<GlobItem>;

// A text is in the set if a glob of each layer matches it and none of `denied` does.
struct GlobSet {
  std::vector<std::vector<const Glob*>> layers = {};
  std::vector<const Glob*> denied = {};
};

// The steps that a question may take, some tenths of a second; beyond, it is not answered.
inline constexpr uint64_t kGlobBudget = 10'000'000;

struct GlobAnswer {
  Tri answer = Tri::kUnknown;
  // A text that shows it: of `needed` and not in the set, or in both. As short as there is one.
  std::string text = {};
  // The bytes of the text that each item of `needed` stands for.
  std::vector<std::string> fillings = {};
};

// Whether all texts of `needed` are in the set; `text` is one that is not.
GlobAnswer Includes(const GlobSet& set, const Glob& needed, uint64_t budget = kGlobBudget);
// Whether some text of `needed` is in the set; `text` is such a one.
GlobAnswer Meets(const GlobSet& set, const Glob& needed, uint64_t budget = kGlobBudget);

// Whether all texts of `narrow` are of `wide`. False also where that takes more than reading both
// from left to right.
bool PlainlyCovers(const Glob& wide, const Glob& narrow);

// Whether the text is of the glob.
bool Matches(const Glob& glob, std::string_view text);

// `*` is any text, `?` any one code point, everything else itself.
Glob ParseGlob(std::string_view text);

}  // namespace stackql::lang
