#include "operation/patch.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "operation/properties.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::array<std::string_view, 6> kOps = {"add",  "remove", "replace",
                                                  "move", "copy",   "test"};
constexpr size_t kDeepestPath = 64;
constexpr int kDeepestHidden = 8;
constexpr uint32_t kMostOperations = 2'000;  // a longer patch is not checked

// What a patch leaves at one path of the resource.
struct Node {
  Loc key = {};              // the path segment that names it
  ValueId whole = kNoValue;  // written whole (kAbsent: removed); else a container of children
  bool array = false;
  bool shifted = false;  // an array whose indices may name other items than before
  std::vector<std::unique_ptr<Node>> children = {};
};

enum class Write : uint8_t { kInsert, kReplace, kRemove };

class Builder {
 public:
  Builder(Values& values, const snapshot::ResourceType& type, Problems& problems)
      : values_(values), type_(type), problems_(problems) {}

  ValueId Build(ValueId patch) {
    if (values_[patch].kind == Kind::kUnknown) return kNoValue;
    if (values_[patch].kind != Kind::kArray) {
      Report(patch, "it must be a list of operations");
      return kNoValue;
    }
    if (values_[patch].count > kMostOperations) return kNoValue;
    const std::vector<ValueId> steps(values_.Elements(patch).begin(),
                                     values_.Elements(patch).end());
    for (const ValueId step : steps) Apply(step);
    // An unknown operation may come after those that are known and undo them.
    if (values_[patch].open || root_.children.empty()) return kNoValue;
    return ToValue(root_);
  }
  bool complete() const { return complete_; }

 private:
  void Report(ValueId at, std::string detail, std::string help = {}) {
    complete_ = false;
    problems_.push_back({.what = rules::InvalidPatch{.detail = std::move(detail)},
                         .where = Tight(at),
                         .help = std::move(help)});
  }

  // A finding about a whole object points at its first key.
  Loc Tight(ValueId at) const {
    const std::span<const Member> members = values_.Members(at);
    return members.empty() ? values_.Where(at) : values_.Where(members.front().key);
  }

  // Whether a step has a member that its operation requires; `op` is empty if any does.
  bool Has(ValueId step, std::string_view member, std::string_view op) {
    if (values_.Find(step, member) != kNoValue) return true;
    if (!values_[step].open) {
      const std::string who = op.empty() ? "every operation" : "'" + std::string(op) + "'";
      Report(step, who + " requires '" + std::string(member) + "'");
    }
    return false;
  }

  void Apply(ValueId step) {
    if (values_[step].kind == Kind::kUnknown) return Forget();
    if (values_[step].kind != Kind::kObject) return Report(step, "an operation must be an object");
    if (!Has(step, "op", {})) return Forget();
    const ValueId op_at = values_.Find(step, "op");
    if (!values_.Known(op_at)) return Forget();
    const std::string_view op = values_.Text(op_at);
    if (std::find(kOps.begin(), kOps.end(), op) == kOps.end()) {
      const std::string_view meant = Suggest(op, kOps);
      Report(op_at, "unknown operation '" + std::string(op) + "'",
             meant.empty() ? "Use add, remove, replace, move, copy or test." : DidYouMean(meant));
      if (!meant.empty())
        problems_.back().repairs.push_back(ReplaceWith(meant, values_.Where(op_at)));
      return;
    }
    for (const std::string_view member : {"path", "from"}) CheckEscapes(values_.Find(step, member));
    const bool has_path = Has(step, "path", op);
    const bool moves = op == "move" || op == "copy";
    if (moves && !Has(step, "from", op)) return Forget();
    const bool writes = op == "add" || op == "replace" || op == "test";
    const bool has_value = !writes || Has(step, "value", op);
    if (!has_path) return Forget();
    if (moves) CheckReadable(op_at, values_.Find(step, "from"));
    if (op == "test" || op == "remove" || op == "replace") {
      CheckReadable(op_at, values_.Find(step, "path"));
    }
    if (op == "add") CheckParent(op_at, values_.Find(step, "path"));
    if (op == "move" && !Set(values_.Find(step, "from"), Absent(step), Write::kRemove))
      return Forget();
    if (op == "test" || op == "copy") complete_ = false;
    if (op == "test") return;
    ValueId value = kNoValue;
    if (op == "remove") {
      value = Absent(step);
    } else if (writes && has_value) {
      value = values_.Find(step, "value");
    } else {
      value = values_.AddUnknown(values_.Where(step));
    }
    const Write how = op == "remove"    ? Write::kRemove
                      : op == "replace" ? Write::kReplace
                                        : Write::kInsert;
    if (!Set(values_.Find(step, "path"), value, how)) Forget();
  }

