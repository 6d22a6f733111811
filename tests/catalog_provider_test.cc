// Documents of StackQL's provider: where they are found, what is read from them, and the cache of
// what they were compiled to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "catalog/catalog.h"
#include "catalog/provider.h"
#include "catalog/view_columns.h"
#include "snapshot/snapshot_tables.h"
#include "support/provider_folder.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;
using snapshot::ResourceType;
using snapshot::Schema;
using snapshot::Verb;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

Provider Open(const std::string& folder, const std::string& cache = {}) {
  return {*ProviderIn(folder), Cache(cache)};
}

const ResourceType* TypeNamed(const snapshot::Service& service, std::string_view name) {
  for (const ResourceType* type : *service.types()) {
    if (type->type_name()->string_view() == name) return type;
  }
  return nullptr;
}

const Schema* PropertyOf(const ResourceType& type, const Schema& node, std::string_view name) {
  for (const snapshot::Property* property : *node.properties()) {
    if (property->name()->string_view() != name) continue;
    const Schema* found = type.schemas()->Get(property->schema());
    return found->ref() < 0 ? found : type.schemas()->Get(static_cast<uint32_t>(found->ref()));
  }
  return nullptr;
}

TEST(Versions, AreOfAMonth) {
  EXPECT_EQ(MonthOf("v26.03.00379"), "2026-03");
  EXPECT_EQ(MonthOf("v24.12.1"), "2024-12");
  for (const std::string_view none : {"", "v00.00.00100", "v26.13.00001", "v0.3.1", "v26.03",
                                      "26.03.00379", "v26-03.00379", "vab.03.00379"}) {
    EXPECT_EQ(MonthOf(none), "") << none;
  }
}

TEST(Versions, AreOrderedByTheirNumbers) {
  const std::vector<std::string> sorted = {"v0.3.1",       "v00.00.00000", "v26.03.00379",
                                           "v26.03.00400", "v26.10.00001", "v27.01.00001"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      if (i == 0 && j == 1) continue;  // of different forms
      if (i == 1 && j == 0) continue;
      const int order = CompareVersions(sorted[i], sorted[j]);
      EXPECT_EQ(order < 0, i < j) << sorted[i] << " and " << sorted[j];
      EXPECT_EQ(order == 0, i == j) << sorted[i] << " and " << sorted[j];
    }
  }
}

TEST(ProviderFolders, TakeTheNewestVersionInAnyFolderOfTheWay) {
  const TemporaryFolder folder;
  for (const std::string version : {"v26.03.00379", "v26.07.00001", "notes"}) {
    folder.Write(".stackql/src/awscc/" + version + "/services/demo.yaml", "components: {}\n");
  }
  folder.Write(".stackql/src/awscc/v30.01.00001/provider.yaml", "id: awscc\n");  // no services
  const fs::path root = folder.path() / ".stackql";
  for (const fs::path& named : {folder.path(), root, root / "src", root / "src" / "awscc"}) {
    const auto found = ProviderIn(named.string());
    ASSERT_TRUE(found) << named;
    EXPECT_EQ(found->version, "v26.07.00001") << named;
  }
  const auto one = ProviderIn((root / "src" / "awscc" / "v26.03.00379").string());
  ASSERT_TRUE(one);
  EXPECT_EQ(one->version, "v26.03.00379");
  EXPECT_FALSE(ProviderIn((root / "src" / "awscc" / "v30.01.00001").string()));
  const auto above = FindProvider((folder.path() / "stacks/a/resources/x.iql").string());
  ASSERT_TRUE(above);
  EXPECT_EQ(above->version, "v26.07.00001");
}

TEST(ProviderDocuments, GiveTypesWithTheirTables) {
  const TemporaryFolder folder;
  const Provider provider = Open(WriteProvider(folder, "v26.03.00379"));
  const snapshot::Service* service = provider.Find("demo");
  ASSERT_NE(service, nullptr);
  const ResourceType* widget = TypeNamed(*service, "AWS::Demo::Widget");
  ASSERT_NE(widget, nullptr);
  ASSERT_EQ(service->tables()->size(), 3U);
  const auto& view = *service->tables()->Get(0);
  const auto& widgets = *service->tables()->Get(1);
  const auto& list = *service->tables()->Get(2);
  EXPECT_EQ(view.name()->str(), "vw_widgets");
  EXPECT_EQ(view.kind(), snapshot::TableKind::Other);
  EXPECT_EQ(view.type_name()->str(), "AWS::Demo::Widget");
  EXPECT_EQ(widgets.name()->str(), "widgets");
  EXPECT_EQ(widgets.kind(), snapshot::TableKind::Resources);
  EXPECT_EQ(widgets.type_name()->str(), "AWS::Demo::Widget");
  EXPECT_EQ(widgets.verbs(), Verb::Insert | Verb::Delete | Verb::Select);
  EXPECT_EQ(widgets.columns()->size(), 3U);
  EXPECT_EQ(list.name()->str(), "widgets_list_only");
  EXPECT_EQ(list.kind(), snapshot::TableKind::List);
  EXPECT_TRUE(Takes(widgets, snapshot::Handler::Create));
  EXPECT_FALSE(Takes(widgets, snapshot::Handler::Update));
  EXPECT_TRUE(Takes(list, snapshot::Handler::List));
  EXPECT_FALSE(Takes(list, snapshot::Handler::Create));
  EXPECT_EQ(widget->create_only()->Get(1)->str(), "/Own/Size");
  EXPECT_EQ(widget->read_only()->Get(0)->str(), "/Own/Id");
  EXPECT_EQ(widget->tagging()->property()->str(), "/Tags");
  EXPECT_EQ(widget->identifier_pattern()->str(), "^[a-z]+$");
  const ResourceType* gadget = TypeNamed(*service, "AWS::Demo::Gadget");
  ASSERT_NE(gadget, nullptr);
  EXPECT_EQ(gadget->handlers(), nullptr);
}

