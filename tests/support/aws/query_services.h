#pragma once

#include "support/aws/pages.h"
#include "support/aws/reply.h"

namespace stackql::aws_double {

// CloudFormation, STS and IAM.
Response AnswerQuery(const Call& call, const World& world, Pages& pages);

}  // namespace stackql::aws_double
