#include "iam/scope.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "iam/naming.h"
#include "iam/read_back.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;

// Small letters and digits only.
std::string Folded(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (IsAlnum(c)) folded += Lower(c);
  }
  return folded;
}

bool IsPluralOf(std::string_view plural, std::string_view singular) {
  const std::string one(singular);
  if (plural == one + "s" || plural == one + "es") return true;
  return !one.empty() && one.back() == 'y' && plural == one.substr(0, one.size() - 1) + "ies";
}

void AddUnlessThere(Arn arn, std::vector<Arn>& all) {
  if (std::find(all.begin(), all.end(), arn) == all.end()) all.push_back(std::move(arn));
}

// What an action is done to, by its name: "servicedeployments" of DescribeServiceDeployments.
std::string ObjectOf(const snapshot::Action& action) {
  constexpr auto kVerbs = std::to_array<std::string_view>({"List", "Describe", "Search", "Get"});
  std::string_view rest = action.name()->string_view();
  for (const std::string_view verb : kVerbs) {
    if (rest.substr(0, verb.size()) != verb) continue;
    rest.remove_prefix(verb.size());
    break;
  }
  return Folded(rest);
}

// Whether an action is called after resources of the type.
bool IsOn(const snapshot::Action& action, std::string_view arn_type) {
  const std::string object = ObjectOf(action);
  const std::string type = Folded(arn_type);
  return object == type || IsPluralOf(object, type);
}

// Whether a text is one of several names.
bool IsOneName(const Arn& text) {
  return text.size() == 1 && !text[0].forms.empty() &&
         std::none_of(text[0].forms.begin(), text[0].forms.end(),
                      [](const std::string& form) { return form.starts_with("arn:"); });
}

// Whether the known parts of a string use the alphabet only; 111122223333:function:f is not a name.
bool IsSpelled(const Arn& text, Piece::Alphabet alphabet) {
  const std::string_view others = alphabet == Piece::Alphabet::kAll    ? ""
                                  : alphabet == Piece::Alphabet::kPart ? ":"
                                                                       : ":/";
  return std::all_of(text.begin(), text.end(), [&](const Piece& piece) {
    return piece.kind != Piece::Kind::kText ||
           piece.text.find_first_of(others) == std::string::npos;
  });
}

// API Gateway's actions are HTTP methods, done to the paths of what it manages ("Actions,
// resources, and condition keys for Amazon API Gateway Management").
bool IsHttpMethod(std::string_view action) {
  constexpr auto kMethods =
      std::to_array<std::string_view>({"DELETE", "GET", "PATCH", "POST", "PUT"});
  return std::ranges::find(kMethods, action) != kMethods.end();
}

Scoped Star(Reason reason) { return {.resources = {StarArn()}, .reason = reason}; }

}  // namespace

Scoper::Scoper(const Operation& operation, const Values& values, const StackCalls& calls,
               const ActionReference& actions, const AwsContext& context, Scope scope)
    : operation_(operation),
      values_(values),
      calls_(calls),
      actions_(actions),
      context_(context),
      scope_(scope),
      known_(ReadBack(values, calls, actions, context, scope == Scope::kStrict)),
      own_(operation, values, actions, context, known_, CreationsOf(operation)),
      free_([&actions, type = own_.facts()](std::string_view property) {
        return actions.IsFree(type, property);
      }) {}

// The stack may not have created what it reads, updates and deletes. A check assumes that it did,
// and asks only for the form of ARN that this gives.
std::span<const Operation* const> Scoper::CreationsOf(const Operation& operation) const {
  if (scope_ != Scope::kStrict) return {};
  return calls_.CreationsOf(operation);
}

bool Scoper::Lacks(std::string_view property) const { return own_.Has(property) == Tri::kNo; }

Scoped Scoper::ResourcesOf(std::string_view arn_template) const {
  if (scope_ == Scope::kStar) return Star(Reason::kAsked);
  return {.resources = {own_.One(arn_template)}, .reason = Reason::kLinked};
}

