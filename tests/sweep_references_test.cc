// Formats of built-in types: what a property gives, and what another one takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/schema_compiler.h"
#include "lang/patterns.h"
#include "snapshot/builtin.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_tables.h"
#include "support/sample.h"
#include "sweep/places.h"
#include "sweep/sample_text.h"

namespace stackql::sweep {
namespace {

using snapshot::ResourceType;
using snapshot::Schema;

std::string Text(const flatbuffers::String* text) { return text ? text->str() : std::string(); }

struct Facts {
  std::vector<Place> given = {};  // top-level properties with a format of their own type
  std::vector<Place> taken = {};  // every other node with a format
};

void AddFacts(const ResourceType& type, Facts& facts) {
  const std::string name = type.type_name()->str();
  const auto* properties = type.schemas()->Get(0)->properties();
  std::set<uint32_t> own;
  for (uint32_t i = 0; properties != nullptr && i < properties->size(); ++i) {
    const auto* property = properties->Get(i);
    Place place = {.name = name + "/" + property->name()->str()};
    Collect(type, property->schema(), place);
    if (place.format.empty() || place.type != name) continue;
    own.insert(property->schema());
    facts.given.push_back(std::move(place));
  }
  for (uint32_t i = 0; i < type.schemas()->size(); ++i) {
    if (Text(type.schemas()->Get(i)->format()).empty() || own.count(i) > 0) continue;
    Place place = {.name = name + " node " + std::to_string(i)};
    Collect(type, i, place);
    facts.taken.push_back(std::move(place));
  }
}

Facts ReadFacts() {
  Facts facts;
  const snapshot::Snapshot builtin = testing_support::Builtin();
  for (const std::string_view service : catalog::Catalog(builtin).ServiceNames()) {
    const auto* types = snapshot::GetService(builtin, service)->types();
    for (uint32_t i = 0; types != nullptr && i < types->size(); ++i) {
      AddFacts(*types->Get(i), facts);
    }
  }
  return facts;
}

// What a schema's own pattern and its format say of the same text.
TEST(References, PatternsFitTheirFormats) {
  const Facts facts = ReadFacts();
  for (const std::vector<Place>* places : {&facts.given, &facts.taken}) {
    for (const Place& place : *places) {
      EXPECT_TRUE(Fit(place, place))
          << place.name << " " << place.format << " " << testing::PrintToString(place.patterns);
    }
  }
  EXPECT_GT(facts.given.size(), 600U);
  EXPECT_GT(facts.taken.size(), 800U);
}

// All pairs of a property that gives the name, ID or ARN of its resource, and a place that takes
// some: what is of the wanted kind fits, and what is of another kind is told apart, but for names.
TEST(References, OnlyWhatIsWantedFits) {
  const Facts facts = ReadFacts();
  size_t matched = 0;
  size_t told = 0;
  size_t names = 0;                     // what may be a name, of which users choose any
  std::map<std::string, size_t> alike;  // other pairs of another kind that are not told apart
  for (const Place& taken : facts.taken) {
    for (const Place& given : facts.given) {
      const bool fits = Fit(taken, given);
      if (given.format == taken.format) {
        ++matched;
        EXPECT_TRUE(fits) << given.name << " for " << taken.name;
      } else if (fits && (taken.format.ends_with("Name") || given.format.ends_with("Name"))) {
        ++names;
      } else if (fits) {
        ++alike[given.format + " for " + taken.format];
      } else {
        ++told;
      }
    }
  }
  std::cout << matched << " pairs of the same kind fit, " << told << " of others do not, " << names
            << " may be names\n";
  for (const auto& [pair, count] : alike)
    std::cout << "  fits too: " << pair << " " << count << "\n";
  EXPECT_GT(matched, 500U);
  EXPECT_GT(told, 100'000U);
  EXPECT_LT(alike.size(), 80U);
}

// What schemas relate to a property of another type fits it, in all types.
TEST(References, FitWhatSchemasRelateThemTo) {
  const snapshot::Snapshot builtin = testing_support::Builtin();
  const catalog::Catalog catalog(builtin);
  size_t fit = 0;
  const auto check = [&](const ResourceType& type, uint32_t index) {
    for (const auto* relation : *type.schemas()->Get(index)->relations()) {
      const ResourceType* other = catalog.FindType(relation->type_name()->string_view());
      if (other == nullptr) continue;
      const auto* property = snapshot::FindProperty(*snapshot::Target(*other->schemas(), 0),
                                                    relation->property()->string_view().substr(1));
      if (property == nullptr) continue;
      Place taken = {.name = type.type_name()->str() + " node " + std::to_string(index)};
      Place given = {.name = other->type_name()->str() + "/" + property->name()->str()};
      Collect(type, index, taken);
      Collect(*other, property->schema(), given);
      if (!taken.type.empty() && given.type == taken.type) ++fit;
      // Of what they relate wrongly, the format is known.
      if (given.type != taken.type && !taken.type.empty() && !given.type.empty()) continue;
      EXPECT_TRUE(Fit(taken, given)) << given.name << " for " << taken.name;
    }
  };
  for (const std::string_view service : catalog.ServiceNames()) {
    const auto* types = snapshot::GetService(builtin, service)->types();
    for (uint32_t i = 0; types != nullptr && i < types->size(); ++i) {
      for (uint32_t node = 0; node < types->Get(i)->schemas()->size(); ++node) {
        if (types->Get(i)->schemas()->Get(node)->relations() != nullptr) {
          check(*types->Get(i), node);
        }
      }
    }
  }
  std::cout << fit << " relations fit\n";
  EXPECT_GT(fit, 30U);
}

// A property that AWS takes as text, or gives.
struct Column {
  const ResourceType* type = nullptr;
  std::string property = {};
  std::vector<std::string> patterns = {};
};

class Stacks {
 public:
  Stacks() {
    for (const std::string_view service : catalog_.ServiceNames()) {
      const auto* types = snapshot::GetService(builtin_, service)->types();
      for (uint32_t i = 0; types != nullptr && i < types->size(); ++i) Add(*types->Get(i));
    }
  }

  // Rules that speak of the export in the place of the property's value.
  std::set<std::string> FoundFor(const Column& from, const Column& to) const {
    const std::string select = "SELECT " + catalog::ColumnName(from.property) + " FROM " +
                               Table(from) + " WHERE region = 'us-east-1' AND Identifier = 'i';\n";
    return RulesAt("{{ it }}",
                   {{"stackql_manifest.yml",
                     "version: 1\nname: demo\nproviders: [awscc]\nresources:\n"
                     "- {name: one, exports: [{" +
                         catalog::ColumnName(from.property) + ": it}]}\n- {name: other}\n"},
                    {"resources/one.iql", "/*+ exports */\n" + select},
                    {"resources/other.iql", "/*+ create */\n" + Insert(to, "{{ it }}")}});
  }
  // ... of the text there.
  std::set<std::string> FoundFor(const std::string& text, const Column& to) const {
    return RulesAt(text, {{"q.iql", Insert(to, text)}});
  }

  std::vector<Column> given = {};
  std::vector<Column> taken = {};

 private:
  void Add(const ResourceType& type) {
    const auto* properties = type.schemas()->Get(0)->properties();
    if (properties == nullptr || catalog_.TablesOf(type).resources == nullptr) return;
    for (const auto* property : *properties) {
      Place place;
      Collect(type, property->schema(), place);
      const Schema* node = snapshot::Target(*type.schemas(), property->schema());
      if (place.patterns.empty() || node == nullptr) continue;
      const Column column = {&type, property->name()->str(), place.patterns};
      if (!place.format.empty()) given.push_back(column);
      if (node->types() == snapshot::Type::String && node->enumeration() == nullptr) {
        taken.push_back(column);
      }
    }
  }
  std::string Table(const Column& column) const {
    return "awscc." + column.type->service()->str() + "." +
           catalog_.TablesOf(*column.type).resources->name()->str();
  }
  std::string Insert(const Column& column, const std::string& text) const {
    return "INSERT INTO " + Table(column) + " (\"" + column.property + "\", region) SELECT '" +
           text + "', 'us-east-1';\n";
  }
  static std::set<std::string> RulesAt(const std::string& text,
                                       const std::map<std::string, std::string>& files) {
    const Report report = testing_support::Lint(files);
    std::set<std::string> rules;
    for (const Finding& finding : report.findings) {
      if (testing_support::Covered(report, finding) == text) rules.insert(finding.name);
    }
    return rules;
  }

  snapshot::Snapshot builtin_ = testing_support::Builtin();
  catalog::Catalog catalog_{builtin_};
};

// Whether a column may hold the text, as far as patterns say it.
bool MayHold(const Column& column, const std::string& text) {
  return std::ranges::all_of(column.patterns, [&](const std::string& pattern) {
    const lang::Program* program = ProgramOf(pattern);
    return program == nullptr || lang::Match(*program, text) != Tri::kNo;
  });
}

// What is said of an export must be true of every text that its column may hold.
TEST(References, FindingsHoldForEveryFilling) {
  const Stacks stacks;
  std::mt19937 random(5);
  const auto pick = [&](const std::vector<Column>& from) { return from[random() % from.size()]; };
  int wrong = 0;
  int right = 0;
  for (int i = 0; i < 400; ++i) {
    const Column given = pick(stacks.given);
    const Column taken = pick(stacks.taken);
    const bool found = stacks.FoundFor(given, taken).count("wrong-reference") > 0;
    found ? ++wrong : ++right;
    for (uint32_t seed = 0; seed < 3; ++seed) {
      const auto text = SampleText(given.patterns[0], {.least = 1, .most = 200}, seed);
      if (!text || text->find_first_of("'{\"") != std::string::npos) continue;
      if (!MayHold(given, *text)) continue;
      const std::set<std::string> rules = stacks.FoundFor(*text, taken);
      const bool refused = rules.count("pattern-mismatch") + rules.count("format-mismatch") +
                               rules.count("string-length") + rules.count("bucket-name") >
                           0;
      EXPECT_FALSE(found && !refused)
          << given.property << " of " << given.type->type_name()->str() << " '" << *text << "' for "
          << taken.property << " of " << taken.type->type_name()->str();
    }
  }
  EXPECT_GT(wrong, 100);
  EXPECT_GT(right, 20);
}

}  // namespace
}  // namespace stackql::sweep
