#include "run/init_plan.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/path.h"
#include "base/read_file.h"
#include "base/version.h"
#include "config/config.h"
#include "discovery/discovery.h"
#include "run/read_config.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargest = 1 << 20;  // bytes of what is looked into
constexpr std::string_view kHome = "https://github.com/stackql/stackql-lint";

std::string Version() { return std::string(ProgramVersion()); }

std::string ConfigFile() {
  return "# What can be set: " + std::string(kHome) +
         "/blob/main/src/config/README.md\n"
         "# yaml-language-server: $schema=https://raw.githubusercontent.com/stackql/stackql-lint/"
         "main/src/config/schema.json\n"
         "deploy-version: 2.4\n";
}

std::string HookRepository() {
  return "  - repo: " + std::string(kHome) + "\n    rev: v" + Version() +
         "\n    hooks:\n      - id: stackql-lint\n      - id: stackql-lint-staged\n";
}

std::string Workflow() {
  return "name: stackql-lint\n"
         "on: [push, pull_request]\n"
         "permissions: {}\n"
         "jobs:\n"
         "  lint:\n"
         "    runs-on: ubuntu-latest\n"
         "    permissions:\n"
         "      contents: read\n"
         "      security-events: write # for the upload of findings\n"
         "    steps:\n"
         "      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0\n"
         "        with:\n"
         "          persist-credentials: false\n"
         "      - uses: stackql/stackql-lint@v" +
         Version() +
         " # zizmor: ignore[unpinned-uses] or pin the commit of this tag\n"
         "        with:\n"
         "          # A pull request cannot turn its checks off; without it, .stackql-lint.yaml "
         "counts.\n"
         "          args: --no-config\n";
}

std::string GitlabJob() {
  return "stackql-lint:\n"
         "  image:\n"
         "    name: python:3\n"
         "  script:\n"
         "    - pip install stackql-lint==" +
         Version() +
         "\n"
         "    - stackql-lint --output text --output gitlab=code-quality.json\n"
         "  artifacts:\n"
         "    when: always\n"
         "    reports:\n"
         "      codequality: code-quality.json\n";
}

// Whether a file that is there speaks of the linter.
InitFile::State StateOf(const std::string& path) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return InitFile::State::kNew;
  const auto text = ReadWholeFile(path, kLargest);
  const bool named = text && text->find("stackql-lint") != std::string::npos;
  return named ? InitFile::State::kHasIt : InitFile::State::kLacksIt;
}

// The first workflow that speaks of the linter; empty: none.
std::string FindWorkflow(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().generic_string();
    const bool yaml = path.ends_with(".yml") || path.ends_with(".yaml");
    if (yaml && StateOf(path) == InitFile::State::kHasIt) found.push_back(path);
  }
  return found.empty() ? std::string() : *std::ranges::min_element(found);
}

InitFile PlanConfig(const std::string& folder) {
  InitFile file = {.path = FindConfigFor(JoinPath(folder, "x"), {}),
                   .purpose = "the configuration"};
  if (!file.path.empty()) {
    file.state = InitFile::State::kHasIt;
    return file;
  }
  file.path = JoinPath(folder, config::kFileName);
  file.text = ConfigFile();
  return file;
}

InitFile PlanHook(const std::string& root) {
  InitFile file = {.path = JoinPath(root, ".pre-commit-config.yaml"),
                   .purpose = "the hook of pre-commit"};
  file.state = StateOf(file.path);
  file.text = (file.state == InitFile::State::kNew ? "repos:\n" : "") + HookRepository();
  return file;
}

InitFile PlanWorkflow(const std::string& root) {
  const std::string gitlab = JoinPath(root, ".gitlab-ci.yml");
  if (IsRegularFile(gitlab)) {
    return {.path = gitlab,
            .purpose = "the job of GitLab",
            .state = StateOf(gitlab),
            .text = GitlabJob()};
  }
  InitFile file = {.purpose = "the workflow of GitHub Actions"};
  const std::string folder = JoinPath(root, ".github/workflows");
  file.path = FindWorkflow(folder);
  if (!file.path.empty()) {
    file.state = InitFile::State::kHasIt;
    return file;
  }
  file.path = JoinPath(folder, "stackql-lint.yml");
  file.state = StateOf(file.path);
  file.text = Workflow();
  return file;
}

}  // namespace

InitPlan PlanInit(const std::string& folder) {
  const std::string real = RealPath(folder);
  std::string root = discovery::RepositoryAround(real);
  size_t below = 0;  // the folder's depth in the repository
  for (std::string_view at = real; !root.empty() && at.size() > root.size(); at = ParentPath(at)) {
    ++below;
  }
  const std::string clean = CleanPath(folder);
  root = root.empty() || below == 0 ? clean : SpellAncestor(clean, below, root);
  InitPlan plan;
  for (const discovery::Unit& unit : discovery::Discover({folder}).units) {
    plan.stacks += unit.manifest.empty() ? 0 : 1;
  }
  plan.files = {PlanConfig(clean), PlanHook(root), PlanWorkflow(root)};
  return plan;
}

}  // namespace stackql
