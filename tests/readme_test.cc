// The pages show what the program prints, and their links lead somewhere. UPDATE_README=1 rewrites
// the blocks.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/rules.h"
#include "report/link.h"
#include "report/report.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"
#include "support/places.h"

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = stackql::testing_support::kSourceDir;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The Markdown pages of the project, sorted.
std::vector<fs::path> Pages() {
  std::vector<fs::path> pages;
  for (auto at = fs::recursive_directory_iterator(kRoot); at != fs::end(at); ++at) {
    const std::string name = at->path().filename().string();
    if (name.rfind("build", 0) == 0 || name == ".git" || name == ".cache") {
      at.disable_recursion_pending();
    } else if (at->path().extension() == ".md") {
      pages.push_back(at->path());
    }
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

std::string Named(const fs::path& page) { return fs::relative(page, kRoot).string(); }

// What a command prints in the source directory; `stackql-lint` is the program under test.
std::string Output(const std::string& command) {
  const std::string program = stackql::testing_support::kProgram;
  const std::string line = "cd '" + kRoot.string() + "' && '" + program + "'" +
                           command.substr(std::string("stackql-lint").size());
  std::string text;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> buffer = {};
  for (size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), count);
  }
  pclose(pipe);
  return text;
}

// Fills what is between `<!-- KIND: COMMAND -->` and `<!-- /KIND -->` with the command's output:
// of the kind "output" as a code block, of the kind "markdown" as it is.
std::string WithBlocks(const std::string& page, const std::string& kind, size_t& blocks) {
  const std::string open = "<!-- " + kind + ": ";
  const std::string close = "<!-- /" + kind + " -->";
  std::string fresh;
  size_t done = 0;
  for (size_t at = 0; (at = page.find(open, done)) != std::string::npos; ++blocks) {
    const size_t command_end = page.find(" -->\n", at);
    const size_t end = page.find(close, at);
    if (command_end == std::string::npos || end == std::string::npos) {
      ADD_FAILURE() << "a block is not closed: " << page.substr(at, 80);
      break;
    }
    const std::string command = page.substr(at + open.size(), command_end - at - open.size());
    std::string block = Output(command);
    EXPECT_FALSE(block.empty()) << command;
    if (kind == "output") block = "```console\n$ " + command + "\n" + block + "```\n";
    fresh += page.substr(done, command_end + 5 - done) + block;
    done = end;
  }
  return fresh + page.substr(done);
}

TEST(Pages, ShowWhatTheProgramPrints) {
  size_t blocks = 0;
  for (const fs::path& path : Pages()) {
    SCOPED_TRACE(Named(path));
    const std::string page = ReadAll(path);
    const std::string fresh = WithBlocks(WithBlocks(page, "output", blocks), "markdown", blocks);
    if (std::getenv("UPDATE_README") == nullptr) {
      EXPECT_EQ(page, fresh) << "run readme_tests with UPDATE_README=1";
    } else if (page != fresh) {
      std::ofstream(path, std::ios::binary) << fresh;
    }
  }
  EXPECT_GE(blocks, 7U);
}

// The picture on the first page, drawn by .github/draw_output.py.
TEST(Picture, ShowsWhatTheProgramPrints) {
  const std::string picture = ReadAll(kRoot / ".github/output.svg");
  std::string text;
  std::istringstream lines(picture);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("<text ", 0) != 0) continue;
    line = std::regex_replace(line, std::regex("<[^>]*>"), "");
    for (const auto& [escaped, plain] : {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&amp;", "&"}}) {
      line = std::regex_replace(line, std::regex(escaped), plain);
    }
    text += line + '\n';
  }
  ASSERT_EQ(text.rfind("$ stackql-lint ", 0), 0U) << picture.substr(0, 200);
  const std::string command = text.substr(2, text.find('\n') - 2);
  EXPECT_EQ(text, "$ " + command + '\n' + Output(command)) << "run .github/draw_output.py";
}

