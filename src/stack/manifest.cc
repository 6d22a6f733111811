#include "stack/manifest.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "stack/fields.h"
#include "stack/ignored_fields.h"
#include "stack/written_secrets.h"
#include "stack/yaml_traps.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kMostLacking = 10'000;  // environments that props lack, of one manifest

constexpr std::array kManifestFields = {
    Field{"version", Shape::kUnsigned},
    Field{"name", Shape::kText, true},
    Field{"description", Shape::kText},
    Field{"providers", Shape::kTextList, true},
    Field{"globals", Shape::kList, false, Vital::kAlways},
    Field{"resources", Shape::kList, false, Vital::kAlways},
    Field{"exports", Shape::kTextList},
};
constexpr std::array kGlobalFields = {
    Field{"name", Shape::kText, true, Vital::kAlways, true},
    Field{"value", Shape::kAny, false, Vital::kAlways},
    Field{"description", Shape::kText},
    Field{.name = "protected", .shape = Shape::kFlag, .newer = true},
};
constexpr std::array kResourceFields = {
    Field{"name", Shape::kText, true},
    Field{"type", Shape::kText},
    Field{"file", Shape::kText},
    Field{"sql", Shape::kText},
    Field{"run", Shape::kText},
    Field{"props", Shape::kList, false, Vital::kAlways},
    Field{"exports", Shape::kList, false, Vital::kAlways},
    Field{"protected", Shape::kTextList},
    Field{"if", Shape::kText},
    Field{"skip_validation", Shape::kBool},
    Field{"auth"},
    Field{"return_vals", Shape::kMap},
    Field{"description", Shape::kText},
    Field{.name = "skip_on_delete", .shape = Shape::kFlag, .newer = true},
};
constexpr std::array kPropFields = {
    Field{"name", Shape::kText, true},
    Field{"value", Shape::kAny, false, Vital::kAlone},
    Field{"values", Shape::kMap, false, Vital::kAlone},
    Field{"merge", Shape::kMaybeTextList, false, Vital::kAlone},
    Field{"description", Shape::kText},
    Field{.name = "protected", .shape = Shape::kFlag, .newer = true},
};
constexpr std::array kEnvironmentFields = {Field{"value", Shape::kAny, false, Vital::kAlways}};
// Those of a table that stackql-deploy 2.0 knows as well.
template <const auto& kFields>
std::span<const Field> OlderFields() {
  static const std::vector<Field> older = [] {
    std::vector<Field> fields;
    std::ranges::copy_if(kFields, std::back_inserter(fields), std::not_fn(&Field::newer));
    return fields;
  }();
  return older;
}
constexpr std::array<std::string_view, 5> kKinds = {"resource", "query", "script", "multi",
                                                    "command"};

// The text of a field: the word null is one, too.
std::string TextOf(const Values& values, ValueId id) {
  if (id == kNoValue) return {};
  if (values[id].kind == Kind::kNull) return std::string(values.sources().Bytes(values[id].token));
  return std::string(values.Text(id));
}

bool IsPlain(Kind kind) {
  return kind == Kind::kNull || kind == Kind::kBool || kind == Kind::kNumber;
}

template <typename Visit>
void ForEachValues(const Values& values, const Manifest& manifest, Visit visit) {
  for (const Resource& resource : manifest.resources) {
    for (const Prop& prop : resource.props) {
      if (prop.values != kNoValue && values[prop.values].kind == Kind::kObject) {
        visit(resource, prop);
      }
    }
  }
}

// The context of a resource is made before its `if` is looked at (stackql-deploy's
// src/commands/build.rs).
Problem LacksEnvironments(const Values& values, const Resource& resource, const Prop& prop,
                          const std::vector<std::string>& environments) {
  constexpr size_t kMostNamed = 8;
  const size_t count = environments.size();
  std::string names;
  for (size_t i = 0; i < std::min(count, kMostNamed); ++i) {
    names += (names.empty() ? "" : "', '") + environments[i];
  }
  const std::string reason =
      resource.condition == kNoValue ? "" : ": 'if' is evaluated after the props";
  using rules::MissingEnvironment;
  Message what = MissingEnvironment{.environment = names, .prop = prop.name};
  if (count > 1) what = MissingEnvironment::Several{.environments = names, .prop = prop.name};
  if (count > kMostNamed) {
    what = MissingEnvironment::Many{.count = count, .environments = names, .prop = prop.name};
  }
  return {.what = std::move(what),
          .where = values.Where(prop.name_at),
          .help = "Add " + (count > kMostNamed ? "them" : "'" + names + "'") + " to its values" +
                  reason + "."};
}

