#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/profile.h"
#include "base/child_process.h"
#include "base/result.h"
#include "net/download.h"
#include "net/transport.h"

namespace stackql::aws {

// Runs a program that PATH leads to, without a shell.
using RunCommand = std::function<Result<Finished>(const std::vector<std::string>& arguments)>;

struct ChainOptions {
  Environment environment = {};
  std::string profile = {};              // from the command line; then the environment's keys are
                                         // not used
  std::vector<std::string> linted = {};  // folders that may not say what is used
  EndpointOptions endpoints = {};        // for STS
  RunCommand run = {};
  net::Progress progress = {};  // of requests; returns false to end them
};

// Finds credentials in the order of the AWS SDKs: environment, web identity, credentials file,
// credential_process, config file, container; and all that takes more (SSO, MFA, roles from other
// profiles, instances) through AWS's own program, where it is.
Result<Credentials> FindCredentials(const ChainOptions& options, net::Transport& transport,
                                    net::Clock& clock);

}  // namespace stackql::aws