// What users pin is this version.
TEST(Pages, NameThisVersion) {
  const std::string version = STACKQL_LINT_VERSION;
  for (const auto& [file, names] : std::map<std::string, std::set<std::string>>{
           {"README.md",
            {"rev: v", "stackql/stackql-lint@v", "stackql/stackql-lint:", "stackql-lint_"}},
           {"action.yml", {"default: "}},
           {".pre-commit-hooks.yaml", {"stackql/stackql-lint:"}},
           {"testdata/init/stackql-lint.yml", {"stackql/stackql-lint@v"}}}) {
    const std::string text = ReadAll(kRoot / file);
    for (const std::string& name : names) {
      EXPECT_NE(text.find(name + version), std::string::npos) << file << ": " << name << version;
    }
    const std::regex other(R"(\b0\.\d+\.\d+)");
    for (std::sregex_iterator at(text.begin(), text.end(), other), end; at != end; ++at) {
      EXPECT_EQ(at->str(), version) << file;
    }
  }
}

// The lines of a page that are not in code blocks.
std::vector<std::string> Prose(const std::string& page) {
  std::vector<std::string> lines;
  std::istringstream stream(page);
  bool code = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("```", 0) == 0) {
      code = !code;
    } else if (!code && line.rfind("    ", 0) != 0) {
      lines.push_back(line);
    }
  }
  return lines;
}

// As GitHub makes the anchor of a heading.
std::string AnchorOf(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ') anchor += '-';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

std::set<std::string> Anchors(const std::string& page) {
  std::set<std::string> anchors;
  for (const std::string& line : Prose(page)) {
    const size_t text = line.find_first_not_of('#');
    if (line[0] == '#' && text != std::string::npos) {
      anchors.insert(AnchorOf(std::string_view(line).substr(text + 1)));
    }
    constexpr std::string_view kId = "<a id=\"";
    if (const size_t at = line.find(kId); at != std::string::npos) {
      anchors.insert(
          line.substr(at + kId.size(), line.find('"', at + kId.size()) - at - kId.size()));
    }
  }
  return anchors;
}

void CheckLink(const fs::path& page, const std::string& target) {
  const size_t hash = std::min(target.find('#'), target.size());
  const fs::path file = hash == 0 ? page : page.parent_path() / target.substr(0, hash);
  EXPECT_TRUE(fs::exists(file)) << Named(page) << " links to " << target;
  if (hash == target.size() || !fs::exists(file)) return;
  EXPECT_EQ(Anchors(ReadAll(file)).count(target.substr(hash + 1)), 1U)
      << Named(page) << " links to " << target;
}

TEST(Pages, LinkToWhatThereIs) {
  size_t links = 0;
  for (const fs::path& path : Pages()) {
    std::string text;
    for (const std::string& line : Prose(ReadAll(path))) text += line + "\n";
    for (size_t at = 0; (at = text.find("](", at)) != std::string::npos; ++at) {
      const std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
      if (target.find("://") != std::string::npos) continue;
      CheckLink(path, target);
      ++links;
    }
  }
  EXPECT_GT(links, 20U);
}

TEST(Pages, TheReadmeIsShort) {
  const std::string readme = ReadAll(kRoot / "README.md");
  EXPECT_LE(std::count(readme.begin(), readme.end(), '\n'), 200);
}

// In its table of formats, in their order.
TEST(Pages, DescribeEachFormat) {
  std::string rows;
  for (const std::string& line : Prose(ReadAll(kRoot / "src" / "report" / "README.md"))) {
    if (line.rfind("| `", 0) == 0) rows += line.substr(0, line.find("` |") + 3) + '\n';
  }
  std::string expected;
  for (const stackql::report::Format& format : stackql::report::kFormats) {
    expected.append("| `").append(format.name).append("` |\n");
  }
  EXPECT_EQ(rows.substr(0, expected.size()), expected);
}

TEST(Pages, HaveAnAnchorForEachRule) {
  using stackql::snapshot::Snapshot;
  const std::set<std::string> anchors = Anchors(ReadAll(kRoot / "rules" / "README.md"));
  const stackql::RuleSet rules(Snapshot::Open(stackql::snapshot::BuiltinBytes()));
  for (const stackql::snapshot::Rule* rule : rules.all()) {
    const std::string link = stackql::report::RuleLink(rule->id()->string_view());
    const size_t hash = link.find('#');
    EXPECT_EQ(link.substr(0, hash),
              "https://github.com/stackql/stackql-lint/blob/main/rules/README.md");
    EXPECT_EQ(anchors.count(link.substr(hash + 1)), 1U) << link;
  }
}

}  // namespace
