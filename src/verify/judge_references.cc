#include "verify/judge.h"

namespace stackql::verify {
namespace {

constexpr const char* kOwnOnly = "It knows your own account's only, not those shared with it.";

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
      judgement.unchecked.Add("default", outcome.question->type, *outcome.failure, reference.where);
      continue;
    }
    const ResourceQuestion& any = reference.any_of.front();
    judgement.problems.push_back(
        {.rule = "live-reference",
         .where = reference.where,
         .message = reference.is_arn ? "default" : "identifier",
         .args = {{"property", reference.property},
                  {"type", any.type},
                  {"identifier",
                   judgement.options.show_accounts ? any.identifier : MaskAccounts(any.identifier)},
                  {"region", any.region}},
         .help = reference.is_arn ? "" : kOwnOnly});
  }
}

}  // namespace stackql::verify
