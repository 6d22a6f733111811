// rulec RULES_DIR OUT: compiles rules/ to the snapshot that the program embeds, at build time.
#include <cstdio>

#include "base/write_file.h"
#include "lint/rule_documents.h"
#include "text/lines.h"
#include "value/value.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: rulec RULES_DIR OUT\n", stderr);
    return 2;
  }
  stackql::Sources sources;
  stackql::Values values(sources);
  stackql::Problems problems;
  const std::string bytes = stackql::lint::CompileRules(values, arguments[1], problems);
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
  return stackql::ReplaceFile(arguments[2], bytes) ? 0 : 1;
}
