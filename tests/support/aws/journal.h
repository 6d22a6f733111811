#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace stackql::aws_double {

// A call as it was received and answered.
struct Entry {
  size_t number = 0;  // from 1, in the order of arrival
  size_t connection = 0;
  int64_t at = 0;        // milliseconds
  size_t in_flight = 0;  // calls that were being answered, with this one
  std::string method = {};
  std::string path = {};
  std::string query = {};
  std::string service = {};
  std::string operation = {};
  std::vector<std::string> headers = {};   // names, in lower case and in order
  std::string body = {};                   // never written out
  std::string refused = {};                // what is wrong with the signature
  std::string fault = {};                  // the fault that was injected
  int status = 0;                          // of the answer; 0: not yet, or none
  std::vector<std::string> offences = {};  // what must fail the run
};

// All calls so far.
class Journal {
 public:
  // Numbers the entry, which is in flight from now.
  Entry Begin(Entry entry);
  // The call is answered as the entry says.
  void End(const Entry& entry);

  std::vector<Entry> Entries() const;
  // How many calls named an operation; all calls if it is empty.
  size_t Count(const std::string& operation = "") const;
  // The most calls that were in flight at once.
  size_t HighWater() const;
  // Milliseconds between the arrivals of one call and the next.
  std::vector<int64_t> Gaps() const;
  // All offences, each with the number of its call.
  std::vector<std::string> Offences() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  size_t in_flight_ = 0;
};

// One line of JSON, without the body.
std::string WriteLine(const Entry& entry);

}  // namespace stackql::aws_double
