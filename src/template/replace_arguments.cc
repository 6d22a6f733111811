#include "template/replace_arguments.h"

#include <string_view>

namespace stackql::tmpl {
namespace {

constexpr std::string_view kReplace = "replace(";
constexpr std::string_view kSpaces = " \t\r\n\v\f";
constexpr std::string_view kQuotes = "'\"";
constexpr size_t kNone = std::string_view::npos;

// Past the blanks and the one of these characters behind them; kNone if another follows.
size_t Take(std::string_view bytes, size_t at, std::string_view wanted) {
  at = bytes.find_first_not_of(kSpaces, at);
  return at != kNone && wanted.find(bytes[at]) != kNone ? at + 1 : kNone;
}

// The two texts of a call, and its end.
struct Call {
  Span from = {};
  Span to = {};
  size_t end = kNone;
};

Call ReadCall(std::string_view bytes, size_t at) {
  Call call;
  for (Span* text : {&call.from, &call.to}) {
    if (text == &call.to) at = Take(bytes, at, ",");
    if (at != kNone) at = Take(bytes, at, kQuotes);
    const size_t end = at == kNone ? kNone : bytes.find_first_of(kQuotes, at);
    if (end == kNone) return {};
    *text = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    at = end + 1;
  }
  call.end = Take(bytes, at, ")");
  return call;
}

}  // namespace

Loc NameReplaceArguments(Sources& sources, Loc query) {
  const std::string_view bytes = sources.Bytes(query);
  size_t at = bytes.find(kReplace);
  if (at == kNone) return query;
  TextBuilder builder(sources);
  uint32_t done = 0;
  for (; at != kNone; at = bytes.find(kReplace, at)) {
    at += kReplace.size();
    const Call call = ReadCall(bytes, at);
    if (call.end == kNone) continue;
    const auto begin = static_cast<uint32_t>(at);
    const auto end = static_cast<uint32_t>(call.end);
    builder.Copy(query.Sub(done, begin));
    builder.Atom("from=\"", query.Sub(begin, call.from.begin));
    builder.Copy(query.Sub(call.from.begin, call.from.end));
    builder.Atom("\", to=\"", query.Sub(call.from.end, call.to.begin));
    builder.Copy(query.Sub(call.to.begin, call.to.end));
    builder.Atom("\")", query.Sub(call.to.end, end));
    done = end;
    at = call.end;
  }
  builder.Copy(query.Sub(done, static_cast<uint32_t>(bytes.size())));
  return builder.Finish(Step::kRender, query);
}

}  // namespace stackql::tmpl
