#include "iam/denial.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "iam/arn.h"

namespace stackql::iam {
namespace {

using nlohmann::json;

constexpr std::string_view kDenied = "not authorized to perform";
constexpr std::string_view kEncoded = "authorization failure message";
// What messages say of a call that they name before; the second is EC2's.
constexpr std::string_view kRefused = "Access Denied";
constexpr std::string_view kRefusedByEc2 = "You are not authorized to perform this operation";
constexpr std::string_view kMayNotCall = "have permission to call ";
constexpr size_t kLongestMessage = 2000;  // bytes after the action that still belong to it
constexpr int kDeepest = 50;

// With lines that a terminal has wrapped or boxed joined to one; an empty line ends a message.
std::string Unwrapped(std::string_view text) {
  constexpr std::string_view kBox = "\u2502";
  std::string joined;
  for (size_t at = 0; at < text.size();) {
    if (text[at] != '\n') {
      joined += text[at++];
      continue;
    }
    size_t lines = 0;
    while (at < text.size()) {
      const bool box = text.substr(at).starts_with(kBox);
      if (!box && text[at] != '\n' && text[at] != ' ' && text[at] != '\t' && text[at] != '\r')
        break;
      lines += text[at] == '\n' ? 1 : 0;
      at += box ? kBox.size() : 1;
    }
    while (!joined.empty() && (joined.back() == ' ' || joined.back() == '\r')) joined.pop_back();
    joined += lines > 1 ? '\n' : ' ';
  }
  return joined;
}

// The text between two marks, without the punctuation around it; empty if there is none.
std::string Between(std::string_view text, std::string_view begin, std::string_view ends) {
  const size_t at = text.find(begin);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + begin.size());
  text.remove_prefix(std::min(text.find_first_not_of(": \"'"), text.size()));
  text = text.substr(0, text.find_first_of(ends));
  while (!text.empty() && std::string_view(".,;)\"'").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

bool IsAction(std::string_view text) {
  const size_t colon = text.find(':');
  const auto word = [](std::string_view part) {
    return !part.empty() && All(part, [](char c) { return IsAlnum(c) || c == '-'; });
  };
  return colon != std::string_view::npos && word(text.substr(0, colon)) &&
         word(text.substr(colon + 1));
}

// "with an explicit deny in a service control policy", "because no identity-based policy allows".
void ReadReason(std::string_view message, Denial& denial) {
  constexpr auto kKinds = std::to_array<std::string_view>(
      {"service control policy", "resource control policy", "permissions boundary",
       "session policy", "identity-based policy", "resource-based policy", "VPC endpoint policy"});
  constexpr std::string_view kDeny = "explicit deny in a";
  const size_t deny = message.find(kDeny);
  const size_t denies = message.find("explicitly denies");
  const size_t none = message.find("because no ");
  denial.by_deny =
      denies != std::string_view::npos || message.find("explicit deny") != std::string_view::npos;
  // "because a service control policy explicitly denies the action"
  const size_t at = deny != std::string_view::npos     ? deny + kDeny.size()
                    : denies != std::string_view::npos ? message.substr(0, denies).rfind("because ")
                                                       : none;
  if (at == std::string_view::npos) return;
  const std::string_view reason = message.substr(at, 40);
  for (const std::string_view kind : kKinds) {
    if (reason.find(kind) == std::string_view::npos) continue;
    denial.policy = kind;
    const std::string arn = Between(message.substr(at), std::string(kind) + ": ", " \n\t\"'");
    if (arn.starts_with("arn:")) denial.policy_arn = arn;
  }
}

// Who makes the request, before "is not authorized": "User: " and a name, or an ARN alone.
std::string PrincipalIn(std::string_view before) {
  const size_t user = before.rfind("User: ");
  if (user != std::string_view::npos) return Between(before.substr(user), "User: ", " ");
  before = Trim(before, kBlanks);
  if (!before.ends_with(" is")) return {};
  before = Trim(before.substr(0, before.size() - 3), kBlanks);
  const std::string_view word = before.substr(before.find_last_of(kBlanks) + 1);
  return word.starts_with("arn:") ? std::string(word) : std::string();
}

// Services that CloudTrail names otherwise than policies do.
std::string PrefixOf(std::string_view source) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOthers = {
      {{"cloudcontrolapi", "cloudformation"}, {"monitoring", "cloudwatch"}, {"tagging", "tag"}}};
  const std::string_view host = source.substr(0, source.find('.'));
  for (const auto& [name, prefix] : kOthers) {
    if (host == name) return std::string(prefix);
  }
  return std::string(host);
}

// Without the version of the API: "CreateFunction20150331", "UpdateFunctionCode20150331v2".
std::string_view WithoutDate(std::string_view name) {
  constexpr size_t kDate = 8;
  std::string_view rest = name;
  if (rest.size() > 2 && rest[rest.size() - 2] == 'v') rest.remove_suffix(2);
  const bool dated = rest.size() > kDate && All(rest.substr(rest.size() - kDate), IsDigit);
  return dated ? rest.substr(0, rest.size() - kDate) : name;
}

class Reader {
 public:
  void ReadText(std::string_view written) {
    const std::string unwrapped = Unwrapped(written);
    const std::string_view text = unwrapped;
    for (size_t at = text.find(kDenied); at != std::string_view::npos;) {
      const size_t next = text.find(kDenied, at + kDenied.size());
      const size_t begin = at - std::min(at, kLongestMessage - 1);
      const size_t line = std::min(text.substr(at, kLongestMessage).find('\n'), kLongestMessage);
      const size_t end = std::min({next, at + line, text.size()});
      const std::string_view before = text.substr(begin, at - begin);
      Denial denial = {.principal = PrincipalIn(before.substr(before.rfind('\n') + 1))};
      const std::string_view message = text.substr(at, end - at);
      denial.action = Between(message, kDenied, " \n\t,");
      denial.resource = Between(message, "on resource:", " \n\t\"'");
      ReadReason(message, denial);
      if (IsAction(denial.action)) Add(std::move(denial));
      at = next;
    }
    ReadRefusals(text, kRefused, "");
    ReadRefusals(text, kRefusedByEc2, "ec2:");
    for (size_t at = text.find(kMayNotCall); at != std::string_view::npos;
         at = text.find(kMayNotCall, at + kMayNotCall.size())) {
      const std::string action = Between(text.substr(at), kMayNotCall, " \n\t,");
      if (IsAction(action)) Add({.action = action});
    }
    for (size_t at = text.find(kEncoded); at != std::string_view::npos;
         at = text.find(kEncoded, at + kEncoded.size())) {
      ++denials.encoded;
    }
  }

