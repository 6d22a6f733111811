#include "verify/principal.h"

#include <string_view>

namespace stackql::verify {
namespace {

constexpr std::string_view kSession = ":assumed-role/";

// "arn:aws:sts::111122223333:assumed-role/NAME/SESSION".
std::string RoleOf(std::string_view arn) {
  const size_t at = arn.find(kSession);
  if (at == std::string_view::npos) return {};
  arn.remove_prefix(at + kSession.size());
  return std::string(arn.substr(0, arn.find('/')));
}

}  // namespace

bool CanBeSimulated(std::string_view arn) {
  return arn.find(":user/") != std::string_view::npos ||
         arn.find(":role/") != std::string_view::npos ||
         arn.find(":group/") != std::string_view::npos;
}

Principal PrincipalOf(const std::string& arn, const std::string& region, LiveReader& reader) {
  const std::string role = RoleOf(arn);
  if (role.empty() && CanBeSimulated(arn)) return {.arn = arn, .region = region};
  if (role.empty()) {
    return {.failure = {.message = "IAM only simulates users, groups and roles; set the one that "
                                   "deploys with --principal-arn"}};
  }
  const aws::Reply<aws::Role> found = reader.GetRole(region, {.name = role});
  if (!found.answer) return {.failure = found.failure};
  return {.arn = found.answer->arn, .region = region};
}

}  // namespace stackql::verify
