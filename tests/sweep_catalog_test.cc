// Every resource type of StackQL's awscc provider: generated valid statements give no finding, and
// each constraint that is broken gives exactly the finding of it. The documents are real and not
// part of this repository: STACKQL_LINT_AWSCC names their folder, else ../shared/data/awscc is
// looked at, else the test is skipped. STACKQL_LINT_SWEEP=full sweeps all services, not every n-th.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string_view>

#include "catalog/catalog.h"
#include "catalog/provider.h"
#include "catalog/schema_compiler.h"
#include "support/sample.h"
#include "support/shared_data.h"
#include "sweep/examples.h"
#include "sweep/mutations.h"
#include "sweep/statements.h"

namespace stackql::sweep {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using snapshot::ResourceType;
using snapshot::Verb;
using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

constexpr size_t kSlice = 24;             // every so many services in the short run
constexpr size_t kMostSpotsOfAKind = 40;  // shown of what went wrong

// Types in which one property puts conditions on another; examples ignore these conditions: local
// indexes of tables need a second key, a custom domain must be a full name, groups need members.
// Messages of user pools hold "{####}", which is a comment to templates.
constexpr std::array<std::string_view, 5> kConditional = {
    "AWS::BillingConductor::BillingGroup", "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolDomain",
    "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"};

bool Names(const Texts* pointers, const std::string& property) {
  if (pointers == nullptr) return false;
  for (const auto* pointer : *pointers) {
    const std::string_view text = pointer->string_view();
    if (text.substr(1, text.find('/', 1) - 1) == property) return true;
  }
  return false;
}

// What a finding has to be, for one statement that has one mistake.
struct Expectation {
  Span statement = {};
  Spot spot = {};
  Mutation mutation = {};
  std::string type = {};
};

struct Tally {
  size_t tried = 0;
  size_t found = 0;
  size_t misplaced = 0;
  size_t others = 0;  // findings of other rules
  std::vector<std::string> spots = {};
};

class Sweep {
 public:
  // Types are described by `builtin` or, if it has none, by the documents.
  Sweep(snapshot::Snapshot builtin, std::string documents)
      : builtin_(builtin),
        documents_(std::move(documents)),
        catalog_(builtin, {},
                 documents_.empty() ? nullptr
                                    : std::make_shared<const catalog::Provider>(
                                          *catalog::ProviderIn(documents_), catalog::Cache(""))) {}

  void Run() {
    const std::vector<std::string_view> services = catalog_.ServiceNames();
    for (size_t i = 0; i < services.size(); i += testing_support::SweepsAll() ? 1 : kSlice)
      Service(std::string(services[i]));
  }

  void Print() const {
    std::cout << types_ << " types, " << statements_ << " valid statements, " << mutations_
              << " with one mistake\n";
    std::cout << "false findings:" << (false_.empty() ? " none\n" : "\n");
    PrintSpots(false_);
    std::cout << "kind                 tried  found  share  elsewhere  others\n";
    for (const auto& [kind, tally] : tallies_) {
      const double share = 100.0 * static_cast<double>(tally.found) /
                           static_cast<double>(std::max<size_t>(tally.tried, 1));
      std::printf("%-18s %7zu %6zu %5.1f%% %10zu %7zu\n", kind.c_str(), tally.tried, tally.found,
                  share, tally.misplaced, tally.others);
      std::fflush(stdout);
      for (const std::string& spot : tally.spots) std::cout << "    " << spot << "\n";
    }
    std::cout << "not generated:\n";
    for (const auto& [reason, count] : reasons_)
      std::cout << "  " << count << " " << reason << "\n";
  }

  size_t types_ = 0;
  size_t statements_ = 0;
  size_t mutations_ = 0;
  std::map<std::string, std::vector<std::string>> false_;  // by rule
  std::map<std::string, Tally> tallies_;                   // by kind of mutation
  std::map<std::string, size_t> warnings_;                 // findings of mistakes, by rule
  Reasons reasons_;

 private:
  static void PrintSpots(const std::map<std::string, std::vector<std::string>>& all) {
    for (const auto& [kind, spots] : all) {
      std::cout << "  " << kind << ": " << spots.size() << "\n";
      for (size_t i = 0; i < spots.size() && i < kMostSpotsOfAKind; ++i) {
        std::cout << "    " << spots[i] << "\n";
      }
    }
  }

