#include "template/jinja_types.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/old_yaml.h"
#include "json/json.h"
#include "template/blanks.h"
#include "template/limits.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

using enum JinjaType;

class Types {
 public:
  constexpr Types(std::initializer_list<JinjaType> types) {
    for (const JinjaType type : types) bits_ |= Bit(type);
  }
  constexpr bool Has(JinjaType type) const { return (bits_ & Bit(type)) != 0; }

 private:
  static constexpr uint32_t Bit(JinjaType type) { return 1U << static_cast<uint32_t>(type); }

  uint32_t bits_ = 0;
};

constexpr Types kNumeric = {kBool, kNumber};
constexpr Types kNotIterable = {kNone, kBool, kNumber, kDate};
constexpr Types kNotText = {kUndefined, kNone, kBool, kNumber, kList, kDict, kDate};
constexpr Types kNotDict = {kUndefined, kNone, kBool, kNumber, kText, kList, kDate};
constexpr Types kNotList = {kUndefined, kNone, kBool, kNumber, kDict, kDate};  // nor a text of one
constexpr Types kWithoutOperators = {kUndefined, kNone, kDict};

// What is no name, or a value of its own.
constexpr std::string_view kWords =
    "True False None true false none not and or in is if else loop self caller this callback";
constexpr std::string_view kDictMethods = "items keys values";
constexpr std::string_view kTextMethods =
    "upper lower strip lstrip rstrip split startswith endswith title capitalize join";

struct Filter {
  std::string_view name = {};
  Types fails;  // on these
  JinjaType gives = kUnknown;
};

constexpr std::array<Filter, 23> kFilters = {{
    {"base64_encode", kNotText, kText},
    {"capitalize", {}, kText},
    {"count", kNotIterable, kNumber},
    {"first", kNotIterable, kUnknown},
    {"float", {kUndefined}, kNumber},
    {"from_json", kNotText, kUnknown},
    {"generate_patch_document", kNotDict, kText},
    {"int", {kUndefined}, kNumber},
    {"join", kNotIterable, kText},
    {"last", kNotIterable, kUnknown},
    {"length", kNotIterable, kNumber},
    {"list", kNotIterable, kList},
    {"lower", {}, kText},
    {"merge_lists", kNotList, kList},
    {"replace", {}, kText},
    {"sql_escape", {}, kUnknown},
    {"sql_list", {kDate}, kText},
    {"string", {}, kText},
    {"sum", kNotIterable, kUnknown},
    {"title", {}, kText},
    {"tojson", {kUndefined, kDate}, kText},
    {"trim", {}, kText},
    {"upper", {}, kText},
}};

struct Operand {
  JinjaType type = kUnknown;
  std::string_view part = {};
  ValueId value = kNoValue;    // of a name
  std::string_view item = {};  // a name in a dictionary that JSON does not take
  JinjaType item_type = kUnknown;
};

JinjaType TypeOf(const Values& values, ValueId id) {
  const Value& value = values[id];
  switch (value.kind) {
    case Kind::kUnknown:
      if (!value.token) return kUnknown;
      return ReadAsOldYaml(values.sources().Bytes(value.token)) == OldScalar::kDate ? kDate
                                                                                    : kUnknown;
    case Kind::kNull:
      return kNone;
    case Kind::kBool:
      return kBool;
    case Kind::kNumber:
      return kNumber;
    case Kind::kString:
      return kText;
    case Kind::kArray:
      return kList;
    case Kind::kObject:
      return kDict;
    default:
      return kUnknown;
  }
}

class Checker {
 public:
  Checker(Values& values, const Scope& scope, std::string_view expression)
      : values_(values), scope_(scope), text_(expression) {}

