#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lang/lang.h"
#include "text/sources.h"

namespace stackql {

class Values;

// A column of a query's row: what a value that is not known yet will be.
struct HoleContent {
  std::string type = {};                   // AWS::S3::Bucket
  std::string property = {};               // Arn
  std::string column = {};                 // arn
  std::string exported = {};               // the name of its export; empty: it is not exported
  std::string format = {};                 // AWS::S3::Bucket.Arn; empty: not known
  std::vector<std::string> patterns = {};  // its text matches each of them
  Loc where = {};                          // the column in the query
  size_t creator = 0;  // the number of the stack's resource that makes what it is of; 0: not known

  // A column of that type, and a pattern of its texts.
  struct Column {
    std::string name = {};
    std::string pattern = {};
    std::string exported = {};  // the name of the export that holds it; empty: none does
  };
  // Those whose texts have a form, of the query's row; null: none is known.
  std::shared_ptr<const std::vector<Column>> columns = {};

  bool operator==(const HoleContent& other) const {
    return std::tie(type, property, format, patterns, where) ==
           std::tie(other.type, other.property, other.format, other.patterns, other.where);
  }
};

// What holes hold, by the built-in text that is their origin (Sources::OriginOfHole): one of these,
// each for some environments. No entry: anything.
using HoleContents = std::map<TextId, std::vector<HoleContent>>;

// What the first hole of a text that has a known content holds; none if there is no such hole.
std::span<const HoleContent> FirstContent(const Values& values, Loc text);

// Whether a text is certainly not JSON, or not that of a list or mapping, for what is known of its
// holes.
bool IsNoJson(const Values& values, Loc text);
bool IsNoStructure(const Values& values, Loc text);

// "'Arn' of AWS::S3::Bucket"
std::string Describe(const HoleContent& content);

// The other column of the same type whose texts may match the pattern; empty if there is none, or
// several.
std::string OtherColumn(const HoleContent& content, std::string_view pattern);

// Whether a text matches a pattern, for every content that its holes may have.
Tri MatchText(const Values& values, Loc text, std::string_view pattern);

}  // namespace stackql
