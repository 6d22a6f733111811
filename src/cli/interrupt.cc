#include "cli/interrupt.h"

#include <array>
#include <csignal>
#include <cstddef>

namespace stackql::cli {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t asked = 0;  // the signal's number
std::array<struct sigaction, kSignals.size()> before = {};

extern "C" void TakeSignal(int signal) { asked = signal; }

}  // namespace

Interrupt::Interrupt() {
  struct sigaction action = {};
  action.sa_handler = TakeSignal;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &before[i]);
    // What nohup and shells ignore on purpose stays ignored.
    if (before[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
}

bool Interrupt::Asked() { return asked != 0; }

void Interrupt::Obey() {
  if (asked == 0) return;
  std::signal(asked, SIG_DFL);
  std::raise(asked);
}

}  // namespace stackql::cli
