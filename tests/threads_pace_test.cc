// How long many questions take, and what becomes of them when the service throttles, in time that
// passes only while all threads wait.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "support/fake_aws.h"
#include "support/virtual_clock.h"
#include "verify/ask_all.h"

namespace stackql::verify {
namespace {

using net::Milliseconds;
using testing_support::VirtualClock;
using Cause = aws::Failure::Cause;

constexpr size_t kQuestions = 200;
constexpr size_t kThreads = 4;
constexpr Milliseconds kAnswerTakes{120};
constexpr Milliseconds kDeadline{60'000};
constexpr Milliseconds kAtBest{100 * kQuestions};  // at ten a second

// Throttles a share of the requests, by its own dice.
class ThrottlingService {
 public:
  ThrottlingService(double share, unsigned seed, net::Exchange answer)
      : share_(share), dice_(seed), answer_(std::move(answer)) {}

  net::Exchange Answer() {
    const std::lock_guard<std::mutex> hold(mutex_);
    if (std::uniform_real_distribution<double>(0, 1)(dice_) < share_) {
      return testing_support::JsonError("ThrottlingException", "Rate exceeded");
    }
    return answer_;
  }

 private:
  const double share_;
  std::mutex mutex_;
  std::mt19937 dice_;
  const net::Exchange answer_;
};

net::Exchange Found() {
  return testing_support::Response(
      200, R"({"ResourceDescription":{"Identifier":"b","Properties":"{}"}})");
}

net::Exchange NotFound() { return testing_support::JsonError("ResourceNotFoundException", "no"); }

class SlowTransport : public net::Transport {
 public:
  SlowTransport(VirtualClock& clock, ThrottlingService& service)
      : clock_(clock), service_(service) {}

  net::Exchange Get(const net::Url&, const net::ExchangeLimits&, const net::Progress&) override {
    return {.error = "not to be used"};
  }
  net::Exchange Send(const net::Request&, const net::ExchangeLimits& limits,
                     const net::Progress&) override {
    clock_.Sleep(std::min(kAnswerTakes, limits.timeout));
    if (limits.timeout < kAnswerTakes) return {.result = net::Exchange::Result::kTransient};
    return service_.Answer();
  }

 private:
  VirtualClock& clock_;
  ThrottlingService& service_;
};

// What became of all questions to a service that throttles a share of the requests.
struct Inquiry {
  Inquiry(double share, unsigned seed, net::Exchange answer = Found())
      : service(share, seed, std::move(answer)) {
    aws::SessionOptions options = testing_support::FakeOptions();
    options.deadline = kDeadline;
    aws::Session session(clock, std::move(options));
    const ForEach for_each = [this](size_t count, const std::function<void(size_t)>& work) {
      OnThreads(count, work);
    };
    AskAll(kQuestions, for_each, [&](size_t i) {
      SlowTransport transport(clock, service);
      aws::Client client(session, transport);
      results[i] = client.GetResource({"AWS::A::B", "b"});
      ++calls;
      return results[i].failure.again;
    });
  }

  void OnThreads(size_t count, const std::function<void(size_t)>& work) {
    std::atomic<size_t> next = 0;
    std::vector<std::thread> threads;
    clock.Enter(kThreads);
    for (size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (size_t at = next++; at < count; at = next++) work(at);
        clock.Leave();
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  size_t Answers() const {
    return static_cast<size_t>(std::count_if(
        results.begin(), results.end(), [](const auto& each) { return each.answer.has_value(); }));
  }

  VirtualClock clock;
  ThrottlingService service;
  std::vector<aws::Reply<aws::Resource>> results{kQuestions};
  std::atomic<size_t> calls = 0;
};

TEST(ThreadsAtPace, AskTenASecond) {
  const Inquiry inquiry(0, 1);
  EXPECT_EQ(inquiry.Answers(), kQuestions);
  EXPECT_EQ(inquiry.calls, kQuestions);
  EXPECT_GE(inquiry.clock.Now(), kAtBest - Milliseconds(100));
  EXPECT_LT(inquiry.clock.Now(), 2 * kAtBest);
}

TEST(ThreadsAtPace, LoseNoAnswerWhenOftenThrottled) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const Inquiry inquiry(0.3, seed);
    EXPECT_EQ(inquiry.Answers(), kQuestions) << "seed " << seed;
    EXPECT_LT(inquiry.clock.Now(), kDeadline) << "seed " << seed;
  }
}

// That there is none is an answer, too: the pace recovers by it.
TEST(ThreadsAtPace, LoseNothingThatIsNotThere) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const Inquiry inquiry(0.3, seed, NotFound());
    for (const auto& each : inquiry.results) {
      EXPECT_EQ(each.failure.code, "ResourceNotFoundException") << "seed " << seed;
    }
    EXPECT_LT(inquiry.clock.Now(), kDeadline) << "seed " << seed;
  }
}

// Each question ends, with its reason.
TEST(ThreadsAtPace, EndWhenAllIsThrottledForEver) {
  const Inquiry inquiry(1, 1);
  size_t throttled = 0;
  size_t late = 0;
  for (const auto& each : inquiry.results) {
    EXPECT_FALSE(each.answer);
    EXPECT_FALSE(each.failure.again);
    throttled += each.failure.cause == Cause::kThrottled ? 1 : 0;
    late += each.failure.cause == Cause::kDeadline ? 1 : 0;
  }
  EXPECT_EQ(throttled + late, kQuestions);
  EXPECT_LE(inquiry.clock.Now(), kDeadline);
}

}  // namespace
}  // namespace stackql::verify
