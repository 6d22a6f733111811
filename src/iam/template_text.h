#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/policy.h"
#include "value/fwd.h"

namespace stackql::iam {

// Where a template is deployed: what its pseudo parameters stand for ("AWS::Region"). Empty: not
// known.
struct TemplatePlace {
  std::string account = {};
  std::string region = {};
  std::string partition = {};
};

// What AWS CloudFormation's functions make of values, in their long and short forms.
class TemplateReader {
 public:
  TemplateReader(const Values& values, TemplatePlace place)
      : values_(values), place_(std::move(place)) {}

  // {"Ref": "Name"}, {"Fn::Sub": ...}
  bool IsFunction(ValueId object) const;
  // The short form of a function before a value: "Sub". Empty: none.
  std::string_view TagOf(ValueId value) const;
  // {"Ref": "AWS::NoValue"}: nothing is there.
  bool IsNoValue(ValueId value) const;
  // Whether a value is an Fn::If that has branches.
  bool IsChoice(ValueId value) const;

  // Calls `each` with every branch of an Fn::If that something is in, and what that is there under.
  template <typename Each>
  void ForBranches(ValueId value, const Choices& given, const Each& each) const {
    const std::vector<ValueId> all = BranchesOf(value);
    for (size_t i = 1; i < all.size(); ++i) {
      if (IsNoValue(all[i])) continue;
      Choices under = given;
      under.push_back({TextOf(all[0]).text, i == 1});
      each(all[i], under);
    }
  }

  // A text, a number or a truth value, as IAM reads them. What is not known of it is a hole.
  PolicyText TextOf(ValueId value) const;

 private:
  std::vector<ValueId> BranchesOf(ValueId value) const;
  void Add(ValueId value, int depth, PolicyText& text) const;
  void AddParameter(std::string_view name, PolicyText& text) const;
  void AddSubstituted(std::string_view written, ValueId given, int depth, PolicyText& text) const;
  void AddJoined(ValueId argument, int depth, PolicyText& text) const;

  const Values& values_;
  const TemplatePlace place_;
};

}  // namespace stackql::iam
