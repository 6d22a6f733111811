// aws_double [--key KEY] [--secret SECRET] [--token TOKEN] [--region REGION] [--page-size N]
//            [--fault NAME]... [--throttle SHARE]
//
// A sample account on a port of this computer for tools that are told their endpoint. Prints the
// port, then a line of JSON for each call; ends at SIGINT or SIGTERM, with status 1 if it was asked
// to change anything or saw a secret where none belongs.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

#include "support/aws/double.h"
#include "support/aws/sample_world.h"

namespace {

using stackql::aws_double::Settings;
using stackql::aws_double::World;

bool Apply(const std::string& option, const std::string& value, Settings& settings) {
  World& world = settings.world;
  if (option == "--key") {
    world.credentials[0].key = value;
  } else if (option == "--secret") {
    world.credentials[0].secret = value;
  } else if (option == "--token") {
    world.credentials[0].token = value;
  } else if (option == "--region") {
    world.regions = {value};
  } else if (option == "--page-size") {
    world.page_size = std::strtoul(value.c_str(), nullptr, 10);
    return world.page_size > 0;
  } else if (option == "--throttle") {
    settings.faults.throttled = std::strtod(value.c_str(), nullptr);
  } else if (option == "--fault") {
    // Each next one strikes the next call.
    const auto kind = stackql::aws_double::FaultNamed(value);
    if (!kind) return false;
    settings.faults.rules.push_back(
        {.fault = {.kind = *kind}, .first = settings.faults.rules.size() + 1});
  } else {
    return false;
  }
  return true;
}

void Print(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  Settings settings = {.world = stackql::aws_double::SampleWorld()};
  for (int i = 1; i < count; i += 2) {
    if (i + 1 == count || !Apply(arguments[i], arguments[i + 1], settings)) {
      std::fprintf(stderr, "aws_double: cannot take %s\n", arguments[i]);
      return 2;
    }
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  // Before any thread, so that only sigwait below sees them.
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::mutex printing;
  printing.lock();
  settings.told = [&](const stackql::aws_double::Entry& entry) {
    const std::lock_guard<std::mutex> hold(printing);
    Print(WriteLine(entry));
  };
  const stackql::aws_double::Double server(std::move(settings));
  Print(std::to_string(server.port()));
  printing.unlock();
  int signal = 0;
  sigwait(&ends, &signal);
  const auto offences = server.journal().Offences();
  for (const std::string& offence : offences) std::fprintf(stderr, "%s\n", offence.c_str());
  return offences.empty() ? 0 : 1;
}
