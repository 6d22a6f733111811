#include "verify/verify.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "json/json.h"
#include "verify/drift.h"

namespace stackql::verify {
namespace {

using Answer = aws::Result<aws::Resource>;

// Cloud Control API Reference, errors of GetResource. That a handler reports nothing is no proof
// that there is nothing: some report it of resources that exist.
constexpr std::string_view kNotFound = "ResourceNotFoundException";

bool EndsTheRun(const aws::Failure& failure) {
  return failure.cause == aws::Failure::Cause::kCredentials ||
         failure.cause == aws::Failure::Cause::kEndpoint ||
         failure.cause == aws::Failure::Cause::kCancelled;
}

class Verifier {
 public:
  Verifier(Values& values, Problems& problems, Verified& verified)
      : values_(values), problems_(problems), verified_(verified) {}

  void Judge(const Subject& subject, const Answer& answer) {
    if (answer.answer) return JudgeFound(subject, *answer.answer);
    if (answer.failure.code == kNotFound) return JudgeAbsent(subject);
    ++verified_.unchecked;
    if (EndsTheRun(answer.failure) && verified_.stopped.empty()) {
      verified_.stopped = answer.failure.message;
    }
    unchecked_[{subject.type_name, answer.failure.code, answer.failure.message}].push_back(
        &subject);
  }

  // What could not be checked for one reason is told once.
  void Finish() {
    for (const auto& [reason, subjects] : unchecked_) {
      const auto& [type, code, message] = reason;
      Problem problem = {.rule = "live-unchecked",
                         .where = WhereOf(*subjects.front()),
                         .args = {{"type", type}, {"reason", code.empty() ? message : code}},
                         .help = code.empty() ? std::string() : message};
      for (size_t i = 1; i < subjects.size() && i < kMostNotes; ++i) {
        problem.related.push_back({WhereOf(*subjects[i]), "nor this one"});
      }
      problems_.push_back(std::move(problem));
    }
  }

 private:
  static constexpr size_t kMostNotes = 8;

  static Loc WhereOf(const Subject& subject) {
    return subject.named.empty() ? subject.created : subject.named.front();
  }

  void JudgeAbsent(const Subject& subject) {
    ++verified_.absent;
    // The stack is about to create it.
    if (subject.desired != kNoValue || subject.named.empty()) return;
    Problem problem = {.rule = "live-missing",
                       .where = subject.named.front(),
                       .args = {{"type", subject.type_name},
                                {"identifier", subject.identifier},
                                {"region", subject.region}}};
    for (size_t i = 1; i < subject.named.size() && i < kMostNotes; ++i) {
      problem.related.push_back({subject.named[i], "also named here"});
    }
    problems_.push_back(std::move(problem));
  }

  void JudgeFound(const Subject& subject, const aws::Resource& resource) {
    ++verified_.found;
    if (subject.desired == kNoValue) return;
    if (!subject.guarded) {
      problems_.push_back({.rule = "live-exists",
                           .where = subject.created,
                           .args = {{"type", subject.type_name},
                                    {"identifier", subject.identifier},
                                    {"region", subject.region}}});
    }
    const std::optional<ValueId> live = Read(resource.properties);
    if (!live) {
      ++verified_.unchecked;
      return;
    }
    const Drift drift = Compare(values_, subject.desired, *live, *subject.type);
    verified_.open_values += drift.unknown;
    verified_.write_only += drift.write_only;
    for (const Difference& difference : drift.differences) {
      problems_.push_back(
          {.rule = "live-drift",
           .where = difference.where,
           .message = difference.replaces ? "replaces" : "default",
           .args = {{"property", difference.property}, {"type", subject.type_name}}});
    }
  }

  std::optional<ValueId> Read(const std::string& properties) {
    const TextId text = values_.sources().AddFile("the live resource", properties);
    const json::Parsed parsed = json::Parse(values_, values_.sources().All(text));
    const bool object = parsed.value != kNoValue && values_[parsed.value].kind == Kind::kObject;
    return object ? std::optional<ValueId>(parsed.value) : std::nullopt;
  }

  Values& values_;
  Problems& problems_;
  Verified& verified_;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<const Subject*>>
      unchecked_;
};

}  // namespace

Verified Verify(const Subjects& subjects, Values& values, LiveReader& reader,
                const ForEach& for_each, Problems& problems) {
  std::vector<Answer> answers(subjects.known.size());
  for_each(answers.size(), [&](size_t i) {
    const Subject& subject = subjects.known[i];
    answers[i] = reader.GetResource(
        subject.region, {.type_name = subject.type_name, .identifier = subject.identifier});
  });
  Verified verified = {.asked = answers.size()};
  Verifier verifier(values, problems, verified);
  for (size_t i = 0; i < answers.size(); ++i) verifier.Judge(subjects.known[i], answers[i]);
  verifier.Finish();
  return verified;
}

}  // namespace stackql::verify
