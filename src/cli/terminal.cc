#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace stackql::cli {
namespace {

constexpr uint32_t kDefaultWidth = 100;
constexpr uint32_t kNarrowest = 40;
constexpr uint32_t kWidest = 200;
// More findings are not read, and what scrolled away may have been the reason to look.
constexpr size_t kBearable = 50;

bool Set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool On(const char* name) { return Set(name) && std::string_view(std::getenv(name)) != "0"; }

bool Dumb() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

bool Colored(ColorChoice choice, bool terminal) {
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  if (On("FORCE_COLOR") || On("CLICOLOR_FORCE")) return true;
  const bool off = Set("CLICOLOR") && !On("CLICOLOR");
  return terminal && !off && !Set("NO_COLOR") && !Dumb();
}

// Terminals known to open OSC 8 links; others may print the escape.
bool ShowsLinks() {
  if (Set("FORCE_HYPERLINK")) return On("FORCE_HYPERLINK");
  if (Set("CI") || Set("TMUX") || Dumb()) return false;
  const char* vte = std::getenv("VTE_VERSION");
  if (vte != nullptr && std::atoi(vte) >= 5000) return true;
  return Set("WT_SESSION") || Set("KITTY_WINDOW_ID") || Set("KONSOLE_VERSION") ||
         Set("WEZTERM_PANE");
}

}  // namespace

report::TextStyle StyleFor(ColorChoice choice) {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  report::TextStyle style = {.width = kDefaultWidth};
  style.color = Colored(choice, terminal);
  style.hyperlinks = terminal && style.color && ShowsLinks();
  style.terminal = terminal;
  if (terminal) style.max_findings = kBearable;
  if (const uint32_t width = TerminalWidth(STDOUT_FILENO); width > 0) style.width = width;
  return style;
}

uint32_t TerminalWidth(int descriptor) {
  winsize size = {};
  if (isatty(descriptor) != 1 || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col == 0 ? 0 : std::clamp<uint32_t>(size.ws_col, kNarrowest, kWidest);
}

uint32_t OutputWidth() { return TerminalWidth(STDOUT_FILENO); }

}  // namespace stackql::cli
