#include "stack/name_problems.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "diag/suggest.h"
#include "rules/manifest.h"
#include "rules/template.h"
#include "stack/unreachable_names.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kNamesShown = 8;
constexpr size_t kMostNames = 2'000;  // among which the one that was meant is looked for
constexpr size_t kMostHelped = 100;   // problems beyond these are told without help

std::string List(const std::vector<std::string_view>& names) {
  std::string text;
  for (size_t i = 0; i < names.size() && i < kNamesShown; ++i) {
    text += (i == 0 ? "'" : ", '") + std::string(names[i]) + "'";
  }
  if (names.size() > kNamesShown) {
    text += " and " + std::to_string(names.size() - kNamesShown) + " more";
  }
  return text;
}

// Build renders these when it comes to them, and leaves out those that cannot be rendered
// (stackql-deploy's src/core/templating.rs and src/commands/build.rs).
bool IsDeferred(std::string_view anchor) {
  return anchor == "statecheck" || anchor == "exports" || anchor.starts_with("troubleshoot");
}

// The column that a read of `this.column` names; empty if it is another read.
std::string_view OwnColumn(const tmpl::Read& read, const ReadSite& site) {
  const std::string_view name = read.name;
  const std::string& owner = site.resource->name;
  if (site.anchor.empty() || name.size() <= owner.size() || name[owner.size()] != '.' ||
      !name.starts_with(owner)) {
    return {};
  }
  return name.substr(owner.size() + 1);
}

// `name`: as it is written.
Message MessageFor(const tmpl::Read& read, const ReadSite& site, const std::string& name) {
  using rules::UndefinedVariable;
  const std::string_view anchor = site.anchor;
  if (read.merged) return UndefinedVariable::Merge{.name = name};
  if (anchor.empty()) return UndefinedVariable::Manifest{.name = name};
  if (read.emptied) return rules::DictionaryLiteral::Undefined{.name = name};
  const std::string_view column = OwnColumn(read, site);
  const bool captured =
      site.captured != nullptr && !column.empty() &&
      std::find(site.captured->begin(), site.captured->end(), column) != site.captured->end();
  if (captured && anchor.starts_with("callback")) {
    return UndefinedVariable::Callback{.anchor = anchor, .name = name};
  }
  if (captured && anchor.starts_with("create")) {
    return UndefinedVariable::NotCapturedYet{.anchor = anchor, .name = name};
  }
  const ResourceKind kind = site.resource->kind;
  const bool deployed = kind == ResourceKind::kResource || kind == ResourceKind::kMulti;
  if (deployed && IsDeferred(anchor))
    return UndefinedVariable::Deferred{.anchor = anchor, .name = name};
  return UndefinedVariable{.name = name};
}

// `exports`: the resource itself exports what is read.
std::string HelpFor(const tmpl::Read& read, const ReadSite& site,
                    const std::vector<std::string_view>& names, std::string_view meant,
                    bool exports) {
  if (!meant.empty()) return DidYouMean(meant);
  if (read.name.starts_with("vars.")) {
    return "There is no 'vars': environment variables are available in globals, under their own "
           "names.";
  }
  if (exports && site.anchor == "exists") {
    return "'" + site.resource->name +
           "' exports it only later: list what there is, and select it.";
  }
  if (exports && !site.anchor.empty()) {
    return "'" + site.resource->name +
           "' exports it only after this query: select it in exists, and write {{ this." +
           read.name + " }}.";
  }
  if (!OwnColumn(read, site).empty() && site.anchor != "exists") {
    if (site.captured == nullptr || site.captured->empty()) {
      return "Its exists query captures no columns: add them there.";
    }
    const std::vector<std::string_view> columns(site.captured->begin(), site.captured->end());
    return "Its exists query captures " + List(columns) + ".";
  }
  return "In scope here: " + List(names) + ".";
}

// The variable that a name which other tools have stands for: `env`, `globals.region`.
std::string_view MeantElsewhere(std::string_view name, const tmpl::Scope& scope) {
  std::string_view meant = MeantBuiltin(name);
  for (const std::string_view prefix : {"globals.", "global.", "props."}) {
    if (name.starts_with(prefix)) meant = name.substr(prefix.size());
  }
  return scope.names.find(meant) == scope.names.end() ? std::string_view() : meant;
}

