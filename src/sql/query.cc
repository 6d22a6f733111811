#include "sql/query.h"

#include "sql/parse.h"
#include "sql/query_checks.h"
#include "value/value.h"

namespace stackql::sql {

std::vector<Statement> ReadQuery(Values& values, Loc text, std::string_view anchor,
                                 Problems& problems) {
  std::vector<Statement> statements = Parse(values.sources(), text, problems);
  CheckSplitting(values.sources(), text, anchor, problems);
  CheckComments(values.sources(), text, anchor, statements, problems);
  CheckEscapes(values, text, problems);
  return statements;
}

}  // namespace stackql::sql