  void ReadJson(const json& value, int depth) {
    if (depth > kDeepest) return;
    if (value.is_string()) return ReadString(value.get_ref<const std::string&>(), depth);
    if (!value.is_structured()) return;
    if (value.is_object() && (ReadEvent(value) || ReadDecoded(value))) return;
    for (const json& member : value) ReadJson(member, depth + 1);
  }

  Denials denials;

 private:
  // JSON within a string: an event of LookupEvents, a decoded message.
  void ReadString(const std::string& text, int depth) {
    if (!text.starts_with('{')) return ReadText(text);
    const json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) return ReadText(text);
    ReadJson(parsed, depth + 1);
  }

  // Messages that name the call alone: "when calling the CreateBucket operation: Access Denied",
  // "API: s3:CreateBucket Access Denied".
  // `prefix`: of an action that is named without its service.
  void ReadRefusals(std::string_view text, std::string_view refused, const std::string& prefix) {
    for (size_t at = text.find(refused); at != std::string_view::npos;
         at = text.find(refused, at + refused.size())) {
      constexpr size_t kLongestCall = 100;
      const size_t begin = at - std::min(at, kLongestCall);
      std::string_view before = Trim(text.substr(begin, at - begin), " :");
      if (before.ends_with(" operation")) {
        before.remove_suffix(std::string_view(" operation").size());
        const size_t call = before.rfind("when calling the ");
        if (call == std::string_view::npos) continue;
        before.remove_prefix(call);
      } else if (before.substr(0, before.rfind(' ') + 1).find("API: ") == std::string_view::npos) {
        continue;
      }
      const std::string_view name = before.substr(before.rfind(' ') + 1);
      if (IsAction(name)) {
        Add({.action = std::string(name)});
      } else if (All(name, IsAlnum)) {
        Add({.action = prefix + std::string(name)});
      }
    }
  }

