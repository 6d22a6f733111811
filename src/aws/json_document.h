#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace stackql::aws {

// A value of a JsonDocument, which outlives it; or no value, which has nothing.
class JsonNode {
 public:
  JsonNode() = default;
  JsonNode(const Values& values, ValueId id) : values_(&values), id_(id) {}

  explicit operator bool() const { return id_ != kNoValue; }
  Kind kind() const { return *this ? (*values_)[id_].kind : Kind::kAbsent; }
  bool IsObject() const { return kind() == Kind::kObject; }
  bool IsArray() const { return kind() == Kind::kArray; }
  bool IsString() const { return kind() == Kind::kString; }

  // The last member of that name.
  JsonNode operator[](std::string_view key) const;
  // The content of a string; empty for all else.
  std::string Text() const { return IsString() ? std::string(values_->Text(id_)) : ""; }
  // A whole number that is not negative.
  std::optional<uint64_t> Number() const;
  bool IsTrue() const { return kind() == Kind::kBool && values_->Text(id_) == "true"; }
  std::vector<JsonNode> Elements() const;

 private:
  const Values* values_ = nullptr;
  ValueId id_ = kNoValue;
};

// JSON text from outside, read within bounds.
class JsonDocument {
 public:
  // `secret`: the text is zeroed in the end.
  explicit JsonDocument(std::string text, bool secret = false);
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  // No value if the text is not JSON.
  JsonNode root() const { return {values_, root_}; }

 private:
  Sources sources_;
  Values values_{sources_};
  ValueId root_ = kNoValue;
  bool secret_ = false;
};

// The text as a JSON string, with its quotes.
std::string JsonQuoted(std::string_view text);

}  // namespace stackql::aws
