#pragma once

#include <span>
#include <string_view>

namespace stackql {

// A group of AWS's regions with accounts, host names and ARNs of their own.
struct Partition {
  std::string_view name = {};           // as in ARNs
  std::string_view suffix = {};         // of host names
  std::string_view dual_suffix = {};    // of those that have IPv6 addresses too
  std::string_view global_region = {};  // that of services without regions
  std::string_view prefix = {};         // of its regions' names; empty for "aws": none of its own
};

std::span<const Partition> Partitions();

// That of a region by its name, as the SDKs tell it: one that is not known is of "aws".
const Partition& PartitionOf(std::string_view region);

// Whether a text has the form of a region's name, such as us-east-1; it need not exist.
bool IsRegion(std::string_view text);

}  // namespace stackql
