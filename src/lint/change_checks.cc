#include "lint/change_checks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/lookup.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

using Pointers = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

class ChangeChecker {
 public:
  ChangeChecker(const Values& values, const Operation& operation, Problems& problems)
      : values_(values), operation_(operation), problems_(problems) {}

  // What the patch only passes through on its way to something deeper is not changed as a whole.
  // `alone`: only what the patch writes by itself. What a larger object has that it writes may be
  // what the resource has.
  template <typename What>
  void Report(const Pointers* pointers, bool alone) {
    if (pointers == nullptr) return;
    for (const flatbuffers::String* pointer : *pointers) {
      if (pointer->size() == 0) continue;
      for (const Found& found : FindAll(values_, operation_.desired, pointer->string_view())) {
        const bool passed = operation_.call == Call::kUpdate && values_[found.member.value].open;
        if (passed || found.member.key == kNoValue || IsInsideReported(found.path)) continue;
        if (alone && IsWrittenWithMore(found.path)) continue;
        reported_.push_back(found.path);
        problems_.push_back(
            {.what = What{.name = Show(values_, found.member.key), .type = operation_.type_name},
             .where = values_.Where(found.member.key)});
      }
    }
  }

 private:
  bool IsWrittenWithMore(const std::string& path) const {
    const std::string above = path.substr(0, path.rfind('/'));
    if (above.empty()) return false;
    return std::ranges::any_of(FindAll(values_, operation_.desired, above),
                               [&](const Found& found) {
                                 return found.path == above && !values_[found.member.value].open;
                               });
  }

  bool IsInsideReported(std::string_view path) const {
    return std::ranges::any_of(reported_,
                               [&](std::string_view above) { return LiesUnder(path, above); });
  }

  const Values& values_;
  const Operation& operation_;
  Problems& problems_;
  std::vector<std::string> reported_;
};

}  // namespace

void CheckChanges(const Values& values, const Operation& operation, Problems& problems) {
  if (operation.call == Call::kUpdate) {
    ChangeChecker checker(values, operation, problems);
    checker.Report<rules::CreateOnlyChange>(operation.type->create_only(), true);
  }
  ChangeChecker checker(values, operation, problems);
  checker.Report<rules::DeprecatedProperty>(operation.type->deprecated(), false);
}

}  // namespace stackql
