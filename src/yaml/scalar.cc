#include "yaml/scalar.h"

#include "yaml/aligner.h"

namespace stackql::yaml {
namespace {

Loc PlaceOf(TextId file, size_t begin, size_t end) {
  return {file, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
}

Span SpanOf(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

// A place that stands for the whole value.
Loc OneAtom(Sources& sources, std::string_view value, Loc whole) {
  TextBuilder builder(sources);
  builder.Atom(value, whole);
  return builder.Finish(Step::kYamlScalar, whole);
}

WrittenScalar AlignQuoted(Sources& sources, TextId file, size_t open, std::string_view value) {
  const std::string_view bytes = sources.Bytes(file);
  const size_t close = ClosingQuote(bytes, open);
  if (close == std::string_view::npos) {
    return {.token = SpanOf(open, bytes.size()), .quoted = true, .closed = false};
  }
  WrittenScalar written{.token = SpanOf(open, close + 1), .quoted = true};
  const Loc content = PlaceOf(file, open + 1, close);
  if (sources.Bytes(content) == value) {
    written.text = content;
    return written;
  }
  Aligner aligner(sources, file, open + 1, close, value);
  const bool aligned = bytes[open] == '"' ? AlignDoubleQuoted(aligner) : AlignSingleQuoted(aligner);
  written.text = aligned ? aligner.Finish(content) : OneAtom(sources, value, content);
  return written;
}

// The end of a block scalar by its indentation, for when its value cannot be followed.
size_t BlockEnd(std::string_view bytes, size_t header) {
  size_t end = LineEnd(bytes, header);
  size_t indent = 0;
  for (size_t at = SkipBreak(bytes, end); at < bytes.size();) {
    size_t content = at;
    while (At(bytes, content) == ' ') ++content;
    const size_t line_end = LineEnd(bytes, content);
    if (content < line_end) {
      if (indent == 0) indent = content - at;
      if (content - at < indent || indent == 0) break;
      end = line_end;
    }
    at = SkipBreak(bytes, line_end);
    if (at == line_end) break;
  }
  return end;
}

WrittenScalar AlignBlockScalar(Sources& sources, TextId file, size_t header,
                               std::string_view value) {
  const std::string_view bytes = sources.Bytes(file);
  Aligner aligner(sources, file, header, bytes.size(), value);
  const bool aligned = AlignBlock(aligner);
  const size_t end = aligned ? aligner.at() : BlockEnd(bytes, header);
  const size_t start = std::min(SkipBreak(bytes, LineEnd(bytes, header)), end);
  const Loc content = PlaceOf(file, start, end);
  WrittenScalar written{.token = SpanOf(header, end), .quoted = true};
  if (aligned && value.empty()) {
    written.text = PlaceOf(file, end, end);
  } else {
    written.text = aligned ? aligner.Finish(content) : OneAtom(sources, value, content);
  }
  return written;
}

WrittenScalar AlignPlainScalar(Sources& sources, TextId file, size_t begin,
                               std::string_view value) {
  const std::string_view bytes = sources.Bytes(file);
  if (bytes.substr(begin).starts_with(value)) {
    const size_t end = begin + value.size();
    return {.token = SpanOf(begin, end), .text = PlaceOf(file, begin, end)};
  }
  Aligner aligner(sources, file, begin, bytes.size(), value);
  const bool aligned = AlignPlain(aligner);
  const size_t end = aligned ? aligner.at() : LineEnd(bytes, begin);
  const Loc content = PlaceOf(file, begin, end);
  return {.token = content.span,
          .text = aligned ? aligner.Finish(content) : OneAtom(sources, value, content)};
}

}  // namespace

WrittenScalar AlignScalar(Sources& sources, TextId file, uint32_t begin, std::string_view value,
                          bool in_flow) {
  const std::string_view bytes = sources.Bytes(file);
  size_t properties_end = begin;
  size_t at = begin;
  for (size_t next = SkipProperty(bytes, at); next != at; next = SkipProperty(bytes, at)) {
    properties_end = next;
    at = SkipTrivia(bytes, next);
  }
  const char first = At(bytes, at);
  // Properties may be alone, for an empty node; what follows is then the next node.
  const bool empty_node =
      value.empty() && properties_end != begin && LineEnd(bytes, properties_end) < at;
  if (first == '"' || first == '\'') {
    const bool next_node = empty_node && At(bytes, at + 1) != first;
    if (!next_node) return AlignQuoted(sources, file, at, value);
  } else if ((first == '|' || first == '>') && !in_flow && !empty_node) {
    return AlignBlockScalar(sources, file, at, value);
  } else if (!value.empty()) {
    return AlignPlainScalar(sources, file, at, value);
  }
  return {.token = SpanOf(properties_end, properties_end),
          .text = PlaceOf(file, properties_end, properties_end)};
}

}  // namespace stackql::yaml
