#include "rules/live.h"
#include "verify/judge.h"

namespace stackql::verify {
namespace {

constexpr const char* kOwnOnly =
    "Cloud Control only knows the resources of your own account, not those shared with it.";

// What is known of a reference's resources together.
struct Outcome {
  bool found = false;
  const ResourceQuestion* question = nullptr;  // that a failure was the answer to
  const aws::Failure* failure = nullptr;
};

Outcome OutcomeOf(const Reference& reference, const Answers& answers) {
  Outcome outcome;
  for (const ResourceQuestion& question : reference.any_of) {
    const auto answer = answers.resources.find(question);
    if (answer == answers.resources.end()) continue;
    outcome.found = outcome.found || answer->second.answer.has_value();
    if (answer->second.answer || SaysAbsent(answer->second.failure)) continue;
    outcome.question = &question;
    outcome.failure = &answer->second.failure;
  }
  return outcome;
}

}  // namespace

void JudgeReferences(const std::vector<Reference>& references, Judgement& judgement) {
  for (const Reference& reference : references) {
    const Outcome outcome = OutcomeOf(reference, judgement.answers);
    if (outcome.found) continue;
    if (outcome.failure != nullptr) {
      judgement.unchecked.Add(Unchecked::What::kResource, outcome.question->type, *outcome.failure,
                              reference.where);
      continue;
    }
    const ResourceQuestion& any = reference.any_of.front();
    judgement.problems.push_back(
        {.what =
             reference.is_arn
                 ? Message(rules::LiveReference{.identifier = judgement.options.show_accounts
                                                                  ? any.identifier
                                                                  : MaskAccounts(any.identifier),
                                                .property = reference.property,
                                                .region = any.region,
                                                .type = any.type})
                 : rules::LiveReference::Identifier{.identifier =
                                                        judgement.options.show_accounts
                                                            ? any.identifier
                                                            : MaskAccounts(any.identifier),
                                                    .property = reference.property,
                                                    .region = any.region,
                                                    .type = any.type},
         .where = reference.where,
         .help = reference.is_arn ? "" : kOwnOnly});
  }
}

}  // namespace stackql::verify
