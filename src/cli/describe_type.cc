#include "cli/describe_type.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/schema_compiler.h"
#include "snapshot/schema.h"

namespace stackql::cli {
namespace {

using nlohmann::ordered_json;
using snapshot::ResourceType;
using snapshot::Schema;
using snapshot::Verb;
using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

constexpr int kDeepest = 8;
constexpr uint32_t kMostProperties = 5'000;  // of one type, nested ones included

ordered_json ListOf(const Texts* texts) {
  ordered_json list = ordered_json::array();
  if (texts == nullptr) return list;
  for (const auto* text : *texts) list.push_back(text->str());
  return list;
}

bool Has(const Texts* texts, std::string_view wanted) {
  return texts != nullptr && std::any_of(texts->begin(), texts->end(), [&](const auto* text) {
           return text->string_view() == wanted;
         });
}

std::string TypeNames(snapshot::Type types) {
  std::string names;
  for (const snapshot::Type type : snapshot::EnumValuesType()) {
    if ((types & type) == snapshot::Type::NONE) continue;
    const std::string name = Lower(snapshot::EnumNameType(type));
    names += (names.empty() ? "" : " or ") + (name == "bool" ? "boolean" : name);
  }
  return names;
}

class Describer {
 public:
  explicit Describer(const ResourceType& type) : type_(type) {}

