#include "template/jinja.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/white_space.h"
#include "rules/template.h"
#include "template/blanks.h"
#include "template/jinja_types.h"
#include "template/numbers.h"
#include "value/value.h"

// Facts: Jinja2's lexer.py and parser.py.

namespace stackql::tmpl {
namespace {

// What a name cannot be, or what it does not stand for the context's value as.
constexpr std::array<std::string_view, 16> kReserved = {
    "True", "False", "None",   "true", "false", "none", "not",  "and",
    "or",   "in",    "caller", "is",   "if",    "else", "loop", "self"};
constexpr std::array<std::string_view, 10> kBlocks = {
    "if", "for", "filter", "macro", "call", "with", "block", "autoescape", "trans", "raw"};
constexpr std::array<std::string_view, 5> kInner = {"else", "elif", "pluralize", "break",
                                                    "continue"};
constexpr std::array<std::string_view, 5> kSingle = {"set", "include", "import", "from", "do"};
// Those that may give a name another value further down.
constexpr std::array<std::string_view, 6> kBinding = {"set",   "import", "from",
                                                      "macro", "block",  "do"};

template <size_t Count>
bool Has(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Tags that are known although what they give is not.
constexpr std::array<std::string_view, 2> kOther = {"extends", "print"};
// Those of Jinja2 3.1 and of stackql-deploy 1.9.5.
constexpr std::string_view kFilters =
    "abs attr base64_encode batch capitalize center count d default dictsort e escape "
    "filesizeformat first float forceescape format from_json generate_patch_document groupby "
    "indent int items join last length list lower map max merge_lists min pprint random reject "
    "rejectattr replace reverse round safe select selectattr slice sort sql_escape sql_list string "
    "striptags sum title tojson trim truncate unique upper urlencode urlize wordcount wordwrap "
    "xmlattr";
constexpr std::string_view kTests =
    "boolean callable defined divisibleby eq equalto escaped even false filter float ge "
    "greaterthan gt in integer iterable le lessthan lower lt mapping ne none number odd sameas "
    "sequence string test true undefined upper";
constexpr std::string_view kFunctions = "cycler dict joiner lipsum namespace range uuid";

std::string_view NameAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsWord(text[end])) ++end;
  return text.substr(at, end - at);
}

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

// One identifier, or several with points between them.
bool IsName(std::string_view text) {
  for (size_t point = text.find('.'); point != std::string_view::npos; point = text.find('.')) {
    if (!IsIdentifier(text.substr(0, point))) return false;
    text.remove_prefix(point + 1);
  }
  return IsIdentifier(text);
}

// A tag from its opening to its end.
struct Tag {
  enum class Kind : uint8_t { kOutput, kStatement, kComment };
  Kind kind = Kind::kOutput;
  size_t begin = 0;
  size_t end = 0;
  bool trims_before = false;
  bool trims_after = false;
  std::string_view content = {};  // without blanks and signs
};

// The first tag at or after `from`; nullopt if there is none, or if it cannot be read: `broken`.
class TagReader {
 public:
  explicit TagReader(std::string_view bytes) : bytes_(bytes) {}

  // Where a tag begins that does not end; npos: all do.
  size_t broken_at() const { return broken_at_; }

  std::optional<Tag> Next(size_t from) {
    Tag tag;
    tag.begin = Opening(from);
    if (tag.begin == std::string_view::npos) return std::nullopt;
    switch (bytes_[tag.begin + 1]) {
      case '{':
        tag.end = End(tag.begin + 2, '}');
        break;
      case '%':
        tag.kind = Tag::Kind::kStatement;
        tag.end = End(tag.begin + 2, '%');
        break;
      default:
        tag.kind = Tag::Kind::kComment;
        tag.end = bytes_.find("#}", tag.begin + 2);
        if (tag.end != std::string_view::npos) tag.end += 2;
    }
    if (tag.end == std::string_view::npos) {
      broken_at_ = tag.begin;
      return std::nullopt;
    }
    Trim(tag);
    return tag;
  }

  // Where the `{% endraw %}` that ends a raw block begins; npos if nothing ends it.
  size_t EndOfRaw(size_t from) const {
    for (size_t at = bytes_.find("{%", from); at != std::string_view::npos;
         at = bytes_.find("{%", at + 2)) {
      std::string_view rest = bytes_.substr(at + 2);
      if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
      while (!rest.empty() && IsBlank(rest[0])) rest.remove_prefix(1);
      if (rest.starts_with("endraw")) return at;
    }
    return std::string_view::npos;
  }

