#include "cli/policy_layers.h"

#include <string>
#include <string_view>

#include "base/ascii.h"
#include "iam/arn.h"
#include "iam/pack_policy.h"

namespace stackql::cli {
namespace {

// The ARN of a role, a user, or a session of a role.
std::string CheckPrincipal(const std::string& arn) {
  using iam::ArnField;
  const std::string_view service = ArnField(arn, iam::kServiceField);
  const std::string_view own = ArnField(arn, iam::kResourceField);
  const bool of_iam = service == "iam" && (own.starts_with("role/") || own.starts_with("user/"));
  const bool named = arn.starts_with("arn:aws") && ArnField(arn, iam::kRegionField).empty() &&
                     iam::IsAccount(ArnField(arn, iam::kAccountField)) &&
                     (of_iam || (service == "sts" && own.starts_with("assumed-role/")));
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
            "Assume that this role, user or session of a role makes the calls; the role of "
            "--service-role makes those of handlers",
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
  if (context.account.empty()) context.account = iam::ArnField(arn, iam::kAccountField);
  facts.account = context.account;
}

}  // namespace stackql::cli
