#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "lint/rule_documents.h"
#include "lint/rules.h"
#include "snapshot/snapshot_objects.h"
#include "support/places.h"
#include "support/rule_names.h"
#include "support/temporary_folder.h"
#include "value/value.h"

namespace stackql::testing_support {

using Files = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

inline const std::string kRules = std::string(kSourceDir) + "/rules";

// Rule documents compiled together.
class Compiled {
 public:
  explicit Compiled(const Files& files, const catalog::Catalog* known = nullptr) {
    for (const auto& file : files) folder_.Write(file.first, file.second);
    Compile(folder_.path().string(), known);
  }
  // The program's own rules, about the types that are built in.
  explicit Compiled(const std::string& directory) {
    const std::string types = *ReadWholeFile(kBuiltinSnapshot, 64 << 20);
    const catalog::Catalog known(snapshot::Snapshot::Open(types));
    bytes_ =
        lint::CompileRules(values_, {.path = directory}, problems_, known, lint::Author::kProgram);
  }

  // "place: what is said", of each problem; the place as file name, line and the bytes.
  Texts Said() const {
    Texts said;
    for (const Problem& problem : problems_) {
      const Loc at = sources_.Resolve(problem.where).at;
      std::string text;
      if (at) {
        const std::string& path = sources_.Path(at.text);
        text = path.substr(path.rfind('/') + 1) + " " + std::string(sources_.Bytes(at)) + ": ";
      }
      text += problem.what.args.empty() ? RuleName(problem) : problem.what.args[0].second;
      said.push_back(problem.help.empty() ? text : text + " " + problem.help);
    }
    return said;
  }
  const Problems& problems() const { return problems_; }
  const std::string& bytes() const { return bytes_; }
  RuleSet rules() const { return RuleSet(snapshot::Snapshot::Open(bytes_)); }

 private:
  void Compile(const std::string& directory, const catalog::Catalog* known) {
    const catalog::Catalog none((snapshot::Snapshot()));
    bytes_ = lint::CompileRules(values_, {.path = directory}, problems_,
                                known == nullptr ? none : *known,
                                known == nullptr ? lint::Author::kProgram : lint::Author::kUser);
  }

  TemporaryFolder folder_;
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::string bytes_;
};

// A document without mistakes; `from`, if not empty, is replaced in it.
inline std::string Document(std::string_view from = {}, std::string_view to = {}) {
  std::string text = R"(id: ABC001
name: some-name
severity: warning
subject: property
summary: Something is odd
why: |
  Because.
message: "'{value}' is odd."
target: AWS::Test::Thing
path: /Box
when: {required: [Size]}
require: {properties: {Size: {const: 5}}}
at: Size
silences: [wrong-type]
examples:
  bad:
    - title: A size
      query: "SELECT «1»;"
    - manifest: "«x»: 1"
  good:
    - files:
        a.iql: SELECT 1;
        b.iql: SELECT 2;
)";
  if (from.empty()) return text;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

inline constexpr const char* kThing =
    R"({"typeName": "AWS::Test::Thing", "additionalProperties": false,
  "properties": {"Box": {"$ref": "#/definitions/Box"}},
  "definitions": {"Box": {"type": "object", "additionalProperties": false,
    "properties": {"Size": {"type": "integer"}, "Many": {"type": "array", "items":
      {"type": "object", "additionalProperties": false, "properties": {"Deep": {}}}}}}}})";

inline Files With(std::string document) {
  return {{"some-name.yaml", std::move(document)}, {"thing.schema.json", kThing}};
}

}  // namespace stackql::testing_support
