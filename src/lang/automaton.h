#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "lang/lang.h"

namespace stackql::lang {

class Simulation;

// A program as a deterministic automaton, whose states are built when a text first reaches them: a
// byte of a text costs one look-up. For one thread.
class Automaton {
 public:
  // The program must outlive this and have instructions.
  explicit Automaton(const Program& program);

  // Whether the program matches; nullopt if the text is empty, is not all ASCII, has holes or leads
  // to more states than are kept.
  std::optional<bool> Match(std::string_view text);

 private:
  using State = uint16_t;
  static constexpr State kNotYet = UINT16_MAX;  // a step that was not taken yet
  static constexpr State kMatched = 0;          // whatever follows
  static constexpr State kNever = 1;            // cannot match any more
  static constexpr size_t kMostStates = 512;

  // The threads of the program in this state, in order.
  using Threads = std::vector<uint32_t>;

  struct Known {
    const Threads* threads = nullptr;
    bool matches_at_end = false;  // if the text ends in it
  };

  std::optional<State> StateOf(Simulation& simulation);

  const Program& program_;
  std::array<uint8_t, 128> classes_ = {};  // bytes between which the program makes no difference
  size_t class_count_ = 0;
  State start_ = kNotYet;
  std::map<Threads, State> numbers_;
  std::vector<Known> states_;
  std::vector<State> steps_;  // from each state by each class of bytes
};

}  // namespace stackql::lang
