#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

class OwnBucket {
 public:
  OwnBucket(const Values& values, ValueId bucket, Problems& problems)
      : values_(values), bucket_(values[bucket].text), problems_(problems) {}

  void Check(ValueId resource) {
    for (const ValueId each : values_.Elements(resource)) Check(each);
    if (values_[resource].kind != Kind::kString || !IsForeign(values_[resource].text)) return;
    const bool known = !HasHole(values_.sources().Bytes(bucket_));
    problems_.push_back(
        {.what =
             rules::ForeignResource{.bucket = known ? values_.sources().Bytes(bucket_)
                                                    : values_.sources().Spelling(bucket_),
                                    .resource = values_.sources().Spelling(values_[resource].text)},
         .where = values_.Where(resource),
         .related = {{bucket_, "the bucket"}}});
  }

 private:
  bool IsForeign(Loc resource) const {
    constexpr std::string_view kBefore = ":s3:::";
    const std::string_view text = values_.sources().Bytes(resource);
    if (text.starts_with(kHoleBytes)) {
      const std::string_view rest = text.substr(kHoleBytes.size());
      return (rest.empty() || rest[0] == '/') && IsOfOtherRow(resource, "Arn");
    }
    const size_t before = text.find(kBefore);
    if (!text.starts_with("arn:") || before == std::string_view::npos) return false;
    const size_t begin = before + kBefore.size();
    const size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view name = text.substr(begin, end - begin);
    if (name == kHoleBytes) {
      return IsOfOtherRow(resource.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end)),
                          "BucketName");
    }
    const std::string_view own = values_.sources().Bytes(bucket_);
    if (HasHole(name) || HasHole(own) || name.find('$') != std::string_view::npos) return false;
    return HasWildcard(name) ? !lang::Matches(lang::ParseGlob(name), own) : name != own;
  }

  // Whether what a hole holds and the name of the bucket are of two buckets that the stack creates.
  bool IsOfOtherRow(Loc text, std::string_view property) const {
    if (values_.sources().Bytes(bucket_) != kHoleBytes) return false;
    const std::span<const HoleContent> one = FirstContent(values_, text);
    const std::span<const HoleContent> other = FirstContent(values_, bucket_);
    return one.size() == 1 && other.size() == 1 && one[0].property == property &&
           other[0].property == "BucketName" && one[0].type == other[0].type &&
           one[0].creator != 0 && other[0].creator != 0 && one[0].creator != other[0].creator;
  }

  const Values& values_;
  const Loc bucket_;
  Problems& problems_;
};

}  // namespace

void CheckOwnBucket(const Values& values, const PolicyStatement& statement, ValueId bucket,
                    Problems& problems) {
  const ValueId resource = values.Find(statement.value, "Resource");
  if (resource == kNoValue || values[bucket].kind != Kind::kString) return;
  OwnBucket(values, bucket, problems).Check(resource);
}

}  // namespace stackql::iam
