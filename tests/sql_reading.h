#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sql/parse.h"
#include "support/rule_names.h"
#include "text/sources.h"

namespace stackql::sql {

// SQL text as a test writes it: « and » mark bytes, {{ ... }} outside of nothing is a hole.
struct Reading {
  std::unique_ptr<Sources> sources = std::make_unique<Sources>();
  Loc text = {};                    // the rendered text
  std::vector<std::string> marked;  // "begin-end" in the file, in order
  Problems problems;
  std::vector<Statement> statements;

  std::string_view Bytes(Loc loc) const {
    return loc ? sources->Bytes(loc) : std::string_view("(nowhere)");
  }
  // "rule begin-end" of each problem, in the file.
  std::vector<std::string> Found() const {
    std::vector<std::string> found;
    for (const Problem& problem : problems) {
      found.push_back(testing_support::RuleName(problem) + ' ' +
                      Range(sources->Resolve(problem.where).at));
    }
    return found;
  }
  // The same without what StackQL's parser takes and only its planner does not.
  std::vector<std::string> Refused() const {
    std::vector<std::string> found = Found();
    std::erase_if(found, [](const std::string& one) { return one.rfind("planner-limit", 0) == 0; });
    return found;
  }
  static std::string Range(Loc loc) {
    return std::to_string(loc.span.begin) + '-' + std::to_string(loc.span.end);
  }
};

// Takes the marks out of a text; their places are those of what is left.
inline std::string TakeMarks(std::string_view written, std::vector<std::string>& marked) {
  std::string text;
  size_t begin = 0;
  for (size_t i = 0; i < written.size(); ++i) {
    if (written.substr(i, 2) == "«") {
      begin = text.size();
      ++i;
    } else if (written.substr(i, 2) == "»") {
      marked.push_back(std::to_string(begin) + '-' + std::to_string(text.size()));
      ++i;
    } else {
      text += written[i];
    }
  }
  return text;
}

inline Loc RenderHoles(Sources& sources, TextId file) {
  TextBuilder builder(sources);
  const std::string_view bytes = sources.Bytes(file);
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t open = std::min(bytes.find("{{", at), bytes.size());
    builder.Copy({file, {static_cast<uint32_t>(at), static_cast<uint32_t>(open)}});
    if (open == bytes.size()) break;
    const size_t close = std::min(bytes.find("}}", open), bytes.size() - 2) + 2;
    builder.Hole({file, {static_cast<uint32_t>(open), static_cast<uint32_t>(close)}});
    at = close;
  }
  return builder.Finish(Step::kRender, sources.All(file));
}

inline Reading Read(std::string_view written, const Limits& limits = {}) {
  Reading reading;
  const TextId file = reading.sources->AddFile("query.iql", TakeMarks(written, reading.marked));
  reading.text = RenderHoles(*reading.sources, file);
  reading.statements = Parse(*reading.sources, reading.text, reading.problems, limits);
  return reading;
}

// Whether something is reported that StackQL's parser rejects.
inline bool IsRefused(std::string_view text) {
  const Reading reading = Read(text);
  return std::any_of(reading.problems.begin(), reading.problems.end(), [](const Problem& problem) {
    const std::string rule = testing_support::RuleName(problem);
    return rule == "sql-syntax" || rule == "reserved-word" || rule == "backtick-identifier" ||
           rule == "unsupported-syntax" || rule == "unterminated-literal";
  });
}

}  // namespace stackql::sql
