#include "verify/judge.h"

namespace stackql::verify {
namespace {

void Tell(const UsedType& used, std::string_view message, Judgement& judgement) {
  judgement.problems.push_back(
      {.rule = "live-type",
       .where = used.where,
       .message = message,
       .args = {{"type", used.question.type}, {"region", used.question.region}}});
}

void JudgeDescription(const UsedType& used, const aws::TypeDescription& description,
                      Judgement& judgement) {
  if (description.provisioning_type == "NON_PROVISIONABLE") {
    Tell(used, "not-provisionable", judgement);
  }
}

}  // namespace

void JudgeTypes(const std::vector<UsedType>& types, Judgement& judgement) {
  for (const UsedType& used : types) {
    const auto found = judgement.answers.types.find(used.question);
    if (found == judgement.answers.types.end()) continue;
    if (found->second.answer) {
      JudgeDescription(used, *found->second.answer, judgement);
    } else if (SaysNoType(found->second.failure)) {
      Tell(used, "default", judgement);
    } else {
      judgement.unchecked.Add("schema", used.question.type, found->second.failure, used.where);
    }
  }
}

}  // namespace stackql::verify
