#include "iam/read_arn.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "iam/policy_pattern.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr size_t kLongest = 2048;   // bytes, of any ARN
constexpr int kMostSteps = 20'000;  // of one template; no ARN that people write needs more

using Parts = std::map<std::string, std::string, std::less<>>;

// Fields before the resource's own name hold no colon and may be empty.
bool IsField(std::string_view placeholder) {
  return placeholder == "Partition" || placeholder == "Region" || placeholder == "Account";
}

// Reads the rest of a text by the rest of a template, each placeholder as long as can be.
bool ReadBy(std::string_view arn_template, std::string_view text, int& steps, Parts& parts) {
  if (++steps > kMostSteps) return false;
  const size_t open = arn_template.find("${");
  if (open == std::string_view::npos) return arn_template == text;
  if (text.substr(0, open) != arn_template.substr(0, open)) return false;
  text.remove_prefix(open);
  const size_t close = arn_template.find('}', open);
  if (close == std::string_view::npos) return false;
  const std::string_view name = arn_template.substr(open + 2, close - open - 2);
  const std::string_view rest = arn_template.substr(close + 1);
  const size_t most = IsField(name) ? std::min(text.find(':'), text.size()) : text.size();
  const size_t least = IsField(name) ? 0 : 1;
  for (size_t length = most + 1; length-- > least;) {
    if (!ReadBy(rest, text.substr(length), steps, parts)) continue;
    parts.emplace(name, text.substr(0, length));
    return true;
  }
  return false;
}

// Characters of a template that a text must have as they are.
size_t Literals(std::string_view arn_template) {
  size_t count = 0;
  bool inside = false;
  for (const char c : arn_template) {
    inside = inside || c == '$';
    count += inside ? 0 : 1;
    inside = inside && c != '}';
  }
  return count;
}

std::string Take(Parts& parts, std::string_view name) {
  const auto found = parts.find(name);
  if (found == parts.end()) return {};
  std::string value = std::move(found->second);
  parts.erase(found);
  return value;
}

}  // namespace

std::vector<ReadArn> ReadAsArn(std::string_view text, const ActionReference& actions) {
  // CloudWatch Logs writes the ARN of a log group with and without these.
  if (text.ends_with(":*")) text.remove_suffix(2);
  const bool whole = text.starts_with("arn:") && text.size() <= kLongest && !HasWildcard(text);
  const size_t partition_end = whole ? text.find(':', 4) : std::string_view::npos;
  if (partition_end == std::string_view::npos) return {};
  const size_t end = text.find(':', partition_end + 1);
  if (end == std::string_view::npos) return {};
  const std::string prefix(text.substr(partition_end + 1, end - partition_end - 1));
  const snapshot::ActionService* service = actions.FindService(prefix);
  if (service == nullptr || service->arn_types() == nullptr) return {};
  std::vector<ReadArn> closest;
  size_t most = 0;
  for (const snapshot::ArnType* type : *service->arn_types()) {
    if (type->arns() == nullptr) continue;
    for (const auto* arn_template : *type->arns()) {
      const size_t literals = Literals(arn_template->string_view());
      Parts parts;
      int steps = 0;
      if (literals < most || !ReadBy(arn_template->string_view(), text, steps, parts)) continue;
      if (literals > most) closest.clear();
      most = literals;
      ReadArn read = {.prefix = prefix, .arn_type = type->name()->str()};
      read.region = Take(parts, "Region");
      read.account = Take(parts, "Account");
      Take(parts, "Partition");
      read.parts = std::move(parts);
      closest.push_back(std::move(read));
    }
  }
  return closest;
}

}  // namespace stackql::iam
