#include "aws/secret.h"

#include <cstring>
#include <utility>

#include "base/ascii.h"

namespace stackql::aws {
namespace {

// Shorter than any key of AWS's, so that masking one cannot eat ordinary words.
constexpr size_t kShortestMasked = 8;

}  // namespace

Secret::Secret(std::string&& text) : bytes_(text.begin(), text.end()) { Wipe(text); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  Release();
  bytes_ = std::move(other.bytes_);
  return *this;
}

void Secret::Mask(std::string& text) const {
  if (bytes_.size() >= kShortestMasked) ReplaceAll(text, Reveal(), "***");
}

void Secret::Release() {
  if (!bytes_.empty()) explicit_bzero(bytes_.data(), bytes_.size());
  bytes_.clear();
}

void Wipe(std::string& text) {
  // Also what lies after the end: an assignment may have made it shorter.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace stackql::aws