bool Scoper::IsNeeded(const snapshot::AddedAction& added) const {
  if (operation_.call != Call::kCreate && (operation_.call != Call::kUpdate || added.create_only()))
    return false;
  Tri has = added.properties() == nullptr ? Tri::kYes : Tri::kNo;
  if (added.properties() != nullptr) {
    for (const auto* each : *added.properties()) has = Or(has, own_.Has(each->string_view()));
  }
  const bool whole = operation_.call == Call::kCreate;
  return has == Tri::kYes || (has == Tri::kUnknown && whole && scope_ == Scope::kSafe);
}

Scoped Scoper::ResourcesOf(std::string_view name, const snapshot::Action* action,
                           std::string_view service) const {
  if (own_.IsIdle(name)) return {};
  if (scope_ == Scope::kStar) return Star(Reason::kAsked);
  if (action == nullptr) {
    if (scope_ != Scope::kStrict) return Star(Reason::kUncatalogued);
    return {.resources = {{{.kind = Piece::Kind::kUnsure, .text = "resource"}}},
            .reason = Reason::kUncatalogued};
  }
  if (action->resources() == nullptr) {
    return Star(Reason::kStarOnly);
  }
  if (actions_.IsOfLinkedRole(name) && own_.facts() != nullptr && !own_.IsOfService("iam") &&
      own_.facts()->linked_services() != nullptr) {
    return OnLinkedRoles();
  }
  const Asked asked = {.name = name, .prefix = name.substr(0, name.find(':')), .action = *action};
  const std::string_view arn = actions_.ArnOf(asked.prefix, action->name()->string_view());
  if (!arn.empty()) {
    const Arn linked = {{.text = std::string(service)}};
    return {.resources = {service.empty() ? own_.Other(arn)
                                          : own_.Other(arn, "AWSServiceName", linked)},
            .reason = Reason::kOtherType};
  }
  if (own_.IsOfService(asked.prefix) && IsHttpMethod(action->name()->string_view())) {
    return OnPath(asked);
  }
  const bool list_level = Has(*action, AccessLevel::List);
  if (list_level && Enumerates(*action)) return Collection(asked);
  // That a List-level action is of one resource is recognized by its name only.
  const bool one = !list_level || scope_ == Scope::kStrict || actions_.IsOfOne(name);
  const auto& all = *action->resources();
  const auto is_own = [&](const auto* each) {
    return own_.Is(asked.prefix, each->arn_type()->string_view());
  };
  const bool own = std::any_of(all.begin(), all.end(), is_own);
  const bool required =
      std::any_of(all.begin(), all.end(), [](const auto* each) { return each->required(); });
  if (own && actions_.IsSingle(name)) return OwnOf(asked, one);
  return required ? Required(asked, one) : own ? OptionalOwn(asked, one) : Optional(asked);
}

// What a type that has service-linked roles changes of roles is theirs ("Service-linked role
// permissions", IAM's user guide).
Scoped Scoper::OnLinkedRoles() const {
  const std::string_view arn = actions_.ArnOf("iam", "CreateServiceLinkedRole");
  Scoped scoped{.reason = Reason::kOtherType};
  for (const auto* service : *own_.facts()->linked_services()) {
    AddUnlessThere(own_.Other(arn, "AWSServiceName", {{.text = service->str()}}), scoped.resources);
  }
  return scoped;
}

// The operation's own resource, in one of the forms that it may have.
Scoped Scoper::OwnOf(const Asked& asked, bool one) const {
  Scoped scoped;
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    const std::string_view type = resource->arn_type()->string_view();
    if (own_.Is(asked.prefix, type)) AddOwn(asked.prefix, type, one, scoped);
  }
  scoped.any_of = scope_ == Scope::kStrict && scoped.resources.size() > 1;
  return scoped;
}

