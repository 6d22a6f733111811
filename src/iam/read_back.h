#pragma once

#include "iam/action_reference.h"
#include "iam/arn.h"
#include "iam/own_resource.h"
#include "iam/stack_calls.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql::iam {

// What holes hold that a query of the stack reads back from the row of a known resource: what it is
// identified by, or its ARN. Where environments differ, it is one of several texts.
class ReadBack {
 public:
  // `created`: it can be assumed that the stack created what it reads.
  ReadBack(const Values& values, const StackCalls& calls, const ActionReference& actions,
           const AwsContext& context, bool created, int depth = 0);
  Arn operator()(Loc hole) const;

 private:
  Arn TextOf(const HoleContent& column) const;

  const Values* values_;
  const StackCalls* calls_;
  const ActionReference* actions_;
  const AwsContext* context_;
  bool created_;
  int depth_;  // of queries whose identifier another query reads
};

}  // namespace stackql::iam
