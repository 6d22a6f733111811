#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::catalog {

// What values of a schema's `format` look like: "AWS::IAM::Role.Arn" is the ARN of a role.
struct Formats {
  std::map<std::string, std::string, std::less<>> patterns = {};
  // Properties that have a format which their schemas do not say: type -> property -> format.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>> properties =
      {};
  // What values of other types stand for, by JSON pointers, in which `*` is any item. Of several
  // formats, a value has one.
  struct Reference {
    std::string pointer = {};
    std::vector<std::string> formats = {};
  };
  std::map<std::string, std::vector<Reference>, std::less<>> references = {};
  // Formats of properties that are not theirs by schema or by `properties`, but of what other
  // schemas relate to them: type -> property -> format.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>> related = {};
  // Texts of which a property takes one, where the schema does not list them.
  struct Listed {
    std::string pointer = {};
    std::vector<std::string> texts = {};
    bool any_case = false;
  };
  std::map<std::string, std::vector<Listed>, std::less<>> values = {};
  // Types whose schemas name fewer types than some property takes: type -> those that they name.
  std::map<std::string, std::vector<std::string>, std::less<>> unsure = {};
};

// Adds those of a document like rules/aws/formats.json, references.json or values.json; what is
// there already stays.
void AddFormats(const Values& values, ValueId document, Formats& formats);

// A pointer of `values` that leads to no property of the type; empty if there is none.
std::string LostPointer(const Formats& formats, snapshot::ResourceTypeT& type);

// Gives properties of the type the formats and the lists of values that are known of them; what its
// schema relates to a property of another type has the format of that.
void ApplyFormats(const Formats& formats, snapshot::ResourceTypeT& type);

}  // namespace stackql::catalog