 private:
  size_t Opening(size_t from) const {
    for (size_t at = bytes_.find('{', from); at != std::string_view::npos;
         at = bytes_.find('{', at + 1)) {
      const char next = at + 1 < bytes_.size() ? bytes_[at + 1] : '\0';
      if (next == '{' || next == '%' || next == '#') return at;
    }
    return std::string_view::npos;
  }

  // Behind the closing `}}` or `%}`, which stands outside of texts and brackets.
  size_t End(size_t at, char closing) const {
    size_t depth = 0;
    for (; at < bytes_.size(); ++at) {
      const char c = bytes_[at];
      if (depth == 0 && c == closing && at + 1 < bytes_.size() && bytes_[at + 1] == '}') {
        return at + 2;
      }
      if (c == '\'' || c == '"') {
        at = EndOfText(at);
        if (at == std::string_view::npos) return at;
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (c == ')' || c == ']' || c == '}') {
        if (depth == 0) return std::string_view::npos;
        --depth;
      }
    }
    return std::string_view::npos;
  }

  size_t EndOfText(size_t open) const {
    for (size_t at = open + 1; at < bytes_.size(); ++at) {
      if (bytes_[at] == '\\') {
        ++at;
      } else if (bytes_[at] == bytes_[open]) {
        return at;
      }
    }
    return std::string_view::npos;
  }

  void Trim(Tag& tag) const {
    std::string_view content = bytes_.substr(tag.begin + 2, tag.end - tag.begin - 4);
    if (content.starts_with('-')) {
      tag.trims_before = true;
      content.remove_prefix(1);
    }
    if (content.ends_with('-')) {
      tag.trims_after = true;
      content.remove_suffix(1);
    }
    while (!content.empty() && IsBlank(content.front())) content.remove_prefix(1);
    while (!content.empty() && IsBlank(content.back())) content.remove_suffix(1);
    tag.content = content;
  }

  std::string_view bytes_;
  size_t broken_at_ = std::string_view::npos;
};

class Writer {
 public:
  Writer(Values& values, Loc where, const Scope& scope, Rendered& result, Problems& problems)
      : values_(values),
        where_(where),
        bytes_(values.sources().Bytes(where)),
        scope_(scope),
        result_(result),
        problems_(problems),
        tags_(bytes_),
        out_(values.sources()) {}

  void Run() {
    size_t at = 0;
    while (const std::optional<Tag> tag = tags_.Next(at)) {
      if (open_.empty()) Copy(at, tag->begin, tag->trims_before);
      at = tag->end;
      if (tag->trims_after) at += LeadingBlanks(bytes_.substr(at));
      const bool fine = tag->kind == Tag::Kind::kStatement ? Statement(*tag, at) : Write(*tag);
      if (!fine) return Fail();
    }
    if (const size_t at_tag = tags_.broken_at(); at_tag != std::string_view::npos) {
      const std::string_view sign = bytes_.substr(at_tag, 2);
      if (sign == "{#" && IsLast(at_tag + 2)) return Fail();
      return Fail(rules::JinjaTemplate::UnclosedTag{.tag = sign}, sign);
    }
    if (!open_.empty()) {
      return Fail(rules::JinjaTemplate::UnclosedBlock{.word = open_.back()}, open_.back());
    }
    Copy(at, bytes_.size(), false);
    result_.text = out_.Finish(Step::kRender, where_);
  }

 private:
  Loc At(size_t begin, size_t end) const {
    return where_.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  }

  // Nothing is known of the output.
  void Fail() {
    TextBuilder hole(values_.sources());
    hole.Hole(where_);
    result_.text = hole.Finish(Step::kRender, where_);
  }

  // Whether nothing is left; then Jinja2 does not miss the end of a comment or raw block.
  bool IsLast(size_t at) const {
    const std::string_view rest = bytes_.substr(at);
    return rest.empty() || rest == "\n";
  }

  // `part` is of the template.
  void Report(Message what, std::string_view part) {
    const auto begin = static_cast<size_t>(part.data() - bytes_.data());
    problems_.push_back({.what = std::move(what), .where = At(begin, begin + part.size())});
  }
  void Fail(Message what, std::string_view part) {
    Report(std::move(what), part);
    Fail();
  }

