#include "lint/schema_problems.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "diag/suggest.h"
#include "lang/patterns.h"
#include "lint/lookup.h"
#include "lint/tag_checks.h"
#include "operation/reference_fix.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "snapshot/tagging.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Type;

constexpr size_t kMostNames = 12;
constexpr size_t kFewNames = 5;  // of more
constexpr size_t kLongestPattern = 200;

// "A', 'B', 'C": inside the quotes of a message each name has its own.
std::string Join(const std::vector<std::string_view>& names, std::string_view separator) {
  std::string joined;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) joined += separator;
    if (i == kMostNames) return joined + "...";
    joined += names[i];
  }
  return joined;
}

// "A', 'B' or 'C".
std::string Alternatives(const std::vector<std::string_view>& names, std::string_view quote = "'") {
  const std::string between = std::string(quote) + ", " + std::string(quote);
  if (names.size() > kMostNames || names.size() < 2) return Join(names, between);
  const std::vector<std::string_view> first(names.begin(), names.end() - 1);
  return Join(first, between) + std::string(quote) + " or " + std::string(quote) +
         std::string(names.back());
}

std::string TypeNames(Type types) {
  using Name = std::pair<Type, std::string_view>;
  constexpr std::array kNames = {Name(Type::Null, "null"),       Name(Type::Bool, "boolean"),
                                 Name(Type::Integer, "integer"), Name(Type::Number, "number"),
                                 Name(Type::String, "string"),   Name(Type::Array, "array"),
                                 Name(Type::Object, "object")};
  std::vector<std::string_view> names;
  for (const auto& [type, name] : kNames) {
    if ((types & type) != Type::NONE) names.push_back(name);
  }
  return Alternatives(names);
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "boolean";
    case Kind::kNumber:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
    default:
      return "unknown";
  }
}

// "the ARN of an AWS::IAM::Role" for AWS::IAM::Role.Arn
std::string DescribeFormat(std::string_view format) {
  const size_t dot = format.rfind('.');
  const std::string_view what = format.substr(dot + 1);
  const std::string_view word = what.ends_with("Arn") ? "ARN"
                                : what == "Id"        ? "ID"
                                : what == "Url"       ? "URL"
                                                      : "name";
  return "the " + std::string(word) + " of an " + std::string(format.substr(0, dot));
}

class Reporter {
 public:
  Reporter(const Values& values, const Operation& operation)
      : values_(values), operation_(operation) {}

  Problems Run(const std::vector<Failure>& failures) {
    // An unknown member that is one letter off a missing one is that one, misspelled.
    for (const Failure& failure : failures) {
      if (failure.keyword == Keyword::kAdditional) Unknown(failure);
      if (failure.keyword == Keyword::kFormat) formatted_.insert(failure.value);
    }
    for (const Failure& failure : failures) {
      if (failure.keyword != Keyword::kAdditional) Report(failure);
    }
    return std::move(problems_);
  }

 private:
  Problem& Add(const Failure& failure, Message what) {
    problems_.push_back({.what = std::move(what),
                         .where = PointAt(values_, operation_, failure),
                         .doubtful = failure.schema->doubtful()});
    return problems_.back();
  }

  std::string Name(std::string_view path) const { return NameAt(operation_, path); }
  std::string ParentName(std::string_view path) const {
    return Name(path.substr(0, std::min(path.rfind('/'), path.size())));
  }