class Reader {
 public:
  Reader(const Values& values, TextId manifest, Problems& problems, Dialect dialect)
      : values_(values),
        problems_(problems),
        dialect_(dialect),
        traps_(values, manifest, problems) {}

  Manifest Read(ValueId root) {
    Manifest manifest;
    if (const Kind kind = values_[root].kind; kind != Kind::kObject) {
      // An empty file, or nothing but comments, has its null at the end.
      const Loc begin = {values_[root].token.text, {0, 0}};
      problems_.push_back({.what = rules::FieldType::Root{.found = Describe(kind)},
                           .where = kind == Kind::kNull ? begin : values_.Where(root)});
      return manifest;
    }
    if (!CheckFields(values_, root, "manifest", kManifestFields, misspelled_, problems_))
      return manifest;
    manifest.name = TextOf(values_, Find(root, "name"));
    const std::span<const ValueId> providers = List(root, "providers");
    manifest.providers.assign(providers.begin(), providers.end());
    if (!providers.empty()) manifest.providers_key = values_.FindMember(root, "providers")->key;
    for (const ValueId global : List(root, "globals")) {
      manifest.globals.push_back(ReadGlobal(global));
    }
    for (const Member& member : Mapping(root, "globals")) {
      manifest.globals.push_back({TextOf(values_, member.key), member.key, member.value});
    }
    manifest.meant_globals = MeantNames(root, "globals");
    AddMeantNames(List(root, "globals"), manifest.meant_globals);
    for (const ValueId resource : List(root, "resources")) {
      manifest.resources.push_back(ReadResource(resource));
    }
    // Without resources that can be read, it is not known what there is to export.
    const ValueId resources = Given(root, "resources");
    if (!IsMeant(root, "resources") &&
        (resources == kNoValue || values_[resources].kind == Kind::kArray)) {
      const std::span<const ValueId> exports = List(root, "exports");
      manifest.exports.assign(exports.begin(), exports.end());
    }
    CheckUniqueResources(manifest);
    CheckSecrets(values_, root, problems_);
    CheckProtected(values_, manifest, problems_);
    CollectEnvironments(manifest);
    manifest.newer_fields = std::move(newer_fields_);
    return manifest;
  }

 private:
  ValueId Find(ValueId object, std::string_view field) const { return values_.Find(object, field); }

  bool IsMeant(ValueId object, std::string_view field) const {
    return misspelled_.Find(object, field) != kNoValue;
  }

  // The names that a misspelled list of things with names was to give.
  std::vector<std::string> MeantNames(ValueId object, std::string_view field) const {
    std::vector<std::string> names;
    const ValueId list = misspelled_.Find(object, field);
    if (list == kNoValue) return names;
    const auto add_all = [&](ValueId mapping) {
      for (const Member& member : values_.Members(mapping)) {
        names.push_back(TextOf(values_, member.key));
        names.push_back(TextOf(values_, member.value));
      }
    };
    add_all(list);
    for (const ValueId item : values_.Elements(list)) {
      const ValueId name = values_.Find(item, "name");
      if (name == kNoValue) add_all(item);
      names.push_back(TextOf(values_, name == kNoValue ? item : name));
    }
    std::erase(names, "");
    return names;
  }

  // Those of a text that was meant as a list: "vpc_id, arn".
  static void AddWords(std::string_view text, std::vector<std::string>& names) {
    constexpr std::string_view kBetween = ", \t\r\n";
    while (true) {
      text.remove_prefix(std::min(text.find_first_not_of(kBetween), text.size()));
      if (text.empty()) return;
      const size_t end = std::min(text.find_first_of(kBetween), text.size());
      names.emplace_back(text.substr(0, end));
      text.remove_prefix(end);
    }
  }

  // The same of the things in a list that is there, whose own names may be misspelled.
  void AddMeantNames(std::span<const ValueId> items, std::vector<std::string>& names) const {
    for (const ValueId item : items) {
      if (IsMeant(item, "name")) names.push_back(TextOf(values_, misspelled_.Find(item, "name")));
    }
  }

  // The value of a field; kNoValue if it is missing or null.
  ValueId Given(ValueId object, std::string_view field) const {
    const ValueId value = Find(object, field);
    return value == kNoValue || values_[value].kind == Kind::kNull ? kNoValue : value;
  }

  template <const auto& kFields>
  std::span<const Field> Known() const {
    if (dialect_ == Dialect::kOlderRust) return OlderFields<kFields>();
    return kFields;
  }

