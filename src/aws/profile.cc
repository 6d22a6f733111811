#include "aws/profile.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/read_file.h"

namespace stackql::aws {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestFile = 1 << 20;

// A value ends where a comment begins, which a blank parts from it.
std::string_view WithoutComment(std::string_view value) {
  for (size_t i = 1; i < value.size(); ++i) {
    const bool mark = value[i] == '#' || value[i] == ';';
    if (mark && IsSpace(value[i - 1])) return value.substr(0, i);
  }
  return value;
}

struct Setting {
  std::string name = {};
  std::string_view value = {};
};

bool ReadSetting(std::string_view line, Setting& setting) {
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  setting.name = Lower(Trim(line.substr(0, equals)));
  setting.value = Trim(WithoutComment(line.substr(equals + 1)));
  return !setting.name.empty();
}

// Calls for each setting with the title of its section, and for each section with a setting without
// a name. A line that begins with a blank belongs to the setting above it: `parent` is that one's
// name then.
using TakeSetting =
    std::function<void(std::string_view section, std::string_view parent, const Setting& setting)>;

void ForEachSetting(std::string_view text, const TakeSetting& take) {
  std::string section;
  std::string parent;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::string_view content = Trim(line);
    begin = end + 1;
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    const bool nested = line.front() == ' ' || line.front() == '\t';
    Setting setting;
    if (!nested && content.front() == '[') {
      section = Trim(content.substr(1, std::min(content.find(']'), content.size()) - 1));
      parent.clear();
      take(section, parent, {});
    } else if (ReadSetting(content, setting)) {
      if (!nested) parent = setting.name;
      take(section, nested ? parent : std::string_view(), setting);
    }
  }
}

// The name after a word such as "profile" in a section's title, without quotes; empty if the title
// begins with another.
std::string_view NameAfter(std::string_view word, std::string_view title) {
  if (title.substr(0, word.size()) != word) return {};
  const std::string_view rest = title.substr(word.size());
  if (rest.empty() || !IsSpace(rest.front())) return {};
  std::string_view name = Trim(rest);
  const bool quoted = name.size() > 1 && (name.front() == '"' || name.front() == '\'') &&
                      name.back() == name.front();
  return quoted ? name.substr(1, name.size() - 2) : name;
}

void AddSetting(const Setting& setting, Profile& profile, StaticKeys& keys) {
  if (setting.name == "aws_access_key_id") {
    keys.access_key_id = setting.value;
  } else if (setting.name == "aws_secret_access_key") {
    keys.secret_access_key = Secret(std::string(setting.value));
  } else if (setting.name == "aws_session_token" || setting.name == "aws_security_token") {
    keys.session_token = Secret(std::string(setting.value));
  } else if (!setting.name.empty()) {
    profile.settings.insert_or_assign(setting.name, std::string(setting.value));
  }
}

// What a section of the config file is to the profile.
bool IsOf(std::string_view section, const std::string& name, bool prefixed) {
  return NameAfter("profile", section) == name ||
         (!prefixed && name == "default" && section == name);
}

// Empty if nobody has a home.
std::string PathOf(const Environment& environment, std::string_view variable,
                   std::string_view usual) {
  const std::string home(environment["HOME"]);
  const std::string_view named = environment[variable];
  if (named.empty()) return home.empty() ? "" : home + "/.aws/" + std::string(usual);
  if (named.starts_with("~/")) return home + std::string(named.substr(1));
  return std::string(named);
}

// Empty if it is not there.
Result<std::string> LoadFile(const Environment& environment, std::string_view variable,
                             std::string_view usual, const std::vector<std::string>& linted) {
  const std::string path = PathOf(environment, variable, usual);
  if (path.empty()) return "";
  if (!environment[variable].empty() && LiesWithin(path, linted)) {
    return Failed(std::string(variable) + " names '" + path +
                  "', which is inside the linted folders; it must not decide which credentials are "
                  "used. Use a file elsewhere.");
  }
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return "";
  return ReadSmallFile(path);
}

}  // namespace

void AddConfig(std::string_view text, Profile& profile) {
  // [profile default] hides [default].
  bool prefixed = false;
  ForEachSetting(text, [&](std::string_view section, std::string_view, const Setting&) {
    prefixed |= profile.name == "default" && NameAfter("profile", section) == "default";
  });
  ForEachSetting(text,
                 [&](std::string_view section, std::string_view parent, const Setting& setting) {
                   if (!IsOf(section, profile.name, prefixed)) return;
                   profile.found = true;
                   if (parent.empty()) AddSetting(setting, profile, profile.config_keys);
                 });
  const std::string services(profile["services"]);
  if (services.empty()) return;
  ForEachSetting(text, [&](std::string_view section, std::string_view parent,
                           const Setting& setting) {
    if (NameAfter("services", section) != services || parent.empty()) return;
    if (setting.name == "endpoint_url") {
      profile.service_endpoints.insert_or_assign(std::string(parent), std::string(setting.value));
    }
  });
}

void AddCredentials(std::string_view text, Profile& profile) {
  ForEachSetting(text,
                 [&](std::string_view section, std::string_view parent, const Setting& setting) {
                   if (section != profile.name) return;
                   profile.found = true;
                   if (parent.empty()) AddSetting(setting, profile, profile.credentials_keys);
                 });
}

Result<Profile> LoadProfile(const Environment& environment, std::string_view name,
                            const std::vector<std::string>& linted) {
  Profile profile = {.name = std::string(name)};
  for (const bool config : {true, false}) {
    Result<std::string> content =
        config ? LoadFile(environment, "AWS_CONFIG_FILE", "config", linted)
               : LoadFile(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials", linted);
    if (!content) return tl::unexpected(content.error());
    (config ? AddConfig : AddCredentials)(*content, profile);
    Wipe(*content);
  }
  return profile;
}

std::string ProfileName(const Environment& environment, std::string_view option) {
  for (const std::string_view name :
       {option, environment["AWS_PROFILE"], environment["AWS_DEFAULT_PROFILE"]}) {
    if (!name.empty()) return std::string(name);
  }
  return "default";
}

std::optional<Error> MissingProfile(const Environment& environment, std::string_view option,
                                    const Profile& profile) {
  const bool named = !option.empty() || !environment["AWS_PROFILE"].empty() ||
                     !environment["AWS_DEFAULT_PROFILE"].empty();
  if (!named || profile.found) return std::nullopt;
  return Error{"There is no profile '" + profile.name +
               "' in the config and credentials files. Check --profile and AWS_PROFILE."};
}

Result<std::string> ReadSmallFile(const std::string& path) {
  return ReadWholeFile(path, kLargestFile, {.pipes = true});
}

bool LiesWithin(const std::string& path, const std::vector<std::string>& folders) {
  std::error_code failed;
  const fs::path name = fs::absolute(path, failed).lexically_normal();
  const fs::path target = fs::weakly_canonical(path, failed);
  for (const std::string& folder : folders) {
    for (const fs::path& root :
         {fs::absolute(folder, failed).lexically_normal(), fs::weakly_canonical(folder, failed)}) {
      for (const fs::path& file : {name, target}) {
        const fs::path relative = file.lexically_relative(root);
        if (!relative.empty() && *relative.begin() != "..") return true;
      }
    }
  }
  return false;
}

}  // namespace stackql::aws
