#include "report/fix_view.h"

#include <algorithm>

#include "report/visible.h"

namespace stackql::report {
namespace {

constexpr size_t kMaxLines = 4;
constexpr size_t kMaxBytes = 4000;

// The lines of a text, without their breaks.
std::vector<std::string_view> LinesOf(std::string_view text) {
  const bool one = text.find('\n') == text.npos && text.find('\r') == text.npos;
  if (one) return {text};
  const LineIndex index(text);
  std::vector<std::string_view> lines;
  for (uint32_t number = 1; number <= index.lines(); ++number) {
    const Span line = index.Line(number);
    lines.push_back(text.substr(line.begin, line.size()));
  }
  return lines;
}

// The edits from the last one on, so that the offsets of those to come stay true.
std::vector<const Edit*> FromTheEnd(const Fix& fix) {
  std::vector<const Edit*> edits;
  edits.reserve(fix.edits.size());
  for (const Edit& edit : fix.edits) edits.push_back(&edit);
  const auto later = [](const Edit* a, const Edit* b) {
    return a->where.span.begin > b->where.span.begin;
  };
  if (!std::ranges::is_sorted(edits, later)) std::ranges::stable_sort(edits, later);
  return edits;
}

}  // namespace

std::vector<FixView::Change> FixView::Changes(const Fix& fix, const SourceFile& file) {
  std::vector<Change> changes;
  auto bound = static_cast<uint32_t>(file.bytes.size());
  for (const Edit* edit : FromTheEnd(fix)) {
    const Span span = edit->where.span;
    if (edit->where.path != fix.edits.front().where.path || span.end < span.begin ||
        span.end > bound || edit->text.size() > kMaxBytes) {
      return {};
    }
    bound = span.begin;
    const uint32_t first = file.lines.LineOf(span.begin);
    const uint32_t last = file.lines.LineOf(span.end);
    const Span lines = {file.lines.Line(first).begin, file.lines.Line(last).end};
    if (last - first > kMaxLines || lines.size() > kMaxBytes || span.end > lines.end) return {};
    if (changes.empty() || changes.back().lines.begin > lines.end) {
      changes.push_back({first, lines, std::string(file.bytes.substr(lines.begin, lines.size()))});
    }
    Change& change = changes.back();
    if (lines.begin < change.lines.begin) {
      change.after.insert(0, file.bytes.substr(lines.begin, change.lines.begin - lines.begin));
      change.line = first;
      change.lines.begin = lines.begin;
    }
    change.focus = {span.begin - lines.begin, span.end - lines.begin};
    change.after.replace(change.focus.begin, span.size(), edit->text);
  }
  std::ranges::reverse(changes);
  return changes;
}

// Only the lines that differ.
void FixView::AddRows(const Change& change, std::string_view before) {
  const std::vector<std::string_view> old = LinesOf(before);
  const std::vector<std::string_view> fresh = LinesOf(change.after);
  const size_t most = std::min(old.size(), fresh.size());
  size_t same = 0;
  while (same < most && old[same] == fresh[same]) ++same;
  size_t rest = 0;
  while (rest < most - same && old[old.size() - 1 - rest] == fresh[fresh.size() - 1 - rest]) ++rest;
  const Span focus = old.size() == 1 && fresh.size() == 1 ? change.focus : Span{};
  const auto add = [&](const std::vector<std::string_view>& lines, bool added) {
    for (size_t i = same; i < lines.size() - rest; ++i) {
      rows_.push_back(
          {change.line + static_cast<uint32_t>(i), added, std::string(lines[i]), focus});
    }
  };
  add(old, false);
  add(fresh, true);
}

std::optional<FixView> FixView::Make(const Fix& fix, Files& files) {
  if (fix.edits.empty() || !files.Has(fix.edits.front().where.path)) return std::nullopt;
  FixView view;
  view.path_ = fix.edits.front().where.path;
  const SourceFile& file = files.Get(view.path_);
  for (const Change& change : Changes(fix, file)) {
    view.AddRows(change, file.bytes.substr(change.lines.begin, change.lines.size()));
  }
  if (view.rows_.empty() || view.rows_.size() > 2 * kMaxLines) return std::nullopt;
  return view;
}

void FixView::Draw(const FrameStyle& style, std::string& out) const {
  Gutter(style, 0, out);
  out += '\n';
  for (const Row& row : rows_) {
    style.paint.Begin(out, Tone::kFrame);
    LineNumber(style, row.line, out);
    style.paint.End(out, Tone::kFrame);
    out += ' ';
    const Tone tone = row.added ? Tone::kAdded : Tone::kRemoved;
    style.paint.Put(out, tone, row.added ? "+" : "-");
    const ShownLine shown(row.text, row.focus, style.columns);
    if (!shown.text().empty()) out += ' ';
    style.paint.Put(out, tone, shown.text());
    out += '\n';
  }
}

}  // namespace stackql::report
