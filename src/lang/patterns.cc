#include "lang/patterns.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "lang/automaton.h"
#include "text/sources.h"

namespace stackql {
namespace {

constexpr uint32_t kMatchLimit = 100'000;  // PCRE2's calls of its internal match function
// What all patterns may cost together, in instructions of a program: some 120 MB. Those of all
// documents fit several times.
constexpr size_t kMostCost = 10'000'000;
constexpr size_t kCostOfOthers = 50'000;  // for a pattern that only RE2 or PCRE2 take

struct FreePcre2 {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

// The first engine that takes the pattern; the others are empty.
struct Pattern {
  std::optional<lang::Program> program;
  std::string why = {};  // there is no program
  std::unique_ptr<RE2> re2;
  std::unique_ptr<pcre2_code, FreePcre2> pcre2;
};

// ECMA-262's meaning: `$` is the very end, \uXXXX is a character.
std::unique_ptr<pcre2_code, FreePcre2> CompilePcre2(std::string_view text) {
  int error = 0;
  size_t offset = 0;
  return std::unique_ptr<pcre2_code, FreePcre2>(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                    PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
                    &error, &offset, nullptr));
}

Tri MatchPcre2(const pcre2_code& code, std::string_view text) {
  const std::unique_ptr<pcre2_match_data, FreePcre2> data(
      pcre2_match_data_create_from_pattern(&code, nullptr));
  const std::unique_ptr<pcre2_match_context, FreePcre2> context(
      pcre2_match_context_create(nullptr));
  if (!data || !context) return Tri::kUnknown;
  pcre2_set_match_limit(context.get(), kMatchLimit);
  const int result = pcre2_match(&code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                                 0, data.get(), context.get());
  if (result == PCRE2_ERROR_NOMATCH) return Tri::kNo;
  return result >= 0 ? Tri::kYes : Tri::kUnknown;
}

Pattern Compile(std::string_view text) {
  Pattern pattern;
  pattern.program = lang::FromRegex(text, &pattern.why);
  if (pattern.program) return pattern;
  RE2::Options options;
  options.set_log_errors(false);
  pattern.re2 = std::make_unique<RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (pattern.re2->ok()) return pattern;
  pattern.re2 = nullptr;
  pattern.pcre2 = CompilePcre2(text);
  return pattern;
}

// A pattern and the text that it was compiled from; neither moves.
using Entry = std::pair<const std::string, Pattern>;

// The patterns of the process.
struct Patterns {
  std::mutex mutex = {};
  std::map<std::string, Pattern, std::less<>> compiled = {};
  size_t cost = 0;
  size_t passed_over = 0;
};

Patterns& AllPatterns() {
  static Patterns& all = *new Patterns;
  return all;
}

const Entry& CompiledForAll(std::string_view text) {
  Patterns& all = AllPatterns();
  const std::lock_guard lock(all.mutex);
  if (const auto found = all.compiled.find(text); found != all.compiled.end()) return *found;
  const auto [added, fresh] = all.compiled.emplace(text, Pattern());
  if (all.cost > kMostCost) {
    ++all.passed_over;
    added->second.why = "it is too large together with those before it";
    return *added;
  }
  added->second = Compile(text);
  all.cost += added->second.program ? added->second.program->code.size() : kCostOfOthers;
  return *added;
}

// A pattern and what a thread found out of it.
struct OfThread {
  const Pattern& pattern;
  std::optional<lang::Automaton> automaton;
};

// Threads wait for each other only where one meets a pattern for the first time.
OfThread& Compiled(std::string_view text) {
  thread_local std::unordered_map<std::string_view, OfThread> known;
  if (const auto found = known.find(text); found != known.end()) return found->second;
  const auto& [kept, pattern] = CompiledForAll(text);
  OfThread& added = known.emplace(kept, OfThread{pattern, {}}).first->second;
  if (pattern.program) added.automaton.emplace(*pattern.program);
  return added;
}

}  // namespace

PatternEngine EngineFor(std::string_view pattern) {
  const Pattern& compiled = Compiled(pattern).pattern;
  if (compiled.program) return PatternEngine::kLang;
  if (compiled.re2) return PatternEngine::kRe2;
  return compiled.pcre2 ? PatternEngine::kPcre2 : PatternEngine::kNone;
}

const lang::Program* ProgramOf(std::string_view pattern) {
  const Pattern& compiled = Compiled(pattern).pattern;
  return compiled.program ? &*compiled.program : nullptr;
}

size_t PatternsPassedOver() {
  Patterns& all = AllPatterns();
  const std::lock_guard lock(all.mutex);
  return all.passed_over;
}

std::string WhyOnlyOthersTake(std::string_view pattern) { return Compiled(pattern).pattern.why; }

Tri MatchPattern(std::string_view pattern, std::string_view text) {
  OfThread& known = Compiled(pattern);
  const Pattern& compiled = known.pattern;
  if (compiled.program) {
    const std::optional<bool> matches = known.automaton->Match(text);
    if (matches) return *matches ? Tri::kYes : Tri::kNo;
    return lang::Match(*compiled.program, text);
  }
  if (HasHole(text)) return Tri::kUnknown;
  if (compiled.pcre2) return MatchPcre2(*compiled.pcre2, text);
  if (!compiled.re2) return Tri::kUnknown;
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled.re2) ? Tri::kYes
                                                                                      : Tri::kNo;
}

}  // namespace stackql
