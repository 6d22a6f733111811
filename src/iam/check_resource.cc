#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "diag/suggest.h"
#include "iam/arn.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "rules/policy.h"

namespace stackql::iam {
namespace {

constexpr size_t kFields = 5;  // before the resource's own

bool IsBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }

bool IsPlain(std::string_view field) {
  return !field.empty() && field.find_first_of("*?$") == std::string_view::npos;
}

// An ARN's fields, as many as it has.
class Fields {
 public:
  Fields(const PolicyText& resource, const std::vector<std::string_view>& regions, bool of_iam,
         Problems& problems)
      : resource_(resource), regions_(regions), of_iam_(of_iam), problems_(problems) {
    std::string_view rest = resource.text;
    for (std::string_view& field : fields_) {
      field = rest.substr(0, rest.find(':'));
      rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    }
  }

  bool Check() {
    return CheckPartition() && CheckService() && CheckShort() && CheckRegion() && CheckAccount() &&
           CheckBucket() && CheckGlobal();
  }

 private:
  bool Report(Message what, std::string help) {
    problems_.push_back(
        {.what = std::move(what), .where = resource_.where, .help = std::move(help)});
    return false;
  }

  // Of what IAM refuses to take in its own policies.
  bool Refuse(Message what, std::string help) {
    Report(std::move(what), std::move(help));
    problems_.back().grave = of_iam_;
    return false;
  }

  bool CheckPartition() {
    const std::string_view partition = fields_[1];
    if (!IsPlain(partition)) return true;
    std::vector<std::string_view> known;
    for (const Partition& each : Partitions()) known.push_back(each.name);
    if (std::ranges::find(known, partition) != known.end()) return true;
    const std::string meant = DidYouMean(Suggest(partition, known));
    return Refuse(
        rules::InvalidResource::Partition{.partition = partition, .resource = resource_.text},
        meant.empty() ? "Partitions are aws, aws-cn, aws-us-gov and similar." : meant);
  }

  // One that stands for several services is a mistake more often than meant.
  bool CheckService() {
    const std::string_view service = fields_[2];
    const bool part = service.size() > 1 && HasWildcard(service);
    if (!part || service.find('$') != std::string_view::npos) return true;
    return Report(rules::InvalidResource::Service{.resource = resource_.text, .service = service},
                  "Write an ARN for each service.");
  }

  // Fields that are not valid regions or accounts because earlier fields are missing:
  // "arn:aws:s3::b/*".
  bool CheckShort() {
    const auto cut = [](std::string_view field) {
      return field.find('/') != std::string_view::npos;
    };
    const size_t colons = std::ranges::count(resource_.text, ':');
    // A wildcard before it may match across a colon.
    const bool region = cut(fields_[3]) && !HasWildcard(fields_[1]);
    const bool account = cut(fields_[4]) && !HasWildcard(fields_[1]) && !HasWildcard(fields_[3]);
    if (colons >= kFields || (!region && !account)) return true;
    return Report(
        rules::InvalidResource{.resource = resource_.text},
        "Write 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'; REGION and ACCOUNT may be "
        "empty.");
  }

  bool CheckRegion() {
    const std::string_view region = fields_[3];
    if (!CheckZone(region) || !CheckPlace(region)) return false;
    if (IsKnownRegion(region)) return true;
    // Of services' own words in its place nothing is known.
    const std::string_view meant =
        stackql::IsRegion(region) ? Suggest(region, regions_) : Respelled(region);
    // One that is like none may be new.
    if (meant.empty()) return true;
    return Report(rules::InvalidResource::Region{.region = region, .resource = resource_.text},
                  DidYouMean(meant));
  }

  // The region that has the same letters and digits: of "us_east1".
  std::string_view Respelled(std::string_view text) const {
    const auto letters = [](std::string_view name) {
      std::string all = Lower(name);
      std::erase_if(all, [](char c) { return !IsAlnum(c); });
      return all;
    };
    const std::string wanted = letters(text);
    const auto same = std::ranges::find_if(
        regions_, [&](std::string_view region) { return letters(region) == wanted; });
    return IsPlain(text) && same != regions_.end() ? *same : std::string_view();
  }

