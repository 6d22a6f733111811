#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/environment.h"
#include "aws/secret.h"
#include "base/result.h"

namespace stackql::aws {

// Keys as a file has them, all three under one profile.
struct StaticKeys {
  std::string access_key_id = {};
  Secret secret_access_key = {};
  Secret session_token = {};

  bool Any() const { return !access_key_id.empty() || !secret_access_key.empty(); }
};

// One profile of the files that AWS's tools share. The credentials file goes before the config
// file.
struct Profile {
  std::string name = {};
  bool found = false;
  std::map<std::string, std::string, std::less<>> settings = {};  // without the keys
  StaticKeys credentials_keys = {};                               // of the credentials file
  StaticKeys config_keys = {};                                    // of the config file
  // The endpoints of the [services] section that the profile names, by service ("cloudcontrol").
  std::map<std::string, std::string, std::less<>> service_endpoints = {};

  // Empty if it is not set.
  std::string_view operator[](std::string_view setting) const {
    const auto at = settings.find(setting);
    return at == settings.end() ? std::string_view() : at->second;
  }
};

// Adds what the text of a config file, or of a credentials file, says about a profile.
void AddConfig(std::string_view text, Profile& profile);
void AddCredentials(std::string_view text, Profile& profile);

// The profile of that name from AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or from ~/.aws. A
// file that is not there says nothing. A variable that names a file within one of the `linted`
// folders is refused: what is linted must not say which program is run.
Result<Profile> LoadProfile(const Environment& environment, std::string_view name,
                            const std::vector<std::string>& linted);

// --profile, AWS_PROFILE, AWS_DEFAULT_PROFILE or "default".
std::string ProfileName(const Environment& environment, std::string_view option);
// What is wrong with a profile that is chosen by name: there is none of that name.
std::optional<Error> MissingProfile(const Environment& environment, std::string_view option,
                                    const Profile& profile);

// A whole file of a kind that is never large; a pipe, too.
Result<std::string> ReadSmallFile(const std::string& path);

// Whether a file lies in one of the folders, by its name or by links.
bool LiesWithin(const std::string& path, const std::vector<std::string>& folders);

}  // namespace stackql::aws
