#include "cli/policy_layers.h"

#include <string>
#include <string_view>

#include "base/ascii.h"

namespace stackql::cli {
namespace {

// The ARN of a role or a user, not of a session, which does not name the role's path.
std::string CheckPrincipal(const std::string& arn) {
  const size_t own = arn.starts_with("arn:aws") ? arn.find(":iam::") : std::string::npos;
  const std::string_view rest =
      own == std::string::npos ? std::string_view() : std::string_view(arn).substr(own + 6);
  const bool account = rest.find_first_not_of("0123456789") == 12 && rest[12] == ':';
  const bool named =
      account && (rest.substr(13).starts_with("role/") || rest.substr(13).starts_with("user/"));
  return named ? std::string() : "arn:PARTITION:iam::ACCOUNT:role/NAME or user/NAME";
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
           {"--principal-arn", "ARN", "Assume that this role or user makes the calls",
            Text(facts.principal_arn, CheckPrincipal), "unknown"},
           {"--context", "KEY=VALUE",
            "Assume this value of a condition key; repeat it for others, and for more values of "
            "a key",
            ContextValues(facts)}}};
}

void CompleteFacts(iam::AwsContext& context, iam::RequestFacts& facts) {
  const std::string& arn = facts.principal_arn;
  if (context.account.empty() && !arn.empty()) context.account = arn.substr(arn.find("::") + 2, 12);
  facts.account = context.account;
}

}  // namespace stackql::cli
