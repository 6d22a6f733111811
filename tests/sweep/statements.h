#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sweep/examples.h"
#include "text/sources.h"

namespace stackql::sweep {

// A node of a generated value, and where it was written.
struct Spot {
  const Json* node = nullptr;  // what to look for
  Span key = {};               // of the member that holds it, without quotes
  Span value = {};             // of the value: of a text without quotes
  bool found = false;
};

// A primary identifier that a resource of the type may have.
std::string SampleIdentifier(const snapshot::ResourceType& type);

// JSON as a user writes it: a blank behind commas and colons.
std::string WriteJson(const Json& value, Spot* spot = nullptr);

// A file of many statements on a table.
class Script {
 public:
  Script(std::string service, std::string table, std::string region)
      : service_(std::move(service)), table_(std::move(table)), region_(std::move(region)) {}

  // Each returns where the statement stands.
  Span Insert(const std::vector<Column>& columns, Spot* spot = nullptr);
  Span Update(const std::string& identifier, const Column& added);
  Span Delete(const std::string& identifier);
  // On another table of the service.
  Span Select(const std::string& table, const std::vector<std::string>& columns,
              const std::string& identifier);

  const std::string& text() const { return text_; }

 private:
  Span Since(size_t begin) const;
  std::string Name(const std::string& table) const { return "awscc." + service_ + "." + table; }

  std::string service_;
  std::string table_;
  std::string region_;
  std::string text_;
};

}  // namespace stackql::sweep
