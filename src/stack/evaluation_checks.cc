#include "stack/evaluation_checks.h"

#include "stack/answers.h"
#include "stack/providers.h"
#include "stack/returns.h"
#include "stack/row_counts.h"

namespace stackql {

void CheckEvaluation(const Values& values, const Stack& stack, const Evaluation& evaluation,
                     Problems& problems) {
  CheckAnswers(values, stack, evaluation, problems);
  CheckProviders(values, stack, evaluation, problems);
  CheckReturns(values, evaluation, problems);
  CheckRowCounts(values, evaluation, problems);
}

}  // namespace stackql