  void Report(const Failure& failure) {
    switch (failure.keyword) {
      case Keyword::kType:
        return WrongType(failure);
      case Keyword::kEnum:
        return NotInEnum(failure);
      case Keyword::kMinLength:
        return Length<rules::StringLength::Short>(failure, failure.schema->min_length());
      case Keyword::kMaxLength:
        if (HasHole(values_.Text(failure.value))) {
          return Length<rules::StringLength::AtLeast>(failure, failure.schema->max_length());
        }
        return Length<rules::StringLength>(failure, failure.schema->max_length());
      case Keyword::kPattern:
        return Pattern(failure);
      case Keyword::kFormat:
        return Format(failure);
      case Keyword::kMinimum:
        return Range<rules::NumberRange::Low>(failure, failure.schema->minimum());
      case Keyword::kMaximum:
        return Range<rules::NumberRange>(failure, failure.schema->maximum());
      case Keyword::kExclusiveMinimum:
        return Range<rules::NumberRange::NotAbove>(failure, failure.schema->exclusive_minimum());
      case Keyword::kExclusiveMaximum:
        return Range<rules::NumberRange::NotBelow>(failure, failure.schema->exclusive_maximum());
      case Keyword::kMinItems:
        return Count<rules::ItemCount::Few>(failure, failure.schema->min_items());
      case Keyword::kMaxItems:
        return Count<rules::ItemCount>(failure, failure.schema->max_items());
      case Keyword::kUniqueItems:
        return Duplicate(failure);
      case Keyword::kRequired:
      case Keyword::kNeeded:
        return Missing(failure);
      case Keyword::kExcluded:
        return Excluded(failure);
      case Keyword::kRequiredOr:
        Add(failure,
            rules::SchemaChoice::NeedsAny{.names = AlternativesOf(failure.schema->required_or()),
                                          .property = Name(failure.path)});
        return;
      case Keyword::kRequiredXor:
        Add(failure,
            rules::SchemaChoice::NeedsOne{.names = AlternativesOf(failure.schema->required_xor()),
                                          .property = Name(failure.path)});
        return;
      case Keyword::kNever:
        Add(failure, rules::UnknownProperty::Forbidden{.name = Name(failure.path),
                                                       .parent = ParentName(failure.path)});
        return;
      default:
        return Choice(failure);
    }
  }

  void Unknown(const Failure& failure) {
    const std::string_view name = values_.Text(failure.key);
    std::vector<std::string_view> names;
    if (const auto* properties = failure.schema->properties()) {
      for (const snapshot::Property* property : *properties) {
        const std::string_view candidate = property->name()->string_view();
        if (values_.Find(failure.object, candidate) == kNoValue) names.push_back(candidate);
      }
    }
    Problem& problem = Add(failure, rules::UnknownProperty{.name = Show(values_, failure.key),
                                                           .parent = ParentName(failure.path)});
    const std::string_view meant =
        HasHole(name) ? std::string_view() : Suggest(name, std::span(names));
    if (meant.empty()) {
      if (!names.empty()) problem.help = "Expected one of '" + Join(names, "', '") + "'.";
      return;
    }
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(Correct(name, meant, problem.where));
    misspelled_.insert(std::to_string(failure.object) + " " + std::string(meant));
  }

  void Missing(const Failure& failure) {
    if (misspelled_.count(std::to_string(failure.value) + " " + failure.name) > 0) return;
    const std::string parent = Name(failure.path);
    const bool needed = failure.keyword == Keyword::kNeeded;
    if (failure.removed != kNoValue) {
      Add(failure, needed
                       ? Message(rules::MissingProperty::NeededRemoved{
                             .cause = failure.cause, .name = failure.name, .parent = parent})
                       : rules::MissingProperty::Removed{.name = failure.name, .parent = parent});
      return;
    }
    Add(failure, needed ? Message(rules::MissingProperty::Needed{
                              .cause = failure.cause, .name = failure.name, .parent = parent})
                        : rules::MissingProperty{.name = failure.name, .parent = parent})
        .help = "Add '" + failure.name + "'.";
  }

  void Excluded(const Failure& failure) {
    Problem& problem =
        Add(failure, rules::SchemaChoice::Exclusive{.first = failure.name,
                                                    .property = ParentName(failure.path),
                                                    .second = Name(failure.path)});
    problem.related.push_back({values_.Where(failure.other), "given here"});
    problem.help = "Remove one of them.";
  }

  template <typename Names>
  static std::string AlternativesOf(const Names* list) {
    std::vector<std::string_view> names;
    for (const flatbuffers::String* name : *list) names.push_back(name->string_view());
    return Alternatives(names);
  }

