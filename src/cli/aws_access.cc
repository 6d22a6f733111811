#include "cli/aws_access.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <string_view>
#include <utility>

#include "aws/all_pages.h"
#include "base/child_process.h"
#include "base/number.h"
#include "cli/interrupt.h"
#include "cli/print.h"

namespace stackql::cli {
namespace {

std::vector<std::string> Variables() {
  std::vector<std::string> all;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) all.emplace_back(*at);
  return all;
}

aws::Environment ReadEnvironment() {
  aws::Environment environment;
  for (const std::string& variable : Variables()) {
    const size_t equals = variable.find('=');
    if (equals == std::string::npos) continue;
    environment.variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  return environment;
}

Result<Finished> RunCommand(const std::vector<std::string>& arguments) {
  return RunChild(arguments, Variables(), "",
                  {.output = 1 << 16, .seconds = 60, .cancelled = &Interrupt::Asked});
}

double Random() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

int64_t Now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// No other process may read this one's memory, nor may a crash write it down.
void KeepMemoryPrivate() {
  const rlimit none = {.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// AWS_MAX_ATTEMPTS ("Retry behavior", AWS SDKs and Tools Reference Guide).
int Attempts(const aws::Environment& environment) {
  constexpr int kUsual = 3;
  constexpr int kMost = 10;
  const int number = ParseNumber<int>(environment["AWS_MAX_ATTEMPTS"]).value_or(0);
  return number >= 1 && number <= kMost ? number : kUsual;
}

AccessOptions WithSystem(AccessOptions options) {
  if (!options.time) options.time = Now;
  if (!options.random) options.random = Random;
  return options;
}

}  // namespace

AwsAccess::AwsAccess(AccessOptions options)
    : options_(WithSystem(std::move(options))),
      environment_(ReadEnvironment()),
      deadline_(options_.clock->Now() + std::chrono::seconds(options_.timeout)),
      credentials_(std::make_shared<aws::CredentialHolder>([this] { return FindCredentials(); })) {
  const std::string name = aws::ProfileName(environment_, options_.profile);
  Result<aws::Profile> found = aws::LoadProfile(environment_, name, options_.linted);
  profile_.name = name;
  if (found) {
    profile_ = std::move(*found);
    if (!options_.profile.empty()) {
      profile_error_ = aws::MissingProfile(environment_, options_.profile, profile_);
    }
  } else {
    profile_error_ = std::move(found.error());
  }
  KeepMemoryPrivate();
}

Result<std::unique_ptr<net::Transport>> AwsAccess::Borrow() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      auto transport = std::move(idle_.back());
      idle_.pop_back();
      return transport;
    }
  }
  return net::OpenCurl({.path = std::string(profile_["ca_bundle"]),
                        .source = "ca_bundle of profile '" + profile_.name + "'"});
}

void AwsAccess::GiveBack(std::unique_ptr<net::Transport> transport) {
  const std::lock_guard<std::mutex> lock(mutex_);
  idle_.push_back(std::move(transport));
}

aws::EndpointOptions AwsAccess::EndpointsIn(const std::string& region) const {
  aws::EndpointOptions endpoints = aws::OptionsFrom(environment_, region, profile_);
  endpoints.url = options_.endpoint;
  return endpoints;
}

Result<aws::Credentials> AwsAccess::FindCredentials() {
  if (profile_error_) return tl::unexpected(*profile_error_);
  Result<std::unique_ptr<net::Transport>> transport = Borrow();
  if (!transport) return tl::unexpected(transport.error());
  const aws::ChainOptions chain = {
      .environment = environment_,
      .profile = options_.profile,
      .linted = options_.linted,
      .endpoints = EndpointsIn(options_.region),
      .run = RunCommand,
      .progress = [](uint64_t, uint64_t) { return !Interrupt::Asked(); }};
  Result<aws::Credentials> found = aws::FindCredentials(chain, **transport, *options_.clock);
  GiveBack(std::move(*transport));
  return found;
}

aws::Session& AwsAccess::SessionIn(const std::string& region) {
  aws::SessionOptions options;
  options.endpoints = EndpointsIn(region);
  const std::lock_guard<std::mutex> lock(mutex_);
  // A region that is the default one is the same, named or not, and so is its pace.
  std::unique_ptr<aws::Session>& session = sessions_[options.endpoints.region];
  if (session != nullptr) return *session;
  options.environment = environment_;
  options.other_hosts = options_.other_hosts;
  options.attempts = Attempts(environment_);
  options.deadline = deadline_;
  options.time = options_.time;
  options.random = options_.random;
  options.cancelled = &Interrupt::Asked;
  // That the clock is wrong is reported once: it is the same in all regions.
  options.notice = [this](const std::string& sentence) {
    std::call_once(notice_, [&sentence] { Say(sentence); });
  };
  options.credentials = credentials_;
  session = std::make_unique<aws::Session>(*options_.clock, std::move(options));
  return *session;
}

template <typename Answer, typename Ask>
aws::Reply<Answer> AwsAccess::With(const std::string& region, const Ask& ask) {
  Result<std::unique_ptr<net::Transport>> transport = Borrow();
  if (!transport) {
    return {
        .failure = {.cause = aws::Failure::Cause::kEndpoint, .message = transport.error().message}};
  }
  aws::Client client(SessionIn(region), **transport);
  aws::Reply<Answer> reply = ask(client);
  GiveBack(std::move(*transport));
  return reply;
}

aws::Reply<aws::Identity> AwsAccess::Identify() {
  // A region may be missing only because the profile is.
  if (profile_error_) {
    return {.failure = {.cause = aws::Failure::Cause::kCredentials,
                        .message = profile_error_->message}};
  }
  return With<aws::Identity>(options_.region,
                             [](aws::Client& client) { return client.GetCallerIdentity(); });
}

aws::Reply<aws::Resource> AwsAccess::GetResource(const std::string& region,
                                                 const aws::ResourceQuery& query) {
  return With<aws::Resource>(region,
                             [&](aws::Client& client) { return client.GetResource(query); });
}

aws::Reply<aws::TypeDescription> AwsAccess::DescribeType(const std::string& region,
                                                         const aws::TypeQuery& query) {
  return With<aws::TypeDescription>(
      region, [&](aws::Client& client) { return client.DescribeType(query); });
}

aws::Reply<aws::Role> AwsAccess::GetRole(const std::string& region, const aws::RoleQuery& query) {
  return With<aws::Role>(region, [&](aws::Client& client) { return client.GetRole(query); });
}

aws::Reply<std::vector<aws::Simulated>> AwsAccess::Simulate(const std::string& region,
                                                            const aws::SimulationQuery& query) {
  return With<std::vector<aws::Simulated>>(
      region, [&](aws::Client& client) { return aws::SimulateWhole(client, query); });
}

aws::Reply<std::vector<aws::PolicyFinding>> AwsAccess::Validate(const std::string& region,
                                                                const aws::ValidationQuery& query) {
  return With<std::vector<aws::PolicyFinding>>(
      region, [&](aws::Client& client) { return aws::ValidateWhole(client, query); });
}

}  // namespace stackql::cli
