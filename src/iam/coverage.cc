#include "iam/coverage.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "iam/arn_glob.h"
#include "iam/policy_pattern.h"
#include "iam/policy_variables.h"
#include "text/sources.h"

namespace stackql::iam {
namespace {

using lang::Glob;
using lang::GlobSet;

constexpr size_t kMostFillings = 64;
constexpr size_t kMostConditions = 6;  // of templates; more are not told apart

bool HasUnsure(const Arn& arn) {
  return std::any_of(arn.begin(), arn.end(),
                     [](const Piece& piece) { return piece.kind == Piece::Kind::kUnsure; });
}

// The colons before a piece if it is a whole part of the ARN's first five.
std::optional<int> PartOfPiece(const Arn& arn, size_t at) {
  if (at == 0 || at + 1 >= arn.size()) return std::nullopt;
  const Piece& before = arn[at - 1];
  const Piece& behind = arn[at + 1];
  const bool whole = before.kind == Piece::Kind::kText && behind.kind == Piece::Kind::kText &&
                     before.text.back() == ':' && behind.text.front() == ':';
  if (!whole) return std::nullopt;
  int colons = 0;
  for (size_t i = 0; i < at; ++i) {
    if (arn[i].kind != Piece::Kind::kText) continue;
    colons += static_cast<int>(std::count(arn[i].text.begin(), arn[i].text.end(), ':'));
  }
  return colons < kColonsOfArn ? std::optional(colons) : std::nullopt;
}

// The same unknown part has the same text wherever it stands.
Arn Filled(const Arn& arn, const std::map<std::string, std::string>& fillings) {
  Arn filled;
  for (const Piece& piece : arn) {
    const auto known =
        piece.kind == Piece::Kind::kUnsure ? fillings.find(piece.text) : fillings.end();
    if (known == fillings.end()) {
      filled.push_back(piece);
    } else {
      Append(filled, known->second);
    }
  }
  return filled;
}

// Resource control policies only deny: RCPFullAWSAccess is attached everywhere and cannot be
// detached ("Resource control policies").
bool AllowsAll(const PolicyLayer& layer) { return layer.kind == PolicyKind::kResourceControl; }

bool IsShort(std::string_view pattern) {
  return pattern.starts_with("arn:") && pattern.find('*') != std::string_view::npos &&
         std::count(pattern.begin(), pattern.end(), ':') < kColonsOfArn;
}

// What a template decides, in a sentence.
std::string Decided(const std::string& condition) {
  return "the condition '" + condition + "' of the template";
}

// A condition key, in a sentence; other things are phrases already.
std::string Slot(const std::string& key) {
  return key == kUnknownParts || key.starts_with("the ") ? key : "'" + key + "'";
}

// Whether it is known which account or region is meant, if not which one that is.
bool IsPlace(const std::string& open) {
  return open == kUnknownAccount || open == kUnknownRegion || open == kUnknownPartition;
}

// What an unknown part is, in a sentence.
std::string SlotOf(const Piece& piece) {
  const std::string& text = piece.text;
  if (!piece.forms.empty()) return "which form of its ARN the service evaluates";
  const bool place = text == "account" || text == "region" || text == "partition";
  return place ? "the " + text + " (--" + text + ")" : "'" + text + "'";
}

// A resource as one might be called.
std::string Natural(const Arn& arn) {
  std::string text;
  for (size_t i = 0; i < arn.size(); ++i) {
    const std::optional<int> part = PartOfPiece(arn, i);
    if (arn[i].kind == Piece::Kind::kText) {
      text += arn[i].text;
    } else {
      text += part == 1 ? "aws" : part == 3 ? "us-east-1" : part == 4 ? "111122223333" : "x";
    }
  }
  return text;
}

}  // namespace

Coverage::Coverage(std::vector<PolicyLayer> layers, const RequestContext& principal)
    : layers_(std::move(layers)) {
  FindConditions();
  cases_.resize(size_t{1} << conditions_.size());
  for (size_t i = 0; i < cases_.size(); ++i) {
    cases_[i].number = i;
    Fill(principal, cases_[i]);
  }
}

void Coverage::FindConditions() {
  std::set<std::string> found;
  const auto add = [&](const Choices& given) {
    for (const Choice& each : given) found.insert(each.condition);
  };
  for (const PolicyLayer& layer : layers_) {
    for (const PolicyDocument* document : layer.documents) {
      complete_ = complete_ && document->complete;
      add(document->given);
      for (const PolicyStatement& statement : document->statements) {
        add(statement.given);
        for (const PolicyText& each : statement.actions) add(each.given);
        for (const PolicyText& each : statement.resources) add(each.given);
      }
    }
  }
  told_apart_ = found.size() <= kMostConditions;
  if (told_apart_) conditions_.assign(found.begin(), found.end());
}

void Coverage::Fill(const RequestContext& principal, Case& all) const {
  for (size_t layer = 0; layer < layers_.size(); ++layer) {
    for (const PolicyDocument* document : layers_[layer].documents) {
      for (const PolicyStatement& source : document->statements) {
        AddStatement(source, layer, *document, principal, all);
      }
    }
  }
}

Tri Coverage::IsThere(const Choices& given, const Case& in) const {
  if (given.empty()) return Tri::kYes;
  if (!told_apart_) return Tri::kUnknown;
  const bool there = std::ranges::all_of(given, [&](const Choice& each) {
    const auto at = std::ranges::find(conditions_, each.condition) - conditions_.begin();
    return ((in.number >> at) & 1) == (each.holds ? 1 : 0);
  });
  return there ? Tri::kYes : Tri::kNo;
}

void Coverage::AddStatement(const PolicyStatement& source, size_t layer,
                            const PolicyDocument& document, const RequestContext& principal,
                            Case& all) const {
  Statement statement = {.source = &source, .layer = layer};
  for (const Choices* given : {&document.given, &source.given}) {
    const Tri there = IsThere(*given, all);
    if (there == Tri::kNo) return;
    if (there == Tri::kYes) continue;
    for (const Choice& each : *given) statement.open.insert(Decided(each.condition));
  }
  for (const PolicyText& action : source.actions) {
    const Tri there = IsThere(action.given, all);
    if (there == Tri::kNo) continue;
    FilledText filled =
        FillVariables(Lower(action.text), [](std::string_view) { return KeyValues{}; });
    statement.certain.push_back(filled.open.empty() && there == Tri::kYes);
    statement.prefixes.push_back(filled.text.substr(0, filled.text.find_first_of(":*?")));
    statement.actions.push_back(lang::ParseGlob(filled.text));
  }
  for (const PolicyText& resource : source.resources) {
    AddResource(resource, HasOldVersion(document), principal, all, statement);
  }
  all.statements.push_back(std::move(statement));
}

// In an old version of the policy language, variables are text.
void Coverage::AddResource(const PolicyText& resource, bool old, const RequestContext& principal,
                           Case& all, Statement& statement) const {
  const Tri there = IsThere(resource.given, all);
  if (there == Tri::kNo || (!old && HasMisplacedVariable(resource.text))) return;
  FilledText filled = old && !HasHole(resource.text) ? FilledText{resource.text}
                                                     : FillVariables(resource, principal);
  if (!filled.missing.empty()) {
    if (!statement.source->not_resource) return;
    // Whether the statement is then about everything, AWS's pages do not say.
    filled.open.insert(filled.missing);
  }
  if (there == Tri::kUnknown) {
    for (const Choice& each : resource.given) filled.open.insert(Decided(each.condition));
  }
  const auto add = [&](auto parse) {
    statement.resources.push_back({ParseResource(filled.text, Reach::kInPart),
                                   parse(filled.text, Reach::kRunOn),
                                   parse(filled.text, Reach::kFree), filled.open});
  };
  add(ParseResource);
  // As it stands, where completing it changes it.
  if (IsShort(filled.text)) add(ParsePattern);
}

// One request, and the statements that are about it.
class Coverage::Question {
 public:
  Question(const Coverage& coverage, const Case& in, std::string_view action,
           const RequestContext& context)
      : coverage_(coverage), action_(Lower(action)), glob_(lang::ParseGlob(action_)) {
    for (const Statement& statement : in.statements) {
      const auto& about = coverage_.layers_[statement.layer].about;
      if (about && !about(action)) continue;
      Tri applies = MatchesAction(statement);
      if (!statement.source->complete) applies = Tri::kUnknown;
      if (applies == Tri::kNo) continue;
      std::set<std::string> open;
      if (!statement.open.empty()) applies = Tri::kUnknown;
      open_.insert(statement.open.begin(), statement.open.end());
      applies = And(applies, Hold(statement.source->tests, context, open));
      const bool open_effect = HasOpenEffect(*statement.source);
      if (applies == Tri::kNo || (statement.source->effect == Effect::kUnknown && !open_effect)) {
        continue;
      }
      if (open_effect) applies = Tri::kUnknown;
      if (applies == Tri::kUnknown) Open(open);
      about_.push_back({&statement, applies, applies == Tri::kUnknown ? std::move(open) : Keys{}});
    }
  }