  bool IsKnownRegion(std::string_view text) const {
    return std::ranges::find(regions_, text) != regions_.end();
  }

  // An availability zone in its place: "us-east-1a".
  bool CheckZone(std::string_view region) {
    if (region.empty() || !IsLower(region.back())) return true;
    const std::string_view meant = region.substr(0, region.size() - 1);
    return !IsKnownRegion(meant) ||
           Report(rules::InvalidResource::Region{.region = region, .resource = resource_.text},
                  DidYouMean(meant));
  }

  bool CheckPlace(std::string_view region) {
    const std::string_view partition = fields_[1];
    if (!IsPlain(partition) || !IsKnownRegion(region)) return true;
    const std::string_view own = PartitionOf(region).name;
    return own == partition || Report(rules::InvalidResource::Place{.partition = partition,
                                                                    .region = region,
                                                                    .resource = resource_.text},
                                      "It is in the partition '" + std::string(own) + "'.");
  }

  bool CheckAccount() {
    const std::string_view account = fields_[4];
    if (!IsPlain(account) || account == "aws" || IsAccount(account)) return true;
    return Report(rules::InvalidResource::Account{.account = account, .resource = resource_.text},
                  "An account ID has 12 digits.");
  }

  // Of S3's resources, only a bucket's own ARN has no slash.
  bool CheckBucket() {
    const std::string_view own = ArnField(resource_.text, kResourceField);
    const bool bucket = fields_[kServiceField] == "s3" && !own.empty() &&
                        own.find_first_of("/*?$") == std::string_view::npos;
    const bool placed = IsPlain(fields_[kRegionField]) || IsPlain(fields_[kAccountField]);
    return !bucket || !placed ||
           Report(rules::InvalidResource::Bucket{.resource = resource_.text},
                  "Write 'arn:" + std::string(fields_[1]) + ":s3:::" + std::string(own) + "'.");
  }

  bool CheckGlobal() {
    if (fields_[kServiceField] != "iam" || !IsPlain(fields_[kRegionField])) return true;
    return Refuse(rules::InvalidResource::Global{.resource = resource_.text},
                  "Leave the region empty.");
  }

  const PolicyText& resource_;
  const std::vector<std::string_view>& regions_;
  const bool of_iam_;
  Problems& problems_;
  std::array<std::string_view, kFields> fields_ = {};
};

}  // namespace

bool CheckResource(const PolicyText& resource, const std::vector<std::string_view>& regions,
                   bool of_iam, Problems& problems) {
  const std::string& text = resource.text;
  if (HasHole(text) || All(text, [](char c) { return c == '*'; })) return !text.empty();
  const auto report = [&](Message what, std::string help) {
    problems.push_back({.what = std::move(what), .where = resource.where, .help = std::move(help)});
    return false;
  };
  // "ar*" and "*:role/x": with a wildcard in front, colons are not counted.
  const bool begins_wild = HasWildcard(text.substr(0, 4));
  if (!text.starts_with("arn:") && !begins_wild) {
    report(rules::InvalidResource{.resource = text},
           "Write '*' or 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'.");
    problems.back().grave = of_iam && text.find("${") == std::string::npos;
    return false;
  }
  const size_t second =
      std::min({text.find(",arn:", 4), text.find(", arn:", 4), text.find(" arn:", 4)});
  if (second != std::string::npos) {
    return report(rules::InvalidResource::Several{.resource = text}, "Write a list of them.");
  }
  if (IsBlank(text.back())) {
    return report(rules::InvalidResource::Blank{.resource = text}, "Remove the blank at the end.");
  }
  return begins_wild || text.find("${") != std::string::npos ||
         Fields(resource, regions, of_iam, problems).Check();
}

}  // namespace stackql::iam