  std::optional<JinjaMistake> Run(bool iterated) {
    if (NameAhead() == "not") at_ += 3;
    const Operand operand = Chain();
    if (!stopped_ && !mistake_) Operator(operand);
    SkipBlanks();
    if (iterated && !stopped_ && !mistake_ && at_ == text_.size() &&
        kNotIterable.Has(operand.type)) {
      Fail("for", operand);
    }
    return mistake_;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void SkipBlanks() {
    while (IsBlank(Peek())) ++at_;
  }
  std::string_view NameAhead() {
    SkipBlanks();
    size_t end = at_;
    while (end < text_.size() && IsWord(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  Operand Stop() {
    stopped_ = true;
    return {};
  }
  void Fail(std::string_view operation, const Operand& operand, bool no_json = false) {
    mistake_ = {.operation = operation,
                .part = operand.item.empty() ? operand.part : operand.item,
                .found = operand.item.empty() ? operand.type : operand.item_type,
                .no_json = no_json};
  }

  // Behind the bracket that closes the one at `at_`; npos if there is none.
  size_t Closing() const {
    size_t depth = 0;
    for (size_t at = at_; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c == '\'' || c == '"') {
        at = text_.find(c, at + 1);
        if (at == std::string_view::npos) return at;
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (c == ')' || c == ']' || c == '}') {
        if (--depth == 0) return at + 1;
      }
    }
    return std::string_view::npos;
  }

  Operand Primary() {
    SkipBlanks();
    const size_t begin = at_;
    const char c = Peek();
    if (c == '(') {
      if (++depth_ > kDeepest) return Stop();
      ++at_;
      Operand inner = Chain();
      SkipBlanks();
      if (stopped_ || mistake_ || Peek() != ')') return Stop();
      ++at_;
      return inner;
    }
    if (c == '{') return Dict();
    if (IsDigit(c)) {
      while (IsDigit(Peek()) || Peek() == '.') ++at_;
      return {.type = kNumber, .part = text_.substr(begin, at_ - begin)};
    }
    if (c == '\'' || c == '"') {
      const size_t end = text_.find(c, at_ + 1);
      if (end == std::string_view::npos || text_[end - 1] == '\\') return Stop();
      at_ = end + 1;
      return {.type = kText, .part = text_.substr(begin, at_ - begin)};
    }
    const std::string_view name = NameAhead();
    if (!IsIdentifier(name) || HasWord(kWords, name)) return Stop();
    at_ += name.size();
    return Peek() == '(' ? Stop() : Named(name);
  }

  Operand Named(std::string_view name) const {
    const auto found = scope_.names.find(name);
    if (found == scope_.names.end()) {
      return {.type = IsUndefinedInJinja(scope_, name) ? kUndefined : kUnknown, .part = name};
    }
    const std::string below = std::string(name) + ".";
    const auto next = scope_.names.lower_bound(below);
    if (next != scope_.names.end() && next->first.starts_with(below)) return {.part = name};
    const ValueId value = found->second;
    return {.type = TypeOf(values_, value), .part = name, .value = value};
  }

  // {'a': name}
  Operand Dict() {
    const size_t end = Closing();
    if (end == std::string_view::npos) return Stop();
    Operand dict = {.type = kDict, .part = text_.substr(at_, end - at_)};
    for (size_t colon = text_.find(':', at_); colon < end; colon = text_.find(':', colon + 1)) {
      at_ = colon + 1;
      const std::string_view name = NameAhead();
      at_ += name.size();
      SkipBlanks();
      if (!IsIdentifier(name) || HasWord(kWords, name) || (Peek() != ',' && at_ + 1 != end))
        continue;
      const JinjaType type = Named(name).type;
      if (type != kUndefined && type != kDate) continue;
      dict.item = name;
      dict.item_type = type;
    }
    at_ = end;
    return dict;
  }

  // An operand with the filters, methods and subscripts that follow it.
  Operand Chain() {
    Operand operand = Primary();
    while (!stopped_ && !mistake_) {
      SkipBlanks();
      if (Peek() == '|') {
        operand = Filtered(operand);
      } else if (Peek() == '.') {
        Method(operand);
      } else if (Peek() == '[') {
        Subscript(operand);
      } else {
        break;
      }
    }
    return operand;
  }

  Operand Filtered(const Operand& input) {
    ++at_;
    const std::string_view name = NameAhead();
    at_ += name.size();
    SkipBlanks();
    std::string_view arguments;
    if (Peek() == '(') {
      const size_t end = Closing();
      if (end == std::string_view::npos) return Stop();
      arguments = text_.substr(at_ + 1, end - at_ - 2);
      at_ = end;
    }
    const auto* filter = std::ranges::find(kFilters, name, &Filter::name);
    if (filter == kFilters.end()) return Stop();
    const bool writes = name == "tojson" || name == "generate_patch_document";
    if (filter->fails.Has(input.type) || (writes && !input.item.empty()) ||
        (name == "sql_list" && (IsTrue(input) || IsTrue(AsJson(input))))) {
      Fail(name, input);
      return {};
    }
    if (name == "from_json") return FromJson(input);
    if (name == "merge_lists" && !MergesLists(input, arguments)) return {};
    return {.type = filter->gives, .part = input.part};
  }

  // What a text is as JSON; kUndefined: it certainly is none.
  JinjaType JsonType(const Operand& operand) const { return AsJson(operand).type; }
  Operand AsJson(const Operand& operand) const {
    const ValueId text = operand.value;
    if (operand.type != kText || text == kNoValue) return {};
    const std::string_view bytes = values_.Text(text);
    constexpr size_t kLongest = 10'000;
    const json::Parsed parsed = json::Parse(values_, values_[text].text);
    if (parsed.value != kNoValue) {
      const JinjaType type = TypeOf(values_, parsed.value);
      const bool known = type == kList || type == kDict || !HasHole(bytes);
      return known ? Operand{.type = type, .value = parsed.value} : Operand();
    }
    // Python reads more: numbers that are none, surrogates, any depth.
    const bool more = parsed.unsure || HasHole(bytes) || bytes.size() > kLongest ||
                      bytes.find("\\u") != std::string_view::npos ||
                      bytes.find("NaN") != std::string_view::npos ||
                      bytes.find("Infinity") != std::string_view::npos;
    return {.type = more ? kUnknown : kUndefined};
  }

  // Whether a boolean or number certainly counts as true.
  bool IsTrue(const Operand& operand) const {
    if (operand.value == kNoValue || !kNumeric.Has(operand.type)) return false;
    const std::string_view text = values_.Text(operand.value);
    return operand.type == kBool
               ? text.starts_with('t') || text.starts_with('T')
               : text.substr(0, text.find_first_of("eE")).find_first_of("123456789") !=
                     std::string_view::npos;
  }

  Operand FromJson(const Operand& input) {
    const JinjaType type = JsonType(input);
    if (type == kUndefined) {
      Fail("from_json", input, true);
      return {};
    }
    return {.type = type, .part = input.part};
  }

  // Both are lists, or JSON texts of lists.
  bool MergesLists(const Operand& input, std::string_view arguments) {
    Checker other(values_, scope_, arguments);
    const Operand argument = other.Primary();
    other.SkipBlanks();
    const bool read = !other.stopped_ && other.at_ == arguments.size();
    for (const Operand& list : {input, read ? argument : Operand()}) {
      const JinjaType json = list.type == kText ? JsonType(list) : kList;
      if (Types{kUndefined, kNone, kBool, kNumber, kDict}.Has(list.type) ||
          (json != kList && json != kUnknown)) {
        Fail("merge_lists", list);
        return false;
      }
    }
    return true;
  }

  // What it gives is not known.
  void Method(const Operand& operand) {
    ++at_;
    const std::string_view name = NameAhead();
    at_ += name.size();
    stopped_ = true;
    if (Peek() != '(') return;
    if ((HasWord(kDictMethods, name) &&
         Types{kNone, kBool, kNumber, kText, kList, kDate}.Has(operand.type)) ||
        (HasWord(kTextMethods, name) &&
         Types{kNone, kBool, kNumber, kList, kDict, kDate}.Has(operand.type))) {
      Fail(name, operand);
    }
  }

  void Subscript(const Operand& operand) {
    const size_t end = Closing();
    stopped_ = true;
    if (end == std::string_view::npos) return;
    const std::string_view index = text_.substr(at_ + 1, end - at_ - 2);
    const bool slice = index.find_first_not_of("0123456789:-") == std::string_view::npos &&
                       index.find(':') != std::string_view::npos;
    if (slice && Types{kUndefined, kNone, kBool, kNumber, kDate}.Has(operand.type))
      Fail("[:]", operand);
  }

  // The operator after the first operand; empty if it cannot fail.
  std::string_view OperatorAhead() {
    SkipBlanks();
    for (const std::string_view sign : {"<=", ">=", "<", ">", "+", "-"}) {
      if (text_.substr(at_).starts_with(sign)) return text_.substr(at_, sign.size());
    }
    return NameAhead() == "in" ? NameAhead() : std::string_view();
  }

  void Operator(const Operand& left) {
    const std::string_view sign = OperatorAhead();
    if (sign.empty()) return;
    at_ += sign.size();
    Operand right = Primary();
    SkipBlanks();
    // It may bind to more than this.
    const bool bound =
        stopped_ || std::string_view("|.[(*/%").find(Peek()) != std::string_view::npos;
    if (bound && at_ < text_.size()) right.type = kUnknown;
    stopped_ = true;
    if (mistake_) return;
    if (sign == "in") {
      if (kNotIterable.Has(right.type)) return Fail(sign, right);
      if (right.type == kText && kNotText.Has(left.type)) Fail(sign, left);
    } else if (kWithoutOperators.Has(left.type)) {
      Fail(sign, left);
    } else if (kWithoutOperators.Has(right.type)) {
      Fail(sign, right);
    } else if (left.type != kUnknown && right.type != kUnknown) {
      const bool numbers = kNumeric.Has(left.type) && kNumeric.Has(right.type);
      const bool alike = left.type == right.type && sign != (left.type == kDate ? "+" : "-");
      if (!numbers && !alike) Fail(sign, left);
    }
  }

  Values& values_;
  const Scope& scope_;
  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;         // brackets that were opened
  bool stopped_ = false;  // nothing more is known
  std::optional<JinjaMistake> mistake_ = {};
};

}  // namespace

std::string_view Wording(JinjaType type) {
  switch (type) {
    case kUndefined:
      return "undefined";
    case kNone:
      return "null";
    case kBool:
      return "true or false";
    case kNumber:
      return "a number";
    case kText:
      return "a string";
    case kList:
      return "a list";
    case kDate:
      return "a date";
    default:
      return "an object";
  }
}

std::optional<JinjaMistake> FindJinjaMistake(Values& values, const Scope& scope,
                                             std::string_view expression, bool iterated) {
  return Checker(values, scope, expression).Run(iterated);
}

bool IsUndefinedInJinja(const Scope& scope, std::string_view name) {
  if (scope.open || scope.names.contains(name)) return false;
  const std::vector<std::string>* others = scope.unknown_names;
  return std::ranges::find(scope.open_prefixes, name) == scope.open_prefixes.end() &&
         (others == nullptr || std::ranges::find(*others, name) == others->end());
}

}  // namespace stackql::tmpl