TEST(ProviderDocuments, MarkWhatMayBeWrong) {
  const TemporaryFolder folder;
  const Provider provider = Open(WriteProvider(folder, "v26.03.00379"));
  const ResourceType& widget = *TypeNamed(*provider.Find("demo"), "AWS::Demo::Widget");
  const Schema& root = *widget.schemas()->Get(0);
  EXPECT_TRUE(root.closed());
  EXPECT_FALSE(PropertyOf(widget, root, "Own")->doubtful()) << "only this type refers to it";
  const Schema& tags = *PropertyOf(widget, root, "Tags");
  const Schema& item = *widget.schemas()->Get(static_cast<uint32_t>(tags.items()));
  EXPECT_TRUE(widget.schemas()->Get(static_cast<uint32_t>(item.ref()))->doubtful());
  EXPECT_TRUE(PropertyOf(widget, root, "Gadget")->untrusted()) << "a resource, not a definition";
  EXPECT_EQ(PropertyOf(widget, root, "Free")->pattern_properties()->size(), 1U);
}

TEST(ProviderDocuments, AreFoundByNameOnly) {
  const TemporaryFolder folder;
  const std::string path = WriteProvider(folder, "v26.03.00379");
  folder.Write("secret.yaml", kDemoService);
  fs::create_symlink(folder.path() / "secret.yaml", fs::path(path) / "services" / "link.yaml");
  const Provider provider = Open(path);
  EXPECT_EQ(provider.Find("../../secret"), nullptr);
  EXPECT_EQ(provider.Find("Demo"), nullptr);
  EXPECT_EQ(provider.Find("nothing"), nullptr);
  EXPECT_THAT(provider.Failures(), IsEmpty());
  EXPECT_EQ(provider.Find("link"), nullptr) << "leads out of the folder";
  EXPECT_EQ(provider.Failures().size(), 1U);
}

TEST(ProviderDocuments, ThatCannotBeReadAreNamed) {
  const TemporaryFolder folder;
  const Provider provider = Open(WriteProvider(folder, "v26.03.00379", "[not, a, document\n"));
  EXPECT_EQ(provider.Find("demo"), nullptr);
  ASSERT_EQ(provider.Failures().size(), 1U);
  EXPECT_NE(provider.Failures()[0].find("demo.yaml"), std::string::npos);
}

// --- the cache ----------------------------------------------------------------------------------

class CacheTest : public testing::Test {
 protected:
  // The name of a table, as a provider that has just started sees it.
  std::string Table() {
    const Provider provider = Open(path_, cache());
    const snapshot::Service* service = provider.Find("demo");
    if (service == nullptr || service->tables() == nullptr) return "none";
    for (const auto* table : *service->tables()) {
      if (table->kind() == snapshot::TableKind::Resources) return table->name()->str();
    }
    return "none";
  }

  std::string cache() const { return (folder_.path() / "cache").string(); }

  std::vector<fs::path> Entries() const {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(cache() + "/services")) {
      entries.push_back(entry.path());
    }
    return entries;
  }

  static std::string Read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void Put(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  void Rename(const std::string& table) {
    std::string text(kDemoService);
    for (size_t at = text.find("widgets"); at != std::string::npos; at = text.find("widgets", at)) {
      text.replace(at, 7, table);
      at += table.size();
    }
    folder_.Write("v26.03.00379/services/demo.yaml", text);
  }

  void Age(std::chrono::seconds by) {
    const fs::path file = fs::path(path_) / "services" / "demo.yaml";
    fs::last_write_time(file, fs::file_time_type::clock::now() - by);
  }

  TemporaryFolder folder_;
  std::string path_ = WriteProvider(folder_, "v26.03.00379");
};

TEST_F(CacheTest, ServesWhatItWasGivenWhileTheStampHolds) {
  Age(std::chrono::hours(1));
  EXPECT_EQ(Table(), "widgets");
  ASSERT_EQ(Entries().size(), 1U);
  // The same size, time and file: only the cache can know the old name.
  const auto time = fs::last_write_time(fs::path(path_) / "services" / "demo.yaml");
  Rename("gidgets");
  fs::last_write_time(fs::path(path_) / "services" / "demo.yaml", time);
  EXPECT_EQ(Table(), "widgets");
}

