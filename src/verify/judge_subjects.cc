#include <optional>
#include <utility>

#include "base/utf8.h"
#include "json/json.h"
#include "rules/live.h"
#include "value/value.h"
#include "verify/drift.h"
#include "verify/judge.h"
#include "verify/schema_words.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostNotes = 8;
constexpr size_t kLongestShown = 200;  // bytes of a live value

template <typename What>
Message Naming(const ResourceQuestion& question, const JudgeOptions& options) {
  return What{
      .identifier = options.show_accounts ? question.identifier : MaskAccounts(question.identifier),
      .region = question.region,
      .type = question.type};
}

void JudgeAbsent(const Subject& subject, Judgement& judgement) {
  // The stack is about to create it.
  const bool created = subject.desired != kNoValue;
  if (created || judgement.options.checks.count(Check::kExists) == 0) return;
  Problem problem = {.what = Naming<rules::LiveMissing>(subject.question, judgement.options),
                     .where = subject.named.front()};
  for (size_t i = 1; i < subject.named.size() && i < kMostNotes; ++i) {
    problem.related.push_back({subject.named[i], "also named here"});
  }
  judgement.problems.push_back(std::move(problem));
}

// The live value's JSON, cut off where it gets long.
std::string Shown(Values& values, ValueId live) {
  return "It is " + Shortened(json::PlainText(values, live), kLongestShown) + ".";
}

Message MessageFor(const Difference& difference, const std::string& type) {
  using rules::LiveDrift;
  const std::string& property = difference.property;
  switch (difference.kind) {
    case Difference::Kind::kAbsent:
      return LiveDrift::Absent{.property = property, .type = type};
    case Difference::Kind::kItem:
      return LiveDrift::Item{.property = property, .type = type};
    case Difference::Kind::kMore:
      return LiveDrift::More{
          .count = std::to_string(difference.more), .property = property, .type = type};
    case Difference::Kind::kValue:
      break;
  }
  return LiveDrift{.property = property, .type = type};
}

std::string HelpOn(const Difference& difference, Judgement& judgement) {
  std::string help;
  if (difference.replaces) help = "It can only be set when the resource is created.";
  if (difference.live == kNoValue) return help;
  if (!help.empty()) help += ' ';
  return help + (judgement.options.show_values ? Shown(judgement.values, difference.live)
                                               : "Use --show-values to see AWS's value.");
}

void JudgeDrift(const Subject& subject, ValueId live, Judgement& judgement) {
  const Drift drift = Compare(judgement.values, subject.desired, live, *subject.type);
  judgement.tally.open_values += drift.unknown;
  judgement.tally.write_only += drift.write_only;
  for (const Difference& difference : drift.differences) {
    judgement.problems.push_back({.what = MessageFor(difference, subject.question.type),
                                  .where = difference.where,
                                  .help = HelpOn(difference, judgement)});
  }
}

// The properties of a live resource; none if they are not a JSON object.
std::optional<ValueId> Read(Values& values, const std::string& properties) {
  const TextId text = values.sources().AddFile("the live resource", properties);
  const json::Parsed parsed = json::Parse(values, values.sources().All(text));
  const bool object = parsed.value != kNoValue && values[parsed.value].kind == Kind::kObject;
  return object ? std::optional<ValueId>(parsed.value) : std::nullopt;
}

void JudgeFound(const Subject& subject, const aws::Resource& resource, Judgement& judgement) {
  if (subject.desired == kNoValue) return;
  const Checks& checks = judgement.options.checks;
  if (!subject.guarded && checks.count(Check::kCollisions) > 0) {
    judgement.problems.push_back(
        {.what = Naming<rules::LiveExists>(subject.question, judgement.options),
         .where = subject.created});
  }
  if (checks.count(Check::kDrift) == 0) return;
  if (const auto live = Read(judgement.values, resource.properties)) {
    return JudgeDrift(subject, *live, judgement);
  }
  ++judgement.tally.unreadable;
  judgement.unchecked.Add(Unchecked::What::kResource, subject.question.type,
                          {.message = "its properties are not a JSON object"}, subject.created);
}

}  // namespace

void JudgeSubjects(const Subjects& subjects, Judgement& judgement) {
  for (const Subject& subject : subjects.known) {
    const auto found = judgement.answers.resources.find(subject.question);
    if (found == judgement.answers.resources.end()) continue;
    const aws::Reply<aws::Resource>& result = found->second;
    if (result.answer) {
      JudgeFound(subject, *result.answer, judgement);
    } else if (SaysAbsent(result.failure)) {
      JudgeAbsent(subject, judgement);
    } else {
      judgement.unchecked.Add(Unchecked::What::kResource, subject.question.type, result.failure,
                              subject.named.empty() ? subject.created : subject.named.front());
    }
  }
}

}  // namespace stackql::verify