  // The generator of provider documents keeps one type where the registry has several.
  void WrongType(const Failure& failure) {
    const Kind kind = values_[failure.value].kind;
    const Type types = failure.schema->types();
    const bool scalar = (types & (Type::Integer | Type::Number | Type::Bool)) != Type::NONE;
    const std::string expected = TypeNames(types);
    const std::string property = Name(failure.path);
    const std::string value = Show(values_, failure.value);
    Problem& problem =
        Add(failure, kind == Kind::kString && scalar
                         ? Message(rules::WrongType::Unreadable{
                               .expected = expected, .property = property, .value = value})
                         : rules::WrongType{.expected = expected,
                                            .found = KindName(kind),
                                            .property = property,
                                            .value = value});
    problem.doubtful |=
        operation_.type->generated() && (kind == Kind::kString || kind == Kind::kNull);
    const bool structure = kind == Kind::kObject || kind == Kind::kArray;
    const bool whole = failure.path.find('/', 1) == std::string::npos;
    if (structure && whole && operation_.call == Call::kCreate && types == Type::String) {
      problem.help = "StackQL sends JSON as a structure; string('...') stays a string.";
      problem.repairs.push_back(SendAsText(values_[failure.value].token));
    }
    if (kind == Kind::kString && (types & Type::Bool) != Type::NONE) {
      return Truth(values_.Text(failure.value), problem);
    }
    const bool bare = kind == Kind::kNumber || kind == Kind::kBool;
    if (!bare || (types & Type::String) == Type::NONE) return;
    const std::vector<std::string_view> allowed = AllowedTexts(*failure.schema);
    const std::string_view written = values_.sources().Bytes(values_[failure.value].token);
    if (!allowed.empty() && std::ranges::find(allowed, written) == allowed.end()) {
      problem.help = "Write '" + Alternatives(allowed) + "'.";
      return;
    }
    const Place place = values_.sources().Resolve(values_[failure.value].token);
    const bool generated = !place.used_in.empty() && operation_.call == Call::kUpdate;
    problem.help = generated ? "generate_patch_document parses a string that looks like JSON, even "
                               "in quotes: write this part of the patch yourself."
                             : "Write it in quotes.";
    if (!generated) problem.repairs.push_back(Quote(values_[failure.value].token));
  }

  // "yes", which is a boolean to some readers of YAML.
  static void Truth(std::string_view text, Problem& problem) {
    constexpr std::string_view kTrue = "yes y on 1";
    constexpr std::string_view kFalse = "no n off 0";
    const std::string lower = Lower(text);
    const bool is_true = HasWord(kTrue, lower);
    if (!is_true && !HasWord(kFalse, lower)) return;
    const std::string_view meant = is_true ? "true" : "false";
    problem.help = "Write " + std::string(meant) + ".";
    problem.repairs.push_back(ReplaceWith(meant, problem.where));
  }

  static std::vector<std::string_view> AllowedTexts(const snapshot::Schema& schema) {
    std::vector<std::string_view> allowed;
    if (schema.enumeration() == nullptr) return allowed;
    for (const snapshot::Literal* literal : *schema.enumeration()) {
      allowed.push_back(literal->text()->string_view());
    }
    return allowed;
  }

  void NotInEnum(const Failure& failure) {
    const std::vector<std::string_view> allowed = AllowedTexts(*failure.schema);
    const std::string property = Name(failure.path);
    const std::string value = Show(values_, failure.value);
    const bool known = values_[failure.value].kind == Kind::kString && values_.Known(failure.value);
    const std::string_view text = known ? values_.Text(failure.value) : std::string_view();
    if (allowed.size() > kMostNames) {
      Add(failure,
          rules::NotInEnum::Many{.allowed = Join(Nearest(text, allowed, kFewNames), "', '"),
                                 .count = allowed.size(),
                                 .property = property,
                                 .value = value})
          .help = "'stackql-lint catalog show " + operation_.type->type_name()->str() +
                  "' lists all of them.";
    } else {
      Add(failure,
          rules::NotInEnum{.allowed = Alternatives(allowed), .property = property, .value = value});
    }
    Problem& problem = problems_.back();
    if (!known) return;
    const std::string_view meant = Suggest(text, std::span(allowed));
    if (meant.empty()) return;
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(Correct(text, meant, problem.where));
  }

  template <typename What>
  void Length(const Failure& failure, int64_t limit) {
    Add(failure, What{.found = CountKnownCharacters(values_.Text(failure.value)),
                      .limit = limit,
                      .property = Name(failure.path),
                      .value = Show(values_, failure.value)});
  }

  void Pattern(const Failure& failure) {
    const std::string_view pattern = failure.schema->pattern()->string_view();
    const std::string shown = Shortened(pattern, kLongestPattern);
    if (IsWrongReference(failure, pattern)) {
      // What the format says is plainer.
      if (formatted_.count(failure.value) > 0) return;
      return Reference(failure, "text that matches '" + shown + "'", pattern);
    }
    Add(failure, rules::PatternMismatch{.pattern = shown,
                                        .property = Name(failure.path),
                                        .value = Show(values_, failure.value)});
  }

