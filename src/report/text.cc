#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "report/counted.h"
#include "report/files.h"
#include "report/fix_view.h"
#include "report/frame.h"
#include "report/head.h"
#include "report/identity.h"
#include "report/layout.h"
#include "report/most_severe.h"
#include "report/report.h"
#include "report/statistics.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// Of more notes only the count is reported.
constexpr uint32_t kMinColumns = 20;

uint32_t Digits(uint32_t number) {
  uint32_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

// How to mend it: what the rule says, or else what its fix does.
std::string_view HelpOf(const Finding& finding) {
  return finding.help.empty() && finding.fix ? finding.fix->title : finding.help;
}

// What is to be said of a fix that is not safe.
std::string_view CautionOf(const Finding& finding) {
  return finding.fix && finding.fix->kind == Fix::Kind::kUnsafe ? " (check that this is intended)"
                                                                : "";
}

// "6 fixable with --fix; 2 more with --unsafe-fixes", without a period; empty: none.
std::string FixableLine(const Report& report) {
  size_t safe = 0;
  size_t unsafe = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.fix) continue;
    safe += finding.fix->kind == Fix::Kind::kSafe ? 1 : 0;
    unsafe += finding.fix->kind == Fix::Kind::kUnsafe ? 1 : 0;
  }
  if (safe + unsafe == 0) return {};
  if (unsafe == 0) return std::to_string(safe) + " fixable with --fix";
  if (safe == 0) return std::to_string(unsafe) + " fixable with --fix --unsafe-fixes";
  return std::to_string(safe) + " fixable with --fix; " + std::to_string(unsafe) +
         " more with --unsafe-fixes";
}

// A finding, with those that say the same of other places in its file.
struct Repeated {
  const Finding* finding = nullptr;
  std::vector<const Finding*> also = {};
};

// Findings of one file in their order, in which three or more that say the same are the first of
// them.
void FoldRepeated(std::span<const Finding* const> of_file, std::vector<Repeated>& folded) {
  constexpr size_t kFew = 2;
  using Said = std::tuple<std::string_view, Severity, std::string_view, std::string_view>;
  std::map<Said, std::vector<const Finding*>> groups;
  std::vector<const std::vector<const Finding*>*> group_of;
  group_of.reserve(of_file.size());
  for (const Finding* finding : of_file) {
    std::vector<const Finding*>& group =
        groups[{finding->rule, finding->severity, finding->message, finding->help}];
    group.push_back(finding);
    group_of.push_back(&group);
  }
  for (size_t i = 0; i < of_file.size(); ++i) {
    const std::vector<const Finding*>& same = *group_of[i];
    if (same.size() <= kFew) {
      folded.push_back({.finding = of_file[i]});
    } else if (same.front() == of_file[i]) {
      folded.push_back({.finding = of_file[i], .also = {same.begin() + 1, same.end()}});
    }
  }
}

// The same of all files; findings of one are beside each other.
std::vector<Repeated> FoldRepeated(std::span<const Finding* const> findings) {
  std::vector<Repeated> folded;
  folded.reserve(findings.size());
  while (!findings.empty()) {
    const std::string& path = findings.front()->where.path;
    const auto next = std::ranges::find_if(
        findings, [&](const Finding* finding) { return finding->where.path != path; });
    const auto of_file = static_cast<size_t>(next - findings.begin());
    FoldRepeated(findings.first(of_file), folded);
    findings = findings.subspan(of_file);
  }
  return folded;
}

// The frame of one file, with its headline.
struct FileFrame {
  const Location* at = nullptr;  // of the finding
  Frame frame;
};

class TextWriter {
 public:
  TextWriter(const Report& report, const TextStyle& style, const Comparison& comparison)
      : report_(report),
        style_(style),
        comparison_(comparison),
        paint_(style.color),
        files_(report) {}

  std::string Run();