  std::vector<const PolicyStatement*> Denying(std::string_view resource,
                                              std::set<std::string>& open) const {
    std::vector<const PolicyStatement*> found;
    for (const About& about : about_) {
      const PolicyStatement& source = *about.statement->source;
      if (source.effect == Effect::kAllow || !Fits(*about.statement, resource, Reach::kFree))
        continue;
      found.push_back(&source);
      open.insert(about.open.begin(), about.open.end());
    }
    return found;
  }

  Verdict Decide(const Arn& arn) {
    const std::vector<Arn> forms = FormsOf(arn);
    Verdict verdict = DecideForm(forms[0]);
    for (size_t i = 1; i < forms.size(); ++i) {
      const Verdict other = DecideForm(forms[i]);
      verdict.run_on = verdict.run_on || other.run_on;
      // Which of them is asked for is not known.
      if (other.outcome != verdict.outcome) return NotProven(arn);
    }
    return verdict;
  }

 private:
  using Keys = std::set<std::string>;
  struct About {
    const Statement* statement = nullptr;
    Tri applies = Tri::kUnknown;
    Keys open = {};  // what that depends on
  };

  Verdict DecideForm(const Arn& arn) {
    const ArnGlob needed = GlobOf(arn);
    // Statements that are not known may allow it, or deny it.
    if (!coverage_.complete_) return NotProven(arn);
    if (IsPlain(needed.glob)) return {};
    if (Asked(needed.glob, true, Reach::kInPart).answer == Tri::kYes) return {};
    if (Asked(needed.glob, true, Reach::kRunOn).answer == Tri::kYes) return {.run_on = true};
    const lang::GlobAnswer all = Asked(needed.glob, false, Reach::kRunOn);
    if (all.answer == Tri::kYes) return Conditional(needed.glob);
    if (all.answer == Tri::kUnknown) return NotProven(arn);
    const lang::GlobAnswer some =
        lang::Meets(SetFor(needed.glob, false, Reach::kRunOn), needed.glob);
    if (some.answer == Tri::kNo || !HasUnsure(arn)) return Missing(arn, some.answer, all.text);
    if (some.answer == Tri::kUnknown) return NotProven(arn);
    return Fill(arn, needed, some, all.text);
  }

