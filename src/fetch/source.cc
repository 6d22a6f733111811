#include "fetch/source.h"

#include "base/aws_partition.h"
#include "fetch/version.h"

namespace stackql::fetch {
namespace {

constexpr std::string_view kDefaultRegion = "us-east-1";

}  // namespace

std::string Source::Name() const { return kind == Kind::kAwscc ? "awscc" : "cfn/" + region; }

std::string Source::DefaultBase() const {
  if (kind == Kind::kAwscc) return "https://registry.stackql.app/providers";
  return std::string("https://schema.cloudformation.")
      .append(region)
      .append(".")
      .append(PartitionOf(region).suffix);
}

Result<Source> ParseSource(std::string_view text) {
  const size_t at = text.find('@');
  const std::string_view name = text.substr(0, at);
  const bool detailed = at != std::string_view::npos;
  const std::string detail(detailed ? text.substr(at + 1) : "");
  if (name == "awscc") {
    if (detailed && !IsVersion(detail)) {
      return Failed("'" + detail +
                    "' is not a valid awscc version; expected one such as v26.03.00379.");
    }
    return Source{.kind = Source::Kind::kAwscc, .version = detail};
  }
  if (name == "cfn") {
    if (detailed && !IsRegion(detail)) {
      return Failed("'" + detail + "' is not a valid region; expected one such as us-east-1.");
    }
    return Source{.kind = Source::Kind::kCfn,
                  .region = detailed ? detail : std::string(kDefaultRegion)};
  }
  return Failed("unknown source '" + std::string(name) +
                "'; expected awscc[@VERSION] or cfn[@REGION].");
}

Result<net::Url> ParseBase(std::string_view text) {
  if (text.find('@') != std::string_view::npos) {
    return Failed("The address of --from has an '@': no user or password is ever sent.");
  }
  std::optional<net::Url> url = net::ParseUrl(text);
  if (!url || url->path.find('?') != std::string::npos) {
    return Failed("'" + std::string(text) +
                  "' is not a valid address; expected one such as https://HOST/PATH.");
  }
  if (!url->secure && !url->Loopback()) {
    return Failed("'" + std::string(text) +
                  "' is not encrypted: use https (http is only allowed for this computer).");
  }
  while (!url->path.empty() && url->path.back() == '/') url->path.pop_back();
  return *url;
}

}  // namespace stackql::fetch
