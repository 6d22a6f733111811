#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/files.h"
#include "report/report.h"

namespace stackql::report {

// Places as SARIF writes them: URIs relative to the repository's root, columns in UTF-16 units.
class SarifPlaces {
 public:
  SarifPlaces(const Report& report, const RepositoryContext& context)
      : files_(report), context_(context) {}

  nlohmann::ordered_json Artifact(const std::string& path) const;
  // Line and column numbers only.
  nlohmann::ordered_json Region(const Location& where);
  // A physicalLocation with snippet and context.
  nlohmann::ordered_json Physical(const Location& where);

  // GitHub's hash of the line where the location begins.
  std::string LineHash(const Location& where);
  Files& files() { return files_; }

 private:
  nlohmann::ordered_json Context(const Location& where);
  std::string Text(const std::string& path, Span span);

  Files files_;
  const RepositoryContext& context_;
  std::map<std::string, std::vector<std::string>> hashes_;
};

}  // namespace stackql::report
