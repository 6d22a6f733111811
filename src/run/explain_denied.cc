#include "run/explain_denied.h"

#include <memory>
#include <optional>
#include <utility>

#include "text/lines.h"

namespace stackql {
namespace {

std::string PlaceIn(const Sources& sources, FileLines& lines, Loc where) {
  const Loc written = sources.Resolve(where).at;
  const Position at = lines.Of(written.text).At(written.span.begin);
  return std::string(sources.Path(written.text)) + ":" + std::to_string(at.line) + ":" +
         std::to_string(at.column);
}

}  // namespace

ExplainedDenials ExplainDenials(const iam::Denials& denials, const StackPermissions& permissions,
                                const PolicyFiles& files, const iam::AwsContext& context,
                                const iam::RequestFacts& facts, const iam::ActionReference& actions,
                                Report& report) {
  ExplainedDenials explained;
  explained.policies =
      std::make_unique<PolicyReader>(iam::PolicyFacts{.actions = actions}, report, context);
  const Sources& sources = explained.policies->sources;
  explained.place = [&sources, lines = std::make_shared<FileLines>(sources)](Loc where) {
    return PlaceIn(sources, *lines, where);
  };
  const iam::RequestContext values = [&](std::string_view key) {
    return iam::ValuesOf(key, facts);
  };
  std::vector<iam::PolicyLayer> layers = explained.policies->Read(files);
  if (files.identity.empty()) layers.erase(layers.begin());
  std::optional<iam::Coverage> coverage;
  if (!layers.empty()) coverage.emplace(std::move(layers), values);
  for (const iam::Denial& denial : denials.all) {
    explained.answers.push_back(iam::ExplainDenial(
        denial, permissions.operations, coverage ? &*coverage : nullptr, values, actions));
  }
  return explained;
}

}  // namespace stackql