// POST applies to the collection that gets a new resource, as does a GET that lists; PUT applies to
// some types only. Tags have their own paths.
Scoped Scoper::OnPath(const Asked& asked) const {
  const std::string_view method = asked.action.name()->string_view();
  const bool lists = method == "GET" && operation_.call == Call::kList;
  Scoped scoped{.reason = own_.reason()};
  const auto& types = *asked.action.resources();
  const bool on_own = method != "PUT" || std::ranges::any_of(types, [&](const auto* each) {
                        return own_.Is(asked.prefix, each->arn_type()->string_view());
                      });
  const std::vector<std::string> none;
  for (const std::string& own : on_own ? own_.templates() : none) {
    Arn arn = own_.One(lists || method == "POST" ? CollectionOf(asked, own) : own);
    if (method == "POST") Append(arn, CreatedUnder());
    AddUnlessThere(std::move(arn), scoped.resources);
  }
  const bool tags = method != "GET" && method != "PATCH" && operation_.call != Call::kDelete;
  if (tags) AddPerhaps(asked.prefix, "Tags", scoped);
  return scoped;
}

// The longest of the action's paths that is a parent of the resource's; the resource's own if none
// is.
std::string_view Scoper::CollectionOf(const Asked& asked, std::string_view own) const {
  std::string_view collection;
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    for (const std::string_view path :
         TemplatesOf(asked.prefix, resource->arn_type()->string_view())) {
      const bool leads = own.starts_with(path) && own.substr(path.size()).starts_with('/');
      if (leads && path.size() > collection.size()) collection = path;
    }
  }
  return collection.empty() ? own : collection;
}

// The part of a path that names what the resource is created under; empty if nothing does.
Arn Scoper::CreatedUnder() const {
  const std::string_view property = flatbuffers::GetStringView(own_.facts()->created_under());
  if (property.empty()) return {};
  Arn under = {{.text = "/"}};
  const ValueId value =
      operation_.desired == kNoValue ? kNoValue : values_.Find(operation_.desired, property);
  Append(under, value == kNoValue
                    ? Arn{{.kind = Piece::Kind::kUnsure, .text = std::string(property)}}
                    : PartOf(values_, value, known_));
  return under;
}

// All types that the reference marks, and those of the others that the request may name.
Scoped Scoper::Required(const Asked& asked, bool one) const {
  const auto& all = *asked.action.resources();
  const bool own_required = std::any_of(all.begin(), all.end(), [&](const auto* each) {
    return each->required() && own_.Is(asked.prefix, each->arn_type()->string_view());
  });
  bool of_parts = false;
  bool named = own_required;  // some resource that is asked for, as far as is known
  Scoped own{.reason = Reason::kOtherType};
  Scoped scoped{.reason = Reason::kOtherType};
  for (const bool required : {true, false}) {
    for (const snapshot::ActionResource* resource : all) {
      const std::string_view type = resource->arn_type()->string_view();
      if (resource->required() != required || own_.IsOther(asked.prefix, type)) continue;
      if (own_.Is(asked.prefix, type)) {
        AddOwn(asked.prefix, type, one, own);
        scoped.reason = own.reason;
        // DescribeServiceDeployments may name no service that the deployments belong to.
        of_parts = of_parts || (!IsOn(asked.action, type) && OnPart(asked));
      } else if (own_required && IsPart(asked.prefix, type) && !IsOn(asked.action, type)) {
        // Whether the resource itself is meant, or a version of it, its name does not tell.
        AddPerhaps(asked.prefix, type, scoped);
      } else {
        named |= AddForeign(asked.prefix, type, required, scoped) != Use::kNot;
      }
    }
  }
  // Without any, the call is not made: no role is passed.
  const bool by_name = actions_.IsByName(asked.name);
  const bool asked_for = named || !own.resources.empty() || (!scoped.resources.empty() && !by_name);
  if (!asked_for && (by_name || scope_ == Scope::kStrict)) return {};
  if (of_parts && scope_ == Scope::kStrict) own.resources.clear();
  // The resource may be of several types; the request is on one of them.
  const bool unclear = scope_ == Scope::kStrict && own.resources.size() > 1;
  if (unclear && scoped.resources.empty()) scoped.any_of = true;
  auto& target = unclear && !scoped.any_of ? scoped.perhaps : scoped.resources;
  target.insert(target.begin(), own.resources.begin(), own.resources.end());
  return scoped;
}

