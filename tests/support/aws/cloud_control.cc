#include "support/aws/cloud_control.h"

#include <algorithm>
#include <set>

namespace stackql::aws_double {
namespace {

// A question on its way to an answer.
struct Asked {
  const Call& call;
  const World& world;
  Pages& pages;
  Json input;
  const Type* type = nullptr;

  Response Error(const std::string& code, const std::string& message) const {
    return ErrorReply(call, 400, code, message);
  }
};

Json Parsed(const std::string& text) { return Json::parse(text, nullptr, false); }

// The members that AWS's model has for the operation.
std::set<std::string> MembersOf(const std::string& operation) {
  if (operation == "GetResourceRequestStatus") return {"RequestToken"};
  if (operation == "GetResource") return {"TypeName", "Identifier", "TypeVersionId", "RoleArn"};
  return {"TypeName", "TypeVersionId", "RoleArn", "NextToken", "MaxResults", "ResourceModel"};
}

bool TextOfLength(const Json& input, const char* name, size_t largest) {
  const auto found = input.find(name);
  if (found == input.end() || !found->is_string()) return false;
  const size_t size = found->get_ref<const std::string&>().size();
  return size >= 1 && size <= largest;
}

// What AWS's model forbids; empty if nothing is wrong.
std::string ModelFault(const Call& call, const Json& input) {
  const std::set<std::string> members = MembersOf(call.operation);
  for (const auto& [name, value] : input.items()) {
    if (members.count(name) == 0) return "Unexpected member '" + name + "'";
  }
  if (call.operation == "GetResourceRequestStatus") {
    return TextOfLength(input, "RequestToken", 128) ? "" : "Bad value at 'requestToken'";
  }
  if (!TextOfLength(input, "TypeName", 196)) return "Bad value at 'typeName'";
  if (call.operation == "GetResource") {
    return TextOfLength(input, "Identifier", 1024) ? "" : "Bad value at 'identifier'";
  }
  if (input.contains("NextToken") && !TextOfLength(input, "NextToken", 4096)) {
    return "Bad value at 'nextToken'";
  }
  if (input.contains("ResourceModel") && !TextOfLength(input, "ResourceModel", 262144)) {
    return "Bad value at 'resourceModel'";
  }
  if (input.contains("MaxResults") && !(input["MaxResults"].is_number_integer() &&
                                        input["MaxResults"] >= 1 && input["MaxResults"] <= 100)) {
    return "Bad value at 'maxResults'";
  }
  return "";
}

std::string Spelled(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// The values of the primary identifier joined by |; nothing if one is not there.
std::string Joined(const Type& type, const Json& values) {
  std::string joined;
  for (const std::string& name : type.primary) {
    if (!values.contains(name)) return "";
    joined.append(joined.empty() ? "" : "|").append(Spelled(values[name]));
  }
  return joined;
}

// All that AWS holds of a resource.
Json Whole(const Resource& resource) {
  Json all = Parsed(resource.properties);
  all.update(Parsed(resource.read_only));
  return all;
}

std::string IdentifierOf(const Type& type, const Resource& resource) {
  return resource.identifier.empty() ? Joined(type, Whole(resource)) : resource.identifier;
}

void Erase(Json& value, const std::string& path) {
  const size_t slash = path.find('/');
  const std::string name = path.substr(0, slash);
  if (!value.is_object() || !value.contains(name)) return;
  if (slash == std::string::npos) {
    value.erase(name);
  } else {
    Erase(value[name], path.substr(slash + 1));
  }
}

// The resource as its read handler shows it.
std::string Shown(const Type& type, const Resource& resource) {
  Json all = Whole(resource);
  for (const std::string& path : type.write_only) Erase(all, path);
  for (const std::string& name : type.reversed) {
    if (all.contains(name)) std::reverse(all[name].begin(), all[name].end());
  }
  return all.dump();
}

std::string ShownInList(const Type& type, const Resource& resource) {
  if (type.listed_whole) return Shown(type, resource);
  const Json all = Whole(resource);
  Json some = Json::object();
  for (const std::string& name : type.primary) {
    if (all.contains(name)) some[name] = all[name];
  }
  return some.dump();
}

Json Description(const std::string& identifier, const std::string& properties) {
  return {{"Identifier", identifier}, {"Properties", properties}};
}

Response GetResource(const Asked& asked) {
  const Type& type = *asked.type;
  const std::string given = asked.input["Identifier"];
  if (!type.readable) {
    return asked.Error("UnsupportedActionException",
                       "Resource type " + type.name + " does not support READ action");
  }
  const Json as_json = Parsed(given);
  const std::string identifier = as_json.is_object() ? Joined(type, as_json) : given;
  const auto bars = static_cast<size_t>(std::count(given.begin(), given.end(), '|'));
  if (identifier.empty() ||
      (!as_json.is_object() && type.primary.size() > 1 && bars + 1 != type.primary.size())) {
    std::string names;
    for (const std::string& name : type.primary) {
      names.append(names.empty() ? "" : ", ").append("/properties/" + name);
    }
    return asked.Error("ValidationException",
                       "Identifier " + given + " is not valid for identifier [" + names + "]");
  }
  for (const Resource& resource : asked.world.resources) {
    if (resource.type != type.name || IdentifierOf(type, resource) != identifier) continue;
    return JsonReply(asked.call,
                     {{"TypeName", type.name},
                      {"ResourceDescription", Description(identifier, Shown(type, resource))}});
  }
  return asked.Error("ResourceNotFoundException",
                     type.name + " Handler returned status FAILED: Resource of type '" + type.name +
                         "' with identifier '" + identifier +
                         "' was not found. (HandlerErrorCode: NotFound, RequestToken: " +
                         asked.call.RequestId() + ")");
}

// The resources a list is of: those that agree with the model.
std::vector<const Resource*> Listed(const Asked& asked, const Json& model) {
  std::vector<const Resource*> listed;
  for (const Resource& resource : asked.world.resources) {
    if (resource.type != asked.type->name) continue;
    const Json all = Whole(resource);
    const bool agrees = std::all_of(
        asked.type->required_model.begin(), asked.type->required_model.end(),
        [&](const std::string& name) { return all.value(name, Json()) == model[name]; });
    if (agrees) listed.push_back(&resource);
  }
  return listed;
}

Response Slice(const Asked& asked, const std::vector<const Resource*>& listed, Page page) {
  const Type& type = *asked.type;
  const std::string question = "list " + type.name + asked.input.value("ResourceModel", "");
  const size_t wanted = asked.input.value("MaxResults", size_t{100});
  const size_t end =
      page.empty ? page.begin
                 : std::min(page.begin + std::min(wanted, asked.world.page_size), listed.size());
  Json descriptions = Json::array();
  for (size_t i = page.begin; i < end; ++i) {
    descriptions.push_back(
        Description(IdentifierOf(type, *listed[i]), ShownInList(type, *listed[i])));
  }
  Json reply = {{"TypeName", type.name}, {"ResourceDescriptions", descriptions}};
  const bool first = !asked.input.contains("NextToken");
  if (type.paging == Paging::kRepeatedToken && !first) {
    reply["NextToken"] = asked.input["NextToken"];
  } else if (end < listed.size()) {
    const bool empty = type.paging == Paging::kEmptyPage && first;
    reply["NextToken"] = asked.pages.Give(question, {.begin = end, .empty = empty});
  }
  return JsonReply(asked.call, reply);
}

Response ListResources(const Asked& asked) {
  const Type& type = *asked.type;
  if (!type.listable) {
    return asked.Error("UnsupportedActionException",
                       "Resource type " + type.name + " does not support LIST action");
  }
  const std::string model_text = asked.input.value("ResourceModel", "");
  const Json model = model_text.empty() ? Json::object() : Parsed(model_text);
  for (const std::string& name : type.required_model) {
    if (model.is_object() && model.contains(name)) continue;
    return asked.Error("InvalidRequestException",
                       "Missing or invalid ResourceModel property in " + type.name +
                           " list handler request input. Required property: [" + name + "]");
  }
  std::optional<Page> page = Page();
  if (asked.input.contains("NextToken")) {
    page = asked.pages.Take("list " + type.name + model_text, asked.input["NextToken"]);
    if (type.paging == Paging::kExpiredToken) page.reset();
  }
  if (!page) return asked.Error("InvalidRequestException", "NextToken is invalid or has expired");
  return Slice(asked, Listed(asked, model), *page);
}

Response GetStatus(const Asked& asked) {
  const std::string token = asked.input["RequestToken"];
  const auto found = asked.world.requests.find(token);
  if (found == asked.world.requests.end()) {
    return asked.Error("RequestTokenNotFoundException",
                       "Request with token " + token + " was not found");
  }
  return JsonReply(asked.call, {{"ProgressEvent", Parsed(found->second)}});
}

}  // namespace

Response AnswerCloudControl(const Call& call, const std::string& body, const World& world,
                            Pages& pages) {
  Asked asked = {.call = call, .world = world, .pages = pages, .input = Parsed(body)};
  if (!asked.input.is_object()) return asked.Error("SerializationException", "Not an object");
  const std::string fault = ModelFault(call, asked.input);
  if (!fault.empty()) {
    return asked.Error("ValidationException", "1 validation error detected: " + fault);
  }
  if (call.operation == "GetResourceRequestStatus") return GetStatus(asked);
  const std::string type_name = asked.input["TypeName"];
  asked.type = world.FindType(type_name);
  if (asked.type == nullptr) {
    return asked.Error("TypeNotFoundException", "The type '" + type_name + "' cannot be found.");
  }
  return call.operation == "GetResource" ? GetResource(asked) : ListResources(asked);
}

}  // namespace stackql::aws_double
