#include "sweep/statements.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "catalog/text_form.h"
#include "lang/patterns.h"
#include "operation/properties.h"
#include "sweep/sample_text.h"

namespace stackql::sweep {
namespace {

Span Shifted(Span span, size_t by) {
  return {static_cast<uint32_t>(span.begin + by), static_cast<uint32_t>(span.end + by)};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the value
void Append(const Json& value, Spot* spot, std::string& text) {
  const size_t begin = text.size();
  if (value.is_object()) {
    text += '{';
    for (const auto& [name, member] : value.items()) {
      if (text.back() != '{') text += ", ";
      const size_t key = text.size();
      text += Json(name).dump() + ": ";
      if (spot && &member == spot->node) {
        spot->key = {static_cast<uint32_t>(key + 1), static_cast<uint32_t>(text.size() - 3)};
      }
      Append(member, spot, text);
    }
    text += '}';
  } else if (value.is_array()) {
    text += '[';
    for (const Json& item : value) {
      if (text.size() > begin + 1) text += ", ";
      Append(item, spot, text);
    }
    text += ']';
  } else {
    text += value.dump();
  }
  if (!spot || &value != spot->node) return;
  const size_t quote = value.is_string() ? 1 : 0;
  spot->found = true;
  spot->value = {static_cast<uint32_t>(begin + quote), static_cast<uint32_t>(text.size() - quote)};
}

// Properties that are named like words of StackQL's SQL, and so need quotes as columns.
bool IsReserved(std::string_view name) {
  constexpr std::array<std::string_view, 9> kReserved = {
      "Database", "Force", "Format", "Group", "Match", "Option", "Schema", "Update", "Values"};
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

// The same ARN with a partition and an account that exist; another text stays as it is.
std::string RealArn(const std::string& text) {
  std::vector<std::string_view> fields = Split(text, ':');
  if (fields.size() < 6 || fields[0] != "arn") return text;
  fields[1] = "aws";
  if (!fields[4].empty() && All(fields[4], IsDigit)) fields[4] = "123456789012";
  std::string arn;
  for (const std::string_view field : fields) arn += (arn.empty() ? "" : ":") + std::string(field);
  return arn;
}

// A text that matches each of the patterns, as far as one of them gives it.
std::string TextLike(const std::vector<std::string>& patterns) {
  std::vector<std::string> candidates = {"a", "ab", "abc-1"};
  for (const std::string& pattern : patterns) {
    const auto sample = SampleText(pattern, {}, 0);
    if (!sample) continue;
    candidates.push_back(*sample);
    candidates.push_back(RealArn(*sample));
  }
  for (const std::string& candidate : candidates) {
    const bool fits = std::ranges::all_of(patterns, [&](const std::string& pattern) {
      return MatchPattern(pattern, candidate) != Tri::kNo;
    });
    if (fits) return candidate;
  }
  return candidates.back();
}

}  // namespace

std::string SampleIdentifier(const snapshot::ResourceType& type) {
  if (type.identifier_pattern() != nullptr && type.identifier_pattern()->size() > 0) {
    return TextLike({type.identifier_pattern()->str()});
  }
  if (type.primary_identifier() == nullptr) return "a";
  std::string identifier;
  for (const auto* pointer : *type.primary_identifier()) {
    const snapshot::Property* part = FindProperty(type, pointer->string_view().substr(1));
    identifier += identifier.empty() ? "" : "|";
    identifier +=
        part == nullptr ? "a" : TextLike(catalog::TextFormAt(type, part->schema()).patterns);
  }
  return identifier;
}

std::string WriteJson(const Json& value, Spot* spot) {
  std::string text;
  Append(value, spot, text);
  return text;
}

Span Script::Since(size_t begin) const {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(text_.size())};
}

Span Script::Insert(const std::vector<Column>& columns, Spot* spot) {
  const size_t begin = text_.size();
  text_ += "INSERT INTO " + Name(table_) + " (";
  for (const Column& column : columns) {
    if (spot && &column.second == spot->node) {
      spot->key = Shifted({0, static_cast<uint32_t>(column.first.size())},
                          text_.size() + (IsReserved(column.first) ? 1 : 0));
    }
    text_ += IsReserved(column.first) ? "\"" + column.first + "\", " : column.first + ", ";
  }
  text_ += "region)\nSELECT ";
  for (const Column& column : columns) {
    const bool open = spot && !spot->found;
    const bool text = column.second.is_string();
    const std::string value =
        text ? column.second.get<std::string>() : WriteJson(column.second, spot);
    // A text that reads as JSON would be taken for a structure.
    const bool structure = text && (value[0] == '{' || value[0] == '[');
    text_ += structure ? "string(" : "";
    if (spot && text && &column.second == spot->node) {
      spot->value = {0, static_cast<uint32_t>(value.size())};
      spot->found = true;
    }
    if (open && spot->found) {
      spot->value = Shifted(spot->value, text_.size() + 1);
      if (&column.second != spot->node && !spot->key.empty()) {
        spot->key = Shifted(spot->key, text_.size() + 1);
      }
    }
    text_ += Quoted(value) + (structure ? "), " : ", ");
  }
  text_ += Quoted(region_) + ";\n";
  return Since(begin);
}

Span Script::Update(const std::string& identifier, const Column& added) {
  const size_t begin = text_.size();
  const Json patch =
      Json::array({{{"op", "add"}, {"path", "/" + added.first}, {"value", added.second}}});
  text_ += "UPDATE " + Name(table_) + "\nSET PatchDocument = string(" + Quoted(WriteJson(patch)) +
           ")\nWHERE Identifier = " + Quoted(identifier) + " AND region = " + Quoted(region_) +
           ";\n";
  return Since(begin);
}

Span Script::Delete(const std::string& identifier) {
  const size_t begin = text_.size();
  text_ += "DELETE FROM " + Name(table_) + " WHERE Identifier = " + Quoted(identifier) +
           " AND region = " + Quoted(region_) + ";\n";
  return Since(begin);
}

Span Script::Select(const std::string& table, const std::vector<std::string>& columns,
                    const std::string& identifier) {
  const size_t begin = text_.size();
  text_ += "SELECT ";
  for (size_t i = 0; i < columns.size(); ++i) text_ += (i > 0 ? ", " : "") + columns[i];
  text_ += "\nFROM " + Name(table) + " WHERE region = " + Quoted(region_);
  if (!identifier.empty()) text_ += " AND Identifier = " + Quoted(identifier);
  text_ += ";\n";
  return Since(begin);
}

}  // namespace stackql::sweep
