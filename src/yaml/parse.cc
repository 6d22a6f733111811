#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

#include "base/utf8.h"
#include "rules/manifest.h"
#include "value/value.h"
#include "yaml/builder.h"
#include "yaml/encoding.h"
#include "yaml/errors.h"
#include "yaml/layout.h"
#include "yaml/yaml.h"

namespace stackql::yaml {
namespace {

// Lets yaml-cpp read the bytes where they are.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // only read
    setg(begin, begin, begin + bytes.size());
  }
};

// Whether yaml-cpp's memory stays within bounds on this text.
bool CheckSize(std::string_view bytes, TextId file, const Limits& limits, Problems& problems) {
  if (bytes.size() <= limits.flow_indicators) return true;
  uint32_t count = 0;
  for (uint32_t at = 0; at < bytes.size(); ++at) {
    count += IsFlowIndicator(bytes[at]) || bytes[at] == ':' ? 1 : 0;
    if (count <= limits.flow_indicators) continue;
    problems.push_back(
        {.what = rules::YamlSyntax::TooManyIndicators{.limit = limits.flow_indicators},
         .where = {file, {at, at + 1}}});
    return false;
  }
  return true;
}

enum class Outcome { kRead, kMistaken, kUnknown };

Outcome ParseInto(Builder& builder, const Sources& sources, TextId file, Problems& problems) {
  ViewBuffer buffer(sources.Bytes(file));
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    // What yaml-cpp takes for a further document is never allowed; the builder says so.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    return Outcome::kRead;
  } catch (const Stop&) {
    return Outcome::kMistaken;
  } catch (const YAML::Exception& error) {
    std::optional<Problem> problem = ExplainError(error, builder, sources, file);
    if (!problem) return Outcome::kUnknown;
    problems.push_back(std::move(*problem));
    return Outcome::kMistaken;
  }
}

}  // namespace

Document Parse(Values& values, TextId file, Problems& problems, const Limits& limits) {
  const Sources& sources = values.sources();
  const std::string_view bytes = sources.Bytes(file);
  if (!CheckEncoding(sources, file, problems)) return {};
  if (!CheckSize(bytes, file, limits, problems)) return {};
  const bool marked = bytes.starts_with(kByteOrderMark);
  if (marked && !limits.allow_byte_order_mark) {
    const Loc mark{file, {0, static_cast<uint32_t>(kByteOrderMark.size())}};
    problems.push_back({.what = rules::ByteOrderMark{.bytes = "EF BB BF"},
                        .where = mark,
                        .help = "Save the file as UTF-8 without a byte order mark.",
                        .repairs = {{.title = "Delete the byte order mark", .where = mark}}});
  }
  Builder builder(values, file, problems, limits);
  const Outcome outcome = ParseInto(builder, sources, file, problems);
  if (outcome == Outcome::kMistaken) return {};
  if (outcome == Outcome::kUnknown) return {values.AddUnknown(sources.All(file))};
  if (builder.root() != kNoValue) return {.root = builder.root(), .tags = builder.tags()};
  const auto end = static_cast<uint32_t>(bytes.size());
  const Loc nothing{file, {end, end}};
  return {values.Add({.kind = Kind::kNull, .token = nothing, .text = nothing})};
}

}  // namespace stackql::yaml
