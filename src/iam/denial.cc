#include "iam/denial.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/ascii.h"

namespace stackql::iam {
namespace {

using nlohmann::json;

constexpr std::string_view kDenied = "not authorized to perform";
constexpr std::string_view kEncoded = "authorization failure message";
constexpr size_t kLongestMessage = 2000;  // bytes after the action that still belong to it

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
  const size_t deny = message.find("explicit deny in a");
  const size_t none = message.find("because no ");
  denial.by_deny = deny != std::string_view::npos;
  const size_t at = denial.by_deny ? deny + 18 : none;
  if (at == std::string_view::npos) return;
  const std::string_view reason = message.substr(at, 40);
  for (const std::string_view kind : kKinds) {
    if (reason.find(kind) != std::string_view::npos) denial.policy = kind;
  }
}

class Reader {
 public:
  void ReadText(std::string_view text) {
    for (size_t at = text.find(kDenied); at != std::string_view::npos;) {
      const size_t next = text.find(kDenied, at + kDenied.size());
      const size_t before = text.substr(0, at).rfind("User: ");
      const size_t end = std::min({next, text.find('\n', at), at + kLongestMessage, text.size()});
      Denial denial;
      if (before != std::string_view::npos && at - before < kLongestMessage) {
        denial.principal = Between(text.substr(before, at - before), "User: ", " ");
      }
      const std::string_view message = text.substr(at, end - at);
      denial.action = Between(message, kDenied, " \n\t,");
      denial.resource = Between(message, "on resource:", " \n\t\"'");
      ReadReason(message, denial);
      if (IsAction(denial.action)) Add(std::move(denial));
      at = next;
    }
    for (size_t at = text.find(kEncoded); at != std::string_view::npos;
         at = text.find(kEncoded, at + kEncoded.size())) {
      ++denials.encoded;
    }
  }

  void ReadJson(const json& value, int depth) {
    if (depth > 50) return;
    if (value.is_string()) return ReadText(value.get_ref<const std::string&>());
    if (!value.is_structured()) return;
    if (value.is_object() && ReadEvent(value)) return;
    for (const json& member : value) ReadJson(member, depth + 1);
  }

  Denials denials;

 private:
  void Add(Denial denial) {
    if (std::find(denials.all.begin(), denials.all.end(), denial) == denials.all.end()) {
      denials.all.push_back(std::move(denial));
    }
  }

  static std::string TextOf(const json& object, const char* name) {
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>()
                                                         : std::string();
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
    const size_t before = denials.all.size();
    ReadText(TextOf(event, "errorMessage"));
    if (denials.all.size() > before) return true;
    Denial denial = {.action = source.substr(0, source.find('.')) + ":" + name};
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
};

// The field of an ARN, counted from 0; empty: it has none.
std::string_view FieldOf(std::string_view arn, int number) {
  for (; number > 0; --number) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

// What this field of their ARNs is, if all that have one agree.
std::string OnlyField(const std::vector<Denial>& denials, std::string Denial::*arn, int number) {
  std::set<std::string_view> fields;
  for (const Denial& denial : denials) fields.insert(FieldOf(denial.*arn, number));
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
  return OnlyField(denials, &Denial::principal, 4);
}

std::string RegionOf(const std::vector<Denial>& denials) {
  return OnlyField(denials, &Denial::resource, 3);
}

}  // namespace stackql::iam
