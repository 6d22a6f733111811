#include "stack/memo.h"

#include <string_view>

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

Inputs InputsOf(std::span<const tmpl::Read> reads, const tmpl::Scope& scope) {
  Inputs inputs;
  inputs.reserve(reads.size());
  for (const tmpl::Read& read : reads) inputs.emplace_back(read.name, Found(scope, read.name));
  return inputs;
}

bool HaveSame(const Inputs& inputs, const tmpl::Scope& scope) {
  return std::all_of(inputs.begin(), inputs.end(),
                     [&](const auto& input) { return Found(scope, input.first) == input.second; });
}

}  // namespace stackql
