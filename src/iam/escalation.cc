#include "iam/escalation.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "snapshot/actions_generated.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;

struct Known {
  std::string_view action;  // in small letters
  std::string_view why;
};

// What the access levels of the Service Authorization Reference do not tell.
constexpr std::string_view kPasses = "hands a role to a service, which then acts with it";
constexpr std::string_view kCredentials = "makes credentials of another identity";
constexpr std::string_view kCode = "changes what runs with another's role";
constexpr std::string_view kJoins = "gives an identity the permissions of another";
constexpr std::array<Known, 27> kKnown = {{
    {"cloudformation:createchangeset", kCode},
    {"cloudformation:createstack", kCode},
    {"cloudformation:updatestack", kCode},
    {"codebuild:startbuild", kCode},
    {"codebuild:updateproject", kCode},
    {"datapipeline:putpipelinedefinition", kCode},
    {"ec2:associateiaminstanceprofile", kPasses},
    {"ec2:modifyinstanceattribute", kCode},
    {"ec2-instance-connect:sendsshpublickey", kCode},
    {"ecs:executecommand", kCode},
    {"ecs:runtask", kCode},
    {"glue:updatedevendpoint", kCode},
    {"glue:updatejob", kCode},
    {"iam:addroletoinstanceprofile", kJoins},
    {"iam:addusertogroup", kJoins},
    {"iam:createaccesskey", kCredentials},
    {"iam:createloginprofile", kCredentials},
    {"iam:createservicelinkedrole", "makes a role that a service acts with"},
    {"iam:passrole", kPasses},
    {"iam:updateloginprofile", kCredentials},
    {"lambda:createeventsourcemapping", kCode},
    {"lambda:updatefunctioncode", kCode},
    {"lambda:updatefunctionconfiguration", kCode},
    {"sagemaker:createpresignednotebookinstanceurl", kCredentials},
    {"ssm:sendcommand", kCode},
    {"ssm:startsession", kCode},
    {"sts:assumerole", kJoins},
}};

std::string_view WhyKnown(std::string_view action, const snapshot::Action* facts) {
  const std::string name = Lower(action);
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& each) { return each.action == name; });
  if (known != kKnown.end()) return known->why;
  const auto level = facts == nullptr ? 0U : static_cast<unsigned>(facts->level());
  const bool manages = (level & static_cast<unsigned>(AccessLevel::PermissionsManagement)) != 0;
  return manages ? "changes permissions" : std::string_view();
}

}  // namespace

std::string WhyEscalates(std::string_view action, const ActionReference& actions) {
  if (action.find_first_of("*?") == std::string_view::npos) {
    return std::string(WhyKnown(action, actions.FindAction(action)));
  }
  std::string why;
  actions.Expand(action, [&](std::string_view prefix, const snapshot::Action& each) {
    if (!why.empty()) return;
    const std::string name = std::string(prefix) + ":" + each.name()->str();
    const std::string_view known = WhyKnown(name, &each);
    if (!known.empty()) why = "matches '" + name + "', which " + std::string(known);
  });
  return why;
}

}  // namespace stackql::iam
