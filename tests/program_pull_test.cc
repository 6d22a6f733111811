// `catalog pull` as users start it. What it does in detail is in fetch_pull_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>

#include "support/archives.h"
#include "support/command.h"
#include "support/http_server.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

const std::string kVersion = "v26.03.00379";

Reply Registry(const std::string& path) {
  if (path == "/dist/providers.yaml") {
    return {.body = "providers: {awscc: {versions: [" + kVersion + "]}}\n"};
  }
  if (path == "/CloudformationSchema.zip") return {.body = Zip({{"aws-ivs-stage.json", "{}"}})};
  const std::string document = "id: awscc\n";
  return {.body =
              TarGz({{kVersion + "/provider.yaml", document},
                     {kVersion + "/provider.yaml.sig", Signer().Sign(document, 1'750'000'000)}})};
}

class CatalogPull : public testing::Test {
 protected:
  Outcome Run(const std::string& arguments) {
    return RunProgram(project_.path().string(), "catalog pull " + arguments);
  }
  fs::path Documents() const { return project_.path() / ".stackql/src/awscc" / kVersion; }

  TemporaryFolder project_;
};

TEST_F(CatalogPull, Pulls) {
  HttpServer server(Registry);
  const Outcome outcome = Run("--no-verify --from " + server.Address());
  EXPECT_EQ(outcome.text, "awscc " + kVersion + ": 1 document in .stackql/src/awscc/" + kVersion +
                              "\nstackql-lint.lock pins it: commit that file\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(fs::exists(Documents() / "provider.yaml"));
  const Outcome offline = Run("--offline --no-verify");
  EXPECT_EQ(offline.text, "awscc " + kVersion + " is in .stackql/src/awscc/" + kVersion + "\n");
  EXPECT_EQ(offline.status, 0);
}

// Whoever wrote the tree must not choose where documents go.
TEST_F(CatalogPull, FollowsNoLinkOutOfTheTree) {
  HttpServer server(Registry);
  const TemporaryFolder outside;
  for (const char* link : {".stackql", ".stackql/src", ".stackql/src/awscc"}) {
    fs::remove_all(project_.path() / ".stackql");
    fs::create_directories((project_.path() / link).parent_path());
    fs::create_directory_symlink(outside.path(), project_.path() / link);
    for (const char* folder : {"", " --dir .stackql", " --dir ./x/../.stackql"}) {
      const Outcome outcome = Run("--no-verify --from " + server.Address() + folder);
      EXPECT_EQ(outcome.status, 3) << link << folder;
      EXPECT_THAT(outcome.text, HasSubstr("is a link out of the current directory")) << link;
    }
    EXPECT_TRUE(fs::is_empty(outside.path())) << link;
  }
  const Outcome named =
      Run("--no-verify --from " + server.Address() + " --dir " + outside.path().string());
  EXPECT_EQ(named.status, 0) << named.text;
}

TEST_F(CatalogPull, PullsSchemasIntoTheCache) {
  HttpServer server(Registry);
  setenv("XDG_CACHE_HOME", (project_.path() / "cache").c_str(), 1);
  const Outcome outcome = Run("cfn --from " + server.Address());
  unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_TRUE(fs::exists(project_.path() / "cache/stackql-lint/cfn/us-east-1/aws-ivs-stage.json"));
}

// The archive of these tests is signed by nobody that StackQL knows.
TEST_F(CatalogPull, VerifiesUnlessToldNotTo) {
  HttpServer server(Registry);
  const Outcome outcome = Run("--from " + server.Address());
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("'provider.yaml' is not what StackQL Studios signed"));
  EXPECT_FALSE(fs::exists(Documents()));
}

TEST_F(CatalogPull, EndsWhenTheServerHangs) {
  HttpServer server(
      [](const std::string&) { return Reply{.body = "providers:", .keep_back = 1, .hang = true}; });
  const Outcome outcome = Run("--timeout 1 --from " + server.Address());
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("timed out"));
}

TEST_F(CatalogPull, TellsBadUsage) {
  for (const auto& [arguments, text] : std::vector<std::pair<std::string, std::string>>{
           {"azure", "unknown source 'azure'; expected awscc[@VERSION] or cfn[@REGION]"},
           {"awscc@latest",
            "'latest' is not a valid awscc version; expected one such as v26.03.00379"},
           {"cfn@mars", "'mars' is not a valid region; expected one such as us-east-1"},
           {"--from http://mirror.example", "is not encrypted: use https"},
           {"--timeout 0", "'--timeout': expected a whole number from 1 to 3600"},
           {"--form x", "unknown option '--form'; did you mean '--from'?"}}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.text, HasSubstr(text));
  }
}

// Ended in the middle of a download, it leaves what was there, and its own end is that of the
// signal; killed, it leaves what was there, too.
TEST_F(CatalogPull, LeavesNothingHalfDone) {
  {
    HttpServer server(Registry);
    ASSERT_EQ(Run("--no-verify --from " + server.Address()).status, 0);
  }
  for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
    std::atomic<bool> asked = false;
    HttpServer server([&](const std::string& path) {
      Reply reply = Registry(path);
      if (path == "/dist/providers.yaml") return reply;
      asked = true;
      reply.keep_back = reply.body.size() / 2;
      reply.hang = true;
      return reply;
    });
    const std::string address = server.Address();
    const pid_t child = fork();
    if (child == 0) {
      if (chdir(project_.path().c_str()) != 0) _exit(99);
      execl(testing_support::kProgram, "stackql-lint", "catalog", "pull", "--no-verify", "--from",
            address.c_str(), nullptr);
      _exit(99);
    }
    for (int i = 0; i < 1000 && !asked; ++i) usleep(10'000);
    ASSERT_TRUE(asked);
    kill(child, signal);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << status;
    EXPECT_TRUE(fs::exists(Documents() / "provider.yaml"));
    EXPECT_EQ(std::distance(fs::directory_iterator(Documents().parent_path()), {}), 1);
  }
}

}  // namespace
}  // namespace stackql