  void Open(const std::set<std::string>& keys) {
    for (const std::string& key : keys) open_.insert(Slot(key));
  }

  // The keys of conditions, and of variables in the resources that may be meant.
  Verdict Conditional(const Glob& needed) const {
    Verdict verdict = {.outcome = Outcome::kConditional, .open = open_};
    for (const About& about : about_) {
      for (const Pattern& pattern : about.statement->resources) {
        if (pattern.certain() ||
            lang::Meets({.layers = {{&pattern.run_on}}}, needed).answer == Tri::kNo) {
          continue;
        }
        for (const std::string& what : pattern.open) verdict.open.insert(Slot(what));
      }
    }
    if (verdict.open.empty()) verdict.open.insert(kUnknownParts);
    if (std::ranges::all_of(verdict.open, IsPlace)) verdict.outcome = Outcome::kNotProven;
    return verdict;
  }

  Tri MatchesAction(const Statement& statement) const {
    const bool deny = statement.source->effect != Effect::kAllow;
    const std::string_view prefix = std::string_view(action_).substr(0, action_.find(':'));
    Tri any = Tri::kNo;
    for (size_t i = 0; i < statement.actions.size() && any != Tri::kYes; ++i) {
      const std::string& first = statement.prefixes[i];
      if (prefix.substr(0, first.size()) != first) continue;
      const Glob& pattern = statement.actions[i];
      const bool covers = lang::PlainlyCovers(pattern, glob_);
      if (covers) {
        any = Or(any, statement.certain[i] ? Tri::kYes : Tri::kUnknown);
      } else if (deny || statement.source->not_action) {
        // Of an action with wildcards, some may be meant.
        const bool meets = lang::Meets({.layers = {{&pattern}}}, glob_).answer != Tri::kNo;
        any = Or(any, meets ? Tri::kUnknown : Tri::kNo);
      }
    }
    return statement.source->not_action ? Not(any) : any;
  }

