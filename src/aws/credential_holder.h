#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aws/credentials.h"

namespace stackql::aws {

struct CredentialsResult {
  std::optional<Credentials> credentials = {};
  std::string error = {};  // a sentence, if there are none
};

using CredentialSource = std::function<CredentialsResult()>;

// The credentials of a whole run, whatever regions it asks in. The source is asked when they are
// first needed, and once more if what it gave has expired. May be used by several threads at once.
class CredentialHolder {
 public:
  explicit CredentialHolder(CredentialSource source) : source_(std::move(source)) {}

  // Null with the reason in `error` if there are none, or no longer. `now`: seconds since 1970.
  std::shared_ptr<const Credentials> Current(int64_t now, std::string& error);
  // These have expired, AWS says: gets others, which happens once. False: there are none.
  bool Refresh(const std::shared_ptr<const Credentials>& expired);

 private:
  void Load();  // needs the mutex

  CredentialSource source_;
  std::mutex mutex_;
  std::shared_ptr<const Credentials> credentials_ = {};
  std::string error_ = {};
  int loads_ = 0;
};

}  // namespace stackql::aws
