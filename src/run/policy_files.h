#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "iam/coverage.h"
#include "iam/own_resource.h"
#include "iam/policy.h"
#include "iam/policy_checks.h"
#include "iam/template_text.h"
#include "lint/finding.h"
#include "value/value.h"

namespace stackql {

// Files with policies, which together decide what a principal may do. What one of the identity's
// allows is allowed, if one of each other kind that is given allows it too. Control policies: one
// of each level, which is a folder, or files separated by commas.
struct PolicyFiles {
  std::vector<std::string> identity = {};
  std::vector<std::string> boundary = {};
  std::vector<std::string> session = {};
  std::vector<std::string> scps = {};  // a level each
  std::vector<std::string> rcps = {};
  // Of `identity`; if it is not that, they are checked as documents only.
  iam::PolicyKind kind = iam::PolicyKind::kIdentity;
  std::optional<size_t> max_excess = {};  // grants of `identity` that nothing needs
  size_t limit = 0;  // of the identity's documents, in characters; 0: that of a managed policy
};

// Policies as they were read, and what is wrong with each by itself.
class PolicyReader {
 public:
  // `context`: where templates are deployed.
  PolicyReader(iam::PolicyFacts facts, Report& report, const iam::AwsContext& context);

  // Layers of documents, which live as long as the reader: the identity's first. What cannot be
  // read is a failure of the report.
  std::vector<iam::PolicyLayer> Read(const PolicyFiles& files);

  Sources sources;
  Problems problems = {};

 private:
  void AddLevels(iam::PolicyKind kind, const std::string& name,
                 const std::vector<std::string>& levels, std::vector<iam::PolicyLayer>& layers);
  iam::PolicyLayer Layer(iam::PolicyKind kind, std::string name,
                         const std::vector<std::string>& files);
  void Check(const iam::PolicyDocument& document, iam::PolicyKind kind);

  iam::PolicyFacts facts_;
  iam::TemplatePlace place_;
  size_t limit_ = 0;
  Report& report_;
  Values values_{sources};
  std::deque<iam::PolicyDocument> documents_;
};

}  // namespace stackql
