#include "stack/ignored_fields.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/suggest.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

// The operations whose return_vals are looked at (stackql-deploy's
// src/commands/{build,teardown}.rs).
constexpr std::array<std::string_view, 3> kReturningOperations = {"create", "update", "delete"};

class IgnoredFields {
 public:
  IgnoredFields(const Values& values, ValueId node, const Resource& resource, bool older,
                Problems& problems)
      : values_(values),
        node_(node),
        resource_(resource),
        older_(older),
        operations_(kReturningOperations.begin(), kReturningOperations.size() - (older ? 1 : 0)),
        problems_(problems) {}

  void Check() {
    const ResourceKind kind = resource_.kind;
    if (const auto auth = values_.FindMember(node_, "auth")) {
      problems_.push_back({.what = rules::UnusedAuth{.resource = resource_.name},
                           .where = values_.Where(auth->key)});
    }
    CheckOperations();
    if (kind == ResourceKind::kUnknown) return;
    const bool takes_sql = kind == ResourceKind::kQuery || kind == ResourceKind::kCommand;
    if (resource_.sql != kNoValue && !takes_sql && Has("sql")) Ignored("sql");
    if (resource_.run != kNoValue && kind != ResourceKind::kScript && Has("run")) Ignored("run");
    if (resource_.sql != kNoValue && takes_sql && resource_.file_at != kNoValue && Has("file")) {
      problems_.push_back({.what = rules::IgnoredField::File{.resource = resource_.name},
                           .where = Key("file"),
                           .help = "Remove 'file' or 'sql'."});
    }
    // Teardown of 2.0 looks for a script's queries.
    if (kind == ResourceKind::kScript && !older_ && Has("file")) Ignored("file");
    if (kind == ResourceKind::kScript && resource_.run == kNoValue && !resource_.name.empty()) {
      problems_.push_back({.what = rules::MissingField::Run{.name = resource_.name},
                           .where = values_.Where(resource_.name_at)});
    }
    CheckExportForms();
  }

 private:
  // Whether the field is there under its own name; another is reported as such.
  bool Has(std::string_view field) const { return values_.FindMember(node_, field).has_value(); }

  Loc Key(std::string_view field) const {
    return values_.Where(values_.FindMember(node_, field)->key);
  }

  void Ignored(std::string_view field) {
    problems_.push_back({.what = rules::IgnoredField::Type{.field = field,
                                                           .resource = resource_.name,
                                                           .type = KindName(resource_.kind)},
                         .where = Key(field),
                         .help = field == "sql" ? "Put the queries into the resource's query file."
                                 : field == "run" ? "Only the type 'script' runs a command."
                                                  : "A script has no queries."});
  }

  void CheckOperations() {
    const ValueId map = resource_.return_vals;
    if (map == kNoValue || values_[map].kind != Kind::kObject) return;
    for (const Member& member : values_.Members(map)) {
      if (!values_.Known(member.key) || values_[member.key].kind != Kind::kString) continue;
      const std::string_view operation = values_.Text(member.key);
      const auto end = operations_.end();
      if (std::find(operations_.begin(), end, operation) != end) continue;
      Problem problem = {
          .what = rules::IgnoredField::Operation{.operation = operation, .operations = Listed()},
          .where = values_.Where(member.key)};
      const std::string_view meant = Suggest(operation, operations_);
      if (!meant.empty()) {
        problem.help = DidYouMean(meant);
        problem.repairs.push_back({.title = "Rename to '" + std::string(meant) + "'",
                                   .where = values_.Where(member.key),
                                   .text = std::string(meant)});
      }
      problems_.push_back(std::move(problem));
    }
  }

  // "create and update"
  std::string Listed() const {
    std::string text;
    for (size_t i = 0; i < operations_.size(); ++i) {
      if (i > 0) text += i + 1 == operations_.size() ? " and " : ", ";
      text += operations_[i];
    }
    return text;
  }

