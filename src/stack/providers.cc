#include "stack/providers.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr auto kAwscc = std::to_array<std::string_view>({"awscc"});
constexpr std::string_view kExample = "v26.03.00379";

// Whether a registry may have such a version: vYY.MM.NNNNN, or an older form such as v0.3.1; what
// follows a hyphen is free.
bool IsVersion(std::string_view text) {
  if (text.size() < 2 || text[0] != 'v' || !IsDigit(text[1])) {
    return false;
  }
  const bool plain = All(text, [](char c) { return IsWord(c) || c == '.' || c == '-'; });
  const std::string_view number = text.substr(1, text.find('-') - 1);
  const size_t dot = number.find('.');
  if (!plain || dot == std::string_view::npos || dot != 2 || !All(number.substr(0, 2), IsDigit)) {
    return plain && dot != std::string_view::npos;
  }
  const std::string_view rest = number.substr(3);
  return rest.size() == 8 && rest[2] == '.' && All(rest.substr(0, 2), IsDigit) &&
         All(rest.substr(3), IsDigit);
}

// The name in "name::version", and in what was meant so.
std::string NameOf(std::string_view provider) {
  return Lower(provider.substr(0, provider.find_first_of(":@=")));
}

void CheckPin(const Values& values, ValueId provider, Problems& problems) {
  const std::string_view text = values.Text(provider);
  if (values[provider].kind != Kind::kString || text.find("{{") != std::string_view::npos) return;
  const Loc where = values.Where(provider);
  const auto at = [&](size_t begin, size_t end) {
    return where.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
  };
  const size_t colons = text.find("::");
  if (colons == std::string_view::npos) {
    const size_t mark = text.find_first_of(":@=");
    if (mark == std::string_view::npos) return;
    const std::string name(text.substr(0, mark));
    problems.push_back({.what = rules::InvalidProviderPin::Separator{.provider = text},
                        .where = where,
                        .help = "Write '" + name + "::" + std::string(kExample) + "'."});
    return;
  }
  const std::string_view name = text.substr(0, colons);
  const std::string_view version = text.substr(colons + 2);
  const bool word = All(name, IsWord);
  if (!word) {
    problems.push_back({.what = rules::InvalidProviderPin::Name{.name = name},
                        .where = at(0, colons),
                        .help = "List '" + std::string(name) + "' without a version."});
  } else if (!IsVersion(version)) {
    problems.push_back({.what = rules::InvalidProviderPin{.version = version},
                        .where = version.empty() ? where : at(colons + 2, text.size()),
                        .help = "Versions look like '" + std::string(kExample) +
                                "', as REGISTRY LIST " + std::string(name) + " shows them."});
  }
}

class Providers {
 public:
  Providers(const Values& values, const Manifest& manifest, Problems& problems)
      : values_(values), manifest_(manifest), problems_(problems) {}

  void Check(const std::vector<sql::Statement>& statements) {
    for (const ValueId listed : manifest_.providers) {
      if (values_.Text(listed).find("{{") != std::string_view::npos) return;
      listed_.emplace(NameOf(values_.Text(listed)), listed);
    }
    if (listed_.empty()) return;
    for (const sql::Statement& statement : statements) {
      Check(statement.target);
      Check(statement.select);
    }
  }

 private:
  void Check(const sql::Select& select) {
    for (const sql::Table& table : select.tables) Check(table);
    for (const sql::Select& derived : select.derived) Check(derived);
    for (const sql::Common& common : select.with) {
      for (const sql::Select& query : common.query) Check(query);
    }
  }

  // provider.service.resource
  void Check(const sql::Table& table) {
    if (table.parts.size() < 3 || table.parts.front().unknown) return;
    const sql::Name& provider = table.parts.front();
    if (listed_.count(NameOf(provider.text)) > 0 || IsMisspelledProvider(provider.text)) return;
    Problem problem = {.what = rules::UnlistedProvider{.provider = provider.text},
                       .where = values_.Where(manifest_.providers_key),
                       .help = "Add it to 'providers'.",
                       .related = {{provider.where, "used here"}}};
    const Loc last = values_[manifest_.providers.back()].token;
    problem.repairs.push_back(AddBehind(last, provider.text));
    // Two providers for the same cloud, often taken for one.
    const std::string_view sibling = provider.text == "awscc" ? "aws"
                                     : provider.text == "aws" ? "awscc"
                                                              : "";
    const auto other = listed_.find(sibling);
    if (other != listed_.end()) {
      problem.where = values_.Where(other->second);
      problem.what = rules::UnlistedProvider::Sibling{.listed = sibling, .provider = provider.text};
      problem.repairs.clear();
      problem.help = "List '" + provider.text + "', or query '" + std::string(sibling) + "'.";
    }
    problems_.push_back(std::move(problem));
  }

  const Values& values_;
  const Manifest& manifest_;
  Problems& problems_;
  std::map<std::string, ValueId, std::less<>> listed_;
};

}  // namespace

bool IsMisspelledProvider(std::string_view name) {
  return name != "awscc" && name != "aws" && !Suggest(name, kAwscc).empty();
}

void CheckPins(const Values& values, const Manifest& manifest, Problems& problems) {
  for (const ValueId provider : manifest.providers) CheckPin(values, provider, problems);
}

void CheckProviders(const Values& values, const Stack& stack, const Query& query,
                    const QueryArm& arm, Problems& problems) {
  if (!stack.has_resources_folder || query.resource == nullptr) return;
  Providers(values, stack.manifest, problems).Check(arm.statements);
}

}  // namespace stackql
