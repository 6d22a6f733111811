// What policies allow, as npm's @cloud-copilot/iam-simulate decides it: random policies of all
// layers and requests that are wholly known (tests/oracle/iam).
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "iam/coverage.h"
#include "iam/read_policy.h"
#include "support/places.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using nlohmann::json;

// The layers of one line, whose documents live as long.
class Layers {
 public:
  explicit Layers(const json& layers) {
    Add(PolicyKind::kIdentity, layers["identity"]);
    if (layers.contains("boundary")) Add(PolicyKind::kBoundary, layers["boundary"]);
    if (!layers.contains("scps")) return;
    for (const json& level : layers["scps"]) Add(PolicyKind::kControl, level);
  }
  std::vector<PolicyLayer> all;
  Problems problems;

 private:
  void Add(PolicyKind kind, const json& documents) {
    PolicyLayer layer = {.kind = kind};
    for (const json& document : documents) {
      const TextId file = sources_.AddFile("policy.json", document.dump());
      for (PolicyDocument& each : ReadPolicies(values_, file, problems)) {
        documents_.push_back(std::move(each));
        layer.documents.push_back(&documents_.back());
      }
    }
    all.push_back(std::move(layer));
  }

  Sources sources_;
  Values values_{sources_};
  std::deque<PolicyDocument> documents_;
};

// Everything about the request is known: what it does not have, it has not.
KeyValues ValuesOf(const json& context, std::string_view key) {
  if (key == "aws:principalaccount") return {true, {"111122223333"}};
  for (const auto& entry : context.items()) {
    if (Lower(entry.key()) != key) continue;
    const json& value = entry.value();
    return {true, value.is_array() ? value.get<std::vector<std::string>>()
                                   : std::vector<std::string>{value.get<std::string>()}};
  }
  return {.known = true};
}

TEST(SimulateOracle, DecidesTheSame) {
  const char* given = std::getenv("STACKQL_LINT_IAM_ORACLE");
  const std::string path =
      given != nullptr ? given
                       : std::string(testing_support::kSourceDir) + "/testdata/oracle/iam.jsonl";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  size_t count = 0;
  size_t run_on = 0;
  for (std::string line; std::getline(file, line);) {
    const json each = json::parse(line);
    const Layers layers(each["layers"]);
    ASSERT_TRUE(layers.problems.empty()) << line;
    const RequestContext context = [&](std::string_view key) {
      return ValuesOf(each["context"], key);
    };
    const Verdict verdict =
        Coverage(layers.all, context)
            .Decide(each["action"].get<std::string>(), {{.text = each["resource"]}}, context);
    ++count;
    // Wildcards that cross a colon are told apart; the simulator has none.
    run_on += verdict.run_on ? 1 : 0;
    if (verdict.run_on) continue;
    const bool allowed = each["verdict"] == "Allowed";
    EXPECT_EQ(verdict.outcome, allowed ? Outcome::kAllowed : Outcome::kMissing) << line;
  }
  EXPECT_GE(count, 200U);
  RecordProperty("requests", static_cast<int>(count));
  RecordProperty("run_on", static_cast<int>(run_on));
}

}  // namespace
}  // namespace stackql::iam
