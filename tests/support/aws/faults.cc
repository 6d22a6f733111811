#include "support/aws/faults.h"

#include <algorithm>
#include <array>

namespace stackql::aws_double {
namespace {

// In the order of FaultKind.
constexpr std::array<std::string_view, 27> kNames = {"error",
                                                     "error-plain-type",
                                                     "error-uri-type",
                                                     "error-header-only",
                                                     "retry-after",
                                                     "html",
                                                     "redirect",
                                                     "reset-before-head",
                                                     "reset-after-head",
                                                     "close-before-head",
                                                     "close-after-head",
                                                     "short-body",
                                                     "broken-chunk",
                                                     "truncated",
                                                     "drip",
                                                     "hang",
                                                     "not-json",
                                                     "wrong-shape",
                                                     "properties-not-json",
                                                     "duplicate-keys",
                                                     "depth-bomb",
                                                     "huge-body",
                                                     "invalid-utf8",
                                                     "byte-order-mark",
                                                     "gzip",
                                                     "entity-bomb",
                                                     "unknown-elements"};
static_assert(static_cast<size_t>(FaultKind::kUnknownElements) + 1 == kNames.size());

// A number in [0, 1) that depends on the seed and the call alone.
double Chance(uint64_t seed, uint64_t number) {
  uint64_t mixed = seed * 0x9E3779B97F4A7C15U + number * 0xD1B54A32D192ED03U;
  mixed = (mixed ^ (mixed >> 31U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return static_cast<double>((mixed ^ (mixed >> 31U)) >> 11U) / 9007199254740992.0;
}

}  // namespace

std::string_view NameOf(FaultKind kind) { return kNames[static_cast<size_t>(kind)]; }

std::optional<FaultKind> FaultNamed(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<FaultKind>(found - kNames.begin());
}

std::optional<Fault> Faults::Next(const Call& call, const std::string& body) {
  const std::lock_guard<std::mutex> hold(mutex_);
  std::optional<Fault> chosen;
  for (size_t i = 0; i < plan_.rules.size(); ++i) {
    const FaultRule& rule = plan_.rules[i];
    if (!rule.operation.empty() && rule.operation != call.operation) continue;
    if (body.find(rule.containing) == std::string::npos) continue;
    const size_t number = ++matched_[i];
    const bool struck = number >= rule.first && number - rule.first < rule.count;
    if (struck && !chosen) chosen = rule.fault;
  }
  if (!chosen && Chance(plan_.seed, call.number) < plan_.throttled) chosen = Fault();
  return chosen;
}

}  // namespace stackql::aws_double
