#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "iam/need.h"
#include "operation/operation.h"
#include "run/bound_unit.h"
#include "text/lines.h"
#include "text/sources.h"
#include "value/fwd.h"

namespace stackql {

// An operation as it is told to users, without the texts it came from. The same one of several
// environments is listed once.
struct ListedOperation {
  Call call = Call::kRead;
  std::string type = {};  // AWS::IVS::Stage; empty if that is not known
  std::string table = {};
  std::optional<std::string> region = {};  // none: not given; what is not known as it was written
  std::optional<std::string> identifier = {};
  Phases phases = {};
  std::string resource = {};
  std::string anchor = {};
  std::string file = {};
  Span span = {};
  Position at = {};
  std::vector<std::string> environments = {};  // that it is made in; empty: all
  std::vector<iam::Need> needs = {};
  std::vector<iam::Need> widest = {};      // what it may need at most, if that was asked
  bool may_need_more = false;              // that is not known entirely
  std::vector<std::string> left_out = {};  // entries of handler lists that are no action
  std::vector<std::string> unused =
      {};                       // tagging actions of the handlers that it plainly has no use for
  std::string stack_tag = {};   // its resource's tag stackql:stack-name, as far as known
  std::string unresolved = {};  // why its needs are not known: "type 'AWS::X::Y' is not ..."

  auto Key() const {
    return std::tie(file, span, anchor, call, type, table, resource, region, identifier);
  }
};

// The names of the phases: "build", "test", "teardown".
std::vector<std::string> Names(const Phases& phases);

// Adds to a listed operation what is asked of it; false: it is not listed.
using CompleteOperation = std::function<bool(const Operation&, const Values&, ListedOperation&)>;

// Lists the operations of a unit in the order of their places. Statements that may make
// calls that are not known are listed with `unresolved` only. `complete` may be empty.
std::vector<ListedOperation> ListOperations(const BoundUnit& unit,
                                            const CompleteOperation& complete);

}  // namespace stackql