// One of several types, among them the operation's own, and others that properties name.
Scoped Scoper::OptionalOwn(const Asked& asked, bool one) const {
  Scoped scoped = OwnOf(asked, one);
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    const std::string_view type = resource->arn_type()->string_view();
    if (own_.Is(asked.prefix, type) || own_.IsOther(asked.prefix, type)) continue;
    const Use use = UseOf(asked.prefix, type);
    if (use.how != Use::kNamed && use.how != Use::kPerhaps) continue;
    auto& target = scope_ == Scope::kStrict ? scoped.perhaps : scoped.resources;
    for (const Arn& arn : use.arns) AddUnlessThere(arn, target);
  }
  return scoped;
}

// An action that reads a whole collection is evaluated on that, so that one ARN would deny it.
Scoped Scoper::Collection(const Asked& asked) const {
  const bool by_name = actions_.AsksByName(asked.name) && operation_.call != Call::kList;
  Scoped scoped{.reason = Reason::kEnumerates};
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    const std::string_view type = resource->arn_type()->string_view();
    const bool own = own_.Is(asked.prefix, type);
    if (own && by_name) {
      AddOwn(asked.prefix, type, true, scoped);
    } else if (const Use use = UseOf(asked.prefix, type); by_name && use.how == Use::kNamed) {
      for (const Arn& arn : use.arns) AddUnlessThere(arn, scoped.resources);
      scoped.reason = Reason::kLinked;
    } else if (scope_ == Scope::kStrict && (resource->required() || own)) {
      for (const std::string_view arn : TemplatesOf(asked.prefix, type)) {
        AddUnlessThere(own_.Any(arn), scoped.resources);
        if (own && operation_.call != Call::kList) AddUnlessThere(own_.One(arn), scoped.resources);
      }
    }
  }
  if (scoped.resources.empty()) return Star(Reason::kEnumerates);
  // Which of the two a handler asks for is not known.
  scoped.any_of = scope_ == Scope::kStrict && !by_name && operation_.call != Call::kList;
  return scoped;
}

// Any one of the resource types may be meant.
Scoped Scoper::Optional(const Asked& asked) const {
  Scoped scoped;
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    for (const std::string_view arn :
         TemplatesOf(asked.prefix, resource->arn_type()->string_view())) {
      if (own_.Contains(asked.prefix, arn)) AddUnlessThere(own_.Within(arn), scoped.resources);
    }
  }
  if (!scoped.resources.empty()) {
    scoped.reason = own_.reason();
    return scoped;
  }
  // A service also tags resources that it creates itself.
  bool certain = !Has(asked.action, AccessLevel::Tagging);
  for (const snapshot::ActionResource* resource : *asked.action.resources()) {
    const Use use = UseOf(asked.prefix, resource->arn_type()->string_view());
    if (use.how == Use::kPerhaps) certain = false;
    if (use.how != Use::kNamed) continue;
    for (const Arn& arn : use.arns) AddUnlessThere(arn, scoped.resources);
  }
  if (!scoped.resources.empty() && certain) {
    scoped.reason = Reason::kLinked;
    return scoped;
  }
  if (scope_ == Scope::kSafe) return Star(Reason::kOptionalOnly);
  // Which one is for the service to say.
  return {.resources = {{{.kind = Piece::Kind::kUnsure, .text = "resource"}}},
          .reason = Reason::kOptionalOnly};
}

bool Scoper::Enumerates(const snapshot::Action& action) const {
  const std::string what = ObjectOf(action);
  const std::string_view type = operation_.type_name;
  if (IsPluralOf(what, Folded(type.substr(std::min(type.size(), type.rfind(':') + 1))))) {
    return true;
  }
  const auto& resources = *action.resources();
  return std::any_of(resources.begin(), resources.end(), [&](const auto* resource) {
    return IsPluralOf(what, Folded(resource->arn_type()->string_view()));
  });
}

