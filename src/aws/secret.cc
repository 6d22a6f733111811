#include "aws/secret.h"

#include <string.h>

#include <utility>

namespace stackql::aws {
namespace {

// Shorter than any key of AWS's, so that masking one cannot eat ordinary words.
constexpr size_t kShortestMasked = 8;

}  // namespace

Secret::Secret(std::string&& text) : size_(text.size()) {
  if (size_ > 0) {
    bytes_ = std::make_unique<char[]>(size_);
    memcpy(bytes_.get(), text.data(), size_);
  }
  Wipe(text);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  Release();
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

void Secret::Mask(std::string& text) const {
  if (size_ < kShortestMasked) return;
  for (size_t at = text.find(Reveal()); at != std::string::npos; at = text.find(Reveal(), at)) {
    text.replace(at, size_, "***");
  }
}

void Secret::Release() {
  if (bytes_ != nullptr) explicit_bzero(bytes_.get(), size_);
  bytes_.reset();
  size_ = 0;
}

void Wipe(std::string& text) {
  // Also what lies behind the end: an assignment may have made it shorter.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace stackql::aws
