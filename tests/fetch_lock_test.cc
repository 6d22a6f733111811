#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fetch/documents_digest.h"
#include "fetch/lock_file.h"
#include "fetch/registry_index.h"
#include "fetch/source.h"
#include "fetch/version.h"
#include "support/temporary_folder.h"

namespace stackql::fetch {
namespace {

using testing_support::TemporaryFolder;

const std::string kHash(64, 'a');

TEST(LockFile, ComesBackAsItWasWritten) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "stackql-lint.lock").string();
  const Lock lock = {{"cfn/us-east-1", {"", "https://a/b.zip", kHash, 5'000'000'000, kHash}},
                     {"awscc", {"v26.03.00379", "https://a/b.tgz", kHash, 7, kHash}}};
  EXPECT_TRUE(WriteLock(path, lock));
  EXPECT_EQ(ReadLock(path).value(), lock);
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), R"({
  "catalogs": [
    {
      "documents": ")" + kHash +
                            R"(",
      "sha256": ")" + kHash +
                            R"(",
      "size": 7,
      "source": "awscc",
      "url": "https://a/b.tgz",
      "version": "v26.03.00379"
    },
    {
      "documents": ")" + kHash +
                            R"(",
      "sha256": ")" + kHash +
                            R"(",
      "size": 5000000000,
      "source": "cfn/us-east-1",
      "url": "https://a/b.zip"
    }
  ],
  "version": 1
}
)");
}

TEST(LockFile, NeedNotBeThere) {
  EXPECT_EQ(ReadLock("/no/such/folder/stackql-lint.lock").value(), Lock());
}

TEST(LockFile, TellsWhatIsWrong) {
  const std::string entry = R"({"source":"awscc","size":1,"sha256":")" + kHash + "\"}";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "it is not JSON"},
      {"[]", "it is not JSON"},
      {"<<<<<<< HEAD\n{}", "it is not JSON"},
      {"{}", "it has a version other than 1"},
      {R"({"version":2,"catalogs":[]})", "it has a version other than 1"},
      {R"({"version":1})", "it has no list 'catalogs'"},
      {R"({"version":1,"catalogs":[1]})", "an entry in 'catalogs' is incomplete or comes twice"},
      {R"({"version":1,"catalogs":[{"source":"awscc","size":1,"sha256":"abc"}]})",
       "an entry in 'catalogs' is incomplete or comes twice"},
      {R"({"version":1,"catalogs":[)" + entry + "," + entry + "]}",
       "an entry in 'catalogs' is incomplete or comes twice"},
      {R"({"version":1,"catalogs":[)" + entry + "]}", ""},
      {std::string(100'000, '['), "it is not JSON"},
  };
  const TemporaryFolder folder;
  for (const auto& [text, wrong] : cases) {
    const std::string path = folder.Write("lock", text);
    const Result<Lock> lock = ReadLock(path);
    EXPECT_EQ(lock ? "" : lock.error().message,
              wrong.empty() ? "" : "Cannot use the lock file '" + path + "': " + wrong + ".")
        << text.substr(0, 100);
  }
  EXPECT_EQ(ReadLock(folder.path().string()).error().message,
            "Cannot read '" + folder.path().string() + "': it is a directory.");
}

TEST(Digest, OfAFolderIsThatOfItsDocuments) {
  const TemporaryFolder folder;
  EXPECT_EQ(DigestOfFolder(folder.path().string()), "");
  folder.Write("services/s3.yaml", "s3");
  folder.Write("provider.yaml", "provider");
  folder.Write("provider.yaml.sig", "signature");
  DocumentsDigest digest;
  digest.Add("services/s3.yaml", "s3");
  digest.Add("provider.yaml", "provider");
  EXPECT_EQ(DigestOfFolder(folder.path().string()), digest.Finish());
  folder.Write("services/s3.yaml", "s4");
  EXPECT_NE(DigestOfFolder(folder.path().string()), digest.Finish());
  EXPECT_EQ(DigestOfFolder("/no/such/folder"), "");
}

TEST(Version, Order) {
  const std::vector<std::string> rising = {"v00.00.00000", "v24.1.9",      "v24.01.00010",
                                           "v25.12.99999", "v26.03.00379", "v26.03.00379-dev",
                                           "v26.03.00380", "v26.10.00001", "v126.01.00001"};
  for (size_t i = 0; i < rising.size(); ++i) {
    for (size_t j = 0; j < rising.size(); ++j) {
      EXPECT_EQ(Older(rising[i], rising[j]), i < j) << rising[i] << ' ' << rising[j];
    }
  }
}

TEST(Version, Form) {
  for (const char* text : {"v26.03.00379", "v1", "v0.1.2-dev_3"}) EXPECT_TRUE(IsVersion(text));
  for (const char* text : {"", "v", "26.03", "v../../x", "v1/2", "vx", "v1 2", "v1\n", "v1%2e"}) {
    EXPECT_FALSE(IsVersion(text)) << text;
  }
}

TEST(RegistryIndex, NamesTheNewestVersion) {
  const std::string index =
      "providers:\n  awscc:\n    versions:\n      - v24.02.00210\n      - v26.03.00379\n"
      "      - v26.03.00400-dev\n      - ../../evil\n      - 26\n      - v26.03.00038\n"
      "  empty: {versions: []}\n  odd: {versions: v1}\n  google: [v1]\n";
  EXPECT_EQ(NewestVersion(index, "awscc"), "v26.03.00379");
  for (const char* name : {"empty", "odd", "google", "azure"}) {
    EXPECT_EQ(NewestVersion(index, name), "") << name;
  }
  for (const char* text : {"", "<html>\n<p>: x", "providers: [", "providers: {awscc: }", "[]"}) {
    EXPECT_EQ(NewestVersion(text, "awscc"), "") << text;
  }
}

TEST(Source, IsRead) {
  EXPECT_EQ(ParseSource("awscc")->version, "");
  EXPECT_EQ(ParseSource("awscc@v26.03.00379")->version, "v26.03.00379");
  EXPECT_EQ(ParseSource("cfn")->Name(), "cfn/us-east-1");
  EXPECT_EQ(ParseSource("cfn@cn-north-1")->DefaultBase(),
            "https://schema.cloudformation.cn-north-1.amazonaws.com.cn");
  for (const char* text : {"", "aws", "awscc@", "awscc@latest", "awscc@v1/../..", "cfn@", "cfn@x",
                           "cfn@us-east-1@evil.example"}) {
    EXPECT_FALSE(ParseSource(text)) << text;
  }
}

TEST(Source, MirrorsAreEncryptedAndAskNoPassword) {
  EXPECT_EQ(ParseBase("https://mirror.example/stackql/")->Text(), "https://mirror.example/stackql");
  EXPECT_TRUE(ParseBase("http://localhost:8080"));
  for (const char* text : {"http://mirror.example", "mirror.example", "file:///tmp", "",
                           "https://user:secret@mirror.example", "https://mirror.example/?a=b"}) {
    const Result<net::Url> base = ParseBase(text);
    ASSERT_FALSE(base) << text;
    EXPECT_EQ(base.error().message.find("secret"), std::string::npos)
        << "passwords are not repeated";
  }
}

}  // namespace
}  // namespace stackql::fetch
