#include "support/aws/journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace stackql::aws_double {

Entry Journal::Begin(Entry entry) {
  const std::lock_guard<std::mutex> hold(mutex_);
  entry.number = entries_.size() + 1;
  entry.in_flight = ++in_flight_;
  entries_.push_back(entry);
  return entry;
}

void Journal::End(const Entry& entry) {
  const std::lock_guard<std::mutex> hold(mutex_);
  --in_flight_;
  entries_[entry.number - 1] = entry;
}

std::vector<Entry> Journal::Entries() const {
  const std::lock_guard<std::mutex> hold(mutex_);
  return entries_;
}

size_t Journal::Count(const std::string& operation) const {
  const std::lock_guard<std::mutex> hold(mutex_);
  return static_cast<size_t>(std::count_if(
      entries_.begin(), entries_.end(),
      [&](const Entry& entry) { return operation.empty() || entry.operation == operation; }));
}

size_t Journal::HighWater() const {
  const std::lock_guard<std::mutex> hold(mutex_);
  size_t most = 0;
  for (const Entry& entry : entries_) most = std::max(most, entry.in_flight);
  return most;
}

std::vector<int64_t> Journal::Gaps() const {
  const std::lock_guard<std::mutex> hold(mutex_);
  std::vector<int64_t> gaps;
  for (size_t i = 1; i < entries_.size(); ++i) gaps.push_back(entries_[i].at - entries_[i - 1].at);
  return gaps;
}

std::vector<std::string> Journal::Offences() const {
  const std::lock_guard<std::mutex> hold(mutex_);
  std::vector<std::string> offences;
  for (const Entry& entry : entries_) {
    for (const std::string& offence : entry.offences) {
      offences.push_back("call " + std::to_string(entry.number) + ": " + offence);
    }
  }
  return offences;
}

std::string WriteLine(const Entry& entry) {
  const nlohmann::ordered_json line = {
      {"number", entry.number},       {"connection", entry.connection}, {"at", entry.at},
      {"in_flight", entry.in_flight}, {"method", entry.method},         {"path", entry.path},
      {"service", entry.service},     {"operation", entry.operation},   {"headers", entry.headers},
      {"refused", entry.refused},     {"fault", entry.fault},           {"status", entry.status},
      {"offences", entry.offences}};
  return line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace stackql::aws_double
