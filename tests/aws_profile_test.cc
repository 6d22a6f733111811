#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "aws/profile.h"
#include "support/temporary_folder.h"

namespace stackql::aws {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Profile Config(const std::string& text, const std::string& name) {
  Profile profile;
  profile.name = name;
  AddConfig(text, profile);
  return profile;
}

TEST(Profiles, HaveSettings) {
  const Profile profile = Config(
      "# comment\n; comment\n\n[profile other]\nregion = a\n[profile dev]\n"
      "Region= eu-west-1 # where\noutput =json;x\nempty =\nurl = https://x/#y\r\n"
      "not a setting\n= no name\n[profile dev]\nregion = eu-west-2\n",
      "dev");
  EXPECT_TRUE(profile.found);
  EXPECT_EQ(profile["region"], "eu-west-2") << "the last one counts";
  EXPECT_EQ(profile["output"], "json;x");
  EXPECT_EQ(profile["empty"], "");
  EXPECT_EQ(profile["url"], "https://x/#y");
  EXPECT_EQ(profile["none"], "");
}

TEST(Profiles, AreNamedByTheirSections) {
  EXPECT_EQ(Config("[profile a b]\nregion=x\n", "a b")["region"], "x");
  EXPECT_EQ(Config("[profile \"a b\"]\nregion=x\n", "a b")["region"], "x");
  EXPECT_EQ(Config("[ profile dev ]\nregion=x\n", "dev")["region"], "x");
  EXPECT_FALSE(Config("[dev]\nregion=x\n", "dev").found);
  EXPECT_FALSE(Config("[profiledev]\nregion=x\n", "dev").found);
  EXPECT_FALSE(Config("[sso-session dev]\nregion=x\n", "dev").found);
  EXPECT_FALSE(Config("[profile Dev]\nregion=x\n", "dev").found);
  EXPECT_EQ(Config("[default]\nregion=x\n", "default")["region"], "x");
  EXPECT_EQ(Config("[profile default]\nregion=y\n[default]\nregion=x\n", "default")["region"], "y");
}

TEST(Profiles, MayBeEmpty) {
  EXPECT_TRUE(Config("[profile dev]\n", "dev").found);
  EXPECT_TRUE(Config("[profile dev]\n", "dev").settings.empty());
  EXPECT_FALSE(Config("", "default").found);
}

TEST(Profiles, TakeNoNestedSettingForTheirOwn) {
  const Profile profile =
      Config("[default]\ns3 =\n  region = nested\n\tother = nested\nregion = own\n", "default");
  EXPECT_EQ(profile["region"], "own");
  EXPECT_EQ(profile["other"], "");
}

TEST(Profiles, KeepTheKeysApart) {
  Profile profile = Config("[default]\naws_access_key_id = A\nregion = config\n", "default");
  AddCredentials(
      "[default]\naws_access_key_id = B\naws_secret_access_key = canary\n"
      "aws_session_token = canary\nregion = credentials\n[profile default]\nregion = no\n",
      profile);
  EXPECT_EQ(profile["region"], "credentials");
  EXPECT_EQ(profile.config_keys.access_key_id, "A");
  EXPECT_TRUE(profile.config_keys.secret_access_key.empty());
  EXPECT_EQ(profile.credentials_keys.access_key_id, "B");
  EXPECT_FALSE(profile.credentials_keys.secret_access_key.empty());
  EXPECT_FALSE(profile.credentials_keys.session_token.empty());
  for (const auto& [name, value] : profile.settings) EXPECT_NE(value, "canary") << name;
}

TEST(Profiles, SurviveEachTruncation) {
  const std::string text =
      "[profile \"a\"]\nservices = s\n x = y\n[services s]\nsts =\n  endpoint_url = z\n[";
  for (size_t size = 0; size <= text.size(); ++size) Config(text.substr(0, size), "a");
  EXPECT_EQ(Config(text, "a").service_endpoints.at("sts"), "z");
}

TEST(Profiles, AreFoundAtHomeOrWhereTheEnvironmentSays) {
  testing_support::TemporaryFolder folder;
  folder.Write(".aws/config", "[default]\nregion = home\n");
  folder.Write(".aws/credentials", "[default]\naws_access_key_id = A\n");
  folder.Write("other/config", "[default]\nregion = other\n");
  Environment environment{.variables = {{"HOME", folder.path().string()}}};
  Result<Profile> profile = LoadProfile(environment, "default", {});
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ((*profile)["region"], "home");
  EXPECT_EQ(profile->credentials_keys.access_key_id, "A");
  environment.variables["AWS_CONFIG_FILE"] = "~/other/config";
  EXPECT_EQ(LoadProfile(environment, "default", {}).value()["region"], "other");
  environment.variables["AWS_CONFIG_FILE"] = folder.path().string() + "/none";
  profile = LoadProfile(environment, "default", {});
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ((*profile)["region"], "");
  EXPECT_FALSE(LoadProfile({}, "default", {}).value().found);
  fs::create_directory(folder.path() / "folder");
  environment.variables["AWS_CONFIG_FILE"] = (folder.path() / "folder").string();
  EXPECT_THAT(LoadProfile(environment, "default", {}).error().message,
              HasSubstr("it is a directory"));
}

TEST(Profiles, AreNotReadFromWhatIsLinted) {
  testing_support::TemporaryFolder folder;
  folder.Write("stack/.aws/config", "[default]\nregion = evil\n");
  fs::create_directory(folder.path().string() + "/elsewhere");
  fs::create_symlink(folder.path().string() + "/stack/.aws/config",
                     folder.path().string() + "/elsewhere/link");
  fs::create_directory_symlink(folder.path().string() + "/stack",
                               folder.path().string() + "/stack-link");
  for (const std::string& variable :
       {std::string("AWS_CONFIG_FILE"), std::string("AWS_SHARED_CREDENTIALS_FILE")}) {
    for (const std::string& path :
         {folder.path().string() + "/stack/.aws/config", folder.path().string() + "/stack/none",
          folder.path().string() + "/elsewhere/../stack/.aws/config",
          folder.path().string() + "/elsewhere/link",
          folder.path().string() + "/stack-link/.aws/config"}) {
      const Environment environment{.variables = {{variable, path}}};
      const Result<Profile> profile =
          LoadProfile(environment, "default", {folder.path().string() + "/stack"});
      ASSERT_FALSE(profile) << path;
      EXPECT_THAT(profile.error().message, HasSubstr(variable + " names '")) << path;
    }
    const Environment environment{
        .variables = {{variable, folder.path().string() + "/stack2/config"}}};
    EXPECT_TRUE(LoadProfile(environment, "default", {folder.path().string() + "/stack"}));
  }
}

TEST(Profiles, AreNamedByOptionOrEnvironment) {
  const Environment both{.variables = {{"AWS_PROFILE", "b"}, {"AWS_DEFAULT_PROFILE", "c"}}};
  EXPECT_EQ(ProfileName(both, "a"), "a");
  EXPECT_EQ(ProfileName(both, ""), "b");
  EXPECT_EQ(ProfileName({}, ""), "default");
}

}  // namespace
}  // namespace stackql::aws
