#include "aws/client.h"

#include <utility>

#include "aws/perform.h"
#include "aws/wire_reply.h"

namespace stackql::aws {

template <typename Answer, typename Query>
Reply<Answer> Client::Ask(const Query& query) {
  Reply<Answer> result;
  const auto take = [&](const std::string& body) {
    result.answer.emplace();
    const bool read = Decode(body, *result.answer);
    if (!read) result.answer.reset();
    return read;
  };
  if (std::optional<Failure> failure = Perform(session_, transport_, Encode(query), take)) {
    result.failure = std::move(*failure);
  }
  return result;
}

Reply<Resource> Client::GetResource(const ResourceQuery& query) { return Ask<Resource>(query); }

Reply<TypeDescription> Client::DescribeType(const TypeQuery& query) {
  return Ask<TypeDescription>(query);
}

Reply<Identity> Client::GetCallerIdentity() { return Ask<Identity>(IdentityQuery{}); }

Reply<Role> Client::GetRole(const RoleQuery& query) { return Ask<Role>(query); }

Reply<SimulationPage> Client::SimulatePrincipalPolicy(const SimulationQuery& query) {
  return Ask<SimulationPage>(query);
}

Reply<ValidationPage> Client::ValidatePolicy(const ValidationQuery& query) {
  return Ask<ValidationPage>(query);
}

}  // namespace stackql::aws
