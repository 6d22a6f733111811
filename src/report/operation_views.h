#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "operation/operation_view.h"

namespace stackql::report {

// Operations for people, and for programs.
std::string OperationsAsText(const std::vector<OperationView>& operations);
std::string OperationsAsJson(const std::vector<OperationView>& operations);
nlohmann::ordered_json OperationJson(const OperationView& operation);

// "AWS::IVS::Stage", or else the table's name.
std::string TypeOf(const OperationView& operation);

// "stack/resources/stage.iql:12:3".
std::string PlaceOf(const OperationView& operation);

// With the statement's anchor and phases: "stack/resources/stage.iql:12:3  create  (build)". May be
// printed.
std::string WhereOf(const OperationView& operation);

// Its file, line and column; nothing of an operation that is written nowhere.
nlohmann::ordered_json LocationJson(const OperationView& operation);

}  // namespace stackql::report