  // One plain name in the list makes stackql-deploy take all of it for plain names
  // (src/commands/base.rs); a script's exports always are (src/core/utils.rs).
  void CheckExportForms() {
    const Export* plain = nullptr;
    const Export* mapped = nullptr;
    for (const Export& item : resource_.exports) {
      const Export*& first = item.mapped ? mapped : plain;
      if (first == nullptr) first = &item;
    }
    const bool script = resource_.kind == ResourceKind::kScript;
    if (mapped == nullptr || (plain == nullptr && !script)) return;
    Problem problem = {.what = script
                                   ? Message(rules::DroppedExport::Script{.column = mapped->column})
                                   : rules::DroppedExport{.column = mapped->column},
                       .where = values_.Where(mapped->at)};
    if (script) {
      problem.help = "Let the script print the intended name, and list that name.";
    } else {
      problem.help = "Write every export as a mapping: '" + plain->column + ": " + plain->column +
                     "' instead of '" + plain->column + "'.";
      problem.related.push_back({values_.Where(plain->at), "a plain name"});
    }
    problems_.push_back(std::move(problem));
  }

  const Values& values_;
  ValueId node_;
  const Resource& resource_;
  bool older_;
  std::span<const std::string_view> operations_;
  Problems& problems_;
};

}  // namespace

void CheckIgnoredFields(const Values& values, ValueId node, const Resource& resource, bool older,
                        Problems& problems) {
  IgnoredFields(values, node, resource, older, problems).Check();
}

void CheckIgnoredValues(const Values& values, ValueId node, const Prop& prop, Problems& problems) {
  if (prop.value == kNoValue || prop.values == kNoValue) return;
  const auto value = values.FindMember(node, "value");
  const auto by_environment = values.FindMember(node, "values");
  if (!value || !by_environment) return;
  problems.push_back({.what = rules::IgnoredField::Values{.prop = prop.name},
                      .where = values.Where(by_environment->key),
                      .help = "Remove 'value' or 'values'.",
                      .related = {{values.Where(value->key), "this is used instead"}}});
}

void CheckProtected(const Values& values, const Manifest& manifest, Problems& problems) {
  std::vector<std::string_view> globals;
  for (const Global& global : manifest.globals) globals.push_back(global.name);
  for (const Resource& resource : manifest.resources) {
    if (resource.protected_names.empty()) continue;
    std::vector<std::string_view> names;
    for (const Export& item : resource.exports) {
      names.push_back(item.name);
      names.push_back(item.column);
    }
    for (const Prop& prop : resource.props) names.push_back(prop.name);
    for (const auto* meant : {&resource.meant_props, &resource.meant_exports}) {
      names.insert(names.end(), meant->begin(), meant->end());
    }
    if (resource.has_return_vals) continue;  // they may be meant
    names.insert(names.end(), globals.begin(), globals.end());
    const std::set<std::string_view> known(names.begin(), names.end());
    for (const ValueId hidden : resource.protected_names) {
      const std::string_view name = values.Text(hidden);
      if (name.empty() || known.count(name) > 0) continue;
      Problem problem = {.what = rules::UnknownProtected{.name = name, .resource = resource.name},
                         .where = values.Where(hidden)};
      if (const std::string_view meant = Suggest(name, names); !meant.empty()) {
        problem.help = DidYouMean(meant);
        problem.repairs.push_back(Correct(name, meant, values.Where(hidden)));
      }
      problems.push_back(std::move(problem));
    }
  }
}

void CheckNewerFields(const Values& values, const Manifest& manifest, Problems& problems) {
  std::vector<ValueId> keys = manifest.newer_fields;
  for (const Resource& resource : manifest.resources) {
    if (resource.return_vals_key != kNoValue) keys.push_back(resource.return_vals_key);
  }
  for (const ValueId key : keys) {
    problems.push_back({.what = rules::NewerFeature::Field{.field = values.Text(key)},
                        .where = values.Where(key)});
  }
}

}  // namespace stackql
