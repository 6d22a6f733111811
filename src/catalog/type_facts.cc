#include "catalog/type_facts.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/read_file.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "json/json.h"
#include "snapshot/pack.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_objects.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

using snapshot::ResourceTypeT;
using snapshot::TableKind;
using snapshot::Verb;

constexpr std::string_view kSuffix = ".types.json";
constexpr uint64_t kLargest = 16 << 20;
constexpr std::array<std::pair<std::string_view, Verb>, 4> kVerbs = {{{"insert", Verb::Insert},
                                                                      {"select", Verb::Select},
                                                                      {"update", Verb::Update},
                                                                      {"delete", Verb::Delete}}};

// Adds the actions that only one source lists to those of their handler.
void AddSources(const Values& values, ValueId document, ResourceTypeT& type) {
  const ValueId documents = values.Find(document, "documentsOnly");
  const ValueId registry = values.Find(document, "registryOnly");
  for (const auto& handler : type.handlers) {
    const auto listed = [&](ValueId source) {
      if (source == kNoValue) return std::vector<std::string>();
      return TextsOf(values, values.Find(source, HandlerName(handler->handler)));
    };
    handler->documents_only = listed(documents);
    handler->registry_only = listed(registry);
    handler->actions.insert(handler->actions.end(), handler->documents_only.begin(),
                            handler->documents_only.end());
  }
}

uint64_t RegionsOf(const Values& values, ValueId document,
                   const std::vector<std::string>& regions) {
  const auto bits = [&](std::string_view member) {
    uint64_t set = 0;
    for (const std::string& region : TextsOf(values, values.Find(document, member))) {
      const auto found = std::ranges::lower_bound(regions, region);
      if (found != regions.end() && *found == region)
        set |= uint64_t{1} << (found - regions.begin());
    }
    return set;
  };
  const uint64_t all = (uint64_t{1} << regions.size()) - 1;
  const uint64_t only = bits("onlyIn");
  return only != 0 ? only : all & ~bits("notIn");
}

std::unique_ptr<snapshot::SqlTableT> TableOf(const Values& values, const Member& member) {
  auto table = std::make_unique<snapshot::SqlTableT>();
  table->name = values.Text(member.key);
  table->columns = TextsOf(values, values.Find(member.value, "columns"));
  const auto set = [&](std::string_view key, TableKind kind) {
    const std::string type = TextOf(values, member.value, key);
    if (type.empty()) return;
    table->kind = kind;
    table->type_name = type;
  };
  table->kind = TableKind::Other;
  set("type", TableKind::Resources);
  set("lists", TableKind::List);
  set("reads", TableKind::Other);
  if (table->kind == TableKind::List) table->verbs = Verb::Select;
  for (const std::string& verb : TextsOf(values, values.Find(member.value, "verbs"))) {
    const auto* known = std::ranges::find(kVerbs, verb, &std::pair<std::string_view, Verb>::first);
    if (known != kVerbs.end()) table->verbs = table->verbs | known->second;
  }
  return table;
}

// A JSON object that was read from a file.
struct Read {
  std::unique_ptr<Sources> sources = std::make_unique<Sources>();
  Values values = Values(*sources);
  ValueId document = kNoValue;
};

Result<std::unique_ptr<Read>> ReadJson(const std::string& path) {
  auto bytes = ReadWholeFile(path, kLargest);
  if (!bytes) return tl::unexpected(bytes.error());
  auto read = std::make_unique<Read>();
  const TextId file = read->sources->AddFile(path, std::move(*bytes));
  const auto size = static_cast<uint32_t>(read->sources->Bytes(file).size());
  read->document = json::Parse(read->values, {file, {0, size}}).value;
  if (read->document == kNoValue || read->values[read->document].kind != Kind::kObject) {
    return Failed(path + ": not a JSON object");
  }
  return read;
}

}  // namespace

std::unique_ptr<snapshot::ServiceT> CompileTypeFacts(const Values& values, ValueId document,
                                                     std::string service,
                                                     const std::vector<std::string>& regions,
                                                     const Formats& formats, Problems& problems) {
  auto compiled = std::make_unique<snapshot::ServiceT>();
  compiled->name = std::move(service);
  for (const Member& member : values.Members(values.Find(document, "types"))) {
    compiled->types.push_back(CompileType(
        values, member.value, std::string(values.Text(member.key)), problems, &formats));
    ResourceTypeT& type = *compiled->types.back();
    AddSources(values, member.value, type);
    type.list_parents = TextsOf(values, values.Find(member.value, "listParents"));
    type.regions = RegionsOf(values, member.value, regions);
  }
  for (const Member& member : values.Members(values.Find(document, "tables"))) {
    compiled->tables.push_back(TableOf(values, member));
  }
  SortByName(*compiled);
  return compiled;
}

Result<std::string> CompileTypeFacts(const std::string& folder) {
  const auto about = ReadJson(folder + "/sources.json");
  if (!about) return tl::unexpected(about.error());
  const auto texts = [&](std::string_view member) {
    return TextsOf((*about)->values, (*about)->values.Find((*about)->document, member));
  };
  snapshot::FactsT facts;
  facts.regions = texts("regions");
  facts.other_regions = texts("otherRegions");
  facts.documents = TextOf((*about)->values, (*about)->document, "documents");
  facts.schemas = "cfn-lint " + TextOf((*about)->values, (*about)->document, "cfn-lint");
  facts.schemas_date = TextOf((*about)->values, (*about)->document, "published");
  std::ranges::sort(facts.regions);
  if (facts.regions.empty() || facts.regions.size() > 63) {
    return Failed(folder + "/sources.json: expected 1 to 63 regions");
  }
  Formats formats;
  for (const char* file : {"/formats.json", "/references.json", "/arns.json", "/values.json"}) {
    const auto read = ReadJson(folder + file);
    if (!read) return tl::unexpected(read.error());
    AddFormats((*read)->values, (*read)->document, formats);
  }
  std::set<std::string_view> unseen;
  for (const auto& [type, listed] : formats.values) unseen.insert(type);
  std::vector<snapshot::Section> sections;
  sections.push_back({snapshot::SectionKind::kFacts, "", snapshot::Pack<snapshot::Facts>(facts)});
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string file = at->path().filename().string();
    if (!file.ends_with(kSuffix)) continue;
    const std::string name = file.substr(0, file.size() - kSuffix.size());
    const auto read = ReadJson(at->path().string());
    if (!read) return tl::unexpected(read.error());
    Problems problems;
    const auto service = CompileTypeFacts((*read)->values, (*read)->document, name, facts.regions,
                                          formats, problems);
    for (const Problem& problem : problems) {
      std::string text = at->path().string();
      for (const auto& arg : problem.what.args) text += ": " + arg.second;
      return Failed(std::move(text));
    }
    for (const auto& type : service->types) {
      unseen.erase(type->type_name);
      const std::string lost = LostPointer(formats, *type);
      if (!lost.empty()) {
        std::string text = folder + "/values.json: ";
        text.append(type->type_name).append(" has no ").append(lost);
        return Failed(std::move(text));
      }
    }
    sections.push_back(
        {snapshot::SectionKind::kService, name, snapshot::Pack<snapshot::Service>(*service)});
  }
  if (error) return Failed(folder + ": " + error.message());
  if (!unseen.empty()) {
    return Failed(folder + "/values.json: unknown type " + std::string(*unseen.begin()));
  }
  return snapshot::Write(std::move(sections));
}

}  // namespace stackql::catalog
