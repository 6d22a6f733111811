#include "run/explain_place.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "operation/operation_view.h"
#include "run/bound_unit.h"
#include "run/lint_unit.h"
#include "run/permissions.h"
#include "snapshot/snapshot_tables.h"
#include "stack/secret_text.h"
#include "text/lines.h"

namespace stackql {
namespace {

constexpr size_t kMostValues = 100'000;  // of an operation: aliases make endless ones of few

// What of a unit is at some bytes of a file.
class PlaceExplainer {
 public:
  PlaceExplainer(const BoundUnit& unit, Loc at, PlaceFacts& facts)
      : unit_(unit),
        sources_(unit.sources),
        at_(at),
        facts_(facts),
        hidden_(unit.secrets, unit.sources),
        viewer_(unit.values, unit.secrets) {}

  void Explain(const iam::ActionReference& actions) {
    for (const BoundQuery& query : unit_.queries) {
      const QueryResult& result = query.result;
      AddRendered(result);
      const bool named = result.query.anchor_at && IsHere(result.query.anchor_at);
      for (const Bound& arm : query.arms) AddOperations(arm, result.environments, named);
    }
    for (const BoundResource& resource : unit_.unqueried) {
      AddOperations(resource.bound, resource.resource.environments, false);
    }
    // Of properties it is told what they become.
    if (facts_.properties.empty() && facts_.rendered.empty()) facts_.rendered = inserted_;
    if (facts_.operations.empty()) AddOperationsOfResource();
    AddActions(actions);
    AddFindings();
    Tidy();
  }

 private:
  bool Overlaps(Loc place) const {
    return place.text == at_.text && place.span.begin < at_.span.end &&
           at_.span.begin < std::max(place.span.end, place.span.begin + 1);
  }

  bool IsWrittenHere(Loc where) const { return Overlaps(sources_.Resolve(where).at); }
  bool IsUsedHere(Loc where) const {
    return std::ranges::any_of(sources_.Resolve(where).used_in,
                               [&](Loc use) { return Overlaps(use); });
  }
  bool IsHere(Loc where) const { return IsWrittenHere(where) || IsUsedHere(where); }

  static void Add(std::string text, const std::vector<std::string>& environments,
                  std::vector<ShownValue>& values) {
    const auto known = std::ranges::find(values, text, &ShownValue::text);
    if (known == values.end()) {
      values.push_back({std::move(text), environments});
    } else {
      Widen(known->environments, environments);
    }
  }

  // Holds in these environments as well; none: in all.
  static void Widen(std::vector<std::string>& all, const std::vector<std::string>& more) {
    if (more.empty()) all.clear();
    if (all.empty()) return;
    for (const std::string& name : more) {
      if (std::ranges::count(all, name) == 0) all.push_back(name);
    }
  }

  // --- queries -----------------------------------------------------------------------------------

  // The part of a rendered query that comes from this place.
  void AddRendered(const QueryResult& result) {
    const Loc text = result.query.text;
    if (!text) return;
    Loc part;
    const auto add = [&](Loc some) { part = part ? Hull(part, some) : some; };
    if (text.text == at_.text) {
      const Span span = {std::max(text.span.begin, at_.span.begin),
                         std::min(text.span.end, at_.span.end)};
      if (span.begin < span.end) add({text.text, span});
    }
    const std::vector<Piece>& pieces = sources_.Pieces(text.text);
    for (size_t i = 0; i < pieces.size(); ++i) {
      const Piece& piece = pieces[i];
      const auto size = static_cast<uint32_t>(sources_.Bytes(text.text).size());
      Span out = {piece.out, i + 1 < pieces.size() ? pieces[i + 1].out : size};
      if (!Overlaps(piece.at)) {
        if (piece.origin && IsHere({text.text, out})) AddInserted({text.text, out}, result);
        continue;
      }
      if (piece.mode == Piece::Mode::kCopy && !piece.origin) {
        const uint32_t begin = std::max(piece.at.span.begin, at_.span.begin);
        const uint32_t end = std::min(piece.at.span.end, at_.span.end);
        out = {piece.out + begin - piece.at.span.begin, piece.out + end - piece.at.span.begin};
      }
      add({text.text, out});
    }
    if (!part) return;
    Add(hidden_.Shown(part), NamesOf(result.environments, unit_.environments), facts_.rendered);
  }

