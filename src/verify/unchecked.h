#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "aws/client.h"
#include "diag/problem.h"

namespace stackql::verify {

// Collects what AWS gave no answer to. What has one reason is reported once.
class Unchecked {
 public:
  enum class What : uint8_t { kResource, kPermissions, kPolicy, kSchema };

  // `subject`: a type, or a principal.
  void Add(What what, const std::string& subject, const aws::Failure& failure, Loc where);
  // Adds a problem for each reason; an error if `strict`.
  void Report(Problems& problems, bool show_accounts, bool strict) const;

 private:
  using Reason = std::tuple<What, std::string, std::string, std::string>;
  std::map<Reason, std::vector<Loc>> places_ = {};
};

// A text without the account ids in it, but for their last four digits.
std::string MaskAccounts(std::string text);

}  // namespace stackql::verify