  // JSON Pointer (RFC 6901) has no other escapes.
  void CheckEscapes(ValueId path) {
    if (path == kNoValue || values_[path].kind != Kind::kString) return;
    const std::string_view text = values_.Text(path);
    for (size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
      const std::string_view next = text.substr(at + 1, 1);
      if (next == "0" || next == "1" || HasHole(next)) continue;
      return Report(path, "'~' in a path must be followed by 0 or 1",
                    "Write '~0' for '~', and '~1' for '/'.");
    }
  }

  // Cloud Control applies the patch to what it reads, in which write-only properties are missing,
  // unless an earlier operation has put them there.
  void CheckReadable(ValueId op, ValueId path) {
    const bool known = values_[path].kind == Kind::kString && values_.Known(path);
    if (forgot_ || !known || type_.write_only() == nullptr) return;
    const std::string text(values_.Text(path));
    if (text.empty() || text.front() != '/') return;
    if (!IsHidden(text, SchemaAt(text)) || Given(text)) return;
    const std::string_view how = values_.Text(op);
    Problem& problem = problems_.emplace_back(
        Problem{.what = rules::WriteOnlyPatch{.op = std::string(how), .path = text},
                .where = values_.Where(path)});
    if (how == "replace") {
      problem.help = "Use 'add', which sets it in any case.";
      problem.repairs.push_back(ReplaceWith("add", values_.Where(op)));
    } else if (how == "remove") {
      problem.help = "Use 'add' with another value.";
    }
  }

  // Nothing can be added to what is not there (RFC 6902, section 4.1).
  void CheckParent(ValueId op, ValueId path) {
    const bool known = values_[path].kind == Kind::kString && values_.Known(path);
    if (forgot_ || !known || type_.write_only() == nullptr) return;
    const std::string_view text = values_.Text(path);
    const std::string parent(text.substr(0, std::min(text.rfind('/'), text.size())));
    if (parent.empty() || !IsHidden(parent, SchemaAt(parent)) || Given(parent)) return;
    problems_.push_back(
        {.what = rules::WriteOnlyPatch::Parent{.op = values_.Text(op), .path = parent},
         .where = values_.Where(path),
         .help = "Add '" + parent + "' as a whole."});
  }

  const snapshot::Schema* SchemaAt(std::string_view path) const {
    const snapshot::Schema* schema = snapshot::Target(*type_.schemas(), 0);
    while (!path.empty() && schema != nullptr) {
      path.remove_prefix(1);
      const std::string_view step = path.substr(0, path.find('/'));
      schema = Below(schema, step);
      path.remove_prefix(step.size());
    }
    return schema;
  }

  // Whether AWS returns nothing at a path: it is write-only, or all that it can hold is.
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepestHidden
  bool IsHidden(const std::string& path, const snapshot::Schema* schema, int depth = 0) const {
    const bool listed =
        std::any_of(type_.write_only()->begin(), type_.write_only()->end(),
                    [&](const auto* pointer) { return Leads(path, pointer->string_view()); });
    if (listed) return true;
    const bool closed = schema != nullptr && schema->closed() && schema->properties() != nullptr &&
                        schema->properties()->size() > 0;
    if (!closed || path.empty() || depth == kDeepestHidden) return false;
    return std::all_of(
        schema->properties()->begin(), schema->properties()->end(), [&](const auto* property) {
          const std::string below = path + "/" + property->name()->str();
          return IsHidden(below, snapshot::Target(*type_.schemas(), property->schema()), depth + 1);
        });
  }

