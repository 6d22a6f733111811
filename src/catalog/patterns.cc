#include "catalog/patterns.h"

#include <re2/re2.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "text/sources.h"

namespace stackql {
namespace {

struct Pattern {
  std::optional<lang::Program> program;
  std::unique_ptr<RE2> re2;  // only where there is no program
};

Pattern Compile(std::string_view text) {
  Pattern pattern;
  std::string why;
  pattern.program = lang::FromRegex(text, &why);
  if (pattern.program) return pattern;
  RE2::Options options;
  options.set_log_errors(false);
  pattern.re2 = std::make_unique<RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!pattern.re2->ok()) pattern.re2 = nullptr;
  return pattern;
}

const Pattern& Compiled(std::string_view text) {
  static std::mutex mutex;
  static std::map<std::string, Pattern, std::less<>>& patterns =
      *new std::map<std::string, Pattern, std::less<>>;
  const std::lock_guard lock(mutex);
  auto found = patterns.find(text);
  if (found == patterns.end()) found = patterns.emplace(text, Compile(text)).first;
  return found->second;
}

}  // namespace

Tri MatchPattern(std::string_view pattern, std::string_view text) {
  const Pattern& compiled = Compiled(pattern);
  if (compiled.program) return lang::Match(*compiled.program, text);
  if (!compiled.re2 || HasHole(text)) return Tri::kUnknown;
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled.re2) ? Tri::kYes
                                                                                      : Tri::kNo;
}

}  // namespace stackql
