#include "cli/print.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/system_error.h"
#include "cli/paragraphs.h"
#include "cli/terminal.h"
#include "report/layout.h"
#include "report/visible.h"

namespace stackql::cli {
namespace {

// Why standard output could not be written to at first; an errno value.
int& FirstError() {
  static int error = 0;
  return error;
}

void NoteError(bool done) {
  if (!done && FirstError() == 0) FirstError() = errno;
}

void Write(std::string_view text, std::FILE* stream) {
  // Where both streams lead to one place, their texts stay in order.
  if (stream == stderr) NoteError(std::fflush(stdout) == 0);
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (stream == stdout) NoteError(written);
}

void WriteVisible(std::string_view text, std::FILE* stream) {
  if (report::IsVisible(text)) return Write(text, stream);
  Write(report::VisibleLines(text), stream);
}

}  // namespace

void PrintText(std::string_view text) { WriteVisible(text, stdout); }

void PrintStyled(std::string_view text) { Write(text, stdout); }

void PrintBytes(std::string_view bytes) {
  isatty(STDOUT_FILENO) != 0 ? WriteVisible(bytes, stdout) : Write(bytes, stdout);
}

void PrintProse(std::string_view lines) { PrintText(Fitted(lines)); }

void PrintView(std::string_view format, std::string_view text) {
  format == "text" ? PrintProse(text) : PrintText(text);
}

void PrintError(std::string_view lines) { WriteVisible(lines, stderr); }

void PrintErrorProse(std::string_view lines) {
  PrintError(Fitted(lines, TerminalWidth(STDERR_FILENO)));
}

void Say(std::string_view sentence) {
  constexpr std::string_view kName = "stackql-lint: ";
  const std::string broken = report::Broken(report::Visible(sentence), kName.size(), kName.size(),
                                            TerminalWidth(STDERR_FILENO));
  Write(std::string(kName) + broken + "\n", stderr);
}

void DrawLine(std::string_view text) {
  Write("\r\033[K" + report::Visible(text), stderr);
  std::fflush(stderr);
}

bool AllPrinted() {
  NoteError(std::fflush(stdout) == 0);
  if (FirstError() == 0) return true;
  Say("cannot write to standard output: " + DescribeErrno(FirstError()));
  return false;
}

}  // namespace stackql::cli
