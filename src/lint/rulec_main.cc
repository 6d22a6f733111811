// rulec RULES_DIR TYPES OUT: compiles rules/ to a snapshot, and joins it with that of the resource
// types: what the program embeds, at build time.
#include <cstdio>

#include "base/read_file.h"
#include "base/write_file.h"
#include "catalog/catalog.h"
#include "lint/rule_documents.h"
#include "snapshot/snapshot.h"
#include "text/lines.h"
#include "value/value.h"

using stackql::snapshot::Snapshot;

int main(int count, char** arguments) {
  if (count != 4) {
    std::fputs("usage: rulec RULES_DIR TYPES OUT\n", stderr);
    return 2;
  }
  stackql::Sources sources;
  stackql::Values values(sources);
  stackql::Problems problems;
  constexpr uint64_t kLargest = 64 << 20;
  const auto types = stackql::ReadWholeFile(arguments[2], kLargest);
  if (!types) {
    std::fprintf(stderr, "%s\n", types.error().message.c_str());
    return 1;
  }
  const auto known = Snapshot::Open(*types);
  const stackql::catalog::Catalog catalog(known);
  const std::string bytes = stackql::lint::CompileRules(values, {.path = arguments[1]}, problems,
                                                        catalog, stackql::lint::Author::kProgram);
  for (const stackql::Problem& problem : problems) {
    const stackql::Loc at = sources.Resolve(problem.where).at;
    std::string text = problem.what.rule.Text();
    for (const auto& arg : problem.what.args) text += ", " + arg.second;
    if (!at) {
      std::fprintf(stderr, "%s\n", text.c_str());
      continue;
    }
    const stackql::Position position = stackql::LineIndex(sources.Bytes(at.text)).At(at.span.begin);
    std::fprintf(stderr, "%s:%u:%u: %s\n", sources.Path(at.text).c_str(), position.line,
                 position.column, text.c_str());
  }
  if (!problems.empty()) return 1;
  const std::string all = stackql::snapshot::Join({Snapshot::Open(bytes), known});
  return stackql::ReplaceFile(arguments[3], all) ? 0 : 1;
}
