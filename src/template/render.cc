#include <optional>
#include <string_view>
#include <utility>

#include "template/evaluate.h"
#include "template/syntax.h"
#include "template/template.h"

namespace stackql::tmpl {
namespace {

constexpr uint32_t kMostRounds = 10'000;
constexpr uint32_t kMostOutput = 1 << 20;

class Writer {
 public:
  Writer(Values& values, Loc where, const Tree& tree, Evaluator& evaluator, Rendered& result)
      : values_(values),
        where_(where),
        bytes_(values.sources().Bytes(where)),
        tree_(tree),
        evaluator_(evaluator),
        result_(result),
        out_(std::in_place, values.sources()) {}

  void WriteAll(const std::vector<uint32_t>& nodes) {
    for (const uint32_t node : nodes) WriteNode(tree_.nodes[node]);
  }

  TextBuilder& out() { return *out_; }

 private:
  Loc At(Span span) const { return where_.Sub(span.begin, span.end); }
  std::string_view Text(Span span) const { return bytes_.substr(span.begin, span.size()); }

  void WriteNode(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kText: return out_->Copy(At(node.where));
      case Node::Kind::kOutput: return Output(evaluator_.Evaluate(node.expr, At(node.where)), node);
      case Node::Kind::kSet: return Set(node);
      case Node::Kind::kIf: return If(node);
      case Node::Kind::kFor: return For(node);
      default:
        for (const Branch& branch : node.branches) Skim(branch.body);
        return out_->Hole(At(node.where));
    }
  }

  void Output(ValueId value, const Node& node) {
    const Loc tag = At(node.where);
    if (value == kNoValue) return out_->Hole(tag);
    switch (values_[value].kind) {
      case Kind::kString:
      case Kind::kNumber:
        // The parts of a patch document know themselves where they are used.
        if (IsPatch(tree_.exprs[node.expr])) return out_->Copy(values_[value].text);
        return out_->Insert(values_[value].text, tag);
      default: return out_->Hole(tag);
    }
  }

  bool IsPatch(const Expr& expr) const {
    return expr.kind == Expr::Kind::kFilter && Text(expr.text) == "generate_patch_document" &&
           tree_.exprs[expr.args[0]].kind == Expr::Kind::kDict;
  }

  void Set(const Node& node) {
    const ValueId value = evaluator_.Evaluate(node.expr, At(node.where));
    evaluator_.locals.emplace_back(
        Text(node.name), value == kNoValue ? values_.AddUnknown(At(node.where)) : value);
  }

  // Evaluates a body that may not run, for the names that it reads: none is certain to fail.
  void Skim(const std::vector<uint32_t>& nodes) {
    const size_t reads = result_.reads.size();
    const size_t locals = evaluator_.locals.size();
    std::optional<TextBuilder> kept = std::move(out_);
    out_.emplace(values_.sources());
    WriteAll(nodes);
    out_.reset();
    out_.emplace(std::move(*kept));
    for (size_t i = reads; i < result_.reads.size(); ++i) result_.reads[i].guarded = true;
    // What it sets may be set, or not.
    for (size_t i = locals; i < evaluator_.locals.size(); ++i) {
      evaluator_.locals[i].second = values_.AddUnknown(where_);
    }
  }

  // Branches that do not run are read all the same: another environment may take them.
  void If(const Node& node) {
    bool decided = false;
    for (const Branch& branch : node.branches) {
      if (decided) {
        Skim(branch.body);
        continue;
      }
      const Tri truth =
          branch.has_condition ? evaluator_.Judge(branch.condition, At(node.where)) : Tri::kYes;
      decided = truth != Tri::kNo;
      if (truth == Tri::kYes) {
        WriteAll(branch.body);
      } else {
        Skim(branch.body);
      }
      if (truth == Tri::kUnknown) out_->Hole(At(node.where));
    }
  }

  void For(const Node& node) {
    const ValueId list = evaluator_.Evaluate(node.expr, At(node.where));
    const bool known = list != kNoValue && values_[list].kind == Kind::kArray &&
                       !values_[list].open && node.key.empty();
    if (!known || rounds_ + values_[list].count > kMostRounds) return SkimLoop(node);
    const std::vector<ValueId> items(values_.Elements(list).begin(), values_.Elements(list).end());
    if (items.empty() && node.branches.size() > 1) return WriteAll(node.branches[1].body);
    const size_t locals = evaluator_.locals.size();
    for (const ValueId item : items) {
      if (++rounds_ > kMostRounds || out_->size() > kMostOutput) {
        out_->Hole(At(node.where));
        break;
      }
      evaluator_.locals.emplace_back(Text(node.name), item);
      evaluator_.locals.emplace_back("loop", values_.AddUnknown(At(node.where)));
      WriteAll(node.branches[0].body);
      evaluator_.locals.resize(locals);
    }
  }

  void SkimLoop(const Node& node) {
    const size_t locals = evaluator_.locals.size();
    for (const Span name : {node.name, node.key}) {
      if (!name.empty()) {
        evaluator_.locals.emplace_back(Text(name), values_.AddUnknown(At(node.where)));
      }
    }
    evaluator_.locals.emplace_back("loop", values_.AddUnknown(At(node.where)));
    for (const Branch& branch : node.branches) Skim(branch.body);
    evaluator_.locals.resize(locals);
    out_->Hole(At(node.where));
  }

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  const Tree& tree_;
  Evaluator& evaluator_;
  Rendered& result_;
  std::optional<TextBuilder> out_;
  uint32_t rounds_ = 0;
};

bool MayHaveTags(std::string_view text) {
  for (size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == '{' || next == '%' || next == '#') return true;
  }
  return false;
}

}  // namespace

Rendered Render(Values& values, Loc where, const Scope& scope, Renderer renderer,
                Problems& problems) {
  Rendered result = {.text = where};
  if (!MayHaveTags(values.sources().Bytes(where))) return result;
  const bool custom = renderer == Renderer::kQuery;
  const Tree tree = Parse(values.sources(), where, custom, problems, result.failed);
  Evaluator evaluator(values, where, tree, scope, custom, result.reads, problems);
  Writer writer(values, where, tree, evaluator, result);
  writer.WriteAll(tree.roots);
  const bool unread = result.failed;
  for (const Read& read : result.reads) result.failed |= !read.defined && !read.guarded;
  if (unread) {  // nothing is known of a text whose tags cannot be told
    TextBuilder hole(values.sources());
    hole.Hole(where);
    result.text = hole.Finish(Step::kRender, where);
  } else {
    result.text = writer.out().Finish(Step::kRender, where);
  }
  return result;
}

}  // namespace stackql::tmpl
