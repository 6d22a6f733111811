#include "lint/to_edit.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"

namespace stackql {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kSpace = " \t\r\n";

// Bytes of a file.
struct Bytes {
  std::string_view all = {};
  size_t begin = 0;
  size_t end = 0;
};

size_t SkipFrom(std::string_view bytes, size_t at, std::string_view skipped) {
  return std::min(bytes.find_first_not_of(skipped, at), bytes.size());
}

// The end of what is before `at`, without what is skipped.
size_t SkipBack(std::string_view bytes, size_t at, std::string_view skipped) {
  return at == 0 ? 0 : bytes.find_last_not_of(skipped, at - 1) + 1;  // npos + 1 is 0
}

// With the quotes around it.
Bytes WithQuotes(std::string_view bytes, Span span) {
  const size_t begin = span.begin;
  const size_t end = span.end;
  const bool quoted = begin > 0 && end < bytes.size() && bytes[begin - 1] == bytes[end] &&
                      (bytes[end] == '"' || bytes[end] == '\'');
  return quoted ? Bytes{bytes, begin - 1, end + 1} : Bytes{bytes, begin, end};
}

// Of an item on a line of its own, after a dash: where that line's content begins. npos: no such.
size_t DashOf(const Bytes& item) {
  const size_t before = SkipBack(item.all, item.begin, kBlanks);
  if (before == item.begin || before == 0 || item.all[before - 1] != '-')
    return std::string_view::npos;
  const size_t margin = SkipBack(item.all, before - 1, kBlanks);
  if (margin > 0 && item.all[margin - 1] != '\n') return std::string_view::npos;
  const size_t after = SkipFrom(item.all, item.end, kBlanks);
  const bool last = after == item.all.size() || item.all[after] == '\n' ||
                    item.all[after] == '\r' || (item.all[after] == '#' && after > item.end);
  return last ? before - 1 : std::string_view::npos;
}

Span WholeLines(std::string_view bytes, size_t begin, size_t end) {
  const size_t first = bytes.substr(0, begin).rfind('\n') + 1;  // npos + 1 is 0
  const size_t last = bytes.find('\n', end);
  return {static_cast<uint32_t>(first),
          static_cast<uint32_t>(last == std::string_view::npos ? bytes.size() : last + 1)};
}

std::optional<Span> ItemSpan(const Bytes& item) {
  const std::string_view bytes = item.all;
  const auto span = [](size_t begin, size_t end) {
    return Span{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  };
  if (DashOf(item) != std::string_view::npos) return WholeLines(bytes, item.begin, item.end);
  const size_t after = SkipFrom(bytes, item.end, kSpace);
  if (after < bytes.size() && bytes[after] == ',') {
    return span(item.begin, SkipFrom(bytes, after + 1, kSpace));
  }
  const size_t before = SkipBack(bytes, item.begin, kSpace);
  if (before > 0 && bytes[before - 1] == ',') return span(before - 1, item.end);
  return std::nullopt;
}

// Written as it is, the text means itself in YAML, JSON, SQL and templates.
bool NeedsNoEscapes(std::string_view text) {
  const auto fits = [](char c) {
    return IsWord(c) || std::string_view("-.:/*").find(c) != std::string_view::npos;
  };
  return text.empty() ||
         (IsWord(text.front()) && (IsWord(text.back()) || text.back() == '*') && All(text, fits));
}

// What is in quotes may stand in a query file, where nothing is around it that it could end.
bool IsQuoted(std::string_view text) {
  return text.size() > 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0] &&
         text.substr(1, text.size() - 2).find_first_of("\"\n\r'\\") == std::string_view::npos;
}

bool IsQueryFile(std::string_view path) { return path.ends_with(".iql") || path.ends_with(".sql"); }

// Whether a line ends in what introduces a block scalar of YAML: "sql: |", "- >- # comment".
bool OpensBlock(std::string_view line) {
  const size_t comment = line.find(" #");
  line = line.substr(0, SkipBack(line, std::min(comment, line.size()), kSpace));
  const size_t mark = SkipBack(line, line.size(), "+-0123456789");
  if (mark < 2 || (line[mark - 1] != '|' && line[mark - 1] != '>')) return false;
  return kBlanks.find(line[mark - 2]) != std::string_view::npos;
}

// Whether bytes of a YAML file are in a block scalar, where nothing is escaped: the nearest line
// above that is less indented opens one.
bool IsInBlockScalar(std::string_view bytes, size_t at) {
  size_t line = bytes.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0
  const size_t indent = SkipFrom(bytes, line, " ") - line;
  while (line > 0) {
    const size_t end = line - 1;
    line = bytes.substr(0, end).rfind('\n') + 1;
    const std::string_view above = bytes.substr(line, end - line);
    const size_t text = above.find_first_not_of(kSpace);
    if (text != std::string_view::npos && text < indent) return OpensBlock(above);
  }
  return false;
}

bool FitsInto(const std::string& path, std::string_view bytes, Span span, std::string_view text) {
  if (NeedsNoEscapes(text)) return true;
  return IsQuoted(text) && (IsQueryFile(path) || IsInBlockScalar(bytes, span.begin));
}

// Within its quotes, a literal becomes string('...').
std::optional<Edit> CallString(const std::string& path, std::string_view bytes, Span span) {
  const Bytes literal = WithQuotes(bytes, span);
  const bool sql = IsQueryFile(path) || IsInBlockScalar(bytes, span.begin);
  if (!sql || literal.begin == span.begin || bytes[literal.begin] != '\'') return std::nullopt;
  const Span whole = {static_cast<uint32_t>(literal.begin), static_cast<uint32_t>(literal.end)};
  const std::string text(bytes.substr(literal.begin, literal.end - literal.begin));
  return Edit{{path, whole}, "string(" + text + ")"};
}

std::optional<Span> CommentSpan(std::string_view bytes, Span comment) {
  if (bytes.substr(comment.begin, comment.size()).find('\n') != std::string_view::npos) return {};
  const size_t before = SkipBack(bytes, comment.begin, kBlanks);
  const size_t after = SkipFrom(bytes, comment.end, " \t\r");
  const bool first = before == 0 || bytes[before - 1] == '\n';
  const bool last = after == bytes.size() || bytes[after] == '\n';
  if (first && last) return WholeLines(bytes, comment.begin, comment.end);
  if (last) comment.begin = static_cast<uint32_t>(before);
  return comment;
}

std::optional<Edit> InsertAfter(const std::string& path, const Bytes& item,
                                const std::string& text) {
  const auto insert = [&](size_t at, const std::string& inserted) {
    const auto offset = static_cast<uint32_t>(at);
    return Edit{{path, {offset, offset}}, inserted};
  };
  const size_t dash = DashOf(item);
  if (dash != std::string_view::npos) {
    const size_t line = item.all.substr(0, dash).rfind('\n') + 1;  // npos + 1 is 0
    const size_t stop = std::min(item.all.find_first_of("\r\n", item.end), item.all.size());
    return insert(stop, "\n" + std::string(item.all.substr(line, dash - line)) + "- " + text);
  }
  const size_t after = SkipFrom(item.all, item.end, kSpace);
  if (after == item.all.size() || (item.all[after] != ',' && item.all[after] != ']')) return {};
  return insert(item.end, ", " + text);
}

}  // namespace

