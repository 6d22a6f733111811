#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/evaluate.h"
#include "support/schema_text.h"

// What a schema says of a value, case by case.
namespace stackql::testing_support {

inline constexpr Tri kNo = Tri::kNo;
inline constexpr Tri kUnknown = Tri::kUnknown;
inline constexpr Tri kYes = Tri::kYes;

inline Tri Decide(const std::string& schema, const std::string& value) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(TypeWith(schema));
  Evaluator evaluator(bench.values, *type->schemas());
  return evaluator.Decide(0, bench.Read(value));
}

struct Case {
  std::string schema = {};
  std::string value = {};
  Tri expected = Tri::kUnknown;
};

inline void Check(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    EXPECT_EQ(Decide(test.schema, test.value), test.expected)
        << test.schema << " on " << test.value;
  }
}

}  // namespace stackql::testing_support
