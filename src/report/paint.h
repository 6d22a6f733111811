#pragma once

#include <string>
#include <string_view>

#include "lint/finding.h"

namespace stackql::report {

enum class Tone : uint8_t {
  kPlain,
  kBold,
  kError,
  kWarning,
  kInfo,
  kFrame,
  kHelp,
  kRemoved,
  kAdded
};

inline Tone ToneOf(Severity severity) {
  if (severity == Severity::kError) return Tone::kError;
  return severity == Severity::kWarning ? Tone::kWarning : Tone::kInfo;
}

// Writes text in a tone, with terminal colours or without.
class Paint {
 public:
  explicit Paint(bool color) : color_(color) {}
  void Put(std::string& out, Tone tone, std::string_view text) const;
  // Around text that is written in parts.
  void Begin(std::string& out, Tone tone) const;
  void End(std::string& out, Tone tone) const;

 private:
  bool color_;
};

}  // namespace stackql::report
