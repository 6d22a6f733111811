#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "iam/covered.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

constexpr size_t kMostStatements = 300;   // of a document; more are not compared with each other
constexpr size_t kMostCost = 20'000'000;  // of comparing them; what costs more is not compared

lang::Glob ParseWithin(std::string_view text) { return ParseResource(text, Reach::kInPart); }

// Whether its grants are what its texts say.
bool IsPlain(const PolicyStatement& statement) {
  const auto open = [](const auto& texts) {
    return std::any_of(texts.begin(), texts.end(), IsOpen);
  };
  return statement.complete && !IsChosen(statement) && !statement.not_action &&
         !statement.not_resource && statement.effect != Effect::kUnknown &&
         !statement.actions.empty() && !statement.resources.empty() && !open(statement.actions) &&
         !open(statement.resources);
}

// Some of a statement's texts.
struct Texts {
  explicit Texts(Patterns::Parse parse) : patterns(std::move(parse)) {}

  void Add(std::string text) {
    patterns.Add(text);
    all.push_back(std::move(text));
  }

  std::vector<std::string> all = {};
  Patterns patterns;
};

// A statement, ready to be compared with others.
struct Side {
  explicit Side(const PolicyStatement& statement)
      : source(&statement),
        plain(IsPlain(statement)),
        actions(lang::ParseGlob),
        resources(ParseWithin) {
    if (!plain) return;
    for (const PolicyText& action : statement.actions) actions.Add(Lower(action.text));
    for (const PolicyText& resource : statement.resources) resources.Add(resource.text);
    for (const PolicyTest& test : statement.tests) {
      understood = understood && test.understood;
      tests.insert(tests.end(), {test.op.text, Lower(test.key.text)});
      for (const PolicyText& value : test.values) tests.push_back(value.text);
      tests.emplace_back();
    }
  }

  const PolicyStatement* source;
  bool plain;
  Texts actions;
  Texts resources;
  std::vector<std::string> tests = {};
  bool understood = true;
};

class Comparison {
 public:
  explicit Comparison(const std::vector<PolicyStatement>& statements)
      : sides_(statements.begin(), statements.end()) {}

  // One that covers a statement, of those that stay.
  std::optional<size_t> Covering(size_t narrow, const Stays& stays) {
    if (!sides_[narrow].plain) return std::nullopt;
    for (size_t i = 0; i < sides_.size(); ++i) {
      if (sides_[i].plain && stays(i) && Covers(sides_[i], sides_[narrow])) return i;
    }
    return std::nullopt;
  }

 private:
  bool Covers(const Side& wide, const Side& narrow) {
    if (wide.source->effect != narrow.source->effect) return false;
    const bool same = wide.understood && narrow.understood && wide.tests == narrow.tests;
    return (wide.tests.empty() || same) && CoversAll(wide.actions, narrow.actions) &&
           CoversAll(wide.resources, narrow.resources);
  }

  bool CoversAll(const Texts& wide, const Texts& narrow) {
    return std::ranges::all_of(narrow.all, [&](const std::string& text) {
      cost_ += wide.patterns.Cost(text);
      return cost_ <= kMostCost && wide.patterns.Covering(text, [](size_t) { return true; });
    });
  }

  std::vector<Side> sides_;
  size_t cost_ = 0;
};

}  // namespace

void CheckRedundancy(const PolicyDocument& document, Problems& problems) {
  const std::vector<PolicyStatement>& all = document.statements;
  if (all.size() > kMostStatements) return;
  Comparison comparison(all);
  const auto found = FindCovered(
      all.size(), [&](size_t i, const Stays& stays) { return comparison.Covering(i, stays); });
  for (const auto& [which, by] : found) {
    problems.push_back({.what = rules::RedundantStatement{.number = which + 1, .other = by + 1},
                        .where = all[which].where,
                        .help = "Remove it.",
                        .related = {{all[by].where, "covered by this statement"}}});
  }
}

}  // namespace stackql::iam
