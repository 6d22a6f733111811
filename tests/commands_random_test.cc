// Every command over stacks at random (support/random_stack.h). STACKQL_LINT_ROUNDS and
// STACKQL_LINT_SEED try more of them, and print each seed.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "support/commands.h"
#include "support/random_stack.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr uint32_t kRounds = 150;

uint32_t Given(const char* name, uint32_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return text == nullptr ? otherwise : static_cast<uint32_t>(std::strtoul(text, nullptr, 10));
}

void RunAll(uint32_t seed) {
  TemporaryFolder folder;
  std::string all;
  for (const auto& [path, text] : RandomStack(seed).Files()) {
    folder.Write(path, text);
    all += "--- " + path + "\n" + text;
  }
  SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + all);
  ExpectPlacesInside(LintFolder(folder));
  const std::vector<std::vector<std::string>> variants = {
      {}, {"--env", "dev", "--env", "none"}, {"--dialect", "python"}, {"-e", "g=secret"}};
  const std::vector<std::string>& options = variants[seed % variants.size()];
  for (const std::vector<std::string>& command : StackCommands()) {
    const int status = RunSilently(command, folder.path().string(), options);
    EXPECT_TRUE(status >= cli::kExitClean && status <= cli::kExitFailure) << command[0];
  }
}

TEST(RandomStacks, AreReadByEveryCommand) {
  const uint32_t first = Given("STACKQL_LINT_SEED", 1);
  const uint32_t rounds = Given("STACKQL_LINT_ROUNDS", 0);
  for (uint32_t i = 0; i < (rounds > 0 ? rounds : kRounds) && !HasFailure(); ++i) {
    if (rounds > 0) std::fprintf(stderr, "seed %u\n", first + i);
    RunAll(first + i);
  }
}

// They reach what they are for: most are manifests with queries, and few are no YAML at all.
TEST(RandomStacks, AreMostlyManifests) {
  uint32_t broken = 0;
  uint32_t with_operations = 0;
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    TemporaryFolder folder;
    for (const auto& [path, text] : RandomStack(seed).Files()) folder.Write(path, text);
    const Report report = LintFolder(folder);
    bool syntax = false;
    for (const Finding& finding : report.findings) syntax |= finding.name == "yaml-syntax";
    broken += syntax ? 1 : 0;
    with_operations += report.summary.operations > 0 ? 1 : 0;
  }
  EXPECT_LT(broken, 20U);
  EXPECT_GT(with_operations, 5U);
}

// The shortest manifest whose props have environments and no names.
TEST(Manifests, PropsMayHaveNoNames) {
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "resources:\n- props:\n  - values: {dev: }\n  - values: {prod: }\n");
  for (const std::vector<std::string>& command : StackCommands()) {
    const int status = RunSilently(command, folder.path().string());
    EXPECT_TRUE(status >= cli::kExitClean && status <= cli::kExitFailure) << command[0];
  }
  const Report report = LintFolder(folder);
  EXPECT_FALSE(report.findings.empty());
  ExpectPlacesInside(report);
}

}  // namespace
}  // namespace stackql