  ordered_json Properties(uint32_t index, const std::string& path, int depth) {
    ordered_json list = ordered_json::array();
    const Schema* node = snapshot::Target(*type_.schemas(), index);
    if (node == nullptr || node->properties() == nullptr || depth > kDeepest) return list;
    if (!open_.insert(node).second) return list;
    for (const snapshot::Property* property : *node->properties()) {
      if (++count_ > kMostProperties) break;
      list.push_back(Property(*property, *node, path, depth));
    }
    open_.erase(node);
    return list;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  ordered_json Property(const snapshot::Property& property, const Schema& parent,
                        const std::string& path, int depth) {
    const std::string name = property.name()->str();
    const std::string pointer = path + "/" + name;
    ordered_json out = {{"name", name}};
    if (depth == 0) out["column"] = catalog::ColumnName(name);
    const Schema* node = snapshot::Target(*type_.schemas(), property.schema());
    if (node == nullptr) return out;
    if (const std::string types = TypeNames(node->types()); !types.empty()) out["type"] = types;
    const auto flag = [&](const char* key, bool holds) {
      if (holds) out[key] = true;
    };
    flag("required", Has(parent.required(), name));
    flag("readOnly", Has(type_.read_only(), pointer));
    flag("createOnly", Has(type_.create_only(), pointer));
    flag("conditionalCreateOnly", Has(type_.conditional_create_only(), pointer));
    flag("writeOnly", Has(type_.write_only(), pointer));
    flag("deprecated", Has(type_.deprecated(), pointer));
    flag("unknown", node->untrusted());
    if (property.default_text() != nullptr) out["default"] = property.default_text()->str();
    AddConstraints(*node, out);
    uint32_t below = property.schema();
    std::string step = pointer;
    if (node->items() >= 0) {
      below = static_cast<uint32_t>(node->items());
      step += "/*";
      if (const Schema* item = snapshot::Target(*type_.schemas(), below)) {
        ordered_json items = ordered_json::object();
        if (const std::string types = TypeNames(item->types()); !types.empty()) {
          items["type"] = types;
        }
        AddConstraints(*item, items);
        out["items"] = std::move(items);
      }
    }
    ordered_json nested = Properties(below, step, depth + 1);
    if (!nested.empty()) out["properties"] = std::move(nested);
    return out;
  }

  static void AddConstraints(const Schema& node, ordered_json& out) {
    const auto count = [&](const char* key, int64_t bound) {
      if (bound >= 0) out[key] = bound;
    };
    const auto text = [&](const char* key, const flatbuffers::String* value) {
      if (value != nullptr && value->size() > 0) out[key] = value->str();
    };
    count("minLength", node.min_length());
    count("maxLength", node.max_length());
    text("minimum", node.minimum());
    text("maximum", node.maximum());
    text("exclusiveMinimum", node.exclusive_minimum());
    text("exclusiveMaximum", node.exclusive_maximum());
    count("minItems", node.min_items());
    count("maxItems", node.max_items());
    if (node.unique_items()) out["uniqueItems"] = true;
    text("pattern", node.pattern());
    if (node.enumeration() == nullptr || node.enumeration()->size() == 0) return;
    ordered_json allowed = ordered_json::array();
    for (const auto* literal : *node.enumeration()) allowed.push_back(literal->text()->str());
    out["enum"] = std::move(allowed);
  }

  const ResourceType& type_;
  std::set<const Schema*> open_;  // that are being described
  uint32_t count_ = 0;
};

ordered_json Verbs(const ResourceType& type) {
  ordered_json verbs = ordered_json::array();
  const auto add = [&](Verb verb, const char* name) {
    if ((type.verbs() & verb) != Verb::NONE) verbs.push_back(name);
  };
  add(Verb::Insert, "INSERT");
  add(Verb::Update, "UPDATE");
  add(Verb::Delete, "DELETE");
  add(Verb::Select, "SELECT");
  return verbs;
}

std::string Join(const ordered_json& list, std::string_view separator) {
  std::string joined;
  for (const auto& item : list) {
    if (!joined.empty()) joined += separator;
    joined += item.get<std::string>();
  }
  return joined;
}

// "3..63 characters", "at least 1 item": empty if neither bound is there.
std::string Range(const ordered_json& node, const char* low, const char* high,
                  const std::string& what) {
  const auto text = [&](const char* key) {
    return node[key].is_string() ? node[key].get<std::string>() : node[key].dump();
  };
  if (node.contains(low) && node.contains(high)) {
    return text(low) + (text(low) == text(high) ? "" : ".." + text(high)) + what;
  }
  if (node.contains(low)) return "at least " + text(low) + what;
  return node.contains(high) ? "at most " + text(high) + what : std::string();
}

std::string Facts(const ordered_json& node) {
  std::string facts;
  const auto add = [&](const std::string& fact) {
    if (!fact.empty()) facts += (facts.empty() ? "" : ", ") + fact;
  };
  add(node.value("type", ""));
  if (node.contains("items")) facts += " of " + node["items"].value("type", "values");
  for (const auto& [key, label] : {std::pair("required", "required"),
                                   {"readOnly", "read-only"},
                                   {"createOnly", "create-only"},
                                   {"conditionalCreateOnly", "create-only in some cases"},
                                   {"writeOnly", "write-only"},
                                   {"deprecated", "deprecated"},
                                   {"unknown", "not described"}}) {
    if (node.contains(key)) add(label);
  }
  add(Range(node, "minLength", "maxLength", " characters"));
  add(Range(node, "minimum", "maximum", ""));
  add(Range(node, "minItems", "maxItems", " items"));
  if (node.contains("uniqueItems")) add("unique");
  return facts;
}

void AddList(const std::string& indent, const ordered_json& values, std::string& out) {
  constexpr size_t kWidth = 80;
  std::string line = indent;
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string word = values[i].get<std::string>() + (i + 1 < values.size() ? "," : "");
    if (line.size() > indent.size() && line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line = indent;
    }
    if (line.size() > indent.size()) line += ' ';
    line += word;
  }
  out += line + "\n";
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the description, kDeepest at most
void AddProperties(const ordered_json& properties, const std::string& indent, std::string& out) {
  for (const ordered_json& property : properties) {
    const std::string name = property["name"].get<std::string>();
    const std::string facts = Facts(property);
    out += indent + name;
    if (property.contains("column")) out += " (" + property["column"].get<std::string>() + ")";
    out += facts.empty() ? "\n" : ": " + facts + "\n";
    const ordered_json& detail =
        property.contains("items") && !property.contains("enum") ? property["items"] : property;
    if (detail.contains("pattern")) {
      out += indent + "    " + detail["pattern"].get<std::string>() + "\n";
    }
    if (detail.contains("enum")) AddList(indent + "    ", detail["enum"], out);
    if (property.contains("properties")) {
      AddProperties(property["properties"], indent + "  ", out);
    }
  }
}

}  // namespace

ordered_json DescribeType(const ResourceType& type) {
  ordered_json out = {{"type", type.type_name()->str()}};
  const std::string prefix = "awscc." + type.service()->str() + ".";
  const auto table = [&](const char* key, const flatbuffers::String* name) {
    if (name != nullptr && name->size() > 0) out[key] = prefix + name->str();
  };
  table("table", type.table());
  table("listTable", type.list_table());
  out["verbs"] = Verbs(type);
  ordered_json identifier = ordered_json::array();
  if (type.primary_identifier() != nullptr) {
    for (const auto* pointer : *type.primary_identifier()) {
      identifier.push_back(pointer->str().substr(1));
    }
  }
  out["identifier"] = std::move(identifier);
  out["columns"] = ListOf(type.columns());
  out["listColumns"] = ListOf(type.list_columns());
  out["properties"] = Describer(type).Properties(0, "", 0);
  if (type.tagging() != nullptr && type.tagging()->property() != nullptr) {
    out["tagProperty"] = type.tagging()->property()->str().substr(1);
  }
  ordered_json permissions = ordered_json::object();
  if (type.handlers() != nullptr) {
    for (const auto* handler : *type.handlers()) {
      std::string name = snapshot::EnumNameHandler(handler->handler());
      name[0] = static_cast<char>(name[0] + 32);
      permissions[name] = ListOf(handler->actions());
    }
  }
  out["permissions"] = std::move(permissions);
  return out;
}

std::string TypeText(const ordered_json& type) {
  std::string out = type["type"].get<std::string>() + "\n\n";
  const auto line = [&](const std::string& label, const std::string& text) {
    if (!text.empty()) out += label + std::string(14 - label.size(), ' ') + text + "\n";
  };
  line("Table", type.value("table", "none in StackQL"));
  line("Statements", Join(type["verbs"], ", "));
  line("Listed by", type.value("listTable", ""));
  line("Identifier", Join(type["identifier"], "|"));
  line("Tags", type.value("tagProperty", ""));
  out += "\nProperties (and columns)\n";
  AddProperties(type["properties"], "  ", out);
  out += "\nPermissions\n";
  if (type["permissions"].empty()) out += "  not documented\n";
  for (const auto& [operation, actions] : type["permissions"].items()) {
    out += "  " + operation + "\n";
    AddList("    ", actions, out);
  }
  return out;
}

}  // namespace stackql::cli
