// With every value protected, no output of any command has four characters in a row of any of them,
// whatever filters made of them: random stacks, over all formats.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr int kTrees = 25;
constexpr int kStacks = 40;  // in each

// Characters that no message has four of in a row.
const std::vector<std::string>& Letters() {
  static const std::vector<std::string> letters = {"Q", "X", "Z", "J", "K", "W", "q", "x",
                                                   "z", "j", "7", "9", "0", "'", "-", "é",
                                                   "*", "$", "/", ":", "%", ".", "_", "|"};
  return letters;
}

class SecretStack {
 public:
  explicit SecretStack(uint32_t seed) : random_(seed) {}

  void Write(const TemporaryFolder& folder, const std::string& name) {
    std::string manifest =
        "version: 1\nname: s\nproviders: [awscc]\nresources:\n  - name: r\n"
        "    props:\n";
    const size_t count = 2 + random_() % 4;
    for (size_t i = 0; i < count; ++i) {
      manifest += "      - name: p" + std::to_string(i) + "\n" + Value();
    }
    manifest += "    protected: [";
    for (size_t i = 0; i < count; ++i) manifest += (i == 0 ? "p" : ", p") + std::to_string(i);
    props_ = count;
    folder.Write(name + "/stackql_manifest.yml",
                 manifest + "]\n    exports: [a, " + Pick({"b", "c"}) + "]\n");
    std::string queries;
    for (const char* anchor : {"exists", "create", "update", "statecheck", "exports", "delete"}) {
      if (random_() % 4 == 0) continue;
      queries += "/*+ " + std::string(anchor) + " */\n" + Statement() + "\n\n";
    }
    folder.Write(name + "/resources/r.iql", queries);
  }
  const std::vector<std::string>& secrets() const { return secrets_; }

 private:
  std::string Pick(const std::vector<std::string>& all) { return all[random_() % all.size()]; }

  std::string Secret() {
    std::string secret;
    const size_t size = 4 + random_() % 16;
    for (size_t i = 0; i < size; ++i) secret += Pick(Letters());
    secrets_.push_back(secret);
    return secret;
  }
  static std::string Quoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
    return quoted + "'";
  }

  // Of a prop, as YAML.
  std::string Value() {
    const std::string begin = "        value: ";
    switch (random_() % 6) {
      case 0:
        return begin + "[" + Quoted(Secret()) + ", " + Quoted(Secret()) + "]\n";
      case 1:
        return begin + "{" + Pick({"Name", "a"}) + ": " + Quoted(Secret()) +
               ", Key: " + Quoted(Secret()) + "}\n";
      case 2: {
        const std::string first = Secret();
        return begin + "|\n          " + first + "\n          " + Secret() + "\n";
      }
      case 3:
        return begin + "[{Key: " + Quoted(Secret()) + ", Value: " + Quoted(Secret()) + "}]\n";
      default:
        return begin + Quoted(Secret()) + "\n";
    }
  }

  std::string Filtered() {
    std::string text = "{{ p" + std::to_string(random_() % props_);
    for (size_t i = random_() % 3; i > 0; --i) {
      text += " | " + Pick({"upper",
                            "lower",
                            "base64_encode",
                            "sql_escape",
                            "trim",
                            "reverse",
                            "to_json",
                            "from_json",
                            "length",
                            "first",
                            "last",
                            "title",
                            "capitalize",
                            "join(sep=':')",
                            "replace(from='Q', to='Z')",
                            "truncate(length=7)",
                            "split(pat='X')",
                            "urlencode",
                            "slugify",
                            "to_aws_tag_filters",
                            "string",
                            "sort",
                            "escape"});
    }
    return text + " }}";
  }

  std::string Text() {
    return "'" +
           Pick({"", "a-", "arn:aws:s3:::", "{\"A\": \"", "[{\"Key\": \"k\", \"Value\": \"",
                 "aws:", "us-"}) +
           Filtered() + Pick({"", "", "*", "\"}", "\"}]", "-z"}) + "'";
  }

  std::string Statement() {
    const std::string table = Pick({"ivs.stages", "s3.buckets", "iam.roles", "ec2.instances",
                                    "ivs." + Filtered(), Filtered() + ".stages"});
    const std::string where = " WHERE region = " + Pick({"'us-east-1'", Text()}) +
                              " AND Identifier = " + Text() +
                              Pick({"", " AND name = " + Text(), " " + Filtered(),
                                    " AND json_equal(tags, " + Text() + ") = 1"}) +
                              ";";
    switch (random_() % 5) {
      case 0:
        return "SELECT " + Pick({"arn AS a", Filtered(), Text() + " AS b", "count(*) AS count"}) +
               " FROM awscc." + table + where;
      case 1:
        return "INSERT INTO awscc." + table + " (" +
               Pick({"Name", "BucketName", "RoleName", Filtered()}) + ", Tags, region) SELECT " +
               Text() + ", " + Text() + ", " + Pick({"'us-east-1'", Text()}) + ";";
      case 2:
        return "UPDATE awscc." + table +
               " SET PatchDocument = string('{{ {\"Name\": p0, \"Tags\": " +
               "p1} | generate_patch_document }}')" + where;
      case 3:
        return "DELETE FROM awscc." + table + where;
      default:
        return "-- " + Filtered() + "\nSELECT " + Filtered() + " AS a, b FROM awscc." + table +
               where;
    }
  }

  std::mt19937 random_;
  size_t props_ = 0;
  std::vector<std::string> secrets_;
};