  bool IsTrue(ValueId object, std::string_view field) const {
    const ValueId value = Given(object, field);
    return value != kNoValue && values_[value].kind == Kind::kBool &&
           Lower(values_.Text(value)) == "true";
  }

  // The same of a field that came after 2.0.
  bool IsTrueToNewer(ValueId object, std::string_view field) {
    const bool given = dialect_ != Dialect::kOlderRust && IsTrue(object, field);
    if (given && dialect_ == Dialect::kPython) {
      newer_fields_.push_back(values_.FindMember(object, field)->key);
    }
    return given;
  }

  // True for any value but `false`: a mistake in the field is reported, and the value stays hidden.
  bool IsProtected(ValueId object) {
    const bool is_true = IsTrueToNewer(object, "protected");
    const ValueId value = Given(object, "protected");
    return is_true || (value != kNoValue && Lower(values_.Text(value)) != "false");
  }

  std::span<const ValueId> List(ValueId object, std::string_view field) const {
    const ValueId list = Find(object, field);
    return list == kNoValue ? std::span<const ValueId>() : values_.Elements(list);
  }

  // A list that is written as a mapping, which is reported; its names are known all the same.
  std::span<const Member> Mapping(ValueId object, std::string_view field) const {
    const ValueId mapping = Find(object, field);
    return mapping == kNoValue ? std::span<const Member>() : values_.Members(mapping);
  }

  Global ReadGlobal(ValueId node) {
    CheckFields(values_, node, "global", Known<kGlobalFields>(), misspelled_, problems_);
    const ValueId name = Find(node, "name");
    const ValueId value = Find(node, "value");
    if (value != kNoValue) traps_.Check(value);
    return {.name = TextOf(values_, name),
            .name_at = name,
            .value = value,
            .is_protected = IsProtected(node)};
  }

  Prop ReadProp(ValueId node) {
    if (!CheckFields(values_, node, "prop", Known<kPropFields>(), misspelled_, problems_))
      return {};
    Prop prop = {.name_at = Find(node, "name"),
                 .value = Given(node, "value"),
                 .values = Given(node, "values"),
                 .is_protected = IsProtected(node)};
    prop.name = TextOf(values_, prop.name_at);
    if (prop.value == kNoValue) prop.null_value = Find(node, "value");
    const std::span<const ValueId> merge = List(node, "merge");
    prop.merge.assign(merge.begin(), merge.end());
    const bool given = values_.Find(node, "<<") != kNoValue || prop.value != kNoValue ||
                       prop.values != kNoValue || Given(node, "merge") != kNoValue ||
                       IsMeant(node, "value") || IsMeant(node, "values") || IsMeant(node, "merge");
    if (!given && !prop.name.empty()) {
      problems_.push_back({.what = rules::MissingField::NoValue{.name = prop.name},
                           .where = values_.Where(prop.name_at)});
    }
    if (prop.value != kNoValue) traps_.Check(prop.value);
    CheckIgnoredValues(values_, node, prop, problems_);
    if (prop.values != kNoValue && values_[prop.values].kind == Kind::kObject) {
      CheckDuplicateKeys(values_, prop.values, "values", problems_);
      for (const Member& member : values_.Members(prop.values)) ReadEnvironment(member);
    }
    return prop;
  }

  void ReadEnvironment(const Member& member) {
    const ValueId node = member.value;
    if (values_[node].kind != Kind::kObject && values_[node].kind != Kind::kUnknown) {
      problems_.push_back({.what = rules::FieldType::Value{.found = Describe(values_[node].kind),
                                                           .name = values_.Text(member.key)},
                           .where = values_.Where(node),
                           .help = "Write {value: ...}."});
      return;
    }
    if (!CheckFields(values_, node, "environment", kEnvironmentFields, misspelled_, problems_))
      return;
    const ValueId value = Find(node, "value");
    if (value != kNoValue) return traps_.Check(value);
    if (IsMeant(node, "value")) return;
    problems_.push_back({.what = rules::MissingField{.field = "value", .owner = "environment"},
                         .where = values_.Where(member.key)});
  }

