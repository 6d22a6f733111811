#include "aws/credential_chain.h"

#include <utility>

#include "aws/command_line.h"
#include "aws/container_credentials.h"
#include "aws/credential_document.h"
#include "aws/scrub.h"
#include "aws/web_identity.h"

namespace stackql::aws {
namespace {

constexpr size_t kErrorsShown = 400;

// Credentials, none from here, or why there are none anywhere.
using Found = Result<std::optional<Credentials>>;

bool Answers(const Found& found) { return !found || found->has_value(); }

class Chain {
 public:
  Chain(const ChainOptions& options, net::Transport& transport, net::Clock& clock)
      : options_(options),
        environment_(options.environment),
        transport_(transport),
        clock_(clock) {}

  Result<Credentials> Find() {
    Found found = FromFirst();
    if (!found) return tl::unexpected(std::move(found.error()));
    return found->has_value() ? std::move(**found) : FromInstance();
  }

 private:
  Found FromFirst() {
    if (options_.profile.empty()) {
      Found found = FromEnvironment();
      if (Answers(found)) return found;
    }
    const std::string name = ProfileName(environment_, options_.profile);
    Result<Profile> loaded = LoadProfile(environment_, name, options_.linted);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    profile_ = std::move(*loaded);
    if (auto missing = MissingProfile(environment_, options_.profile, profile_)) {
      return tl::unexpected(std::move(*missing));
    }
    for (const auto step : {&Chain::FromOtherProfile, &Chain::FromWebIdentity, &Chain::FromSso,
                            &Chain::FromCredentialsFile, &Chain::FromLogin, &Chain::FromProcess,
                            &Chain::FromConfigFile, &Chain::FromContainer}) {
      Found found = (this->*step)();
      if (Answers(found)) return found;
    }
    return std::nullopt;
  }

