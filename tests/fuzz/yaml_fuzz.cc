// YAML as manifests and configurations have it, and JSON, of which nlohmann's reader says whether
// it is some.
#include <nlohmann/json.hpp>
#include <optional>

#include "base/utf8.h"
#include "fuzz/input.h"
#include "json/json.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

constexpr size_t kDeep = 100;  // brackets, of which there are fewer than either reader's limit

// What holds a value comes after it, so nothing holds itself.
void RequireOrder(const Values& values) {
  for (ValueId id = 0; id < values.size(); ++id) {
    for (const ValueId element : values.Elements(id)) fuzz::Require(element < id);
    for (const Member& member : values.Members(id)) fuzz::Require(member.value < id);
  }
}

// Nothing if a number is beyond what nlohmann's reader holds, although it is JSON.
std::optional<bool> IsJson(std::string_view text) {
  try {
    static_cast<void>(nlohmann::json::parse(text));
    return true;
  } catch (const nlohmann::json::out_of_range&) {
    return std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

void ReadJson(Values& values, Loc where) {
  const std::string_view text = values.sources().Bytes(where);
  const json::Parsed parsed = json::Parse(values, where);
  const auto brackets =
      std::count(text.begin(), text.end(), '[') + std::count(text.begin(), text.end(), '{');
  // nlohmann's reader stops at a NUL as at the end, and passes over a byte order mark.
  const bool comparable = IsUtf8(text) && !text.starts_with("\xEF\xBB\xBF") &&
                          text.find('\0') == std::string_view::npos &&
                          static_cast<size_t>(brackets) <= kDeep;
  if (!comparable || parsed.unsure) return;
  const std::optional<bool> is_json = IsJson(text);
  fuzz::Require(!is_json || *is_json == (parsed.value != kNoValue));
}

}  // namespace
}  // namespace stackql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId file =
      sources.AddFile("fuzz.yml", std::string(reinterpret_cast<const char*>(data), size));
  const yaml::Document document = yaml::Parse(values, file, problems);
  ReadJson(values, sources.All(file));
  if (document.root != kNoValue) json::Serialise(values, document.root);
  RequireOrder(values);
  fuzz::RequirePlaces(sources, problems);
  return 0;
}
