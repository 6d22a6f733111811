#pragma once

#include <flatbuffers/flatbuffers.h>

#include <string>

namespace stackql::snapshot {

// A finished FlatBuffer with the table at its root: Pack<Service>(service) of a ServiceT.
template <typename Table>
std::string Pack(const typename Table::NativeTableType& native) {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(Table::Pack(builder, &native));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace stackql::snapshot
