#pragma once

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <string>

namespace stackql::testing_support {

// Counts how often the files of a folder (not of those below it) are opened while it lives.
class OpenedFiles {
 public:
  // Closing is watched only so that two openings of one file are not reported as one.
  explicit OpenedFiles(const std::string& folder) : queue_(inotify_init1(IN_NONBLOCK)) {
    inotify_add_watch(queue_, folder.c_str(), IN_OPEN | IN_CLOSE);
  }
  ~OpenedFiles() { close(queue_); }
  OpenedFiles(const OpenedFiles&) = delete;
  OpenedFiles& operator=(const OpenedFiles&) = delete;

  // By name, so far; takes them out of the count.
  std::map<std::string, int> Take() {
    std::map<std::string, int> counts;
    std::array<char, 64 << 10> buffer = {};
    for (ssize_t size = 0; (size = read(queue_, buffer.data(), buffer.size())) > 0;) {
      for (size_t at = 0; at < static_cast<size_t>(size);) {
        inotify_event event = {};
        std::memcpy(&event, buffer.data() + at, sizeof(event));
        if ((event.mask & IN_OPEN) != 0 && event.len > 0) {
          ++counts[buffer.data() + at + sizeof(event)];
        }
        at += sizeof(event) + event.len;
      }
    }
    return counts;
  }

 private:
  int queue_;
};

}  // namespace stackql::testing_support
