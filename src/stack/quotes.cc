#include "stack/quotes.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "rules/template.h"

namespace stackql {
namespace {

// What is in a tag: `{{ name }}` and a name within a dictionary are treated alike.
std::string WithoutBraces(std::string_view tag) {
  constexpr std::string_view kAround = "{}- \t\r\n";
  const size_t first = tag.find_first_not_of(kAround);
  if (first == std::string_view::npos) return {};
  return std::string(tag.substr(first, tag.find_last_not_of(kAround) + 1 - first));
}

// Follows StackQL's lexis through a rendered query as far as strings go.
class QuoteReader {
 public:
  QuoteReader(const Sources& sources, Loc rendered, Problems& problems)
      : sources_(sources),
        rendered_(rendered),
        bytes_(sources.Bytes(rendered.text)),
        pieces_(sources.Pieces(rendered.text)),
        problems_(problems) {}

  bool Run() {
    size_t at = rendered_.span.begin;
    while (at < rendered_.span.end) {
      const char c = bytes_[at];
      if (c == '\'') {
        at = String(at);
      } else if (c == '"') {
        at = After("\"", at + 1);
      } else if (c == '#' || Is(at, "--") || Is(at, "//")) {
        at = After("\n", at);
      } else if (Is(at, "/*")) {
        at = After("*/", at + 2);
      } else {
        ++at;
      }
    }
    return found_;
  }

 private:
  bool Is(size_t at, std::string_view word) const { return bytes_.substr(at, word.size()) == word; }

  size_t After(std::string_view end, size_t at) const {
    const size_t found = bytes_.find(end, at);
    return found == std::string_view::npos ? bytes_.size() : found + end.size();
  }

  // From the opening quote; the offset after the closing one.
  size_t String(size_t at) {
    const bool ours = InsertedAt(at) == nullptr;
    for (++at; at < rendered_.span.end; ++at) {
      if (bytes_[at] == '\\') {
        ++at;
      } else if (bytes_[at] == '\'') {
        const Piece* piece = InsertedAt(at);
        const bool doubled = Is(at, "''") && InsertedAt(at + 1) == piece;
        if (doubled) {
          ++at;
        } else if (!ours || piece == nullptr || !Report(at, *piece)) {
          return at + 1;
        }
      }
    }
    return at;
  }

  // The inserted value that a byte belongs to; null for the query's own bytes. Asked for with
  // rising offsets.
  const Piece* InsertedAt(size_t at) {
    while (next_ < pieces_.size() && pieces_[next_].out <= at) ++next_;
    if (next_ == 0) return nullptr;
    const Piece& piece = pieces_[next_ - 1];
    return piece.origin && piece.mode == Piece::Mode::kCopy ? &piece : nullptr;
  }

  // Once a value. False if the query spells it itself: it means to end the string.
  bool Report(size_t at, const Piece& piece) {
    const auto offset = static_cast<uint32_t>(at);
    const Place place = sources_.Resolve({rendered_.text, {offset, offset + 1}});
    if (!place.at || place.used_in.empty() || place.used_in.front().text == place.at.text) {
      return false;
    }
    if (&piece != last_) {
      problems_.push_back(
          {.what =
               rules::UnescapedQuote{.name = WithoutBraces(sources_.Bytes(place.used_in.front()))},
           .where = {rendered_.text, {offset, offset + 1}},
           .help = "Double it here, or use the filter sql_escape in the query."});
    }
    last_ = &piece;
    found_ = true;
    return true;
  }

  const Sources& sources_;
  Loc rendered_;
  std::string_view bytes_;
  const std::vector<Piece>& pieces_;
  Problems& problems_;
  size_t next_ = 0;
  const Piece* last_ = nullptr;
  bool found_ = false;
};

}  // namespace

bool CheckQuotes(const Sources& sources, Loc rendered, Problems& problems) {
  if (sources.StepOf(rendered.text) != Step::kRender) return false;
  const std::vector<Piece>& pieces = sources.Pieces(rendered.text);
  const bool may = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.origin && sources.Bytes(piece.origin).find('\'') != std::string_view::npos;
  });
  if (!may) return false;
  return QuoteReader(sources, rendered, problems).Run();
}

}  // namespace stackql
