#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fetch/signature.h"
#include "fetch/source.h"
#include "net/download.h"

namespace stackql::fetch {

struct PullOptions {
  Source source = {};
  net::Url base = {};
  std::string folder = {};  // what holds src/awscc/<version>/, or cfn/<region>/
  std::string lock_path = {};
  bool locked = false;   // take only what the lock file names
  bool offline = false;  // look at what is there
  bool verify = true;    // signatures; CloudFormation has none
  net::Milliseconds timeout = {};
  Certificate certificate = StackqlCertificate();
  int64_t now = 0;  // seconds since 1970
  net::Progress progress = {};
  std::function<void(const std::string&)> notice = {};
  // Called once if the network is needed.
  std::function<Result<std::unique_ptr<net::Transport>>()> open = [] { return net::OpenCurl(); };
  net::Clock* clock = &net::SystemClock();
};

struct Pulled {
  std::string error = {};  // sentences; empty: done
  bool cancelled = false;
  std::vector<std::string> warnings = {};
  std::string version = {};  // of awscc
  std::string folder = {};   // where the documents are
  uint32_t documents = 0;
  bool verified = false;  // their signatures
  bool lock_changed = false;
};

// Downloads a catalog, verifies it, puts it in its place and pins it. Whatever fails, what was
// there stays.
Pulled Pull(const PullOptions& options);

}  // namespace stackql::fetch
