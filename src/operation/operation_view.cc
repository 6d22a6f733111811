#include "operation/operation_view.h"

#include <tuple>

#include "stack/secrets.h"
#include "value/value.h"

namespace stackql {

bool operator<(const OperationView& a, const OperationView& b) {
  const auto key = [](const OperationView& view) {
    return std::tie(view.file, view.span, view.anchor, view.call, view.type, view.table,
                    view.resource, view.region, view.identifier);
  };
  return key(a) < key(b);
}

OperationViewer::OperationViewer(const Values& values, const Secrets& secrets)
    : values_(values), hidden_(secrets, values.sources()), lines_(values.sources()) {}

OperationView OperationViewer::Of(const Operation& operation) {
  OperationView view = At(operation.where);
  view.call = operation.call;
  view.type = operation.type_name;
  view.table = hidden_.Without(operation.table);
  view.region = Text(operation.region);
  view.identifier = Text(operation.identifier);
  view.phases = operation.phases;
  view.resource = operation.resource;
  view.anchor = operation.anchor;
  return view;
}

OperationView OperationViewer::At(Loc where) {
  OperationView view;
  const Sources& sources = values_.sources();
  const Loc at = sources.Resolve(where).at;
  if (!at) return view;
  view.file = sources.Path(at.text);
  view.span = at.span;
  view.at = lines_.Of(at.text).At(at.span.begin);
  return view;
}

// A parameter; none if the statement does not give it.
std::optional<std::string> OperationViewer::Text(ValueId value) const {
  if (value == kNoValue) return std::nullopt;
  const Value& node = values_[value];
  if (node.kind == Kind::kUnknown) return "<unknown>";
  return hidden_.Shown(node.text);
}

std::vector<std::string> PhaseNames(const Phases& phases) {
  std::vector<std::string> names;
  if (phases.build) names.emplace_back("build");
  if (phases.test) names.emplace_back("test");
  if (phases.teardown) names.emplace_back("teardown");
  return names;
}

}  // namespace stackql
