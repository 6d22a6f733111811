#include "verify/ask.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "iam/need.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostActions = 100;  // of one call, so that its body stays small

// A service and a region.
using Place = std::pair<aws::Service, std::string>;

bool EndsTheRun(const aws::Failure& failure) {
  return failure.cause == aws::Failure::Cause::kCredentials ||
         failure.cause == aws::Failure::Cause::kCancelled;
}

// Regions that an account has not opted into refuse its credentials; some have no endpoint.
bool EndsThePlace(const aws::Failure& failure) {
  return failure.cause == aws::Failure::Cause::kRefused ||
         failure.cause == aws::Failure::Cause::kEndpoint;
}

// Questions about permissions that one call answers: they differ in the action only.
using Simulation = std::vector<PermissionQuestion>;

std::vector<Simulation> Simulations(const std::set<PermissionQuestion>& questions) {
  const auto rest = [](const PermissionQuestion& each) {
    return std::tie(each.resource, each.region, each.for_service);
  };
  std::vector<Simulation> all;
  for (const PermissionQuestion& question : questions) {
    const bool joins = !all.empty() && rest(all.back().front()) == rest(question) &&
                       all.back().size() < kMostActions;
    if (!joins) all.emplace_back();
    all.back().push_back(question);
  }
  return all;
}

aws::SimulationQuery QueryFor(const Simulation& simulation, const Principal& principal) {
  const PermissionQuestion& any = simulation.front();
  aws::SimulationQuery query = {.principal = principal.arn};
  for (const PermissionQuestion& question : simulation) query.actions.push_back(question.action);
  if (any.resource != "*") query.resources.push_back(any.resource);
  if (!any.region.empty()) {
    query.context.push_back({.key = "aws:RequestedRegion", .values = {any.region}});
  }
  if (!any.for_service.empty()) {
    query.context.push_back(
        {.key = std::string(iam::ServiceKeyOf(any.action)), .values = {any.for_service}});
  }
  return query;
}

// What a simulation says of one action, for the one resource that was asked about.
aws::Reply<aws::Simulated> ResultOf(const PermissionQuestion& question,
                                    const std::vector<aws::Simulated>& results) {
  const auto found = std::find_if(results.begin(), results.end(), [&](const aws::Simulated& each) {
    return each.action == question.action;
  });
  if (found == results.end())
    return {.failure = {.message = "IAM returned no result for this action."}};
  aws::Simulated simulated = *found;
  for (const aws::ResourceDecision& decision : found->resources) {
    if (decision.resource == question.resource) simulated.decision = decision.decision;
  }
  return {.answer = std::move(simulated)};
}

class Asker {
 public:
  Asker(LiveReader& reader, const Progress& progress, size_t all)
      : reader_(reader), progress_(progress), all_(all) {}

  // Asks one question by `call` unless no answer will come; returns whether to ask again.
  template <typename Answer, typename Call>
  bool Put(aws::Reply<Answer>& result, const Place& place, const Call& call) {
    if (const std::optional<aws::Failure> known = KnownFailure(place)) {
      result.failure = *known;
    } else {
      result = call(reader_);
      if (!result.answer && result.failure.again) return true;
    }
    Note(result.answer ? aws::Failure{} : result.failure, place);
    return false;
  }

  std::string stopped() const { return stop_ ? stop_->message : ""; }

 private:
  std::optional<aws::Failure> KnownFailure(const Place& place) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stop_) return stop_;
    const auto closed = closed_.find(place);
    return closed == closed_.end() ? std::nullopt : std::optional(closed->second);
  }

  void Note(const aws::Failure& failure, const Place& place) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (EndsTheRun(failure) && !stop_) stop_ = failure;
    if (EndsThePlace(failure)) closed_.emplace(place, failure);
    ++answered_;
    if (progress_) progress_(answered_, all_);
  }

  LiveReader& reader_;
  const Progress& progress_;
  const size_t all_;
  std::mutex mutex_;
  std::optional<aws::Failure> stop_ = {};
  std::map<Place, aws::Failure> closed_ = {};
  size_t answered_ = 0;
};

}  // namespace

Answers Ask(const Questions& questions, const Principal& principal, LiveReader& reader,
            const ForEach& for_each, const Progress& progress) {
  Answers answers;
  const std::vector<Simulation> simulations = Simulations(questions.permissions);
  std::vector<aws::Reply<std::vector<aws::Simulated>>> simulated(simulations.size());
  std::vector<std::function<bool(Asker&)>> jobs;
  for (const ResourceQuestion& question : questions.resources) {
    jobs.emplace_back([&question, &result = answers.resources[question]](Asker& asker) {
      const Place place = {aws::Service::kCloudControl, question.region};
      return asker.Put(result, place, [&](LiveReader& live) {
        return live.GetResource(question.region, {question.type, question.identifier});
      });
    });
  }
  for (const TypeQuestion& question : questions.types) {
    jobs.emplace_back([&question, &result = answers.types[question]](Asker& asker) {
      const Place place = {aws::Service::kCloudFormation, question.region};
      return asker.Put(result, place, [&](LiveReader& live) {
        return live.DescribeType(question.region, {question.type});
      });
    });
  }
  for (size_t i = 0; i < simulations.size(); ++i) {
    simulated[i].failure = principal.failure;
    if (principal.arn.empty()) continue;
    jobs.emplace_back([&, i](Asker& asker) {
      const Place place = {aws::Service::kIam, principal.region};
      return asker.Put(simulated[i], place, [&](LiveReader& live) {
        return live.Simulate(principal.region, QueryFor(simulations[i], principal));
      });
    });
  }
  Asker asker(reader, progress, jobs.size());
  AskAll(jobs.size(), for_each, [&](size_t i) { return jobs[i](asker); });
  for (size_t i = 0; i < simulations.size(); ++i) {
    for (const PermissionQuestion& question : simulations[i]) {
      answers.permissions[question] =
          simulated[i].answer ? ResultOf(question, *simulated[i].answer)
                              : aws::Reply<aws::Simulated>{.failure = simulated[i].failure};
    }
  }
  answers.stopped = asker.stopped();
  return answers;
}

}  // namespace stackql::verify
