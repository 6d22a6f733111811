#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace stackql::aws_double {

// Where a page token leads.
struct Page {
  size_t begin = 0;
  bool empty = false;  // an empty page comes before it
};

// The page tokens given so far. They tell a client nothing, need escaping wherever they are put,
// and are good only for the question they were given for.
class Pages {
 public:
  std::string Give(const std::string& question, Page page);
  std::optional<Page> Take(const std::string& question, const std::string& token) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Page> given_;
};

}  // namespace stackql::aws_double
