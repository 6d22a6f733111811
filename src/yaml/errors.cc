#include "yaml/errors.h"

#include <algorithm>

#include "base/utf8.h"
#include "rules/manifest.h"
#include "yaml/layout.h"

namespace stackql::yaml {
namespace {

constexpr std::string_view kTemplateHelp =
    "Quote a value that starts with '{{': YAML reads the braces as a mapping.";

// The end of a piece of text that names what was found at `at`.
size_t SnippetEnd(std::string_view bytes, size_t at) {
  if (at >= bytes.size()) return bytes.size();
  constexpr size_t kLongest = 40;
  const size_t limit = std::min(bytes.size(), at + kLongest);
  size_t end = at + 1;
  const bool indicator = IsFlowIndicator(bytes[at]) || bytes[at] == ':' || IsBlank(bytes[at]);
  while (!indicator && end < limit && !IsBlank(bytes[end]) && !IsBreak(bytes[end]) &&
         !IsFlowIndicator(bytes[end])) {
    ++end;
  }
  return CharacterEnd(bytes, end);
}

std::string Name(std::string_view bytes, size_t at) {
  if (at >= bytes.size()) return "end of file";
  if (IsBreak(bytes[at])) return "end of line";
  return bytes[at] == '\t' ? "tab" : std::string(bytes.substr(at, SnippetEnd(bytes, at) - at));
}

class Explainer {
 public:
  Explainer(const YAML::Exception& error, const Builder& builder, std::string_view bytes,
            TextId file)
      : error_(error), builder_(builder), bytes_(bytes), file_(file) {
    at_ = builder.Offset(error.mark);
  }

  Problem Explain();

  // --- how an error is reported: of wordings ---------------------------------------------------

  // By what was found where it cannot be.
  template <typename Found>
  Problem Here() {
    RelateLongString();
    if (TemplateOnLine()) help_ = kTemplateHelp;
    return Report(Found{.found = Name(bytes_, at_)});
  }

  // A flow collection that goes on otherwise than with a comma or its closing bracket.
  template <typename Found>
  Problem Bracket() {
    constexpr bool kMapping = std::is_same_v<Found, rules::YamlSyntax::FlowMapping>;
    const char open = kMapping ? '{' : '[';
    const char* close = kMapping ? "}" : "]";
    const std::vector<OpenCollection>& collections = builder_.open();
    const auto guilty =
        std::find_if(collections.rbegin(), collections.rend(),
                     [&](const OpenCollection& c) { return bytes_[c.begin] == open; });
    if (guilty == collections.rend()) {
      return Report(Found{.expected = close, .found = Name(bytes_, at_)});
    }
    const Loc opened = Place(guilty->begin, guilty->begin + 1);
    if (at_ >= bytes_.size()) {
      return Report(
          rules::YamlSyntax::UnclosedBracket{.bracket = std::string(1, open), .expected = close},
          opened);
    }
    related_.push_back({opened, "opened here"});
    return Report(Found{.expected = close, .found = Name(bytes_, at_)});
  }

  // The quote that is never closed is the last token, which yaml-cpp has not told of.
  Problem Quote() {
    size_t at = builder_.cursor();
    while (at < bytes_.size()) {
      const char before = at == 0 ? ' ' : bytes_[at - 1];
      const bool starts = IsBlank(before) || IsBreak(before) || IsFlowIndicator(before) ||
                          before == ':' || at == builder_.cursor();
      if (starts && (bytes_[at] == '"' || bytes_[at] == '\'')) {
        const size_t close = ClosingQuote(bytes_, at);
        if (close == std::string_view::npos) return UnclosedQuote(bytes_, file_, at);
        at = close + 1;
      } else if (starts && bytes_[at] == '#') {
        at = LineEnd(bytes_, at);
      } else {
        ++at;
      }
    }
    return Default();
  }

