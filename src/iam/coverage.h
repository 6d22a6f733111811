#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn.h"
#include "iam/conditions.h"
#include "iam/policy.h"
#include "lang/globs.h"

namespace stackql::iam {

// The policies that a principal's requests are decided by ("Policy evaluation logic"). A request is
// allowed if each layer allows it and none of their statements denies it.
struct PolicyLayer {
  PolicyKind kind = PolicyKind::kIdentity;
  std::string name = {};  // "the service control policies of level 2"; of the identity's: empty
  std::vector<const PolicyDocument*> documents = {};
  // Whether it decides requests for an action; empty: it does for all.
  std::function<bool(std::string_view action)> about = {};
};

enum class Outcome : uint8_t {
  kAllowed,
  kMissing,      // denied, whatever the unknown parts are
  kConditional,  // allowed if conditions hold of which nothing is known
  kNotProven,    // allowed for some of what the unknown parts may be
};

struct Verdict {
  Outcome outcome = Outcome::kAllowed;
  bool run_on = false;                         // allowed only because a `*` matches across a colon
  const PolicyStatement* denied_by = nullptr;  // kMissing: a Deny; null: nothing allows it
  size_t layer = 0;                            // kMissing: which one does not allow it
  std::string example = {};                    // kMissing: the ARN of a request that is denied
  bool all = false;                            // kMissing: so is every other that it may be
  std::set<std::string> open = {};  // what kConditional and kNotProven depend on, in words
};

// Decides requests by some layers, exactly: over all resources that an ARN with unknown parts may
// be. `principal` is what all requests say, for the variables of resources. Documents must outlive
// it.
class Coverage {
 public:
  Coverage(std::vector<PolicyLayer> layers, const RequestContext& principal);

  // `action` may have wildcards; then all that it matches is asked for.
  Verdict Decide(std::string_view action, const Arn& resource, const RequestContext& context) const;

  // The statements that deny a request on a resource, or may: what their conditions depend on is
  // added to `open`.
  std::vector<const PolicyStatement*> Denying(std::string_view action, std::string_view resource,
                                              const RequestContext& context,
                                              std::set<std::string>& open) const;

 private:
  struct Pattern {
    lang::Glob in_part = {};
    lang::Glob run_on = {};
    lang::Glob free = {};
    std::set<std::string> open = {};  // the keys of variables, and other parts, that are unknown
    bool certain() const { return open.empty(); }
  };
  struct Statement {
    const PolicyStatement* source = nullptr;
    size_t layer = 0;
    std::vector<lang::Glob> actions = {};
    std::vector<std::string> prefixes = {};  // of the actions' services, in lowercase letters
    std::vector<bool> certain = {};          // of the actions
    std::vector<Pattern> resources = {};
    std::set<std::string> open = {};  // what decides whether it is there
  };
  class Question;
  // The statements that are there in one case of what conditions of templates may be, and its
  // number: a bit for each of `conditions_` that holds.
  struct Case {
    size_t number = 0;
    std::vector<Statement> statements = {};
  };

  void FindConditions();
  void Fill(const RequestContext& principal, Case& all) const;
  Tri IsThere(const Choices& given, const Case& in) const;
  void AddStatement(const PolicyStatement& source, size_t layer, const PolicyDocument& document,
                    const RequestContext& principal, Case& all) const;
  void AddResource(const PolicyText& resource, bool old, const RequestContext& principal, Case& all,
                   Statement& statement) const;
  Verdict Combine(const std::vector<Verdict>& cases) const;

  std::vector<PolicyLayer> layers_;
  std::vector<std::string> conditions_;  // of templates, if they are told apart
  bool told_apart_ = true;               // they are not too many for that
  std::vector<Case> cases_;
  bool complete_ = true;  // all statements of the documents are there
};

}  // namespace stackql::iam