 private:
  void Write(const Repeated& repeated);
  std::string AlsoIn(const std::vector<const Finding*>& also);
  void NextSteps();
  void Head(const Finding& finding);
  void Sentence(const std::string& text, size_t column);
  void Headline(std::string_view arrow, const Location& at, uint32_t gutter);
  void Footer(uint32_t gutter, std::string_view title, std::string_view text,
              std::string_view caution = {});
  std::vector<FileFrame> Frames(const Finding& finding, std::vector<std::string>& loose);
  void WriteFix(const Finding& finding, const FixView& view, const FrameStyle& style);

  const Report& report_;
  const TextStyle& style_;
  const Comparison& comparison_;
  Paint paint_;
  Files files_;
  std::string out_;
};

std::string TextWriter::Run() {
  if (style_.statistics) {
    out_ = Statistics(report_, style_);
    if (!report_.findings.empty() && style_.summary) out_ += '\n';
  } else {
    const std::vector<Repeated> folded = FoldRepeated(AllFindings(report_, {}));
    std::vector<const Finding*> findings;
    findings.reserve(folded.size());
    for (const Repeated& each : folded) findings.push_back(each.finding);
    const size_t most = style_.max_findings == 0 ? findings.size() : style_.max_findings;
    size_t left = report_.findings.size();
    for (const size_t i : MostSevere(findings, most)) {
      Write(folded[i]);
      left -= 1 + folded[i].also.size();
      out_ += '\n';
    }
    if (left > 0) {
      Sentence(Counted(left, "more finding") + "; --max-findings 0 shows all.", 0);
      out_ += '\n';
    }
  }
  if (style_.summary) {
    const std::string line = SummaryLine(report_.summary, comparison_);
    out_ += Broken(line, 0, 2, style_.terminal ? style_.width : 0) + '\n';
  }
  if (style_.summary && style_.fixable) NextSteps();
  return std::move(out_);
}

void TextWriter::NextSteps() {
  std::string line = FixableLine(report_);
  if (style_.terminal && !report_.findings.empty()) {
    const auto first = std::ranges::max_element(report_.findings, {}, &Finding::severity);
    line += (line.empty() ? "'" : "; '") + ("stackql-lint rules " + first->rule) + "' explains";
  }
  if (!line.empty()) out_ += Broken(line + ".", 0, 2, style_.terminal ? style_.width : 0) + '\n';
}

void TextWriter::Head(const Finding& finding) {
  AppendHead(finding.severity, finding.rule, style_, out_);
  out_ += ' ';
  paint_.Begin(out_, Tone::kBold);
  const size_t column = Name(finding.severity).size() + finding.rule.size() + 3;  // []
  Sentence(Visible(finding.message), column);
  paint_.End(out_, Tone::kBold);
  out_ += '\n';
}

// A visible text after so many columns, below which it goes on.
void TextWriter::Sentence(const std::string& text, size_t column) {
  out_ += Broken(text, column, column, style_.terminal ? style_.width : 0);
}

void TextWriter::Headline(std::string_view arrow, const Location& at, uint32_t gutter) {
  out_.append(gutter, ' ');
  paint_.Put(out_, Tone::kFrame, arrow);
  out_ += ' ';
  AppendVisible(at.path, out_);
  if (files_.Has(at.path)) {
    const Position begin = files_.Begin(at);
    out_ += ':';
    out_ += std::to_string(begin.line);
    out_ += ':';
    out_ += std::to_string(begin.column);
  }
  out_ += '\n';
}

void TextWriter::Footer(uint32_t gutter, std::string_view title, std::string_view text,
                        std::string_view caution) {
  out_.append(gutter + 1, ' ');
  paint_.Put(out_, Tone::kFrame, "=");
  out_ += ' ';
  paint_.Put(out_, Tone::kBold, title);
  out_ += ": ";
  Sentence(Visible(text).append(caution), gutter + title.size() + 5);
  out_ += '\n';
}