  // Whether a path leads to what a pointer of the schema, in which `*` is any item, names, or
  // below.
  static bool Leads(std::string_view path, std::string_view pointer) {
    while (!pointer.empty()) {
      if (path.empty()) return false;
      pointer.remove_prefix(1);
      path.remove_prefix(1);
      const std::string_view step = path.substr(0, path.find('/'));
      const std::string_view wanted = pointer.substr(0, pointer.find('/'));
      if (wanted != "*" && wanted != step) return false;
      path.remove_prefix(step.size());
      pointer.remove_prefix(wanted.size());
    }
    return true;
  }

  // Whether the operations so far write a value at the path or above it, or move one there.
  bool Given(std::string_view path) const {
    const Node* node = &root_;
    while (!path.empty() && node->whole == kNoValue) {
      path.remove_prefix(1);
      const std::string_view step = path.substr(0, path.find('/'));
      const auto next = std::ranges::find_if(node->children, [&](const auto& child) {
        return values_.sources().Bytes(child->key) == step;
      });
      if (node->shifted) return true;
      if (next == node->children.end()) return false;
      node = next->get();
      path.remove_prefix(step.size());
    }
    return node->whole != kNoValue && values_[node->whole].kind != Kind::kAbsent;
  }

  ValueId Absent(ValueId step) {
    return values_.Add({.kind = Kind::kAbsent, .token = values_.Where(step)});
  }

  // An operation that is not understood may have changed anything.
  void Forget() {
    complete_ = false;
    forgot_ = true;
    root_.children.clear();
  }

  // Writes `value` at a JSON pointer (RFC 6901). False if the pointer is not known.
  bool Set(ValueId path, ValueId value, Write how) {
    if (values_[path].kind != Kind::kString || !values_.Known(path)) return false;
    const Loc text = values_[path].text;
    const std::string bytes(values_.sources().Bytes(text));
    if (bytes.empty() || bytes.front() != '/') {
      Report(path, "a path must begin with '/'", bytes.empty() ? "" : "Write '/" + bytes + "'.");
      return true;
    }
    // Escaped names (~0, ~1) and very deep paths are left alone.
    if (bytes.find('~') != std::string::npos) return false;
    return Walk(text, bytes, value, how);
  }

  // `path`: the bytes of `text`, which begin with '/'.
  bool Walk(Loc text, std::string_view path, ValueId value, Write how) {
    Node* node = &root_;
    const snapshot::Schema* schema = snapshot::Target(*type_.schemas(), 0);
    size_t depth = 0;
    for (size_t begin = 1; begin <= path.size();) {
      const size_t end = std::min(path.find('/', begin), path.size());
      const std::string_view name = path.substr(begin, end - begin);
      const Loc key = text.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
      if (++depth > kDeepestPath) return false;
      // Below what an earlier operation wrote whole, the result is a mixture: not known.
      if (node->whole != kNoValue) {
        node->whole = values_.AddUnknown(key);
        return true;
      }
      node->array = schema == nullptr ? IsIndex(name) : Is(*schema, snapshot::Type::Array);
      const bool moves = node->array && end == path.size() && how != Write::kReplace;
      if (schema != nullptr && node->array &&
          !CheckIndex(key, name, moves && how == Write::kInsert))
        return true;
      if (node->array && !(moves && how == Write::kInsert)) {
        // The index may be that of an item which was written under another.
        if (node->shifted && !node->children.empty()) return false;
      }
      if (moves) return MoveItems(*node, key, name, value, how);
      node = Child(*node, key, name);
      schema = Below(schema, name);
      begin = end + 1;
    }
    node->children.clear();
    node->whole = value;
    return true;
  }

