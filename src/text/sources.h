#pragma once

#include <cassert>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stackql {

// Names a text in a Sources arena: a file, or a text derived from other texts.
using TextId = uint32_t;
inline constexpr TextId kNoText = UINT32_MAX;

// Half-open range of bytes.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool operator==(const Span&) const = default;
  auto operator<=>(const Span&) const = default;
};

// A place: some bytes of some text. Default-constructed: nowhere.
struct Loc {
  TextId text = kNoText;
  Span span = {};

  explicit operator bool() const { return text != kNoText; }
  bool empty() const { return span.empty(); }
  bool operator==(const Loc&) const = default;
  auto operator<=>(const Loc&) const = default;
  // The bytes [begin, end) of this place, counted from its start.
  Loc Sub(uint32_t begin, uint32_t end) const {
    return {text, {span.begin + begin, span.begin + end}};
  }
};

// The smallest place that covers both; both lie in one text.
Loc Hull(Loc a, Loc b);

// An unknown part of a text is this run of bytes; UTF-8 never contains 0xFF, and every input is
// validated as UTF-8 before it is read, so the run cannot come from a user.
inline constexpr std::string_view kHoleBytes = "\xFF\xFF\xFF";

inline bool HasHole(std::string_view bytes) { return bytes.find('\xFF') != std::string_view::npos; }

// How a text came to be.
enum class Step : uint8_t {
  kFile,        // read from disk or standard input
  kBuiltin,     // made by this program (stack_env, ...); never shown as a place
  kYamlScalar,  // a YAML scalar decoded
  kRender,      // a template rendered
  kSerialise,   // a value written as JSON text
  kFilter,      // the output of a template filter
  kSqlString,   // an SQL string literal decoded
  kJsonString,  // a JSON string decoded
};

// One run of a derived text and where it came from. It covers the bytes from `out` to the next
// piece's `out` (or the end of the text).
struct Piece {
  enum class Mode : uint8_t {
    kCopy,  // byte for byte; `at` (or `origin`, if set) has the same length
    kAtom,  // indivisible: an escape, a fold, the output of a filter
    kHole,  // unknown; the bytes are kHoleBytes
  };
  uint32_t out = 0;
  Mode mode = Mode::kCopy;
  Loc at = {};      // where it is spelled, one step nearer to the file
  Loc origin = {};  // for an inserted value: where the value itself is
};

// Where a place of a derived text is in a file.
struct Place {
  Loc at = {};                    // in a file; nowhere only if the given place was nowhere
  bool exact = true;              // every step on the way was byte for byte: a fix may edit it
  std::vector<Loc> used_in = {};  // file places where the value was inserted, nearest to it first
};

// Append-only arena of texts. Views and ids stay valid as long as the arena lives. A text is made
// of texts that were added before it: whoever follows pieces comes to an end. Nowhere reads as the
// empty text.
class Sources {
 public:
  Sources() = default;
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  // `path` is what findings show; '/' separated.
  TextId AddFile(std::string path, std::string bytes);
  // A text without a place in any file.
  TextId AddBuiltin(std::string bytes);
  // `whole` is where the text as a whole is spelled; `pieces` cover `bytes` from 0, with strictly
  // rising `out`; all of their places lie in texts that are there already. Use TextBuilder rather
  // than calling this.
  TextId Derive(Step step, Loc whole, std::string bytes, std::vector<Piece> pieces);

  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }
  std::string_view Bytes(TextId id) const {
    return id == kNoText ? std::string_view() : bytes_[id];
  }
  std::string_view Bytes(Loc loc) const {
    if (!loc) return {};
    const std::string_view text = bytes_[loc.text];
    assert(loc.span.begin <= loc.span.end && loc.span.end <= text.size());
    return {text.data() + loc.span.begin, loc.span.size()};
  }
  Loc All(TextId id) const { return {id, {0, static_cast<uint32_t>(Bytes(id).size())}}; }
  Step StepOf(TextId id) const { return Find(id).step; }
  // The path given to AddFile; empty for other texts.
  const std::string& Path(TextId id) const;
  const std::vector<Piece>& Pieces(TextId id) const { return Find(id).pieces; }

  // Follows a place back to the file bytes that spell it.
  Place Resolve(Loc loc) const;
  // What the hole at this place stands for: the built-in text that was given as its origin, over
  // however many steps. Nowhere if it has none.
  Loc OriginOfHole(Loc hole) const;
  // How the text came to be that was given the hole at this place, over however many steps; kFile
  // if none was.
  Step StepOfHole(Loc hole) const;
  // Notes bytes of a file that count in several places, as a YAML node does that has aliases. Of
  // two such places either one contains the other, or they are apart.
  void NoteShared(Loc place);
  // Whether all of a place counts elsewhere, too.
  bool IsShared(Loc place) const;
  // What the user wrote where a text has a hole, such as "{{ name }}": the innermost file bytes.
  std::string_view Spelling(Loc hole) const { return Bytes(Resolve(hole).at); }

 private:
  struct Text {
    std::string bytes;
    Step step = Step::kFile;
    Loc whole = {};
    std::vector<Piece> pieces;
  };
  TextId Add(Text text);
  const Text& Find(TextId id) const { return id == kNoText ? nowhere_ : texts_[id]; }
  // A run of a text; null: there is none.
  struct Run {
    const Text* text = nullptr;
    const Piece* piece = nullptr;
  };
  Run RunOfHole(Loc hole) const;
  bool StepBack(Loc& loc, Place& place, int depth = 0) const;
  bool Meet(Loc& a, Loc& b, int depth) const;
  bool Join(Loc& hull, Loc at, Loc whole, int depth) const;

  const Text nowhere_ = {.bytes = {}, .step = Step::kBuiltin, .whole = {}, .pieces = {}};
  std::deque<Text> texts_;                    // never moved: views of their bytes stay valid
  std::vector<std::string_view> bytes_;       // of each text, as they are asked for most
  std::map<TextId, std::string> paths_ = {};  // of files
  // Ends of the outermost shared places, by text and begin.
  std::map<std::pair<TextId, uint32_t>, uint32_t> shared_ = {};
};

// Builds a derived text piece by piece.
class TextBuilder {
 public:
  explicit TextBuilder(Sources& sources) : sources_(sources) {}

  // The bytes at `at`, unchanged. Neighbouring copies join.
  void Copy(Loc at);
  // An inserted value: the bytes at `origin`, spelled in the text by `at` ("{{ name }}").
  void Insert(Loc origin, Loc at);
  // Bytes that stand for `at` as a whole.
  void Atom(std::string_view bytes, Loc at, Loc origin = {});
  void Atom(char byte, Loc at);
  // An unknown part, spelled by `at`.
  void Hole(Loc at, Loc origin = {});

  uint32_t size() const { return static_cast<uint32_t>(bytes_.size()); }
  std::string_view bytes() const { return bytes_; }

  // The place of the built text. If nothing was changed (one copy), that is the copied place
  // itself and no text is made.
  Loc Finish(Step step, Loc whole);

 private:
  void Start(Piece::Mode mode, Loc at, Loc origin);
  void Reserve();

  Sources& sources_;
  std::string bytes_;
  std::vector<Piece> pieces_;
};

}  // namespace stackql
