#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "net/url.h"

namespace stackql::fetch {

// Where a catalog comes from.
struct Source {
  enum class Kind : uint8_t {
    kAwscc,  // StackQL's provider documents, from its registry
    kCfn,    // CloudFormation's resource schemas of one region, from AWS
  };
  Kind kind = Kind::kAwscc;
  std::string version = {};  // kAwscc; empty: the newest
  std::string region = {};   // kCfn

  // Its name in the lock file: "awscc", "cfn/us-east-1".
  std::string Name() const;
  // The address that everything below is asked at, if no other is given.
  std::string DefaultBase() const;
};

// Reads awscc[@VERSION] or cfn[@REGION].
Result<Source> ParseSource(std::string_view text);

// Reads the address of a mirror: https, or http on this computer.
Result<net::Url> ParseBase(std::string_view text);

}  // namespace stackql::fetch
