#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/aws_access.h"
#include "cli/input_options.h"
#include "cli/report_output.h"
#include "run/run.h"
#include "verify/checks.h"

namespace stackql::cli {

// What `verify` is told.
struct VerifyOptions {
  RunOptions run = {};
  InputOptions input = {};
  ReportOptions report = {};
  AccessOptions access = {};
  std::vector<std::string> check_names = {};
  verify::Checks checks = {};  // by ReadVerifyOptions
  std::string expected_account = {};
  std::string principal = {};              // an ARN; empty: who asks
  std::vector<std::string> policies = {};  // files; empty: those that would be generated
  bool with_check = false;
  bool strict = false;
  bool show_account = false;
  bool print_policy = false;
};

std::vector<Section> VerifySections(VerifyOptions& options);

// Reads them. Returns the exit status if they are wrong, as was said.
std::optional<int> ReadVerifyOptions(VerifyOptions& options);

}  // namespace stackql::cli
