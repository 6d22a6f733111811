#pragma once

#include <gtest/gtest.h>

#include "support/aws/double.h"

namespace stackql::aws_double {

// The double of AWS in a test: the test fails if AWS was asked to change anything, or if a secret
// was seen where none belongs.
class GuardedDouble : public Double {
 public:
  using Double::Double;
  ~GuardedDouble() {
    if (forgiven_) return;
    for (const std::string& offence : journal().Offences()) ADD_FAILURE() << offence;
  }
  GuardedDouble(const GuardedDouble&) = delete;
  GuardedDouble& operator=(const GuardedDouble&) = delete;

  // The offences so far, which do not fail the test: for tests of the double itself.
  std::vector<std::string> Forgive() {
    forgiven_ = true;
    return journal().Offences();
  }

 private:
  bool forgiven_ = false;
};

}  // namespace stackql::aws_double