TEST_F(CacheTest, IsRenewedWhenTheDocumentChanges) {
  Age(std::chrono::hours(1));
  EXPECT_EQ(Table(), "widgets");
  Rename("gidgets");
  Age(std::chrono::minutes(1));
  EXPECT_EQ(Table(), "gidgets");
  EXPECT_EQ(Entries().size(), 1U);
}

TEST_F(CacheTest, DoesNotTrustAFileThatMayStillBeWritten) {
  EXPECT_EQ(Table(), "widgets");
  const auto time = fs::last_write_time(fs::path(path_) / "services" / "demo.yaml");
  Rename("gidgets");
  fs::last_write_time(fs::path(path_) / "services" / "demo.yaml", time);
  EXPECT_EQ(Table(), "gidgets");
}

TEST_F(CacheTest, IgnoresEntriesThatAreDamagedAtAnyByte) {
  Age(std::chrono::hours(1));
  EXPECT_EQ(Table(), "widgets");
  const fs::path entry = Entries().front();
  const std::string good = Read(entry);
  for (size_t at = 0; at < good.size(); at += 37) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x41);
    Put(entry, bad);
    EXPECT_EQ(Table(), "widgets") << "byte " << at;
    Put(entry, good.substr(0, at));
    EXPECT_EQ(Table(), "widgets") << "cut at " << at;
  }
  EXPECT_EQ(Read(entry), good) << "the damaged entry is replaced";
}

TEST_F(CacheTest, IsNotNeeded) {
  Put(cache(), "a file where the folder would be");
  EXPECT_EQ(Table(), "widgets");
  path_ = WriteProvider(folder_, "v26.07.00001");
  EXPECT_EQ(Open(path_).Find("demo")->types()->size(), 2U);
}

TEST_F(CacheTest, IsSharedBetweenThreadsAndRuns) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { right += Table() == "widgets" ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8);
  EXPECT_EQ(Entries().size(), 1U) << "no drafts are left";
}

// --- lookup -------------------------------------------------------------------------------------

TEST(CatalogOfDocuments, TellsWhatIsNotThere) {
  const TemporaryFolder folder;
  const auto provider = std::make_shared<const Provider>(
      *ProviderIn(WriteProvider(folder, "v26.03.00379")), Cache(""));
  const Catalog catalog(snapshot::Snapshot(), {}, provider);
  EXPECT_EQ(catalog.FindTable("demo", "widgets").found, Catalog::Found::kType);
  EXPECT_TRUE(catalog.FindTable("demo", "widgets_list_only").list_only);
  const auto view = catalog.FindTable("demo", "vw_widgets");
  EXPECT_EQ(view.found, Catalog::Found::kOther);
  EXPECT_EQ(view.view_of, catalog.FindType("AWS::Demo::Widget"));
  EXPECT_EQ(catalog.FindTable("demo", "gadgets").found, Catalog::Found::kNoResource);
  EXPECT_EQ(catalog.FindTable("dmeo", "widgets").found, Catalog::Found::kNoService);
  EXPECT_EQ(Catalog(snapshot::Snapshot()).FindTable("demo", "widgets").found,
            Catalog::Found::kNotKnown);
  ASSERT_NE(catalog.FindType("AWS::Demo::Gadget"), nullptr);
  EXPECT_EQ(catalog.FindType("AWS::Demo::Nothing"), nullptr);
  EXPECT_THAT(catalog.ServiceNames(), ElementsAre("demo"));
  EXPECT_THAT(catalog.TableNames("demo"), ElementsAre("vw_widgets", "widgets"));
  const auto tables = catalog.TablesOf(*catalog.FindType("AWS::Demo::Widget"));
  EXPECT_EQ(tables.resources, catalog.FindTable("demo", "widgets").table);
  EXPECT_EQ(tables.list, catalog.FindTable("demo", "widgets_list_only").table);
  EXPECT_EQ(catalog.TablesOf(*catalog.FindType("AWS::Demo::Gadget")).resources, nullptr);
}

TEST(ViewColumns, AreTheNamesOfTheSelectList) {
  EXPECT_THAT(ViewColumns("SELECT region, f(a, ',') as name, t.\"_schema\" FROM x WHERE a = 1"),
              ElementsAre("region", "name", "_schema"));
  EXPECT_THAT(ViewColumns("select a\nfrom from_there"), ElementsAre("a"));
  EXPECT_THAT(ViewColumns("SELECT 'from here' AS \"a b\", from_x FROM y"),
              ElementsAre("a b", "from_x"));
  EXPECT_THAT(ViewColumns("SELECT * FROM x"), IsEmpty());
  EXPECT_THAT(ViewColumns("SELECT f(a) FROM x"), IsEmpty());
  EXPECT_THAT(ViewColumns("SELECT 'never closed"), IsEmpty());
  EXPECT_THAT(ViewColumns(""), IsEmpty());
}

}  // namespace
}  // namespace stackql::catalog
