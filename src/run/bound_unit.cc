#include "run/bound_unit.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "base/path.h"
#include "base/read_file.h"
#include "operation/row_contents.h"
#include "rules/manifest.h"
#include "run/go_templates.h"
#include "stack/includes.h"
#include "stack/merge_keys.h"
#include "stack/protected_places.h"
#include "stack/pyyaml.h"
#include "stack/secret_text.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

class UnitLoader {
 public:
  explicit UnitLoader(BoundUnit& unit) : unit_(unit), options_(unit.context.load) {}

  void Load(const discovery::Unit& files) {
    unit_.only = files.only;
    if (!files.manifest.empty()) LoadStackOf(files.manifest, files.query_files);
    for (const std::string& path : files.query_files) {
      if (unit_.stack.by_path.find(path) != unit_.stack.by_path.end() || IsGone(path)) continue;
      const TextId file = Open(path);
      if (file == kNoText) continue;
      if (files.manifest.empty() && HasGoTemplates(unit_.sources.Bytes(file))) {
        ++unit_.unread.not_checked["with Go templates or jsonnet"].count;
        LeaveUnread(unit_.sources.All(file), "a file of Go templates or jsonnet");
        continue;
      }
      if (unit_.manifest != kNoText) ReportUnused(file);
      if (unit_.stack.replaced.contains(path)) continue;
      QuerySource source = CutQueryFile(unit_.sources, file, unit_.problems, options_.dialect);
      if (!source.readable) LeaveUnread(source.file, "a query file that is not UTF-8");
      unit_.query_files.push_back(std::move(source));
    }
    unit_.written_values = unit_.values.size();
    if (unit_.manifest != kNoText) Evaluate();
    for (const QuerySource& file : unit_.query_files) {
      for (QueryResult& query : EvaluateQueryFile(unit_.values, file, options_.dialect)) {
        AddQuery(std::move(query));
      }
    }
    for (const auto& [limit, where] : unit_.values.limits()) {
      Unchecked& told = unit_.unread.not_checked[Name(limit)];
      ++told.count;
      if (!told.first) told.first = where;
    }
  }

 private:
  static std::string Name(Values::Limit limit) {
    switch (limit) {
      case Values::Limit::kSize:
        return "values that are too large";
      case Values::Limit::kWork:
        return "templates that take too many steps";
      default:
        return "queries with more than eight outcomes";
    }
  }

