#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::yaml {

struct Limits {
  uint32_t depth = 200;
  uint32_t nodes = 4'000'000;
  // Brackets, braces, commas and colons: yaml-cpp may keep some 250 bytes for each until a flow
  // collection ends.
  uint32_t flow_indicators = 1'000'000;
  // A byte order mark is a problem in what the tool reads, and fine in this program's own files.
  bool allow_byte_order_mark = false;
  // A node that holds itself, by an alias, is not a mistake (as in Python); it cannot be read
  // anyway.
  bool nodes_may_hold_themselves = false;
  // A scalar with a tag of its own has its text: "!Sub" of a CloudFormation template.
  bool keep_tagged_text = false;
};

// A tag that is written before a node: "!Ref", "!!str".
struct Tag {
  std::string name = {};  // "!Ref", "tag:yaml.org,2002:str"
  Loc where = {};
  ValueId node = kNoValue;
};

struct Document {
  // kNoValue: the text is not one YAML document, as a problem tells. A kUnknown: it may be one, but
  // could not be read.
  ValueId root = kNoValue;
  std::vector<Tag> tags = {};
};

// Reads the YAML document in `file` into values with places, through yaml-cpp's events. Scalars are
// typed as serde_yaml types them (YAML 1.2: true/false, null/~/nothing, numbers incl. 0x1F and 1e3;
// yes/no/012/dates are strings). The text of a number is JSON's form of it ("31" for 0x1F, "0.5"
// for .5); .inf and .nan, which JSON lacks, are kUnknown. An empty node is a kNull of no length
// after its colon or dash; an empty document is a kNull. Aliases share their anchor's node. `<<`
// stays a key. Duplicate keys stay. !!str and the like decide the type; nodes with other tags are
// kUnknown and open. Scalars that `>+` folds are kUnknown as well.
// Problems are syntax errors at the right byte, unterminated quotes (yaml-cpp takes them), NUL
// bytes, invalid UTF-8, several documents, too deep nesting. An alias bomb costs nothing as nodes
// are shared.
Document Parse(Values& values, TextId file, Problems& problems, const Limits& limits = {});

}  // namespace stackql::yaml
