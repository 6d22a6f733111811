#include "report/files.h"

#include <algorithm>

namespace stackql::report {

Span SourceFile::Clamp(Span span) const {
  const auto size = static_cast<uint32_t>(bytes.size());
  const uint32_t begin = std::min(span.begin, size);
  return {begin, std::clamp(span.end, begin, size)};
}

const SourceFile* Files::Find(const std::string& path) {
  if (last_ != nullptr && path == last_path_) return last_;
  auto known = files_.find(path);
  if (known == files_.end()) {
    const auto it = report_.files.find(path);
    if (it == report_.files.end()) return nullptr;
    known = files_.emplace(it->first, SourceFile(it->second)).first;
  }
  last_path_ = known->first;
  return last_ = &known->second;
}

const SourceFile& Files::Get(const std::string& path) {
  static const SourceFile none{std::string_view{}};
  const SourceFile* file = Find(path);
  return file != nullptr ? *file : none;
}

Position Files::Begin(const Location& location) {
  const SourceFile& file = Get(location.path);
  return file.lines.At(file.Clamp(location.span).begin);
}

Region Files::Where(const Location& location) {
  const SourceFile& file = Get(location.path);
  const Span span = file.Clamp(location.span);
  return {file.lines.At(span.begin), file.lines.At(span.end)};
}

}  // namespace stackql::report
