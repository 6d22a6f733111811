#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fetch/lock_file.h"
#include "fetch/pull.h"
#include "support/archives.h"
#include "support/http_server.h"
#include "support/temporary_folder.h"

namespace stackql::fetch {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr int64_t kNow = 1'750'000'000;
constexpr int64_t kYear = 365LL * 24 * 60 * 60;
const std::string kVersion = "v26.03.00379";

std::string ReadText(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> Names(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

// The entries of a provider archive whose documents are signed.
std::vector<TarEntry> Package(const Signer& signer, const std::string& text = "id: awscc\n",
                              int64_t when = kNow) {
  std::vector<TarEntry> entries = {{kVersion + "/", "", '5'}};
  for (const char* name : {"provider.yaml", "services/ivs.yaml", "services/s3.yaml"}) {
    const std::string document = text + "# " + name + "\n";
    entries.push_back({kVersion + "/" + name, document});
    entries.push_back({kVersion + "/" + name + ".sig", signer.Sign(document, when)});
  }
  return entries;
}

// A registry on this computer, and a project folder that pulls from it.
class Pulls : public testing::Test {
 protected:
  Pulls() : server_([this](const std::string& path) { return Answer(path); }) {
    replies_["/dist/providers.yaml"] = {.body = "providers:\n  awscc:\n    versions:\n      - " +
                                                kVersion + "\n      - v25.01.00001\n"};
    Serve(Package(signer_));
  }

  void Serve(const std::vector<TarEntry>& entries) { ServeBytes(TarGz(entries)); }
  void ServeBytes(const std::string& archive) {
    replies_["/dist/awscc/" + kVersion + ".tgz"] = {.body = archive};
  }
  Reply Answer(const std::string& path) {
    const auto found = replies_.find(path);
    return found == replies_.end() ? Reply{.status = 404} : found->second;
  }

  PullOptions Options(const std::string& source = "awscc") {
    PullOptions options = {.source = *ParseSource(source),
                           .base = *ParseBase(server_.Address()),
                           .folder = (project_.path() / ".stackql").string(),
                           .lock_path = lock_.string(),
                           .timeout = net::Milliseconds(20'000),
                           .certificate = {.owner = "Test",
                                           .key = signer_.key(),
                                           .not_before = kNow - kYear,
                                           .not_after = kNow + kYear},
                           .now = kNow};
    return options;
  }
  Pulled Run(const std::string& source = "awscc") { return Pull(Options(source)); }

  fs::path Versions() const { return project_.path() / ".stackql" / "src" / "awscc"; }
  // What the archive's first document says in the project; "" if it is not there.
  std::string Provider() const { return ReadText(Versions() / kVersion / "provider.yaml"); }

  // The pull fails so, and leaves nothing behind.
  void ExpectFailure(const Pulled& pulled, const std::string& error) {
    EXPECT_THAT(pulled.error, HasSubstr(error));
    EXPECT_THAT(Names(Versions()), IsEmpty());
    EXPECT_FALSE(fs::exists(lock_));
  }

  Signer signer_{1};
  TemporaryFolder project_;
  fs::path lock_ = project_.path() / "stackql-lint.lock";
  std::map<std::string, Reply> replies_;
  HttpServer server_;
};

TEST_F(Pulls, TheNewestVersion) {
  const Pulled pulled = Run();
  EXPECT_EQ(pulled.error, "");
  EXPECT_EQ(pulled.version, kVersion);
  EXPECT_EQ(pulled.documents, 3U);
  EXPECT_TRUE(pulled.verified);
  EXPECT_TRUE(pulled.lock_changed);
  EXPECT_THAT(pulled.warnings, IsEmpty());
  EXPECT_EQ(Provider(), "id: awscc\n# provider.yaml\n");
  EXPECT_THAT(Names(Versions()), ElementsAre(kVersion));
  EXPECT_THAT(Names(Versions() / kVersion / "services"),
              UnorderedElementsAre("ivs.yaml", "ivs.yaml.sig", "s3.yaml", "s3.yaml.sig"));
  Lock lock = ReadLock(lock_.string()).value();
  const std::string archive = TarGz(Package(signer_));
  EXPECT_EQ(lock["awscc"].version, kVersion);
  EXPECT_EQ(lock["awscc"].size, archive.size());
  EXPECT_EQ(lock["awscc"].url, server_.Address() + "/dist/awscc/" + kVersion + ".tgz");
  EXPECT_EQ(pulled.folder, (Versions() / kVersion).string());
}

TEST_F(Pulls, TheVersionThatIsAskedFor) {
  EXPECT_EQ(Run("awscc@" + kVersion).error, "");
  EXPECT_EQ(server_.Requests().size(), 1U) << "the index is not asked";
  EXPECT_THAT(Run("awscc@v1.2.3").error,
              HasSubstr("/dist/awscc/v1.2.3.tgz answered with status 404, expected 200. Check the "
                        "version"));
}

TEST_F(Pulls, AgainInPlaceOfWhatWasThere) {
  EXPECT_EQ(Run().error, "");
  project_.Write(".stackql/src/awscc/" + kVersion + "/stale.yaml", "stale");
  project_.Write(".stackql/src/awscc/v25.01.00001/provider.yaml", "old");
  const Pulled again = Run();
  EXPECT_EQ(again.error, "");
  EXPECT_FALSE(again.lock_changed);
  EXPECT_FALSE(fs::exists(Versions() / kVersion / "stale.yaml"));
  EXPECT_THAT(Names(Versions()), UnorderedElementsAre(kVersion, "v25.01.00001"));
}

TEST_F(Pulls, WarnsWhenANewerVersionIsThereToo) {
  project_.Write(".stackql/src/awscc/v27.01.00001/provider.yaml", "newer");
  const Pulled pulled = Run();
  EXPECT_EQ(pulled.error, "");
  EXPECT_THAT(pulled.warnings, ElementsAre(AllOf(HasSubstr("v27.01.00001' also exists"),
                                                 HasSubstr("remove it to use " + kVersion))));
}

TEST_F(Pulls, LeavesOutWhatIsNoDocument) {
  std::vector<TarEntry> entries = Package(signer_);
  entries.push_back({kVersion + "/README.md", "hello"});
  entries.push_back({kVersion + "/run.sh", "rm -rf"});
  Serve(entries);
  EXPECT_EQ(Run().documents, 3U);
  EXPECT_THAT(Names(Versions() / kVersion),
              UnorderedElementsAre("provider.yaml", "provider.yaml.sig", "services"));
}

TEST_F(Pulls, NothingWithoutAGoodSignature) {
  Serve(Package(Signer(2)));
  ExpectFailure(Run(), "'provider.yaml' is not what Test signed");
  Serve(Package(signer_, "id: awscc\n", kNow + 2 * kYear));
  ExpectFailure(Run(), "'provider.yaml' was signed on 2027-06-15");
  std::vector<TarEntry> entries = Package(signer_);
  entries[3].content += "evil";
  Serve(entries);
  ExpectFailure(Run(), "'services/ivs.yaml' is not what Test signed");
  entries = Package(signer_);
  entries.pop_back();
  Serve(entries);
  ExpectFailure(Run(), "'services/s3.yaml' has no signature");
}

TEST_F(Pulls, AnythingIfThatIsAskedFor) {
  Serve(Package(Signer(2)));
  PullOptions options = Options();
  options.verify = false;
  const Pulled pulled = Pull(options);
  EXPECT_EQ(pulled.error, "");
  EXPECT_FALSE(pulled.verified);
}

TEST_F(Pulls, WarnsWhenTheCertificateEnds) {
  PullOptions options = Options();
  options.now = kNow + kYear - 1;
  EXPECT_THAT(Pull(options).warnings, ElementsAre(HasSubstr("expires on 2026-06-15")));
}

TEST_F(Pulls, NoHostileArchive) {
  const auto with = [&](const TarEntry& entry) {
    std::vector<TarEntry> entries = Package(signer_);
    entries.push_back(entry);
    return entries;
  };
  Serve(with({"../../../outside.yaml", "x"}));
  ExpectFailure(Run(), "The archive's entry '../../../outside.yaml' leads out of");
  Serve(with({kVersion + "/link.yaml", "", '2', "/etc/passwd"}));
  ExpectFailure(Run(), "is a symbolic link");
  Serve(with({"v99/provider.yaml", "x"}));
  ExpectFailure(Run(), "is not in the folder '" + kVersion + "/'");
  Serve({{kVersion + "/services/s3.yaml", "x"}});
  ExpectFailure(Run(), "The archive has no '" + kVersion + "/provider.yaml'");
  ServeBytes("<html>Sign in</html>");
  ExpectFailure(Run(), "The archive is not a gzip file");
  const std::string archive = TarGz(Package(signer_));
  ServeBytes(archive.substr(0, archive.size() / 2));
  ExpectFailure(Run(), "ends early");
  EXPECT_FALSE(fs::exists(project_.path().parent_path() / "outside.yaml"));
}

TEST_F(Pulls, KeepsWhatWasThereWhenItFails) {
  EXPECT_EQ(Run().error, "");
  const std::string before = ReadText(lock_);
  replies_["/dist/providers.yaml"].body = "providers:\n  awscc:\n    versions: [v99.01.00001]\n";
  EXPECT_NE(Run().error, "");
  Serve(Package(Signer(2), "id: evil\n"));
  fs::remove(lock_);
  EXPECT_NE(Run("awscc@" + kVersion).error, "");
  EXPECT_EQ(Provider(), "id: awscc\n# provider.yaml\n");
  EXPECT_THAT(Names(Versions()), ElementsAre(kVersion));
}

TEST_F(Pulls, OnlyWhatWasPinned) {
  EXPECT_EQ(Run().error, "");
  const std::string before = ReadText(lock_);
  Serve(Package(signer_, "id: awscc # changed\n"));
  for (const bool locked : {false, true}) {
    PullOptions options = Options();
    options.locked = locked;
    EXPECT_THAT(Pull(options).error, HasSubstr("differs from what was pinned: the lock file '"));
  }
  EXPECT_EQ(Provider(), "id: awscc\n# provider.yaml\n");
  EXPECT_EQ(ReadText(lock_), before);
}

TEST_F(Pulls, LockedToWhatTheLockFileNames) {
  PullOptions options = Options();
  options.locked = true;
  ExpectFailure(Pull(options), "--locked only allows what the lock file '");
  EXPECT_EQ(Run().error, "");
  // A newer version does not matter then.
  replies_["/dist/providers.yaml"].body = "providers:\n  awscc:\n    versions: [v99.01.00001]\n";
  const Pulled pulled = Pull(options);
  EXPECT_EQ(pulled.error, "");
  EXPECT_EQ(pulled.version, kVersion);
  EXPECT_FALSE(pulled.lock_changed);
  options.source.version = "v99.01.00001";
  EXPECT_THAT(Pull(options).error, HasSubstr("pins awscc '" + kVersion + "', not 'v99.01.00001'"));
}

TEST_F(Pulls, NothingByADamagedLockFile) {
  project_.Write("stackql-lint.lock", "<<<<<<< HEAD\n");
  EXPECT_THAT(Run().error, HasSubstr("it is not JSON. Restore it from version control"));
  const std::string hash(64, 'a');
  project_.Write("stackql-lint.lock",
                 R"({"version":1,"catalogs":[{"source":"awscc","version":"v1/../../../x","size":1,)"
                 R"("sha256":")" +
                     hash + "\"}]}");
  PullOptions options = Options();
  options.locked = true;
  EXPECT_NE(Pull(options).error, "");
  EXPECT_THAT(server_.Requests(), IsEmpty());
}

TEST_F(Pulls, NothingWhereTheIndexNamesNothing) {
  replies_["/dist/providers.yaml"].body = "<html>Sign in</html>";
  ExpectFailure(Run(),
                "does not list a version of 'awscc'; expected the list of a StackQL registry");
}

TEST_F(Pulls, OfflineWithoutAConnection) {
  PullOptions options = Options();
  options.offline = true;
  options.open = []() -> Result<std::unique_ptr<net::Transport>> {
    ADD_FAILURE() << "the network was asked";
    return Failed("There is no network.");
  };
  EXPECT_THAT(Pull(options).error, HasSubstr("the newest version is unknown with --offline"));
  options.source.version = kVersion;
  EXPECT_THAT(Pull(options).error,
              HasSubstr("does not exist and cannot be downloaded with --offline"));
  EXPECT_EQ(Run().error, "");
  for (const char* version : {kVersion.c_str(), ""}) {
    options.source.version = version;
    const Pulled pulled = Pull(options);
    EXPECT_EQ(pulled.error, "");
    EXPECT_TRUE(pulled.verified);
    EXPECT_EQ(pulled.documents, 3U);
  }
  project_.Write(".stackql/src/awscc/" + kVersion + "/services/s3.yaml", "evil");
  EXPECT_THAT(Pull(options).error, HasSubstr("does not contain what the lock file"));
  fs::remove(lock_);
  options.source.version = kVersion;
  EXPECT_THAT(Pull(options).error, HasSubstr("'services/s3.yaml' is not what Test signed"));
}

TEST_F(Pulls, EndsWhenAsked) {
  int calls = 0;
  PullOptions options = Options();
  // Goes on while it downloads, and not when it unpacks.
  options.progress = [&](uint64_t, uint64_t) {
    return Names(project_.path() / ".stackql" / "src").empty() || ++calls < 3;
  };
  const Pulled pulled = Pull(options);
  EXPECT_TRUE(pulled.cancelled);
  ExpectFailure(pulled, "Interrupted.");
}

TEST_F(Pulls, ClearsWhatAKilledPullLeft) {
  project_.Write(".stackql/src/awscc/.stackql-lint-abcdef/new/provider.yaml", "half");
  EXPECT_EQ(Run().error, "");
  EXPECT_THAT(Names(Versions()), ElementsAre(kVersion));
}

TEST_F(Pulls, TellsWhereItCannotWrite) {
  project_.Write(".stackql", "a file");
  EXPECT_THAT(Run().error, HasSubstr("not a directory. What was in"));
}

TEST_F(Pulls, CloudFormationSchemas) {
  replies_["/CloudformationSchema.zip"] = {
      .body = Zip({{"aws-ivs-stage.json", "{\"typeName\": \"AWS::IVS::Stage\"}"},
                   {"aws-s3-bucket.json", "\n{}"}})};
  const Pulled pulled = Run("cfn@eu-west-1");
  EXPECT_EQ(pulled.error, "");
  EXPECT_EQ(pulled.documents, 2U);
  EXPECT_FALSE(pulled.verified);
  EXPECT_THAT(Names(project_.path() / ".stackql/cfn/eu-west-1"),
              UnorderedElementsAre("aws-ivs-stage.json", "aws-s3-bucket.json"));
  const std::string before = ReadText(lock_);
  // They have no versions: new ones are taken, but not with --locked.
  replies_["/CloudformationSchema.zip"] = {.body = Zip({{"aws-ivs-stage.json", "{ }"}})};
  PullOptions options = Options("cfn@eu-west-1");
  options.locked = true;
  EXPECT_THAT(Pull(options).error, HasSubstr("Pull without --locked to use the new schemas"));
  EXPECT_EQ(ReadText(lock_), before);
  EXPECT_TRUE(Run("cfn@eu-west-1").lock_changed);
  EXPECT_THAT(Names(project_.path() / ".stackql/cfn/eu-west-1"), ElementsAre("aws-ivs-stage.json"));
}

TEST_F(Pulls, NoOtherZipForSchemas) {
  for (const std::string& body : {std::string("<html>"), Zip({{"index.html", "<html>"}}),
                                  Zip({{"a.json", "[]"}}), Zip({{"../a.json", "{}"}}), Zip({})}) {
    replies_["/CloudformationSchema.zip"] = {.body = body};
    EXPECT_THAT(Run("cfn").error, HasSubstr("/CloudformationSchema.zip: The archive"));
    EXPECT_THAT(Names(project_.path() / ".stackql/cfn"), IsEmpty());
  }
}

}  // namespace
}  // namespace stackql::fetch
