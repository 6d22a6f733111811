#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "stack/evaluate.h"
#include "stack/merge_keys.h"
#include "stack/pyyaml.h"
#include "stack/query_checks.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::testing_support {

// A stack of these files, by path, read and evaluated in the environment dev.
class EvaluatedFiles {
 public:
  explicit EvaluatedFiles(const nlohmann::json& files, Dialect dialect = Dialect::kRust) {
    const bool python = dialect == Dialect::kPython;
    const TextId manifest =
        sources_.AddFile("m", files.at("stackql_manifest.yml").get<std::string>());
    const yaml::Document document =
        yaml::Parse(values_, manifest, problems_, {.nodes_may_hold_themselves = python});
    if (document.root == kNoValue) return;
    if (python) CheckSafeLoad(values_, document, problems_);
    const ValueId root = python ? ApplyMergeKeys(values_, document.root) : document.root;
    Manifest read_manifest = ReadManifest(values_, root, problems_, dialect);
    read_manifest.dialect = dialect;
    const auto read = [&](const std::string& path) -> FileText {
      if (!files.contains(path)) return {};
      return {FileText::Status::kOk, files.at(path).get<std::string>()};
    };
    stack_ = LoadStack(values_, std::move(read_manifest), "", true, read, problems_, failures_);
    result_ = EvaluateStack(values_, stack_, {.environments = {"dev"}});
    for (const QueryResult& query : result_.queries) {
      for (const QueryArm& arm : query.query.arms) {
        CheckQuery(values_, stack_, query.query, arm, problems_);
        problems_.insert(problems_.end(), arm.problems.begin(), arm.problems.end());
      }
      problems_.insert(problems_.end(), query.problems.begin(), query.problems.end());
    }
    problems_.insert(problems_.end(), result_.problems.begin(), result_.problems.end());
  }

  const EvaluatedStack& result() const { return result_; }
  const Problems& problems() const { return problems_; }
  bool HasProblems() const { return !problems_.empty(); }
  // The text of each query by "resource.anchor".
  std::map<std::string, std::string> Texts() const {
    std::map<std::string, std::string> texts;
    for (const QueryResult& result : result_.queries) {
      const Query& query = result.query;
      if (query.resource == nullptr || !query.text) continue;
      texts[query.resource->name + "." + query.anchor] = sources_.Bytes(query.text);
    }
    return texts;
  }

 private:
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::vector<std::string> failures_;
  Stack stack_;
  EvaluatedStack result_;
};

}  // namespace stackql::testing_support
