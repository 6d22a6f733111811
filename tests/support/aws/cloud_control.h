#pragma once

#include "support/aws/pages.h"
#include "support/aws/reply.h"

namespace stackql::aws_double {

// GetResource, ListResources and GetResourceRequestStatus.
Response AnswerCloudControl(const Call& call, const std::string& body, const World& world,
                            Pages& pages);

}  // namespace stackql::aws_double
