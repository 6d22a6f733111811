#pragma once

#include <string>
#include <vector>

#include "net/transport.h"

namespace stackql::net {

// Time as downloads see it; tests have one that does not pass.
class Clock {
 public:
  Clock() = default;
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  // Since some moment.
  virtual Milliseconds Now() const = 0;
  virtual void Sleep(Milliseconds duration) = 0;
};

Clock& SystemClock();

struct DownloadOptions {
  uint64_t largest = 0;  // bytes
  // Hosts that a response may point to instead, beside the one that was asked.
  std::vector<std::string> redirect_hosts = {};
  Milliseconds deadline = {};  // by the clock's Now()
  Progress progress = {};
  std::function<void(const std::string&)> notice = {};  // a sentence about a try that failed
};

struct Download {
  bool done = false;
  std::string body = {};
  int status = 0;          // of the response that was not as expected; 0: there was none
  std::string error = {};  // sentences: what was expected, what came, what to do
  bool cancelled = false;
};

// Gets what is at `url`: follows redirects to the allowed hosts, tries again with growing pauses
// when the server is in trouble or the connection breaks, and gives up at the deadline.
Download Get(Transport& transport, Clock& clock, const Url& url, const DownloadOptions& options);

}  // namespace stackql::net
