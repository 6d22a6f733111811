#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/environments.h"
#include "diag/message.h"
#include "text/sources.h"

namespace stackql {

// Another place that explains a problem: "declared here", "first given here".
struct Related {
  Loc where = {};
  std::string message = {};

  bool operator==(const Related&) const = default;
};

// A replacement for the bytes at `where`. All of a problem's are one fix, which is dropped if one
// of the places does not resolve exactly. Whether it is safe says the rule's document.
struct Repair {
  enum class How : uint8_t {
    kReplace,
    kQuote,          // a number or a word of YAML or JSON
    kSendAsText,     // a literal of SQL that holds JSON
    kRemoveItem,     // of a list, with its comma or its line
    kAddBehind,      // another item of a list, as that is written
    kRemoveComment,  // with its line, if nothing else is on it
  };

  std::string title = {};  // "Replace with 'StorageConfigurationArn'"
  Loc where = {};
  std::string text = {};
  bool guess = false;  // the user may have meant something else: not safe, whatever the rule is
  // The text is written as the file has it, quotes and all; otherwise only what needs no escaping
  // in any layer is offered.
  bool verbatim = false;
  How how = How::kReplace;

  bool operator==(const Repair&) const = default;
};

// Titled "Replace with 'TEXT'".
Repair ReplaceWith(std::string_view text, Loc where);
// The same for a misspelled name of the user's or of AWS's: more than its style is a guess.
Repair Correct(std::string_view word, std::string_view meant, Loc where);
Repair Quote(Loc where);
// For the JSON in a literal that StackQL would send as a structure.
Repair SendAsText(Loc where);
Repair RemoveItem(Loc item);
Repair RemoveComment(Loc comment);
Repair AddBehind(Loc item, std::string_view text);

// A mistake in the user's input, found below lint/. lint/ gives it severity, text and a place in a
// file.
struct Problem {
  Message what;           // of the rule, as in rules::UnusedProp{.name = ..., .resource = ...}
  Loc where = {};         // what the user has to look at
  std::string help = {};  // how to mend it, a sentence; may be empty
  std::vector<Related> related = {};
  std::vector<Repair> repairs = {};
  // Rests on a document that may be mistaken there: at most a warning.
  bool doubtful = false;
  bool certain = false;  // though newer documents may know more names
  bool grave = false;    // whatever the settings say, an error, unless the rule is off
  // Whether the bytes at `where` are a secret, which no output shows: a word that people chose only
  // as a whole, as parts of it are in other words; what is made of it as well, and any part of
  // these.
  enum class Secrecy : uint8_t { kNone, kWhole, kParts };
  Secrecy secrecy = Secrecy::kNone;
  // Follows from whatever is wrong here: if something is reported at this place, this is not.
  Loc cause = {};
  // That it was found in, of those that the stack is evaluated in; empty: in all.
  EnvironmentSet environments = {};

  bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

// Adds problems that were found in these environments.
void Append(Problems&& some, const EnvironmentSet& environments, Problems& all);

}  // namespace stackql
