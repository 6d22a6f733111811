#include "aws/credential_holder.h"

#include <utility>

namespace stackql::aws {
namespace {

constexpr int kLoads = 2;  // at first, and one refresh

bool HasExpired(const Credentials& credentials, int64_t now) {
  return credentials.expiration && *credentials.expiration <= now;
}

}  // namespace

void CredentialHolder::Load() {
  if (loads_ >= kLoads) {
    credentials_ = Failed("The credentials have expired, and were already renewed once.");
    return;
  }
  ++loads_;
  Result<Credentials> found = source_();
  if (found) {
    credentials_ = std::make_shared<const Credentials>(std::move(*found));
  } else {
    credentials_ = tl::unexpected(std::move(found.error()));
  }
}

Result<SharedCredentials> CredentialHolder::Current(int64_t now) {
  const std::lock_guard<std::mutex> hold(mutex_);
  const auto lacks = [&] { return *credentials_ == nullptr || HasExpired(**credentials_, now); };
  if (credentials_ && lacks()) Load();
  if (credentials_ && lacks()) {
    return Failed("The credentials from " + (*credentials_)->source + " have expired.");
  }
  return credentials_;
}

bool CredentialHolder::Refresh(const SharedCredentials& expired) {
  const std::lock_guard<std::mutex> hold(mutex_);
  // Another call may have done it.
  if (credentials_ && *credentials_ == expired && expired != nullptr) Load();
  return credentials_ && *credentials_ != nullptr;
}

}  // namespace stackql::aws
