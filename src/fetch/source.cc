#include "fetch/source.h"

#include "fetch/version.h"

namespace stackql::fetch {
namespace {

constexpr std::string_view kDefaultRegion = "us-east-1";

}  // namespace

std::string Source::Name() const { return kind == Kind::kAwscc ? "awscc" : "cfn/" + region; }

std::string Source::DefaultBase() const {
  if (kind == Kind::kAwscc) return "https://registry.stackql.app/providers";
  const bool china = region.rfind("cn-", 0) == 0;
  return "https://schema.cloudformation." + region + ".amazonaws.com" + (china ? ".cn" : "");
}

std::optional<Source> ParseSource(std::string_view text, std::string& error) {
  const size_t at = text.find('@');
  const std::string_view name = text.substr(0, at);
  const bool detailed = at != std::string_view::npos;
  const std::string detail(detailed ? text.substr(at + 1) : "");
  if (name == "awscc") {
    if (detailed && !IsVersion(detail)) {
      error = "'" + detail + "' is not a valid awscc version; expected one such as v26.03.00379";
      return std::nullopt;
    }
    return Source{.kind = Source::Kind::kAwscc, .version = detail};
  }
  if (name == "cfn") {
    if (detailed && !IsRegion(detail)) {
      error = "'" + detail + "' is not a valid region; expected one such as us-east-1";
      return std::nullopt;
    }
    return Source{.kind = Source::Kind::kCfn,
                  .region = detailed ? detail : std::string(kDefaultRegion)};
  }
  error = "unknown source '" + std::string(name) + "'; expected awscc[@VERSION] or cfn[@REGION]";
  return std::nullopt;
}

std::optional<net::Url> ParseBase(std::string_view text, std::string& error) {
  if (text.find('@') != std::string_view::npos) {
    error = "the address of --from contains an '@': users and passwords are never sent";
    return std::nullopt;
  }
  std::optional<net::Url> url = net::ParseUrl(text);
  if (!url || url->path.find('?') != std::string::npos) {
    error = "'" + std::string(text) +
            "' is not a valid address; expected one such as https://HOST/PATH";
    return std::nullopt;
  }
  if (!url->secure && !url->Loopback()) {
    error = "'" + std::string(text) +
            "' is not encrypted: use https (http is only allowed for this computer)";
    return std::nullopt;
  }
  while (!url->path.empty() && url->path.back() == '/') url->path.pop_back();
  return url;
}

}  // namespace stackql::fetch
