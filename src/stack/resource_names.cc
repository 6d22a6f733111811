#include "stack/resource_names.h"

#include "value/value.h"

namespace stackql {

ValueId AddBuiltin(Values& values, const std::string& text) {
  const Loc all = values.sources().All(values.sources().AddBuiltin(text));
  return values.AddString(all, all);
}

ResourceNames NamesOf(Values& values, const Resource& resource) {
  const bool written = resource.name_at != kNoValue;
  ResourceNames own = {
      .name = written ? resource.name_at : AddBuiltin(values, resource.name),
      .token = values.AddUnknown(written ? values.Where(resource.name_at) : Loc())};
  for (const Export& item : resource.exports) {
    own.exports.push_back(item.name.empty() ? kNoValue
                                            : values.AddUnknownWithOrigin(values.Where(item.at)));
  }
  if (resource.return_vals == kNoValue) return own;
  for (const Member& operation : values.Members(resource.return_vals)) {
    for (const ValueId item : values.Elements(operation.value)) {
      if (values[item].kind == Kind::kString) own.returned.emplace_back(values.Text(item));
      for (const Member& column : values.Members(item)) {
        own.returned.emplace_back(values.Text(column.value));
      }
    }
  }
  return own;
}

void DefineOwnNames(const Resource& resource, const ResourceNames& own, Names& names) {
  names.Define("resource_name", own.name);
  names.Define("idempotency_token", own.token);
  names.Define(resource.name + ".idempotency_token", own.token);
}

void DefineExports(const Resource& resource, const ResourceNames& own, Names& names) {
  for (size_t i = 0; i < resource.exports.size(); ++i) {
    const std::string& name = resource.exports[i].name;
    if (own.exports[i] == kNoValue) continue;
    names.Define(name, own.exports[i]);
    names.Define(resource.name + "." + name, own.exports[i]);
  }
}

std::vector<std::pair<std::string, ValueId>> SharedExports(std::span<const Resource> resources,
                                                           std::span<const ResourceNames> own,
                                                           ValueId unknown) {
  struct Exported {
    size_t by = 0;  // which resource, the first one
    bool shared = false;
    ValueId last = kNoValue;
  };
  std::vector<std::pair<std::string, ValueId>> all;
  if (resources.size() < 2) return all;
  std::map<std::string_view, Exported> exported;
  for (size_t i = 0; i < resources.size(); ++i) {
    for (size_t j = 0; j < resources[i].exports.size(); ++j) {
      Exported& each =
          exported.try_emplace(resources[i].exports[j].name, Exported{.by = i}).first->second;
      each.shared |= each.by != i;
      each.last = own[i].exports[j];
    }
  }
  for (const auto& [name, each] : exported) {
    if (each.shared) all.emplace_back(name, each.last == kNoValue ? unknown : each.last);
  }
  return all;
}

bool RunsAtTeardown(const sql::Anchor& anchor) {
  return anchor.key == "delete" || anchor.qualifier == "delete";
}

bool DefineState(Values& values, const Resource& resource, ResourceNames& own,
                 const sql::Anchor& anchor, const Captures& captures, ValueId unknown,
                 Names& names) {
  const bool sees = SeesCaptures(anchor.key);
  const bool open = sees && !captures.known;
  std::vector<std::string> prefixes = {"callback"};
  if (open) prefixes.push_back(resource.name);
  names.SetOpenPrefixes(std::move(prefixes));
  names.DefineIfNew(resource.name + ".callback", unknown);
  if (sees) {
    for (const std::string& column : captures.columns) {
      const auto [known, added] = own.captured.try_emplace(column, kNoValue);
      if (added) known->second = values.AddUnknownWithOrigin({});
      names.DefineIfNew(resource.name + "." + column, known->second);
    }
  }
  if (SeesReturnVals(anchor.key)) {
    for (const std::string& name : own.returned) {
      if (!name.empty()) names.DefineIfNew(resource.name + "." + name, unknown);
    }
  }
  if (SeesOwnExports(anchor.key)) {
    for (size_t i = 0; i < resource.exports.size(); ++i) {
      const std::string& name = resource.exports[i].name;
      const ValueId value = own.exports[i] == kNoValue ? unknown : own.exports[i];
      names.DefineIfNew(name, value);
      names.DefineIfNew(resource.name + "." + name, value);
    }
  }
  return open;
}

void DefineExportedColumns(const Resource& resource, const sql::Anchor& anchor, Names& names) {
  if (anchor.key != "delete" && anchor.key != "troubleshoot:delete") return;
  for (const Export& item : resource.exports) {
    const ValueId value = item.mapped ? names.Find(item.name) : kNoValue;
    if (value != kNoValue && !item.column.empty()) names.Define(item.column, value);
  }
}

}  // namespace stackql