  void ReadExports(ValueId node, Resource& resource) {
    const std::optional<Member> field = values_.FindMember(node, "exports");
    if (!field || values_[field->value].kind == Kind::kNull) return;
    const std::span<const Member> mapping = Mapping(node, "exports");
    const std::span<const ValueId> items = List(node, "exports");
    if (!items.empty() || !mapping.empty()) resource.exports_key = field->key;
    if (values_[field->value].kind == Kind::kString) {
      AddWords(values_.Text(field->value), resource.meant_exports);
    }
    for (const Member& member : mapping) AddMapped(member, resource);
    for (const ValueId item : items) {
      if (values_[item].kind != Kind::kObject) {
        const std::string name = TextOf(values_, item);
        if (name.find(',') != std::string::npos) AddWords(name, resource.meant_exports);
        resource.exports.push_back({.column = name, .name = name, .at = item});
        continue;
      }
      CheckDuplicateKeys(values_, item, "export", problems_);
      for (const Member& member : values_.Members(item)) AddMapped(member, resource);
    }
  }

  void CheckReturnVals(ValueId map) {
    for (const Member& operation : values_.Members(map)) {
      const Kind kind = values_[operation.value].kind;
      const bool nothing = kind == Kind::kNull && values_[operation.value].token.empty();
      if (kind != Kind::kArray && !nothing &&
          !ReportUnquotedTemplate(values_, operation.value, problems_)) {
        problems_.push_back({.what = rules::FieldType{.expected = "a list",
                                                      .field = values_.Text(operation.key),
                                                      .found = Describe(kind)},
                             .where = values_.Where(operation.value)});
      }
      for (const ValueId item : values_.Elements(operation.value)) {
        CheckDuplicateKeys(values_, item, "mapping", problems_);
      }
    }
  }

  // A name that is not a string is the empty text to the tool.
  void AddMapped(const Member& member, Resource& resource) {
    if (const Kind kind = values_[member.value].kind; IsPlain(kind)) {
      problems_.push_back({.what = rules::DroppedExport::Name{.column = values_.Text(member.key),
                                                              .found = Describe(kind)},
                           .where = values_.Where(member.key),
                           .help = "Write the name that later resources use."});
      return;
    }
    resource.exports.push_back({.column = TextOf(values_, member.key),
                                .name = TextOf(values_, member.value),
                                .at = member.key,
                                .mapped = true});
  }

  ResourceKind ReadKind(ValueId node) {
    const ValueId type = Find(node, "type");
    if (type == kNoValue) return ResourceKind::kResource;
    const std::string_view text = values_.Text(type);
    for (size_t i = 0; i < kKinds.size(); ++i) {
      if (text == kKinds[i]) return static_cast<ResourceKind>(i);
    }
    const std::string_view meant = Suggest(text, kKinds);
    problems_.push_back({.what = rules::UnknownResourceType{.type = text},
                         .where = values_.Where(type),
                         .help = meant.empty() ? "Use resource, query, script, multi or command."
                                               : DidYouMean(meant)});
    if (!meant.empty()) {
      problems_.back().repairs.push_back(ReplaceWith(meant, values_.Where(type)));
    }
    return ResourceKind::kUnknown;
  }

  Resource ReadResource(ValueId node) {
    Resource resource = {.node = node};
    if (!CheckFields(values_, node, "resource", Known<kResourceFields>(), misspelled_, problems_)) {
      resource.kind = ResourceKind::kUnknown;
      return resource;
    }
    if (const ValueId auth = Given(node, "auth"); auth != kNoValue) traps_.Check(auth);
    resource.name_at = Find(node, "name");
    resource.name = TextOf(values_, resource.name_at);
    resource.kind = ReadKind(node);
    resource.file_at = Given(node, "file");
    resource.file = TextOf(values_, resource.file_at);
    resource.sql = Given(node, "sql");
    resource.run = Given(node, "run");
    resource.condition = Given(node, "if");
    const std::span<const ValueId> hidden = List(node, "protected");
    resource.protected_names.assign(hidden.begin(), hidden.end());
    // One name that is no list, which is reported.
    if (const ValueId name = Given(node, "protected");
        name != kNoValue && values_[name].kind == Kind::kString) {
      resource.protected_names.push_back(name);
    }
    resource.validates = !IsTrue(node, "skip_validation");
    resource.deletes = !IsTrueToNewer(node, "skip_on_delete") || dialect_ == Dialect::kPython;
    resource.return_vals = Given(node, "return_vals");
    resource.has_return_vals = resource.return_vals != kNoValue;
    if (resource.has_return_vals) {
      CheckReturnVals(resource.return_vals);
      const ValueId columns = values_.Find(resource.return_vals, "delete");
      resource.returns_at_delete = dialect_ != Dialect::kOlderRust && columns != kNoValue &&
                                   !values_.Elements(columns).empty();
      resource.return_vals_key = values_.FindMember(node, "return_vals")->key;
    }
    for (const ValueId prop : List(node, "props")) {
      resource.props.push_back(ReadProp(prop));
    }
    resource.meant_props = MeantNames(node, "props");
    AddMeantNames(List(node, "props"), resource.meant_props);
    resource.meant_exports = MeantNames(node, "exports");
    for (const Member& member : Mapping(node, "props")) {
      resource.props.push_back({.name = TextOf(values_, member.key), .name_at = member.key});
    }
    ReadExports(node, resource);
    CheckUniqueProps(resource);
    CheckIgnoredFields(values_, node, resource, dialect_ == Dialect::kOlderRust, problems_);
    return resource;
  }