  // Whether a list may have an item of such a name (RFC 6901, section 4).
  bool CheckIndex(Loc key, std::string_view name, bool inserts) {
    const bool padded = name.size() > 1 && name[0] == '0';
    if (IsIndex(name) && !padded && (name != "-" || inserts)) return true;
    const std::string what = name == "-"
                                 ? "'-' stands for a new item of a list: only 'add' works there"
                                 : "an item of a list has a number, such as '0'";
    problems_.push_back({.what = rules::InvalidPatch{.detail = what}, .where = key});
    return false;
  }

  // Puts an item into an array, or takes one out: the others change places.
  bool MoveItems(Node& array, Loc key, std::string_view name, ValueId value, Write how) {
    array.shifted = true;
    if (how == Write::kRemove) {
      std::erase_if(array.children,
                    [&](const auto& child) { return values_.sources().Bytes(child->key) == name; });
      return true;
    }
    array.children.push_back(std::make_unique<Node>());
    array.children.back()->key = key;
    array.children.back()->whole = value;
    return true;
  }

  Node* Child(Node& parent, Loc key, std::string_view name) {
    for (const auto& child : parent.children) {
      if (values_.sources().Bytes(child->key) == name) return child.get();
    }
    parent.children.push_back(std::make_unique<Node>());
    parent.children.back()->key = key;
    return parent.children.back().get();
  }

  // What the name of an item of an array looks like (RFC 6901).
  static bool IsIndex(std::string_view name) {
    return name == "-" || (!name.empty() && All(name, IsDigit));
  }

  static bool Is(const snapshot::Schema& schema, snapshot::Type type) {
    return schema.types() == type;
  }

  const snapshot::Schema* Below(const snapshot::Schema* schema, std::string_view name) const {
    if (schema == nullptr) return nullptr;
    if (Is(*schema, snapshot::Type::Array)) {
      return schema->items() < 0
                 ? nullptr
                 : snapshot::Target(*type_.schemas(), static_cast<uint32_t>(schema->items()));
    }
    const snapshot::Property* property = snapshot::FindProperty(*schema, name);
    return property == nullptr ? nullptr : snapshot::Target(*type_.schemas(), property->schema());
  }

  ValueId ToValue(const Node& node) {
    if (node.whole != kNoValue) return node.whole;
    if (node.array) {
      std::vector<ValueId> items;
      for (const auto& child : node.children) {
        const ValueId item = ToValue(*child);
        if (values_[item].kind != Kind::kAbsent) items.push_back(item);
      }
      return values_.AddArray(node.key, items, true);
    }
    std::vector<Member> members;
    for (const auto& child : node.children) {
      const ValueId value = ToValue(*child);
      members.push_back({values_.AddString(child->key, child->key), value});
    }
    return values_.AddObject(node.key, members, true);
  }

  Values& values_;
  const snapshot::ResourceType& type_;
  Problems& problems_;
  Node root_;
  bool complete_ = true;
  bool forgot_ = false;
};

}  // namespace

PatchedState PartialState(Values& values, ValueId patch, const snapshot::ResourceType& type,
                          Problems& problems) {
  Builder builder(values, type, problems);
  const ValueId desired = builder.Build(patch);
  return {.desired = desired, .complete = desired != kNoValue && builder.complete()};
}

PatchedState ReadPatch(Values& values, const sql::Expr& expr, const snapshot::ResourceType& type,
                       Problems& problems) {
  const sql::Expr* literal = Literal(expr);
  if (literal == nullptr || literal->kind != sql::Expr::Kind::kString) return {};
  const std::string_view bytes = values.sources().Bytes(literal->text);
  if (bytes == kHoleBytes) return {};
  const json::Parsed parsed = json::Parse(values, literal->text);
  if (parsed.value != kNoValue) {
    json::CheckDuplicateKeys(values, parsed.value, problems);
    return PartialState(values, parsed.value, type, problems);
  }
  if (parsed.unsure || HasHole(bytes.substr(0, 3)) || IsSpoilt(values, *literal)) return {};
  problems.push_back(
      {.what = rules::InvalidPatch::Json{.expected = parsed.expected}, .where = parsed.error});
  return {};
}

}  // namespace stackql
