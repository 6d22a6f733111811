#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_reference.h"
#include "operation/operation.h"
#include "value/fwd.h"
#include "verify/questions.h"

namespace stackql::verify {

// A resource that statements are about, known well enough to be asked for.
struct Subject {
  ResourceQuestion question = {};
  const snapshot::ResourceType* type = nullptr;
  // Of the first statement that creates it; of none: kNoValue.
  ValueId desired = kNoValue;
  Loc created = {};
  bool guarded = false;  // something of the same manifest resource asks first whether it exists
  // Identifiers that read, update or delete it.
  std::vector<Loc> named = {};
};

struct Subjects {
  std::vector<Subject> known = {};  // in the order of their questions
  size_t open = 0;  // statements whose region or identifier are only known during deployment
};

// What is known besides the stack.
struct AwsContext {
  std::string account = {};                       // whose credentials ask; empty: not known
  const iam::ActionReference* actions = nullptr;  // what ARNs are like; null: not known
};

// How to ask for the resource that an operation of a known type is about; none if only a deploy
// tells its region or identifier. That of a creation is known if all of the type's primary
// identifier is in the desired state, or is an ARN that follows from it.
std::optional<ResourceQuestion> QuestionAbout(const Operation& operation, const Values& values,
                                              const AwsContext& context);

// What a stack's operations are about.
Subjects SubjectsOf(const std::vector<Operation>& operations, const Values& values,
                    const AwsContext& context);

// Whether a property holds the ARN of its resource, by its name: "/Arn", "/TopicArn",
// "/ConsumerARN".
bool NamesArn(std::string_view pointer);

// The content of a text or a number, if all of it is known.
std::optional<std::string> KnownText(const Values& values, ValueId value);

}  // namespace stackql::verify