constexpr std::array kCommands = {
    ". -q --write-baseline /dev/stdout",
    "render .",
    "render . --output json",
    "explain \"$(ls s0/resources/*.iql | head -n 1)\":5",
    "explain \"$(ls s1/resources/*.iql | tail -n 1)\":6 --output json",
    "explain s2/stackql_manifest.yml:12",
    "operations .",
    "operations . --output json",
    "permissions .",
    "permissions . --output json",
    "policy generate . --allow-incomplete --report /dev/stdout",
    "policy check --policy policy.json .",
};

// Everything that prints findings, and the other commands.
std::vector<std::string> AllCommands() {
  std::vector<std::string> commands(kCommands.begin(), kCommands.end());
  std::string check = ".";
  for (const report::Format& format : report::kFormats) {
    check += " -o " + std::string(format.name) + "=/dev/stdout";
  }
  commands.push_back(check);
  return commands;
}

// Every four characters of a text that are of it alone.
std::set<std::string> GramsOf(const std::string& text) {
  std::set<std::string> grams;
  for (size_t at = 0; at + 4 <= text.size(); ++at) {
    const std::string gram = text.substr(at, 4);
    const auto telling = std::count_if(gram.begin(), gram.end(), [](unsigned char c) {
      return std::isupper(c) != 0 || std::isdigit(c) != 0 ||
             std::string_view("qxzj").find(static_cast<char>(c)) != std::string_view::npos;
    });
    const size_t different = std::set<char>(gram.begin(), gram.end()).size();
    if (telling >= 3 && different >= 3) grams.insert(gram);
  }
  return grams;
}

// Some texts of four characters, for which every place of a long text is asked.
class Grams {
 public:
  void Add(const std::set<std::string>& grams) {
    for (const std::string& gram : grams) {
      begins_[Begin(gram)] = true;
      grams_.insert(gram);
    }
  }
  bool IsAt(std::string_view text) const {
    return begins_[Begin(text)] && grams_.count(std::string(text.substr(0, 4))) != 0;
  }

 private:
  static size_t Begin(std::string_view text) {
    return static_cast<unsigned char>(text[0]) * 256U + static_cast<unsigned char>(text[1]);
  }

  std::vector<bool> begins_ = std::vector<bool>(65536);
  std::set<std::string> grams_;
};

TEST(Secrets, AreInNoOutput) {
  for (int tree = 0; tree < kTrees; ++tree) {
    const TemporaryFolder folder;
    folder.Write("policy.json",
                 R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", )"
                 R"("Resource": "arn:aws:s3:::one"}]})");
    Grams grams;
    for (int i = 0; i < kStacks; ++i) {
      SecretStack stack(static_cast<uint32_t>(tree * kStacks + i));
      stack.Write(folder, "s" + std::to_string(i));
      for (const std::string& secret : stack.secrets()) grams.Add(GramsOf(secret));
    }
    for (const std::string& command : AllCommands()) {
      const std::string text = RunProgram(folder.path().string(), command + " --no-config").text;
      EXPECT_FALSE(text.empty()) << command;
      for (size_t at = 0; at + 4 <= text.size(); ++at) {
        if (!grams.IsAt(std::string_view(text).substr(at))) continue;
        const size_t begin = text.rfind('\n', at) + 1;
        // SARIF holds the documents of rules, which no stack changes.
        if (text.compare(text.find_first_not_of(' ', begin), 11, "\"markdown\":") == 0) continue;
        ADD_FAILURE() << "tree " << tree << ", " << command << ": '" << text.substr(at, 4)
                      << "' in: " << text.substr(begin, text.find('\n', at) - begin);
        return;
      }
    }
  }
}

}  // namespace
}  // namespace stackql
