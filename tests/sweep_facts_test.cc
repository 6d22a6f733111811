#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/locate.h"
#include "catalog/provider.h"
#include "snapshot/snapshot_tables.h"
#include "support/sample.h"
#include "support/shared_data.h"

// Compares the built-in facts with StackQL's documents of the same version.
namespace stackql::sweep {
namespace {

using snapshot::ResourceType;
using Texts = std::vector<std::string>;

constexpr size_t kSlice = 12;

template <typename List>
std::set<std::string> SetOf(const List* list) {
  std::set<std::string> texts;
  if (list == nullptr) return texts;
  for (const auto* text : *list) texts.insert(text->str());
  return texts;
}

// A table in one line.
std::string Describe(const snapshot::SqlTable& table) {
  std::string text = table.name()->str() + " " + snapshot::EnumNameTableKind(table.kind());
  if (table.type_name() != nullptr) text += " " + table.type_name()->str();
  text += " " + std::to_string(static_cast<int>(table.verbs()));
  if (table.columns() == nullptr) return text;
  for (const auto* column : *table.columns()) text += " " + column->str();
  return text;
}

std::set<std::string> PropertiesOf(const ResourceType& type) {
  std::set<std::string> names;
  const auto* properties = type.schemas()->Get(0)->properties();
  if (properties == nullptr) return names;
  for (const auto* property : *properties) names.insert(property->name()->str());
  return names;
}

class FactSweep : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = testing_support::ProviderDocuments();
    if (folder.empty()) GTEST_SKIP() << "SKIPPED: no documents of StackQL's awscc provider";
    provider_ = std::make_unique<catalog::Provider>(*catalog::ProviderIn(folder),
                                                    catalog::Cache(std::string()));
    const std::vector<std::string>& all = provider_->Services();
    for (size_t i = 0; i < all.size(); i += testing_support::SweepsAll() ? 1 : kSlice) {
      services_.push_back(all[i]);
    }
  }

  // Each type of the documents, and the built-in one of that name or null.
  std::vector<std::pair<const ResourceType*, const ResourceType*>> Types() const {
    std::vector<std::pair<const ResourceType*, const ResourceType*>> types;
    for (const std::string& name : services_) {
      const snapshot::Service* documents = provider_->Find(name);
      if (documents == nullptr || documents->types() == nullptr) continue;
      for (const ResourceType* type : *documents->types()) {
        types.emplace_back(type, builtin_.FindType(type->type_name()->string_view()));
      }
    }
    return types;
  }

  // Collects the differences by kind.
  void Note(const std::string& kind, const std::string& what) { notes_[kind].push_back(what); }
  void Print() const {
    for (const auto& [kind, all] : notes_) {
      std::cout << kind << ": " << all.size() << "\n";
      for (size_t i = 0; i < all.size() && i < 10; ++i) std::cout << "    " << all[i] << "\n";
    }
  }

  std::unique_ptr<catalog::Provider> provider_;
  std::vector<std::string> services_;
  std::map<std::string, Texts> notes_;
  catalog::Catalog builtin_{testing_support::Builtin()};
};

TEST_F(FactSweep, TablesAreThoseOfTheDocuments) {
  size_t tables = 0;
  for (const std::string& name : services_) {
    const snapshot::Service* documents = provider_->Find(name);
    ASSERT_NE(documents, nullptr) << name;
    const snapshot::Service* known = snapshot::GetService(testing_support::Builtin(), name);
    ASSERT_NE(known, nullptr) << name;
    if (documents->tables() == nullptr) continue;
    ASSERT_EQ(known->tables()->size(), documents->tables()->size()) << name;
    for (flatbuffers::uoffset_t i = 0; i < documents->tables()->size(); ++i, ++tables) {
      EXPECT_EQ(Describe(*known->tables()->Get(i)), Describe(*documents->tables()->Get(i)));
    }
  }
  EXPECT_GT(tables, services_.size());
}

TEST_F(FactSweep, NothingThatTheDocumentsSayIsLost) {
  size_t properties = 0;
  for (const auto& [theirs, ours] : Types()) {
    const std::string type = theirs->type_name()->str();
    ASSERT_NE(ours, nullptr) << type;
    const std::set<std::string> known = PropertiesOf(*ours);
    for (const std::string& property : PropertiesOf(*theirs)) {
      EXPECT_EQ(known.count(property), 1U) << type << " " << property;
      ++properties;
    }
    const std::set<std::string> read_only = SetOf(ours->read_only());
    for (const std::string& pointer : SetOf(theirs->read_only())) {
      if (read_only.count(pointer) == 0) Note("read-only in the documents", type + pointer);
    }
    if (SetOf(ours->primary_identifier()) != SetOf(theirs->primary_identifier())) {
      Note("identifier left open", type);
      EXPECT_TRUE(ours->primary_identifier() == nullptr || ours->primary_identifier()->size() == 0)
          << type;
    }
  }
  Print();
  EXPECT_GT(properties, 0U);
}

TEST_F(FactSweep, HandlersAskForWhatEitherSourceAsksFor) {
  size_t actions = 0;
  for (const auto& [theirs, ours] : Types()) {
    if (theirs->handlers() == nullptr) continue;
    ASSERT_NE(ours, nullptr);
    for (const auto* handler : *theirs->handlers()) {
      const auto* known = catalog::FindHandler(*ours, handler->handler());
      const std::string what =
          theirs->type_name()->str() + " " + snapshot::EnumNameHandler(handler->handler());
      ASSERT_NE(known, nullptr) << what;
      std::set<std::string> expected = SetOf(handler->actions());
      const std::set<std::string> newer = SetOf(known->registry_only());
      for (const std::string& action : newer) {
        EXPECT_EQ(expected.count(action), 0U) << what << " " << action;
        Note("only the registry asks for", std::string(what).append(" ").append(action));
      }
      for (const std::string& action : SetOf(known->documents_only())) {
        EXPECT_EQ(expected.count(action), 1U) << what << " " << action;
        Note("only the documents ask for", std::string(what).append(" ").append(action));
      }
      expected.insert(newer.begin(), newer.end());
      EXPECT_EQ(SetOf(known->actions()), expected) << what;
      actions += expected.size();
    }
  }
  Print();
  EXPECT_GT(actions, 0U);
}

}  // namespace
}  // namespace stackql::sweep