  // Filters and tests of an expression, outside of its strings. With a condition in it, Jinja2
  // looks for them when it comes to them.
  void CheckNames(std::string_view expression) {
    if (expression.find(" if ") != std::string_view::npos) return;
    for (size_t at = 0; at < expression.size(); ++at) {
      const char c = expression[at];
      if (c == '\'' || c == '"') {
        at = std::min(expression.find(c, at + 1), expression.size());
        if (at < expression.size() && expression[at - 1] == '\\') return;
      } else if (c == '|') {
        const std::string_view name = NameAt(expression, SkipBlanks(expression, at + 1));
        if (IsIdentifier(name) && !HasWord(kFilters, name)) {
          Report(rules::JinjaTemplate::Filter{.name = name}, name);
        }
      } else if (IsWord(c)) {
        const std::string_view word = NameAt(expression, at);
        if (word == "is" && at > 0 && IsBlank(expression[at - 1])) CheckTest(expression, at + 2);
        at += word.size() - 1;
      }
    }
  }

  void CheckTest(std::string_view expression, size_t at) {
    at = SkipBlanks(expression, at);
    if (NameAt(expression, at) == "not") at = SkipBlanks(expression, at + 3);
    const std::string_view name = NameAt(expression, at);
    const size_t end = at + name.size();
    const bool longer = end < expression.size() && expression[end] == '.';
    if (!IsIdentifier(name) || longer || HasWord(kTests, name)) return;
    if (!Has(kReserved, name)) Report(rules::JinjaTemplate::Test{.name = name}, name);
  }

  bool IsUndefined(std::string_view name) const {
    return !rebound_ && !Has(kReserved, name) && IsUndefinedInJinja(scope_, name);
  }

  // What an expression begins with is always evaluated: a call or an attribute of an undefined
  // name, or an operation on a value that it does not take.
  void CheckFirst(std::string_view expression, bool iterated = false) {
    if (expression.find(" if ") != std::string_view::npos || rebound_) return;
    const std::string_view name = NameAt(expression, 0);
    const size_t next = SkipBlanks(expression, name.size());
    const char sign = next < expression.size() ? expression[next] : '\0';
    const bool unknown = IsIdentifier(name) && !HasWord(kFunctions, name) && IsUndefined(name);
    if (unknown && sign == '(') {
      Report(rules::JinjaTemplate::Function{.name = name}, name);
    } else if (unknown && sign == '.' && name != "this" && name != "callback") {
      Report(rules::JinjaTemplate::Attribute{.name = name}, name);
    } else if (const auto found = FindJinjaMistake(values_, scope_, expression, iterated)) {
      if (found->no_json)
        return Report(rules::JinjaTemplate::Json{.name = found->part}, found->part);
      Report(
          rules::JinjaTemplate::Operand{
              .found = Wording(found->found), .name = found->part, .operation = found->operation},
          found->part);
    }
  }

  // What a statement outside of all blocks evaluates for certain.
  void CheckStatement(std::string_view word, std::string_view rest) {
    if (word == "if") {
      // What follows one of these may not be looked at.
      const size_t end = std::min(rest.find(" and "), rest.find(" or "));
      CheckNames(rest.substr(0, end));
      CheckFirst(rest.substr(0, end));
    } else if (word == "for") {
      const size_t in = rest.find(" in ");
      const size_t end = std::min(rest.find(" if "), rest.find(" recursive"));
      if (in < end)
        CheckFirst(rest.substr(in + 4, end == std::string_view::npos ? end : end - in - 4), true);
    }
  }

  // Text between tags. A line break is a line feed after it.
  void Copy(size_t begin, size_t end, bool trims) {
    if (trims) end -= TrailingBlanks(bytes_.substr(begin, end - begin));
    for (size_t at = begin; at < end;) {
      const size_t next = at + std::min(bytes_.substr(at, end - at).find('\r'), end - at);
      if (next > at) out_.Copy(At(at, next));
      at = next;
      if (at == end) break;
      const bool pair = at + 1 < end && bytes_[at + 1] == '\n';
      out_.Atom("\n", At(at, at + (pair ? 2 : 1)));
      at += pair ? 2 : 1;
    }
  }

  // An output or a comment. Always true: neither is a mistake here.
  bool Write(const Tag& tag) {
    if (!open_.empty()) return true;
    const Loc at = At(tag.begin, tag.end);
    const bool plain = tag.kind == Tag::Kind::kOutput && IsName(tag.content) &&
                       !Has(kReserved, tag.content.substr(0, tag.content.find('.')));
    const ValueId value = plain ? Read(tag.content) : kNoValue;
    if (tag.kind == Tag::Kind::kOutput) {
      CheckNames(tag.content);
      CheckFirst(tag.content);
    }
    if (value == kNoValue) {
      out_.Hole(at);
    } else {
      out_.Insert(values_[value].text, at);
    }
    return true;
  }

