#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "aws/credentials.h"
#include "base/result.h"

namespace stackql::aws {

using CredentialSource = std::function<Result<Credentials>()>;
using SharedCredentials = std::shared_ptr<const Credentials>;

// The credentials of a whole run, whatever regions it asks in. The source is asked when they are
// first needed, and once more if what it gave has expired. May be used by several threads at once.
class CredentialHolder {
 public:
  explicit CredentialHolder(CredentialSource source) : source_(std::move(source)) {}

  // Never null. `now`: seconds since 1970.
  Result<SharedCredentials> Current(int64_t now);
  // These have expired, AWS says: gets others, which happens once. False: there are none.
  bool Refresh(const SharedCredentials& expired);

 private:
  void Load();  // needs the mutex

  CredentialSource source_;
  std::mutex mutex_;
  Result<SharedCredentials> credentials_ = nullptr;  // null: the source was not asked yet
  int loads_ = 0;
};

}  // namespace stackql::aws
