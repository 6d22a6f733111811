#include "cli/policy_layers.h"

#include <string>
#include <string_view>

#include "base/ascii.h"
#include "iam/pack_policy.h"

namespace stackql::cli {
namespace {

// The ARN of a role, a user, or a session of a role.
std::string CheckPrincipal(const std::string& arn) {
  const size_t iam = arn.find(":iam::");
  const size_t own = iam == std::string::npos ? arn.find(":sts::") : iam;
  const bool whole = arn.starts_with("arn:aws") && own != std::string::npos;
  const std::string_view rest = whole ? std::string_view(arn).substr(own + 6) : std::string_view();
  const bool account = rest.find_first_not_of("0123456789") == 12 && rest[12] == ':';
  const auto begins = [&](std::string_view kind) {
    return account && rest.substr(13).starts_with(kind);
  };
  const bool named =
      iam == std::string::npos ? begins("assumed-role/") : begins("role/") || begins("user/");
  return named ? std::string()
               : "arn:PARTITION:iam::ACCOUNT:role/NAME or user/NAME, or "
                 "arn:PARTITION:sts::ACCOUNT:assumed-role/NAME/SESSION";
}

Binding ContextValues(iam::RequestFacts& facts) {
  Binding binding;
  binding.set = [&facts](const std::string& text) -> std::string {
    const size_t equals = text.find('=');
    const size_t colon = text.find(':');
    if (equals == std::string::npos || colon > equals)
      return "KEY=VALUE, as in aws:SourceIp=10.0.0.1";
    facts.context[Lower(text.substr(0, equals))].push_back(text.substr(equals + 1));
    return {};
  };
  binding.repeats = true;
  return binding;
}

}  // namespace

Section PolicyLayerSection(PolicyFiles& files, iam::RequestFacts& facts) {
  return {"Policy options",
          {{"--boundary", "FILE", "Use this permissions boundary, which must allow it too",
            Texts(files.boundary)},
           {"--session-policy", "FILE", "Use this policy of the session, which must allow it too",
            Texts(files.session)},
           {"--scp", "FILES",
            "Use these service control policies, of which one must allow it too: a folder, or "
            "files with commas, all of one level; repeat it for the next level. FullAWSAccess is "
            "AWS's own",
            Texts(files.scps)},
           {"--rcp", "FILES", "Use these resource control policies, in the same form",
            Texts(files.rcps)},
           {"--principal-arn", "ARN",
            "Assume that this role, user or session of a role makes the calls",
            Text(facts.principal_arn, CheckPrincipal), "unknown"},
           {"--context", "KEY=VALUE",
            "Assume this value of a condition key; repeat it for others, and for more values of "
            "a key",
            ContextValues(facts)}}};
}

std::vector<std::pair<std::string, size_t>> InlineLimits() {
  std::vector<std::pair<std::string, size_t>> limits;
  for (const iam::SizeLimit& each : iam::kSizeLimits) {
    if (!each.owner.empty()) limits.emplace_back(each.owner, each.limit);
  }
  return limits;
}

void CompleteFacts(iam::AwsContext& context, iam::RequestFacts& facts) {
  const std::string& arn = facts.principal_arn;
  if (context.account.empty() && !arn.empty()) context.account = arn.substr(arn.find("::") + 2, 12);
  facts.account = context.account;
}

}  // namespace stackql::cli