  Problem Escape() {
    const size_t backslash = bytes_.rfind('\\', at_ == 0 ? 0 : at_ - 1);
    if (backslash == std::string_view::npos) return Default();
    const size_t end = CharacterEnd(bytes_, std::max<size_t>(at_, backslash + 1));
    return Report(
        rules::YamlSyntax::UnknownEscape{.escape = bytes_.substr(backslash, end - backslash)},
        Place(backslash, end));
  }

  Problem Depth() { return Report(rules::YamlSyntax::TooDeep{.limit = "500"}); }

 private:
  Loc Place(size_t begin, size_t end) const {
    return {file_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
  }

  Problem Report(Message what) {
    return Report(std::move(what), Place(at_, SnippetEnd(bytes_, at_)));
  }

  Problem Report(Message what, Loc where) {
    return {.what = std::move(what),
            .where = where,
            .help = std::string(help_),
            .related = std::move(related_)};
  }

  Problem Default() {
    return Report(rules::YamlSyntax{.found = Name(bytes_, at_), .reason = error_.msg});
  }

  // A tab in the indentation of the line that holds `at`; `at` if there is none.
  size_t TabBefore(size_t at) const {
    const size_t line = at - std::min(at, ColumnOf(bytes_, at));
    size_t tab = line;
    while (At(bytes_, tab) == ' ') ++tab;
    const bool in_flow = !builder_.open().empty() && builder_.open().back().flow;
    return !in_flow && tab <= at && At(bytes_, tab) == '\t' ? tab : at;
  }

  Problem Tab(size_t tab) {
    help_ = "Indent with spaces.";
    at_ = tab;
    return Report(rules::YamlSyntax::TabIndentation{.found = "tab"});
  }

  // A quote that was forgotten swallows the lines up to the next one; what follows that is the
  // first thing that is wrong.
  void RelateLongString() {
    const Span string = builder_.last_quoted();
    if (string.empty() || string.end > at_ || LineEnd(bytes_, string.end) < at_) return;
    if (LineEnd(bytes_, string.begin) >= string.end) return;
    related_.push_back({Place(string.begin, string.begin + 1), "the string before it starts here"});
  }

  // Whether an unquoted value on this line starts with a template, a frequent mistake.
  bool TemplateOnLine() const {
    const size_t line = at_ - std::min<size_t>(at_, ColumnOf(bytes_, at_));
    const std::string_view text = bytes_.substr(line, LineEnd(bytes_, at_) - line);
    return text.find(": {{") != std::string_view::npos ||
           text.find("- {{") != std::string_view::npos;
  }

  const YAML::Exception& error_;
  const Builder& builder_;
  std::string_view bytes_;
  TextId file_;
  size_t at_ = 0;
  std::string_view help_ = {};
  std::vector<Related> related_ = {};
};

// How an error of yaml-cpp's is reported, and how to mend it.
struct Wording {
  std::string_view error;  // the beginning of yaml-cpp's text
  Problem (Explainer::*tell)();
  std::string_view help;
};

using rules::YamlSyntax;

const Wording wordings[] = {
    {YAML::ErrorMsg::END_OF_MAP_FLOW, &Explainer::Bracket<YamlSyntax::FlowMapping>,
     "Close the bracket, or put a comma between the items."},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, &Explainer::Bracket<YamlSyntax::FlowSequence>,
     "Close the bracket, or put a comma between the items."},
    {YAML::ErrorMsg::END_OF_MAP, &Explainer::Here<YamlSyntax::BlockMapping>,
     "Indent a key exactly like the other keys of its mapping, and quote a value that contains "
     "quotes "
     "or brackets."},
    {YAML::ErrorMsg::END_OF_SEQ, &Explainer::Here<YamlSyntax::BlockSequence>,
     "Indent all items of a list equally."},
    {YAML::ErrorMsg::FLOW_END, &Explainer::Here<YamlSyntax::UnopenedBracket>,
     "Delete it, or open the bracket."},
    {YAML::ErrorMsg::MAP_VALUE, &Explainer::Here<YamlSyntax::MisplacedColon>,
     "Indent the key like the other keys of its mapping, or quote the value if the colon is part "
     "of it."},
    {YAML::ErrorMsg::MAP_KEY, &Explainer::Here<YamlSyntax::MisplacedIndicator>,
     "Start the key on a line of its own."},
    {YAML::ErrorMsg::BLOCK_ENTRY, &Explainer::Here<YamlSyntax::MisplacedIndicator>,
     "Start the list on a line of its own, or quote the value."},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, &Explainer::Here<YamlSyntax::ReservedCharacter>,
     "Quote the value."},
    {YAML::ErrorMsg::INVALID_ESCAPE, &Explainer::Escape,
     "Write a backslash twice, or use single quotes."},
    {YAML::ErrorMsg::INVALID_HEX, &Explainer::Escape,
     R"(Two hexadecimal digits follow \x, four \u and eight \U.)"},
    {YAML::ErrorMsg::INVALID_UNICODE, &Explainer::Escape, "Use the number of a Unicode character."},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, &Explainer::Here<YamlSyntax::UnknownAnchor>,
     "An anchor must be defined above its aliases; quote the value if '*' is part of it."},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, &Explainer::Here<YamlSyntax::TabIndentation>,
     "Indent with spaces."},
    {YAML::ErrorMsg::EOF_IN_SCALAR, &Explainer::Quote, ""},
    {YAML::ErrorMsg::BAD_FILE, &Explainer::Depth, "Write it with less nesting."},
};

