#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stackql::aws {

// A group of regions with accounts, host names and ARNs of their own.
struct Partition {
  std::string_view name = {};           // as in ARNs
  std::string_view suffix = {};         // of host names
  std::string_view dual_suffix = {};    // of those that have IPv6 addresses too
  std::string_view global_region = {};  // that of services without regions
};

std::span<const Partition> Partitions();

// Whether it may stand in a host name; it need be no region that exists.
bool IsRegionName(std::string_view region);

// That of a region by its name, as the SDKs tell it: one that is not known is of "aws".
const Partition& PartitionOf(std::string_view region);

}  // namespace stackql::aws