  // A file that the stack has, and no resource. If some resource lacks its own, or what it is is
  // not known, that is the mistake.
  void ReportUnused(TextId file) {
    const std::vector<Resource>& resources = unit_.stack.manifest.resources;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i].kind == ResourceKind::kUnknown) return;
      if (NeedsQueryFile(resources[i]) && unit_.stack.file_of[i] == Stack::kNoFile) return;
    }
    if (resources.empty()) return;
    unit_.problems.push_back(
        {.what = rules::UnusedQueryFile{.path = PathInStack(unit_.stack, unit_.sources.Path(file))},
         .where = FirstLine(unit_.sources, file),
         .help = "Name it with 'file' of a resource, give it the name of one, or remove it."});
  }

  FileText Read(const std::string& path) {
    unit_.asked.push_back(path);
    if (const std::optional<std::string>* draft = DraftOf(path)) {
      if (!*draft) return {FileText::Status::kMissing, {}};
      return {FileText::Status::kOk, **draft};
    }
    if (options_.overlay != nullptr) {
      const auto given = options_.overlay->find(path);
      if (given != options_.overlay->end()) return {FileText::Status::kOk, given->second};
    }
    std::error_code error;
    // What lies in a folder that cannot be read is not missing.
    if (!fs::exists(fs::symlink_status(path, error)) && error != std::errc::permission_denied) {
      return {FileText::Status::kMissing, {}};
    }
    auto bytes = ReadWholeFile(path, options_.max_file_size, {.root = root_});
    // A link may leave the stack's folder, but not its repository.
    if (const std::string boundary = bytes ? std::string() : Boundary(); !boundary.empty()) {
      bytes = ReadWholeFile(path, options_.max_file_size, {.root = boundary});
    }
    if (!bytes) return {FileText::Status::kRefused, std::move(bytes.error().message)};
    return {FileText::Status::kOk, std::move(*bytes)};
  }

  // What files read for the stack must lie below; empty: nothing but its folder.
  std::string Boundary() const {
    if (root_.empty() || !options_.boundary.empty()) return options_.boundary;
    return discovery::RepositoryAround(RealPath(root_));
  }

  // What is read in place of a file; null: the file.
  const std::optional<std::string>* DraftOf(const std::string& path) const {
    for (const Drafts* drafts : options_.drafts) {
      if (drafts == nullptr || drafts->empty()) continue;
      const auto draft = drafts->find(RealPath(path));
      if (draft != drafts->end()) return &draft->second;
    }
    return nullptr;
  }

  // Whether a draft puts a file into a folder, or takes one away.
  bool IsDrafted(const std::string& folder) const {
    const std::string real = RealPath(folder);
    return std::ranges::any_of(options_.drafts, [&](const Drafts* drafts) {
      return drafts != nullptr && HasDraftsBelow(*drafts, real);
    });
  }

  // Whether a file that was found is to be none.
  bool IsGone(const std::string& path) const {
    const std::optional<std::string>* draft = DraftOf(path);
    return draft != nullptr && !*draft;
  }

  // The text of a file that must be there; kNoText, with the failure noted, if it is not.
  TextId Open(const std::string& path) {
    FileText text = Read(path);
    if (text.status == FileText::Status::kOk) {
      ++unit_.files;
      return unit_.sources.AddFile(path, std::move(text.bytes));
    }
    unit_.failures.push_back(text.status == FileText::Status::kMissing
                                 ? "Cannot read '" + path + "': no such file."
                                 : text.bytes);
    return kNoText;
  }

  // The manifest's document; kNoValue if there is none.
  ValueId ReadDocument(TextId file) {
    const bool python = options_.dialect == Dialect::kPython;
    const yaml::Document document =
        yaml::Parse(unit_.values, file, unit_.problems, {.nodes_may_hold_themselves = python});
    if (python) CheckSafeLoad(unit_.values, document, unit_.problems);
    const ValueId root = document.root;
    return root != kNoValue && unit_.values[root].kind != Kind::kUnknown ? root : kNoValue;
  }

  void LoadStackOf(const std::string& path, const std::vector<std::string>& found) {
    const TextId file = Open(path);
    const ValueId document = file == kNoText ? kNoValue : ReadDocument(file);
    if (document == kNoValue) {
      if (file != kNoText) LeaveUnread(unit_.sources.All(file), "a manifest that cannot be read");
      if (file != kNoText && !options_.show_values) {
        unit_.hidden = PlacesOfValues(unit_.sources, file);
      }
      return;
    }
    unit_.manifest = file;
    const std::string directory = path.substr(0, path.rfind('/') + 1);  // "" if there is no slash
    root_ = directory.empty() ? "./" : directory;
    const ReadFile read = [this](const std::string& name) { return Read(name); };
    Manifest manifest = ReadManifest(unit_.values, Expanded(document, directory, read),
                                     unit_.problems, options_.dialect);
    if (!options_.show_values) unit_.hidden = ProtectedPlaces(unit_.values, document, directory);
    manifest.dialect = options_.dialect;
    std::error_code error;
    const bool folder =
        fs::is_directory(directory + "resources", error) || IsDrafted(directory + "resources");
    unit_.stack = LoadStack(unit_.values, std::move(manifest), directory, folder, read,
                            unit_.problems, unit_.failures, found);
    for (const std::string& environment : options_.environments) {
      CheckEnvironment(unit_.values, unit_.stack.manifest, environment, unit_.problems);
    }
    NoteMissing();
    root_.clear();
    unit_.files += static_cast<uint32_t>(unit_.stack.files.size());
    unit_.environments =
        options_.environments.empty() ? unit_.stack.manifest.environments : options_.environments;
  }

  void LeaveUnread(Loc where, std::string reason) {
    unit_.unread.unresolved.push_back({where, std::move(reason)});
  }

  // Resources whose queries are to come from elsewhere.
  void NoteMissing() {
    const Stack& stack = unit_.stack;
    for (size_t i = 0; stack.has_resources_folder && i < stack.manifest.resources.size(); ++i) {
      const Resource& resource = stack.manifest.resources[i];
      if (stack.file_of[i] != Stack::kNoFile || resource.name.empty() ||
          !NeedsQueryFile(resource)) {
        continue;
      }
      LeaveUnread(unit_.values.Where(resource.name_at),
                  "a resource whose query file is missing or not UTF-8");
    }
  }

  // 1.x includes no files, but merges.
  ValueId Expanded(ValueId document, const std::string& directory, const ReadFile& read) {
    if (options_.dialect == Dialect::kPython) {
      return RejectIncludes(unit_.values, ApplyMergeKeys(unit_.values, document), unit_.problems);
    }
    return ExpandIncludes(unit_.values, document, directory, read, unit_.problems, unit_.failures);
  }

  void Evaluate() {
    EvaluatedStack evaluated =
        EvaluateStack(unit_.values, unit_.stack,
                      {.environments = unit_.environments, .variables = options_.variables});
    if (!options_.show_values) unit_.secrets = std::move(evaluated.secrets);
    std::move(evaluated.problems.begin(), evaluated.problems.end(),
              std::back_inserter(unit_.problems));
    unit_.values.SetContents(
        ContentsOfRows(*unit_.context.catalog, unit_.stack, evaluated, unit_.values));
    unit_.names = std::move(evaluated.names);
    unit_.queries.reserve(evaluated.queries.size());
    for (QueryResult& query : evaluated.queries) AddQuery(std::move(query));
    std::vector<Bound> bound =
        BindUnqueried(unit_.values, *unit_.context.catalog, evaluated.unqueried);
    for (size_t i = 0; i < bound.size(); ++i) {
      unit_.unqueried.push_back({std::move(evaluated.unqueried[i]), std::move(bound[i])});
    }
  }

  void AddQuery(QueryResult result) {
    BoundQuery query = {.result = std::move(result)};
    query.arms.reserve(query.result.query.arms.size());
    for (const QueryArm& arm : query.result.query.arms) {
      query.arms.push_back(Bind(unit_.values, *unit_.context.catalog, query.result.query, arm));
    }
    if (query.arms.empty()) {
      query.arms.push_back(
          {.unresolved = {{query.result.query.anchor_at, "a query that cannot be read"}}});
    }
    unit_.queries.push_back(std::move(query));
  }

  BoundUnit& unit_;
  const LoadOptions& options_;
  std::string root_ = {};  // the stack's folder, while its files are read
};

}  // namespace

