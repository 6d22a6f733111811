#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/query.h"
#include "sql/anchor_checks.h"

namespace stackql::sql {
namespace {

enum class Under : uint8_t { kAny, kChecks, kCallbacks };  // anchors

// An option that stackql-deploy looks for, as its src/core/templating.rs reads it: what reads as an
// unsigned number goes to the options that are numbers, the rest to those that are texts.
struct KnownOption {
  std::string_view name = {};
  bool number = true;
  Under under = Under::kAny;
  bool newer = false;          // the older 2.x does not have it
  std::string_view with = {};  // the option that it has no effect without
};

constexpr std::array kOptions = {
    KnownOption{.name = "retries"},
    KnownOption{.name = "retry_delay"},
    KnownOption{.name = "postdelete_retries", .under = Under::kChecks, .newer = true},
    KnownOption{.name = "postdelete_retry_delay", .under = Under::kChecks, .newer = true},
    KnownOption{.name = "short_circuit_field",
                .number = false,
                .under = Under::kCallbacks,
                .with = "short_circuit_value"},
    KnownOption{.name = "short_circuit_value",
                .number = false,
                .under = Under::kCallbacks,
                .with = "short_circuit_field"},
};

// Whether stackql-deploy reads the text as an unsigned 32-bit number.
bool IsUnsigned(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  if (text.empty() || text.size() > 10) return false;
  uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  return number <= UINT32_MAX;
}

class OptionChecker {
 public:
  OptionChecker(const Sources& sources, const Anchor& anchor, Dialect dialect, Problems& problems)
      : sources_(sources), anchor_(anchor), dialect_(dialect), problems_(problems) {
    for (const AnchorOption& option : anchor.options) last_[sources.Bytes(option.name)] = &option;
  }

  void Run() {
    for (const AnchorOption& option : anchor_.options) {
      if (dialect_ == Dialect::kPython) {
        CheckInteger(option);
      } else {
        Check(option);
      }
    }
  }

 private:
  void Report(Loc where, Message what, std::string help = {}) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  // `name=` has no bytes where its value should be.
  static Loc ValueOf(const AnchorOption& option) {
    return option.value.empty() ? Hull(option.name, option.value) : option.value;
  }

  // 1.x reads the value of any option by int(), with signs and underscores.
  void CheckInteger(const AnchorOption& option) {
    if (!option.value) return;
    std::string_view value = sources_.Bytes(option.value);
    if (!value.empty() && (value[0] == '-' || value[0] == '+')) value.remove_prefix(1);
    const bool digits = All(value, [](char c) { return IsDigit(c) || c == '_'; });
    const bool foreign =
        std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (foreign || (digits && !value.empty() && IsDigit(value[0]))) return;
    Report(ValueOf(option),
           rules::InvalidAnchorOption::Integer{.option = sources_.Bytes(option.name),
                                               .value = sources_.Bytes(option.value)},
           "Write a whole number.");
    problems_.back().grave = true;
  }

  void Check(const AnchorOption& option) {
    const std::string name(sources_.Bytes(option.name));
    const auto known = std::ranges::find(kOptions, name, &KnownOption::name);
    if (!option.value) {
      Report(option.name, rules::InvalidAnchorOption::Valueless{.option = name},
             "Write options as 'name=value'.");
    } else if (known == kOptions.end()) {
      Unknown(option, name);
    } else if (!IsRead(*known)) {
      Unread(option, *known);
    } else if (known->number) {
      Number(option, name);
    } else {
      Text(option, *known);
    }
  }

  void Unknown(const AnchorOption& option, const std::string& name) {
    const Loc where = name.empty() ? Hull(option.name, option.value) : option.name;
    Report(where, rules::InvalidAnchorOption{.option = name});
    std::vector<std::string_view> names;
    names.reserve(kOptions.size());
    for (const KnownOption& each : kOptions) names.push_back(each.name);
    const std::string_view meant = stackql::Suggest(name, names);
    if (meant.empty()) return;
    problems_.back().help = DidYouMean(meant);
    problems_.back().repairs.push_back(ReplaceWith(meant, where));
  }

  bool IsCheck() const { return anchor_.key == "exists" || anchor_.key == "statecheck"; }

  // Whether the tool looks for the option under this anchor.
  bool IsRead(const KnownOption& known) const {
    if (known.newer && dialect_ == Dialect::kOlderRust) return false;
    if (known.under == Under::kCallbacks) return anchor_.base == "callback";
    return known.under == Under::kAny || IsCheck();
  }

  void Unread(const AnchorOption& option, const KnownOption& known) {
    const std::string name(known.name);
    if (known.under == Under::kCallbacks) {
      Report(option.name,
             rules::InvalidAnchorOption::Elsewhere{.anchor = anchor_.key, .option = name});
    } else {
      Report(option.name, rules::InvalidAnchorOption::Unused{.option = name},
             dialect_ == Dialect::kOlderRust
                 ? "Use retries and retry_delay of the exists and statecheck anchors."
                 : "Put it on the exists anchor.");
    }
  }

  void Number(const AnchorOption& option, const std::string& name) {
    const std::string value(sources_.Bytes(option.value));
    if (!IsUnsigned(value)) {
      Report(ValueOf(option), rules::InvalidAnchorOption::Value{.option = name, .value = value},
             "Write a whole number without a sign, unit or quotes.");
    } else if (name == "retries" && IsCheck() && IsLast(option) &&
               value.find_first_not_of("+0") == std::string::npos) {
      problems_.push_back({.what = rules::ZeroRetries{.anchor = anchor_.key},
                           .where = option.value,
                           .help = "Write retries=1 to run it once, which is the default.",
                           .repairs = {ReplaceWith("1", option.value)}});
    }
  }

  // Of several options with one name, the last counts.
  bool IsLast(const AnchorOption& option) const {
    return last_.at(sources_.Bytes(option.name)) == &option;
  }

  void Text(const AnchorOption& option, const KnownOption& known) {
    const std::string name(known.name);
    const std::string value(sources_.Bytes(option.value));
    if (IsUnsigned(value)) {
      Report(option.value, rules::InvalidAnchorOption::Number{.option = name, .value = value});
    } else if (!known.with.empty() && !last_.contains(known.with)) {
      Report(option.name,
             rules::InvalidAnchorOption::Alone{.option = name, .other = std::string(known.with)});
    }
  }

  const Sources& sources_;
  const Anchor& anchor_;
  Dialect dialect_;
  Problems& problems_;
  std::unordered_map<std::string_view, const AnchorOption*> last_ = {};  // of each name
};

}  // namespace

void CheckAnchorOptions(const Sources& sources, const Anchor& anchor, Dialect dialect,
                        Problems& problems) {
  OptionChecker(sources, anchor, dialect, problems).Run();
}

}  // namespace stackql::sql