  void Service(const std::string& name) {
    const TemporaryFolder folder;
    valid_.clear();
    expected_.clear();
    for (const std::string_view table : catalog_.TableNames(name)) {
      const auto found = catalog_.FindTable(name, table);
      if (found.type != nullptr) Type(*found.type, *found.table, folder);
    }
    const RunOptions options = {.paths = {folder.path().string()},
                                .no_config = true,
                                .ignore = {"REL"},  // says more than the schema
                                .catalog = documents_,
                                .allow_empty = true,  // a service without types
                                .max_file_size = 256 << 20,
                                .jobs = 1};
    const Report report = stackql::Run(options, builtin_).report;
    EXPECT_EQ(report.failures, std::vector<std::string>()) << name;
    Compare(report);
  }

  void Type(const ResourceType& type, const snapshot::SqlTable& table,
            const TemporaryFolder& folder) {
    const std::string_view type_name = type.type_name()->string_view();
    if (std::ranges::find(kConditional, type_name) != kConditional.end()) return;
    ++types_;
    Examples examples(type);
    std::vector<Column> required;
    std::vector<Column> all;
    bool complete = true;
    for (const std::string& name : examples.required()) {
      const auto value = examples.Property(name, Examples::Extent::kRequired);
      if (value) required.emplace_back(name, *value);
      complete = complete && value.has_value();
    }
    if (!complete) ++reasons_["types whose required properties have no example"];
    for (const std::string& name : examples.settable()) {
      if (const auto value = examples.Property(name, Examples::Extent::kAll)) {
        all.emplace_back(name, *value);
      } else {
        ++reasons_["properties without an example"];
      }
    }
    const std::string file = table.name()->str();
    if (!complete) return;
    Valid(type, table, required, all, folder.Write(file + "_valid.iql", ""));
    Broken(type, table, examples, required, all, folder.Write(file + "_broken.iql", ""));
  }

  void Valid(const ResourceType& type, const snapshot::SqlTable& table,
             const std::vector<Column>& required, const std::vector<Column>& all,
             const std::string& path) {
    const std::string service = type.service()->str();
    Script script(service, table.name()->str(), RegionOf(type));
    const auto takes = [&](Verb verb) { return (table.verbs() & verb) != Verb::NONE; };
    const std::string identifier = SampleIdentifier(type);
    const auto count = [&](Span) { ++statements_; };
    if (takes(Verb::Insert)) {
      for (const std::vector<Column>& columns : {required, all}) {
        if (!columns.empty()) count(script.Insert(columns));
      }
    }
    if (takes(Verb::Update)) {
      for (const Column& column : all) {
        if (Names(type.create_only(), column.first)) continue;
        count(script.Update(identifier, column));
      }
    }
    if (takes(Verb::Delete)) count(script.Delete(identifier));
    if (takes(Verb::Select))
      count(script.Select(table.name()->str(), Readable(type, table), identifier));
    const bool needs_parent = type.list_parents() != nullptr && type.list_parents()->size() > 0;
    const snapshot::SqlTable* list = catalog_.TablesOf(type).list;
    if (list != nullptr && !needs_parent) {
      std::vector<std::string> columns;
      for (const auto* column : *list->columns()) columns.push_back(column->str());
      count(script.Select(list->name()->str(), columns, ""));
    }
    std::ofstream(path) << script.text();
    valid_.insert(path);
  }

  // One that has the type.
  std::string RegionOf(const ResourceType& type) const {
    std::string region = "us-east-1";
    for (const std::string_view other : catalog_.Regions()) {
      if (catalog_.Has(region, type).value_or(true)) break;
      region = other;
    }
    return region;
  }

  // The columns that AWS returns.
  static std::vector<std::string> Readable(const ResourceType& type,
                                           const snapshot::SqlTable& table) {
    std::set<std::string> hidden;
    if (type.write_only() != nullptr) {
      for (const auto* pointer : *type.write_only()) {
        hidden.insert(catalog::ColumnName(pointer->string_view().substr(1)));
      }
    }
    std::vector<std::string> columns;
    for (const auto* column : *table.columns()) {
      if (hidden.count(column->str()) == 0) columns.push_back(column->str());
    }
    return columns;
  }