std::optional<Edit> ToEdit(const Sources& sources, const Repair& repair) {
  const Place place = sources.Resolve(repair.where);
  if (!place.at || !place.exact || sources.StepOf(place.at.text) != Step::kFile) return {};
  const std::string& path = sources.Path(place.at.text);
  const std::string_view bytes = sources.Bytes(place.at.text);
  if (repair.how == Repair::How::kReplace) {
    if (!repair.verbatim && !FitsInto(path, bytes, place.at.span, repair.text)) return std::nullopt;
    return Edit{{path, place.at.span}, repair.text};
  }
  if (place.at.empty()) return std::nullopt;
  const auto remove = [&](const std::optional<Span>& span) {
    return span ? std::optional(Edit{{path, *span}, {}}) : std::nullopt;
  };
  switch (repair.how) {
    case Repair::How::kQuote:
      if (IsQueryFile(path)) return std::nullopt;
      return Edit{{path, place.at.span}, '"' + std::string(sources.Bytes(place.at)) + '"'};
    default:
      break;
  }
  // A value that is used elsewhere, too, stands for more than the item.
  if (!place.used_in.empty()) return std::nullopt;
  switch (repair.how) {
    case Repair::How::kSendAsText:
      return CallString(path, bytes, place.at.span);
    case Repair::How::kRemoveItem:
      return remove(ItemSpan(WithQuotes(bytes, place.at.span)));
    case Repair::How::kRemoveComment:
      return remove(CommentSpan(bytes, place.at.span));
    default:
      if (!NeedsNoEscapes(repair.text)) return std::nullopt;
      return InsertAfter(path, WithQuotes(bytes, place.at.span), repair.text);
  }
}

}  // namespace stackql
