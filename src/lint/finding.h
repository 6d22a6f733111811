#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "text/sources.h"

namespace stackql {

enum class Severity : uint8_t { kInfo, kWarning, kError };
std::string_view Name(Severity severity);  // "info", "warning", "error"

// Bytes of a file, by its path.
struct Location {
  std::string path = {};
  Span span = {};
  auto operator<=>(const Location&) const = default;
};

struct Note {
  Location where = {};
  std::string message = {};
  auto operator<=>(const Note&) const = default;
};

struct Edit {
  Location where = {};
  std::string text = {};
};

struct Fix {
  enum class Kind : uint8_t {
    kSafe,
    kUnsafe,  // applied only if that is asked for
    kShown,   // never applied by the program
  };

  std::string title = {};
  std::vector<Edit> edits = {};
  Kind kind = Kind::kSafe;
};

// One mistake, as every output format shows it. A plain value: it refers to no arena.
struct Finding {
  std::string rule = {};  // TAG001
  std::string name = {};  // tag-key-length
  Severity severity = Severity::kError;
  Location where = {};
  std::string message = {};                                    // a sentence with its period
  std::string message_id = {};                                 // which of the rule's messages
  std::vector<std::pair<std::string, std::string>> args = {};  // of that message, by placeholder
  std::string label = {};  // of its place: what was expected there; empty: nothing short
  std::string help = {};
  std::vector<std::string> environments = {};  // where it holds; empty: in all, or there are none
  std::vector<Note> notes = {};
  size_t notes_left_out = 0;  // beyond the first
  std::optional<Fix> fix = {};
};

// "Only in the environments 'dev' and 'prod'."; empty for a finding of all environments.
std::string EnvironmentsText(const Finding& finding);

// Order of output: path, begin, end, rule, message.
bool Before(const Finding& a, const Finding& b);

// What a configuration turns off, or may.
struct Silenced {
  uint32_t rules = 0;                          // that are off
  uint32_t lowered = 0;                        // rules of lower severity than by themselves
  uint32_t paths = 0;                          // that are excluded
  uint32_t types = 0;                          // built-in ones that a schema of its rules replaces
  std::string deploy_version = {};             // that is assumed; empty: the newest
  std::vector<std::string> environments = {};  // which alone are checked; empty: the manifest's

  bool operator==(const Silenced&) const = default;
};

// What was read but not checked.
struct UncheckedKind {
  uint32_t count = 0;
  std::string path = {};  // of the first; empty: it has no place
  uint32_t line = 0;
};

struct Summary {
  uint32_t files = 0;  // manifests and query files read
  uint32_t errors = 0;
  uint32_t warnings = 0;
  uint32_t infos = 0;
  uint32_t suppressed = 0;
  uint32_t operations = 0;  // checked against a schema
  // By what it is: tables without a schema ("awscc.ec2.vpcs"), other providers ("google.*"), and
  // reasons ("statements that could not be read").
  std::map<std::string, UncheckedKind> not_checked = {};
  std::string catalog = {};                       // where such documents were found; empty: nowhere
  std::map<std::string, Silenced> silenced = {};  // by the paths of configurations
};

// What a run found. Findings are in order, and `files` holds the bytes of every file they name.
struct Report {
  std::vector<Finding> findings = {};
  std::map<std::string, std::string> files = {};
  Summary summary = {};
  std::vector<std::string> failures = {};  // files that could not be read, a sentence each: exit 3
};

}  // namespace stackql
