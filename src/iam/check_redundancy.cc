#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

constexpr size_t kMostStatements = 300;  // of a document; more are not compared with each other

// Whether its grants are what its texts say.
bool IsPlain(const PolicyStatement& statement) {
  const auto open = [](const auto& texts) {
    return std::any_of(texts.begin(), texts.end(), IsOpen);
  };
  return statement.complete && statement.given.empty() && !statement.not_action &&
         !statement.not_resource && statement.effect != Effect::kUnknown &&
         !statement.actions.empty() && !statement.resources.empty() && !open(statement.actions) &&
         !open(statement.resources);
}

bool SameTests(const PolicyStatement& a, const PolicyStatement& b) {
  const auto texts = [](const PolicyTest& test) {
    std::vector<std::string> all = {test.op.text, Lower(test.key.text)};
    for (const PolicyText& value : test.values) all.push_back(value.text);
    return all;
  };
  return std::equal(a.tests.begin(), a.tests.end(), b.tests.begin(), b.tests.end(),
                    [&](const PolicyTest& x, const PolicyTest& y) {
                      return x.understood && y.understood && texts(x) == texts(y);
                    });
}

bool CoversAll(const std::vector<PolicyText>& wide, const std::vector<PolicyText>& narrow,
               bool actions) {
  return std::all_of(narrow.begin(), narrow.end(), [&](const PolicyText& each) {
    return std::any_of(wide.begin(), wide.end(), [&](const PolicyText& other) {
      return actions ? PatternCovers(Lower(other.text), Lower(each.text))
                     : PatternCovers(other.text, each.text);
    });
  });
}

bool Covers(const PolicyStatement& wide, const PolicyStatement& narrow) {
  return wide.effect == narrow.effect && (wide.tests.empty() || SameTests(wide, narrow)) &&
         CoversAll(wide.actions, narrow.actions, true) &&
         CoversAll(wide.resources, narrow.resources, false);
}

}  // namespace

void CheckRedundancy(const PolicyDocument& document, Problems& problems) {
  const std::vector<PolicyStatement>& all = document.statements;
  if (all.size() > kMostStatements) return;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!IsPlain(all[i])) continue;
    for (size_t j = 0; j < all.size(); ++j) {
      // Of two that say the same, the second is redundant.
      const bool other = i != j && IsPlain(all[j]) && Covers(all[j], all[i]);
      if (!other || (i < j && Covers(all[i], all[j]))) continue;
      problems.push_back({.what = rules::RedundantStatement{.number = i + 1, .other = j + 1},
                          .where = all[i].where,
                          .help = "Remove it.",
                          .related = {{all[j].where, "covered by this statement"}}});
      break;
    }
  }
}

}  // namespace stackql::iam
