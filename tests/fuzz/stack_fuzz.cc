// Whole stacks, by every command: a manifest, then the query files of resources r, s and t.
#include <cstring>

#include "fuzz/input.h"
#include "fuzz/stack_mutator.h"
#include "run/run.h"
#include "snapshot/builtin.h"
#include "support/commands.h"
#include "support/temporary_folder.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

namespace stackql {
namespace {

using testing_support::RunSilently;
using testing_support::StackCommands;
using testing_support::TemporaryFolder;

void RequirePlacesInside(const Report& report) {
  for (const Finding& finding : report.findings) {
    const Span span = finding.where.span;
    fuzz::Require(span.begin <= span.end && span.end <= report.files.at(finding.where.path).size());
  }
}

void Lint(const TemporaryFolder& folder) {
  const RunOptions options = {.paths = {folder.path().string()}, .no_config = true, .jobs = 1};
  RequirePlacesInside(Run(options, snapshot::Snapshot::Open(snapshot::BuiltinBytes())).report);
}

// As much of the text as there is room for.
size_t Fill(const std::string& text, uint8_t* data, size_t most) {
  const size_t size = std::min(text.size(), most);
  std::memcpy(data, text.data(), size);
  return size;
}

std::string TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace
}  // namespace stackql

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  if (seed % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string text = stackql::TextOf(data, size);
  return stackql::Fill(stackql::fuzz::StackMutator(seed).Changed(text), data, most);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* one, size_t one_size,
                                            const uint8_t* other, size_t other_size, uint8_t* data,
                                            size_t most, unsigned seed) {
  const std::string crossed = stackql::fuzz::StackMutator(seed).Crossed(
      stackql::TextOf(one, one_size), stackql::TextOf(other, other_size));
  return stackql::Fill(crossed, data, most);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  const TemporaryFolder folder;
  const auto parts = fuzz::PartsOf(data, size);
  folder.Write("stackql_manifest.yml", parts[0]);
  for (size_t i = 1; i < parts.size() && i < 4; ++i) {
    folder.Write("resources/" + std::string(1, "rst"[i - 1]) + ".iql", parts[i]);
  }
  Lint(folder);
  const auto& commands = StackCommands();
  const int status = RunSilently(commands[size % commands.size()], folder.path().string());
  fuzz::Require(status >= cli::kExitClean && status <= cli::kExitFailure);
  return 0;
}
