#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lint/finding.h"
#include "text/lines.h"

namespace stackql::report {

struct SourceFile {
  std::string_view bytes;
  LineIndex lines;

  explicit SourceFile(std::string_view b) : bytes(b), lines(b) {}
  // The span cut to the file.
  Span Clamp(Span span) const;
};

// First and last place of a span in one file, for output.
struct Region {
  Position begin = {};
  Position end = {};  // exclusive
};

// The files of a report, each with its lines indexed once, when first asked for.
class Files {
 public:
  explicit Files(const Report& report) : report_(report) {}

  // An empty file if the report does not hold that path.
  const SourceFile& Get(const std::string& path);
  bool Has(const std::string& path) { return Find(path) != nullptr; }
  Region Where(const Location& location);
  // Where it begins: cheaper.
  Position Begin(const Location& location);

 private:
  const SourceFile* Find(const std::string& path);

  const Report& report_;
  std::map<std::string_view, SourceFile> files_;
  // Findings of one file come together: what was last asked for, if the report holds it.
  std::string_view last_path_;
  const SourceFile* last_ = nullptr;
};

}  // namespace stackql::report
