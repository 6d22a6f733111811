#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <vector>

#include "yaml/scalar.h"
#include "yaml/typing.h"
#include "yaml/yaml.h"

namespace stackql::yaml {

// Ends the parse from within an event; the problem has been recorded.
struct Stop {};

// A collection that is being read.
struct OpenCollection {
  bool is_map = false;
  bool flow = false;
  bool bracketed = false;  // [...] or {...}; a pair in [a: b] is flow and has none
  uint32_t begin = 0;      // the bracket or the first key or dash
  size_t first_child = 0;  // in Builder::children_
  YAML::anchor_t anchor = 0;
  std::string tag = {};
  Loc tag_at = {};  // nowhere: it has none
};

// Turns yaml-cpp's events into values. yaml-cpp gives the start of most nodes; `cursor_`, the end
// of what was read last, gives the rest.
class Builder final : public YAML::EventHandler {
 public:
  Builder(Values& values, TextId file, Problems& problems, const Limits& limits);

  ValueId root() const { return root_; }
  std::vector<Tag> tags() const { return tags_; }
  // The collections around the place where parsing stopped, outermost first.
  const std::vector<OpenCollection>& open() const { return open_; }
  // The string in quotes that was read last.
  Span last_quoted() const { return last_quoted_; }
  bool after_property() const { return after_property_; }
  // The end of what was read last.
  uint32_t cursor() const { return cursor_; }
  // Offset in the file of what yaml-cpp marks; it counts from after a byte order mark.
  uint32_t Offset(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  Loc Place(size_t begin, size_t end) const;
  bool ReadsKey() const;
  bool InFlow() const { return flow_depth_ > 0; }
  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_map,
            bool flow);
  // Ends the innermost collection and gives its place.
  Loc Close();
  void Finish(ValueId node, YAML::anchor_t anchor);
  // A tag that is none of YAML's own.
  bool IsForeign(std::string_view tag) const;
  Value TypedScalar(const WrittenScalar& written, const std::string& tag, std::string_view value);
  Loc TagAt(size_t at) const;
  void NoteTag(const std::string& name, Loc where, ValueId node);
  uint32_t AfterDelimiter() const;
  bool WrittenNullAt(size_t at, size_t delimiter_end) const;
  // What libyaml rejects and yaml-cpp takes:
  void CheckIndentation(size_t end);  // tabs that indent, between here and the last node
  void CheckEmptyNode(size_t next, size_t delimiter_end);  // [a,,b], a key without its colon
  [[noreturn]] void Fail(Problem problem);

  Values& values_;
  Sources& sources_;
  TextId file_;
  Problems& problems_;
  Limits limits_;
  std::string_view bytes_;
  uint32_t start_ = 0;   // after a byte order mark
  uint32_t cursor_ = 0;  // end of what was read last
  uint32_t first_node_ = 0;
  uint32_t flow_depth_ = 0;
  bool seen_document_ = false;
  bool has_tabs_ = false;
  Span last_quoted_ = {};
  bool after_property_ = false;  // what was read last is a plain scalar with an anchor or tag
  ValueId root_ = kNoValue;
  std::vector<OpenCollection> open_;
  std::vector<ValueId> children_;  // of all open collections; keys and values by turns in mappings
  std::vector<Member> members_;    // scratch
  std::vector<Tag> tags_;
  std::vector<ValueId> anchors_;  // by yaml-cpp's anchor number; kNoValue while being read
};

}  // namespace stackql::yaml