// Whether an action that reads is one on the operation's own resource's parts.
bool Scoper::OnPart(const Asked& asked) const {
  if (!Has(asked.action, AccessLevel::Read) && !Has(asked.action, AccessLevel::List)) return false;
  const auto& all = *asked.action.resources();
  return std::any_of(all.begin(), all.end(), [&](const auto* each) {
    const std::string_view type = each->arn_type()->string_view();
    return each->required() && IsOn(asked.action, type) && IsPart(asked.prefix, type);
  });
}

void Scoper::AddOwn(std::string_view prefix, std::string_view arn_type, bool one,
                    Scoped& scoped) const {
  for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
    AddUnlessThere(one ? own_.One(arn) : own_.Any(arn), scoped.resources);
  }
  scoped.reason = own_.reason();
}

// Whether resources of the type are parts or versions of the operation's own.
bool Scoper::IsPart(std::string_view prefix, std::string_view arn_type) const {
  const std::vector<std::string_view> all = TemplatesOf(prefix, arn_type);
  return std::all_of(all.begin(), all.end(),
                     [&](std::string_view arn) { return own_.Contains(prefix, arn); });
}

void Scoper::AddPerhaps(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const {
  auto& target = scope_ == Scope::kStrict ? scoped.perhaps : scoped.resources;
  for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
    AddUnlessThere(own_.Within(arn), target);
  }
}

// A resource of a type that is not the operation's.
Scoper::Use::How Scoper::AddForeign(std::string_view prefix, std::string_view arn_type,
                                    bool required, Scoped& scoped) const {
  const Use use = UseOf(prefix, arn_type);
  const bool strict = scope_ == Scope::kStrict;
  const bool has_default = actions_.HasDefault(prefix, arn_type);
  const bool unnamed = use.how == Use::kUnknown || use.how == Use::kNot;
  if (unnamed && !required && (strict || (use.how == Use::kNot && !has_default))) return use.how;
  // A property that is not known to name such resources may be set, and AWS may take a default one.
  const bool certain =
      use.how == Use::kNamed || (required && (use.how != Use::kNot || has_default));
  auto& target = strict && !certain ? scoped.perhaps : scoped.resources;
  for (const Arn& arn : use.arns) AddUnlessThere(arn, target);
  if (use.how == Use::kNamed && use.exact && scoped.reason == Reason::kOtherType) {
    scoped.reason = Reason::kLinked;
  }
  return use.how;
}

// Adds a text that may be an ARN of one of the templates, and says whether it is.
bool Scoper::AddIfFits(const Arn& text, const std::vector<std::string_view>& templates,
                       std::vector<Arn>& arns) {
  const bool fits = std::any_of(templates.begin(), templates.end(), [&](std::string_view arn) {
    return MatchesTemplate(arn, text) != Tri::kNo;
  });
  if (fits) AddUnlessThere(text, arns);
  return fits;
}

