#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

#include "yaml/builder.h"
#include "yaml/encoding.h"
#include "yaml/errors.h"
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

bool ParseInto(Builder& builder, const Sources& sources, TextId file, Problems& problems) {
  ViewBuffer buffer(sources.Bytes(file));
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    // What yaml-cpp takes for a further document is never allowed; the builder says so.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    return true;
  } catch (const Stop&) {
    return false;
  } catch (const YAML::Exception& error) {
    problems.push_back(ExplainError(error, builder, sources, file));
    return false;
  }
}

}  // namespace

Document Parse(Values& values, TextId file, Problems& problems, const Limits& limits) {
  const Sources& sources = values.sources();
  const std::string_view bytes = sources.Bytes(file);
  if (!CheckEncoding(sources, file, problems)) return {};
  const bool marked = bytes.starts_with(kByteOrderMark);
  if (marked && !limits.allow_byte_order_mark) {
    const Loc mark{file, {0, static_cast<uint32_t>(kByteOrderMark.size())}};
    problems.push_back({.rule = "byte-order-mark",
                        .where = mark,
                        .args = {{"bytes", "EF BB BF"}},
                        .help = "Save the file as UTF-8 without a byte order mark.",
                        .repairs = {{.title = "Delete the byte order mark", .where = mark}}});
  }
  Builder builder(values, file, problems, limits);
  if (!ParseInto(builder, sources, file, problems)) return {};
  if (builder.root() != kNoValue) return {builder.root()};
  const auto end = static_cast<uint32_t>(bytes.size());
  const Loc nothing{file, {end, end}};
  return {values.Add({.kind = Kind::kNull, .token = nothing, .text = nothing})};
}

}  // namespace stackql::yaml
