#include "yaml/builder.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "rules/manifest.h"
#include "value/value.h"
#include "yaml/encoding.h"
#include "yaml/errors.h"
#include "yaml/layout.h"

namespace stackql::yaml {

namespace {

// Those that JSON's types have.
bool IsCoreTag(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  return tag.starts_with(kPrefix) &&
         HasWord("bool float int map null seq str", tag.substr(kPrefix.size()));
}

}  // namespace

Builder::Builder(Values& values, TextId file, Problems& problems, const Limits& limits)
    : values_(values),
      sources_(values.sources()),
      file_(file),
      problems_(problems),
      limits_(limits),
      bytes_(sources_.Bytes(file)),
      start_(bytes_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0),
      cursor_(start_),
      first_node_(values.size()),
      has_tabs_(bytes_.find('\t') != std::string_view::npos) {}

uint32_t Builder::Offset(const YAML::Mark& mark) const {
  const size_t offset = start_ + static_cast<size_t>(std::max(mark.pos, 0));
  return static_cast<uint32_t>(std::min(offset, bytes_.size()));
}

Loc Builder::Place(size_t begin, size_t end) const {
  return {file_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
}

void Builder::Fail(Problem problem) {
  problems_.push_back(std::move(problem));
  throw Stop{};
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  if (!seen_document_) {
    seen_document_ = true;
    return;
  }
  const uint32_t at = Offset(mark);
  const std::string_view rest = bytes_.substr(at);
  if (rest.starts_with("---")) {
    Fail({.what = rules::YamlSyntax::SeveralDocuments{.found = "---"},
          .where = Place(at, at + 3),
          .help = "Keep one document in the file."});
  }
  const size_t end = CharacterBegin(bytes_, std::min(LineEnd(bytes_, at), size_t{at} + 40));
  Fail({.what = rules::YamlSyntax::AfterDocument{.found = bytes_.substr(at, end - at)},
        .where = Place(at, end)});
}

// Whether the next node is a key.
bool Builder::ReadsKey() const {
  return open_.back().is_map && (children_.size() - open_.back().first_child) % 2 == 0;
}

void Builder::Finish(ValueId node, YAML::anchor_t anchor) {
  if (anchor != YAML::NullAnchor) {
    if (anchors_.size() <= anchor) anchors_.resize(anchor + 1, kNoValue);
    anchors_[anchor] = node;
  }
  if (open_.empty()) {
    root_ = node;
  } else {
    children_.push_back(node);
  }
  if (values_.size() - first_node_ <= limits_.nodes) return;
  Fail({.what = rules::YamlSyntax::TooLarge{.limit = limits_.nodes}, .where = values_[node].token});
}

// Behind the colon, dash or question mark that introduces an empty node, or the place where it
// would be.
uint32_t Builder::AfterDelimiter() const {
  if (open_.empty()) return cursor_;
  const OpenCollection& parent = open_.back();
  const size_t next = SkipTrivia(bytes_, cursor_);
  const char found = At(bytes_, next);
  if (ReadsKey()) return static_cast<uint32_t>(found == '?' ? next + 1 : next);
  const char delimiter = parent.is_map ? ':' : '-';
  const bool here = found == delimiter && (parent.is_map || !parent.bracketed);
  return here ? static_cast<uint32_t>(next + 1) : cursor_;
}

// Whether "null" or "~" at `at` is the node after a delimiter. yaml-cpp marks an empty node with
// the token that follows, which may be a key named null.
bool Builder::WrittenNullAt(size_t at, size_t delimiter_end) const {
  if (at < delimiter_end || at >= bytes_.size()) return false;
  if (InFlow() || open_.empty()) return true;
  const std::string_view between = bytes_.substr(delimiter_end, at - delimiter_end);
  if (between.find_first_of("\r\n") == std::string_view::npos) return true;
  return ColumnOf(bytes_, at) > ColumnOf(bytes_, open_.back().begin);
}

void Builder::CheckIndentation(size_t end) {
  if (!has_tabs_ || InFlow()) return;
  size_t at = cursor_;
  if (at != start_) at = LineEnd(bytes_, at);
  while (at < end) {
    at = SkipBreak(bytes_, at);
    while (At(bytes_, at) == ' ') ++at;
    if (at < end && bytes_[at] == '\t') {
      Fail({.what = rules::YamlSyntax::TabIndentation{.found = "tab"},
            .where = Place(at, at + 1),
            .help = "Indent with spaces."});
    }
    at = LineEnd(bytes_, at);
  }
}

// An empty node needs something that introduces it; `next` is what yaml-cpp found in its place.
void Builder::CheckEmptyNode(size_t next, size_t delimiter_end) {
  if (open_.empty()) return;
  const OpenCollection& parent = open_.back();
  if (parent.bracketed) {
    if (At(bytes_, next) != ',' || (parent.is_map && !ReadsKey())) return;
    Fail({.what = rules::YamlSyntax::EmptyItem{.found = ","},
          .where = Place(next, next + 1),
          .help = "Remove the comma, or add the missing item before it."});
  }
  if (parent.flow || !parent.is_map || ReadsKey() || delimiter_end != cursor_) return;
  const Value& node = values_[children_.back()];
  const Loc key = node.token;
  if (node.kind == Kind::kObject || node.kind == Kind::kArray || key.span.end != cursor_) return;
  // An explicit key ("? a") needs no colon; it is indented deeper than its mapping.
  if (ColumnOf(bytes_, key.span.begin) != ColumnOf(bytes_, parent.begin)) return;
  Fail({.what = rules::YamlSyntax::MissingColon{.key = sources_.Bytes(key)},
        .where = key,
        .help = "Write a colon and a value after the key, or indent the line if it belongs to the "
                "value above."});
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const uint32_t delimiter_end = AfterDelimiter();
  size_t begin = Offset(mark);
  CheckIndentation(begin);
  size_t end = delimiter_end;
  if (anchor != YAML::NullAnchor) {
    for (size_t next = SkipProperty(bytes_, begin); next != begin;
         next = SkipProperty(bytes_, begin)) {
      end = next;
      begin = SkipTrivia(bytes_, next);
    }
  }
  size_t written = 0;
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (bytes_.substr(begin).starts_with(word)) written = word.size();
  }
  const char next = At(bytes_, begin + written);
  const bool whole = next == '\0' || IsBlank(next) || IsBreak(next) || next == ':' ||
                     (InFlow() && IsFlowIndicator(next));
  if (written > 0 && whole && WrittenNullAt(begin, delimiter_end)) {
    end = begin + written;
  } else {
    begin = end;
    if (anchor == YAML::NullAnchor) CheckEmptyNode(Offset(mark), delimiter_end);
  }
  cursor_ = static_cast<uint32_t>(end);
  const Loc place = Place(begin, end);
  Finish(values_.Add({.kind = Kind::kNull, .token = place, .text = place}), anchor);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const uint32_t begin = Offset(mark);
  CheckIndentation(begin);
  size_t end = begin + 1;
  while (end < bytes_.size() && !IsBlank(bytes_[end]) && !IsBreak(bytes_[end]) &&
         !IsFlowIndicator(bytes_[end])) {
    ++end;
  }
  end = std::min(end, bytes_.size());
  cursor_ = static_cast<uint32_t>(end);
  const ValueId node = anchor < anchors_.size() ? anchors_[anchor] : kNoValue;
  if (node == kNoValue) {
    if (limits_.nodes_may_hold_themselves) throw Stop{};
    Fail({.what = rules::YamlSyntax::RecursiveAlias{.alias = bytes_.substr(begin, end - begin)},
          .where = Place(begin, end),
          .help = "An alias must not be inside the node of its own anchor."});
  }
  values_.sources().NoteShared(values_[node].token);
  Finish(node, YAML::NullAnchor);
}

bool Builder::IsForeign(std::string_view tag) const {
  return tag.size() > 1 && tag != "?" && !IsCoreTag(tag) && !limits_.keep_tagged_text;
}

// The typed node of a scalar, as serde_yaml types it: by its tag if it is one of YAML's own, else
// plain scalars by their form.
Value Builder::TypedScalar(const WrittenScalar& written, const std::string& tag,
                           std::string_view value) {
  Value node{.kind = Kind::kString,
             .quoted = written.quoted || tag == "tag:yaml.org,2002:str",
             .token = {file_, written.token},
             .text = written.text};
  // stackql-deploy gives nothing for a value with a tag of its own; yaml-cpp loses a line break
  // that `>+` keeps.
  const std::string_view header = bytes_.substr(written.token.begin, 3);
  const bool foreign = IsForeign(tag);
  if (foreign || header.starts_with(">+") || (header.starts_with('>') && header.ends_with('+'))) {
    node.kind = Kind::kUnknown;
    node.open = foreign;
    return node;
  }
  const bool forced = tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float" ||
                      tag == "tag:yaml.org,2002:bool" || tag == "tag:yaml.org,2002:null";
  const bool resolves = !written.quoted && (tag == "?" || tag.starts_with('!'));
  if (!forced && !resolves) return node;
  Typed typed = TypePlain(value);
  node.kind = typed.kind;
  std::string_view other = typed.number;
  if (typed.kind == Kind::kBool) {
    const std::string_view word = value[0] == 't' || value[0] == 'T' ? "true" : "false";
    if (word != value) other = word;
  }
  if (!other.empty()) {
    TextBuilder builder(sources_);
    builder.Atom(other, written.text);
    node.text = builder.Finish(Step::kYamlScalar, written.text);
  }
  return node;
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  CheckIndentation(Offset(mark));
  const WrittenScalar written = AlignScalar(sources_, file_, Offset(mark), value, InFlow());
  cursor_ = written.token.end;
  if (written.quoted) last_quoted_ = written.token;
  after_property_ = !written.quoted && written.token.begin > Offset(mark);
  if (!written.closed) {
    Fail(UnclosedQuote(bytes_, file_, written.token.begin));
  }
  const ValueId node = values_.Add(TypedScalar(written, tag, value));
  NoteTag(tag, TagAt(Offset(mark)), node);
  Finish(node, anchor);
}

// Where a tag is among the properties that begin at `at`; nowhere: it is not written.
Loc Builder::TagAt(size_t at) const {
  for (size_t end = SkipProperty(bytes_, at); end != at; end = SkipProperty(bytes_, at)) {
    if (bytes_[at] == '!') return Place(at, end);
    at = SkipTrivia(bytes_, end);
  }
  return {};
}

void Builder::NoteTag(const std::string& name, Loc where, ValueId node) {
  if (where && name != "!" && name != "?") tags_.push_back({name, where, node});
}

void Builder::Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                   bool is_map, bool flow) {
  size_t begin = Offset(mark);
  CheckIndentation(begin);
  const bool has_tag = tag != "?" && !tag.empty();
  const int properties = (anchor != YAML::NullAnchor ? 1 : 0) + (has_tag ? 1 : 0);
  for (int i = 0; i < properties; ++i) {
    begin = SkipTrivia(bytes_, SkipProperty(bytes_, begin));
  }
  const char first = At(bytes_, begin);
  const bool bracketed = flow && (first == '[' || first == '{');
  if (open_.size() >= limits_.depth) {
    Fail({.what = rules::YamlSyntax::TooDeep{.limit = limits_.depth},
          .where = Place(begin, std::min(begin + 1, bytes_.size())),
          .help = "Write it with less nesting."});
  }
  open_.push_back({.is_map = is_map,
                   .flow = flow,
                   .bracketed = bracketed,
                   .begin = static_cast<uint32_t>(begin),
                   .first_child = children_.size(),
                   .anchor = anchor,
                   .tag = has_tag ? tag : std::string(),
                   .tag_at = has_tag ? TagAt(Offset(mark)) : Loc()});
  if (flow) ++flow_depth_;
  cursor_ = static_cast<uint32_t>(bracketed ? begin + 1 : begin);
}

