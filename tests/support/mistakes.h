#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/places.h"
#include "support/sample.h"
#include "text/sources.h"
#include "value/value.h"
#include "yaml/yaml.h"

// The sample stacks, and the mistakes that their mistakes.yaml makes in them.
namespace stackql::testing_support {

using Files = std::map<std::string, std::string>;

struct Mistake {
  std::string title = {};
  std::string file = {};
  std::string replace = {};
  std::string with = {};
  std::string rule = {};
  // Where the finding is if not in `with`.
  std::string at_file = {};
  std::string at_text = {};
};

inline constexpr const char* kMistakes = "mistakes.yaml";

// Files of a folder by their path in it.
inline Files ReadFolder(const std::filesystem::path& folder) {
  Files files;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[std::filesystem::relative(entry.path(), folder).string()] = {
        std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

inline std::filesystem::path SampleFolder(const std::string& name) {
  return std::filesystem::path(kSourceDir) / "testdata" / "stacks" / name;
}

inline Files ReadSample(const std::string& name) {
  Files files = ReadFolder(SampleFolder(name));
  files.erase(kMistakes);
  return files;
}

inline void WriteAll(const TemporaryFolder& folder, const Files& files) {
  for (const auto& entry : files) folder.Write(entry.first, entry.second);
}

inline std::vector<Mistake> ReadMistakes(const std::string& name) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId text = sources.AddFile(kMistakes, ReadFolder(SampleFolder(name)).at(kMistakes));
  const yaml::Document document = yaml::Parse(values, text, problems);
  EXPECT_TRUE(problems.empty());
  const auto field = [&](ValueId object, std::string_view key) {
    const ValueId found = values.Find(object, key);
    return found == kNoValue ? std::string() : std::string(values.Text(found));
  };
  std::vector<Mistake> mistakes;
  for (const ValueId item : values.Elements(document.root)) {
    Mistake mistake = {.title = field(item, "title"),
                       .file = field(item, "file"),
                       .replace = field(item, "replace"),
                       .with = field(item, "with"),
                       .rule = field(item, "rule")};
    if (const ValueId at = values.Find(item, "at"); at != kNoValue) {
      mistake.at_file = field(at, "file");
      mistake.at_text = field(at, "text");
    }
    mistakes.push_back(mistake);
  }
  return mistakes;
}

// Where `part` stands in `whole`, which must be once.
inline size_t PlaceOf(const std::string& part, const std::string& whole) {
  const size_t at = whole.find(part);
  EXPECT_NE(at, std::string::npos) << "not found: " << part;
  if (at != std::string::npos) {
    EXPECT_EQ(whole.find(part, at + 1), std::string::npos) << "found twice: " << part;
  }
  return at;
}

// Makes the mistake in `files`; gives the bytes of the finding that it asks for.
inline Mark Make(const Mistake& mistake, Files& files) {
  const auto file = files.find(mistake.file);
  EXPECT_NE(file, files.end()) << "no file " << mistake.file;
  if (file == files.end()) return {};
  const size_t at = PlaceOf(mistake.replace, file->second);
  if (at == std::string::npos) return {};
  std::vector<Mark> marks;
  file->second.replace(at, mistake.replace.size(), Unmark(mistake.with, mistake.file, marks));
  size_t origin = at;
  if (!mistake.at_file.empty()) {
    EXPECT_TRUE(marks.empty()) << "marks in two places";
    marks.clear();
    origin = PlaceOf(Unmark(mistake.at_text, mistake.at_file, marks), files.at(mistake.at_file));
  }
  EXPECT_EQ(marks.size(), 1U) << "one finding a mistake";
  if (marks.empty()) return {};
  marks[0].span.begin += static_cast<uint32_t>(origin);
  marks[0].span.end += static_cast<uint32_t>(origin);
  return marks[0];
}

// The samples that have a list of mistakes.
inline const std::vector<std::string>& Samples() {
  static const std::vector<std::string> names = {"vpc-web-server",    "buckets",
                                                 "ivs-recording",     "lambda-role",
                                                 "multi-environment", "mixed-providers"};
  return names;
}

}  // namespace stackql::testing_support
