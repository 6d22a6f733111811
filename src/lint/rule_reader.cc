#include "lint/rule_reader.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "base/path.h"
#include "catalog/schema_compiler.h"
#include "diag/suggest.h"
#include "lint/placeholders.h"
#include "rules/config.h"
#include "value/value.h"

namespace stackql::lint {
namespace {

constexpr std::string_view kOpen = "\u00AB";  // « and » mark the finding of a bad example
constexpr std::string_view kClose = "\u00BB";

constexpr auto kKeys = std::to_array<std::string_view>(
    {"id",       "constants", "name",     "severity", "subject", "dialect", "summary",
     "why",      "message",   "messages", "label",    "labels",  "check",   "target",
     "path",     "targets",   "when",     "require",  "at",      "refers",  "unique",
     "silences", "rests_on",  "fix",      "examples"});
constexpr auto kReferenceKeys =
    std::to_array<std::string_view>({"at", "type", "then", "when", "same", "among", "with", "most",
                                     "distinct", "several", "apart", "region"});
constexpr auto kWithKeys = std::to_array<std::string_view>({"at", "type", "then"});
constexpr auto kStepKeys = std::to_array<std::string_view>({"at", "type"});
constexpr auto kMostKeys =
    std::to_array<std::string_view>({"value", "value_unset", "limit", "limit_unset"});
constexpr auto kTargetKeys = std::to_array<std::string_view>({"type", "path", "unique"});
constexpr auto kExampleKeys =
    std::to_array<std::string_view>({"title", "query", "manifest", "files"});
constexpr auto kSeverities = std::to_array<std::string_view>({"info", "warning", "error"});
// In the order of snapshot::Dialect; without the field a rule holds for any.
constexpr auto kDialects = std::to_array<std::string_view>({"any", "rust", "python"});
// In the order of snapshot::Source; without the field, a rule does not depend on facts that can be
// outdated.
constexpr auto kSources = std::to_array<std::string_view>({"nothing", "tables", "types"});
// In the order of snapshot::Fixable; without the field, findings have no fix.
constexpr auto kFixes = std::to_array<std::string_view>({"no", "safe", "unsafe", "shown"});
constexpr auto kSubjects = std::to_array<std::string_view>(
    {"file", "manifest", "template", "statement", "operation", "property", "policy", "live"});

bool IsId(std::string_view id) {
  size_t letters = 0;
  while (letters < id.size() && IsUpper(id[letters])) ++letters;
  const std::string_view digits = id.substr(letters);
  return letters >= 2 && letters <= 4 && digits.size() == 3 && All(digits, IsDigit);
}

bool IsName(std::string_view name) {
  return !name.empty() && All(name, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
}

// What the message of a declarative rule may tell.
constexpr auto kPlaceholders =
    std::to_array<std::string_view>({"property", "value", "type", "expected"});

// Texts of a document together, at most: aliases let a short one stand for endless copies.
constexpr size_t kMostText = 8 << 20;

class Reader {
 public:
  Reader(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  std::unique_ptr<snapshot::RuleT> Read(ValueId document, const std::string& file_name) {
    const size_t before = problems_.size();
    auto rule = std::make_unique<snapshot::RuleT>();
    if (values_[document].kind != Kind::kObject) {
      Report(document, "a rule document must be a mapping");
      return nullptr;
    }
    CheckKeys(document, kKeys);
    ReadNames(document, file_name, *rule);
    ReadMessages(document, *rule);
    ReadCheck(document, *rule);
    if (values_.Find(document, "rests_on") != kNoValue) {
      rule->rests_on = static_cast<snapshot::Source>(OneOf(document, "rests_on", kSources));
    }
    if (const ValueId fix = values_.Find(document, "fix"); fix != kNoValue) {
      rule->fix = static_cast<snapshot::Fixable>(OneOf(document, "fix", kFixes));
      if (!rule->builtin) Report(fix, "'fix' is for the rules of the program");
    }
    // messagec reads them, before anything else is compiled.
    if (const ValueId constants = values_.Find(document, "constants");
        constants != kNoValue && !rule->builtin) {
      Report(constants, "'constants' are for the rules of the program");
    }
    rule->silences = Names(values_.Find(document, "silences"), "silences");
    ReadExamples(document, *rule);
    if (copied_ > kMostText) Report(document, "the document is too large");
    return problems_.size() == before ? std::move(rule) : nullptr;
  }

 private:
  std::string Copy(ValueId text) {
    const std::string_view bytes = values_.Text(text);
    copied_ += bytes.size() + 1;
    return copied_ > kMostText ? std::string() : std::string(bytes);
  }

  void Report(ValueId at, std::string detail, std::string help = {}) {
    const std::span<const Member> members = values_.Members(at);
    problems_.push_back(
        {.what = rules::InvalidRuleDocument{.detail = std::move(detail)},
         .where = members.empty() ? values_.Where(at) : values_.Where(members.front().key),
         .help = std::move(help)});
  }

  // Whether an unknown key was probably to be this one; that it is missing needs no telling then.
  bool Meant(std::string_view key) const { return misspelled_.count(key) > 0; }

  // Whether all keys are known.
  bool CheckKeys(ValueId object, std::span<const std::string_view> known) {
    const size_t before = problems_.size();
    for (const Member& member : values_.Members(object)) {
      const std::string_view key = values_.Text(member.key);
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string_view meant = Suggest(key, known);
      if (!meant.empty()) misspelled_.insert(meant);
      Report(member.key, "unknown key '" + std::string(key.substr(0, 80)) + "'", DidYouMean(meant));
    }
    return problems_.size() == before;
  }

  // A required text.
  std::string Text(ValueId document, std::string_view key) {
    const ValueId value = values_.Find(document, key);
    if (value == kNoValue || values_[value].kind != Kind::kString || values_.Text(value).empty()) {
      if (value != kNoValue || !Meant(key)) {
        Report(value == kNoValue ? document : value, "'" + std::string(key) + "' is missing");
      }
      return {};
    }
    return Copy(value);
  }

  template <size_t Count>
  size_t OneOf(ValueId document, std::string_view key,
               const std::array<std::string_view, Count>& names) {
    const std::string text = Text(document, key);
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) return static_cast<size_t>(found - names.begin());
    if (!text.empty()) {
      const std::string_view meant = Suggest(text, names);
      Report(values_.Find(document, key), "no " + std::string(key) + " '" + text + "'",
             DidYouMean(meant));
    }
    return 0;
  }

  void ReadNames(ValueId document, const std::string& file_name, snapshot::RuleT& rule) {
    rule.id = Text(document, "id");
    if (!rule.id.empty() && !IsId(rule.id)) {
      Report(values_.Find(document, "id"), "an id must be two to four capitals and three digits");
    }
    rule.name = Text(document, "name");
    if (!rule.name.empty() && (!IsName(rule.name) || rule.name != file_name)) {
      Report(values_.Find(document, "name"),
             "a name must be in kebab-case and equal the file's name");
    }
    rule.severity = static_cast<snapshot::Severity>(OneOf(document, "severity", kSeverities));
    rule.subject = static_cast<snapshot::Subject>(OneOf(document, "subject", kSubjects));
    if (values_.Find(document, "dialect") != kNoValue) {
      rule.dialect = static_cast<snapshot::Dialect>(OneOf(document, "dialect", kDialects));
    }
    rule.summary = Text(document, "summary");
    if (!rule.summary.empty() && rule.summary.back() == '.') {
      Report(values_.Find(document, "summary"), "a summary must not end with a period");
    }
    rule.why = Text(document, "why");
  }

  // --- messages ----------------------------------------------------------------------------------

  void ReadMessages(ValueId document, snapshot::RuleT& rule) {
    const ValueId one = values_.Find(document, "message");
    const ValueId many = values_.Find(document, "messages");
    if (one == kNoValue && many == kNoValue && Meant("message")) return;
    if ((one == kNoValue) == (many == kNoValue)) {
      return Report(document, "exactly one of 'message' and 'messages' is required");
    }
    const ValueId stray = values_.Find(document, one != kNoValue ? "labels" : "label");
    if (stray != kNoValue) Report(stray, "'label' is for 'message', and 'labels' for 'messages'");
    if (one != kNoValue) {
      AddMessage("default", one, rule);
      return AddLabel("default", values_.Find(document, "label"), rule);
    }
    for (const Member& member : values_.Members(many)) {
      AddMessage(Copy(member.key), member.value, rule);
    }
    if (rule.messages.empty()) Report(many, "'messages' must map ids to messages");
    const ValueId labels = values_.Find(document, "labels");
    for (const Member& member : values_.Members(labels)) {
      AddLabel(values_.Text(member.key), member.value, rule);
    }
  }

  void AddMessage(std::string id, ValueId at, snapshot::RuleT& rule) {
    auto message = std::make_unique<snapshot::MessageT>();
    message->id = std::move(id);
    message->text = Copy(at);
    CheckMessage(message->text, at);
    rule.messages.push_back(std::move(message));
  }

  // What the frame says of the place. It tells nothing that the message does not tell.
  void AddLabel(std::string_view id, ValueId at, snapshot::RuleT& rule) {
    if (at == kNoValue) return;
    const auto message = std::ranges::find(rule.messages, id, &snapshot::MessageT::id);
    if (message == rule.messages.end()) return Report(at, "there is no message of this id");
    std::string label = Copy(at);
    if (label.empty() || label.back() == '.') {
      return Report(at, "a label must be a phrase without a period");
    }
    for (auto next = NextPlaceholder(label); next; next = NextPlaceholder(label, next->end)) {
      if (!HasPlaceholder((*message)->text, next->name)) {
        return Report(
            at, "the message does not have the placeholder '{" + std::string(next->name) + "}'");
      }
    }
    (*message)->label = std::move(label);
  }

  static bool HasPlaceholder(std::string_view text, std::string_view name) {
    auto next = NextPlaceholder(text);
    while (next && next->name != name) next = NextPlaceholder(text, next->end);
    return next.has_value();
  }

  void CheckMessage(std::string_view text, ValueId at) {
    if (text.empty() || text.back() != '.') Report(at, "a message must end with a period");
    size_t end = 0;
    while (const auto next = NextPlaceholder(text, end)) {
      if (text.substr(end, next->begin - end).find('{') != std::string_view::npos) break;
      end = next->end;
    }
    if (text.find('{', end) != std::string_view::npos) {
      Report(at,
             "a placeholder must be '{name}' or '{name|singular|plural}', in lowercase letters");
    } else if (end == 0) {
      Report(at, "a message must have a placeholder, such as '{value}'");
    }
  }

  // --- what is checked ---------------------------------------------------------------------------

  void ReadCheck(ValueId document, snapshot::RuleT& rule) {
    const ValueId check = values_.Find(document, "check");
    const ValueId require = values_.Find(document, "require");
    if (check != kNoValue) {
      rule.builtin = true;
      if (values_.Text(check) != "builtin") Report(check, "'check' must be 'builtin'");
      if (require != kNoValue) Report(require, "'check' and 'require' cannot be combined");
      // The code knows what they mean.
      if (values_.Find(document, "targets") != kNoValue) ReadTargets(document, rule);
      return;
    }
    if (Meant("check")) return;
    ReadTargets(document, rule);
    CheckDeclarativeMessages(document, rule);
    catalog::SchemaCompiler compiler(values_, problems_, catalog::SchemaCompiler::Mode::kStrict);
    if (const ValueId refers = values_.Find(document, "refers"); refers != kNoValue) {
      ReadReference(refers, compiler, rule);
    }
    const bool unique = std::ranges::any_of(
        rule.targets, [](const auto& target) { return target->unique != nullptr; });
    const bool compares = unique || Compares(rule.refers.get());
    if (unique && require != kNoValue) {
      return Report(require, "'unique' and 'require' cannot be combined");
    }
    if (require == kNoValue && Meant("require")) return;
    if (require == kNoValue && !compares) {
      return Report(document, "'check' or 'require' is required");
    }
    if (const ValueId at = values_.Find(document, "at"); at != kNoValue) rule.at = Copy(at);
    if (const ValueId when = values_.Find(document, "when"); when != kNoValue) {
      rule.when_schema = static_cast<int32_t>(compiler.Add(when, when));
    }
    if (require != kNoValue) {
      rule.require_schema = static_cast<int32_t>(compiler.Add(require, require));
    }
    rule.schemas = std::move(compiler.nodes());
  }

  int64_t Number(ValueId from, std::string_view key) {
    const ValueId at = values_.Find(from, key);
    const auto number = ParseNumber<int64_t>(values_.Text(at));
    if (!number) {
      Report(at == kNoValue ? from : at, "'" + std::string(key) + "' must be a number");
    }
    return number.value_or(0);
  }

  // A list of names, or of pointers; empty if it is not given.
  std::vector<std::string> Names(ValueId list, std::string_view key) {
    std::vector<std::string> names;
    if (list != kNoValue && values_[list].kind != Kind::kArray) {
      Report(list, "'" + std::string(key) + "' must be a list of names");
    }
    for (const ValueId name : values_.Elements(list)) names.push_back(Copy(name));
    return names;
  }

  // Whether a rule about references says something of the other resources.
  static bool Compares(const snapshot::RuleReferenceT* refers) {
    return refers != nullptr &&
           (!refers->same.empty() || !refers->among.empty() || refers->most != nullptr ||
            !refers->distinct.empty() || !refers->several.empty() || !refers->apart.empty() ||
            !refers->region.empty());
  }

  // What the resource at a reference refers to in turn; null if that does not count.
  std::unique_ptr<snapshot::ReferenceStepT> ReadStep(ValueId from) {
    const ValueId then = values_.Find(from, "then");
    if (then == kNoValue || !CheckKeys(then, kStepKeys)) return nullptr;
    auto step = std::make_unique<snapshot::ReferenceStepT>();
    step->at = Text(then, "at");
    step->type_name = Text(then, "type");
    return step;
  }

  void ReadReference(ValueId from, catalog::SchemaCompiler& compiler, snapshot::RuleT& rule) {
    if (!CheckKeys(from, kReferenceKeys)) return;
    auto reference = std::make_unique<snapshot::RuleReferenceT>();
    reference->at = Text(from, "at");
    if (!reference->at.empty() && reference->at.front() != '/') {
      Report(values_.Find(from, "at"), "'at' must begin with '/'");
    }
    reference->type_name = Text(from, "type");
    reference->then = ReadStep(from);
    if (const ValueId when = values_.Find(from, "when"); when != kNoValue) {
      reference->when_schema = static_cast<int32_t>(compiler.Add(when, when));
    }
    reference->same = Names(values_.Find(from, "same"), "same");
    reference->distinct = Names(values_.Find(from, "distinct"), "distinct");
    reference->several = Names(values_.Find(from, "several"), "several");
    reference->apart = Names(values_.Find(from, "apart"), "apart");
    if (values_.Find(from, "region") != kNoValue) reference->region = Text(from, "region");
    for (const Member& member : values_.Members(values_.Find(from, "among"))) {
      reference->among.push_back(std::make_unique<snapshot::AmongT>());
      reference->among.back()->values = Copy(member.key);
      if (values_[member.value].kind != Kind::kArray) {
        Report(member.value, "'among' must name lists of names");
      }
      for (const ValueId other : values_.Elements(member.value)) {
        reference->among.back()->others.push_back(Copy(other));
      }
    }
    if (const ValueId with = values_.Find(from, "with");
        with != kNoValue && CheckKeys(with, kWithKeys)) {
      reference->with_at = Text(with, "at");
      reference->with_type = Text(with, "type");
      reference->with_then = ReadStep(with);
    }
    if (const ValueId most = values_.Find(from, "most");
        most != kNoValue && CheckKeys(most, kMostKeys)) {
      reference->most = std::make_unique<snapshot::MemberLimitT>();
      reference->most->value = Text(most, "value");
      reference->most->limit = Text(most, "limit");
      reference->most->value_unset = Number(most, "value_unset");
      reference->most->limit_unset = Number(most, "limit_unset");
    }
    rule.refers = std::move(reference);
  }

  // `target`, `path` and `unique` are short for `targets` with a single one.
  void ReadTargets(ValueId document, snapshot::RuleT& rule) {
    const ValueId targets = values_.Find(document, "targets");
    if (targets == kNoValue) return AddTarget(document, "target", rule);
    for (const std::string_view other : {"target", "path", "unique"}) {
      const ValueId value = values_.Find(document, other);
      if (value == kNoValue) continue;
      Report(value, "'" + std::string(other) + "' and 'targets' cannot be combined");
    }
    const bool list = values_[targets].kind == Kind::kArray && values_[targets].count > 0;
    if (!list) return Report(targets, "'targets' must be a list of mappings");
    for (const ValueId target : values_.Elements(targets)) {
      if (CheckKeys(target, kTargetKeys)) AddTarget(target, "type", rule);
    }
  }

  void AddTarget(ValueId from, std::string_view type, snapshot::RuleT& rule) {
    auto target = std::make_unique<snapshot::RuleTargetT>();
    target->type_name = Text(from, type);
    const ValueId path = values_.Find(from, "path");
    if (path != kNoValue) target->path = Copy(path);
    if (!target->path.empty() && target->path.front() != '/') {
      Report(path, "a path must begin with '/'");
    }
    if (const ValueId unique = values_.Find(from, "unique"); unique != kNoValue) {
      target->unique = std::make_unique<snapshot::RuleUniqueT>();
      target->unique->of = Names(unique, "unique");
      const bool pointers = std::ranges::all_of(target->unique->of, [](const std::string& pointer) {
        return pointer.empty() || pointer.front() == '/';
      });
      if (!pointers) Report(unique, "a path must begin with '/'");
    }
    rule.targets.push_back(std::move(target));
  }

  // A declarative rule has one message, and three things to tell in it.
  void CheckDeclarativeMessages(ValueId document, const snapshot::RuleT& rule) {
    const ValueId one = values_.Find(document, "message");
    if (one == kNoValue && rule.messages.empty()) return;  // reported already
    if (one == kNoValue)
      return Report(document, "a rule without 'check' must have a single 'message'");
    if (rule.messages.empty()) return;
    const std::string_view text = rule.messages.front()->text;
    for (auto next = NextPlaceholder(text); next; next = NextPlaceholder(text, next->end)) {
      if (std::find(kPlaceholders.begin(), kPlaceholders.end(), next->name) == kPlaceholders.end())
        return Report(one, "unknown placeholder '{" + std::string(next->name) +
                               "}'; expected '{property}', '{value}', '{type}' or {expected}");
      if (next->name == "expected") continue;
      const bool quoted = next->begin > 0 && text[next->begin - 1] == '\'' &&
                          next->end < text.size() && text[next->end] == '\'';
      if (!quoted) return Report(one, "a placeholder must be in single quotes");
    }
  }

  // --- examples ----------------------------------------------------------------------------------

  void ReadExamples(ValueId document, snapshot::RuleT& rule) {
    const ValueId examples = values_.Find(document, "examples");
    if (examples == kNoValue && Meant("examples")) return;
    if (examples == kNoValue || values_[examples].kind != Kind::kObject) {
      return Report(document, "'examples' is missing");
    }
    constexpr auto kSides = std::to_array<std::string_view>({"bad", "good"});
    CheckKeys(examples, kSides);
    for (const std::string_view side : kSides) {
      const ValueId list = values_.Find(examples, side);
      if (list == kNoValue) continue;  // tests/examples_test.cc says which rules may lack one
      if (values_[list].kind != Kind::kArray) {
        Report(list, "'" + std::string(side) + "' must be a list of examples");
      }
      for (const ValueId item : values_.Elements(list)) ReadExample(item, side == "bad", rule);
    }
  }

  void ReadExample(ValueId node, bool bad, snapshot::RuleT& rule) {
    if (!CheckKeys(node, kExampleKeys)) return;
    auto example = std::make_unique<snapshot::ExampleT>();
    example->bad = bad;
    if (const ValueId title = values_.Find(node, "title"); title != kNoValue) {
      example->title = Copy(title);
    }
    AddFile(values_.Find(node, "query"), "query.iql", *example);
    AddFile(values_.Find(node, "manifest"), "stackql_manifest.yml", *example);
    if (const ValueId files = values_.Find(node, "files"); files != kNoValue) {
      for (const Member& member : values_.Members(files)) {
        std::string path = Copy(member.key);
        if (path.empty() || IsAbsoluteOrUp(path)) {
          Report(member.key, "the files of an example must lie in its folder");
        }
        AddFile(member.value, std::move(path), *example);
      }
    }
    if (example->files.empty())
      return Report(node, "an example must have 'query', 'manifest' or 'files'");
    CheckMarks(node, *example);
    rule.examples.push_back(std::move(example));
  }

  void AddFile(ValueId text, std::string path, snapshot::ExampleT& example) {
    if (text == kNoValue) return;
    auto file = std::make_unique<snapshot::ExampleFileT>();
    file->path = std::move(path);
    file->text = Copy(text);
    example.files.push_back(std::move(file));
  }

  // « and » come in pairs; a bad example has at least one, a good one none.
  void CheckMarks(ValueId node, const snapshot::ExampleT& example) {
    bool marked = false;
    for (const auto& file : example.files) {
      bool inside = false;
      for (size_t at = 0; at < file->text.size(); ++at) {
        const std::string_view rest = std::string_view(file->text).substr(at, kOpen.size());
        if (rest != kOpen && rest != kClose) continue;
        if (inside == (rest == kOpen))
          return Report(node, "marks must come in pairs of \u00AB and \u00BB");
        inside = !inside;
        marked = true;
      }
      if (inside) return Report(node, "marks must come in pairs of \u00AB and \u00BB");
    }
    if (example.bad != marked) {
      Report(node, example.bad ? "a bad example must mark what is reported"
                               : "a good example must not have marks");
    }
  }

  const Values& values_;
  Problems& problems_;
  size_t copied_ = 0;
  std::set<std::string_view> misspelled_;  // known keys that unknown ones were taken for
};

}  // namespace

std::unique_ptr<snapshot::RuleT> ReadRule(const Values& values, ValueId document,
                                          const std::string& name, Problems& problems) {
  return Reader(values, problems).Read(document, name);
}

}  // namespace stackql::lint