  // The format of the node, or those of its alternatives.
  std::vector<const snapshot::Schema*> FormatsOf(const snapshot::Schema& node) const {
    if (node.format()) return {&node};
    std::vector<const snapshot::Schema*> formats;
    for (const auto* branches : {node.any_of(), node.one_of()}) {
      if (!branches) continue;
      for (const uint32_t branch : *branches) {
        const snapshot::Schema* target = snapshot::Target(*operation_.type->schemas(), branch);
        if (target && target->format()) formats.push_back(target);
      }
    }
    return formats;
  }

  void Format(const Failure& failure) {
    std::vector<std::string> names;
    const bool top = failure.path.rfind('/') == 0;
    bool own = false;
    for (const snapshot::Schema* one : FormatsOf(*failure.schema)) {
      names.push_back(DescribeFormat(one->format()->string_view()));
      own = own || (top && names.back().ends_with(" " + operation_.type->type_name()->str()));
    }
    const std::string expected = Alternatives({names.begin(), names.end()}, "");
    for (const snapshot::Schema* one : FormatsOf(*failure.schema)) {
      const std::string_view pattern = one->format_pattern()->string_view();
      if (IsWrongReference(failure, pattern)) return Reference(failure, expected, pattern);
    }
    // What a resource of the type itself may be called is for rules about names.
    if (own) return;
    Problem& problem = Add(failure, rules::FormatMismatch{.expected = expected,
                                                          .property = Name(failure.path),
                                                          .value = Show(values_, failure.value)});
    problem.help = CountDigits(values_.Text(failure.value), *failure.schema);
  }

  // What is wrong with an ID that is too long or too short; empty if it is something else.
  static std::string CountDigits(std::string_view text, const snapshot::Schema& node) {
    constexpr std::string_view kLong = "{17}";  // as digits in the pattern of an ID
    const size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || node.format_pattern() == nullptr) return {};
    const std::string_view pattern = node.format_pattern()->string_view();
    const std::string_view prefix = text.substr(0, dash + 1);
    const std::string_view digits = text.substr(prefix.size());
    const bool counted = pattern.find(kLong) != std::string_view::npos &&
                         pattern.find(prefix) != std::string_view::npos &&
                         digits.find_first_not_of("0123456789abcdefABCDEF") == digits.npos;
    if (!counted || digits.empty() || digits.size() == 8 || digits.size() == 17) return {};
    return "Expected 8 or 17 digits after '" + std::string(prefix) + "', found " +
           std::to_string(digits.size()) + ".";
  }

  // Whether the text could match, if its holes did not hold what they do.
  bool IsWrongReference(const Failure& failure, std::string_view pattern) const {
    return MatchPattern(pattern, values_.Text(failure.value)) != Tri::kNo;
  }

  void Reference(const Failure& failure, const std::string& expected, std::string_view pattern) {
    const HoleContent& content = FirstContent(values_, values_[failure.value].text).front();
    Problem& problem = Add(failure, rules::WrongReference{.content = Describe(content),
                                                          .expected = expected,
                                                          .property = Name(failure.path),
                                                          .value = Show(values_, failure.value)});
    problem.related.push_back({content.where, "this column"});
    AdviseColumn(values_, values_[failure.value].text, content, OtherColumn(content, pattern),
                 problem);
  }

  template <typename What>
  void Range(const Failure& failure, const flatbuffers::String* limit) {
    Add(failure, What{.limit = flatbuffers::GetString(limit),
                      .property = Name(failure.path),
                      .value = Show(values_, failure.value)});
  }

  template <typename What>
  void Count(const Failure& failure, int64_t limit) {
    Add(failure,
        What{
            .found = values_[failure.value].count, .limit = limit, .property = Name(failure.path)});
  }

  void Duplicate(const Failure& failure) {
    const std::span<const ValueId> items = values_.Elements(failure.value);
    const ValueId first = items[failure.first];
    Problem& problem =
        Add(failure, rules::DuplicateItem{.property = Name(failure.path),
                                          .value = Show(values_, items[failure.item])});
    problem.related.push_back({Point(values_, first, kNoValue), "first given here"});
    problem.repairs.push_back(RemoveItem(values_[items[failure.item]].token));
  }

  // The members that each of the alternatives demands; empty if they demand anything else.
  std::vector<std::string> Demanded(const flatbuffers::Vector<uint32_t>* branches) const {
    std::vector<std::string> demanded;
    if (!branches) return {};
    for (const uint32_t branch : *branches) {
      const snapshot::Schema* node = snapshot::Target(*operation_.type->schemas(), branch);
      if (!node || !OnlyRequires(*node)) return {};
      std::vector<std::string_view> names;
      for (const auto* name : *node->required()) names.push_back(name->string_view());
      demanded.push_back(Join(names, "' with '"));
    }
    return demanded;
  }

  // The alternatives of provider documents may be told apart by what these leave out.
  void Choice(const Failure& failure) {
    AddChoice(failure);
    problems_.back().doubtful |= operation_.type->generated();
  }

  void AddChoice(const Failure& failure) {
    using rules::SchemaChoice;
    const std::string property = Name(failure.path);
    const std::string value = Show(values_, failure.value);
    const bool any = failure.keyword == Keyword::kAnyOf;
    if (any || failure.keyword == Keyword::kOneOf) {
      const auto demanded = Demanded(any ? failure.schema->any_of() : failure.schema->one_of());
      if (!demanded.empty()) {
        const std::vector<std::string_view> names(demanded.begin(), demanded.end());
        const std::string shown = Alternatives(names);
        Add(failure, any ? Message(SchemaChoice::NeedsAny{.names = shown, .property = property})
                         : SchemaChoice::NeedsOne{.names = shown, .property = property});
        return;
      }
    } else if (failure.keyword == Keyword::kOneOfMany) {
      const std::string first = Needs(failure.first);
      const std::string second = Needs(failure.second);
      if (!first.empty() && !second.empty()) {
        Add(failure,
            SchemaChoice::Exclusive{.first = first, .property = property, .second = second});
        return;
      }
      Add(failure, SchemaChoice::Several{.property = property, .value = value});
      return;
    }
    Add(failure, failure.keyword == Keyword::kNot
                     ? Message(SchemaChoice::Excluded{.property = property, .value = value})
                     : SchemaChoice{.property = property, .value = value});
  }

  std::string Needs(uint32_t branch) const {
    const snapshot::Schema* node = snapshot::Target(*operation_.type->schemas(), branch);
    if (!node || !node->required()) return {};
    std::vector<std::string_view> names;
    for (const auto* name : *node->required()) names.push_back(name->string_view());
    return Join(names, "' with '");
  }

  const Values& values_;
  const Operation& operation_;
  Problems problems_;
  std::unordered_set<std::string> misspelled_;
  std::unordered_set<ValueId> formatted_;  // what lacks the form of its format
};

