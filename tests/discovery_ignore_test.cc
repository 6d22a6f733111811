// What .gitignore patterns say of paths: by a table, and compared with git itself.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/ignore.h"
#include "discovery/ignore_scopes.h"
#include "support/git_repository.h"

namespace stackql::discovery {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string_view patterns;
  std::string_view path;  // a slash at the end: a directory
  Verdict verdict;
};

constexpr Verdict kSilent = Verdict::kSilent;
constexpr Verdict kIgnored = Verdict::kIgnored;
constexpr Verdict kKept = Verdict::kKept;

TEST(IgnoreList, JudgesAsDocumented) {
  const std::vector<Case> cases = {
      {"", "a", kSilent},
      {"# a\n\n   \na", "a", kIgnored},
      {"\\#a", "#a", kIgnored},
      {"a\r\nb\r\n", "a", kIgnored},
      {"\xEF\xBB\xBF"
       "a",
       "a", kIgnored},
      {"a   ", "a", kIgnored},
      {"a\\ ", "a ", kIgnored},
      {"a\t", "a", kSilent},
      // where it applies
      {"a", "x/y/a", kIgnored},
      {"/a", "x/a", kSilent},
      {"/a", "a", kIgnored},
      {"x/a", "x/a", kIgnored},
      {"x/a", "y/x/a", kSilent},
      {"a/", "a", kSilent},
      {"a/", "a/", kIgnored},
      {"a/", "x/a/", kIgnored},
      {"x/a/", "x/a/", kIgnored},
      // negation: the last word counts
      {"*.iql\n!keep.iql", "keep.iql", kKept},
      {"!keep.iql\n*.iql", "keep.iql", kIgnored},
      {"\\!a", "!a", kIgnored},
      {"!", "a", kSilent},
      // asterisks
      {"*.iql", "x/a.iql", kIgnored},
      {"x/*.iql", "x/a.iql", kIgnored},
      {"x/*.iql", "x/y/a.iql", kSilent},
      {"x/*", "x/y/z", kSilent},
      {"**/a", "a", kIgnored},
      {"**/a", "x/y/a", kIgnored},
      {"x/**", "x/y/z", kIgnored},
      {"x/**", "x/", kSilent},
      {"x/**/z", "x/z", kIgnored},
      {"x/**/z", "x/y/y/z", kIgnored},
      {"x/**/z", "x/yz", kSilent},
      {"x/**/**/z", "x/z", kIgnored},
      {"x/a**b", "x/a/b", kSilent},
      {"x/a**b", "x/aab", kIgnored},
      {"a*b*c", "axxbyyc", kIgnored},
      {"a*b*c", "axxbyyd", kSilent},
      // one character
      {"?.iql", "a.iql", kIgnored},
      {"?.iql", ".iql", kSilent},
      {"x/?/y", "x///y", kSilent},
      {"[ab].iql", "b.iql", kIgnored},
      {"[!ab].iql", "b.iql", kSilent},
      {"[^ab].iql", "c.iql", kIgnored},
      {"[a-c]", "b", kIgnored},
      {"[c-a]", "b", kSilent},
      {"[]a]", "]", kIgnored},
      {"[a-]", "-", kIgnored},
      {"[\\]]", "]", kIgnored},
      {"[[:digit:]]x", "5x", kIgnored},
      {"[[:nonsense:]]x", "5x", kSilent},
      {"[[:upper:][:digit:]_]", "_", kIgnored},
      {"[a", "[a", kSilent},
      {"x[!a]y", "x/y", kSilent},
      {"\\*", "*", kIgnored},
      {"\\*", "a", kSilent},
      {"a\\", "a", kSilent},
  };
  for (const Case& c : cases) {
    std::string_view path = c.path;
    const bool is_directory = !path.empty() && path.back() == '/';
    if (is_directory) path.remove_suffix(1);
    EXPECT_EQ(IgnoreList(c.patterns).Judge(path, is_directory), c.verdict)
        << "'" << c.patterns << "' on '" << c.path << "'";
  }
}