  void Broken(const ResourceType& type, const snapshot::SqlTable& table, Examples& examples,
              const std::vector<Column>& required, const std::vector<Column>& all,
              const std::string& path) {
    if ((table.verbs() & Verb::Insert) == Verb::NONE) return;
    Script script(type.service()->str(), table.name()->str(), RegionOf(type));
    for (const Column& column : all) {
      Mutator mutator(type, examples, reasons_);
      for (Mutation& mutation : mutator.Run(column.first, column.second)) {
        std::vector<Column> columns;
        for (const Column& other : required) {
          if (other.first != column.first) columns.push_back(other);
        }
        columns.emplace_back(column.first, mutation.value);
        Spot spot = {.node = &columns.back().second.at(mutation.spot)};
        const Span statement = script.Insert(columns, &spot);
        expected_[path].push_back({statement, spot, std::move(mutation), type.type_name()->str()});
        ++mutations_;
      }
    }
    std::ofstream(path) << script.text();
  }

  void Compare(const Report& report) {
    std::map<std::string, std::vector<const Finding*>> found;
    for (const Finding& finding : report.findings) {
      if (valid_.count(finding.where.path) == 0) {
        found[finding.where.path].push_back(&finding);
      } else if (finding.severity != Severity::kInfo && !IsDeclarative(finding.rule)) {
        false_[finding.rule].push_back(finding.where.path + ": " + finding.message);
      }
    }
    for (const auto& [path, expectations] : expected_) {
      const std::vector<const Finding*>& findings = found[path];
      size_t next = 0;
      for (const Expectation& expected : expectations) {
        std::vector<const Finding*> own;
        while (next < findings.size() &&
               findings[next]->where.span.begin < expected.statement.end) {
          if (findings[next]->severity != Severity::kInfo) own.push_back(findings[next]);
          ++next;
        }
        Judge(expected, own);
      }
    }
  }

  static bool Placed(const Expectation& expected, const Span& where) {
    // Nothing can be pointed at within an empty text: its quotes are.
    const Span& value = expected.spot.value;
    if (value.empty() && where.begin + 1 == value.begin && where.end == value.end + 1) return true;
    const auto inside = [&](const Span& outer) {
      return where.begin >= outer.begin && where.end <= outer.end;
    };
    switch (expected.mutation.at) {
      case At::kKey:
        return inside(expected.spot.key);
      case At::kValue:
        return inside(expected.spot.value) || inside(expected.spot.key);
      case At::kHolder:
        return inside(expected.spot.key) || inside(expected.spot.value);
    }
    return false;
  }

  // A rule document about the type may say more than its schema.
  bool IsDeclarative(const std::string& rule) const { return !rules_.Find(rule)->builtin(); }

  // Rules on tags say the same of tags, and more.
  bool Finds(const std::string& rule, std::string_view wanted) const {
    if (rule == wanted || IsDeclarative(rule)) return true;
    if (wanted == "duplicate-item") return rule == "duplicate-tag-key";
    if (wanted == "string-length" && rule == "not-in-enum") return true;
    if (wanted == "string-length") return rule == "tag-key-length" || rule == "tag-value-length";
    if (wanted == "pattern-mismatch") return rule == "tag-characters" || rule == "format-mismatch";
    if (wanted == "number-range") return rule == "not-in-enum";
    if (wanted == "item-count") return rule == "too-many-tags";
    // A value that fits none of its alternatives.
    return rule == "schema-choice" && (wanted == "wrong-type" || wanted == "missing-property");
  }

  void Judge(const Expectation& expected, const std::vector<const Finding*>& findings) {
    Tally& tally = tallies_[expected.mutation.kind];
    ++tally.tried;
    bool right = false;
    bool placed = false;
    size_t others = 0;
    for (const Finding* finding : findings) {
      if (!Finds(finding->name, expected.mutation.rule)) {
        ++others;
        continue;
      }
      right = true;
      if (finding->severity == Severity::kWarning) ++warnings_[finding->name];
      placed = placed || Placed(expected, finding->where.span);
    }
    tally.found += right && placed ? 1 : 0;
    tally.misplaced += right && !placed ? 1 : 0;
    tally.others += others;
    if (right && placed && others == 0) return;
    if (tally.spots.size() >= kMostSpotsOfAKind) return;
    std::string text = expected.type + " " + expected.mutation.spot.to_string() + " wants " +
                       expected.mutation.rule + ":";
    for (const Finding* finding : findings) text += " [" + finding->name + "] " + finding->message;
    tally.spots.push_back(text.substr(0, 300));
  }

