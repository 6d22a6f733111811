#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/snapshot_tables.h"
#include "sweep/judge.h"

// What resources of examples are changed to.
namespace stackql::sweep {

using Names = std::set<std::string>;

// What a document speaks of: names of members, and values that they may have.
struct Words {
  Names names = {};
  std::vector<Json> values = {"x", 0, 100000, true, false, Json::array(), Json::object()};

  void Add(const snapshot::Rule& rule) {
    for (const snapshot::Schema* node : *rule.schemas()) Add(*node);
  }

  // Values of examples are those of members of the same name, too.
  // NOLINTNEXTLINE(misc-no-recursion): a value in a value each
  void Add(const Json& value, const std::string& name = {}) {
    if (!name.empty()) of_[name].insert(value.dump());
    if (value.is_primitive()) AddValue(value);
    if (value.is_object()) {
      for (const auto& [key, member] : value.items()) Add(member, key);
    }
    if (value.is_array()) {
      for (const Json& item : value) Add(item);
    }
  }

  std::vector<Json> For(const std::string& name) const {
    std::vector<Json> all;
    if (const auto known = of_.find(name); known != of_.end()) {
      for (const std::string& text : known->second) all.push_back(Json::parse(text));
    }
    all.insert(all.end(), values.begin(), values.end());
    return all;
  }

 private:
  void Add(const snapshot::Schema& node) {
    const auto add = [&](const auto* texts) {
      for (uint32_t i = 0; texts != nullptr && i < texts->size(); ++i) {
        names.insert(texts->Get(i)->str());
      }
    };
    add(node.required());
    add(node.required_or());
    add(node.required_xor());
    for (const auto* all : {node.dependent_required(), node.dependent_excluded()}) {
      for (uint32_t i = 0; all != nullptr && i < all->size(); ++i) {
        names.insert(all->Get(i)->name()->str());
        add(all->Get(i)->names());
      }
    }
    for (uint32_t i = 0; node.properties() != nullptr && i < node.properties()->size(); ++i) {
      names.insert(node.properties()->Get(i)->name()->str());
    }
    for (uint32_t i = 0; node.enumeration() != nullptr && i < node.enumeration()->size(); ++i) {
      const snapshot::Literal& literal = *node.enumeration()->Get(i);
      const bool text = literal.type() == snapshot::Type::String;
      AddValue(text ? Json(literal.text()->str())
                    : Json::parse(literal.text()->str(), nullptr, false));
    }
    for (const auto* bound : {node.minimum(), node.maximum()}) {
      if (bound == nullptr || bound->size() == 0) continue;
      const auto number = static_cast<int64_t>(std::stod(bound->str()));
      for (const int64_t near : {number - 1, number, number + 1}) AddValue(near);
    }
    if (node.max_length() > 0)
      AddValue(std::string(static_cast<size_t>(node.max_length()) + 1, 'a'));
    if (node.max_length() > 0) AddValue(std::string(static_cast<size_t>(node.max_length()), 'a'));
  }

  void AddValue(const Json& value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  }

  std::map<std::string, Names> of_;
};

// All resources that differ from one in one place.
class Edits {
 public:
  Edits(const Json& whole, const Words& words) : whole_(whole), words_(words) {
    Walk(Json::json_pointer());
  }

  std::vector<Json> Take() { return std::move(edited_); }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): a value in a value each
  void Walk(const Json::json_pointer& at) {
    const Json here = whole_.at(at);
    if (here.is_object()) {
      for (const auto& [name, member] : here.items()) {
        Json less = here;
        less.erase(name);
        Replace(at, less);
        Change(at / name, member, name);
        Walk(at / name);
      }
      for (const std::string& name : words_.names) {
        if (here.contains(name)) continue;
        for (const Json& value : words_.For(name)) {
          Json more = here;
          more[name] = value;
          Replace(at, more);
        }
      }
    }
    if (!here.is_array()) return;
    Json longer = here;
    for (const Json& item : here) longer.push_back(item);
    Replace(at, longer);
    for (int i = 0; i < 12 && !here.empty(); ++i) longer.push_back(here[0]);
    Replace(at, longer);
    for (size_t i = 0; i < here.size(); ++i) {
      Json less = here;
      less.erase(i);
      Replace(at, less);
      Change(at / i, here[i], "");
      Walk(at / i);
    }
  }

  void Change(const Json::json_pointer& at, const Json& was, const std::string& name) {
    for (const Json& value : words_.For(name)) {
      if (value != was) Replace(at, value);
    }
  }

  void Replace(const Json::json_pointer& at, const Json& with) {
    edited_.push_back(whole_);
    edited_.back()[at] = with;
  }

  const Json& whole_;
  const Words& words_;
  std::vector<Json> edited_;
};

}  // namespace stackql::sweep
