#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "lint/stack_checks.h"
#include "snapshot/snapshot_objects.h"
#include "support/exported_values.h"
#include "support/schema_text.h"
#include "support/told.h"
#include "value/value.h"

// Resources of a stack, checked together.
namespace stackql::testing_support {

struct CreatedGiven {
  std::string type = "AWS::Test::Thing";
  std::string desired = {};  // each {{ ... }} is a hole
  std::vector<std::string_view> exports = {};
  std::vector<std::string_view> props = {};
  std::string region = {};
  std::vector<std::string> identifier = {"/Name"};
  std::string resource = {};  // empty: "r1", "r2", ...
  EnvironmentSet environments = {};
  bool certain = true;
  std::string schema = {};  // of the type
  std::string service = "test";
  bool returning = false;  // the statement has a RETURNING
  bool updates = false;    // the type can be updated
};

// `origins`: holes have what a query gives for their origin, which ExportedValues::Export says.
class CreatedStack : public ExportedValues {
 public:
  CreatedStack(std::initializer_list<CreatedGiven> all = {}, bool origins = false)
      : origins_(origins) {
    for (const CreatedGiven& given : all) Add(given);
  }

  void Add(const CreatedGiven& given) {
    snapshot::ResourceTypeT type =
        given.schema.empty() ? snapshot::ResourceTypeT() : TypeWith(given.schema);
    type.type_name = given.type;
    type.service = given.service;
    type.primary_identifier = given.identifier;
    if (given.updates) {
      type.handlers.push_back(std::make_unique<snapshot::PermissionsT>());
      type.handlers.back()->handler = snapshot::Handler::Update;
    }
    types_.emplace_back(type);
    Operation create = {.call = Call::kCreate, .type = &*types_.back(), .type_name = given.type};
    create.resource = given.resource.empty() ? "r" + std::to_string(types_.size()) : given.resource;
    create.where = Query("TABLE");
    if (given.returning) create.returning = Query("RETURNING");
    create.desired = Read(given.desired);
    if (!given.region.empty()) create.region = Read(given.region);
    operations_.push_back(create);
    resources_.push_back({.create = &operations_.back(),
                          .position = types_.size(),
                          .certain = given.certain,
                          .props = given.props,
                          .environments = given.environments});
    for (const std::string_view name : given.exports) {
      const std::string text(name);
      const Value held = {.kind = Kind::kUnknown, .token = Query(text), .text = OriginOf(text)};
      resources_.back().exports.push_back(origins_ ? values.Add(held) : Read("{{ " + text + " }}"));
    }
  }

  Problems Check(const RuleSet& rules, size_t environments = 1) {
    Problems problems;
    CheckTogether(values, resources_, environments, rules, problems);
    return problems;
  }
  std::vector<std::string> Told(const RuleSet& rules) {
    return testing_support::Told(sources, Check(rules));
  }

 private:
  ValueId Read(const std::string& text) {
    if (origins_) return Json(text);
    const TextId file = sources.AddFile("value.json", text);
    TextBuilder builder(sources);
    uint32_t from = 0;
    for (size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", from)) {
      const auto begin = static_cast<uint32_t>(at);
      const auto end = static_cast<uint32_t>(text.find("}}", at) + 2);
      builder.Copy({file, {from, begin}});
      builder.Hole({file, {begin, end}});
      from = end;
    }
    builder.Copy({file, {from, static_cast<uint32_t>(text.size())}});
    const ValueId value =
        json::Parse(values, builder.Finish(Step::kRender, sources.All(file))).value;
    EXPECT_NE(value, kNoValue) << text;
    return value;
  }

  bool origins_;
  std::deque<Packed<snapshot::ResourceType>> types_;
  std::deque<Operation> operations_;
  std::vector<CreatedResource> resources_;
};

}  // namespace stackql::testing_support
