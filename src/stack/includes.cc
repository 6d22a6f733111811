#include "stack/includes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/ascii.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "rules/manifest.h"
#include "value/value.h"
#include "yaml/encoding.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

constexpr size_t kMostFiles = 1000;     // of one stack
constexpr size_t kMostDepth = 32;       // files that include each other
constexpr uint32_t kDeepestJson = 127;  // serde_json's limit
constexpr size_t kDeepest = 400;        // lists and mappings within each other, over all files

class Includer {
 public:
  // `read` is null where nothing is included.
  Includer(Values& values, std::string directory, const ReadFile* read, Problems& problems,
           std::vector<std::string>& failures)
      : values_(values),
        directory_(std::move(directory)),
        read_(read),
        problems_(problems),
        failures_(failures) {}

  ValueId Manifest(ValueId root) {
    const auto expand = [this](ValueId value) { return Expand(value); };
    const auto value_of = [&](ValueId node) { return WithMember(node, "value", expand); };
    const auto prop = [&](ValueId node) {
      return WithMember(value_of(node), "values",
                        [&](ValueId environments) { return EachMember(environments, value_of); });
    };
    const auto resource = [&](ValueId node) {
      return WithMember(node, "props", [&](ValueId props) { return EachItem(props, prop); });
    };
    root = WithMember(root, "globals", [&](ValueId list) { return EachItem(list, value_of); });
    return WithMember(root, "resources", [&](ValueId list) { return EachItem(list, resource); });
  }

 private:
  // The value, or a copy of it where something below it changed.
  template <typename Change>
  ValueId WithMember(ValueId object, std::string_view name, Change change) {
    return EachMemberIf(object, change, [&](ValueId key) { return values_.Text(key) == name; });
  }

  template <typename Change>
  ValueId EachMember(ValueId object, Change change) {
    return EachMemberIf(object, change, [](ValueId) { return true; });
  }

  template <typename Change, typename Wanted>
  ValueId EachMemberIf(ValueId object, Change change, Wanted wanted) {
    const Value node = values_[object];
    if (node.kind != Kind::kObject) return object;
    std::vector<Member> members(values_.Members(object).begin(), values_.Members(object).end());
    bool changed = false;
    for (Member& member : members) {
      if (!wanted(member.key)) continue;
      const ValueId next = change(member.value);
      changed |= next != member.value;
      member.value = next;
    }
    return changed ? values_.AddObject(node.token, members, node.open) : object;
  }

  template <typename Change>
  ValueId EachItem(ValueId list, Change change) {
    const Value node = values_[list];
    if (node.kind != Kind::kArray) return list;
    std::vector<ValueId> items(values_.Elements(list).begin(), values_.Elements(list).end());
    bool changed = false;
    for (ValueId& item : items) {
      const ValueId next = change(item);
      changed |= next != item;
      item = next;
    }
    return changed ? values_.AddArray(node.token, items, node.open) : list;
  }

  // Nodes that aliases share are expanded once.
  ValueId Expand(ValueId value) {
    const Kind kind = values_[value].kind;
    if (kind == Kind::kString) {
      const std::string path(IncludedPath(values_.Text(value)));
      return path.empty() ? value : Include(value, path);
    }
    if (kind != Kind::kArray && kind != Kind::kObject) return value;
    const auto known = expanded_.find(value);
    if (known != expanded_.end()) return known->second;
    if (depth_ >= kDeepest) return values_.AddUnknown(values_[value].token);
    ++depth_;
    const auto expand = [this](ValueId child) { return Expand(child); };
    const ValueId result =
        kind == Kind::kArray ? EachItem(value, expand) : EachMember(value, expand);
    --depth_;
    expanded_.emplace(value, result);
    return result;
  }

