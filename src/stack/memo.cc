#include "stack/memo.h"

#include <algorithm>
#include <utility>

namespace stackql {
namespace {

// The value that a read of `name` finds: that of its longest prefix in the scope.
ValueId Found(const tmpl::Scope& scope, const std::string& name) {
  for (size_t end = name.size(); end != std::string::npos && end > 0;
       end = name.rfind('.', end - 1)) {
    const auto known = scope.names.find(std::string_view(name).substr(0, end));
    if (known != scope.names.end()) return known->second;
  }
  return kNoValue;
}

}  // namespace

const Memory* Memo::Recall(const void* key, const tmpl::Scope& scope) const {
  const auto found = memories_.find(key);
  if (found == memories_.end()) return nullptr;
  const Memory& memory = found->second;
  const bool same = std::all_of(memory.inputs.begin(), memory.inputs.end(), [&](const auto& input) {
    return Found(scope, input.first) == input.second;
  });
  return same ? &memory : nullptr;
}

void Memo::Remember(const void* key, const tmpl::Scope& scope, Memory memory) {
  for (const tmpl::Read& read : memory.reads) {
    memory.inputs.emplace_back(read.name, Found(scope, read.name));
  }
  memories_[key] = std::move(memory);
}

}  // namespace stackql
