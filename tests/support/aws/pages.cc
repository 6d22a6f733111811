#include "support/aws/pages.h"

#include "support/aws/sigv4.h"

namespace stackql::aws_double {

std::string Pages::Give(const std::string& question, Page page) {
  std::string token =
      "+/" + Sha256Hex(question + "#" + std::to_string(page.begin) + (page.empty ? "#empty" : "")) +
      "==";
  const std::lock_guard<std::mutex> hold(mutex_);
  given_[question + "#" + token] = page;
  return token;
}

std::optional<Page> Pages::Take(const std::string& question, const std::string& token) const {
  const std::lock_guard<std::mutex> hold(mutex_);
  const auto found = given_.find(question + "#" + token);
  return found == given_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace stackql::aws_double
