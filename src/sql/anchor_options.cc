#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/suggest.h"
#include "rules/query.h"
#include "sql/anchor_checks.h"

namespace stackql::sql {
namespace {

// stackql-deploy's src/core/templating.rs: what reads as an unsigned number goes to the options
// that take numbers, the rest to those that take text.
constexpr std::array<std::string_view, 6> kOptions = {"retries",
                                                      "retry_delay",
                                                      "postdelete_retries",
                                                      "postdelete_retry_delay",
                                                      "short_circuit_field",
                                                      "short_circuit_value"};

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
      : sources_(sources), anchor_(anchor), dialect_(dialect), problems_(problems) {}

  void Run() {
    for (const AnchorOption& option : anchor_.options) {
      has_field_ |= sources_.Bytes(option.name) == "short_circuit_field";
      has_value_ |= sources_.Bytes(option.name) == "short_circuit_value";
    }
    for (const AnchorOption& option : anchor_.options) {
      const std::string name(sources_.Bytes(option.name));
      if (!option.value) {
        Report(option.name, rules::InvalidAnchorOption::Valueless{.option = name},
               "Write options as 'name=value'.");
      } else if (std::find(kOptions.begin(), kOptions.end(), name) == kOptions.end()) {
        Unknown(option, name);
      } else if (name.starts_with("short_circuit")) {
        Text(option, name);
      } else {
        Number(option, name);
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

  void Unknown(const AnchorOption& option, const std::string& name) {
    const Loc where = name.empty() ? Hull(option.name, option.value) : option.name;
    Report(where, rules::InvalidAnchorOption{.option = name});
    const std::string_view meant = stackql::Suggest(name, kOptions);
    if (meant.empty()) return;
    problems_.back().help = DidYouMean(meant);
    problems_.back().repairs.push_back(ReplaceWith(meant, where));
  }

  void Number(const AnchorOption& option, const std::string& name) {
    const std::string value(sources_.Bytes(option.value));
    const bool older = dialect_ == Dialect::kOlderRust;
    const bool checks = anchor_.key == "exists" || anchor_.key == "statecheck";
    if (name.starts_with("postdelete") && (older || !checks)) {
      Report(option.name, rules::InvalidAnchorOption::Unused{.option = name},
             older ? "Use retries and retry_delay of the exists and statecheck anchors."
                   : "Put it on the exists anchor.");
    } else if (!IsUnsigned(value)) {
      Report(ValueOf(option), rules::InvalidAnchorOption::Value{.option = name, .value = value},
             "Write a whole number without a sign, unit or quotes.");
    } else if (name == "retries" && (anchor_.key == "exists" || anchor_.key == "statecheck") &&
               value.find_first_not_of("+0") == std::string::npos) {
      problems_.push_back({.what = rules::ZeroRetries{.anchor = anchor_.key},
                           .where = option.value,
                           .help = "Write retries=1 to run it once, which is the default.",
                           .repairs = {ReplaceWith("1", option.value)}});
    }
  }

  void Text(const AnchorOption& option, const std::string& name) {
    const std::string value(sources_.Bytes(option.value));
    const bool field = name == "short_circuit_field";
    const std::string other = field ? "short_circuit_value" : "short_circuit_field";
    if (anchor_.base != "callback") {
      Report(option.name,
             rules::InvalidAnchorOption::Elsewhere{.anchor = anchor_.key, .option = name});
    } else if (IsUnsigned(value)) {
      Report(option.value, rules::InvalidAnchorOption::Number{.option = name, .value = value});
    } else if (!(field ? has_value_ : has_field_)) {
      Report(option.name, rules::InvalidAnchorOption::Alone{.option = name, .other = other});
    }
  }

  const Sources& sources_;
  const Anchor& anchor_;
  Dialect dialect_;
  Problems& problems_;
  bool has_field_ = false;
  bool has_value_ = false;
};

}  // namespace

void CheckAnchorOptions(const Sources& sources, const Anchor& anchor, Dialect dialect,
                        Problems& problems) {
  OptionChecker(sources, anchor, dialect, problems).Run();
}

}  // namespace stackql::sql
