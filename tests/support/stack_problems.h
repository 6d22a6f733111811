#pragma once

// The problems of small stacks that tests write in place.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stack/evaluate.h"
#include "stack/query_checks.h"
#include "support/rule_names.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::testing_support {

using Texts = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

inline std::string Describe(const Sources& sources, const Problem& problem) {
  return RuleName(problem) + "/" + std::string(problem.what.id) + " '" +
         std::string(sources.Bytes(sources.Resolve(problem.where).at)) + "'";
}

inline const std::string kHead = "name: demo\nproviders: [awscc]\n";

// The problems of a stack, sorted, as "rule/message 'bytes'". Files lie below resources/.
inline Texts ProblemsOf(const std::string& manifest, const Files& files,
                        const std::string& head = kHead, const char* environment = nullptr,
                        Dialect dialect = Dialect::kRust) {
  Sources sources;
  Values values(sources);
  Problems problems;
  std::vector<std::string> failures;
  const TextId file = sources.AddFile("m", head + manifest);
  const yaml::Document document = yaml::Parse(values, file, problems);
  const auto read = [&](const std::string& path) -> FileText {
    const auto known = files.find(path.substr(path.find('/') + 1));
    if (known == files.end()) return {};
    return {FileText::Status::kOk, known->second};
  };
  Manifest read_manifest = ReadManifest(values, document.root, problems, dialect);
  read_manifest.dialect = dialect;
  const Stack stack =
      LoadStack(values, std::move(read_manifest), "", !files.empty(), read, problems, failures);
  EvaluationOptions options;
  if (environment != nullptr) options.environments.emplace_back(environment);
  const EvaluatedStack evaluated = EvaluateStack(values, stack, options);
  problems.insert(problems.end(), evaluated.problems.begin(), evaluated.problems.end());
  for (const QueryResult& query : evaluated.queries) {
    problems.insert(problems.end(), query.problems.begin(), query.problems.end());
    for (const QueryArm& arm : query.query.arms) {
      problems.insert(problems.end(), arm.problems.begin(), arm.problems.end());
      CheckQuery(values, stack, query.query, arm, problems);
    }
  }
  Texts lines;
  for (const Problem& problem : problems) lines.push_back(Describe(sources, problem));
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

// A query file with these anchors, separated by blanks; `count` is an exists that only counts.
inline std::string Anchors(const std::string& keys) {
  std::string text;
  for (size_t at = 0; at < keys.size();) {
    const size_t end = std::min(keys.find(' ', at), keys.size());
    const std::string key = keys.substr(at, end - at);
    text += "/*+ " + (key == "count" ? "exists" : key) + " */\n";
    if (key == "create" || key == "createorupdate") {
      text += "INSERT INTO awscc.ec2.vpcs (CidrBlock, region) SELECT '10.0.0.0/16', 'us-east-1';\n";
    } else if (key == "delete") {
      text += "DELETE FROM awscc.ec2.vpcs WHERE Identifier = 'x' AND region = 'us-east-1';\n";
    } else {
      text += "SELECT " + std::string(key == "count" ? "count(*) AS count" : "vpc_id") +
              " FROM awscc.ec2.vpcs_list_only WHERE region = 'us-east-1';\n";
    }
    at = end + 1;
  }
  return text;
}

}  // namespace stackql::testing_support
