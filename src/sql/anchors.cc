#include "sql/anchors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "diag/suggest.h"

namespace stackql::sql {
namespace {

constexpr std::array<std::string_view, 16> kKeys = {"exists",
                                                    "statecheck",
                                                    "create",
                                                    "update",
                                                    "createorupdate",
                                                    "delete",
                                                    "exports",
                                                    "command",
                                                    "callback",
                                                    "callback:create",
                                                    "callback:update",
                                                    "callback:delete",
                                                    "troubleshoot",
                                                    "troubleshoot:create",
                                                    "troubleshoot:update",
                                                    "troubleshoot:delete"};
constexpr std::array<std::string_view, 4> kNumbers = {
    "retries", "retry_delay", "postdelete_retries", "postdelete_retry_delay"};
constexpr std::array<std::string_view, 2> kTexts = {"short_circuit_field", "short_circuit_value"};

// StackQL's own hints, for its parser.
constexpr std::array<std::string_view, 3> kHints = {"await", "showresults", "required"};

template <size_t Count>
bool Has(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Whether stackql-deploy reads the text as an unsigned 32-bit number.
bool IsUnsigned(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.size() > 20) return false;
  uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  return text.size() <= 10 && number <= UINT32_MAX;
}

class Cutter {
 public:
  Cutter(const Sources& sources, Loc file, Problems& problems)
      : sources_(sources), file_(file), bytes_(sources.Bytes(file)), problems_(problems) {}

  QueryFile Run() {
    size_t body = 0;
    size_t line = bytes_.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
    body = line;
    while (line < bytes_.size()) {
      const size_t end = std::min(bytes_.find('\n', line), bytes_.size());
      size_t start = line;
      while (start < end && IsBlank(bytes_[start])) ++start;
      const size_t close = bytes_.substr(0, end).find("*/", start);
      if (bytes_.compare(start, 3, "/*+") == 0 && close != std::string_view::npos) {
        Finish(body, line);
        Add(start, close + 2);
        body = end;
      }
      line = end + 1;
    }
    Finish(body, bytes_.size());
    return std::move(result_);
  }

 private:
  Loc At(size_t begin, size_t end) const {
    return file_.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  }
  Loc Trimmed(size_t begin, size_t end) const {
    while (begin < end && IsBlank(bytes_[begin])) ++begin;
    while (end > begin && IsBlank(bytes_[end - 1])) --end;
    return At(begin, end);
  }

  // The bytes up to the next anchor belong to the last one, or to none.
  void Finish(size_t begin, size_t end) {
    const Loc body = Trimmed(std::min(begin, end), end);
    if (result_.anchors.empty()) {
      result_.preamble = body;
    } else {
      result_.anchors.back().body = body;
    }
  }

  void Add(size_t begin, size_t end) {
    Anchor anchor = {.line = At(begin, end)};
    const size_t inside_end = end - 2;
    size_t at = begin + 3;
    for (bool first = true; at <= inside_end; first = false) {
      const size_t stop = std::min(bytes_.find(',', at), inside_end);
      const Loc piece = Trimmed(at, stop);
      if (first) {
        anchor.name = piece;
      } else if (!piece.empty()) {
        AddOption(piece, anchor);
      }
      at = stop + 1;
    }
    Name(anchor);
    result_.anchors.push_back(std::move(anchor));
  }

