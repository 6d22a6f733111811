#include "aws/json_document.h"

#include <cstring>

#include "aws/secret.h"
#include "base/hex.h"
#include "base/number.h"
#include "base/utf8.h"
#include "json/json.h"
#include "value/value.h"

namespace stackql::aws {
namespace {

constexpr uint32_t kDeepest = 100;

}  // namespace

JsonNode JsonNode::operator[](std::string_view key) const {
  if (!IsObject()) return {};
  return {*values_, values_->Find(id_, key)};
}

std::optional<uint64_t> JsonNode::Number() const {
  if (kind() != Kind::kNumber) return std::nullopt;
  return ParseNumber<uint64_t>(values_->Text(id_));
}

std::vector<JsonNode> JsonNode::Elements() const {
  std::vector<JsonNode> nodes;
  if (!IsArray()) return nodes;
  for (const ValueId element : values_->Elements(id_)) nodes.emplace_back(*values_, element);
  return nodes;
}

JsonDocument::JsonDocument(std::string text, bool secret) : secret_(secret) {
  if (!IsUtf8(text)) {
    if (secret) Wipe(text);
    return;
  }
  const TextId id = sources_.AddBuiltin(std::move(text));
  root_ = json::Parse(values_, sources_.All(id), {.depth = kDeepest}).value;
}

JsonDocument::~JsonDocument() {
  for (TextId id = 0; secret_ && id < sources_.size(); ++id) {
    // The arena owns its texts and only lends them out as constant; this is their end.
    const std::string_view text = sources_.Bytes(id);
    explicit_bzero(const_cast<char*>(text.data()), text.size());
  }
}

std::string JsonQuoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted.append(1, '\\').append(1, c);
    } else if (byte < 0x20) {
      quoted.append("\\u").append(Hex(byte, 4));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

}  // namespace stackql::aws
