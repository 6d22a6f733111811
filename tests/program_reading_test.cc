// How often the program reads what it works on: once, whatever it is asked.
#include "support/opened_files.h"
#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

using Counts = std::map<std::string, int>;

class Reading : public VerifyProgram {
 protected:
  void SetUp() override {
    VerifyProgram::SetUp();
    folder_.Write("stack/stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: widget
    props:
      - name: size
        values: {dev: {value: 1}, prod: {value: 4}}
)");
    folder_.Write("stack/resources/widget.iql", "/*+ exists */\n" + ReadOf("demo.widgets", "none") +
                                                    "\n/*+ create */\n" +
                                                    Create("one", "{{ size }}"));
    folder_.Write("loose/x.iql", ReadOf("demo.widgets", "two"));
  }

  // How often a run opens the manifest and the query files.
  Counts Opened(const std::string& command) {
    std::vector<std::unique_ptr<OpenedFiles>> watches;
    for (const char* folder : {"stack", "stack/resources", "loose"}) {
      watches.push_back(std::make_unique<OpenedFiles>((folder_.path() / folder).string()));
    }
    outcome_ = RunProgram(folder_.path().string(), command);
    Counts all;
    for (const auto& watch : watches) {
      for (const auto& [name, count] : watch->Take()) all[name] += count;
    }
    all.erase("resources");
    return all;
  }
  Outcome outcome_;
};

const Counts kOnce = {{"stackql_manifest.yml", 1}, {"widget.iql", 1}, {"x.iql", 1}};

TEST_F(Reading, EveryCommandOpensEachFileOnce) {
  for (const char* command :
       {"check", "render", "operations", "permissions", "policy generate --scope star"}) {
    EXPECT_EQ(Opened(std::string(command) + " --no-config stack loose"), kOnce)
        << command << outcome_.text;
  }
}

TEST_F(Reading, VerifyOpensEachFileOnce) {
  for (const char* options :
       {"", "--with-check", "--with-check --checks exists,drift,policies,permissions",
        "--print-policy"}) {
    EXPECT_EQ(Opened("verify --no-config stack loose --endpoint-url " + server_->Address() + " " +
                     options),
              kOnce)
        << options << outcome_.text;
    EXPECT_LE(outcome_.status, 1) << outcome_.text;
  }
}

}  // namespace
}  // namespace stackql
