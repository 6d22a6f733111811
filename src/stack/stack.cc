#include "stack/stack.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "rules/query.h"
#include "stack/conditions.h"
#include "stack/flows.h"
#include "stack/ignored_fields.h"
#include "stack/json_strings.h"
#include "stack/providers.h"
#include "stack/unreachable_names.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kFolder = "resources/";
constexpr size_t kMostCompared = 100;

// Whether a path leaves the folder that it starts from.
bool Leaves(std::string_view path) {
  if (path.starts_with('/')) return true;
  int depth = 0;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part == "..") {
      if (--depth < 0) return true;
    } else if (!part.empty() && part != ".") {
      ++depth;
    }
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return false;
}

// The query under an anchor as stackql-deploy joins its lines: without carriage returns, nor the
// anchor's own line where a preamble is before it.
Loc QueryOf(Sources& sources, const sql::Anchor& anchor) {
  const Loc body = anchor.body;
  const std::string_view bytes = sources.Bytes(body);
  const bool joined = !body.empty() && body.span.begin < anchor.line.span.begin;
  if (!joined && bytes.find('\r') == std::string_view::npos) return body;
  const size_t skipped = joined ? anchor.line.span.begin - body.span.begin : bytes.size();
  TextBuilder builder(sources);
  for (size_t at = 0; at < bytes.size();) {
    size_t end = std::min(bytes.find('\n', at), bytes.size());
    const bool own = at <= skipped && skipped <= end && joined;
    size_t kept = own ? at : end;
    if (kept > at && end < bytes.size() && bytes[kept - 1] == '\r') --kept;
    builder.Copy(body.Sub(static_cast<uint32_t>(at), static_cast<uint32_t>(kept)));
    at = std::min(end + 1, bytes.size());
    if (end == bytes.size() || own) continue;
    const Loc line_end = body.Sub(static_cast<uint32_t>(kept), static_cast<uint32_t>(end + 1));
    if (kept == end) {
      builder.Copy(line_end);
    } else {
      builder.Atom("\n", line_end);
    }
  }
  return builder.Finish(Step::kYamlScalar, body);
}

class Loader {
 public:
  Loader(Values& values, std::string folder, const ReadFile& read,
         std::span<const std::string> found, Problems& problems, std::vector<std::string>& failures)
      : values_(values),
        folder_(std::move(folder)),
        read_(read),
        found_(found),
        problems_(problems),
        failures_(failures) {}

  void LoadFor(Stack& stack, const Resource& resource) {
    stack.file_of.push_back(Stack::kNoFile);
    if (resource.name.empty()) return;
    const std::string file = resource.file.empty() ? resource.name + ".iql" : resource.file;
    const std::string path = folder_ + file;
    // Only teardown looks for it.
    if (resource.kind == ResourceKind::kScript && !Leaves(std::string(kFolder) + file) &&
        stack.by_path.count(path) == 0 && read_(path).status == FileText::Status::kMissing) {
      stack.scripts_without_file.push_back(stack.file_of.size() - 1);
    }
    if (!NeedsQueryFile(resource)) {
      if (resource.sql != kNoValue) stack.replaced.insert(path);
      return;
    }
    if (file.starts_with('/') || Leaves(std::string(kFolder) + file)) {
      const ValueId at = resource.file_at != kNoValue ? resource.file_at : resource.name_at;
      problems_.push_back({.what = rules::QueryFileOutside{.path = file, .resource = resource.name},
                           .where = values_.Where(at),
                           .help = "Move it below 'resources'."});
      return;
    }
    const auto [known, added] = stack.by_path.emplace(path, Stack::kNoFile);
    if (added) known->second = Read(stack, resource, file);
    stack.file_of.back() = known->second;
  }

 private:
  size_t Read(Stack& stack, const Resource& resource, const std::string& file) {
    const std::string path = folder_ + file;
    FileText text = read_(path);
    if (text.status == FileText::Status::kRefused) {
      failures_.push_back(std::move(text.bytes));
      return Stack::kNoFile;
    }
    if (text.status == FileText::Status::kMissing) {
      const ValueId at = resource.file_at != kNoValue ? resource.file_at : resource.name_at;
      problems_.push_back({.what = rules::MissingQueryFile{.path = PathInStack(stack, path),
                                                           .resource = resource.name},
                           .where = values_.Where(at),
                           .help = MeantFile(file)});
      return Stack::kNoFile;
    }
    const TextId id = values_.sources().AddFile(path, std::move(text.bytes));
    QuerySource source = CutQueryFile(values_.sources(), id, problems_, stack.manifest.dialect);
    if (!source.readable) return Stack::kNoFile;
    stack.files.push_back(std::move(source));
    return stack.files.size() - 1;
  }

