#include "sweep/judge.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "lang/patterns.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::sweep {
namespace {

using snapshot::Schema;
using snapshot::Type;

constexpr int kDeepest = 80;

Tri Sure(bool holds) { return holds ? Tri::kYes : Tri::kNo; }

bool Has(Type types, Type type) { return (types & type) != Type::NONE; }

// A number or a truth value in quotes, which AWS may read as what it says; null if it is neither.
Json Unquoted(const Json& value) {
  const Json inner =
      value.is_string() ? Json::parse(value.get_ref<const std::string&>(), nullptr, false) : Json();
  return inner.is_number() || inner.is_boolean() ? inner : Json();
}

bool HasType(const Json& value, Type types) {
  if (types == Type::NONE) return true;
  if (value.is_object()) return Has(types, Type::Object);
  if (value.is_array()) return Has(types, Type::Array);
  if (value.is_string()) return Has(types, Type::String);
  if (value.is_boolean()) return Has(types, Type::Bool);
  if (value.is_null()) return Has(types, Type::Null);
  if (Has(types, Type::Number)) return true;
  return Has(types, Type::Integer) && std::floor(value.get<double>()) == value.get<double>();
}

bool Equals(const Json& value, const snapshot::Literal& literal, bool any_case) {
  switch (literal.type()) {
    case Type::String:
      if (!value.is_string()) return false;
      if (any_case) return Lower(value.get<std::string>()) == Lower(literal.text()->str());
      return value.get<std::string>() == literal.text()->str();
    case Type::Bool:
      return value.is_boolean() && value.dump() == literal.text()->str();
    case Type::Integer:
    case Type::Number:
      return value.is_number() && value.get<double>() == std::stod(literal.text()->str());
    default:
      return value.is_null() && literal.type() == Type::Null;
  }
}

Tri JudgeText(const Schema& node, const std::string& text) {
  const auto length = static_cast<int64_t>(CodePoints(text));
  if (length < node.min_length()) return Tri::kNo;
  if (node.max_length() >= 0 && length > node.max_length()) return Tri::kNo;
  Tri matches = Tri::kYes;
  for (const flatbuffers::String* pattern : {node.pattern(), node.format_pattern()}) {
    if (pattern == nullptr || pattern->size() == 0) continue;
    matches = And(matches, MatchPattern(pattern->string_view(), text));
  }
  // What a template gives is not known.
  return text.find("{{") != std::string::npos && matches == Tri::kNo ? Tri::kUnknown : matches;
}

Tri JudgeNumber(const Schema& node, double number) {
  const auto limit = [](const flatbuffers::String* text) { return std::stod(text->str()); };
  const auto given = [](const flatbuffers::String* text) { return text && text->size() > 0; };
  if (given(node.minimum()) && number < limit(node.minimum())) return Tri::kNo;
  if (given(node.maximum()) && number > limit(node.maximum())) return Tri::kNo;
  if (given(node.exclusive_minimum()) && number <= limit(node.exclusive_minimum())) return Tri::kNo;
  if (given(node.exclusive_maximum()) && number >= limit(node.exclusive_maximum())) return Tri::kNo;
  return Tri::kYes;
}

Tri JudgeCount(const Schema& node, const Json& array) {
  const auto count = static_cast<int64_t>(array.size());
  if (count < node.min_items() || (node.max_items() >= 0 && count > node.max_items())) {
    return Tri::kNo;
  }
  if (!node.unique_items()) return Tri::kYes;
  for (size_t i = 0; i < array.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (array[i] == array[j]) return Tri::kNo;
    }
  }
  return Tri::kYes;
}

class Judgement {
 public:
  explicit Judgement(const Nodes& nodes) : nodes_(nodes) {}

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Tri Run(uint32_t schema, const Json& value, int depth) {
    const Schema* node = Target(nodes_, schema);
    if (!node || node->untrusted() || depth > kDeepest) return Tri::kUnknown;
    Tri result = JudgeLeaf(*node, value);
    if (value.is_array() && node->items() >= 0) {
      for (const Json& item : value) {
        if (result == Tri::kNo) return result;
        result = And(result, Run(static_cast<uint32_t>(node->items()), item, depth + 1));
      }
    }
    if (value.is_array() && node->prefix_items()) {
      for (uint32_t i = 0; i < node->prefix_items()->size() && i < value.size(); ++i) {
        result = And(result, Run(node->prefix_items()->Get(i), value[i], depth + 1));
      }
    }
    if (value.is_array() && node->contains() >= 0) {
      Tri any = Tri::kNo;
      for (const Json& item : value) {
        any = Or(any, Run(static_cast<uint32_t>(node->contains()), item, depth + 1));
      }
      result = And(result, any);
    }
    if (value.is_object()) result = And(result, Members(*node, value, depth));
    if (value.is_object()) result = And(result, Sure(Compared(*node, value)));
    return result == Tri::kNo ? result : And(result, Combined(*node, value, depth));
  }