  // The value of a name; kNoValue if it is not known what is printed for it. Whether Jinja2 escapes
  // for HTML, what a value that is a template, JSON text or has escapes becomes, and what stands
  // below a name is not known either.
  ValueId Read(std::string_view name) {
    const auto found = scope_.names.find(name);
    const auto begin = static_cast<size_t>(name.data() - bytes_.data());
    const auto base = scope_.names.find(name.substr(0, name.find('.')));
    const bool defined = rebound_ || found != scope_.names.end() || base != scope_.names.end();
    result_.reads.push_back({.name = std::string(name),
                             .where = At(begin, begin + name.size()),
                             .defined = defined,
                             .guarded = true});
    if (rebound_ || found == scope_.names.end() || base != found) return kNoValue;
    const std::string_view text = values_.Text(found->second);
    const Kind kind = values_[found->second].kind;
    const Loc at = values_[found->second].text;
    if (HasHole(text) && values_.sources().StepOf(at.text) == Step::kFilter) {
      return kNoValue;  // the tag tells more
    }
    const bool plain = kind == Kind::kString
                           ? text.find_first_of("<>&'\"{\\\n") == std::string_view::npos
                           : kind == Kind::kNumber && Integer(text);
    return plain ? found->second : kNoValue;
  }

  // Moves `at` after raw blocks. False if it cannot be told where blocks end.
  bool Statement(const Tag& tag, size_t& at) {
    size_t end = 0;
    while (end < tag.content.size() && (IsAlpha(tag.content[end]) || tag.content[end] == '_'))
      ++end;
    const std::string_view word = tag.content.substr(0, end);
    rebound_ |= Has(kBinding, word);
    if (word.starts_with("end")) {
      if (open_.empty() || word.substr(3) != open_.back()) {
        return Refuse(rules::JinjaTemplate::Stray{.word = word}, word);
      }
      open_.pop_back();
      if (open_.empty() && word != "endraw") out_.Hole(At(begin_, tag.end));
      return true;
    }
    if (word == "raw") {
      at = tags_.EndOfRaw(tag.end);
      if (at == std::string_view::npos) {
        return !IsLast(tag.end) && Refuse(rules::JinjaTemplate::UnclosedBlock{.word = word}, word);
      }
      const size_t blanks = tag.trims_after ? LeadingBlanks(bytes_.substr(tag.end)) : 0;
      const size_t begin = std::min(tag.end + blanks, at);
      if (open_.empty()) Copy(begin, at, bytes_.substr(at + 2, 1) == "-");
    }
    if (Has(kInner, word)) {
      return !open_.empty() || Refuse(rules::JinjaTemplate::Stray{.word = word}, word);
    }
    if (open_.empty()) CheckStatement(word, tag.content.substr(end));
    if (Has(kBlocks, word) || (word == "set" && !Assigns(tag.content))) {
      if (open_.empty()) begin_ = tag.begin;
      open_.push_back(word);
      return true;
    }
    if (word.empty() || Has(kOther, word)) return false;
    if (!Has(kSingle, word)) return Refuse(rules::JinjaTemplate::Statement{.word = word}, word);
    if (open_.empty()) out_.Hole(At(tag.begin, tag.end));
    return true;
  }

  bool Refuse(Message what, std::string_view part) {
    Report(std::move(what), part);
    return false;
  }

  // Whether a `set` has a value; without one it is a block.
  static bool Assigns(std::string_view content) {
    const size_t sign = content.find_first_of("=|");
    return sign != std::string_view::npos && content[sign] == '=';
  }

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  const Scope& scope_;
  Rendered& result_;
  Problems& problems_;
  TagReader tags_;
  TextBuilder out_;
  std::vector<std::string_view> open_ = {};  // words of the blocks around
  size_t begin_ = 0;                         // of the outermost
  bool rebound_ = false;                     // names may have other values than those of the scope
};

}  // namespace

Rendered RenderJinja(Values& values, Loc where, const Scope& scope, Problems& problems) {
  Rendered result = {.text = where};
  if (values.sources().Bytes(where).find_first_of("{\r") == std::string_view::npos) return result;
  Writer(values, where, scope, result, problems).Run();
  return result;
}

}  // namespace stackql::tmpl
