#include "stack/conditions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "stack/name_problems.h"
#include "template/template.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr const char* kForms = "Write true, false, or a comparison with '==', '!=' or 'in [...]'.";

std::string_view Operand(std::string_view text) { return Trim(Trim(text, kBlanks), "'\""); }

// Whether two operands are the same text.
Verdict Same(std::string_view left, std::string_view right) {
  left = Operand(left);
  right = Operand(right);
  if (HasHole(left) || HasHole(right)) return Verdict::kUnknown;
  return left == right ? Verdict::kTrue : Verdict::kFalse;
}

Verdict Opposite(Verdict verdict) {
  if (verdict == Verdict::kTrue) return Verdict::kFalse;
  return verdict == Verdict::kFalse ? Verdict::kTrue : verdict;
}

// Whether a text is one of those in `[...]`.
Verdict IsIn(std::string_view left, std::string_view list) {
  list = Trim(list, kBlanks);
  if (!list.starts_with('[') || !list.ends_with(']') || list.size() < 2) {
    const bool again = list.find(" not in ") != kNone;  // it is split there, too
    return again || HasHole(list) ? Verdict::kUnknown : Verdict::kFatal;
  }
  list = list.substr(1, list.size() - 2);
  Verdict result = Verdict::kFalse;
  for (size_t at = 0; at <= list.size();) {
    const size_t end = std::min(list.find(',', at), list.size());
    const Verdict same = Same(left, list.substr(at, end - at));
    if (same == Verdict::kTrue) return same;
    if (same == Verdict::kUnknown) result = same;
    at = end + 1;
  }
  return result;
}

bool IsWordByte(char c) { return IsWord(c) || c == '.'; }

bool IsName(std::string_view text) {
  return !text.empty() && !IsDigit(text[0]) && All(text, IsWordByte);
}

// A part of a condition outside of quotes.
struct Token {
  enum class Kind : uint8_t {
    kWord,      // true, stack_env, and
    kOperator,  // ==, >=, &&
    kOperand,   // a literal, a hole, a list: anything that is compared
  };
  Kind kind = Kind::kOperand;
  Span span = {};
  std::string_view text = {};
};

// Cuts a condition into tokens, as its writer meant it.
std::vector<Token> Tokens(std::string_view text) {
  std::vector<Token> tokens;
  const auto add = [&](Token::Kind kind, size_t begin, size_t end) {
    tokens.push_back({kind,
                      {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                      text.substr(begin, end - begin)});
    return end;
  };
  constexpr std::string_view kOperators = "=!<>&|";
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    size_t end = at;
    if (kBlanks.find(c) != kNone) {
      ++at;
    } else if (c == '\'' || c == '"' || c == '[' || c == '(') {
      const char close = c == '[' ? ']' : c == '(' ? ')' : c;
      at = add(Token::Kind::kOperand, at, std::min(text.find(close, at + 1), text.size() - 1) + 1);
    } else if (kOperators.find(c) != kNone) {
      while (end < text.size() && kOperators.find(text[end]) != kNone) ++end;
      at = add(Token::Kind::kOperator, at, end);
    } else if (IsWordByte(c)) {
      bool word = true;  // up to a blank, quote or operator
      while (end < text.size() && kBlanks.find(text[end]) == kNone &&
             kOperators.find(text[end]) == kNone && text[end] != '\'' && text[end] != '"') {
        word &= IsWordByte(text[end++]);
      }
      at = add(word ? Token::Kind::kWord : Token::Kind::kOperand, at, end);
    } else {
      while (end < text.size() && kBlanks.find(text[end]) == kNone) ++end;
      at = add(Token::Kind::kOperand, at, end);
    }
  }
  return tokens;
}

bool IsJoin(const Token& token) {
  return token.text == "and" || token.text == "or" || token.text == "&&" || token.text == "||";
}

bool IsComparison(const Token& token) {
  if (token.kind == Token::Kind::kOperator) return token.text != "&&" && token.text != "||";
  return token.kind == Token::Kind::kWord && token.text == "in";
}

class Judge {
 public:
  Judge(Loc text, std::string_view bytes, Problems& problems)
      : text_(text), bytes_(bytes), tokens_(Tokens(bytes)), problems_(problems) {}

  void Check() {
    if (ReportJoin() || ReportParentheses()) return;
    const Verdict verdict = EvaluateCondition(bytes_);
    if (verdict == Verdict::kFatal) return ReportFatal();
    if (ReportNotIn() || ReportRest() || ReportEmptyList()) return;
    if (tokens_.size() < 2 || HasHole(bytes_) || verdict == Verdict::kUnknown) return;
    ReportConstant(verdict == Verdict::kTrue ? "true" : "false");
  }

