#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "aws/client.h"
#include "aws/credential_chain.h"
#include "aws/session.h"
#include "verify/live_reader.h"

namespace stackql::cli {

// How AWS is reached: what the command line and the environment say, and nothing else.
struct AccessOptions {
  std::string profile = {};
  std::string region = {};    // of what has none; empty: the environment's or the profile's
  std::string endpoint = {};  // in place of AWS's own
  bool other_hosts = false;   // credentials may go to it, wherever it is
  int timeout = 60;           // seconds, of the whole run
  std::vector<std::string> linted = {};
  net::Clock* clock = &net::SystemClock();
  std::function<int64_t()> time = {};   // seconds since 1970; empty: the system's
  std::function<double()> random = {};  // from [0, 1); empty: the system's
};

// Asks AWS in any region with the caller's credentials, and keeps connections open.
class AwsAccess : public verify::LiveReader {
 public:
  explicit AwsAccess(AccessOptions options);

  // Who asks. Needs no permission.
  aws::Reply<aws::Identity> Identify();
  aws::Reply<aws::Resource> GetResource(const std::string& region,
                                        const aws::ResourceQuery& query) override;
  aws::Reply<aws::TypeDescription> DescribeType(const std::string& region,
                                                const aws::TypeQuery& query) override;
  aws::Reply<aws::Role> GetRole(const std::string& region, const aws::RoleQuery& query) override;
  aws::Reply<std::vector<aws::Simulated>> Simulate(const std::string& region,
                                                   const aws::SimulationQuery& query) override;
  aws::Reply<std::vector<aws::PolicyFinding>> Validate(const std::string& region,
                                                       const aws::ValidationQuery& query) override;

 private:
  // A transport that nobody else uses until it is given back.
  Result<std::unique_ptr<net::Transport>> Borrow();
  void GiveBack(std::unique_ptr<net::Transport> transport);
  aws::Session& SessionIn(const std::string& region);
  aws::EndpointOptions EndpointsIn(const std::string& region) const;
  Result<aws::Credentials> FindCredentials();
  template <typename Answer, typename Ask>
  aws::Reply<Answer> With(const std::string& region, const Ask& ask);

  const AccessOptions options_;
  const aws::Environment environment_;
  aws::Profile profile_ = {};
  std::optional<Error> profile_error_ = {};
  net::Milliseconds deadline_ = {};
  std::once_flag notice_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<net::Transport>> idle_ = {};
  std::map<std::string, std::unique_ptr<aws::Session>> sessions_ = {};
  const std::shared_ptr<aws::CredentialHolder> credentials_;
};

}  // namespace stackql::cli