// Says which name was meant, or which there are.
void Help(const Values& values, const tmpl::Read& read, const ReadSite& site,
          const tmpl::Scope& scope, const Exporters& exporters, std::string_view written,
          Problem& problem) {
  const Resource& resource = *site.resource;
  const bool own = written.starts_with("this.");  // and not the resource's name
  std::vector<std::string> shown;
  for (const auto& entry : scope.names) {
    if (shown.size() == kMostNames) break;
    const bool below = own && entry.first.starts_with(resource.name + ".");
    shown.push_back(below ? "this" + entry.first.substr(resource.name.size()) : entry.first);
  }
  std::vector<std::string_view> names(shown.begin(), shown.end());
  const bool teardown = site.anchor == "delete" || site.anchor == "callback:delete";
  if (teardown) {
    for (const std::string& name : exporters.names()) {
      if (!scope.names.contains(name)) names.emplace_back(name);
    }
  }
  const bool exports = exporters.Find(read.name) == &resource && OwnColumn(read, site).empty();
  std::string_view meant = MeantElsewhere(read.name, scope);
  if (meant.empty() && !exports) {
    meant = Suggest(own ? written : std::string_view(read.name), names);
  }
  problem.help = HelpFor(read, site, names, meant, exports);
  // It may be the export that is misspelled.
  if (teardown) problem.cause = exporters.PlaceOf(values, meant);
  const Resource* owner = exporters.FindProp(read.name);
  if (owner != nullptr && owner != &resource) {
    problem.help = "It is a prop of '" + owner->name +
                   "', and props are known in their own resource only: make it a global.";
    return;
  }
  if (!meant.empty() && !site.shared) {
    problem.repairs.push_back(Correct(written, meant, read.where));
  }
}

void ReportUndefined(const Values& values, const tmpl::Read& read, const ReadSite& site,
                     const tmpl::Scope& scope, const Exporters& exporters, Problems& problems) {
  const Resource& resource = *site.resource;
  const Resource* exporter = exporters.Find(read.name);
  if (exporter != nullptr && exporter != &resource) {
    if (exporter->name.empty()) return;  // what is reported
    const Message late = rules::UsedBeforeExport{.name = read.name, .resource = exporter->name};
    problems.push_back(
        {.what = read.emptied ? rules::DictionaryLiteral::Undefined{.name = read.name} : late,
         .where = read.where,
         .help = "Move resource '" + exporter->name + "' before '" + resource.name + "'.",
         .related = {{values.Where(exporter->name_at), "exported by this resource"}}});
    return;
  }
  const std::string written(values.sources().Bytes(read.where));
  const bool own = written.starts_with("this.");
  Problem problem = {.what = MessageFor(read, site, own ? written : read.name),
                     .where = read.where};
  if (problems.size() < kMostHelped) Help(values, read, site, scope, exporters, written, problem);
  problems.push_back(std::move(problem));
}

}  // namespace

Exporters::Exporters(const Manifest& manifest) {
  std::vector<std::pair<std::string, const Resource*>> all;
  for (const Resource& resource : manifest.resources) {
    for (const Prop& prop : resource.props) props_.emplace(prop.name, &resource);
    if (resource.kind == ResourceKind::kCommand) continue;  // it never does
    for (const Export& item : resource.exports) {
      all.emplace_back(item.name, &resource);
      all.emplace_back(resource.name + "." + item.name, &resource);
    }
  }
  std::ranges::stable_sort(all, {}, &std::pair<std::string, const Resource*>::first);
  names_.reserve(all.size());
  resources_.reserve(all.size());
  for (auto& [name, resource] : all) {
    if (!names_.empty() && names_.back() == name) continue;
    names_.push_back(std::move(name));
    resources_.push_back(resource);
  }
}

const Resource* Exporters::FindProp(std::string_view name) const {
  const auto found = props_.find(name);
  return found == props_.end() ? nullptr : found->second;
}

std::string_view MeantBuiltin(std::string_view name) {
  constexpr std::array<std::string_view, 4> kEnvironment = {
      "env", "environment", "stack_environment", "environment_name"};
  return std::ranges::find(kEnvironment, name) == kEnvironment.end() ? "" : "stack_env";
}

const Resource* Exporters::Find(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name, std::less<>());
  if (found == names_.end() || *found != name) return nullptr;
  return resources_[static_cast<size_t>(found - names_.begin())];
}

Loc Exporters::PlaceOf(const Values& values, std::string_view name) const {
  const Resource* resource = Find(name);
  if (resource == nullptr) return {};
  const std::string prefix = resource->name + ".";
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  const auto found = std::ranges::find(resource->exports, name, &Export::name);
  return found == resource->exports.end() ? Loc() : values.Where(found->at);
}

bool ReportUndefinedNames(const Values& values, const ReadSite& site,
                          std::span<const tmpl::Read> reads, const KnownNames& known,
                          Problems& problems) {
  bool sure = true;
  for (const tmpl::Read& read : reads) {
    if (read.defined || read.guarded || MayBeReturned(read.name, site.anchor, known.returned))
      continue;
    if (ReportSubtraction(values, read, known.scope, problems)) {
      sure = false;
    } else {
      ReportUndefined(values, read, site, known.scope, known.exporters, problems);
    }
  }
  return sure;
}

void ReportNewerNames(std::span<const tmpl::Read> reads, const KnownNames& known,
                      Problems& problems) {
  if (known.scope.open) return;
  for (const tmpl::Read& read : reads) {
    if (read.defined || known.exporters.Find(read.name) != nullptr) continue;
    const bool newer = read.name == "resource_name" || read.name == "idempotency_token" ||
                       read.name.starts_with("this.");
    if (!newer) continue;
    problems.push_back({.what = rules::NewerFeature::Name{.name = read.name}, .where = read.where});
  }
}

}  // namespace stackql
