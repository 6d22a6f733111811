#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "template/evaluate.h"
#include "template/jinja.h"
#include "template/numbers.h"
#include "template/replace_arguments.h"
#include "template/syntax.h"
#include "template/template.h"
#include "value/value.h"

namespace stackql::tmpl {
namespace {

constexpr size_t kMostArms = 8;
constexpr uint32_t kMostRounds = 10'000;
constexpr uint32_t kMostOutput = 1 << 20;
constexpr uint32_t kMostNodes = 500'000;     // written within loops
constexpr uint32_t kMostUndecided = 10'000;  // conditions of which outcomes are looked for

class Writer {
 public:
  // `decisions` are how the conditions fall that are not known, in the order they are met.
  Writer(Values& values, Loc where, const Tree& tree, Evaluator& evaluator,
         std::span<const Tri> decisions)
      : values_(values),
        where_(where),
        bytes_(values.sources().Bytes(where)),
        tree_(tree),
        evaluator_(evaluator),
        decisions_(decisions),
        out_(std::in_place, values.sources()) {}

  // Conditions that were met and neither known nor decided.
  uint32_t undecided() const { return undecided_; }

  Loc Run() {
    Write(tree_.roots);
    if (overflow_) {
      values_.NoteLimit(Values::Limit::kSize, where_);
      out_.emplace(values_.sources());
      out_->Hole(where_);
    }
    return out_->Finish(Step::kRender, where_);
  }

  // Notes the names of nodes that are not written; they may run all the same if `maybe`.
  void Mention(const std::vector<uint32_t>& nodes, bool maybe) {
    for (const uint32_t index : nodes) {
      const Node& node = tree_.nodes[index];
      if (node.expr != kNone) evaluator_.Mention(node.expr);
      if (node.kind == Node::Kind::kSet && maybe) SetUnknown(node);
      for (const Branch& branch : node.branches) {
        if (branch.condition != kNone) evaluator_.Mention(branch.condition);
        Mention(branch.body, maybe);
      }
    }
  }

 private:
  Loc At(Span span) const { return where_.Sub(span.begin, span.end); }
  std::string_view Text(Span span) const { return bytes_.substr(span.begin, span.size()); }

  void Write(const std::vector<uint32_t>& nodes) {
    for (const uint32_t index : nodes) {
      overflow_ |= out_->size() > kMostOutput + bytes_.size();
      if (overflow_) return;
      if (rounds_ > 0) ++nodes_;
      WriteNode(tree_.nodes[index]);
    }
  }

  void WriteNode(const Node& node) {
    const Loc at = At(node.where);
    switch (node.kind) {
      case Node::Kind::kText:
        return out_->Copy(at);
      case Node::Kind::kOutput:
        return Output(evaluator_.Evaluate(node.expr, at), at);
      case Node::Kind::kSet:
        return Set(node);
      case Node::Kind::kIf:
        return If(node);
      case Node::Kind::kFor:
        return For(node);
      case Node::Kind::kFilter:
        return Filter(node);
      case Node::Kind::kBlock:
        return Write(node.branches[0].body);
      default:
        for (const Branch& branch : node.branches) Mention(branch.body, true);
        return out_->Hole(at);
    }
  }

  void Output(ValueId value, Loc at) {
    if (value == kNoValue) return out_->Hole(at);
    InsertPrinted(values_, value, at, *out_);
  }

  void Assign(const Node& node, ValueId value) {
    if (loops_ > 0 && !node.global) {
      evaluator_.locals.push_back({.name = Text(node.name), .value = value});
    } else {
      evaluator_.globals[Text(node.name)] = value;
    }
  }

  void Set(const Node& node) {
    const ValueId value = evaluator_.Evaluate(node.expr, At(node.where));
    Assign(node, value == kNoValue ? values_.AddUnknown(At(node.where)) : value);
  }

  // It may have been set, or not.
  void SetUnknown(const Node& node) { Assign(node, values_.AddUnknown(At(node.where))); }

  Tri Decide(Tri truth) {
    if (truth != Tri::kUnknown || loops_ > 0) return truth;
    if (decided_ < decisions_.size()) return decisions_[decided_++];
    ++undecided_;
    return truth;
  }

  void If(const Node& node) {
    const Loc at = At(node.where);
    bool open = true;   // no branch before holds for certain
    bool known = true;  // which branch is taken
    for (const Branch& branch : node.branches) {
      Tri truth = Tri::kYes;
      if (!open || !known) {
        if (branch.condition != kNone) evaluator_.Mention(branch.condition);
      } else if (branch.condition != kNone) {
        truth = Decide(evaluator_.Judge(branch.condition, at));
        known = truth != Tri::kUnknown;
      }
      if (open && known && truth == Tri::kYes) {
        open = false;
        Write(branch.body);
      } else {
        Mention(branch.body, !known);
      }
    }
    if (!known) out_->Hole(at);
  }