  static const Glob& Select(const Pattern& pattern, Reach reach) {
    if (reach == Reach::kFree) return pattern.free;
    return reach == Reach::kInPart ? pattern.in_part : pattern.run_on;
  }

  // Most requests: one pattern allows all of it in the only layer, and nothing is denied.
  bool IsPlain(const Glob& needed) const {
    if (coverage_.layers_.size() != 1) return false;
    bool covered = false;
    for (const About& about : about_) {
      if (about.statement->source->effect != Effect::kAllow) return false;
      if (covered || about.applies != Tri::kYes || about.statement->source->not_resource) continue;
      const auto& patterns = about.statement->resources;
      covered = std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
        return pattern.certain() && lang::PlainlyCovers(pattern.in_part, needed);
      });
    }
    return covered;
  }

  lang::GlobAnswer Asked(const Glob& needed, bool certain, Reach reach) const {
    return lang::Includes(SetFor(needed, certain, reach), needed);
  }

  // The resources that are allowed: certainly, or else at most.
  GlobSet SetFor(const Glob& needed, bool certain, Reach reach) const {
    static const Glob everything = lang::ParseGlob("*");
    GlobSet set;
    set.layers.resize(coverage_.layers_.size());
    for (size_t layer = 0; layer < set.layers.size(); ++layer) {
      if (AllowsAll(coverage_.layers_[layer])) set.layers[layer].push_back(&everything);
    }
    for (const About& about : about_) {
      const bool sure = about.applies == Tri::kYes;
      const PolicyStatement& source = *about.statement->source;
      // One whose effect is not known does what makes the answer less certain.
      const bool allows =
          source.effect == Effect::kAllow || (source.effect == Effect::kUnknown && !certain);
      if (!source.complete && certain != allows) {
        // Parts of it that are not known may say anything.
        (certain ? set.denied : set.layers[about.statement->layer]).push_back(&everything);
        continue;
      }
      if (allows) {
        if (certain && !sure) continue;
        if (source.not_resource) {
          if (AllowsOthers(*about.statement, needed, certain)) {
            set.layers[about.statement->layer].push_back(&everything);
          }
          continue;
        }
        for (const Pattern& pattern : about.statement->resources) {
          if (certain && !pattern.certain()) continue;
          set.layers[about.statement->layer].push_back(&Select(pattern, reach));
        }
        continue;
      }
      if (!certain && !sure) continue;
      AddDeny(*about.statement, certain, set);
    }
    return set;
  }

  static void AddDeny(const Statement& statement, bool certain, GlobSet& set) {
    // Denied is all that none of the patterns matches: one of them has to.
    if (statement.source->not_resource) set.layers.emplace_back();
    for (const Pattern& pattern : statement.resources) {
      const bool counts = pattern.certain() || certain != statement.source->not_resource;
      if (!counts) continue;
      if (statement.source->not_resource) {
        set.layers.back().push_back(&pattern.free);
      } else {
        set.denied.push_back(&pattern.free);
      }
    }
  }

  // Of an Allow with NotResource, whether what is needed is none of those.
  static bool AllowsOthers(const Statement& statement, const Glob& needed, bool certain) {
    GlobSet excluded;
    excluded.layers.emplace_back();
    for (const Pattern& pattern : statement.resources) {
      if (certain || pattern.certain()) excluded.layers[0].push_back(&pattern.free);
    }
    if (certain) return lang::Meets(excluded, needed).answer == Tri::kNo;
    return lang::Includes(excluded, needed).answer != Tri::kYes;
  }

  // `some`: whether others that the ARN may be are allowed.
  Verdict Missing(const Arn& arn, Tri some, const std::string& example) const {
    Verdict verdict = {
        .outcome = Outcome::kMissing, .example = Natural(arn), .all = some == Tri::kNo};
    const ArnGlob needed = GlobOf({{.text = verdict.example}});
    if (Asked(needed.glob, false, Reach::kRunOn).answer != Tri::kNo) verdict.example = example;
    for (size_t layer = 0; layer < coverage_.layers_.size(); ++layer) {
      if (AllowsAll(coverage_.layers_[layer])) continue;
      const bool allowed = std::any_of(about_.begin(), about_.end(), [&](const About& about) {
        return about.statement->layer == layer &&
               about.statement->source->effect != Effect::kDeny &&
               Fits(*about.statement, verdict.example, Reach::kRunOn);
      });
      if (allowed) continue;
      verdict.layer = layer;
      return verdict;
    }
    for (const About& about : about_) {
      const PolicyStatement& source = *about.statement->source;
      if (source.effect != Effect::kDeny || about.applies != Tri::kYes) continue;
      if (!Fits(*about.statement, verdict.example, Reach::kFree)) continue;
      verdict.denied_by = &source;
      verdict.layer = about.statement->layer;
      break;
    }
    return verdict;
  }

  static bool Fits(const Statement& statement, std::string_view arn, Reach reach) {
    const auto& all = statement.resources;
    const bool any = std::any_of(all.begin(), all.end(), [&](const Pattern& pattern) {
      return lang::Matches(Select(pattern, reach), arn);
    });
    return any != statement.source->not_resource;
  }

  static Verdict NotProven(const Arn& arn) {
    Verdict verdict = {.outcome = Outcome::kNotProven};
    for (const Piece& piece : arn) {
      if (piece.kind == Piece::Kind::kUnsure) verdict.open.insert(SlotOf(piece));
    }
    if (verdict.open.empty()) verdict.open.insert(kUnknownParts);
    return verdict;
  }

  // Some parts may be one text, others all texts: whether there is one that does for all of them.
  Verdict Fill(const Arn& arn, const ArnGlob& needed, const lang::GlobAnswer& some,
               const std::string& example) const {
    std::map<std::string, std::string> witness;
    for (size_t i = 0; i < needed.glob.size(); ++i) {
      const Piece& piece = arn[needed.pieces[i]];
      if (piece.kind == Piece::Kind::kUnsure) witness[piece.text] = some.fillings[i];
    }
    if (Does(arn, witness)) return NotProven(arn);
    bool exact = true;
    for (const auto& fillings : Fillings(arn, exact)) {
      if (Does(arn, fillings)) return NotProven(arn);
    }
    return exact ? Missing(arn, Tri::kUnknown, example) : NotProven(arn);
  }

  bool Does(const Arn& arn, const std::map<std::string, std::string>& fillings) const {
    return Asked(GlobOf(Filled(arn, fillings)).glob, false, Reach::kRunOn).answer != Tri::kNo;
  }

  // What the unknown parts may be, as far as the policies tell them apart. Not `exact` if they may
  // tell more apart.
  std::vector<std::map<std::string, std::string>> Fillings(const Arn& arn, bool& exact) const {
    std::vector<std::map<std::string, std::string>> all(1);
    for (size_t i = 0; i < arn.size(); ++i) {
      if (arn[i].kind != Piece::Kind::kUnsure || all[0].count(arn[i].text) > 0) continue;
      const std::optional<int> part = PartOfPiece(arn, i);
      if (!part) {
        exact = false;
        return {};
      }
      std::vector<std::map<std::string, std::string>> more;
      for (const std::string& text : PartsAt(*part, exact)) {
        for (const auto& fillings : all) {
          more.push_back(fillings);
          more.back()[arn[i].text] = text;
        }
      }
      all = std::move(more);
      if (all.size() > kMostFillings) {
        exact = false;
        return {};
      }
    }
    return all;
  }

  // The texts that patterns have in one part of their ARNs, and one that none has.
  std::set<std::string> PartsAt(int part, bool& exact) const {
    std::set<std::string> texts = {"x"};
    for (const About& about : about_) {
      for (const PolicyText& resource : about.statement->source->resources) {
        if (resource.text == "*") continue;
        const std::string_view text = ArnField(resource.text, part);
        if (text == "*") continue;
        const bool plain = text.find_first_of("*?$\xFF") == std::string_view::npos;
        exact = exact && plain && !about.statement->source->not_resource;
        if (plain) texts.emplace(text);
      }
    }
    return texts;
  }

  const Coverage& coverage_;
  std::string action_;
  Glob glob_;
  std::vector<About> about_;
  std::set<std::string> open_;
};