std::unique_ptr<BoundUnit> LoadUnit(const discovery::Unit& unit, UnitContext context) {
  auto loaded = std::make_unique<BoundUnit>(std::move(context));
  UnitLoader(*loaded).Load(unit);
  return loaded;
}

Loc FirstLine(const Sources& sources, TextId file) {
  const std::string_view bytes = sources.Bytes(file);
  const size_t begin = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
  const size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
  return {file, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
}

std::vector<BoundPart> PartsOf(const BoundUnit& unit) {
  static const EnvironmentSet all;
  std::vector<BoundPart> parts = {{all, unit.unread}};
  for (const BoundResource& resource : unit.unqueried) {
    parts.push_back({resource.resource.environments, resource.bound});
  }
  for (const BoundQuery& query : unit.queries) {
    for (const Bound& arm : query.arms) parts.push_back({query.result.environments, arm});
  }
  return parts;
}

std::vector<std::string> ShownTexts(const BoundUnit& unit) {
  const SecretText hidden(unit.secrets, unit.sources);
  std::vector<std::string> texts;
  texts.reserve(unit.queries.size());
  for (const BoundQuery& each : unit.queries) {
    const Loc text = each.result.query.text;
    texts.push_back(text ? hidden.Shown(text) : std::string());
  }
  return texts;
}

}  // namespace stackql
