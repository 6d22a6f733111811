// Data flows one way: a module may include only what this table allows.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "support/places.h"

namespace {

namespace fs = std::filesystem;

using Allowed = std::map<std::string, std::set<std::string>>;

// Every module may use base, the ground floor.
const Allowed& Table() {
  static const Allowed table = {
      {"base", {}},
      {"text", {}},
      {"lang", {"text"}},
      {"value", {"text", "lang"}},
      {"diag", {"text"}},
      {"json", {"text", "value", "diag"}},
      {"yaml", {"text", "value", "diag"}},
      {"template", {"text", "lang", "value", "diag", "json"}},
      {"sql", {"text", "value", "diag", "json"}},
      {"snapshot", {}},
      {"config", {"value", "diag", "yaml"}},
      {"discovery", {}},
      {"catalog", {"lang", "value", "diag", "json", "yaml", "snapshot"}},
      {"stack", {"text", "value", "diag", "json", "yaml", "template", "sql"}},
      {"operation",
       {"text", "lang", "value", "diag", "json", "sql", "snapshot", "catalog", "stack"}},
      {"lint",
       {"text", "lang", "value", "diag", "json", "yaml", "sql", "snapshot", "catalog",
        "operation"}},
      {"iam",
       {"text", "lang", "value", "diag", "json", "yaml", "snapshot", "catalog", "operation"}},
      {"net", {}},
      {"fetch", {"text", "value", "diag", "yaml", "net"}},
      {"aws", {"value", "json", "net"}},
      {"verify",
       {"text", "lang", "value", "diag", "json", "snapshot", "catalog", "operation", "iam", "aws"}},
      {"report",
       {"text", "lang", "snapshot", "config", "catalog", "operation", "lint", "iam", "verify"}},
      {"run",
       {"text", "lang", "value", "diag", "json", "yaml", "snapshot", "config", "discovery",
        "catalog", "stack", "operation", "lint", "iam", "verify"}},
      {"cli",
       {"text", "diag", "snapshot", "config", "catalog", "lint", "iam", "fetch", "aws", "verify",
        "report", "run"}},
  };
  return table;
}

// Headers of libraries, and the modules or single files that may include them: messagec runs before
// src/yaml can be compiled, whose problems are of types that it makes.
const Allowed& Libraries() {
  static const Allowed table = {{"pg_query.h", {"sql"}},
                                {"yaml-cpp/", {"yaml", "diag/messagec_main.cc"}},
                                {"CLI/", {"cli"}},
                                {"curl/", {"net"}},
                                {"zlib.h", {"fetch"}},
                                {"xxhash.h", {"base"}},
                                {"sodium.h", {"base", "aws", "fetch"}},
                                {"re2/", {"lang"}},
                                {"pcre2.h", {"lang"}},
                                {"utf8proc.h", {"text"}}};
  return table;
}

std::vector<std::string> Includes(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> found;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("#include ", 0) != 0) continue;
    const size_t open = line.find_first_of("\"<");
    const size_t close = line.find_first_of("\">", open + 1);
    if (open != std::string::npos && close != std::string::npos) {
      found.push_back(line.substr(open + 1, close - open - 1));
    }
  }
  return found;
}

// Adds the modules that the file uses to `used`.
void CheckFile(const fs::path& file, const std::string& module, std::set<std::string>& used) {
  const std::set<std::string>& allowed = Table().at(module);
  for (const std::string& include : Includes(file)) {
    for (const auto& entry : Libraries()) {
      const bool may = entry.second.count(module) > 0 ||
                       entry.second.count(module + "/" + file.filename().string()) > 0;
      EXPECT_TRUE(include.rfind(entry.first, 0) != 0 || may)
          << file << " includes <" << include << ">, which only other modules may";
    }
    const std::string owner = include.substr(0, include.find('/'));
    if (include.find('/') == std::string::npos || Table().count(owner) == 0) continue;
    used.insert(owner);
    EXPECT_TRUE(owner == module || owner == "base" || allowed.count(owner) > 0)
        << file << " includes \"" << include << "\": an arrow that runs back up";
  }
}

TEST(Layering, IncludesFollowTheTable) {
  size_t files = 0;
  const fs::path root = fs::path(stackql::testing_support::kSourceDir) / "src";
  for (const fs::directory_entry& module : fs::directory_iterator(root)) {
    if (!module.is_directory()) continue;
    const std::string name = module.path().filename().string();
    ASSERT_EQ(Table().count(name), 1U) << "src/" << name << " is not in the table";
    std::set<std::string> used;
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(module.path())) {
      const std::string extension = file.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      CheckFile(file.path(), name, used);
      ++files;
    }
    for (const std::string& allowed : Table().at(name)) {
      EXPECT_EQ(used.count(allowed), 1U)
          << "nothing in src/" << name << " includes a header of src/" << allowed
          << ": take it out of the table";
    }
  }
  EXPECT_GT(files, 50U);
}

// It is slow to compile.
TEST(Layering, OneFileIncludesTheParserOfCommandLines) {
  const fs::path root = fs::path(stackql::testing_support::kSourceDir) / "src/cli";
  std::set<std::string> users;
  for (const fs::directory_entry& file : fs::directory_iterator(root)) {
    for (const std::string& include : Includes(file.path())) {
      if (include.rfind("CLI/", 0) == 0) users.insert(file.path().filename().string());
    }
  }
  EXPECT_EQ(users, std::set<std::string>{"parse.cc"});
}

// Whatever people see passes one place, which makes it safe for a terminal, and files are written
// as a whole or not at all.
TEST(Layering, OneFileWritesToStreams) {
  const fs::path root = fs::path(stackql::testing_support::kSourceDir) / "src";
  const std::regex raw(
      R"(\b(printf|fprintf|vprintf|vfprintf|dprintf|puts|fputs|putchar|putc|fputc|fwrite|perror|psignal)\s*\()"
      R"(|std::(cout|cerr|clog|wcout|wcerr|ofstream|fstream|print|println)\b)"
      R"(|\b(stdout|stderr)\b|\bSTD(OUT|ERR)_FILENO\b|<(iostream|fstream|ostream|print|syncstream)>)");
  std::set<std::string> users;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
    const std::string name = file.path().filename().string();
    const bool source = name.ends_with(".cc") || name.ends_with(".h");
    if (!source || name.ends_with("_main.cc")) continue;
    std::ifstream stream(file.path());
    for (std::string line; std::getline(stream, line);) {
      if (std::regex_search(line.substr(0, line.find("//")), raw)) users.insert(name);
    }
  }
  // The terminal's size, and whether there is one, is asked elsewhere.
  EXPECT_EQ(users, (std::set<std::string>{"print.cc", "progress_line.cc", "terminal.cc"}));
}

TEST(Layering, TheTableHasNoCycle) {
  // A module's line names only modules whose own lines do not name it, directly or not.
  std::set<std::string> done;
  while (done.size() < Table().size()) {
    const size_t before = done.size();
    for (const auto& entry : Table()) {
      bool ready = true;
      for (const std::string& needed : entry.second) ready &= done.count(needed) > 0;
      if (ready) done.insert(entry.first);
    }
    ASSERT_GT(done.size(), before) << "the remaining modules include each other";
  }
}

}  // namespace