std::vector<const PolicyStatement*> Coverage::Denying(std::string_view action,
                                                      std::string_view resource,
                                                      const RequestContext& context,
                                                      std::set<std::string>& open) const {
  std::vector<const PolicyStatement*> all;
  for (const Case& each : cases_) {
    for (const PolicyStatement* denying :
         Question(*this, each, action, context).Denying(resource, open)) {
      if (std::ranges::find(all, denying) == all.end()) all.push_back(denying);
    }
  }
  return all;
}

Verdict Coverage::Decide(std::string_view action, const Arn& resource,
                         const RequestContext& context) const {
  std::vector<Verdict> cases;
  cases.reserve(cases_.size());
  for (const Case& each : cases_) {
    cases.push_back(Question(*this, each, action, context).Decide(resource));
  }
  return cases.size() == 1 ? std::move(cases.front()) : Combine(cases);
}

// What cases of which nothing says which one it is have in common.
Verdict Coverage::Combine(const std::vector<Verdict>& cases) const {
  Verdict verdict = cases.front();
  bool same = true;
  for (size_t i = 0; i < cases.size(); ++i) {
    verdict.run_on = verdict.run_on || cases[i].run_on;
    verdict.open.insert(cases[i].open.begin(), cases[i].open.end());
    for (size_t condition = 0; condition < conditions_.size(); ++condition) {
      if (cases[i].outcome == cases[i ^ (size_t{1} << condition)].outcome) continue;
      same = false;
      verdict.open.insert(Decided(conditions_[condition]));
    }
  }
  if (same) return verdict;
  return {.outcome = Outcome::kConditional, .open = std::move(verdict.open)};
}

}  // namespace stackql::iam