  // Whether it is known what a loop over this goes through. Of texts whose characters are not
  // single bytes it is not: Tera takes what is seen as one character together.
  bool IsIterated(ValueId value, bool with_key) const {
    const Value& node = values_[value];
    if (with_key != (node.kind == Kind::kObject) || node.open || !values_.Known(value)) {
      return false;
    }
    if (node.kind == Kind::kObject) {
      const std::span<const Member> members = values_.Members(value);
      return std::all_of(members.begin(), members.end(),
                         [&](const Member& member) { return values_.Known(member.key); });
    }
    const auto alone = [](char c) { return c != '\r' && static_cast<unsigned char>(c) < 0x80; };
    return node.kind == Kind::kArray ||
           (node.kind == Kind::kString && All(values_.Text(value), alone));
  }

  size_t MostRounds(ValueId value) const {
    const Value& node = values_[value];
    return node.kind == Kind::kString ? values_.Text(value).size() : node.count;
  }

  // What a loop goes through: members in the order of their keys, items, or characters.
  std::vector<Member> Items(ValueId value) {
    std::vector<Member> items;
    const Value node = values_[value];
    if (node.kind == Kind::kObject) {
      std::map<std::string_view, Member> sorted;  // the last of a key counts
      for (const Member& member : values_.Members(value)) sorted[values_.Text(member.key)] = member;
      for (const auto& [key, member] : sorted) items.push_back(member);
    } else if (node.kind == Kind::kArray) {
      for (const ValueId item : values_.Elements(value)) items.push_back({.value = item});
    } else {
      for (uint32_t i = 0; i < node.text.span.size(); ++i) {
        const Loc character = node.text.Sub(i, i + 1);
        items.push_back({.value = values_.AddString(character, node.token)});
      }
    }
    return items;
  }

  void For(const Node& node) {
    const Loc at = At(node.where);
    const ValueId list = evaluator_.Evaluate(node.expr, at);
    evaluator_.CheckIterated(node.expr, list, !node.key.empty());
    const bool known = list != kNoValue && IsIterated(list, !node.key.empty()) && !node.trimmed;
    const size_t most = known ? MostRounds(list) : 0;
    const bool spent = !evaluator_.Spend(most * sizeof(Member));
    const bool over = spent || rounds_ + most > kMostRounds || nodes_ > kMostNodes;
    if (known && over) values_.NoteLimit(Values::Limit::kWork, at);
    if (!known || over) return MentionLoop(node);
    const bool text = values_[list].kind == Kind::kString;
    const std::vector<Member> items = Items(list);
    const auto count = static_cast<uint32_t>(items.size());
    if (count == 0) {
      MentionLoop(node, false);
      if (node.branches.size() > 1) Write(node.branches.back().body);
      return;
    }
    if (node.breaks) return MentionLoop(node);
    const size_t locals = evaluator_.locals.size();
    ++loops_;
    evaluator_.looping = true;
    for (uint32_t round = 0; round < count && !overflow_; ++round) {
      overflow_ |= ++rounds_ > kMostRounds || nodes_ > kMostNodes;
      evaluator_.locals.push_back(
          {.name = Text(node.name), .value = items[round].value, .character = text});
      if (!node.key.empty()) {
        evaluator_.locals.push_back({.name = Text(node.key), .value = items[round].key});
      }
      evaluator_.locals.push_back({.name = "loop", .round = round, .rounds = count});
      Write(node.branches[0].body);
      evaluator_.locals.resize(locals);
    }
    --loops_;
    for (size_t i = 1; i < node.branches.size(); ++i) Mention(node.branches[i].body, false);
  }

  // Notes the names in a loop of which a hole is left, or else nothing but its last else.
  void MentionLoop(const Node& node, bool hole = true) {
    const Loc at = At(node.where);
    const size_t locals = evaluator_.locals.size();
    const ValueId unknown = values_.AddUnknown(at);
    ++loops_;
    for (const Span name : {node.name, node.key}) {
      if (!name.empty()) evaluator_.locals.push_back({.name = Text(name), .value = unknown});
    }
    evaluator_.locals.push_back({.name = "loop", .value = unknown});
    const size_t written = hole || node.branches.size() == 1 ? 0 : 1;
    for (size_t i = 0; i + written < node.branches.size(); ++i) {
      Mention(node.branches[i].body, hole);
    }
    --loops_;
    evaluator_.locals.resize(locals);
    if (hole) out_->Hole(at);
  }

