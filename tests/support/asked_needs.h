#pragma once

#include <flatbuffers/flatbuffers.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "iam/needs.h"
#include "json/json.h"
#include "snapshot/snapshot_objects.h"
#include "support/action_facts.h"
#include "value/value.h"

namespace stackql::testing_support {

using iam::AwsContext;
using iam::Need;
using iam::Needs;
using iam::Scope;
using Lines = std::vector<std::string>;
using Handlers = std::map<snapshot::Handler, Lines>;

// Of a test's operation; JSON texts, where \xFF\xFF\xFF is a hole.
struct Given {
  std::string region = "us-east-1";  // empty: none is given
  std::string desired = {};
  std::string identifier = {};
  Scope scope = Scope::kSafe;
  AwsContext context = {.account = "111122223333"};
  bool documented = true;  // its type is in the catalog
  Lines primary_identifier = {"/BucketName"};
  std::string tags = {};      // the property that holds them; empty: none
  Lines documents_only = {};  // of the handlers' actions, those that one source alone lists
  Lines registry_only = {};
};

// An operation on a type whose handlers have these permissions.
class Asked {
 public:
  Asked(Call call, const std::string& type_name, const Handlers& handlers, const Given& given) {
    snapshot::ResourceTypeT type;
    type.type_name = type_name;
    type.service = "test";
    type.primary_identifier = given.primary_identifier;
    if (!given.tags.empty()) {
      type.tagging = std::make_unique<snapshot::TaggingT>();
      type.tagging->taggable = true;
      type.tagging->property = given.tags;
    }
    for (const auto& [handler, actions] : handlers) {
      auto one = std::make_unique<snapshot::PermissionsT>();
      one->handler = handler;
      one->actions = actions;
      one->documents_only = given.documents_only;
      one->registry_only = given.registry_only;
      type.handlers.push_back(std::move(one));
    }
    builder_.Finish(snapshot::ResourceType::Pack(builder_, &type));
    operation_.call = call;
    operation_.type_name = type_name;
    operation_.table = "awscc.test.things";
    if (given.documented) {
      operation_.type = flatbuffers::GetRoot<snapshot::ResourceType>(builder_.GetBufferPointer());
    }
    if (!given.region.empty()) operation_.region = Text(given.region);
    if (!given.identifier.empty()) operation_.identifier = Text(given.identifier);
    if (!given.desired.empty()) {
      const TextId file = sources_.AddFile("desired.json", given.desired);
      operation_.desired = json::Parse(values_, sources_.All(file)).value;
    }
    needs = iam::NeedsOf(operation_, values_, {}, Actions(), given.context, given.scope);
  }

  // The handlers' own actions: "action on resource, resource (reason)"; "any of" and "perhaps"
  // where the need says so.
  Lines Written() const {
    Lines lines;
    for (const Need& need : needs.known) {
      if (need.cloud_control) continue;
      std::string line = need.action + (need.any_of ? " on any of " : " on ");
      for (const iam::Arn& arn : need.resources) {
        line += (line.back() == ' ' ? "" : ", ") + PolicyPattern(arn);
      }
      for (const iam::Arn& arn : need.perhaps) line += ", perhaps " + PolicyPattern(arn);
      lines.push_back(line + " (" + std::string(iam::Name(need.reason)) + ")");
    }
    return lines;
  }
  Lines FrontDoor() const {
    Lines lines;
    for (const Need& need : needs.known) {
      if (!need.cloud_control) continue;
      lines.push_back(need.action + " on " + PolicyPattern(need.resources.at(0)));
    }
    return lines;
  }

  Needs needs;

 private:
  ValueId Text(const std::string& text) {
    const TextId file = sources_.AddFile("text.json", "\"" + text + "\"");
    return json::Parse(values_, sources_.All(file)).value;
  }

  Sources sources_;
  Values values_{sources_};
  flatbuffers::FlatBufferBuilder builder_;
  Operation operation_;
};

inline Lines Of(Call call, const std::string& type, const Handlers& handlers,
                const Given& given = {}) {
  return Asked(call, type, handlers, given).Written();
}

inline Lines Create(const std::string& type, const Lines& actions, const std::string& desired,
                    const Given& given = {}) {
  Given all = given;
  all.desired = desired;
  return Of(Call::kCreate, type, {{snapshot::Handler::Create, actions}}, all);
}

inline Lines Read(const std::string& type, const Lines& actions, const std::string& identifier,
                  const Given& given = {}) {
  Given all = given;
  all.identifier = identifier;
  return Of(Call::kRead, type, {{snapshot::Handler::Read, actions}}, all);
}

}  // namespace stackql::testing_support