  Found FromEnvironment() {
    const std::string_view key = environment_["AWS_ACCESS_KEY_ID"];
    const std::string_view secret = environment_["AWS_SECRET_ACCESS_KEY"];
    if (key.empty() && secret.empty()) return std::nullopt;
    if (key.empty() || secret.empty()) {
      return Failed(std::string(key.empty() ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID") +
                    " is set, but not " +
                    (key.empty() ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY") +
                    ". Set both or none.");
    }
    Credentials credentials = {.access_key_id = std::string(key),
                               .secret_access_key = Secret(std::string(secret)),
                               .source = "the environment"};
    for (const char* name : {"AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"}) {
      if (!credentials.session_token.empty()) break;
      credentials.session_token = Secret(std::string(environment_[name]));
    }
    const std::string_view expiration = environment_["AWS_CREDENTIAL_EXPIRATION"];
    if (!expiration.empty()) {
      credentials.expiration = ReadExpiration(expiration);
      if (!credentials.expiration) {
        return Failed(
            "AWS_CREDENTIAL_EXPIRATION is not a valid time. Expected one such as "
            "2026-01-31T12:00:00Z.");
      }
    }
    return credentials;
  }

  Found FromOtherProfile() {
    const bool chained =
        !profile_["role_arn"].empty() && profile_["web_identity_token_file"].empty();
    return chained ? FromAwsProgram("assumes a role") : Found();
  }

  Found FromWebIdentity() {
    WebIdentity identity;
    const std::string_view file = environment_["AWS_WEB_IDENTITY_TOKEN_FILE"];
    if (options_.profile.empty() && !file.empty()) {
      identity = {std::string(file), std::string(environment_["AWS_ROLE_ARN"]),
                  std::string(environment_["AWS_ROLE_SESSION_NAME"])};
    } else if (!profile_["web_identity_token_file"].empty()) {
      identity = {std::string(profile_["web_identity_token_file"]),
                  std::string(profile_["role_arn"]), std::string(profile_["role_session_name"])};
    } else {
      return std::nullopt;
    }
    if (identity.role.empty()) {
      return Failed(
          "There is a web identity token but no role for it. Set AWS_ROLE_ARN, or role_arn in the "
          "profile.");
    }
    if (LiesWithin(identity.token_file, options_.linted)) {
      return Failed("The web identity token is in '" + identity.token_file +
                    "', which is inside the linted folders. Use a file elsewhere.");
    }
    return WebIdentityCredentials(identity, options_.endpoints, environment_, transport_, clock_,
                                  options_.progress);
  }

  Found FromSso() {
    const bool sso = !profile_["sso_session"].empty() || !profile_["sso_start_url"].empty();
    return sso ? FromAwsProgram("signs in with SSO") : Found();
  }

  Found FromLogin() {
    return profile_["login_session"].empty() ? Found()
                                             : FromAwsProgram("signs in with 'aws login'");
  }

  Found FromKeys(StaticKeys& keys, const std::string& file) {
    if (!keys.Any()) return std::nullopt;
    const std::string place = "profile '" + profile_.name + "' of the " + file;
    if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
      return Failed("The " + place +
                    " has only one of aws_access_key_id and aws_secret_access_key. Set both.");
    }
    return {Credentials{.access_key_id = keys.access_key_id,
                        .secret_access_key = std::move(keys.secret_access_key),
                        .session_token = std::move(keys.session_token),
                        .source = place}};
  }
  Found FromCredentialsFile() { return FromKeys(profile_.credentials_keys, "credentials file"); }
  Found FromConfigFile() { return FromKeys(profile_.config_keys, "config file"); }

  Found FromProcess() {
    const std::string_view line = profile_["credential_process"];
    if (line.empty()) return std::nullopt;
    const std::string place = "credential_process of profile '" + profile_.name + "'";
    const std::optional<std::vector<std::string>> arguments = SplitCommand(line);
    if (!arguments || arguments->empty()) {
      return Failed("The " + place + " is not a valid command line: a quote is not closed.");
    }
    return Run(*arguments, place);
  }

  Found FromContainer() {
    if (!HasContainerCredentials(environment_)) return std::nullopt;
    return ContainerCredentials(environment_, transport_, clock_, options_.progress);
  }

  // AWS's own program knows all ways, and asks and caches as its user set it up.
  Found FromAwsProgram(const std::string& why) {
    Result<Credentials> exported = Export();
    if (exported) return exported;
    return Failed("Profile '" + profile_.name + "' " + why +
                  ", which requires the AWS CLI (version 2). " + exported.error().message);
  }

  Result<Credentials> FromInstance() {
    Result<Credentials> exported = Export();
    if (exported) return exported;
    return Failed("No credentials were found in the environment, the profile '" + profile_.name +
                  "', a container or the AWS CLI. Sign in (for example with 'aws sso login'), or "
                  "select a profile with --profile.");
  }

  Result<Credentials> Export() {
    std::vector<std::string> arguments = {"aws", "configure", "export-credentials", "--format",
                                          "process"};
    if (profile_.found) arguments.insert(arguments.end(), {"--profile", profile_.name});
    return Run(arguments, "'aws configure export-credentials'");
  }

  Result<Credentials> Run(const std::vector<std::string>& arguments, const std::string& place) {
    if (!options_.run) return Failed("Programs are not run here, so neither is the " + place + ".");
    Result<Finished> finished = options_.run(arguments);
    if (!finished) {
      return Failed("The " + place + " returned no credentials. " + finished.error().message);
    }
    if (finished->status == 0) return ReadCredentials(std::move(finished->output), place);
    Wipe(finished->output);
    std::string why = Scrub(finished->errors.substr(0, kErrorsShown), nullptr);
    while (!why.empty() && why.back() == ' ') why.pop_back();
    return Failed("The " + place + " ended with status " + std::to_string(finished->status) +
                  (why.empty() ? "." : "; its output: " + why));
  }

  const ChainOptions& options_;
  const Environment& environment_;
  net::Transport& transport_;
  net::Clock& clock_;
  Profile profile_ = {};
};

}  // namespace

Result<Credentials> FindCredentials(const ChainOptions& options, net::Transport& transport,
                                    net::Clock& clock) {
  return Chain(options, transport, clock).Find();
}

}  // namespace stackql::aws
