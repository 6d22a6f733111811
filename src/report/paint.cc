#include "report/paint.h"

namespace stackql::report {
namespace {

std::string_view Code(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kBold:
      return "\x1b[1m";
    case Tone::kError:
      return "\x1b[1;91m";
    case Tone::kWarning:
      return "\x1b[1;93m";
    case Tone::kInfo:
      return "\x1b[1;92m";
    case Tone::kFrame:
      return "\x1b[1;94m";
    case Tone::kHelp:
      return "\x1b[1;96m";
    case Tone::kRemoved:
      return "\x1b[91m";
    case Tone::kAdded:
      return "\x1b[92m";
  }
  return "";
}

}  // namespace

void Paint::Begin(std::string& out, Tone tone) const {
  if (color_) out += Code(tone);
}

void Paint::End(std::string& out, Tone tone) const {
  if (color_ && tone != Tone::kPlain) out += "\x1b[0m";
}

void Paint::Put(std::string& out, Tone tone, std::string_view text) const {
  if (text.empty()) return;
  Begin(out, tone);
  out += text;
  End(out, tone);
}

}  // namespace stackql::report