  snapshot::Snapshot builtin_;
  RuleSet rules_{builtin_};
  std::string documents_;
  catalog::Catalog catalog_;
  std::set<std::string> valid_;
  std::map<std::string, std::vector<Expectation>> expected_;
};

void RunAndCheck(Sweep& sweep, double share) {
  sweep.Run();
  sweep.Print();
  EXPECT_TRUE(sweep.false_.empty());
  EXPECT_GT(sweep.statements_, sweep.types_ * 3);
  EXPECT_GT(sweep.mutations_, sweep.types_ * 10);
  for (const auto& [kind, tally] : sweep.tallies_) {
    EXPECT_GE(static_cast<double>(tally.found), static_cast<double>(tally.tried) * share) << kind;
  }
}

TEST(Catalog, EveryBuiltInTypeIsChecked) {
  Sweep sweep(Builtin(), "");
  RunAndCheck(sweep, 0.999);
  for (const auto& [rule, count] : sweep.warnings_) {
    EXPECT_EQ(snapshot::Severity::Warning, RuleSet(Builtin()).Find(rule)->severity())
        << rule << ": what the registry's schemas say is an error";
  }
}

// The rules without the types that are built in.
std::string RulesAlone() {
  const snapshot::SectionKind kind = snapshot::SectionKind::kRules;
  return snapshot::Write({{kind, "", std::string(Builtin().Find(kind, ""))}});
}

TEST(Catalog, EveryTypeIsCheckedAsItsDocumentsSay) {
  const std::string documents = testing_support::ProviderDocuments();
  if (documents.empty()) GTEST_SKIP() << "SKIPPED: no documents of StackQL's awscc provider";
  const std::string rules = RulesAlone();
  Sweep sweep(snapshot::Snapshot::Open(rules), documents);
  RunAndCheck(sweep, 0.999);
}

// The lists of IAM actions, read line by line from the documents: type -> operation -> actions.
using Lists = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

Lists ReadPermissions(const fs::path& document) {
  Lists lists;
  std::ifstream file(document);
  std::string type;
  std::string operation;
  size_t depth = 0;  // of the key x-required-permissions; 0: outside
  for (std::string line; std::getline(file, line);) {
    const size_t indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) continue;
    const std::string text = line.substr(indent);
    if (text.starts_with("x-type-name: ")) type = text.substr(13);
    if (text == "x-required-permissions:") {
      depth = indent;
    } else if (depth > 0 && indent <= depth) {
      depth = 0;
    } else if (depth > 0 && text.starts_with("- ")) {
      std::string action = text.substr(2);
      if (action.front() == '\'') action = action.substr(1, action.size() - 2);
      lists[type][operation].push_back(action);
    } else if (depth > 0) {
      operation = text.substr(0, text.find(':'));
      lists[type][operation];
    }
  }
  return lists;
}

TEST(Catalog, PermissionsAreThoseOfTheDocuments) {
  const std::string documents = testing_support::ProviderDocuments();
  if (documents.empty()) GTEST_SKIP() << "SKIPPED: no documents of StackQL's awscc provider";
  const catalog::Provider provider(*catalog::ProviderIn(documents), catalog::Cache(""));
  size_t lists = 0;
  size_t actions = 0;
  const std::vector<std::string>& services = provider.Services();
  for (size_t i = 0; i < services.size(); i += testing_support::SweepsAll() ? 1 : kSlice) {
    const Lists expected =
        ReadPermissions(fs::path(documents) / "services" / (services[i] + ".yaml"));
    Lists found;
    const snapshot::Service* service = provider.Find(services[i]);
    ASSERT_NE(service, nullptr) << services[i];
    if (service->types() == nullptr) continue;
    for (const ResourceType* type : *service->types()) {
      if (type->handlers() == nullptr) continue;
      for (const auto* handler : *type->handlers()) {
        std::string operation = snapshot::EnumNameHandler(handler->handler());
        operation[0] = static_cast<char>(operation[0] + 32);
        std::vector<std::string>& list = found[type->type_name()->str()][operation];
        if (handler->actions() == nullptr) continue;
        for (const auto* action : *handler->actions()) list.push_back(action->str());
        actions += list.size();
        ++lists;
      }
    }
    EXPECT_EQ(found, expected) << services[i];
  }
  std::cout << lists << " lists of permissions, " << actions << " actions\n";
  EXPECT_GT(actions, 0U);
}

}  // namespace
}  // namespace stackql::sweep