  // What is written here as queries have it, where the rest of their text is from elsewhere.
  void AddInserted(Loc value, const QueryResult& result) {
    Add(hidden_.Shown(value), NamesOf(result.environments, unit_.environments), inserted_);
  }

  // --- operations and properties -----------------------------------------------------------------

  // `all`: whatever they are made of.
  void AddOperations(const Bound& bound, const EnvironmentSet& environments, bool all) {
    const std::vector<std::string> names = NamesOf(environments, unit_.environments);
    for (const Operation& operation : bound.operations) {
      const size_t before = found_;
      left_ = kMostValues;
      if (operation.type != nullptr && operation.desired != kNoValue) {
        AddProperties(operation, operation.desired, {}, names, 0);
      }
      const bool here = all || IsHere(operation.statement) || IsHere(operation.where);
      if (here || found_ > before) AddView(operation, names);
    }
  }

  void AddView(const Operation& operation, const std::vector<std::string>& environments) {
    OperationView view = viewer_.Of(operation);
    const auto same = std::ranges::find_if(facts_.operations, [&](const auto& each) {
      return !(each.view < view) && !(view < each.view);
    });
    if (same == facts_.operations.end()) {
      view.environments = environments;
      facts_.operations.push_back({.view = std::move(view)});
    } else {
      std::vector<std::string>& all = same->view.environments;
      Widen(all, environments);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): values are as deep as their readers allow
  void AddProperties(const Operation& operation, ValueId container, const std::string& path,
                     const std::vector<std::string>& environments, size_t depth) {
    const Value& node = unit_.values[container];
    if (left_ == 0 || depth > 64) return;
    if (node.kind == Kind::kArray) {
      size_t index = 0;
      for (const ValueId item : unit_.values.Elements(container)) {
        AddProperty(operation, {kNoValue, item}, path + "/" + std::to_string(index++), environments,
                    depth);
      }
    }
    for (const Member& member : unit_.values.Members(container)) {
      AddProperty(operation, member, path + "/" + hidden_.Shown(unit_.values.Where(member.key)),
                  environments, depth);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): see above
  void AddProperty(const Operation& operation, const Member& member, const std::string& path,
                   const std::vector<std::string>& environments, size_t depth) {
    if (left_ > 0) --left_;
    const Value& value = unit_.values[member.value];
    const bool container = value.kind == Kind::kArray || value.kind == Kind::kObject;
    const Loc where = unit_.values.Where(member.value);
    // What is used as a whole is told once, not part by part.
    const bool here = (member.key != kNoValue && IsWrittenHere(unit_.values.Where(member.key))) ||
                      (!container && IsWrittenHere(where)) || (depth == 0 && IsUsedHere(where));
    if (here) {
      ++found_;
      PlacedProperty& property = PropertyOf(*operation.type, path);
      if (!container) Add(Shown(value), environments, property.values);
    }
    if (container) AddProperties(operation, member.value, path, environments, depth + 1);
  }

  std::string Shown(const Value& value) const {
    if (value.kind == Kind::kAbsent) return "<removed>";
    if (value.kind == Kind::kNull) return "null";
    const std::string text = hidden_.Shown(value.text);
    return text.empty() && value.kind == Kind::kUnknown ? "<unknown>" : text;
  }

  PlacedProperty& PropertyOf(const snapshot::ResourceType& type, const std::string& path) {
    for (PlacedProperty& known : facts_.properties) {
      if (known.type == &type && known.path == path) return known;
    }
    facts_.properties.push_back({.type = &type, .catalog = unit_.context.catalog, .path = path});
    return facts_.properties.back();
  }

  // Where nothing else is, those of the resource whose entry in the manifest this is.
  void AddOperationsOfResource() {
    for (const Resource& resource : unit_.stack.manifest.resources) {
      if (!IsHere(unit_.values[resource.node].token) &&
          !IsHere(unit_.values.Where(resource.name_at))) {
        continue;
      }
      for (const BoundPart& part : PartsOf(unit_)) {
        for (const Operation& operation : part.bound.operations) {
          if (operation.resource != resource.name) continue;
          AddView(operation, NamesOf(part.environments, unit_.environments));
        }
      }
    }
  }

  void AddActions(const iam::ActionReference& actions) {
    if (facts_.operations.empty()) return;
    StackPermissions permissions;
    AddPermissions(unit_, {}, actions, permissions);
    for (PlacedOperation& operation : facts_.operations) {
      std::set<std::string> names;
      for (const iam::OperationNeeds& each : permissions.operations) {
        if (each.operation < operation.view || operation.view < each.operation) continue;
        for (const iam::Need& need : each.needs.known) names.insert(need.action);
      }
      operation.actions.assign(names.begin(), names.end());
    }
  }

  void AddFindings() {
    const std::string& path = sources_.Path(at_.text);
    const auto here = [&](const Location& where) {
      return where.path == path && Overlaps({at_.text, where.span});
    };
    for (Finding& finding : LintUnit(unit_, Extent::kWhole).findings) {
      const bool noted =
          std::ranges::any_of(finding.notes, [&](const Note& note) { return here(note.where); });
      if (noted || here(finding.where)) facts_.findings.push_back(std::move(finding));
    }
  }

  // What holds in all environments names none; a line that is sent as it is written is not told.
  void Tidy() {
    const auto widen = [&](std::vector<std::string>& environments) {
      if (environments.size() == unit_.environments.size()) environments.clear();
    };
    std::string_view line = sources_.Bytes(at_);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    for (ShownValue& value : facts_.rendered) {
      value.text.erase(0, value.text.find_first_not_of(" \t"));
      widen(value.environments);
    }
    if (facts_.rendered.size() == 1 && facts_.rendered.front().text == line) {
      facts_.rendered.clear();
    }
    for (PlacedOperation& operation : facts_.operations) widen(operation.view.environments);
    for (PlacedProperty& property : facts_.properties) {
      for (ShownValue& value : property.values) widen(value.environments);
    }
  }

  const BoundUnit& unit_;
  const Sources& sources_;
  const Loc at_;
  PlaceFacts& facts_;
  SecretText hidden_;
  OperationViewer viewer_;
  std::vector<ShownValue> inserted_ = {};
  size_t found_ = 0;  // properties
  size_t left_ = 0;
};

// The offset of a column, counted in code points; the end of the line for one beyond it.
uint32_t OffsetOf(const LineIndex& lines, Span line, uint32_t column) {
  uint32_t offset = line.begin;
  while (offset < line.end && lines.At(offset).column < column) ++offset;
  return offset;
}

}  // namespace

void ExplainPlace(const BoundUnit& unit, const iam::ActionReference& actions, PlaceFacts& facts) {
  const std::string wanted = RealPath(facts.file);
  for (TextId id = 0; id < unit.sources.size(); ++id) {
    const bool file = unit.sources.StepOf(id) == Step::kFile;
    if (!file || RealPath(unit.sources.Path(id)) != wanted) continue;
    const LineIndex lines(unit.sources.Bytes(id));
    Span span = lines.Line(facts.line);
    if (facts.column > 0) {
      const uint32_t offset = OffsetOf(lines, span, facts.column);
      span = {offset, offset + 1};
    }
    return PlaceExplainer(unit, {id, span}, facts).Explain(actions);
  }
}

}  // namespace stackql
