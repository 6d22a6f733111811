#include "sql/terminals.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "sql/keywords.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;

constexpr uint32_t kDeepestBracket = 200;  // StackQL's parser gives up here

constexpr std::array<std::string_view, 23> kSymbols = {
    "(", ")",  ".",  "*",  "=",   "+", "-", "~", "!", "->", "->>", "<",
    ">", "<=", ">=", "<>", "<=>", "&", "|", "^", "/", "%",  "<<"};
constexpr uint16_t kShiftRight = kFirstSymbol + kSymbols.size();
static_assert(kShiftRight < kTerminalCount);

}  // namespace

uint16_t SymbolTerminal(std::string_view symbol) {
  if (symbol == ",") return kComma;
  if (symbol == ">>") return kShiftRight;
  if (symbol == "!=") symbol = "<>";
  const auto found = std::find(kSymbols.begin(), kSymbols.end(), symbol);
  if (found == kSymbols.end()) return kNothing;
  return static_cast<uint16_t>(kFirstSymbol + (found - kSymbols.begin()));
}

uint16_t WordTerminal(const WordInfo& word) {
  return word.keyword_of_stackql ? static_cast<uint16_t>(WordIndex(word)) : uint16_t{kIdentifier};
}

namespace {

class Reader {
 public:
  explicit Reader(const Tokens& tokens) : tokens_(tokens) { terminals_.reserve(tokens.size()); }

  std::vector<Terminal> Run() {
    while (at_ < tokens_.size()) {
      switch (tokens_[at_].kind) {
        case Kind::kWord:
          Word();
          break;
        case Kind::kName:
          Add(tokens_[at_].where.size() > 2 ? uint16_t{kIdentifier} : uint16_t{kNothing});
          break;
        case Kind::kString:
          Add(IsSpan() ? kSpanText : kText);
          break;
        case Kind::kNumber:
          Number();
          break;
        case Kind::kHole:
          Add(kAnyHole);
          break;
        case Kind::kSymbol:
          Symbol();
          break;
        default:
          Add(kNothing);
      }
    }
    return std::move(terminals_);
  }

 private:
  void Add(uint16_t id, size_t tokens = 1) {
    terminals_.push_back({id, static_cast<uint32_t>(at_)});
    at_ += tokens;
  }

  bool IsGlued(size_t index) const {
    return index < tokens_.size() && index > 0 &&
           tokens_[index].where.begin == tokens_[index - 1].where.end;
  }

  static bool IsWhole(std::string_view text) {
    return std::all_of(text.begin(), text.end(), IsDigit);
  }

  void Number() {
    const std::string_view text = tokens_.Text(at_);
    const bool hexadecimal = text.size() > 1 && Lower(text[1]) == 'x';
    if (hexadecimal && !IsHexadecimal(text.substr(2))) return Add(kNothing);
    Add(IsWhole(text) ? kWholeNumber : kOtherNumber);
  }

