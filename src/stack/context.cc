#include "stack/context.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/number_text.h"
#include "base/old_yaml.h"
#include "json/json.h"
#include "rules/template.h"
#include "stack/yaml_traps.h"
#include "value/value.h"

namespace stackql {
namespace {

// A word that is not meant as a boolean.
void ReportLowered(const Sources& sources, Loc text, size_t at, size_t end, Problems& problems) {
  const std::string_view bytes = sources.Bytes(text);
  while (at > 0 && IsWord(bytes[at - 1])) --at;
  while (end < bytes.size() && IsWord(bytes[end])) ++end;
  std::string lowered(bytes.substr(at, end - at));
  for (const std::string_view word : {"True", "False"}) {
    for (size_t i = lowered.find(word); i != std::string::npos; i = lowered.find(word, i + 1)) {
      lowered[i] = word == "True" ? 't' : 'f';
    }
  }
  problems.push_back({.what = rules::LoweredBoolean{.lowered = std::move(lowered),
                                                    .word = bytes.substr(at, end - at)},
                      .where = text.Sub(static_cast<uint32_t>(at), static_cast<uint32_t>(end))});
}

// Every `True` and `False` in a context string becomes lower case, inside words too
// (`lowered-boolean`).
Loc LowerBooleans(Sources& sources, Loc text, Problems& problems) {
  const std::string_view bytes = sources.Bytes(text);
  const auto next = [&](size_t from) {
    return std::min(bytes.find("True", from), bytes.find("False", from));
  };
  size_t at = next(0);
  if (at == std::string_view::npos) return text;
  TextBuilder builder(sources);
  size_t done = 0;
  for (; at != std::string_view::npos; at = next(done)) {
    const bool truth = bytes[at] == 'T';
    const size_t end = at + (truth ? 4 : 5);
    if ((at > 0 && IsWord(bytes[at - 1])) || (end < bytes.size() && IsWord(bytes[end]))) {
      ReportLowered(sources, text, at, end, problems);
    }
    builder.Copy(text.Sub(static_cast<uint32_t>(done), static_cast<uint32_t>(at)));
    builder.Atom(truth ? "true" : "false",
                 text.Sub(static_cast<uint32_t>(at), static_cast<uint32_t>(end)));
    done = end;
  }
  builder.Copy(text.Sub(static_cast<uint32_t>(done), static_cast<uint32_t>(bytes.size())));
  return builder.Finish(Step::kFilter, text);
}

// Whether a number's lexeme is what serde_yaml prints for it: other spellings (0x1F, 1e3, 1.10)
// change on the way.
bool PrintsAsWritten(std::string_view lexeme) {
  if (!lexeme.empty() && lexeme.front() == '-') lexeme.remove_prefix(1);
  if (lexeme.empty() || lexeme.size() > 15) return false;
  if (lexeme.find_first_not_of("0123456789.") != std::string_view::npos) return false;
  const size_t dot = lexeme.find('.');
  const std::string_view whole = lexeme.substr(0, dot);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
  if (dot == std::string_view::npos) return true;
  const std::string_view fraction = lexeme.substr(dot + 1);
  return !fraction.empty() && fraction.back() != '0' &&
         fraction.find('.') == std::string_view::npos;
}

// Python reads more as JSON: numbers that are none, and surrogates.
bool IsNoJsonOfPython(std::string_view text) {
  for (const std::string_view more : {"\\u", "NaN", "Infinity"}) {
    if (text.find(more) != std::string_view::npos) return false;
  }
  return true;
}

bool MayBeTemplate(std::string_view text) {
  for (size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    if (at + 1 < text.size() &&
        (text[at + 1] == '{' || text[at + 1] == '%' || text[at + 1] == '#')) {
      return true;
    }
  }
  return false;
}

// Whether a text certainly reaches queries as it is: what looks like JSON or ends in a line break
// may not.
bool StaysInPython(std::string_view text) {
  return text.empty() || (text.front() != '{' && text.front() != '[' && text.back() != '\n' &&
                          text.find('\r') == std::string_view::npos);
}

// Whether a text that cannot be rendered passes through queries as it is: only what is between
// double braces is looked at again (stackql-deploy's src/core/templating.rs).
bool StaysLiteral(std::string_view text) {
  const size_t open = text.find("{{");
  return open == std::string_view::npos || text.find("}}", open) == std::string_view::npos;
}

// A value with a tag of its own, which the tool takes for nothing.
bool IsTagged(const Value& node) { return node.kind == Kind::kUnknown && node.open; }

// An expression of JSONata, as state machines have: "{% $states.input %}".
bool IsJsonata(std::string_view text) {
  text = Trim(text, kBlanks);
  return text.starts_with("{%") && text.ends_with("%}");
}

}  // namespace

bool Take(uint64_t& budget, uint64_t amount) {
  const bool enough = amount <= budget;
  budget -= std::min(budget, amount);
  return enough;
}

ValueId ContextWriter::Write(ValueId value) {
  if (python_) return WritePython(value);
  if (IsTagged(values_[value])) return ScalarText(value);
  switch (values_[value].kind) {
    case Kind::kString: {
      const ValueId rendered = Rendered(value);
      if (values_[rendered].kind != Kind::kString) return rendered;
      const Value node = values_[rendered];
      const Loc lowered = LowerBooleans(values_.sources(), node.text, problems_);
      return lowered == node.text ? rendered : values_.AddString(lowered, node.token);
    }
    case Kind::kNull:
    case Kind::kBool:
    case Kind::kNumber:
      return ScalarText(value);
    case Kind::kArray:
    case Kind::kObject: {
      std::unordered_map<ValueId, ValueId> done;
      const Loc token = values_[value].token;
      if (budget_.json == 0) return values_.AddUnknown(token);
      uint64_t written = 0;
      const Loc text = json::Serialise(values_, Tree(value, done), json::Form::kContext, &written);
      Take(budget_.json, written);
      return values_.AddString(LowerBooleans(values_.sources(), text, problems_), token);
    }
    default:
      return value;
  }
}

// Scalars stay what YAML 1.1 makes of them; lists and mappings become texts.
ValueId ContextWriter::WritePython(ValueId value) {
  const Value node = values_[value];
  switch (node.kind) {
    case Kind::kNull:
    case Kind::kBool:
      return value;
    case Kind::kNumber:
      return ReadAsOldYaml(values_.Text(value)) == OldScalar::kText
                 ? values_.AddString(node.text, node.token)
                 : value;
    case Kind::kArray:
    case Kind::kObject:
      return SomeText(node.token, node.kind);
    case Kind::kString:
      return node.quoted ? PythonText(Rendered(value), node.token) : PlainInPython(value);
    default:
      return values_.AddUnknown(node.token);
  }
}

// A plain scalar that is text in YAML 1.2.
ValueId ContextWriter::PlainInPython(ValueId value) {
  const Value node = values_[value];
  switch (ReadAsOldYaml(values_.Text(value))) {
    case OldScalar::kNumber:
    case OldScalar::kOctal:
    case OldScalar::kSexagesimal:
      return values_.Add({.kind = Kind::kNumber, .token = node.token, .text = node.text});
    case OldScalar::kBool: {
      const std::string lower = Lower(values_.Text(value));
      const TextId text =
          values_.sources().AddBuiltin(lower == "no" || lower == "off" ? "false" : "true");
      return values_.Add(
          {.kind = Kind::kBool, .token = node.token, .text = values_.sources().All(text)});
    }
    case OldScalar::kDate:  // known by what is written there
      return values_.AddUnknown(node.token);
    default:
      return PythonText(Rendered(value), node.token);
  }
}

// A text that is JSON is written anew, and one that is a boolean of Python's.
ValueId ContextWriter::PythonText(ValueId rendered, Loc token) {
  if (values_[rendered].kind != Kind::kString) return SomeText(token, Kind::kString);
  const std::string_view text = values_.Text(rendered);
  if (text == "True" || text == "False") {
    return values_.AddString(LowerBooleans(values_.sources(), values_[rendered].text, problems_),
                             token);
  }
  if (StaysInPython(text)) return rendered;
  const bool bracket = text.starts_with('[') || text.starts_with('{');
  if (!bracket) return SomeText(token, Kind::kString);
  const json::Parsed parsed = json::Parse(values_, values_[rendered].text);
  if (parsed.value != kNoValue) return SomeText(token, values_[parsed.value].kind);
  const bool stays = !parsed.unsure && StaysInPython(text.substr(1)) && IsNoJsonOfPython(text);
  return stays ? rendered : SomeText(token, Kind::kString);
}

ValueId ContextWriter::SomeText(Loc token, Kind kind) {
  TextBuilder builder(values_.sources());
  const std::string_view brackets = kind == Kind::kArray    ? "[]"
                                    : kind == Kind::kObject ? "{}"
                                                            : std::string_view();
  if (!brackets.empty()) builder.Atom(brackets.substr(0, 1), token);
  builder.Hole(token);
  if (!brackets.empty()) builder.Atom(brackets.substr(1), token);
  return values_.AddString(builder.Finish(Step::kFilter, token), token);
}

ValueId ContextWriter::Rendered(ValueId text) {
  const Value node = values_[text];
  if (!MayBeTemplate(values_.sources().Bytes(node.text))) return text;
  if (budget_.rendered == 0) return values_.AddUnknown(node.text);
  Problems problems;
  tmpl::Rendered rendered =
      tmpl::Render(values_, node.text, scope_,
                   python_ ? tmpl::Renderer::kJinja : tmpl::Renderer::kManifest, problems);
  Take(budget_.rendered, rendered.text.span.size());
  if (Keeps(rendered)) return text;
  const std::string_view written = values_.sources().Bytes(node.text);
  const bool literal = rendered.failed && !python_ && StaysLiteral(written);
  // What 1.x cannot render, it leaves as it is.
  if (python_ || (literal && IsJsonata(written))) problems.clear();
  if (literal) {
    // It may be meant as the text that it is.
    for (Problem& problem : problems) {
      problem.doubtful |= problem.what.rule == rules::TemplateSyntax::kRule;
    }
  }
  problems_.insert(problems_.end(), std::make_move_iterator(problems.begin()),
                   std::make_move_iterator(problems.end()));
  reads_.insert(reads_.end(), std::make_move_iterator(rendered.reads.begin()),
                std::make_move_iterator(rendered.reads.end()));
  if (literal) return text;
  // A value that cannot be rendered stays literal and is rendered again later: not known here.
  if (rendered.failed) return values_.AddUnknown(node.text);
  return rendered.text == node.text ? text : values_.AddString(rendered.text, node.token);
}

bool ContextWriter::Keeps(const tmpl::Rendered& rendered) const {
  if (keep_ == Keep::kAll) return rendered.failed;
  return keep_ == Keep::kForResource &&
         std::any_of(rendered.reads.begin(), rendered.reads.end(), [&](const tmpl::Read& read) {
           return (read.name == "resource_name" || read.name == "idempotency_token") &&
                  scope_.names.find(read.name) == scope_.names.end();
         });
}

// Null, and what has a tag of its own, is nothing.
ValueId ContextWriter::ScalarText(ValueId value) {
  const Value node = values_[value];
  const std::string_view lexeme = values_.sources().Bytes(node.text ? node.text : node.token);
  if (node.kind == Kind::kNumber && PrintsAsWritten(lexeme)) {
    return values_.AddString(node.text, node.token);
  }
  TextBuilder builder(values_.sources());
  if (node.kind == Kind::kNumber) {
    const std::string printed = PrintedBySerde(lexeme);
    if (printed.empty()) return values_.AddUnknown(node.token);
    builder.Atom(printed, node.token);
  }
  if (node.kind == Kind::kBool) {
    builder.Atom(lexeme.front() == 't' || lexeme.front() == 'T' ? "true" : "false", node.token);
  }
  const Loc text = builder.Finish(Step::kFilter, node.token);
  return values_.AddString(text, node.token);
}

// A key as the tool prints it: others than strings in a form that is meant for its developers.
ValueId ContextWriter::KeyText(ValueId key) {
  const Value node = values_[key];
  std::string text;
  if (node.kind == Kind::kNull) {
    text = "Null";
  } else if (node.kind == Kind::kBool) {
    text = "Bool(" + Lower(values_.Text(key)) + ")";
  } else if (node.kind == Kind::kNumber) {
    const std::string printed = PrintedBySerde(values_.Text(key));
    if (printed.empty()) return key;
    text = "Number(" + printed + ")";
  } else {
    return key;
  }
  TextBuilder builder(values_.sources());
  builder.Atom(text, node.token);
  return values_.AddString(builder.Finish(Step::kFilter, node.token), node.token);
}

// The value with its strings rendered; shared nodes are rendered once.
ValueId ContextWriter::Tree(ValueId value, std::unordered_map<ValueId, ValueId>& done) {
  const Value node = values_[value];
  if (IsTagged(node)) return ScalarText(value);
  if (node.kind == Kind::kString) return Rendered(value);
  if (node.kind != Kind::kArray && node.kind != Kind::kObject) return value;
  // What was meant is another value.
  if (IsUnquotedTemplate(values_, value)) return values_.AddUnknown(node.token);
  const auto known = done.find(value);
  if (known != done.end()) return known->second;
  bool changed = false;
  ValueId result = value;
  if (node.kind == Kind::kArray) {
    std::vector<ValueId> items(values_.Elements(value).begin(), values_.Elements(value).end());
    for (ValueId& item : items) {
      const ValueId rendered = Tree(item, done);
      changed |= rendered != item;
      item = rendered;
    }
    if (changed) result = values_.AddArray(node.token, items, node.open);
  } else {
    std::vector<Member> members(values_.Members(value).begin(), values_.Members(value).end());
    for (Member& member : members) {
      const Member rendered = {KeyText(member.key), Tree(member.value, done)};
      changed |= rendered.key != member.key || rendered.value != member.value;
      member = rendered;
    }
    if (changed) result = values_.AddObject(node.token, members, node.open);
  }
  done.emplace(value, result);
  return result;
}

namespace {

// Joins two lists without repeating what the first has. Whether an item with unknown parts repeats
// one cannot be told: it is left out, and the list is open.
ValueId MergeArrays(Values& values, ValueId base, ValueId other) {
  const auto text = [&](ValueId item) { return json::PlainText(values, item); };
  const std::vector<ValueId> second(values.Elements(other).begin(), values.Elements(other).end());
  std::vector<ValueId> all(values.Elements(base).begin(), values.Elements(base).end());
  bool open = values[base].open || values[other].open;
  std::set<std::string> have;
  bool unknown_item = false;
  for (const ValueId item : all) unknown_item |= HasHole(*have.insert(text(item)).first);
  for (const ValueId item : second) {
    const std::string bytes = text(item);
    if (unknown_item || HasHole(bytes)) {
      open = true;
    } else if (have.find(bytes) == have.end()) {
      all.push_back(item);
    }
  }
  return values.AddArray(values[base].token, all, open);
}

ValueId MergeObjects(Values& values, ValueId base, ValueId other) {
  std::vector<Member> all(values.Members(base).begin(), values.Members(base).end());
  const std::span<const Member> more = values.Members(other);
  std::set<std::string_view> replaced;
  for (const Member& member : more) replaced.insert(values.Text(member.key));
  std::erase_if(all, [&](const Member& have) {
    return values.Known(have.key) && replaced.count(values.Text(have.key)) > 0;
  });
  all.insert(all.end(), more.begin(), more.end());
  const bool open = values[base].open || values[other].open;
  return values.AddObject(values[base].token, all, open);
}

}  // namespace

const json::Parsed& ParsedTexts::Read(Values& values, ValueId string) {
  const auto [known, added] = read_.try_emplace(string);
  if (added) known->second = json::Parse(values, values[string].text);
  return known->second;
}

ValueId MergeContext(Values& values, ValueId base, std::span<const ValueId> others,
                     ParsedTexts& texts, StackBudget& budget) {
  ValueId merged = kNoValue;
  uint64_t size = values.Text(base).size();  // of what was merged so far
  bool is_text = false;                      // what was read last certainly is no JSON
  const auto structure = [&](ValueId text) {
    is_text = false;
    if (values[text].kind != Kind::kString) return kNoValue;
    const json::Parsed& parsed = texts.Read(values, text);
    is_text = values.Known(text) && parsed.value == kNoValue && !parsed.unsure;
    return parsed.value;
  };
  if (base != kNoValue) {
    merged = structure(base);
    if (merged == kNoValue && !is_text) return values.AddUnknown(values.Where(base));
  }
  for (const ValueId other : others) {
    size += values.Text(other).size();
    const ValueId next = Take(budget.merged, size) ? structure(other) : kNoValue;
    if (next == kNoValue) return values.AddUnknown(values.Where(other));
    if (merged == kNoValue) {
      merged = next;
    } else if (values[merged].kind == Kind::kArray && values[next].kind == Kind::kArray) {
      merged = MergeArrays(values, merged, next);
    } else if (values[merged].kind == Kind::kObject && values[next].kind == Kind::kObject) {
      merged = MergeObjects(values, merged, next);
    } else {
      return values.AddUnknown(values.Where(other));
    }
  }
  const Loc token = values[merged].token;
  return values.AddString(json::Serialise(values, merged, json::Form::kPlain), token);
}

}  // namespace stackql
