#pragma once

#include <string>
#include <vector>

#include "iam/policy_checks.h"
#include "iam/read_policy.h"
#include "support/action_facts.h"
#include "support/told.h"
#include "value/value.h"

namespace stackql::testing_support {

// Policies of a file, and what one of the checks finds in them.
class File {
 public:
  explicit File(const std::string& text)
      : documents_(iam::ReadPolicies(values_, sources_.AddFile("policy.json", text), reading_)) {}

  const Problems& reading() const { return reading_; }
  const iam::PolicyDocument& document() const { return documents_.at(0); }

  std::vector<std::string> Elements(iam::PolicyKind kind = iam::PolicyKind::kIdentity) {
    Problems problems;
    iam::CheckElements(values_, document(), kind, problems);
    return Described(problems);
  }
  // All of a document of this kind.
  std::vector<std::string> Document(iam::PolicyKind kind) {
    Problems problems;
    iam::CheckDocument(values_, document(), {.actions = Actions(), .kind = kind}, problems);
    return Described(problems);
  }
  std::vector<std::string> Grants(iam::PolicyKind kind = iam::PolicyKind::kIdentity) {
    Problems problems;
    iam::CheckGrants(document(),
                     {.actions = Actions(),
                      .kind = kind,
                      .regions = {"us-east-1", "us-west-2", "eu-west-1", "cn-north-1"}},
                     problems);
    return Described(problems);
  }
  std::vector<std::string> Conditions() {
    Problems problems;
    iam::CheckConditions(document(), Actions(), problems);
    return Described(problems);
  }
  std::vector<std::string> Risks() {
    Problems problems;
    iam::CheckRisks(document(), Actions(), problems);
    return Described(problems);
  }
  std::vector<std::string> Redundancy() {
    Problems problems;
    iam::CheckRedundancy(document(), problems);
    return Described(problems);
  }
  std::vector<std::string> Size(iam::PolicyKind kind, size_t inline_limit = 0) {
    Problems problems;
    iam::CheckSize(values_, document(), kind, inline_limit, problems);
    return Described(problems);
  }

  // What can be done about what is wrong with an identity policy: "'place' -> text".
  std::vector<std::string> Repairs() {
    Problems problems;
    iam::CheckElements(values_, document(), iam::PolicyKind::kIdentity, problems);
    iam::CheckGrants(document(), {.actions = Actions()}, problems);
    iam::CheckConditions(document(), Actions(), problems);
    return Repaired(sources_, problems);
  }

  // The same of all that is wrong with a document of a kind.
  std::vector<std::string> RepairsOfDocument(iam::PolicyKind kind) {
    Problems problems;
    iam::CheckDocument(values_, document(), {.actions = Actions(), .kind = kind}, problems);
    return Repaired(sources_, problems);
  }

  // Where a document of this kind has something that AWS refuses, whatever the settings are.
  std::vector<std::string> Refused(iam::PolicyKind kind) {
    Problems problems;
    iam::CheckDocument(values_, document(), {.actions = Actions(), .kind = kind}, problems);
    std::vector<std::string> places;
    for (const Problem& problem : problems) {
      if (problem.grave) places.push_back(Spelled(problem.where));
    }
    return places;
  }

  // "RULE.message 'place' name=value, name=value. Help. (note at 'place')"
  std::vector<std::string> Described(const Problems& problems) const {
    std::vector<std::string> all;
    for (const Problem& problem : problems) {
      std::string text = problem.what.rule.Text() + "." + std::string(problem.what.id) + " '" +
                         Spelled(problem.where) + "'";
      for (const auto& [name, value] : problem.what.args) {
        text += (&name == &problem.what.args.front().first ? " " : ", ") + std::string(name) + "=" +
                value;
      }
      if (!problem.help.empty()) text += ". " + problem.help;
      for (const Related& related : problem.related) {
        text += " (" + related.message + " at '" + Spelled(related.where) + "' " +
                std::to_string(sources_.Resolve(related.where).at.span.begin) + ")";
      }
      all.push_back(text);
    }
    return all;
  }

 private:
  std::string Spelled(Loc where) const {
    return std::string(sources_.Bytes(sources_.Resolve(where).at));
  }

  Sources sources_;
  Values values_{sources_};
  Problems reading_;
  std::vector<iam::PolicyDocument> documents_;
};

inline std::string Policy(const std::string& statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
}

inline std::string Allow(const std::string& actions, const std::string& resources,
                         const std::string& more = "") {
  return R"({"Effect": "Allow", "Action": )" + actions + R"(, "Resource": )" + resources + more +
         "}";
}

}  // namespace stackql::testing_support