  void Filter(const Node& node) {
    const Loc at = At(node.where);
    const std::vector<uint32_t>& body = node.branches[0].body;
    std::optional<TextBuilder> outer = std::move(out_);
    out_.emplace(values_.sources());
    Write(body);
    overflow_ |= !evaluator_.Spend(out_->size());
    const Loc text = out_->Finish(Step::kRender, at);
    out_.reset();
    out_.emplace(std::move(*outer));
    const Expr& filter = tree_.exprs[node.expr];
    const ValueId input = values_.AddString(text, at);
    Output(Text(filter.text) == "safe" ? input : evaluator_.Apply(filter, input, at), at);
  }

  Values& values_;
  Loc where_;
  std::string_view bytes_;
  const Tree& tree_;
  Evaluator& evaluator_;
  std::span<const Tri> decisions_;
  size_t decided_ = 0;
  uint32_t undecided_ = 0;
  std::optional<TextBuilder> out_;
  bool overflow_ = false;
  uint32_t rounds_ = 0;
  uint32_t nodes_ = 0;
  int loops_ = 0;
};

bool MayHaveTags(std::string_view text) {
  for (size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == '{' || next == '%' || next == '#') return true;
  }
  return false;
}

void Report(const Sources& sources, Loc where, const Mistake& mistake, Rendered& result,
            Problems& problems) {
  const Loc at = where.Sub(mistake.where.begin, mistake.where.end);
  // Holes of an earlier rendering may be what cannot be read.
  if (!mistake.sure || HasHole(sources.Bytes(at))) return;
  result.failed = true;
  problems.push_back({.what = mistake.what, .where = at, .help = mistake.help});
  if (!mistake.meant.empty()) problems.back().repairs.push_back(ReplaceWith(mistake.meant, at));
}

Rendered RenderParsed(Values& values, Loc where, const Parsed& parsed, const Scope& scope,
                      bool custom, std::span<const Tri> decisions, Problems& problems) {
  Rendered result = {.text = where};
  Sources& sources = values.sources();
  Evaluator evaluator(values, where, parsed.tree, scope, custom, result, problems);
  if (parsed.mistake) {
    // Nothing is rendered; the names before the mistake are noted.
    Report(sources, where, *parsed.mistake, result, problems);
    for (uint32_t i = 0; i < parsed.tree.exprs.size(); ++i) {
      if (parsed.tree.exprs[i].kind == Expr::Kind::kName) evaluator.Mention(i);
    }
    TextBuilder hole(sources);
    hole.Hole(where);
    result.text = hole.Finish(Step::kRender, where);
    return result;
  }
  Writer writer(values, where, parsed.tree, evaluator, decisions);
  result.text = writer.Run();
  result.undecided = writer.undecided();
  return result;
}

Rendered RenderTera(Values& values, Loc where, const Scope& scope, bool custom,
                    std::span<const Tri> decisions, Problems& problems) {
  const Sources& sources = values.sources();
  if (custom) where = NameReplaceArguments(values.sources(), where);
  if (!MayHaveTags(sources.Bytes(where))) return {.text = where};
  if (scope.parsed != nullptr) {
    const Parsed& parsed = scope.parsed->Read(sources, where, custom);
    return RenderParsed(values, where, parsed, scope, custom, decisions, problems);
  }
  const Parsed parsed = Parse(sources.Bytes(where), custom);
  return RenderParsed(values, where, parsed, scope, custom, decisions, problems);
}

}  // namespace

Rendered Render(Values& values, Loc where, const Scope& scope, Renderer renderer,
                Problems& problems) {
  if (renderer == Renderer::kJinja) return RenderJinja(values, where, scope, problems);
  return RenderTera(values, where, scope, renderer == Renderer::kQuery, {}, problems);
}

std::vector<Loc> RenderArms(Values& values, Loc where, const Scope& scope, Renderer renderer,
                            uint32_t undecided) {
  if (undecided > kMostUndecided) {
    values.NoteLimit(Values::Limit::kOutcomes, where);
    return {};
  }
  std::vector<Loc> arms;
  std::vector<std::vector<Tri>> open = {{}};
  Problems ignored;
  const bool custom = renderer == Renderer::kQuery;
  if (custom) where = NameReplaceArguments(values.sources(), where);
  const Parsed parsed = Parse(values.sources().Bytes(where), custom);
  while (!open.empty()) {
    const std::vector<Tri> decisions = std::move(open.back());
    open.pop_back();
    const Rendered rendered =
        RenderParsed(values, where, parsed, scope, custom, decisions, ignored);
    if (rendered.undecided == 0) {
      if (!rendered.failed) arms.push_back(rendered.text);
    } else {
      for (const Tri next : {Tri::kNo, Tri::kYes}) {
        open.push_back(decisions);
        open.back().push_back(next);
      }
    }
    if (arms.size() + open.size() > kMostArms) {
      values.NoteLimit(Values::Limit::kOutcomes, where);
      return {};
    }
  }
  return arms.size() > 1 ? arms : std::vector<Loc>();
}

}  // namespace stackql::tmpl