  void Name(Anchor& anchor) {
    for (const char c : sources_.Bytes(anchor.name)) {
      anchor.key += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    const std::string written = anchor.key;
    if (anchor.key == "preflight") anchor.key = "exists";
    if (anchor.key == "postdeploy") anchor.key = "statecheck";
    anchor.legacy = anchor.key != written;
    anchor.known = Has(kKeys, anchor.key);
    const size_t colon = anchor.key.find(':');
    anchor.base = anchor.key.substr(0, colon);
    if (colon != std::string::npos) anchor.qualifier = anchor.key.substr(colon + 1);
    if (!anchor.known) return Unknown(anchor);
    if (anchor.legacy) {
      problems_.push_back({.rule = "legacy-anchor",
                           .where = anchor.name,
                           .args = {{"anchor", written}, {"meant", anchor.key}},
                           .repairs = {{.title = "Rename to '" + anchor.key + "'",
                                        .where = anchor.name,
                                        .text = anchor.key}}});
    }
    const auto [known, added] = seen_.emplace(anchor.key, anchor.name);
    if (added) return;
    problems_.push_back({.rule = "duplicate-anchor",
                         .where = anchor.name,
                         .args = {{"anchor", anchor.key}},
                         .related = {{known->second, "first given here"}}});
    known->second = anchor.name;
  }

  void Unknown(const Anchor& anchor) {
    Problem problem = {.rule = "unknown-anchor",
                       .where = anchor.name.empty() ? anchor.line : anchor.name,
                       .args = {{"anchor", std::string(sources_.Bytes(anchor.name))}}};
    const size_t blank = anchor.key.find_first_of(" \t");
    const std::string_view word = std::string_view(anchor.key).substr(0, blank);
    if (Has(kHints, anchor.key)) {
      problem.message = "hint";
      problem.help = "Put the hint behind the verb, on its line.";
    } else if (blank != std::string::npos && Has(kKeys, word) &&
               anchor.key.find('=') != std::string::npos) {
      problem.message = "comma";
      const auto end = static_cast<uint32_t>(word.size());
      Replace(anchor.name.Sub(0, end), std::string(sources_.Bytes(anchor.name.Sub(0, end))) + ',',
              problem);
      problem.help = "A comma separates the name '" + std::string(word) + "' from its options.";
    } else {
      std::string folded = anchor.key;
      std::erase_if(folded, IsBlank);
      Suggest(Has(kKeys, folded) ? std::string_view(folded) : stackql::Suggest(folded, kKeys),
              problem);
    }
    problems_.push_back(std::move(problem));
  }

  static void Replace(Loc where, const std::string& text, Problem& problem) {
    problem.repairs.push_back(
        {.title = "Replace with '" + text + "'", .where = where, .text = text});
  }

  static void Suggest(std::string_view meant, Problem& problem) {
    if (meant.empty()) return;
    problem.help = "Did you mean '" + std::string(meant) + "'?";
    Replace(problem.where, std::string(meant), problem);
  }

  void AddOption(Loc piece, Anchor& anchor) {
    const std::string_view text = sources_.Bytes(piece);
    const size_t equals = text.find('=');
    const std::string written(text.substr(0, equals));
    if (equals == std::string_view::npos) {
      problems_.push_back({.rule = "invalid-anchor-option",
                           .where = piece,
                           .message = "valueless",
                           .args = {{"option", written}},
                           .help = "Options are written 'name=value'."});
      return;
    }
    const size_t begin = piece.span.begin - file_.span.begin;
    const AnchorOption option = {Trimmed(begin, begin + equals),
                                 Trimmed(begin + equals + 1, begin + text.size())};
    anchor.options.push_back(option);
    const std::string name(sources_.Bytes(option.name));
    const std::string value(sources_.Bytes(option.value));
    if (Has(kNumbers, name)) {
      if (IsUnsigned(value)) return;
      problems_.push_back({.rule = "invalid-anchor-option",
                           .where = option.value.empty() ? piece : option.value,
                           .message = "value",
                           .args = {{"option", name}, {"value", value}},
                           .help = "Write a whole number, without sign, unit or quotes."});
    } else if (!Has(kTexts, name)) {
      Problem problem = {.rule = "invalid-anchor-option",
                         .where = option.name.empty() ? piece : option.name,
                         .args = {{"option", name}}};
      std::vector<std::string_view> names(kNumbers.begin(), kNumbers.end());
      names.insert(names.end(), kTexts.begin(), kTexts.end());
      Suggest(stackql::Suggest(name, names), problem);
      problems_.push_back(std::move(problem));
    }
  }

  const Sources& sources_;
  Loc file_;
  std::string_view bytes_;
  Problems& problems_;
  QueryFile result_;
  std::map<std::string, Loc> seen_;
};

}  // namespace

QueryFile CutAnchors(const Sources& sources, Loc file, Problems& problems) {
  return Cutter(sources, file, problems).Run();
}

}  // namespace stackql::sql
