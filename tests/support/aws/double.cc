#include "support/aws/double.h"

#include <array>
#include <chrono>
#include <ctime>

#include "support/aws/cloud_control.h"
#include "support/aws/offences.h"
#include "support/aws/query_services.h"
#include "support/aws/rest_services.h"

namespace stackql::aws_double {
namespace {

// As the Date header has it.
std::string HttpDate(int64_t seconds) {
  const time_t time = seconds;
  tm parts = {};
  gmtime_r(&time, &parts);
  std::array<char, 40> text = {};
  return {text.data(), strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

Settings WithClocks(Settings settings) {
  if (!settings.now) settings.now = [] { return static_cast<int64_t>(std::time(nullptr)); };
  if (!settings.ticks) {
    settings.ticks = [] {
      const auto since = std::chrono::steady_clock::now().time_since_epoch();
      return static_cast<int64_t>(
          std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
    };
  }
  return settings;
}

Entry Received(const Request& request, const Call& call, size_t connection) {
  Entry entry = {.connection = connection,
                 .method = request.method,
                 .path = request.path,
                 .query = request.query,
                 .service = call.service,
                 .operation = call.operation,
                 .body = request.body};
  for (const Header& header : request.headers) entry.headers.push_back(Lower(header.first));
  return entry;
}

}  // namespace

Double::Double(Settings settings)
    : settings_(WithClocks(std::move(settings))),
      faults_(settings_.faults),
      server_(
          [this](const Request& request, size_t connection) { return Handle(request, connection); },
          settings_.certificate) {}

Wire Double::Handle(const Request& request, size_t connection) {
  Call call = Classify(request, settings_.world);
  Entry entry = Received(request, call, connection);
  entry.at = settings_.ticks();
  entry.offences = FindOffences(request, call, settings_.world);
  entry = journal_.Begin(std::move(entry));
  call.number = entry.number;
  Gather();
  Response response = Answer(request, call, entry);
  std::optional<Fault> fault;
  if (call.known && entry.refused.empty()) fault = faults_.Next(call, request.body);
  if (fault) {
    entry.fault = NameOf(fault->kind);
    response = SpoilContent(*fault, call, std::move(response));
  }
  response.headers.emplace_back("Date", HttpDate(settings_.now() + settings_.date_offset));
  Wire wire = fault ? SpoilWire(*fault, std::move(response)) : WholeWire(response);
  entry.status = wire.bytes.empty() ? 0 : std::stoi(wire.bytes.substr(9, 3));
  journal_.End(entry);
  if (settings_.told) settings_.told(entry);
  return wire;
}

Response Double::Answer(const Request& request, const Call& call, Entry& entry) {
  if (!call.known) return ErrorReply(call, 500, "InternalFailure", "This is not to be called.");
  if (call.is_signed || (request.Has("authorization") && !call.service.empty())) {
    const Verdict verdict = VerifySignature(request, call);
    if (verdict.flaw != Flaw::kNone) {
      entry.refused = verdict.message;
      return RefusalReply(call, verdict);
    }
  }
  return Serve(request, call);
}

Response Double::Serve(const Request& request, const Call& call) {
  const World& world = settings_.world;
  switch (call.protocol) {
    case Protocol::kJson:
      return AnswerCloudControl(call, request.body, world, pages_);
    case Protocol::kQuery:
      return AnswerQuery(call, world, pages_);
    case Protocol::kRest:
      return ValidatePolicy(call, request.body, world, pages_);
    default:
      return ContainerCredentials(call, request, world);
  }
}

Verdict Double::VerifySignature(const Request& request, const Call& call) const {
  const World& world = settings_.world;
  Expectation expectation = {.credentials = world.credentials,
                             .regions = world.regions,
                             .service = call.service,
                             .now = settings_.now()};
  expectation.credentials.push_back(world.issued);
  if (call.service == "iam") expectation.regions = {world.iam_region};
  return Verify(request, expectation);
}

void Double::Gather() {
  std::unique_lock<std::mutex> hold(mutex_);
  arrived_.notify_all();
  arrived_.wait_for(hold, std::chrono::seconds(1),
                    [&] { return journal_.HighWater() >= settings_.gather; });
}

}  // namespace stackql::aws_double