const Wording* FindWording(std::string_view error) {
  for (const Wording& wording : wordings) {
    if (error.starts_with(wording.error)) return &wording;
  }
  return nullptr;
}

Problem Explainer::Explain() {
  const Wording* wording = FindWording(error_.msg);
  if (wording == nullptr) return Default();
  if (const size_t tab = TabBefore(at_); tab != at_) return Tab(tab);
  help_ = wording->help;
  return (this->*wording->tell)();
}

// The start of the token after what was read last, over the delimiters between them.
size_t NextToken(const Builder& builder, std::string_view bytes) {
  size_t at = SkipTrivia(bytes, builder.cursor());
  while (At(bytes, at) == ':' || At(bytes, at) == ',' || At(bytes, at) == '-') {
    at = SkipTrivia(bytes, at + 1);
  }
  return at;
}

// What YAML allows and yaml-cpp does not: a {key} whose bracket or comma is on another line,
// and a plain scalar of several lines after an anchor or a tag.
bool IsOwnLimit(const YAML::Exception& error, const Builder& builder, std::string_view bytes) {
  const uint32_t at = builder.Offset(error.mark);
  const size_t next = NextToken(builder, bytes);
  if (error.msg == YAML::ErrorMsg::END_OF_MAP_FLOW) {
    const bool starts_entry = next == at && bytes.find('}', at) != std::string_view::npos;
    return starts_entry && At(bytes, builder.cursor()) != ':';
  }
  const bool property =
      builder.after_property() || At(bytes, next) == '&' || At(bytes, next) == '!';
  const std::string_view between =
      bytes.substr(builder.cursor(), at - std::min(at, builder.cursor()));
  return property && between.find_first_of("\r\n") != std::string_view::npos;
}

}  // namespace

Problem UnclosedQuote(std::string_view bytes, TextId file, size_t open) {
  const auto begin = static_cast<uint32_t>(open);
  const size_t end = CharacterEnd(bytes, std::min(LineEnd(bytes, open), open + 30));
  return {.what = rules::YamlSyntax::UnclosedQuote{.quote = std::string(1, bytes[open]),
                                                   .start = bytes.substr(open, end - open)},
          .where = {file, {begin, begin + 1}},
          .help = "Close the string, or quote the value if the quote is part of it."};
}

std::optional<Problem> ExplainError(const YAML::Exception& error, const Builder& builder,
                                    const Sources& sources, TextId file) {
  if (IsOwnLimit(error, builder, sources.Bytes(file))) return std::nullopt;
  return Explainer(error, builder, sources.Bytes(file), file).Explain();
}

}  // namespace stackql::yaml
