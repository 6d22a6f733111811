// Which of the rules' messages the code makes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <type_traits>

#include "diag/problem.h"
#include "rules/all.h"
#include "rules/manifest.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_tables.h"
#include "support/places.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

// Every qualified name of the sources, from each of its steps on: "rules::A::B" holds "A::B".
std::set<std::string> NamesIn(const std::string& text) {
  std::set<std::string> names;
  const auto part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (size_t at = 0; at < text.size();) {
    if (!part(text[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && (part(text[end]) || text.compare(end, 2, "::") == 0)) {
      end += part(text[end]) ? 1 : 2;
    }
    for (std::string name = text.substr(at, end - at); !name.empty();) {
      names.insert(name);
      const size_t step = name.find("::");
      name = step == std::string::npos ? std::string() : name.substr(step + 2);
    }
    at = end;
  }
  return names;
}

std::set<std::string> NamesInSources() {
  std::set<std::string> names;
  const fs::path root = fs::path(testing_support::kSourceDir) / "src";
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
    if (file.path().extension() != ".cc" && file.path().extension() != ".h") continue;
    std::ifstream in(file.path(), std::ios::binary);
    names.merge(NamesIn({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}));
  }
  return names;
}

TEST(RulesEmitted, EachMessageIsMadeSomewhere) {
  const std::set<std::string> names = NamesInSources();
  size_t messages = 0;
  for (const rules::KnownMessage& message : rules::kMessages) {
    EXPECT_EQ(names.count(std::string(message.code)), 1U)
        << "nothing makes the message '" << message.id << "' of the rule " << message.name << " ("
        << message.code << ")";
    ++messages;
  }
  EXPECT_GT(messages, 300U);
}

// The table that code is compiled with and the documents that the program embeds are of one make.
TEST(RulesEmitted, TheTableIsThatOfTheDocuments) {
  std::set<std::string> documents;
  const auto builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  for (const snapshot::Rule* rule : *snapshot::GetRules(builtin)->rules()) {
    if (!rule->builtin()) continue;
    for (const snapshot::Message* message : *rule->messages()) {
      documents.insert(rule->id()->str() + " " + rule->name()->str() + " " + message->id()->str());
    }
  }
  std::set<std::string> table;
  for (const rules::KnownMessage& message : rules::kMessages) {
    table.insert(std::string(message.rule) + " " + std::string(message.name) + " " +
                 std::string(message.id));
  }
  EXPECT_EQ(table, documents);
}

template <typename What>
concept NeedsNothing = requires {
  What{};
};
template <typename What>
concept NeedsNameOnly = requires {
  What{.name = ""};
};
template <typename What>
concept NeedsNameAndResource = requires {
  What{.name = "", .resource = ""};
};
template <typename What>
concept NeedsMisspelt = requires {
  What{.name = "", .resources = ""};
};

TEST(RulesEmitted, AMessageWithoutItsValuesDoesNotCompile) {
  static_assert(NeedsNameAndResource<rules::UnusedProp>);
  static_assert(!NeedsNameOnly<rules::UnusedProp>);
  static_assert(!NeedsNothing<rules::UnusedProp>);
  static_assert(!NeedsMisspelt<rules::UnusedProp>);
  static_assert(!std::is_default_constructible_v<Message>);
  static_assert(!std::is_default_constructible_v<Problem>);
}

TEST(RulesEmitted, AMessageKnowsItsRuleAndValues) {
  const Message message = rules::UnusedProp{.name = "size", .resource = "stage"};
  EXPECT_EQ(message.rule, RuleId("MAN011"));
  EXPECT_EQ(message.rule.Text(), "MAN011");
  EXPECT_EQ(message.id, "default");
  const std::vector<std::pair<std::string_view, std::string>> args = {{"name", "size"},
                                                                      {"resource", "stage"}};
  EXPECT_EQ(message.args, args);
}

TEST(RulesEmitted, IdsCompareAsTheirTextsDo) {
  EXPECT_LT(RuleId("MAN011"), RuleId("MAN012"));
  EXPECT_LT(RuleId("AB999"), RuleId("ABC001"));
  EXPECT_LT(RuleId("ABCD001"), RuleId("B001"));
  EXPECT_NE(RuleId("AB001"), RuleId("AB0010"));
}

}  // namespace
}  // namespace stackql
