#include "stack/stack.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "stack/conditions.h"

namespace stackql {
namespace {

bool NeedsQueryFile(const Resource& resource) {
  switch (resource.kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      return true;
    case ResourceKind::kQuery:
    case ResourceKind::kCommand:
      return resource.sql == kNoValue;
    default:
      return false;
  }
}

bool Has(const sql::QueryFile& file, std::initializer_list<std::string_view> keys) {
  return std::any_of(file.anchors.begin(), file.anchors.end(), [&](const sql::Anchor& anchor) {
    return std::find(keys.begin(), keys.end(), anchor.key) != keys.end();
  });
}

// What the resource's type cannot do without (stackql-deploy's src/commands/build.rs), as a message
// of the rule missing-anchor; empty if all is there.
std::string_view MissingAnchor(const Resource& resource, const sql::QueryFile& file) {
  switch (resource.kind) {
    case ResourceKind::kResource:
    case ResourceKind::kMulti:
      if (!Has(file, {"create", "createorupdate"})) return "create";
      if (Has(file, {"exists", "statecheck"})) return {};
      if (!Has(file, {"createorupdate"})) return "check";
      return Has(file, {"exports"}) ? std::string_view() : "check-after";
    case ResourceKind::kQuery:
      return Has(file, {"exports"}) ? std::string_view() : "exports";
    case ResourceKind::kCommand:
      return Has(file, {"command"}) ? std::string_view() : "command";
    default:
      return {};
  }
}

class Loader {
 public:
  Loader(Values& values, std::string folder, const ReadFile& read, Problems& problems,
         std::vector<std::string>& failures)
      : values_(values),
        folder_(std::move(folder)),
        read_(read),
        problems_(problems),
        failures_(failures) {}

  void LoadFor(Stack& stack, const Resource& resource) {
    stack.file_of.push_back(Stack::kNoFile);
    if (!NeedsQueryFile(resource) || resource.name.empty()) return;
    const std::string path =
        folder_ + (resource.file.empty() ? resource.name + ".iql" : resource.file);
    const auto [known, added] = stack.by_path.emplace(path, Stack::kNoFile);
    if (added) known->second = Read(stack, resource, path);
    stack.file_of.back() = known->second;
    if (known->second == Stack::kNoFile) return;
    const sql::QueryFile& file = stack.files[known->second].cut;
    const std::string_view missing = MissingAnchor(resource, file);
    // A misspelt anchor is reported as such; that it is missing follows from it.
    const bool misspelt = std::any_of(file.anchors.begin(), file.anchors.end(),
                                      [](const sql::Anchor& anchor) { return !anchor.known; });
    if (missing.empty() || misspelt || !file.lookalikes.empty()) return;
    problems_.push_back({.rule = "missing-anchor",
                         .where = values_.Where(resource.name_at),
                         .message = missing,
                         .args = {{"name", resource.name}, {"path", path}}});
  }

 private:
  size_t Read(Stack& stack, const Resource& resource, const std::string& path) {
    FileText text = read_(path);
    if (text.status == FileText::Status::kRefused) {
      failures_.push_back(std::move(text.bytes));
      return Stack::kNoFile;
    }
    if (text.status == FileText::Status::kMissing) {
      const ValueId at = resource.file_at != kNoValue ? resource.file_at : resource.name_at;
      problems_.push_back({.rule = "missing-query-file",
                           .where = values_.Where(at),
                           .args = {{"path", path}, {"resource", resource.name}}});
      return Stack::kNoFile;
    }
    const TextId id = values_.sources().AddFile(path, std::move(text.bytes));
    stack.files.push_back(CutQueryFile(values_.sources(), id, problems_));
    return stack.files.size() - 1;
  }

  Values& values_;
  std::string folder_;
  const ReadFile& read_;
  Problems& problems_;
  std::vector<std::string>& failures_;
};

}  // namespace

QuerySource CutQueryFile(const Sources& sources, TextId file, Problems& problems) {
  const Loc all = sources.All(file);
  return {.file = all, .cut = sql::CutAnchors(sources, all, problems)};
}

Stack LoadStack(Values& values, Manifest manifest, const std::string& directory,
                bool has_resources_folder, const ReadFile& read, Problems& problems,
                std::vector<std::string>& failures) {
  Stack stack;
  stack.manifest = std::move(manifest);
  stack.has_resources_folder = has_resources_folder;
  for (const Resource& resource : stack.manifest.resources) {
    if (resource.condition != kNoValue) CheckCondition(values, resource.condition, problems);
  }
  if (!has_resources_folder) {
    stack.file_of.assign(stack.manifest.resources.size(), Stack::kNoFile);
    return stack;
  }
  Loader loader(values, directory + "resources/", read, problems, failures);
  for (const Resource& resource : stack.manifest.resources) loader.LoadFor(stack, resource);
  return stack;
}

}  // namespace stackql