  ValueId Include(ValueId directive, const std::string& path) {
    if (read_ == nullptr) return NotIncluded(directive);
    namespace fs = std::filesystem;
    const fs::path below = fs::path("resources") / path;
    const std::string inside = below.lexically_normal().generic_string();
    if (fs::path(path).is_absolute() || inside == ".." || inside.starts_with("../")) {
      return Reject(directive, rules::InvalidInclude::Outside{.path = path});
    }
    const auto [file, added] = files_.emplace(inside, kNoValue);
    if (!added) {
      const bool open = std::find(open_.begin(), open_.end(), inside) != open_.end();
      return open ? Reject(directive, rules::InvalidInclude::Cycle{.path = path}) : file->second;
    }
    file->second = Unknown(directive);
    if (files_.size() > kMostFiles || open_.size() >= kMostDepth) return file->second;
    FileText text = (*read_)(directory_ + inside);
    if (text.status == FileText::Status::kMissing)
      return Reject(directive, rules::InvalidInclude{.path = path});
    if (text.status == FileText::Status::kRefused) {
      failures_.push_back(std::move(text.bytes));
      return file->second;
    }
    const TextId id = values_.sources().AddFile(directory_ + inside, std::move(text.bytes));
    open_.push_back(inside);
    const ValueId content = Content(directive, path, id);
    file->second = content == kNoValue ? Unknown(directive) : Expand(content);
    open_.pop_back();
    return file->second;
  }

  // JSON, or YAML, by the file's name; for other names JSON, then YAML. kNoValue if it is neither.
  ValueId Content(ValueId directive, const std::string& path, TextId id) {
    const bool yaml = path.ends_with(".yml") || path.ends_with(".yaml");
    if (!yaml) {
      if (!yaml::CheckUtf8(values_.sources(), id, problems_)) return kNoValue;
      const json::Parsed parsed =
          json::Parse(values_, values_.sources().All(id), {.depth = kDeepestJson});
      const ValueId huge = FindHuge(parsed.value);
      if (parsed.value != kNoValue && huge == kNoValue) {
        json::CheckDuplicateKeys(values_, parsed.value, problems_);
        return parsed.value;
      }
      if (path.ends_with(".json")) {
        const bool read = huge != kNoValue;
        problems_.push_back(
            {.what =
                 rules::InvalidInclude::NotJson{
                     .expected = read ? "a number below 1.8e308" : parsed.expected, .path = path},
             .where = read ? values_.Where(huge) : parsed.error,
             .related = {{values_.Where(directive), "included here"}}});
        return kNoValue;
      }
    }
    return yaml::Parse(values_, id, problems_, {.allow_byte_order_mark = true}).root;
  }

  // A number that serde_json refuses.
  ValueId FindHuge(ValueId value) const {
    const Kind kind = values_[value].kind;
    if (kind == Kind::kNumber) {
      return std::isinf(std::strtod(std::string(values_.Text(value)).c_str(), nullptr)) ? value
                                                                                        : kNoValue;
    }
    if (kind == Kind::kArray) {
      for (const ValueId item : values_.Elements(value)) {
        if (const ValueId huge = FindHuge(item); huge != kNoValue) return huge;
      }
    } else if (kind == Kind::kObject) {
      for (const Member& member : values_.Members(value)) {
        if (const ValueId huge = FindHuge(member.value); huge != kNoValue) return huge;
      }
    }
    return kNoValue;
  }

  ValueId Reject(ValueId directive, Message what) {
    problems_.push_back({.what = std::move(what), .where = values_.Where(directive)});
    return Unknown(directive);
  }

  ValueId NotIncluded(ValueId directive) {
    problems_.push_back({.what = rules::NewerFeature::Include{.value = values_.Text(directive)},
                         .where = values_.Where(directive)});
    return Unknown(directive);
  }

  ValueId Unknown(ValueId directive) { return values_.AddUnknown(values_.Where(directive)); }

  Values& values_;
  std::string directory_;
  const ReadFile* read_;
  Problems& problems_;
  std::vector<std::string>& failures_;
  std::map<std::string, ValueId> files_;  // by path below the stack
  std::vector<std::string> open_;         // being included, the outermost first
  size_t depth_ = 0;                      // lists and mappings around the one being expanded
  std::unordered_map<ValueId, ValueId> expanded_;
};

}  // namespace

std::string_view IncludedPath(std::string_view text) {
  text = Trim(text, kBlanks);
  constexpr std::string_view kOpen = "file(";
  if (text.substr(0, kOpen.size()) != kOpen || text.back() != ')') return {};
  return Trim(text.substr(kOpen.size(), text.size() - kOpen.size() - 1), kBlanks);
}

ValueId ExpandIncludes(Values& values, ValueId root, const std::string& directory,
                       const ReadFile& read, Problems& problems,
                       std::vector<std::string>& failures) {
  return Includer(values, directory, &read, problems, failures).Manifest(root);
}

ValueId RejectIncludes(Values& values, ValueId root, Problems& problems) {
  std::vector<std::string> failures;
  return Includer(values, {}, nullptr, problems, failures).Manifest(root);
}

}  // namespace stackql
