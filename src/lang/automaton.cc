#include "lang/automaton.h"

#include <algorithm>
#include <utility>

#include "lang/simulation.h"

namespace stackql::lang {

Automaton::Automaton(const Program& program) : program_(program) {
  std::array<bool, 129> begins_class = {};
  for (const Program::Range& range : program.ranges) {
    if (range.low < begins_class.size()) begins_class[range.low] = true;
    if (range.high < begins_class.size() - 1) begins_class[range.high + 1] = true;
  }
  for (size_t byte = 0; byte < classes_.size(); ++byte) {
    if (byte == 0 || begins_class[byte]) ++class_count_;
    classes_[byte] = static_cast<uint8_t>(class_count_ - 1);
  }
  states_ = {{.matches_at_end = true}, {.matches_at_end = false}};  // kMatched, kNever
  steps_.resize(states_.size() * class_count_);
}

// The state in which a simulation is; nullopt if there are too many.
std::optional<Automaton::State> Automaton::StateOf(Simulation& simulation) {
  if (simulation.matched()) return kMatched;
  Threads threads;
  for (uint32_t i = 0; i < simulation.threads().size(); ++i) {
    const uint32_t at = simulation.threads()[i];
    const Program::Op op = program_.code[at].op;
    if (op == Program::Op::kRange || op == Program::Op::kEnd) threads.push_back(at);
  }
  if (threads.empty()) return kNever;
  std::sort(threads.begin(), threads.end());
  const auto known = numbers_.find(threads);
  if (known != numbers_.end()) return known->second;
  if (states_.size() == kMostStates) return std::nullopt;
  const auto number = static_cast<State>(states_.size());
  const auto added = numbers_.emplace(std::move(threads), number).first;
  states_.push_back({&added->first, simulation.MatchesAtEnd()});
  steps_.resize(steps_.size() + class_count_, kNotYet);
  return number;
}

std::optional<bool> Automaton::Match(std::string_view text) {
  if (text.empty()) return std::nullopt;  // its begin is its end
  std::optional<Simulation> simulation;   // where a step was not taken before
  const auto prepared = [&]() -> Simulation& {
    return simulation ? *simulation : simulation.emplace(program_);
  };
  if (start_ == kNotYet) {
    prepared().Start();
    const std::optional<State> start = StateOf(*simulation);
    if (!start) return std::nullopt;
    start_ = *start;
  }
  State state = start_;
  for (const char c : text) {
    if (state == kMatched || state == kNever) break;
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= classes_.size()) return std::nullopt;
    const size_t step = state * class_count_ + classes_[byte];
    if (steps_[step] == kNotYet) {
      prepared().StartWith(*states_[state].threads);
      simulation->Step(byte);
      const std::optional<State> next = StateOf(*simulation);
      if (!next) return std::nullopt;
      steps_[step] = *next;
    }
    state = steps_[step];
  }
  return states_[state].matches_at_end;
}

}  // namespace stackql::lang
