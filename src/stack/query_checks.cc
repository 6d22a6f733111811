#include "stack/query_checks.h"

#include "stack/answers.h"
#include "stack/error_column.h"
#include "stack/providers.h"
#include "stack/returns.h"
#include "stack/row_counts.h"
#include "value/value.h"

namespace stackql {

void CheckQuery(const Values& values, const Stack& stack, const Query& query, const QueryArm& arm,
                Problems& problems) {
  CheckAnswers(values, stack, query, arm, problems);
  CheckErrorColumn(query, arm, problems);
  CheckProviders(values, stack, query, arm, problems);
  CheckCutDelete(values.sources(), query, arm, problems);
  CheckReturns(values, query, arm, problems);
  CheckConstantRows(values, query, arm, problems);
  CheckRowCounts(values, query, arm, problems);
}

}  // namespace stackql