 private:
  static bool Compared(const Schema& node, const Json& value) {
    bool right = true;
    for (uint32_t i = 0; node.among() && i < node.among()->size(); ++i) {
      const snapshot::Among& among = *node.among()->Get(i);
      std::vector<Json> others;
      for (uint32_t j = 0; among.others() && j < among.others()->size(); ++j) {
        for (const Json& each : ValuesAt(value, among.others()->Get(j)->string_view())) {
          others.push_back(each);
        }
      }
      for (const Json& each : ValuesAt(value, among.values()->string_view())) {
        right = right && IsAmong(each, others);
      }
    }
    for (uint32_t i = 0; node.distinct() && i < node.distinct()->size(); ++i) {
      std::vector<std::string> seen;
      const snapshot::Distinct& distinct = *node.distinct()->Get(i);
      for (uint32_t j = 0; distinct.at() && j < distinct.at()->size(); ++j) {
        for (const Json& each : ValuesAt(value, distinct.at()->Get(j)->string_view())) {
          if (!each.is_string() && !each.is_number()) continue;
          const std::string text = each.is_string() ? each.get<std::string>() : each.dump();
          right = right && std::ranges::find(seen, text) == seen.end();
          seen.push_back(text);
        }
      }
    }
    for (uint32_t i = 0; node.limits() && i < node.limits()->size(); ++i) {
      const snapshot::Limit& limit = *node.limits()->Get(i);
      for (const Json& most : ValuesAt(value, limit.limit()->string_view())) {
        for (const Json& each : ValuesAt(value, limit.value()->string_view())) {
          const auto number = WholeNumber(each);
          const auto limiting = WholeNumber(most);
          right = right &&
                  (!number || !limiting ||
                   static_cast<double>(*number) <= static_cast<double>(*limiting) * limit.ratio() -
                                                       static_cast<double>(limit.margin()));
        }
      }
    }
    return right;
  }

  static std::optional<int64_t> WholeNumber(const Json& value) {
    if (value.is_number_integer()) return value.get<int64_t>();
    if (!value.is_string()) return std::nullopt;
    const std::string& text = value.get_ref<const std::string&>();
    const size_t sign = text.starts_with('-') ? 1 : 0;
    const bool whole = text.find_first_not_of("0123456789", sign) == std::string::npos;
    if (!whole || text.size() == sign || text.size() > 18) return std::nullopt;
    return std::stoll(text);
  }

