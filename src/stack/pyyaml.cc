#include "stack/pyyaml.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

bool IsConstructed(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  constexpr std::string_view kNames =
      "binary bool float int map null omap pairs seq set str timestamp";
  return tag.starts_with(kPrefix) && HasWord(kNames, tag.substr(kPrefix.size()));
}

// Takes up to `most` digits from the front; -1: there are fewer than `least`.
int Digits(std::string_view& text, size_t least, size_t most) {
  size_t count = 0;
  while (count < std::min(most, text.size()) && IsDigit(text[count])) ++count;
  if (count < least) return -1;
  const int number = ParseNumber<int>(text.substr(0, count)).value_or(-1);
  text.remove_prefix(count);
  return number;
}

bool Take(std::string_view& text, char sign) {
  if (text.empty() || text.front() != sign) return false;
  text.remove_prefix(1);
  return true;
}

bool IsDay(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays.at(static_cast<size_t>(month - 1)) + (leap && month == 2 ? 1 : 0);
}

// Whether a plain scalar has the form of a date or timestamp but is not a valid one.
bool IsImpossibleDate(std::string_view text) {
  const bool alone = text.size() == 10;
  const int year = Digits(text, 4, 4);
  if (year < 0 || !Take(text, '-')) return false;
  const int month = Digits(text, alone ? 2 : 1, 2);
  if (month < 0 || !Take(text, '-')) return false;
  const int day = Digits(text, alone ? 2 : 1, 2);
  if (day < 0) return false;
  if (text.empty()) return alone && !IsDay(year, month, day);
  if (!Take(text, 'T') && !Take(text, 't')) {
    if (text.front() != ' ' && text.front() != '\t') return false;
    while (Take(text, ' ') || Take(text, '\t')) {
    }
  }
  const int hour = Digits(text, 1, 2);
  if (hour < 0 || !Take(text, ':')) return false;
  const int minute = Digits(text, 2, 2);
  if (minute < 0 || !Take(text, ':')) return false;
  const int second = Digits(text, 2, 2);
  // What may follow is a fraction and a time zone.
  const std::string_view rest = text.substr(0, std::min<size_t>(text.size(), 1));
  if (second < 0 || rest.find_first_not_of(".Zz+- \t") != std::string_view::npos) return false;
  return text.empty() && (!IsDay(year, month, day) || hour > 23 || minute > 59 || second > 59);
}

class Loader {
 public:
  Loader(const Values& values, const yaml::Document& document, Problems& problems)
      : values_(values), problems_(problems), seen_(values.size()) {
    for (const yaml::Tag& tag : document.tags) {
      tagged_.insert(tag.node);
      if (IsConstructed(tag.name)) continue;
      const std::string_view written = values_.sources().Bytes(tag.where);
      Report(rules::YamlSyntax::Tag{.tag = written}, tag.where, "Remove it.");
    }
  }

  // The depth is bounded by the YAML reader.
  void Check(ValueId node) {
    const Kind kind = values_[node].kind;
    if (kind == Kind::kString) return Scalar(node, false);
    if ((kind != Kind::kArray && kind != Kind::kObject) || seen_[node]) return;
    seen_[node] = true;
    for (const ValueId item : values_.Elements(node)) Check(item);
    for (const Member& member : values_.Members(node)) {
      if (IsPlain(member.key, "<<")) {
        Merge(member);
      } else if (values_[member.key].kind == Kind::kString) {
        Scalar(member.key, true);
      }
      Check(member.value);
    }
  }

 private:
  void Report(Message what, Loc where, std::string help) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  bool IsPlain(ValueId node) const {
    return values_[node].kind == Kind::kString && !values_[node].quoted && !tagged_.contains(node);
  }
  bool IsPlain(ValueId node, std::string_view text) const {
    return IsPlain(node) && values_.Text(node) == text;
  }

  void Scalar(ValueId node, bool key) {
    if (!IsPlain(node)) return;
    const std::string_view text = values_.Text(node);
    if (text == "<<" || (text == "=" && !key)) {
      Report(rules::YamlSyntax::OldIndicator{.text = text}, values_.Where(node),
             "Put it in quotes.");
    } else if (IsImpossibleDate(text)) {
      Report(rules::YamlSyntax::Date{.text = text}, values_.Where(node), "Put it in quotes.");
    }
  }

  void Merge(const Member& member) {
    const Kind kind = values_[member.value].kind;
    const auto merges = [&](ValueId node) {
      return values_[node].kind == Kind::kObject || values_[node].kind == Kind::kUnknown;
    };
    const bool list =
        kind == Kind::kArray && std::ranges::all_of(values_.Elements(member.value), merges);
    if (merges(member.value) || list) return;
    Report(rules::YamlSyntax::Merge{.key = "<<"}, values_.Where(member.key),
           "Merge a mapping, or a list of them.");
  }

  const Values& values_;
  Problems& problems_;
  std::vector<bool> seen_;  // aliases share their anchor's node
  std::set<ValueId> tagged_;
};

}  // namespace

void CheckSafeLoad(const Values& values, const yaml::Document& document, Problems& problems) {
  if (document.root == kNoValue) return;
  Loader(values, document, problems).Check(document.root);
}

}  // namespace stackql
