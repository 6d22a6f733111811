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
    credentials_.reset();
    error_ = "The credentials have expired, and were already renewed once.";
    return;
  }
  ++loads_;
  CredentialsResult result = source_();
  error_ = std::move(result.error);
  credentials_ = result.credentials
                     ? std::make_shared<const Credentials>(std::move(*result.credentials))
                     : nullptr;
  if (credentials_ == nullptr) loads_ = kLoads;
}

std::shared_ptr<const Credentials> CredentialHolder::Current(int64_t now, std::string& error) {
  const std::lock_guard<std::mutex> hold(mutex_);
  const bool given_up = credentials_ == nullptr && loads_ >= kLoads;
  if (!given_up && (credentials_ == nullptr || HasExpired(*credentials_, now))) Load();
  if (credentials_ != nullptr && HasExpired(*credentials_, now)) {
    error = "The credentials from " + credentials_->source + " have expired.";
    return nullptr;
  }
  error = error_;
  return credentials_;
}

bool CredentialHolder::Refresh(const std::shared_ptr<const Credentials>& expired) {
  const std::lock_guard<std::mutex> hold(mutex_);
  // Another call may have done it.
  if (credentials_ == expired && credentials_ != nullptr) Load();
  return credentials_ != nullptr;
}

}  // namespace stackql::aws