  static bool FitTogether(const Schema& node, const Json& value) {
    const auto given = [&](const auto& names) {
      return std::count_if(names.begin(), names.end(),
                           [&](const auto* name) { return value.contains(name->str()); });
    };
    const auto fits = [&](const auto* all, bool wanted) {
      return !all || std::all_of(all->begin(), all->end(), [&](const auto* one) {
        return !value.contains(one->name()->str()) ||
               given(*one->names()) == (wanted ? one->names()->size() : 0);
      });
    };
    const bool one =
        !node.required_or() || node.required_or()->size() == 0 || given(*node.required_or()) > 0;
    const bool only = !node.required_xor() || node.required_xor()->size() == 0 ||
                      given(*node.required_xor()) == 1;
    return one && only && fits(node.dependent_required(), true) &&
           fits(node.dependent_excluded(), false);
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Tri Members(const Schema& node, const Json& value, int depth) {
    Tri result = Tri::kYes;
    if (node.required()) {
      for (const auto* name : *node.required()) {
        if (!value.contains(name->str())) return Tri::kNo;
      }
    }
    if (!FitTogether(node, value)) return Tri::kNo;
    for (const auto& [name, member] : value.items()) {
      result = And(result, OneMember(node, name, member, depth));
      if (result == Tri::kNo) break;
    }
    return result;
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Tri OneMember(const Schema& node, const std::string& name, const Json& member, int depth) {
    Tri named = Tri::kNo;
    Tri result = Tri::kYes;
    if (node.properties()) {
      for (const auto* property : *node.properties()) {
        if (property->name()->string_view() != name) continue;
        named = Tri::kYes;
        result = And(result, Run(property->schema(), member, depth + 1));
      }
    }
    if (node.pattern_properties()) {
      for (const auto* property : *node.pattern_properties()) {
        const Tri matches = MatchPattern(property->pattern()->string_view(), name);
        named = Or(named, matches);
        if (matches == Tri::kNo) continue;
        const Tri fits = Run(property->schema(), member, depth + 1);
        result = And(result, matches == Tri::kYes ? fits : Or(fits, Tri::kUnknown));
      }
    }
    if (named == Tri::kYes) return result;
    if (node.closed()) return And(result, named);
    if (node.additional() < 0) return result;
    const Tri fits = Run(static_cast<uint32_t>(node.additional()), member, depth + 1);
    return And(result, named == Tri::kNo ? fits : Or(fits, Tri::kUnknown));
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Tri Combined(const Schema& node, const Json& value, int depth) {
    Tri result = Tri::kYes;
    if (node.all_of()) {
      for (const uint32_t branch : *node.all_of()) {
        result = And(result, Run(branch, value, depth + 1));
      }
    }
    if (node.any_of() && node.any_of()->size() > 0) {
      Tri any = Tri::kNo;
      for (const uint32_t branch : *node.any_of()) any = Or(any, Run(branch, value, depth + 1));
      result = And(result, any);
    }
    if (node.one_of() && node.one_of()->size() > 0) {
      size_t holding = 0;
      size_t open = 0;
      for (const uint32_t branch : *node.one_of()) {
        const Tri holds = Run(branch, value, depth + 1);
        holding += holds == Tri::kYes ? 1 : 0;
        open += holds == Tri::kUnknown ? 1 : 0;
      }
      const bool never = holding > 1 || holding + open == 0;
      result = And(result, never ? Tri::kNo : open == 0 ? Tri::kYes : Tri::kUnknown);
    }
    if (node.not_schema() >= 0) {
      result = And(result, Not(Run(static_cast<uint32_t>(node.not_schema()), value, depth + 1)));
    }
    if (node.if_schema() < 0) return result;
    const Tri condition = Run(static_cast<uint32_t>(node.if_schema()), value, depth + 1);
    if (condition == Tri::kUnknown) return And(result, condition);
    const int32_t arm = condition == Tri::kYes ? node.then_schema() : node.else_schema();
    return arm < 0 ? result : And(result, Run(static_cast<uint32_t>(arm), value, depth + 1));
  }

  const Nodes& nodes_;
};

// A number, also in quotes; null if it is neither.
Json NumberOf(const Json& value) {
  const Json inner = value.is_string() ? Unquoted(value) : value;
  return inner.is_number() ? inner : Json();
}

}  // namespace

bool IsAmong(const Json& value, const std::vector<Json>& others) {
  if (!value.is_string() && !value.is_number()) return true;
  return std::ranges::any_of(others, [&](const Json& other) {
    const bool texts = value.is_string() && other.is_string();
    return value == other ||
           (!texts && !NumberOf(value).is_null() && NumberOf(value) == NumberOf(other));
  });
}

uint64_t CodePoints(std::string_view text) {
  uint64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

const Schema* Target(const Nodes& nodes, uint32_t& schema) {
  for (int i = 0; i < kDeepest && schema < nodes.size(); ++i) {
    const Schema* node = nodes.Get(schema);
    if (node->ref() < 0) return node;
    schema = static_cast<uint32_t>(node->ref());
  }
  return nullptr;
}

Tri JudgeLeaf(const Schema& node, const Json& value) {
  Tri result = Tri::kYes;
  const Json unquoted = Unquoted(value);
  if (!HasType(value, node.types())) {
    if (unquoted.is_null() || !HasType(unquoted, node.types())) return Tri::kNo;
    result = Tri::kUnknown;
  }
  if (node.never()) return Tri::kNo;
  if (node.enumeration() && node.enumeration()->size() > 0) {
    Tri found = Tri::kNo;
    for (const auto* literal : *node.enumeration()) {
      if (Equals(value, *literal, node.any_case())) found = Tri::kYes;
      if (!unquoted.is_null() && Equals(unquoted, *literal, false))
        found = Or(found, Tri::kUnknown);
    }
    result = And(result, found);
  }
  if (value.is_string()) result = And(result, JudgeText(node, value.get<std::string>()));
  for (const Json& number : {value, unquoted}) {
    if (number.is_number()) result = And(result, JudgeNumber(node, number.get<double>()));
  }
  if (value.is_array()) result = And(result, JudgeCount(node, value));
  return result;
}

// Whether an item has the member of a step `*[Key]`, with the text of `*[Key=text]`.
bool HasMember(const Json& item, const std::string& step) {
  const std::string condition = step.substr(2, step.size() - 3);
  const size_t equals = condition.find('=');
  const std::string name = condition.substr(0, equals);
  if (!item.is_object() || !item.contains(name)) return false;
  if (equals == std::string::npos) return true;
  const Json& member = item.at(name);
  return (member.is_string() ? member.get<std::string>() : member.dump()) ==
         condition.substr(equals + 1);
}

// NOLINTNEXTLINE(misc-no-recursion): a step of the pointer each
std::vector<Json> ValuesAt(const Json& value, std::string_view pointer) {
  if (pointer.empty()) return {value};
  const std::string step(pointer.substr(1, pointer.find('/', 1) - 1));
  const std::string_view rest = pointer.substr(step.size() + 1);
  std::vector<Json> found;
  const auto add = [&](const Json& next) {
    for (Json& each : ValuesAt(next, rest)) found.push_back(std::move(each));
  };
  if (step == "*" && value.is_structured()) std::ranges::for_each(value, add);
  if (step.starts_with("*[") && value.is_structured()) {
    for (const Json& item : value) {
      if (HasMember(item, step)) add(item);
    }
  }
  if (step == "#" && value.is_object()) {
    for (const auto& [name, member] : value.items()) add(Json(name));
  }
  if (value.is_array() && step.find_first_not_of("0123456789") == std::string::npos) {
    const size_t index = std::stoul(step);
    if (index < value.size()) add(value[index]);
  }
  if (step != "*" && step != "#" && value.is_object() && value.contains(step)) add(value.at(step));
  return found;
}

Tri Judge(const Nodes& nodes, uint32_t schema, const Json& value) {
  return Judgement(nodes).Run(schema, value, 0);
}

}  // namespace stackql::sweep