  // What was probably to be read instead; empty: there is no such file.
  std::string MeantFile(const std::string& file) {
    const auto exists = [&](const std::string& name) {
      return read_(folder_ + name).status == FileText::Status::kOk;
    };
    if (file.starts_with(kFolder) && exists(file.substr(kFolder.size()))) {
      return "It is relative to '" + std::string(kFolder) + "': write '" +
             file.substr(kFolder.size()) + "'.";
    }
    if (exists(file + ".iql")) return DidYouMean(file + ".iql");
    if (++compared_ > kMostCompared) return {};
    // What all of them end in makes no two alike.
    constexpr std::string_view kEnding = ".iql";
    if (!file.ends_with(kEnding)) return {};
    std::vector<std::string_view> names;
    for (const std::string_view path : found_) {
      if (!path.starts_with(folder_) || !path.ends_with(kEnding)) continue;
      names.push_back(path.substr(folder_.size(), path.size() - folder_.size() - kEnding.size()));
    }
    const std::string_view name = std::string_view(file).substr(0, file.size() - kEnding.size());
    const std::string_view meant = Suggest(name, names);
    return meant.empty() ? std::string() : DidYouMean(std::string(meant) + std::string(kEnding));
  }

  Values& values_;
  std::string folder_;
  const ReadFile& read_;
  std::span<const std::string> found_;
  Problems& problems_;
  std::vector<std::string>& failures_;
  size_t compared_ = 0;  // missing files that others were compared with
};

}  // namespace

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

const sql::QueryFile* QueriesOf(const Stack& stack, size_t resource) {
  const size_t file = stack.file_of[resource];
  return file == Stack::kNoFile ? nullptr : &stack.files[file].cut;
}

std::string_view PathInStack(const Stack& stack, std::string_view path) {
  return path.starts_with(stack.directory) ? path.substr(stack.directory.size()) : path;
}

bool HasAnchor(const sql::QueryFile& file, std::initializer_list<std::string_view> keys) {
  return std::any_of(file.anchors.begin(), file.anchors.end(), [&](const sql::Anchor& anchor) {
    return std::find(keys.begin(), keys.end(), anchor.key) != keys.end();
  });
}

bool DeleteReturns(const Sources& sources, const sql::QueryFile& file) {
  return std::ranges::any_of(file.anchors, [&](const sql::Anchor& anchor) {
    return anchor.key == "delete" &&
           Lower(sources.Bytes(anchor.body)).find("returning") != std::string::npos;
  });
}

QuerySource CutQueryFile(Sources& sources, TextId file, Problems& problems, Dialect dialect) {
  const Loc all = sources.All(file);
  const std::string_view bytes = sources.Bytes(file);
  if (const auto valid = static_cast<uint32_t>(ValidUpTo(bytes)); valid < bytes.size()) {
    problems.push_back(
        {.what =
             rules::SqlSyntax::Encoding{
                 .byte = "0x" + Hex(static_cast<unsigned char>(bytes[valid]), 2, kUpperHex)},
         .where = all.Sub(valid, valid + 1),
         .help = "Save the file as UTF-8: stackql-deploy and StackQL read nothing else."});
    return {.file = all, .readable = false};
  }
  QuerySource source = {.file = all, .cut = sql::CutAnchors(sources, all, problems, dialect)};
  for (sql::Anchor& anchor : source.cut.anchors) anchor.body = QueryOf(sources, anchor);
  return source;
}

Stack LoadStack(Values& values, Manifest manifest, const std::string& directory,
                bool has_resources_folder, const ReadFile& read, Problems& problems,
                std::vector<std::string>& failures, std::span<const std::string> found) {
  Stack stack;
  stack.manifest = std::move(manifest);
  stack.directory = directory;
  stack.has_resources_folder = has_resources_folder;
  CheckPins(values, stack.manifest, problems);
  CheckJsonStrings(values, stack.manifest, problems);
  if (stack.manifest.dialect == Dialect::kPython) {
    CheckNewerFields(values, stack.manifest, problems);
  }
  for (const Resource& resource : stack.manifest.resources) {
    if (resource.condition != kNoValue) CheckCondition(values, resource.condition, problems);
  }
  if (!has_resources_folder) {
    stack.file_of.assign(stack.manifest.resources.size(), Stack::kNoFile);
    CheckFlows(values, stack, problems);
    return stack;
  }
  Loader loader(values, directory + std::string(kFolder), read, found, problems, failures);
  for (const Resource& resource : stack.manifest.resources) loader.LoadFor(stack, resource);
  CheckFlows(values, stack, problems);
  CheckNamesOfThis(values, stack, problems);
  return stack;
}

}  // namespace stackql