 private:
  Loc At(Span span) const { return text_.Sub(span.begin, span.end); }

  // `and` with a comparison at both sides, or after a literal: never part of a text.
  bool ReportJoin() {
    bool compared = false;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      compared |= IsComparison(tokens_[i]);
      if (!IsJoin(tokens_[i]) || i == 0 || i + 1 == tokens_.size()) continue;
      const bool again = std::any_of(tokens_.begin() + static_cast<ptrdiff_t>(i), tokens_.end(),
                                     [](const Token& token) { return IsComparison(token); });
      const char before = tokens_[i - 1].text.back();
      const bool literal = before == '\'' || before == '"' || before == ']';
      if (!(compared && (again || literal)) && !(again && literal)) continue;
      problems_.push_back({.what = rules::ConstantCondition::Join{.word = tokens_[i].text},
                           .where = At(tokens_[i].span),
                           .help = "Compute the condition in a template: '{{ a == \"x\" and b == "
                                   "\"y\" }}' renders as true or false."});
      return true;
    }
    return false;
  }

  // Parentheses around a comparison belong to the texts that it compares, which then differ.
  bool ReportParentheses() {
    const std::string_view whole = Trim(bytes_, kBlanks);
    if (!whole.starts_with('(') || !whole.ends_with(')')) return false;
    for (const std::string_view op : {"==", "!="}) {
      const size_t at = whole.find(op);
      if (at == kNone) continue;
      const bool left = Trim(whole.substr(0, at), kBlanks).ends_with(')');
      const bool right = Trim(whole.substr(at + 2), kBlanks).starts_with('(');
      if (left || right) return false;
      problems_.push_back(
          {.what = rules::ConstantCondition{.result = op == "==" ? "false" : "true"},
           .where = text_,
           .help = "Remove the parentheses, which belong to the compared texts."});
      return true;
    }
    return false;
  }

  bool ReportNotIn() {
    for (size_t i = 1; i < tokens_.size(); ++i) {
      if (tokens_[i - 1].text != "not" || tokens_[i].text != "in") continue;
      if (bytes_.find("==") != kNone || bytes_.find("!=") != kNone) return false;
      problems_.push_back({.what = rules::ConstantCondition::NotIn{.op = "not in"},
                           .where = At({tokens_[i - 1].span.begin, tokens_[i].span.end}),
                           .help = "Compare with '!=', or compute the condition in a template."});
      return true;
    }
    return false;
  }

  // The text is split at the first ==, or at the first != if there is none: whatever follows the
  // literal there belongs to what is compared.
  bool ReportRest() {
    size_t at = bytes_.find("==");
    const bool equal = at != kNone;
    if (!equal) at = bytes_.find("!=");
    if (at == kNone) return false;
    for (const Token& token : tokens_) {
      if (token.kind != Token::Kind::kOperator || (token.text != "===" && token.text != "!=="))
        continue;
      if (token.span.begin > at) break;
      problems_.push_back({.what = rules::ConstantCondition::NotIn{.op = token.text},
                           .where = At(token.span),
                           .help = "Compare with '==' or '!='."});
      return true;
    }
    const size_t begin = bytes_.find_first_not_of(kBlanks, at + 2);
    if (begin == kNone || (bytes_[begin] != '\'' && bytes_[begin] != '"')) return false;
    const size_t close = bytes_.find(bytes_[begin], begin + 1);
    const size_t rest = close == kNone ? kNone : bytes_.find_first_not_of(kBlanks, close + 1);
    if (rest == kNone) return false;
    const auto end = static_cast<uint32_t>(bytes_.find_last_not_of(kBlanks) + 1);
    const auto first = static_cast<uint32_t>(rest);
    problems_.push_back(
        {.what = rules::ConstantCondition::Rest{.result = equal ? "false" : "true",
                                                .text = bytes_.substr(rest, end - first)},
         .where = At({first, end}),
         .help = "Compute the condition in a template, whose result is true or false."});
    return true;
  }

  bool ReportEmptyList() {
    if (bytes_.find("==") != kNone || bytes_.find("!=") != kNone) return false;
    const size_t at = bytes_.find(" in ");
    if (at == kNone || Operand(bytes_.substr(0, at)).empty()) return false;
    const std::string_view list = Trim(bytes_.substr(at + 4), kBlanks);
    if (!list.starts_with('[') || !list.ends_with(']') || list.size() < 2) return false;
    if (!Trim(list.substr(1, list.size() - 2), kBlanks).empty()) return false;
    problems_.push_back({.what = rules::ConstantCondition::EmptyList{.list = list},
                         .where = text_,
                         .help = "Name the values: ['dev', 'prod']."});
    return true;
  }

  void ReportFatal() {
    Problem problem = {
        .what = rules::InvalidCondition{.condition = bytes_}, .where = text_, .help = kForms};
    if (Trim(bytes_, kBlanks).empty()) {
      problem.what = rules::InvalidCondition::Empty{.field = "if"};
    }
    for (const Token& token : tokens_) {
      if (token.kind != Token::Kind::kOperator && !IsJoin(token)) continue;
      problem.where = At(token.span);
      problem.what = rules::InvalidCondition::Operator{.op = token.text};
      break;
    }
    problems_.push_back(std::move(problem));
  }

  void ReportConstant(std::string_view result) {
    // A word beside an operator that reads like a variable.
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Token::Kind::kWord || !IsName(token.text) || IsComparison(token)) continue;
      if (token.text == "true" || token.text == "false" || token.text == "not") continue;
      const bool alone = (i == 0 || IsComparison(tokens_[i - 1])) &&
                         (i + 1 == tokens_.size() || IsComparison(tokens_[i + 1]));
      if (!alone) continue;
      const std::string_view meant = MeantBuiltin(token.text);
      problems_.push_back(
          {.what = rules::ConstantCondition::Word{.result = result, .word = token.text},
           .where = At(token.span),
           .help = "Write '{{ " + std::string(meant.empty() ? token.text : meant) + " }}'."});
      return;
    }
    problems_.push_back({.what = rules::ConstantCondition{.result = result},
                         .where = text_,
                         .help = "Compare with a variable: '{{ stack_env }}'."});
  }

  Loc text_;
  std::string_view bytes_;
  std::vector<Token> tokens_;
  Problems& problems_;
};

}  // namespace

