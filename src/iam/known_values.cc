#include "iam/known_values.h"

#include <algorithm>
#include <utility>

#include "value/value.h"

namespace stackql::iam {
namespace {

// "{{- this.arn }}" -> "this.arn }}"
std::string_view Inside(std::string_view spelled) {
  return spelled.substr(std::min(spelled.find_first_not_of("{-+ \t\r\n"), spelled.size()));
}

Piece Hole(const Sources& sources, Loc at) {
  const std::string_view spelled = sources.Spelling(at);
  const bool read_back = Inside(spelled).starts_with("this.");
  return {.kind = read_back ? Piece::Kind::kAny : Piece::Kind::kUnsure,
          .text = read_back ? std::string() : std::string(spelled)};
}

// Whether what is not known of a text leaves open if it is an ARN.
bool MayBecomeArn(const Arn& text) {
  const std::string_view begin = KnownBegin(text);
  const bool known = text.empty() || (text.size() == 1 && !begin.empty());
  return !known && begin == std::string_view("arn:").substr(0, begin.size());
}

constexpr int kDeepest = 100;

void Collect(const Values& values, ValueId id, int depth, const Skips& skips,
             const HoleTexts& known, Texts& texts) {
  const Value& node = values[id];
  if (depth > kDeepest || node.open) texts.complete = false;
  if (depth > kDeepest) return;
  switch (node.kind) {
    case Kind::kUnknown:
    case Kind::kString: {
      const bool text = node.kind == Kind::kString;
      const bool open = !text || !values.Known(id);
      if (open && MayBecomeArn(PartOf(values, id, known))) texts.complete = false;
      if (text || texts.complete) texts.all.push_back(id);
      return;
    }
    case Kind::kArray:
      for (const ValueId element : values.Elements(id)) {
        Collect(values, element, depth + 1, skips, known, texts);
      }
      return;
    case Kind::kObject:
      for (const Member& member : values.Members(id)) {
        if (skips(values.Text(member.key))) continue;
        Collect(values, member.value, depth + 1, skips, known, texts);
      }
      return;
    default:
      return;
  }
}

}  // namespace

Arn PartOf(const Values& values, ValueId text, const HoleTexts& known) {
  const Value& node = values[text];
  if (node.kind == Kind::kUnknown) {
    const Loc where = node.text ? node.text : node.token;
    Arn held = known ? known(where) : Arn();
    return held.empty() ? Arn{Hole(values.sources(), where)} : held;
  }
  Arn part;
  const std::string_view bytes = values.Text(text);
  for (size_t at = 0;;) {
    const size_t hole = bytes.find(kHoleBytes, at);
    Append(part, bytes.substr(at, hole - at));
    if (hole == std::string_view::npos) return part;
    at = hole + kHoleBytes.size();
    const Loc where = node.text.Sub(static_cast<uint32_t>(hole), static_cast<uint32_t>(at));
    const Arn held = known ? known(where) : Arn();
    Append(part, held.empty() ? Arn{Hole(values.sources(), where)} : held);
  }
}

std::string_view KnownBegin(const Arn& text) {
  const bool known = !text.empty() && text[0].kind == Piece::Kind::kText;
  return known ? std::string_view(text[0].text) : std::string_view();
}

std::vector<Arn> PartsOfIdentifier(const Arn& identifier) {
  std::vector<Arn> parts(1);
  for (const Piece& piece : identifier) {
    if (piece.kind != Piece::Kind::kText) {
      parts.back().push_back(piece);
      continue;
    }
    std::string_view text = piece.text;
    for (size_t bar = text.find('|'); bar != std::string_view::npos; bar = text.find('|')) {
      Append(parts.back(), text.substr(0, bar));
      parts.emplace_back();
      text.remove_prefix(bar + 1);
    }
    Append(parts.back(), text);
  }
  return parts;
}

Texts TextsIn(const Values& values, ValueId value, const Skips& skips, const HoleTexts& known) {
  Texts texts;
  if (value == kNoValue) {
    texts.complete = false;
  } else {
    Collect(values, value, 0, skips, known, texts);
  }
  return texts;
}

}  // namespace stackql::iam
