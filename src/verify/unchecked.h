#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "aws/client.h"
#include "diag/problem.h"

namespace stackql::verify {

// Collects what AWS gave no answer to. What has one reason is told once.
class Unchecked {
 public:
  // `message`: which of live-unchecked's, about `subject`.
  void Add(std::string_view message, const std::string& subject, const aws::Failure& failure,
           Loc where);
  // Adds a problem for each reason.
  void Tell(Problems& problems, bool show_accounts) const;

 private:
  using Reason = std::tuple<std::string_view, std::string, std::string, std::string>;
  std::map<Reason, std::vector<Loc>> places_ = {};
};

// A text without the account ids in it, but for their last four digits.
std::string MaskAccounts(std::string text);

}  // namespace stackql::verify
