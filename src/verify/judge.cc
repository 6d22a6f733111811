#include "verify/judge.h"

namespace stackql::verify {

Tally Judge(const Plan& plan, const Answers& answers, const JudgeOptions& options, Values& values,
            Problems& problems) {
  Judgement judgement = {
      .answers = answers, .options = options, .values = values, .problems = problems};
  JudgeSubjects(plan.subjects, judgement);
  JudgeReferences(plan.references, judgement);
  JudgeTypes(plan.types, judgement);
  JudgePermissions(plan.permissions, judgement);
  judgement.unchecked.Report(problems, options.show_accounts, options.strict);
  return judgement.tally;
}

}  // namespace stackql::verify
