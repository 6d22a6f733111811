#pragma once

#include <string>
#include <string_view>

// The only place that writes to the terminal. Control characters other than tabs and the ends of
// lines, what is invisible or changes the direction of writing, and invalid UTF-8 never get there:
// they are shown as what they are (report/visible.h).
namespace stackql::cli {

// On standard output.
void PrintText(std::string_view text);
// The same for text whose writer has made everything visible and added colors and links.
void PrintStyled(std::string_view text);

// The same for people: lines that are longer than a terminal go on below, between words.
void PrintProse(std::string_view lines);
// A view in one of the formats of a command: "text" is for people.
void PrintView(std::string_view format, std::string_view text);

// What other programs read, a patch or a file, on standard output: as it is, unless that is a
// terminal.
void PrintBytes(std::string_view bytes);

// On standard error: lines as they are; as PrintProse() has them; and a sentence after the
// program's name.
void PrintError(std::string_view lines);
void PrintErrorProse(std::string_view lines);
void Say(std::string_view sentence);

// In place of the last line on the terminal; empty: removes it.
void DrawLine(std::string_view text);

// Whether everything has reached standard output. Says so if it has not.
bool AllPrinted();

}  // namespace stackql::cli
