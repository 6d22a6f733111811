#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "operation/bind.h"
#include "snapshot/snapshot_objects.h"
#include "stack/stack.h"
#include "support/rule_names.h"
#include "support/schema_text.h"
#include "value/value.h"

// Queries bound against a catalog of one type, for tests.
namespace stackql::testing_support {

using Texts = std::vector<std::string>;

// A snapshot that knows awscc.test.things.
inline const std::string& Known() {
  static const std::string bytes = [] {
    snapshot::ServiceT service;
    service.name = "test";
    auto type = std::make_unique<snapshot::ResourceTypeT>(TypeWith(
        R"({"type": "object", "properties": {"Name": {"type": "string"}, "Id": {"type": "string"}}})"));
    type->primary_identifier = {"/Id"};
    type->identifier_pattern = "^id-[0-9]+$";
    for (const auto handler :
         {snapshot::Handler::Create, snapshot::Handler::Read, snapshot::Handler::Update,
          snapshot::Handler::Delete, snapshot::Handler::List}) {
      auto one = std::make_unique<snapshot::PermissionsT>();
      one->handler = handler;
      type->handlers.push_back(std::move(one));
    }
    using snapshot::Verb;
    for (const bool list : {false, true}) {
      auto table = std::make_unique<snapshot::SqlTableT>();
      table->name = list ? "things_list_only" : "things";
      table->kind = list ? snapshot::TableKind::List : snapshot::TableKind::Resources;
      table->type_name = type->type_name;
      table->columns = list ? Texts{"id", "region"} : Texts{"id", "name", "region"};
      table->verbs =
          list ? Verb::Select : Verb::Insert | Verb::Select | Verb::Update | Verb::Delete;
      service.tables.push_back(std::move(table));
    }
    service.types.push_back(std::move(type));
    flatbuffers::FlatBufferBuilder builder;
    builder.Finish(snapshot::Service::Pack(builder, &service));
    const std::string section(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                              builder.GetSize());
    return snapshot::Write({{snapshot::SectionKind::kService, "test", section}});
  }();
  return bytes;
}

class Asked {
 public:
  explicit Asked(std::string text) {
    file_ = sources_.AddFile("query.iql", std::move(text));
    const QuerySource source = CutQueryFile(sources_, file_, problems_);
    const catalog::Catalog catalog(snapshot::Snapshot::Open(Known()));
    for (const QueryResult& query : EvaluateQueryFile(values_, source)) {
      Add(query.problems);
      for (const QueryArm& arm : query.query.arms) {
        const Bound part = Bind(values_, catalog, query.query, arm);
        Add(arm.problems);
        Add(part.problems);
        for (const Operation& operation : part.operations) bound.operations.push_back(operation);
        for (const Unresolved& each : part.unresolved) bound.unresolved.push_back(each);
        for (const auto& [what, told] : part.not_checked)
          bound.not_checked[what].count += told.count;
      }
    }
  }
  Texts Problems() const {
    Texts lines;
    for (const Problem& problem : problems_) {
      lines.push_back(testing_support::RuleName(problem) + " '" +
                      std::string(sources_.Bytes(sources_.Resolve(problem.where).at)) + "'");
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  // The text with the repairs of its one problem.
  std::string Repaired() const {
    if (problems_.size() != 1) return "(no single problem)";
    std::string text(sources_.Bytes(file_));
    std::vector<Repair> repairs = problems_[0].repairs;
    std::sort(repairs.begin(), repairs.end(), [&](const Repair& a, const Repair& b) {
      return sources_.Resolve(a.where).at.span.begin > sources_.Resolve(b.where).at.span.begin;
    });
    for (const Repair& repair : repairs) {
      const Loc at = sources_.Resolve(repair.where).at;
      text.replace(at.span.begin, at.span.size(), repair.text);
    }
    return text;
  }
  std::string Text(ValueId id) const {
    return id == kNoValue ? "none" : values_.Known(id) ? std::string(values_.Text(id)) : "?";
  }
  Bound bound;

 private:
  void Add(const stackql::Problems& some) {
    problems_.insert(problems_.end(), some.begin(), some.end());
  }

  Sources sources_;
  TextId file_ = {};
  Values values_{sources_};
  stackql::Problems problems_;
};

// Rules about what StackQL takes and does not run as it is written.
constexpr std::string_view kNotRun[] = {"planner-limit",    "unsupported-insert",
                                        "unsent-value",     "refused-condition",
                                        "unsupported-join", "lost-parameter"};

// "verb type-or-table region identifier" of each operation, sorted.
inline Texts Operations(const std::string& text) {
  const Asked query(text);
  Texts problems = query.Problems();
  // What StackQL does not run has its operations all the same.
  std::erase_if(problems, [](const std::string& one) {
    return std::any_of(std::begin(kNotRun), std::end(kNotRun),
                       [&](std::string_view rule) { return one.rfind(rule, 0) == 0; });
  });
  EXPECT_EQ(problems, Texts{}) << text;
  Texts lines;
  for (const Operation& operation : query.bound.operations) {
    const std::string& what = operation.type_name.empty() ? operation.table : operation.type_name;
    lines.push_back(std::string(Name(operation.call)) + " " + what + " " +
                    query.Text(operation.region) + " " + query.Text(operation.identifier));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace stackql::testing_support
