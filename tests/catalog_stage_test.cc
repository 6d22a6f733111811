// The built-in type AWS::IVS::Stage has every fact of the provider's page of `awscc.ivs.stages`,
// which is typed again here, and every constraint of the CloudFormation registry.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/schema_compiler.h"
#include "catalog/type_facts.h"
#include "json/json.h"
#include "snapshot/snapshot_objects.h"
#include "support/places.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::Type;
using Texts = std::vector<std::string>;

const std::string kPath = std::string(testing_support::kSourceDir) + "/rules/aws/ivs.types.json";

std::unique_ptr<snapshot::ServiceT> CompileIvs() {
  std::ifstream file(kPath, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId id = sources.AddFile(kPath, text.str());
  const json::Parsed parsed = json::Parse(values, sources.All(id));
  if (parsed.value == kNoValue) return std::make_unique<snapshot::ServiceT>();
  auto service =
      CompileTypeFacts(values, parsed.value, "ivs", {"eu-west-1", "us-east-1"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  return service;
}

snapshot::ResourceTypeT& StageOf(snapshot::ServiceT& service) {
  for (const auto& type : service.types) {
    if (type->type_name == "AWS::IVS::Stage") return *type;
  }
  ADD_FAILURE() << "no AWS::IVS::Stage";
  static snapshot::ResourceTypeT& none = *new snapshot::ResourceTypeT;
  return none;
}

const snapshot::ResourceTypeT& Stage() {
  static snapshot::ServiceT& ivs = *CompileIvs().release();
  return StageOf(ivs);
}

const snapshot::SqlTableT& TableNamed(std::string_view name) {
  static const snapshot::ServiceT& ivs = *CompileIvs().release();
  static const snapshot::SqlTableT& none = *new snapshot::SqlTableT;
  for (const auto& table : ivs.tables) {
    if (table->name == name) return *table;
  }
  return none;
}

const snapshot::SchemaT& Follow(uint32_t index) {
  const snapshot::SchemaT* node = Stage().schemas.at(index).get();
  while (node->ref >= 0) node = Stage().schemas.at(static_cast<uint32_t>(node->ref)).get();
  return *node;
}

struct Found {
  const snapshot::SchemaT* node = nullptr;
  std::string standard = {};  // the documented default
};

// The schema at "/A/B"; "*" steps into items.
Found At(std::string_view pointer) {
  Found found = {&Follow(0)};
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    if (step == "*") {
      found = {&Follow(static_cast<uint32_t>(found.node->items))};
      continue;
    }
    const auto& properties = found.node->properties;
    const auto property =
        std::find_if(properties.begin(), properties.end(),
                     [&](const auto& candidate) { return candidate->name == step; });
    if (property == properties.end()) {
      ADD_FAILURE() << "no " << step;
      return {&Follow(0)};
    }
    found = {&Follow((*property)->schema), (*property)->default_text};
  }
  return found;
}

constexpr std::string_view kRecording = "/AutoParticipantRecordingConfiguration";

Found AtRecording(std::string_view pointer) { return At(std::string(kRecording) += pointer); }
Found AtThumbnail(std::string_view pointer) {
  return AtRecording(std::string("/ThumbnailConfiguration/ParticipantThumbnailConfiguration") +=
                     pointer);
}

std::string TypeName(Type type) {
  switch (type) {
    case Type::Null:
      return "null";
    case Type::Bool:
      return "boolean";
    case Type::Integer:
      return "integer";
    case Type::Number:
      return "number";
    case Type::String:
      return "string";
    case Type::Array:
      return "array";
    case Type::Object:
      return "object";
    default:
      return "?";
  }
}

// Lines "path type" of all properties, named as the page names them.
void AddFields(const snapshot::SchemaT& node, const std::string& path, int depth,
               std::set<std::string>& fields) {
  ASSERT_LT(depth, 10);
  for (const auto& property : node.properties) {
    const snapshot::SchemaT& below = Follow(property->schema);
    const std::string at = path + ColumnName(property->name);
    fields.insert(at + " " + TypeName(below.types));
    AddFields(below, at + "/", depth + 1, fields);
    if (below.items >= 0) {
      AddFields(Follow(static_cast<uint32_t>(below.items)), at + "/", depth + 1, fields);
    }
  }
}

TEST(Stage, HasTheFieldsOfThePage) {
  const std::string recording = "auto_participant_recording_configuration";
  const std::string hls = recording + "/hls_configuration";
  const std::string thumbnail = recording + "/thumbnail_configuration";
  const std::string participant = thumbnail + "/participant_thumbnail_configuration";
  const std::string segments = hls + "/participant_recording_hls_configuration";
  const std::set<std::string> page = {
      "arn string",
      "name string",
      recording + " object",
      recording + "/storage_configuration_arn string",
      recording + "/media_types array",
      hls + " object",
      segments + " object",
      segments + "/target_segment_duration_seconds integer",
      recording + "/recording_reconnect_window_seconds integer",
      thumbnail + " object",
      participant + " object",
      participant + "/recording_mode string",
      participant + "/storage array",
      participant + "/target_interval_seconds integer",
      "tags array",
      "tags/key string",
      "tags/value string",
      "active_session_id string",
  };
  std::set<std::string> fields;
  AddFields(Follow(0), "", 0, fields);
  EXPECT_EQ(fields, page);
}

TEST(Stage, HasTheColumnsOfThePage) {
  EXPECT_EQ(TableNamed("stages").columns,
            (Texts{"region", "Identifier", "arn", "name",
                   "auto_participant_recording_configuration", "tags", "active_session_id"}));
  EXPECT_EQ(TableNamed("stages_list_only").columns, (Texts{"region", "arn"}));
}

TEST(Stage, HasTheMethodsOfThePage) {
  EXPECT_EQ(Stage().type_name, "AWS::IVS::Stage");
  EXPECT_EQ(Stage().service, "ivs");
  using snapshot::Verb;
  EXPECT_EQ(TableNamed("stages").type_name, "AWS::IVS::Stage");
  EXPECT_EQ(TableNamed("stages").verbs, Verb::Insert | Verb::Delete | Verb::Update | Verb::Select);
  EXPECT_EQ(TableNamed("stages_list_only").kind, snapshot::TableKind::List);
  EXPECT_EQ(Stage().handlers.size(), 5U);
}

TEST(Stage, HasThePermissionsOfThePage) {
  const std::map<Handler, Texts> page = {
      {Handler::Create,
       {"ivs:CreateStage", "ivs:GetStage", "ivs:TagResource", "ivs:ListTagsForResource"}},
      {Handler::Read, {"ivs:GetStage", "ivs:ListTagsForResource"}},
      {Handler::Update,
       {"ivs:GetStage", "ivs:UpdateStage", "ivs:TagResource", "ivs:UntagResource",
        "ivs:ListTagsForResource"}},
      {Handler::Delete, {"ivs:DeleteStage", "ivs:UntagResource"}},
      {Handler::List, {"ivs:ListStages", "ivs:ListTagsForResource"}},
  };
  std::map<Handler, Texts> compiled;
  for (const auto& handler : Stage().handlers) compiled[handler->handler] = handler->actions;
  EXPECT_EQ(compiled, page);
}

TEST(Stage, NamesItsIdentifierAndReadOnlyProperties) {
  EXPECT_EQ(Stage().primary_identifier, Texts{"/Arn"});
  EXPECT_EQ(Stage().identifier_pattern, At("/Arn").node->pattern);
  EXPECT_EQ(Stage().read_only, (Texts{"/Arn", "/ActiveSessionId"}));
  EXPECT_TRUE(Stage().create_only.empty());
  EXPECT_TRUE(Stage().write_only.empty());
}

TEST(Stage, IsTaggable) {
  ASSERT_NE(Stage().tagging, nullptr);
  EXPECT_TRUE(Stage().tagging->taggable);
  EXPECT_TRUE(Stage().tagging->on_create);
  EXPECT_TRUE(Stage().tagging->updatable);
  EXPECT_FALSE(Stage().tagging->system_tags);
  EXPECT_EQ(Stage().tagging->property, "/Tags");
}

struct TextFact {
  std::string_view pointer = {};
  int64_t shortest = 0;
  int64_t longest = 0;
  std::string_view pattern = {};
};

TEST(Stage, BoundsTexts) {
  const std::vector<TextFact> facts = {
      {"/Name", 0, 128, "^[a-zA-Z0-9-_]*$"},
      {"/Arn", 0, 128, "^arn:aws[-a-z]*:ivs:[a-z0-9-]+:[0-9]+:stage/[a-zA-Z0-9-]+$"},
      {"/ActiveSessionId", 0, 128, ""},
      {"/AutoParticipantRecordingConfiguration/StorageConfigurationArn", 0, 128,
       "^$|^arn:aws:ivs:[a-z0-9-]+:[0-9]+:storage-configuration/[a-zA-Z0-9-]+$"},
      {"/Tags/*/Key", 1, 128, ""},
      {"/Tags/*/Value", 0, 256, ""},
  };
  for (const TextFact& fact : facts) {
    const snapshot::SchemaT& node = *At(fact.pointer).node;
    EXPECT_EQ(node.min_length, fact.shortest) << fact.pointer;
    EXPECT_EQ(node.max_length, fact.longest) << fact.pointer;
    EXPECT_EQ(node.pattern, fact.pattern) << fact.pointer;
  }
}

TEST(Stage, BoundsNumbers) {
  const auto check = [](const Found& found, std::string_view least, std::string_view most,
                        std::string_view standard) {
    EXPECT_EQ(found.node->types, Type::Integer);
    EXPECT_EQ(found.node->minimum, least);
    EXPECT_EQ(found.node->maximum, most);
    EXPECT_EQ(found.standard, standard);
  };
  check(AtRecording("/HlsConfiguration/ParticipantRecordingHlsConfiguration/"
                    "TargetSegmentDurationSeconds"),
        "2", "10", "6");
  check(AtRecording("/RecordingReconnectWindowSeconds"), "0", "300", "0");
  check(AtThumbnail("/TargetIntervalSeconds"), "1", "86400", "60");
}

Texts Choices(const snapshot::SchemaT& node) {
  Texts choices;
  for (const auto& literal : node.enumeration) {
    EXPECT_EQ(literal->type, Type::String);
    choices.push_back(literal->text);
  }
  return choices;
}

TEST(Stage, ListsChoices) {
  EXPECT_EQ(Choices(*AtRecording("/MediaTypes/*").node), (Texts{"AUDIO_VIDEO", "AUDIO_ONLY"}));
  EXPECT_EQ(Choices(*AtThumbnail("/RecordingMode").node), (Texts{"INTERVAL", "DISABLED"}));
  EXPECT_EQ(Choices(*AtThumbnail("/Storage/*").node), (Texts{"SEQUENTIAL", "LATEST"}));
  EXPECT_EQ(AtThumbnail("/RecordingMode").standard, R"("DISABLED")");
}

TEST(Stage, BoundsLists) {
  const auto check = [](const Found& found, int64_t most, std::string_view standard) {
    EXPECT_EQ(found.node->types, Type::Array);
    EXPECT_LE(found.node->min_items, 0);
    EXPECT_EQ(found.node->max_items, most);
    EXPECT_TRUE(found.node->unique_items);
    EXPECT_EQ(found.standard, standard);
  };
  check(AtRecording("/MediaTypes"), 1, R"(["AUDIO_VIDEO"])");
  check(AtThumbnail("/Storage"), 2, R"(["SEQUENTIAL"])");
  check(At("/Tags"), 50, "");
}

TEST(Stage, ClosesItsObjectsAndRequiresMembers) {
  const std::vector<std::pair<std::string, Texts>> objects = {
      {"", {}},
      {std::string(kRecording), {"StorageConfigurationArn"}},
      {std::string(kRecording) + "/HlsConfiguration", {}},
      {std::string(kRecording) + "/HlsConfiguration/ParticipantRecordingHlsConfiguration", {}},
      {std::string(kRecording) + "/ThumbnailConfiguration", {}},
      {std::string(kRecording) + "/ThumbnailConfiguration/ParticipantThumbnailConfiguration", {}},
      {"/Tags/*", {"Value", "Key"}},
  };
  for (const auto& object : objects) {
    const snapshot::SchemaT& node = *At(object.first).node;
    EXPECT_EQ(node.types, Type::Object) << object.first;
    EXPECT_TRUE(node.closed) << object.first;
    EXPECT_EQ(node.required, object.second) << object.first;
  }
}

std::string Pack(const snapshot::ServiceT& service) {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Service::Pack(builder, &service));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

std::string SnapshotOf(const snapshot::ServiceT& service) {
  return snapshot::Write({{snapshot::SectionKind::kService, service.name, Pack(service)}});
}

TEST(Catalog, FindsTablesAndTypes) {
  const std::string bytes = SnapshotOf(*CompileIvs());
  const Catalog catalog(snapshot::Snapshot::Open(bytes));
  const snapshot::ResourceType* type = catalog.FindType("AWS::IVS::Stage");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(catalog.FindTable("ivs", "stages").type, type);
  EXPECT_FALSE(catalog.FindTable("ivs", "stages").list_only);
  EXPECT_EQ(catalog.FindTable("ivs", "stages_list_only").type, type);
  EXPECT_TRUE(catalog.FindTable("ivs", "stages_list_only").list_only);
  EXPECT_EQ(catalog.FindTable("ivs", "channel").type, nullptr);
  EXPECT_EQ(catalog.FindTable("ivs", "").type, nullptr);
  EXPECT_EQ(catalog.FindTable("ec2", "stages").type, nullptr);
  EXPECT_EQ(catalog.FindTable("", "").type, nullptr);
  EXPECT_EQ(catalog.FindType("AWS::IVS::Stages"), nullptr);
  EXPECT_EQ(catalog.Types().size(), CompileIvs()->types.size());
  EXPECT_EQ(catalog.TablesOf(*type).resources, catalog.FindTable("ivs", "stages").table);
  EXPECT_EQ(catalog.TablesOf(*type).list, catalog.FindTable("ivs", "stages_list_only").table);
}

TEST(Catalog, LooksAtMoreSnapshotsFirst) {
  const std::string bytes = SnapshotOf(*CompileIvs());
  auto changed = CompileIvs();
  StageOf(*changed).handlers.clear();
  const std::string more = SnapshotOf(*changed);
  const Catalog catalog(snapshot::Snapshot::Open(bytes), {snapshot::Snapshot::Open(more)});
  EXPECT_EQ(catalog.FindType("AWS::IVS::Stage"), catalog.FindTable("ivs", "stages").type);
  EXPECT_EQ(catalog.FindTable("ivs", "stages").type,
            Catalog(snapshot::Snapshot::Open(more)).FindType("AWS::IVS::Stage"));
}

TEST(Catalog, OfNothingFindsNothing) {
  const Catalog catalog(snapshot::Snapshot::Open(""));
  EXPECT_EQ(catalog.FindType("AWS::IVS::Stage"), nullptr);
  EXPECT_EQ(catalog.FindTable("ivs", "stages").type, nullptr);
  EXPECT_TRUE(catalog.Types().empty());
}

TEST(Catalog, FindsHandlers) {
  const std::string bytes = SnapshotOf(*CompileIvs());
  const Catalog catalog(snapshot::Snapshot::Open(bytes));
  const snapshot::ResourceType* type = catalog.FindType("AWS::IVS::Stage");
  ASSERT_NE(type, nullptr);
  const snapshot::Permissions* list = FindHandler(*type, Handler::List);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->actions()->Get(0)->str(), "ivs:ListStages");
  auto changed = CompileIvs();
  StageOf(*changed).handlers.erase(StageOf(*changed).handlers.begin() + 2);
  const std::string fewer = SnapshotOf(*changed);
  const auto* without = Catalog(snapshot::Snapshot::Open(fewer)).FindType("AWS::IVS::Stage");
  ASSERT_NE(without, nullptr);
  EXPECT_EQ(FindHandler(*without, Handler::Update), nullptr);
  EXPECT_NE(FindHandler(*without, Handler::Delete), nullptr);
}

}  // namespace
}  // namespace stackql::catalog