  void CheckUniqueProps(const Resource& resource) {
    std::map<std::string_view, ValueId> first;
    for (const Prop& prop : resource.props) {
      if (prop.name.empty()) continue;
      const auto [known, added] = first.emplace(prop.name, prop.name_at);
      if (added) continue;
      problems_.push_back(
          {.what = rules::DuplicateProp{.name = prop.name, .resource = resource.name},
           .where = values_.Where(prop.name_at),
           .related = {{values_.Where(known->second), "first given here"}}});
    }
  }

  void CheckUniqueResources(const Manifest& manifest) {
    std::map<std::string_view, ValueId> first;
    for (const Resource& resource : manifest.resources) {
      if (resource.name.empty()) continue;
      const auto [known, added] = first.emplace(resource.name, resource.name_at);
      if (added) continue;
      problems_.push_back({.what = rules::DuplicateResource{.name = resource.name},
                           .where = values_.Where(resource.name_at),
                           .related = {{values_.Where(known->second), "first given here"}}});
    }
  }

  void CollectEnvironments(Manifest& manifest) {
    std::map<std::string, Loc> all;
    ForEachValues(values_, manifest, [&](const Resource&, const Prop& prop) {
      for (const Member& member : values_.Members(prop.values)) {
        all.emplace(TextOf(values_, member.key), values_.Where(member.key));
      }
    });
    size_t reported = 0;
    ForEachValues(values_, manifest, [&](const Resource& resource, const Prop& prop) {
      if (prop.value != kNoValue || reported >= kMostLacking) return;
      std::set<std::string, std::less<>> own;
      for (const Member& member : values_.Members(prop.values)) {
        if (Gives(member.value)) own.insert(TextOf(values_, member.key));
      }
      std::vector<std::string> lacking;
      std::vector<Related> named;
      for (const auto& [environment, where] : all) {
        if (own.contains(environment)) continue;
        lacking.push_back(environment);
        named.push_back({where, "named here"});
        if (++reported == kMostLacking) break;
      }
      if (lacking.empty()) return;
      problems_.push_back(LacksEnvironments(values_, resource, prop, lacking));
      problems_.back().related = std::move(named);
    });
    for (const auto& entry : all) manifest.environments.push_back(entry.first);
  }

  // Whether an environment's entry has a value: null is none to 1.x.
  bool Gives(ValueId entry) const {
    if (dialect_ != Dialect::kPython || values_[entry].open) return true;
    const ValueId value = values_.Find(entry, "value");
    return value != kNoValue && values_[value].kind != Kind::kNull;
  }

  const Values& values_;
  Problems& problems_;
  Dialect dialect_;
  std::vector<ValueId> newer_fields_ = {};
  MisspelledFields misspelled_ = {};
  YamlTraps traps_;
};

}  // namespace

std::string_view KindName(ResourceKind kind) {
  const auto index = static_cast<size_t>(kind);
  return index < kKinds.size() ? kKinds[index] : std::string_view();
}

void CheckEnvironment(const Values& values, const Manifest& manifest,
                      const std::string& environment, Problems& problems) {
  const std::vector<std::string>& named = manifest.environments;
  if (std::binary_search(named.begin(), named.end(), environment)) return;
  const std::string_view meant =
      Suggest(environment, std::vector<std::string_view>(named.begin(), named.end()));
  ForEachValues(values, manifest, [&](const Resource& resource, const Prop& prop) {
    if (prop.value != kNoValue) return;
    problems.push_back(LacksEnvironments(values, resource, prop, {environment}));
    if (meant.empty()) return;
    problems.back().help = DidYouMean(meant) + " If not, add '" + environment + "' to its values.";
  });
}

Manifest ReadManifest(const Values& values, ValueId root, Problems& problems, Dialect dialect) {
  return Reader(values, values[root].token.text, problems, dialect).Read(root);
}

}  // namespace stackql