Verdict EvaluateCondition(std::string_view rendered) {
  if (rendered == "true" || rendered == "True") return Verdict::kTrue;
  if (rendered == "false" || rendered == "False") return Verdict::kFalse;
  if (const size_t at = rendered.find("=="); at != kNone) {
    return Same(rendered.substr(0, at), rendered.substr(at + 2));
  }
  if (const size_t at = rendered.find("!="); at != kNone) {
    return Opposite(Same(rendered.substr(0, at), rendered.substr(at + 2)));
  }
  if (const size_t at = rendered.find(" in "); at != kNone) {
    return IsIn(rendered.substr(0, at), rendered.substr(at + 4));
  }
  const std::string_view word = Trim(rendered, kBlanks);
  if (word != rendered && EvaluateCondition(word) != Verdict::kFatal) return Verdict::kUnknown;
  const std::vector<Token> tokens = Tokens(rendered);
  const bool stated = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Token::Kind::kOperator || IsJoin(token) || token.text == "not";
  });
  return HasHole(rendered) && !stated ? Verdict::kUnknown : Verdict::kFatal;
}

void CheckRendered(Values& values, ValueId condition, ValueId rendered, Problems& problems) {
  const bool known = values[rendered].kind == Kind::kString && values.Known(rendered);
  if (!known || EvaluateCondition(values.Text(rendered)) != Verdict::kFatal) return;
  Problems always;
  CheckCondition(values, condition, always);
  if (!always.empty() || values.Text(condition).find("{{") == kNone) return;
  problems.push_back({.what = rules::InvalidCondition{.condition = values.Text(rendered)},
                      .where = values.Where(condition),
                      .help = kForms});
}

void CheckCondition(Values& values, ValueId condition, Problems& problems) {
  const Value node = values[condition];
  if (node.kind == Kind::kBool || node.kind == Kind::kNull || node.kind == Kind::kUnknown) return;
  if (!node.text || node.untrusted) return;
  const Sources& sources = values.sources();
  Loc text = node.text;
  if (sources.Bytes(text).find("{%") != kNone) return;
  if (sources.Bytes(text).find("{{") != kNone) {
    // Every name may have any value; mistakes in the template are reported where it is evaluated.
    tmpl::Scope any;
    any.open = true;
    Problems known;
    tmpl::Rendered rendered = tmpl::Render(values, text, any, tmpl::Renderer::kManifest, known);
    if (rendered.failed || !known.empty()) return;
    text = rendered.text;
  }
  Judge(text, sources.Bytes(text), problems).Check();
}

}  // namespace stackql
