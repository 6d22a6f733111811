#include "verify/questions.h"

namespace stackql::verify {

bool SaysAbsent(const aws::Failure& failure) { return failure.code == "ResourceNotFoundException"; }

bool SaysNoType(const aws::Failure& failure) { return failure.code == "TypeNotFoundException"; }

Outcomes Count(const Answers& answers) {
  Outcomes outcomes = {.resources = answers.resources.size()};
  for (const auto& [question, result] : answers.resources) {
    const bool absent = !result.answer && SaysAbsent(result.failure);
    outcomes.found += result.answer ? 1 : 0;
    outcomes.absent += absent ? 1 : 0;
    outcomes.unchecked += result.answer || absent ? 0 : 1;
  }
  for (const auto& [question, result] : answers.types) {
    outcomes.unchecked += result.answer || SaysNoType(result.failure) ? 0 : 1;
  }
  for (const auto& [question, result] : answers.permissions) {
    outcomes.unchecked += result.answer ? 0 : 1;
  }
  return outcomes;
}

}  // namespace stackql::verify
