#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "support/aws/faults.h"
#include "support/aws/journal.h"
#include "support/aws/pages.h"
#include "support/aws/reply.h"
#include "support/aws/server.h"
#include "support/aws/world.h"

namespace stackql::aws_double {

struct Settings {
  World world = {};
  FaultPlan faults = {};                // only calls that are read-only and well signed are struck
  std::function<int64_t()> now = {};    // seconds since 1970; the system's if not given
  std::function<int64_t()> ticks = {};  // milliseconds for the journal; likewise
  int64_t date_offset = 0;              // seconds that the Date of answers is wrong by
  std::optional<Certificate> certificate = {};  // given: it is asked over TLS only
  size_t gather = 0;  // calls are answered when this many were in flight at once, or after 1 s
  std::function<void(const Entry&)> told = {};  // hears of every call once it is answered
};

// AWS on a port of this computer: strict about signatures, read-only, and keeping a journal.
class Double {
 public:
  explicit Double(Settings settings);

  int port() const { return server_.port(); }
  std::string Address() const {
    return (settings_.certificate ? "https" : "http") + std::string("://127.0.0.1:") +
           std::to_string(port());
  }
  const World& world() const { return settings_.world; }
  const Journal& journal() const { return journal_; }

 private:
  Wire Handle(const Request& request, size_t connection);
  Response Answer(const Request& request, const Call& call, Entry& entry);
  Response Serve(const Request& request, const Call& call);
  Verdict VerifySignature(const Request& request, const Call& call) const;
  void Gather();

  Settings settings_;
  Faults faults_;
  Pages pages_;
  Journal journal_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  Server server_;  // last: it ends before what its threads use
};

}  // namespace stackql::aws_double