Loc Builder::Close() {
  const OpenCollection& closing = open_.back();
  size_t end = cursor_;
  if (closing.bracketed) {
    size_t at = SkipTrivia(bytes_, cursor_);
    while (At(bytes_, at) == ',') at = SkipTrivia(bytes_, at + 1);
    const char bracket = closing.is_map ? '}' : ']';
    if (At(bytes_, at) == bracket) end = at + 1;
  }
  cursor_ = static_cast<uint32_t>(end);
  return Place(closing.begin, std::max<size_t>(end, closing.begin));
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value style) {
  Open(mark, tag, anchor, /*is_map=*/false, style == YAML::EmitterStyle::Flow);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) {
  Open(mark, tag, anchor, /*is_map=*/true, style == YAML::EmitterStyle::Flow);
}

void Builder::OnSequenceEnd() {
  const Loc token = Close();
  const OpenCollection closing = open_.back();
  const ValueId node =
      IsForeign(closing.tag)
          ? values_.Add({.open = true, .token = token})
          : values_.AddArray(token, std::span(children_).subspan(closing.first_child));
  children_.resize(closing.first_child);
  open_.pop_back();
  if (closing.flow) --flow_depth_;
  NoteTag(closing.tag, closing.tag_at, node);
  Finish(node, closing.anchor);
}

void Builder::OnMapEnd() {
  const Loc token = Close();
  const OpenCollection closing = open_.back();
  members_.clear();
  for (size_t i = closing.first_child; i + 1 < children_.size(); i += 2) {
    members_.push_back({.key = children_[i], .value = children_[i + 1]});
  }
  const ValueId node = IsForeign(closing.tag) ? values_.Add({.open = true, .token = token})
                                              : values_.AddObject(token, members_);
  children_.resize(closing.first_child);
  open_.pop_back();
  if (closing.flow) --flow_depth_;
  NoteTag(closing.tag, closing.tag_at, node);
  Finish(node, closing.anchor);
}

}  // namespace stackql::yaml