Scoper::Use Scoper::UseOf(std::string_view prefix, std::string_view arn_type) const {
  const std::vector<std::string_view> templates = TemplatesOf(prefix, arn_type);
  Use use;
  std::vector<Arn> any;
  any.reserve(templates.size());
  for (const std::string_view arn : templates) {
    any.push_back(own_.Contains(prefix, arn) ? own_.Within(arn) : own_.Other(arn));
  }
  AddLinked(templates, use.arns);
  if (std::vector<Arn> whose = own_.OfIdentifier(templates); !whose.empty()) {
    return {.how = Use::kNamed, .arns = std::move(whose)};
  }
  const bool linked = !use.arns.empty();
  const Naming naming = NamingOf(operation_, values_, own_.facts(), prefix, arn_type, free_, known_,
                                 calls_.CreationsOf(operation_));
  use.how = linked || !naming.texts.empty() ? Use::kNamed
            : !naming.known                 ? Use::kUnknown
            : naming.open                   ? Use::kPerhaps
                                            : Use::kNot;
  // What a name stands for is known of some properties only.
  bool exact = use.how == Use::kNamed;
  size_t of_others = 0;  // texts that are ARNs of other types
  for (const Naming::Text& text : naming.texts) {
    const std::string_view known = KnownBegin(text.text);
    const bool is_arn = known.starts_with("arn:");
    if (const std::vector<Arn> arns = ArnsOfRows(text.value, prefix, arn_type); !arns.empty()) {
      for (const Arn& arn : arns) AddUnlessThere(arn, use.arns);
      continue;
    }
    if (linked && is_arn) continue;
    if (is_arn && text.value != kNoValue) {
      const bool fits = AddIfFits(text.text, templates, use.arns);
      of_others += fits ? 0 : 1;
      continue;
    }
    const bool given = !known.empty() || IsOneName(text.text);
    const bool is_name = given && !is_arn && !text.placeholder.empty() &&
                         IsSpelled(text.text, actions_.AlphabetOf(text.placeholder));
    exact = exact && is_name;
    if (!is_name) continue;
    for (const std::string_view arn : templates) {
      AddUnlessThere(own_.Other(arn, text.placeholder, text.text), use.arns);
    }
  }
  if (of_others > 0 && of_others == naming.texts.size() && use.arns.empty()) {
    use.how = naming.open ? Use::kPerhaps : Use::kNot;
    exact = false;
  }
  const bool more = naming.open && scope_ == Scope::kSafe;
  if (exact && !more) return use;
  use.exact = false;
  use.arns = std::move(any);
  return use;
}

// The ARNs of that type among the desired properties, if there can be no others: what an update
// leaves alone is not known.
void Scoper::AddLinked(const std::vector<std::string_view>& templates,
                       std::vector<Arn>& linked) const {
  if (operation_.call != Call::kCreate) return;
  const Texts texts = TextsIn(values_, operation_.desired, free_, known_);
  if (!texts.complete) return;
  for (const std::string_view arn : templates) {
    for (const ValueId each : texts.all) {
      Arn text = PartOf(values_, each, known_);
      if (!KnownBegin(text).starts_with("arn:")) continue;
      if (MatchesTemplate(arn, text) != Tri::kNo) AddUnlessThere(std::move(text), linked);
    }
  }
}

// The ARNs of the resource whose export a string holds; empty if they are not known in every
// environment.
std::vector<Arn> Scoper::ArnsOfRows(ValueId text, std::string_view prefix,
                                    std::string_view arn_type) const {
  if (text == kNoValue || values_.Text(text) != kHoleBytes) return {};
  std::vector<Arn> arns;
  for (const HoleContent& column : FirstContent(values_, values_[text].text)) {
    const Operation* read = calls_.ReadOf(column);
    if (read == nullptr || read->type == nullptr || !IsIdentifying(column, *read->type)) return {};
    const OwnResource row(*read, values_, actions_, context_, known_, CreationsOf(*read));
    if (!row.Is(prefix, arn_type)) return {};
    for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
      AddUnlessThere(row.One(arn), arns);
    }
  }
  return arns;
}

std::vector<std::string_view> Scoper::TemplatesOf(std::string_view prefix,
                                                  std::string_view arn_type) const {
  std::vector<std::string_view> templates;
  const snapshot::ArnType* type = actions_.FindArnType(prefix, arn_type);
  const std::string_view strict =
      type == nullptr ? std::string_view() : flatbuffers::GetStringView(type->strict());
  const bool certain = own_.Is(prefix, arn_type) && own_.IsFormed(strict);
  if ((scope_ == Scope::kStrict || certain) && !strict.empty()) {
    templates.push_back(strict);
  } else if (type != nullptr && type->arns() != nullptr) {
    for (const auto* arn : *type->arns()) templates.push_back(arn->string_view());
  }
  if (templates.empty()) templates.emplace_back("*");
  return own_.IsOfService(prefix) ? own_.OfType(templates) : templates;
}

}  // namespace stackql::iam