TEST(IgnoreList, IsNotSlowOnAdversaries) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "*a";
  const IgnoreList list(pattern + "b/**/**/**/**/**/c*z");
  EXPECT_EQ(list.Judge(std::string(4000, 'a'), false), kSilent);
  const IgnoreList huge(std::string(200'000, '*') + "b");
  EXPECT_EQ(huge.Judge(std::string(4000, 'b'), false), kSilent);
}

// --- git as the oracle -------------------------------------------------------------------------

using testing_support::GitRepository;

// Those of the paths that git ignores.
std::set<std::string> IgnoredByGit(const GitRepository& repository,
                                   const std::vector<std::string>& paths) {
  std::string input;
  for (const std::string& path : paths) input += path + '\0';
  repository.Write(".git/input", input);
  repository.Git("check-ignore -z --no-index --stdin < .git/input > .git/output");
  std::ifstream output(repository.root() + "/.git/output", std::ios::binary);
  std::set<std::string> ignored;
  for (std::string path; std::getline(output, path, '\0');) ignored.insert(path);
  return ignored;
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  uint32_t Below(uint32_t count) { return random_() % count; }

  std::string Name() {
    static constexpr std::array<std::string_view, 12> kNames = {
        "a", "b", "ab", "ba", "a.iql", "b.iql", "x", "A", "a b", "a-b", "#a", "[a]"};
    return std::string(kNames[Below(kNames.size())]);
  }

  std::string Pattern() {
    static constexpr std::array<std::string_view, 30> kParts = {"a",           "b",
                                                                "x",           "A",
                                                                "*",           "*",
                                                                "**",          "/",
                                                                "/",           "/",
                                                                "**/",         "/**",
                                                                "?",           "[ab]",
                                                                "[!a]",        "[a-b]",
                                                                ".iql",        " ",
                                                                "\\a",         "\\",
                                                                "[[:alpha:]]", "[^[:space:]]",
                                                                "[",           "]",
                                                                "[]a-z]",      "/**/",
                                                                "*.iql",       "\\*",
                                                                "#",           "-"};
    std::string pattern = Below(4) == 0 ? "!" : "";
    if (Below(4) == 0) pattern += "/";
    for (uint32_t i = 0, count = 1 + Below(4); i < count; ++i)
      pattern += kParts[Below(kParts.size())];
    if (Below(4) == 0) pattern += "/";
    return pattern;
  }

  std::string File() {
    std::string text;
    for (uint32_t i = 0, count = 1 + Below(4); i < count; ++i) {
      text += Pattern() + (Below(5) == 0 ? "\r\n" : "\n");
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

struct Tree {
  std::vector<std::string> folders = {""};  // with a slash at the end
  std::vector<std::string> files = {};
};

Tree MakeTree(Generator& generator, const GitRepository& repository) {
  Tree tree;
  for (int i = 0; i < 12; ++i) {
    const std::string parent = tree.folders[generator.Below(tree.folders.size())];
    const std::string path = parent + generator.Name();
    if (fs::exists(repository.root() + "/" + path)) continue;
    if (generator.Below(2) == 0) {
      fs::create_directories(repository.root() + "/" + path);
      tree.folders.push_back(path + "/");
    } else {
      repository.Write(path, "");
      tree.files.push_back(path);
    }
  }
  return tree;
}

// What IgnoreScopes says of everything below `folder`; in an ignored folder all is ignored.
void Judge(const std::string& root, const std::string& folder, IgnoreScopes& scopes,
           std::vector<std::string>& failures, std::set<std::string>& ignored, bool all) {
  const std::string real = root + (folder.empty() ? "" : "/" + folder.substr(0, folder.size() - 1));
  const IgnoreScopes::Mark mark = scopes.Enter(real, failures);
  for (const fs::directory_entry& entry : fs::directory_iterator(real)) {
    const std::string name = entry.path().filename().string();
    if (name == ".git" || name == ".gitignore") continue;
    const bool is_ignored = all || scopes.Ignored(entry.path().string(), entry.is_directory());
    if (is_ignored) ignored.insert(folder + name);
    if (entry.is_directory()) {
      Judge(root, folder + name + "/", scopes, failures, ignored, is_ignored);
    }
  }
  scopes.Leave(mark);
}

std::string Describe(const GitRepository& repository,
                     const std::vector<std::string>& ignore_files) {
  std::string text;
  for (const std::string& name : ignore_files) {
    std::ifstream file(repository.root() + "/" + name);
    text += "--- " + name + "\n";
    text += std::string(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

TEST(IgnoreScopes, AgreeWithGitOnRandomTrees) {
  if (!testing_support::HasGit()) {
    GTEST_SKIP() << "git is not installed: its verdicts were not compared";
  }
  size_t judged = 0;
  size_t ignored_in_all = 0;
  for (uint32_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    const GitRepository repository;
    ASSERT_TRUE(repository.ready());
    Generator generator(seed);
    const Tree tree = MakeTree(generator, repository);
    std::vector<std::string> ignore_files = {".gitignore"};
    if (tree.folders.size() > 1) ignore_files.push_back(tree.folders[1] + ".gitignore");
    if (generator.Below(3) == 0) ignore_files.emplace_back(".git/info/exclude");
    for (const std::string& name : ignore_files) repository.Write(name, generator.File());
    std::vector<std::string> paths = tree.files;
    for (const std::string& folder : tree.folders) {
      if (!folder.empty()) paths.push_back(folder.substr(0, folder.size() - 1));
    }
    std::set<std::string> ours;
    std::vector<std::string> failures;
    IgnoreScopes scopes;
    scopes.Begin(repository.root(), failures);
    Judge(repository.root(), "", scopes, failures, ours, false);
    EXPECT_TRUE(failures.empty());
    EXPECT_EQ(ours, IgnoredByGit(repository, paths)) << Describe(repository, ignore_files);
    judged += paths.size();
    ignored_in_all += ours.size();
  }
  // The comparison means something only if both verdicts occur often.
  EXPECT_GT(ignored_in_all, judged / 10);
  EXPECT_LT(ignored_in_all, judged * 9 / 10);
}

}  // namespace
}  // namespace stackql::discovery
