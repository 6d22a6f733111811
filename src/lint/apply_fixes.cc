#include "lint/apply_fixes.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace stackql {
namespace {

// Two insertions at one place overlap: their order would be arbitrary. Edits that only touch do
// not.
bool Overlap(const Edit& a, const Edit& b) {
  if (a.where.path != b.where.path) return false;
  const Span first = a.where.span;
  const Span second = b.where.span;
  if (first.begin == second.begin) return true;
  return first.begin < second.end && second.begin < first.end;
}

bool IsWithin(const Edit& edit, const Texts& texts) {
  const auto text = texts.find(edit.where.path);
  const Span span = edit.where.span;
  return text != texts.end() && span.begin <= span.end && span.end <= text->second.size();
}

bool InOrder(const Edit* a, const Edit* b) {
  return std::tie(a->where.path, a->where.span.begin) <
         std::tie(b->where.path, b->where.span.begin);
}

// Edits that do not overlap, in the order of their places.
class Edits {
 public:
  bool Fits(const Fix& fix) const {
    for (const Edit& edit : fix.edits) {
      // Its neighbours are the only ones that it can overlap.
      const auto next = edits_.lower_bound(&edit);
      if (next != edits_.end() && Overlap(**next, edit)) return false;
      if (next != edits_.begin() && Overlap(**std::prev(next), edit)) return false;
    }
    return true;
  }
  void Add(const Fix& fix) {
    for (const Edit& edit : fix.edits) edits_.insert(&edit);
  }
  auto begin() const { return edits_.begin(); }
  auto end() const { return edits_.end(); }

 private:
  struct Less {
    bool operator()(const Edit* a, const Edit* b) const { return InOrder(a, b); }
  };
  std::set<const Edit*, Less> edits_;
};

bool OverlapsItself(const Fix& fix) {
  for (size_t i = 1; i < fix.edits.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (Overlap(fix.edits[i], fix.edits[j])) return true;
    }
  }
  return false;
}

// Appends a replacement with the line ends of the file.
void AppendLines(std::string_view replacement, bool carriage_returns, std::string& out) {
  for (const char c : replacement) {
    if (c == '\n' && carriage_returns && !out.ends_with('\r')) out += '\r';
    out += c;
  }
}

bool HasCarriageReturns(std::string_view text) {
  const size_t end = text.find('\n');
  return end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
}

}  // namespace

FixedTexts ApplyFixes(const Texts& texts, const std::vector<Fix>& fixes) {
  FixedTexts result;
  Edits edits;
  for (const Fix& fix : fixes) {
    const bool within =
        std::ranges::all_of(fix.edits, [&](const Edit& edit) { return IsWithin(edit, texts); });
    const bool fits = within && !fix.edits.empty() && !OverlapsItself(fix) && edits.Fits(fix);
    result.applied.push_back(fits);
    if (fits) edits.Add(fix);
  }
  std::map<std::string_view, size_t> done;  // how far each text is copied
  for (const Edit* edit : edits) {
    const std::string& text = texts.at(edit->where.path);
    std::string& out = result.texts[edit->where.path];
    size_t& from = done[edit->where.path];
    out += std::string_view(text).substr(from, edit->where.span.begin - from);
    AppendLines(edit->text, HasCarriageReturns(text), out);
    from = edit->where.span.end;
  }
  for (auto& [path, out] : result.texts) out += std::string_view(texts.at(path)).substr(done[path]);
  std::erase_if(result.texts,
                [&](const auto& entry) { return entry.second == texts.at(entry.first); });
  return result;
}

}  // namespace stackql
