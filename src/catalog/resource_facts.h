#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "snapshot/fwd.h"
#include "value/fwd.h"

// What registry schemas and provider documents say in the same form.
namespace stackql::catalog {

// Three names of letters and digits, at most 64 each: AWS::IVS::Stage (the registry's own schema of
// schemas, provider.definition.schema.v1.json).
bool IsTypeName(std::string_view name);

// The text of a member; empty if there is none.
std::string TextOf(const Values& values, ValueId object, std::string_view member);
// The texts of a list; none for kNoValue and whatever is not a list.
std::vector<std::string> TextsOf(const Values& values, ValueId list);

// JSON pointers below the resource from a list of property paths, which registry schemas write
// "/properties/A/B" and provider documents "A/B": "/A/B".
std::vector<std::string> PointersOf(const Values& values, ValueId list);

// {typeName: AWS::EC2::VPC, propertyPath: /properties/VpcId}; null if it is not of that form.
std::unique_ptr<snapshot::RelationT> RelationOf(const Values& values, ValueId relationship);

// "create"
std::string_view HandlerName(snapshot::Handler handler);

// {create: {permissions: [...]}, ...} or {create: [...], ...}
void FillHandlers(const Values& values, ValueId handlers, snapshot::ResourceTypeT& type);
// {taggable: true, tagProperty: /properties/Tags, ...}
void FillTagging(const Values& values, ValueId tagging, snapshot::ResourceTypeT& type);
// The pattern of the property that is the whole identifier.
void FillIdentifierPattern(const Values& values, ValueId properties, snapshot::ResourceTypeT& type);

// Sorts the types and the tables, which are looked up by their names.
void SortByName(snapshot::ServiceT& service);

}  // namespace stackql::catalog
