#include "stack/query.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "rules/query.h"
#include "rules/template.h"
#include "sql/query.h"
#include "stack/quotes.h"
#include "value/value.h"

namespace stackql {
namespace {

QueryArm ReadArm(Values& values, Loc text, const QueryInputs& inputs) {
  QueryArm arm = {.text = text};
  arm.statements = sql::ReadQuery(values, text, inputs.anchor, arm.problems);
  // A statement whose beginning is on the anchor's line, which is reported, makes no sense.
  for (Problem& problem : arm.problems) {
    if (problem.what.rule == rules::SqlSyntax::kRule) problem.cause = inputs.lost;
  }
  return arm;
}

// Reports what stackql-deploy takes for a template that is left in a rendered query
// (`unrendered-template`), which fails it.
void CheckRendered(const Sources& sources, Loc text, Problems& problems) {
  const std::string_view bytes = sources.Bytes(text);
  for (size_t at = bytes.find("{{"); at != std::string_view::npos; at = bytes.find("{{", at + 1)) {
    const size_t end = bytes.find('}', at + 2);
    if (end == std::string_view::npos) return;
    if (end == at + 2 || end + 1 == bytes.size() || bytes[end + 1] != '}') continue;
    const Loc where = text.Sub(static_cast<uint32_t>(at), static_cast<uint32_t>(end + 2));
    if (HasHole(sources.Bytes(where))) continue;
    problems.push_back(
        {.what = rules::UnrenderedTemplate{.text = sources.Bytes(where)}, .where = where});
    return;
  }
}

}  // namespace

Siblings SiblingsIn(const Sources& sources, const sql::QueryFile& file, Dialect dialect) {
  return {.exists = HasAnchor(file, {"exists"}),
          .statecheck = HasAnchor(file, {"statecheck"}),
          .exports = HasAnchor(file, {"exports"}),
          .createorupdate = HasAnchor(file, {"createorupdate"}),
          .deletes = HasAnchor(file, {"delete"}),
          .delete_returns = DeleteReturns(sources, file),
          .dialect = dialect};
}

QueryResult EvaluateQuery(Values& values, const QueryInputs& inputs) {
  QueryResult result = {.query = {.resource = inputs.resource,
                                  .anchor = std::string(inputs.anchor),
                                  .anchor_at = inputs.anchor_at,
                                  .siblings = inputs.siblings}};
  if (inputs.budget.rendered == 0) {
    result.unread = true;
    return result;
  }
  Query& query = result.query;
  Loc body = inputs.body;
  // Jinja2 drops a last line break.
  if (inputs.dialect == Dialect::kPython && values.sources().Bytes(body).ends_with('\n')) {
    body = body.Sub(0, body.span.size() - 1);
  }
  const auto renderer =
      inputs.dialect == Dialect::kPython ? tmpl::Renderer::kJinja : tmpl::Renderer::kQuery;
  tmpl::Rendered rendered = tmpl::Render(values, body, inputs.scope, renderer, result.problems);
  inputs.budget.rendered -= std::min<uint64_t>(inputs.budget.rendered, rendered.text.span.size());
  result.reads = std::move(rendered.reads);
  query.text = rendered.text;
  // Inline queries are sent as they are.
  const bool checked = inputs.resource != nullptr && inputs.anchor_at;
  if (checked && inputs.dialect != Dialect::kPython) {
    CheckRendered(values.sources(), rendered.text, result.problems);
  }
  if (CheckQuotes(values.sources(), rendered.text, result.problems)) {
    result.unread = true;
    return result;
  }
  if (rendered.undecided > 0 && !rendered.failed) {
    for (const Loc text :
         tmpl::RenderArms(values, body, inputs.scope, renderer, rendered.undecided)) {
      query.arms.push_back(ReadArm(values, text, inputs));
    }
  }
  if (query.arms.empty()) query.arms.push_back(ReadArm(values, rendered.text, inputs));
  // What fails for lack of a name has been read all the same.
  const bool reported = !result.problems.empty() || !query.arms.front().problems.empty();
  result.unread = rendered.failed && reported;
  return result;
}

std::vector<QueryResult> EvaluateQueryFile(Values& values, const QuerySource& file,
                                           Dialect dialect) {
  std::vector<QueryResult> results;
  tmpl::Scope scope;
  scope.open = true;
  StackBudget budget;
  const auto add = [&](std::string_view anchor, Loc at, Loc rest, Loc body) {
    results.push_back(EvaluateQuery(values, {.anchor = anchor,
                                             .anchor_at = at,
                                             .lost = rest,
                                             .body = body,
                                             .scope = scope,
                                             .dialect = dialect,
                                             .budget = budget}));
  };
  if (file.cut.anchors.empty()) add({}, {}, {}, file.cut.preamble);
  for (const sql::Anchor& anchor : file.cut.anchors) {
    add(anchor.known ? std::string_view(anchor.key) : std::string_view(), anchor.name, anchor.rest,
        anchor.body);
  }
  return results;
}

}  // namespace stackql