// The place of a repeated tag is its key, where duplicate-tag-key points too.
Loc PointAtItem(const Values& values, const Operation& operation, const Failure& failure) {
  const ValueId item = values.Elements(failure.value)[failure.item];
  if (failure.path == snapshot::TagProperty(*operation.type)) {
    const auto key = SureMember(values, item, "Key");
    if (key) return values.Where(key->value);
  }
  return Point(values, item, kNoValue);
}

}  // namespace

std::string NameAt(const Operation& operation, std::string_view path) {
  while (!path.empty()) {
    const size_t slash = path.rfind('/');
    const std::string_view step = path.substr(slash + 1);
    if (!All(step, IsDigit)) return std::string(step);
    path = path.substr(0, slash);
  }
  return operation.type->type_name()->str();
}

Loc PointAt(const Values& values, const Operation& operation, const Failure& failure) {
  const bool root = failure.path.empty();
  Loc where;
  switch (failure.keyword) {
    case Keyword::kAdditional:
    case Keyword::kExcluded:
    case Keyword::kNever:
      where = failure.key != kNoValue ? values.Where(failure.key) : values.Where(failure.value);
      break;
    case Keyword::kRequired:
      if (failure.removed != kNoValue) {
        where = values.Where(failure.removed);
      } else if (!root) {
        where = PointAtObject(values, failure.value, failure.key);
      }
      break;
    case Keyword::kNeeded:
      where = values.Where(failure.removed != kNoValue ? failure.removed : failure.other);
      break;
    case Keyword::kUniqueItems:
      where = PointAtItem(values, operation, failure);
      break;
    default:
      if (!root) where = Point(values, failure.value, failure.key);
  }
  return where ? where : operation.where;
}

Problems ToProblems(const Values& values, const Operation& operation,
                    const std::vector<Failure>& failures) {
  return Reporter(values, operation).Run(failures);
}

}  // namespace stackql
