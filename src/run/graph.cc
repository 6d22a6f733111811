#include "run/graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "run/bound_unit.h"
#include "value/value.h"

namespace stackql {
namespace {

class GraphBuilder {
 public:
  explicit GraphBuilder(const BoundUnit& unit)
      : unit_(unit), resources_(unit.stack.manifest.resources) {}

  StackGraph Build() {
    graph_.name = unit_.stack.manifest.name;
    FindExports();
    for (const Resource& resource : resources_) {
      graph_.nodes.push_back({.name = resource.name,
                              .kind = std::string(KindName(resource.kind)),
                              .conditional = resource.condition != kNoValue});
    }
    for (const BoundQuery& query : unit_.queries) {
      const Resource* resource = query.result.query.resource;
      if (resource == nullptr) continue;
      const size_t number = NumberOf(*resource);
      AddUses(query.result.query.text, number);
      for (const tmpl::Read& read : query.result.reads) AddRead(read.name, number);
      for (const Bound& arm : query.arms) AddTypes(arm, number);
    }
    for (const BoundResource& each : unit_.unqueried) {
      if (each.resource.resource == nullptr) continue;
      const size_t number = NumberOf(*each.resource.resource);
      for (const Member& prop : each.resource.props) {
        AddUses(unit_.values[prop.value].text, number);
      }
      AddTypes(each.bound, number);
    }
    for (size_t i = 0; i < graph_.nodes.size(); ++i) {
      const std::set<std::string>& types = created_[i].empty() ? asked_[i] : created_[i];
      graph_.nodes[i].types.assign(types.begin(), types.end());
    }
    for (auto& [ends, names] : uses_) {
      graph_.edges.push_back(
          {.from = ends.first, .to = ends.second, .exports = {names.begin(), names.end()}});
    }
    AddStackExports();
    return std::move(graph_);
  }

 private:
  size_t NumberOf(const Resource& resource) const {
    return static_cast<size_t>(&resource - resources_.data());
  }

  // Exports by what is not known of them, and by their names.
  void FindExports() {
    for (size_t i = 0; i < resources_.size(); ++i) {
      for (size_t k = 0; k < resources_[i].exports.size(); ++k) {
        const std::string& name = resources_[i].exports[k].name;
        exporters_[name].push_back(i);
        if (i >= unit_.names.size() || k >= unit_.names[i].exports.size()) continue;
        const Loc origin = unit_.values.OriginOf(unit_.names[i].exports[k]);
        if (origin) by_origin_.emplace(origin.text, std::make_pair(i, name));
      }
    }
  }

  void Add(size_t from, size_t to, const std::string& name) {
    if (from != to) uses_[{from, to}].insert(name);
  }

  // The exports that a text has.
  void AddUses(Loc text, size_t user) {
    const std::string_view bytes = unit_.sources.Bytes(text);
    for (size_t at = bytes.find(kHoleBytes); at != std::string_view::npos;
         at = bytes.find(kHoleBytes, at + kHoleBytes.size())) {
      const auto begin = static_cast<uint32_t>(at);
      const Loc origin = unit_.sources.OriginOfHole(
          text.Sub(begin, begin + static_cast<uint32_t>(kHoleBytes.size())));
      const auto found = by_origin_.find(origin.text);
      if (origin && found != by_origin_.end()) Add(found->second.first, user, found->second.second);
    }
  }

  // A name that a template reads: an export of the last resource before that has it, or
  // "resource.export".
  void AddRead(const std::string& name, size_t user) {
    const size_t dot = name.find('.');
    const bool own = std::ranges::any_of(
        resources_[user].props, [&](const Prop& prop) { return prop.name == name.substr(0, dot); });
    if (own) return;
    if (const size_t* exporter = LastExporter(name.substr(0, dot), user)) {
      return Add(*exporter, user, name.substr(0, dot));
    }
    if (dot == std::string::npos) return;
    const std::string rest = name.substr(dot + 1);
    const std::string exported = rest.substr(0, rest.find('.'));
    const auto exporters = exporters_.find(exported);
    if (exporters == exporters_.end()) return;
    for (const size_t each : exporters->second) {
      if (resources_[each].name == name.substr(0, dot)) Add(each, user, exported);
    }
  }

  const size_t* LastExporter(const std::string& name, size_t before) const {
    const auto exporters = exporters_.find(name);
    if (exporters == exporters_.end()) return nullptr;
    const auto& all = exporters->second;
    const auto end = std::lower_bound(all.begin(), all.end(), before);
    return end == all.begin() ? nullptr : &*(end - 1);
  }

  void AddTypes(const Bound& bound, size_t number) {
    for (const Operation& operation : bound.operations) {
      if (operation.type_name.empty()) continue;
      (operation.call == Call::kCreate ? created_ : asked_)[number].insert(operation.type_name);
    }
  }

  void AddStackExports() {
    for (const ValueId exported : unit_.stack.manifest.exports) {
      const std::string name(unit_.values.Text(exported));
      if (const size_t* exporter = LastExporter(name, resources_.size())) {
        graph_.exports.emplace_back(name, *exporter);
      }
    }
  }

  const BoundUnit& unit_;
  const std::vector<Resource>& resources_;
  StackGraph graph_ = {};
  std::map<TextId, std::pair<size_t, std::string>> by_origin_ = {};
  std::map<std::string, std::vector<size_t>> exporters_ = {};  // in order
  std::map<std::pair<size_t, size_t>, std::set<std::string>> uses_ = {};
  std::map<size_t, std::set<std::string>> created_ = {};
  std::map<size_t, std::set<std::string>> asked_ = {};
};

}  // namespace

StackGraph GraphOf(const BoundUnit& unit) { return GraphBuilder(unit).Build(); }

}  // namespace stackql