// One frame a file, the finding's own first. `loose` gets the notes that have no place.
std::vector<FileFrame> TextWriter::Frames(const Finding& finding, std::vector<std::string>& loose) {
  struct Group {
    const Location* at = nullptr;
    std::vector<Mark> marks = {};
  };
  std::vector<Group> groups;
  if (files_.Has(finding.where.path)) {
    groups.push_back({&finding.where, {Mark{finding.where.span, true, finding.label}}});
  }
  for (const Note& note : finding.notes) {
    if (!files_.Has(note.where.path)) {
      loose.push_back(note.message);
      continue;
    }
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Group& g) { return g.at->path == note.where.path; });
    if (group == groups.end()) group = groups.insert(group, {&note.where, {}});
    group->marks.push_back({note.where.span, false, note.message});
  }
  if (finding.notes_left_out > 0) {
    loose.push_back(std::to_string(finding.notes_left_out) + " more places not shown");
  }
  std::vector<FileFrame> frames;
  frames.reserve(groups.size());
  for (Group& group : groups) {
    frames.push_back({group.at, Frame(files_.Get(group.at->path), group.marks, frames.empty())});
  }
  return frames;
}

void TextWriter::WriteFix(const Finding& finding, const FixView& view, const FrameStyle& style) {
  paint_.Put(out_, Tone::kHelp, "help");
  out_ += ": ";
  Sentence(Visible(HelpOf(finding)).append(CautionOf(finding)), 6);
  out_ += '\n';
  if (view.path() != finding.where.path) {
    Headline("-->", finding.fix->edits.front().where, style.gutter);
  }
  view.Draw(style, out_);
}

// "the same in lines 9, 15 and 22"
std::string TextWriter::AlsoIn(const std::vector<const Finding*>& also) {
  constexpr size_t kMostLines = 12;
  if (!files_.Has(also.front()->where.path)) return Counted(also.size(), "more place");
  std::string text = "the same in ";
  text += also.size() == 1 ? "line " : "lines ";
  const size_t shown = std::min(also.size(), kMostLines);
  for (size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == also.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += std::to_string(files_.Begin(also[i]->where).line);
  }
  if (shown < also.size()) text += " and " + std::to_string(also.size() - shown) + " more";
  return text;
}

void TextWriter::Write(const Repeated& repeated) {
  const Finding& finding = *repeated.finding;
  Head(finding);
  std::vector<std::string> loose;
  const std::vector<FileFrame> frames = Frames(finding, loose);
  if (!finding.environments.empty()) loose.push_back(EnvironmentsText(finding));
  if (!repeated.also.empty()) loose.push_back(AlsoIn(repeated.also));
  const std::optional<FixView> view =
      finding.fix ? FixView::Make(*finding.fix, files_) : std::nullopt;
  uint32_t gutter = 1;
  for (const FileFrame& frame : frames) {
    gutter = std::max(gutter, Digits(frame.frame.last_line()));
  }
  if (view) gutter = std::max(gutter, Digits(view->last_line()));
  const uint32_t columns = std::max(style_.width, gutter + 3 + kMinColumns) - gutter - 3;
  const FrameStyle style = {paint_, finding.severity, gutter, columns};

  const std::string_view help = HelpOf(finding);
  if (!files_.Has(finding.where.path) && !finding.where.path.empty()) {
    Headline("-->", finding.where, gutter);
  }
  for (size_t i = 0; i < frames.size(); ++i) {
    const bool own = frames[i].at == &finding.where;
    Headline(own ? "-->" : ":::", *frames[i].at, gutter);
    frames[i].frame.Draw(style, out_);
    if (i + 1 < frames.size() || !loose.empty() || !help.empty()) {
      Gutter(style, 0, out_);
      out_ += '\n';
    }
  }
  for (const std::string& note : loose) Footer(gutter, "note", note);
  if (view) {
    WriteFix(finding, *view, style);
  } else if (!help.empty()) {
    Footer(gutter, "help", help, CautionOf(finding));
  }
}

}  // namespace

std::string Text(const Report& report, const TextStyle& style, const Comparison& comparison) {
  return TextWriter(report, style, comparison).Run();
}

}  // namespace stackql::report
