#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operation/operation.h"
#include "stack/secret_text.h"
#include "text/lines.h"
#include "text/sources.h"

namespace stackql {

class Secrets;

// An operation as reports show it: strings, which outlive the stack that it is of.
struct OperationView {
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
  Position at = {};                            // where the span begins
  std::vector<std::string> environments = {};  // that it is made in; empty: all
};

// The order of listings. Views that are equal in it are of one operation.
bool operator<(const OperationView& a, const OperationView& b);

// Makes views of one stack's operations. Its arguments must outlive it.
class OperationViewer {
 public:
  OperationViewer(const Values& values, const Secrets& secrets);

  // Without the values of secrets.
  OperationView Of(const Operation& operation);
  // Of a statement that may make calls that are not known: its place only.
  OperationView At(Loc where);

 private:
  std::optional<std::string> Text(ValueId value) const;

  const Values& values_;
  SecretText hidden_;
  FileLines lines_;
};

// The names of the phases: "build", "test", "teardown".
std::vector<std::string> PhaseNames(const Phases& phases);

}  // namespace stackql
