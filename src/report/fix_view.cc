#include "report/fix_view.h"

#include <algorithm>

#include "report/visible.h"

namespace stackql::report {
namespace {

constexpr size_t kMaxLines = 4;
constexpr size_t kMaxBytes = 4000;

void DrawChange(const FrameStyle& style, uint32_t line, bool added, std::string_view text,
                Span focus, std::string& out) {
  style.paint.Begin(out, Tone::kFrame);
  LineNumber(style, line, out);
  style.paint.End(out, Tone::kFrame);
  out += ' ';
  const Tone tone = added ? Tone::kAdded : Tone::kRemoved;
  style.paint.Put(out, tone, added ? "+" : "-");
  const ShownLine shown(text, focus, style.columns);
  if (!shown.text().empty()) out += ' ';
  style.paint.Put(out, tone, shown.text());
  out += '\n';
}

}  // namespace

std::optional<FixView> FixView::Make(const Fix& fix, Files& files) {
  if (fix.edits.empty() || !files.Has(fix.edits.front().where.path)) return std::nullopt;
  FixView view;
  view.path_ = fix.edits.front().where.path;
  const SourceFile& file = files.Get(fix.edits.front().where.path);
  std::vector<const Edit*> edits;
  edits.reserve(fix.edits.size());
  for (const Edit& edit : fix.edits) edits.push_back(&edit);
  // From the end, so that earlier offsets stay true.
  const auto later = [](const Edit* a, const Edit* b) {
    return a->where.span.begin > b->where.span.begin;
  };
  if (!std::is_sorted(edits.begin(), edits.end(), later)) {
    std::stable_sort(edits.begin(), edits.end(), later);
  }
  auto bound = static_cast<uint32_t>(file.bytes.size());
  for (const Edit* edit : edits) {
    const Span span = edit->where.span;
    if (edit->where.path != view.path_ || span.end < span.begin || span.end > bound ||
        edit->text.size() > kMaxBytes || edit->text.find_first_of("\r\n") != std::string::npos) {
      return std::nullopt;
    }
    bound = span.begin;
    const uint32_t number = file.lines.LineOf(span.begin);
    const Span line = file.lines.Line(number);
    if (span.begin > line.end || span.end > line.end || line.size() > kMaxBytes) {
      return std::nullopt;
    }
    if (view.changes_.empty() || view.changes_.back().line != number) {
      if (view.changes_.size() == kMaxLines) return std::nullopt;
      const std::string_view text = file.bytes.substr(line.begin, line.size());
      view.changes_.push_back({number, text, std::string(text), {}});
    }
    Change& change = view.changes_.back();
    change.after.replace(span.begin - line.begin, span.size(), edit->text);
    change.focus = {span.begin - line.begin, span.end - line.begin};
  }
  std::reverse(view.changes_.begin(), view.changes_.end());
  return view;
}

void FixView::Draw(const FrameStyle& style, std::string& out) const {
  Gutter(style, 0, out);
  out += '\n';
  for (const Change& change : changes_) {
    DrawChange(style, change.line, false, change.before, change.focus, out);
    DrawChange(style, change.line, true, change.after, change.focus, out);
  }
}

}  // namespace stackql::report
