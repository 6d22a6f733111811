#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/calls.h"
#include "aws/session.h"
#include "aws/wire_request.h"
#include "net/transport.h"

namespace stackql::aws {

// Why there is no answer. Its texts are fit to be shown.
struct Failure {
  enum class Kind : uint8_t {
    kError,        // the service answered with an error
    kNotPossible,  // nobody answered, or not as the service does
  };
  // What it means for the whole run, beside this call.
  enum class Cause : uint8_t {
    kOther,
    kThrottled,    // still, after all tries
    kCredentials,  // there are none, or they have expired: no call will succeed
    kRefused,      // this service does not take them in this region
    kEndpoint,     // they may not go there, or there is no address
    kDeadline,     // the time of all calls is over
    kCancelled,
  };
  Kind kind = Kind::kNotPossible;
  Cause cause = Cause::kOther;
  std::string code = {};     // "AccessDeniedException"; of kError only
  std::string message = {};  // of the service; or a sentence
  std::string request_id = {};
  bool again = false;  // throttled in every try; the quota has paid for asking later
};

// Either an answer or a failure.
template <typename Answer>
struct Reply {
  std::optional<Answer> answer = {};
  Failure failure = {};
};

// Makes the calls, and no others. One thread uses a client; all share the session.
class Client {
 public:
  Client(Session& session, net::Transport& transport) : session_(session), transport_(transport) {}

  Reply<Resource> GetResource(const ResourceQuery& query);
  Reply<TypeDescription> DescribeType(const TypeQuery& query);
  Reply<Identity> GetCallerIdentity();
  Reply<Role> GetRole(const RoleQuery& query);
  Reply<SimulationPage> SimulatePrincipalPolicy(const SimulationQuery& query);
  Reply<ValidationPage> ValidatePolicy(const ValidationQuery& query);

 private:
  template <typename Answer, typename Query>
  Reply<Answer> Ask(const Query& query);

  Session& session_;
  net::Transport& transport_;
};

}  // namespace stackql::aws
