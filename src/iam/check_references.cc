#include <span>
#include <string_view>

#include "iam/policy_checks.h"
#include "operation/reference_fix.h"
#include "rules/resource.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// "*", or what begins with "arn:" and does not have it again ("IAM JSON policy elements:
// Resource").
constexpr std::string_view kResource =
    R"(^(\*+|arn:([^a]|a(a|ra|rna)*([^ar]|r[^na]|rn[^:a]))*(a(a|ra|rna)*(r|rn)?)?)$)";
// An account, an ARN of IAM or STS, the unique ID of one that is gone, or everyone ("AWS JSON
// policy elements: Principal").
constexpr std::string_view kPrincipal = R"(^(\*|\d{12}|arn:[^:]*:(iam|sts):.*|A[A-Z0-9]{15,})$)";

class References {
 public:
  References(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  // Texts that are the value or its elements.
  void Check(ValueId value, std::string_view element, std::string_view expected,
             std::string_view pattern) {
    if (value == kNoValue) return;
    if (values_[value].kind == Kind::kString) CheckText(value, element, expected, pattern);
    if (values_[value].kind != Kind::kArray) return;
    for (const ValueId each : values_.Elements(value)) {
      if (values_[each].kind == Kind::kString) CheckText(each, element, expected, pattern);
    }
  }

 private:
  void CheckText(ValueId value, std::string_view element, std::string_view expected,
                 std::string_view pattern) {
    const Loc text = values_[value].text;
    const std::span<const HoleContent> contents = FirstContent(values_, text);
    if (contents.empty() || MatchText(values_, text, pattern) != Tri::kNo) return;
    const HoleContent& content = contents.front();
    problems_.push_back({.what = rules::WrongReference{.content = Describe(content),
                                                       .expected = expected,
                                                       .property = element,
                                                       .value = values_.sources().Spelling(text)},
                         .where = values_.Where(value),
                         .related = {{content.where, "this column"}}});
    if (values_.Text(value).starts_with("arn:")) {
      problems_.back().help = "It is an ARN by itself: leave out the text before it.";
    } else {
      AdviseColumn(values_, text, content, OtherColumn(content, pattern), problems_.back());
    }
  }

  const Values& values_;
  Problems& problems_;
};

}  // namespace

void CheckReferences(const Values& values, const PolicyStatement& statement, Problems& problems) {
  References references(values, problems);
  for (const std::string_view element : {"Resource", "NotResource"}) {
    references.Check(values.Find(statement.value, element), element, "one ARN or '*'", kResource);
  }
  for (const std::string_view element : {"Principal", "NotPrincipal"}) {
    const ValueId principal = values.Find(statement.value, element);
    if (principal == kNoValue || values[principal].kind != Kind::kObject) continue;
    references.Check(values.Find(principal, "AWS"), element, "an account or the ARN of a principal",
                     kPrincipal);
  }
}

}  // namespace stackql::iam