  static bool IsHexadecimal(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return IsDigit(c) || (Lower(c) >= 'a' && Lower(c) <= 'f'); });
  }

  // INTERVAL '1 day'
  bool IsSpan() const {
    if (!tokens_.Is(at_ - 1, Keyword::kInterval)) return false;
    const std::string_view text = tokens_.Text(at_);
    return tokens_[at_].hole || std::count(text.begin(), text.end(), ' ') == 1;
  }

  void Word() {
    const std::string_view text = tokens_.Text(at_);
    if (tokens_[at_].hole) return Add(kIdentifier);
    const char first = text[0];
    if (IsDigit(first)) return Add(IsOpenExponent(text) ? kOtherNumber : kNothing);
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
      return Add(kNothing);
    }
    if (first == '@') return Variable();
    if (text.size() == 1 && IsGlued(at_ + 1) && tokens_.Has(at_ + 1, Kind::kString)) {
      const char kind = Lower(first);
      if (kind == 'x' || kind == 'b') return Add(IsDigits(kind) ? kOtherNumber : kNothing, 2);
    }
    if (const size_t version = VersionTokens(); version > 1) return Add(kIdentifier, version);
    const bool value = tokens_.Is(at_ - 1, Keyword::kNext) && EqualsIgnoringCase(text, "value");
    Add(value ? uint16_t{kValueWord} : WordTerminal(*tokens_[at_].word));
  }

  // @a, @@a.b, @"a", and even @>
  void Variable() {
    const std::string_view text = tokens_.Text(at_);
    size_t end = at_ + 1;
    if (text.size() == 1 && IsGlued(end) && !tokens_.Has(end, Kind::kString)) ++end;
    if (text.size() == 1 && end == at_ + 1) {
      // A blank is the name then, with the word that follows it at once; or nothing is, at the end.
      if (end == tokens_.size()) return Add(kAtName);
      if (IsGlued(end)) return Add(kNothing);
      const bool joined = tokens_[end].where.begin == tokens_[at_].where.end + 1 &&
                          tokens_.Has(end, Kind::kWord) && tokens_.Text(end)[0] != '@';
      return Add(kAtName, joined ? 2 : 1);
    }
    while (IsGlued(end) && (tokens_.IsSymbol(end, ".") || tokens_[end].kind != Kind::kSymbol))
      ++end;
    Add(text.starts_with("@@") ? kAtAtName : kAtName, end - at_);
  }

  // 1e: a number without its exponent's digits
  static bool IsOpenExponent(std::string_view text) {
    return Lower(text.back()) == 'e' && IsWhole(text.substr(0, text.size() - 1));
  }

  // X'1F', B'01'
  bool IsDigits(char kind) const {
    const std::string_view quoted = tokens_.Text(at_ + 1);
    const std::string_view text = quoted.substr(1, quoted.size() - 2);
    if (tokens_[at_ + 1].hole) return true;
    if (kind == 'x') return text.size() % 2 == 0 && IsHexadecimal(text);
    return text.find_first_not_of("01") == std::string_view::npos;
  }

  // v1.2.3 is one name.
  size_t VersionTokens() const {
    if (tokens_.Text(at_)[0] != 'v' || !IsWhole(tokens_.Text(at_).substr(1))) return 1;
    size_t end = at_ + 1;
    while (IsGlued(end) && tokens_.Has(end, Kind::kNumber)) ++end;
    return IsGlued(end) ? 1 : end - at_;
  }

  void Symbol() {
    const std::string_view text = tokens_.Text(at_);
    if (text[0] == ':') return Parameter(text.size() == 2);
    if (text == "==") terminals_.push_back({SymbolTerminal("="), static_cast<uint32_t>(at_)});
    if (text == "?") return Add(kBindVariable);
    if (text == "||") return Add(WordTerminal(Lookup("or")));
    if (text == "&&") return Add(WordTerminal(Lookup("and")));
    if (text == "(") {
      if (++depth_ >= kDeepestBracket) return Add(kNothing);
    } else if (text == ")") {
      depth_ -= depth_ > 0 ? 1 : 0;
    }
    Add(SymbolTerminal(text == "==" ? "=" : text));
  }

  // :a, ::a.b
  void Parameter(bool cast) {
    size_t end = at_ + 1;
    if (!IsGlued(end) || !tokens_.Has(end, Kind::kWord)) {
      const bool hole = IsGlued(end) && tokens_.Has(end, Kind::kHole);
      return hole ? Add(cast ? kCastSuffix : kBindVariable, 2) : Add(kNothing);
    }
    ++end;
    while (IsGlued(end) && (tokens_.IsSymbol(end, ".") || tokens_.Has(end, Kind::kNumber) ||
                            (tokens_.IsSymbol(end - 1, ".") && tokens_.Has(end, Kind::kWord)))) {
      ++end;
    }
    Add(cast ? kCastSuffix : kBindVariable, end - at_);
  }

  const Tokens& tokens_;
  size_t at_ = 0;
  uint32_t depth_ = 0;
  std::vector<Terminal> terminals_;
};

}  // namespace

std::vector<Terminal> ReadTerminals(const Tokens& tokens) { return Reader(tokens).Run(); }

}  // namespace stackql::sql
