// Documents of strangers: StackQL's provider documents, registry schemas, views, and compiled
// services as the cache holds them. The first byte says which.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/provider_document.h"
#include "catalog/registry.h"
#include "catalog/view_columns.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

// Reads every text of a section that a verifier has let through.
size_t Walk(const snapshot::Service& service) {
  size_t bytes = service.name()->size();
  if (service.types() == nullptr) return bytes;
  for (const auto* type : *service.types()) {
    bytes += type->type_name()->size();
    if (type->schemas() == nullptr) continue;
    for (const auto* node : *type->schemas()) {
      if (node->pattern() != nullptr) bytes += node->pattern()->size();
      if (node->properties() == nullptr) continue;
      for (const auto* property : *node->properties()) bytes += property->name()->size();
    }
  }
  return bytes;
}

void ReadSection(const uint8_t* bytes, size_t size) {
  flatbuffers::Verifier verifier(bytes, size, 64, 4'000'000);
  if (!verifier.VerifyBuffer<snapshot::Service>(nullptr)) return;
  Walk(*flatbuffers::GetRoot<snapshot::Service>(bytes));
}

void ReadDocument(std::string text) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const yaml::Document document =
      yaml::Parse(values, sources.AddFile("fuzz.yaml", std::move(text)), problems);
  if (document.root == kNoValue) return;
  const auto service = catalog::CompileService(values, document.root, "fuzz", problems);
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Service::Pack(builder, service.get()));
  flatbuffers::Verifier verifier(builder.GetBufferPointer(), builder.GetSize(), 64, 4'000'000);
  if (!verifier.VerifyBuffer<snapshot::Service>(nullptr)) __builtin_trap();
}

}  // namespace
}  // namespace stackql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      stackql::ReadDocument(std::string(rest));
      break;
    case 1:
      stackql::catalog::CompileSchema("fuzz.json", std::string(rest));
      break;
    case 2:
      stackql::catalog::ViewColumns(rest);
      break;
    default: {
      const std::vector<uint8_t> aligned(rest.begin(), rest.end());
      stackql::ReadSection(aligned.data(), aligned.size());
    }
  }
  return 0;
}
