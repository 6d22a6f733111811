#include "report/files.h"

#include <algorithm>

namespace stackql::report {

Span SourceFile::Clamp(Span span) const {
  const auto size = static_cast<uint32_t>(bytes.size());
  const uint32_t begin = std::min(span.begin, size);
  return {begin, std::clamp(span.end, begin, size)};
}

const SourceFile& Files::Get(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end()) return known->second;
  const auto it = report_.files.find(path);
  if (it == report_.files.end()) {
    static const SourceFile none{std::string_view{}};
    return none;
  }
  return files_.emplace(it->first, SourceFile(it->second)).first->second;
}

Region Files::Where(const Location& location) {
  const SourceFile& file = Get(location.path);
  const Span span = file.Clamp(location.span);
  return {file.lines.At(span.begin), file.lines.At(span.end)};
}

}  // namespace stackql::report
