#include "report/frame.h"

#include <algorithm>

#include "report/layout.h"

namespace stackql::report {
namespace {

// Of a longer block only its first and last lines are shown.
constexpr uint32_t kBlockHead = 3;
constexpr uint32_t kBlockTail = 2;

Tone MarkTone(const Mark& mark, Severity severity) {
  return mark.primary ? ToneOf(severity) : Tone::kFrame;
}

// A line under the source: border, bar of the block, blanks, underline, label.
void DrawUnder(const FrameStyle& style, const Mark& mark, std::string_view bar, Tone bar_tone,
               uint32_t blanks, std::string_view underline, std::string& out) {
  Gutter(style, 0, out);
  out += ' ';
  style.paint.Put(out, bar_tone, bar);
  out.append(blanks, ' ');
  const Tone tone = MarkTone(mark, style.severity);
  style.paint.Put(out, tone, underline);
  const size_t width = ColumnsOf(mark.label);
  const bool fits = bar.size() + blanks + underline.size() + 1 + width <= style.columns;
  // The finding's own label is left out where there is no room: its headline says as much.
  if (width == 0 || (!fits && mark.primary)) {
    out += '\n';
    return;
  }
  if (fits) {
    out += ' ';
  } else {
    // Others are on a line of their own, as near as there is room.
    out += '\n';
    Gutter(style, 0, out);
    out += ' ';
    style.paint.Put(out, bar_tone, bar);
    const size_t room = style.columns - std::min<size_t>(style.columns, bar.size() + width);
    out.append(std::min<size_t>(blanks, room), ' ');
  }
  style.paint.Begin(out, tone);
  AppendVisible(mark.label, out);
  style.paint.End(out, tone);
  out += '\n';
}

}  // namespace

void LineNumber(const FrameStyle& style, uint32_t line, std::string& out) {
  const std::string number = line == 0 ? std::string() : std::to_string(line);
  if (number.size() < style.gutter) out.append(style.gutter - number.size(), ' ');
  out += number;
}

void Gutter(const FrameStyle& style, uint32_t line, std::string& out) {
  style.paint.Begin(out, Tone::kFrame);
  LineNumber(style, line, out);
  out += " |";
  style.paint.End(out, Tone::kFrame);
}

Frame::Frame(const SourceFile& file, const std::vector<Mark>& marks, bool context) : file_(file) {
  marks_.reserve(marks.size());
  for (const Mark& mark : marks) marks_.push_back(Place(mark));
  const auto before = [](const Placed& a, const Placed& b) {
    return a.mark.span.begin < b.mark.span.begin;
  };
  // Most have one mark: sorting it would cost more than drawing it.
  if (!std::is_sorted(marks_.begin(), marks_.end(), before)) {
    std::stable_sort(marks_.begin(), marks_.end(), before);
  }
  ChooseBlock();
  ChooseRows(context);
}

Frame::Placed Frame::Place(const Mark& mark) const {
  Placed placed = {.mark = mark};
  const Span span = placed.mark.span = file_.Clamp(mark.span);
  placed.first = file_.lines.LineOf(span.begin);
  // A line break belongs to the line that it ends.
  placed.last = span.empty() ? placed.first : file_.lines.LineOf(span.end - 1);
  return placed;
}

std::string_view Frame::Text(uint32_t line) const {
  const Span span = file_.lines.Line(line);
  return file_.bytes.substr(span.begin, span.size());
}

// The part of a mark on one line, in bytes of that line.
Span Frame::OnLine(const Mark& mark, uint32_t line) const {
  const Span text = file_.lines.Line(line);
  return {std::clamp(mark.span.begin, text.begin, text.end) - text.begin,
          std::clamp(mark.span.end, text.begin, text.end) - text.begin};
}

// One mark gets a bar over its lines, the finding's own if possible; others show their first line.
void Frame::ChooseBlock() {
  auto chosen = marks_.end();
  for (auto it = marks_.begin(); it != marks_.end(); ++it) {
    if (it->first == it->last) continue;
    if (chosen == marks_.end() || (it->mark.primary && !chosen->mark.primary)) chosen = it;
  }
  if (chosen == marks_.end()) return;
  block_ = *chosen;
  marks_.erase(chosen);
}

void Frame::ChooseRows(bool context) {
  rows_.reserve(marks_.size() + 1);
  for (const Placed& placed : marks_) rows_.push_back(placed.first);
  if (block_) {
    const uint32_t count = block_->last - block_->first + 1;
    for (uint32_t i = 0; i < count; ++i) {
      if (count > kBlockHead + kBlockTail + 1 && i == kBlockHead) i = count - kBlockTail;
      rows_.push_back(block_->first + i);
    }
  }
  uint32_t own = block_ && block_->mark.primary ? block_->first : 0;
  for (const Placed& placed : marks_) {
    if (placed.mark.primary && own == 0) own = placed.first;
  }
  if (context && own > 1 && Text(own - 1).find_first_not_of(" \t") != std::string_view::npos) {
    rows_.push_back(own - 1);
  }
  std::sort(rows_.begin(), rows_.end());
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
  // A gap of a single line is shown.
  for (size_t i = rows_.size(); i-- > 1;) {
    if (rows_[i] == rows_[i - 1] + 2) rows_.push_back(rows_[i] - 1);
  }
  std::sort(rows_.begin(), rows_.end());
}

bool Frame::InBlock(uint32_t line) const {
  return block_ && line >= block_->first && line <= block_->last;
}

bool Frame::BlockStartsLine() const {
  const Span part = OnLine(block_->mark, block_->first);
  return Text(block_->first).substr(0, part.begin).find_first_not_of(" \t") ==
         std::string_view::npos;
}

// What is between the border and the source text of a line.
std::string_view Frame::Bar(uint32_t line) const {
  if (!block_) return "";
  if (!InBlock(line)) return "  ";
  if (line > block_->first) return "| ";
  return BlockStartsLine() ? "/ " : "  ";
}

void Frame::DrawGap(const FrameStyle& style, uint32_t before, uint32_t after,
                    std::string& out) const {
  style.paint.Put(out, Tone::kFrame, "...");
  if (InBlock(before) && InBlock(after)) {
    out.append(style.gutter, ' ');
    style.paint.Put(out, MarkTone(block_->mark, style.severity), "|");
  }
  out += '\n';
}

// What a cut line must show: the finding's own mark before others.
Span Frame::Focus(uint32_t line) const {
  Span focus = {};
  if (block_ && line == block_->first) focus = OnLine(block_->mark, line);
  if (block_ && line == block_->last) {
    const uint32_t end = OnLine(block_->mark, line).end;
    focus = {end, end};
  }
  bool found = InBlock(line);
  for (const Placed& placed : marks_) {
    if (placed.first != line || (found && !placed.mark.primary)) continue;
    focus = OnLine(placed.mark, line);
    found = true;
  }
  return focus;
}

void Frame::DrawLine(const FrameStyle& style, uint32_t line, std::string& out) const {
  const uint32_t margin = block_ ? 2 : 0;
  const ShownLine shown(Text(line), Focus(line), style.columns - margin);
  std::string_view bar = Bar(line);
  if (shown.text().empty()) bar = bar.substr(0, bar.find_last_not_of(' ') + 1);
  Gutter(style, line, out);
  if (!bar.empty() || !shown.text().empty()) out += ' ';
  style.paint.Put(out, BlockTone(style), bar);
  out += shown.text();
  out += '\n';
  DrawMarks(style, line, shown, out);
}

void Frame::DrawMarks(const FrameStyle& style, uint32_t line, const ShownLine& shown,
                      std::string& out) const {
  const std::string_view bar = Bar(line) == "/ " ? "| " : Bar(line);
  const Tone bar_tone = BlockTone(style);
  for (const Placed& placed : marks_) {
    if (placed.first != line) continue;
    const Span part = OnLine(placed.mark, line);
    const uint32_t begin = shown.Column(part.begin);
    const uint32_t end = std::max(begin + 1, shown.Column(part.end));
    const std::string underline(end - begin, placed.mark.primary ? '^' : '-');
    DrawUnder(style, placed.mark, bar, bar_tone, begin, underline, out);
  }
  if (!InBlock(line)) return;
  const char tip = block_->mark.primary ? '^' : '-';
  const Span part = OnLine(block_->mark, line);
  if (line == block_->last) {
    const uint32_t end = std::max(1U, shown.Column(part.end));
    DrawUnder(style, block_->mark, "|", bar_tone, 0, std::string(end, '_') + tip, out);
  } else if (line == block_->first && !BlockStartsLine()) {
    const Mark start = {block_->mark.span, block_->mark.primary, ""};
    const uint32_t begin = shown.Column(part.begin);
    DrawUnder(style, start, " ", bar_tone, 0, std::string(begin + 1, '_') + tip, out);
  }
}

Tone Frame::BlockTone(const FrameStyle& style) const {
  return block_ ? MarkTone(block_->mark, style.severity) : Tone::kPlain;
}

void Frame::Draw(const FrameStyle& style, std::string& out) const {
  Gutter(style, 0, out);
  out += '\n';
  uint32_t previous = 0;
  for (const uint32_t line : rows_) {
    if (previous != 0 && line != previous + 1) DrawGap(style, previous, line, out);
    DrawLine(style, line, out);
    previous = line;
  }
}

}  // namespace stackql::report