  // What 'aws sts decode-authorization-message' prints.
  bool ReadDecoded(const json& message) {
    const auto allowed = message.find("allowed");
    const auto context = message.find("context");
    const bool decoded = allowed != message.end() && allowed->is_boolean() &&
                         context != message.end() && context->is_object();
    if (!decoded) return false;
    Denial denial = {.action = TextOf(*context, "action"),
                     .resource = TextOf(*context, "resource")};
    if (const auto principal = context->find("principal"); principal != context->end()) {
      denial.principal = TextOf(*principal, "arn");
    }
    denial.by_deny = message.value("explicitDeny", json()) == true;
    if (!allowed->get<bool>() && IsAction(denial.action)) Add(std::move(denial));
    return true;
  }

  void Add(Denial denial) {
    if (denials.all.size() == kMostDenials) {
      denials.complete = denials.complete && seen_.count(denial) > 0;
    } else if (seen_.insert(denial).second) {
      denials.all.push_back(std::move(denial));
    }
  }

  static std::string TextOf(const json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>()
                                                         : std::string();
  }

  // The bucket or object that a request to S3 names.
  static std::string BucketIn(const json& event) {
    const auto parameters = event.find("requestParameters");
    if (parameters == event.end() || !TextOf(event, "eventSource").starts_with("s3.")) return {};
    const std::string bucket = TextOf(*parameters, "bucketName");
    if (bucket.empty()) return {};
    const std::string key = TextOf(*parameters, "key");
    const std::string_view partition = PartitionOf(TextOf(event, "awsRegion")).name;
    return "arn:" + std::string(partition.empty() ? "aws" : partition) + ":s3:::" + bucket +
           (key.empty() ? "" : "/" + key);
  }

  // An event that says itself what was called ("CloudTrail record contents"). Its message, where
  // there is one, says more.
  bool ReadEvent(const json& event) {
    const std::string source = TextOf(event, "eventSource");
    const std::string name = TextOf(event, "eventName");
    const std::string error = TextOf(event, "errorCode");
    const bool denied = error.find("AccessDenied") != std::string::npos ||
                        error.find("Unauthorized") != std::string::npos;
    if (source.empty() || name.empty()) return false;
    if (!denied) return true;
    const auto parameters = event.find("requestParameters");
    const std::string type =
        parameters == event.end() ? std::string() : TextOf(*parameters, "typeName");
    Reader message;
    message.ReadText(TextOf(event, "errorMessage"));
    denials.encoded += message.denials.encoded;
    const auto named = [](const Denial& each) { return IsAction(each.action); };
    if (std::ranges::any_of(message.denials.all, named)) {
      for (Denial& each : message.denials.all) {
        each.type_name = type;
        if (named(each)) Add(std::move(each));
      }
      return true;
    }
    Denial denial = {.action = PrefixOf(source) + ":" + std::string(WithoutDate(name)),
                     .resource = BucketIn(event),
                     .type_name = type,
                     .of_event = true};
    if (const auto identity = event.find("userIdentity"); identity != event.end()) {
      denial.principal = TextOf(*identity, "arn");
    }
    if (const auto resources = event.find("resources");
        resources != event.end() && resources->is_array() && resources->size() == 1) {
      denial.resource = TextOf((*resources)[0], "ARN");
    }
    Add(std::move(denial));
    return true;
  }

  std::set<Denial> seen_;
};

// What this field of their ARNs is, if all that have one agree.
std::string OnlyField(const std::vector<Denial>& denials, std::string Denial::*arn, int number) {
  std::set<std::string_view> fields;
  for (const Denial& denial : denials) fields.insert(ArnField(denial.*arn, number));
  fields.erase("");
  const bool only = fields.size() == 1 && fields.begin()->find('*') == std::string_view::npos;
  return only ? std::string(*fields.begin()) : std::string();
}

}  // namespace

Denials ReadDenials(std::string_view text) {
  Reader reader;
  const json parsed = json::parse(text, nullptr, false);
  if (parsed.is_structured()) {
    reader.ReadJson(parsed, 0);
  } else {
    reader.ReadText(text);
  }
  return std::move(reader.denials);
}

std::string AccountOf(const std::vector<Denial>& denials) {
  return OnlyField(denials, &Denial::principal, kAccountField);
}

std::string RegionOf(const std::vector<Denial>& denials) {
  return OnlyField(denials, &Denial::resource, kRegionField);
}

}  // namespace stackql::iam
