#include "iam/template_text.h"

#include <array>

#include "value/value.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 20;  // functions in functions

void AddHole(const char* what, PolicyText& text) {
  text.text += kHoleBytes;
  text.unknown.insert(what);
}

}  // namespace

bool TemplateReader::IsFunction(ValueId object) const {
  if (values_[object].kind != Kind::kObject) return false;
  const auto members = values_.Members(object);
  if (members.size() != 1) return false;
  const std::string_view key = values_.Text(members.front().key);
  return key == "Ref" || key == "Condition" || key.starts_with("Fn::");
}

std::string_view TemplateReader::TagOf(ValueId value) const {
  const Loc token = values_[value].token;
  if (!token) return {};
  const std::string_view before = values_.sources().Bytes(token.text).substr(0, token.span.begin);
  const size_t end = before.find_last_not_of(" \n");
  if (end == std::string_view::npos) return {};
  const size_t begin = before.find_last_of(" \n[{,", end);
  const std::string_view word = before.substr(begin + 1, end - begin);  // npos + 1 is 0
  return word.starts_with('!') ? word.substr(1) : std::string_view();
}

bool TemplateReader::IsNoValue(ValueId value) const {
  const ValueId text = IsFunction(value) ? values_.Members(value).front().value : value;
  return values_[text].kind == Kind::kString && values_.Text(text) == "AWS::NoValue";
}

bool TemplateReader::IsChoice(ValueId value) const { return !BranchesOf(value).empty(); }

std::vector<ValueId> TemplateReader::BranchesOf(ValueId value) const {
  ValueId list = value;
  if (IsFunction(value)) {
    const Member function = values_.Members(value).front();
    if (values_.Text(function.key) != "Fn::If") return {};
    list = function.value;
  } else if (values_[value].kind != Kind::kArray || TagOf(value) != "If") {
    return {};
  }
  if (values_[list].kind != Kind::kArray) return {};
  const auto elements = values_.Elements(list);
  return {elements.begin(), elements.end()};
}

PolicyText TemplateReader::TextOf(ValueId value) const {
  PolicyText text = {.where = values_.Where(value)};
  Add(value, 0, text);
  return text;
}

void TemplateReader::Add(ValueId value, int depth, PolicyText& text) const {
  if (depth > kDeepest) return AddHole(kUnknownParts, text);
  std::string_view function = TagOf(value);
  ValueId argument = value;
  if (IsFunction(value)) {
    const Member member = values_.Members(value).front();
    function = values_.Text(member.key);
    if (function.starts_with("Fn::")) function.remove_prefix(4);
    argument = member.value;
    if (!TagOf(argument).empty()) function = "of a function";
  }
  const Kind kind = values_[argument].kind;
  if (function.empty() && kind != Kind::kUnknown) {
    text.text += values_.Text(value);
  } else if (function == "Ref" && kind == Kind::kString) {
    AddParameter(values_.Text(argument), text);
  } else if (function == "Sub" && kind == Kind::kString) {
    AddSubstituted(values_.Text(argument), kNoValue, depth, text);
  } else if (function == "Sub" && kind == Kind::kArray && values_.Elements(argument).size() == 2 &&
             values_[values_.Elements(argument)[0]].kind == Kind::kString) {
    const auto both = values_.Elements(argument);
    AddSubstituted(values_.Text(both[0]), both[1], depth, text);
  } else if (function == "Join" && kind == Kind::kArray) {
    AddJoined(argument, depth, text);
  } else {
    AddHole(kUnknownParts, text);
  }
}

void TemplateReader::AddParameter(std::string_view name, PolicyText& text) const {
  struct Pseudo {
    std::string_view name;
    const std::string& value;
    const char* what;
  };
  const std::array<Pseudo, 3> all = {{{"AWS::AccountId", place_.account, kUnknownAccount},
                                      {"AWS::Region", place_.region, kUnknownRegion},
                                      {"AWS::Partition", place_.partition, kUnknownPartition}}};
  for (const Pseudo& each : all) {
    if (each.name != name) continue;
    if (each.value.empty()) return AddHole(each.what, text);
    text.text += each.value;
    return;
  }
  AddHole(kUnknownParts, text);
}

// "${Name}" of Fn::Sub is filled in; "${!Name}" is "${Name}" (CloudFormation, "Fn::Sub").
// `given`: what its second argument says of some names.
void TemplateReader::AddSubstituted(std::string_view written, ValueId given, int depth,
                                    PolicyText& text) const {
  while (!written.empty()) {
    const size_t open = written.find("${");
    text.text += written.substr(0, open);
    const size_t close = open == std::string_view::npos ? open : written.find('}', open);
    if (close == std::string_view::npos) {
      if (open != std::string_view::npos) text.text += written.substr(open);
      return;
    }
    const std::string_view name = written.substr(open + 2, close - open - 2);
    const ValueId known = given == kNoValue || values_[given].kind != Kind::kObject
                              ? kNoValue
                              : values_.Find(given, name);
    if (name.starts_with('!')) {
      text.text += "${" + std::string(name.substr(1)) + "}";
    } else if (known != kNoValue) {
      Add(known, depth + 1, text);
    } else {
      AddParameter(name, text);
    }
    written.remove_prefix(close + 1);
  }
}

// [delimiter, [value ...]]
void TemplateReader::AddJoined(ValueId argument, int depth, PolicyText& text) const {
  const auto both = values_.Elements(argument);
  const bool plain = both.size() == 2 && values_[both[0]].kind == Kind::kString &&
                     values_[both[1]].kind == Kind::kArray && TagOf(both[1]).empty();
  if (!plain) return AddHole(kUnknownParts, text);
  bool first = true;
  for (const ValueId each : values_.Elements(both[1])) {
    if (!first) text.text += values_.Text(both[0]);
    first = false;
    Add(each, depth + 1, text);
  }
}

}  // namespace stackql::iam
