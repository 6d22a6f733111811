#include "stack/collisions.h"

#include <algorithm>
#include <array>
#include <string>

#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kUuid = "uuid";  // of each query, set last (its src/template/engine.rs)
// Variables that stackql-deploy defines itself (src/core/config.rs).
constexpr std::array<std::string_view, 5> kBuiltins = {"stack_name", "stack_env", "resource_name",
                                                       "idempotency_token", kUuid};
// Below it are the columns of the row that RETURNING gives (its src/commands/build.rs).
constexpr std::string_view kCallback = "callback";

bool IsBuiltin(std::string_view name) {
  return std::find(kBuiltins.begin(), kBuiltins.end(), name) != kBuiltins.end();
}

}  // namespace

Collisions::Collisions(const Values& values, const Manifest& manifest)
    : values_(values), manifest_(manifest) {
  for (const Global& global : manifest.globals) globals_.emplace(global.name, global.name_at);
  for (size_t i = 0; i < manifest.resources.size(); ++i) {
    const Resource& resource = manifest.resources[i];
    if (!resource.name.empty()) resources_.emplace(resource.name, i);
  }
}

ValueId Collisions::Declared(const Resource& resource, std::string_view name) {
  if (!exports_) {
    exports_.emplace();
    for (size_t i = 0; i < manifest_.resources.size(); ++i) {
      for (const Export& item : manifest_.resources[i].exports) {
        exports_->emplace(item.name, std::make_pair(i, item.at));
      }
    }
  }
  const auto prop = std::find_if(resource.props.begin(), resource.props.end(),
                                 [&](const Prop& candidate) { return candidate.name == name; });
  if (prop != resource.props.end()) return prop->name_at;
  const auto index = static_cast<size_t>(&resource - manifest_.resources.data());
  const auto exported = exports_->find(name);
  if (exported != exports_->end() && exported->second.first < index) return exported->second.second;
  const auto global = globals_.find(name);
  return global == globals_.end() ? kNoValue : global->second;
}

void Collisions::Check(const Resource& resource, std::span<const tmpl::Read> reads,
                       Problems& problems) {
  const auto index = static_cast<size_t>(&resource - manifest_.resources.data());
  for (const tmpl::Read& read : reads) {
    const std::string_view name = std::string_view(read.name).substr(0, read.name.find('.'));
    const auto owner = resources_.find(name);
    if (owner == resources_.end()) continue;
    // Its idempotency token is there while it is processed, its exports later on.
    const Resource& named = manifest_.resources[owner->second];
    const bool scoped = owner->second == index || (owner->second < index && !named.exports.empty());
    if (!scoped) continue;
    const bool builtin = name == kCallback || IsBuiltin(name);
    const ValueId at = builtin ? named.name_at : Declared(resource, name);
    if (at == kNoValue) continue;
    Problem problem = {.what = rules::NameCollision{.name = name},
                       .where = values_.Where(at),
                       .help = "Rename one of them.",
                       .related = {{read.where, "used here"}}};
    if (builtin) {
      if (name == kCallback) problem.what = rules::NameCollision::Callback{.name = name};
      if (name != kCallback) problem.what = rules::NameCollision::Builtin{.name = name};
      problem.help = "Rename the resource.";
    } else {
      problem.related.push_back({values_.Where(named.name_at), "the resource"});
    }
    problems.push_back(std::move(problem));
  }
}

void Collisions::CheckQueries(const Resource& resource, std::span<const tmpl::Read> reads,
                              Problems& problems) {
  const auto read = std::ranges::find(reads, kUuid, &tmpl::Read::name);
  if (read == reads.end()) return;
  const ValueId at = Declared(resource, kUuid);
  if (at == kNoValue) return;
  problems.push_back({.what = rules::NameCollision::Replaced{.name = kUuid},
                      .where = values_.Where(at),
                      .help = "Rename the variable.",
                      .related = {{read->where, "used here"}}});
}

}  // namespace stackql
