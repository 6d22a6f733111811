#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "cli/report_output.h"
#include "iam/action_reference.h"
#include "report/counted.h"
#include "run/rule_tests.h"
#include "run/user_rules.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct RulesTestOptions {
  std::vector<std::string> directories = {};
  ReportOptions report = {};
};

int Test(RulesTestOptions& options) {
  TakeSettings({}, options.report);
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  std::vector<std::string> directories = options.directories;
  if (directories.empty()) {
    RunResult read;
    for (lint::RuleFolder& folder : ConfiguredRules({}, read)) {
      directories.push_back(std::move(folder.path));
    }
    if (const int status = PrintFailures(read); status != kExitClean) return status;
  }
  if (directories.empty()) {
    return Fail(kExitUsage, "missing DIR: no configuration names folders of 'rules' here");
  }
  const RuleTests tests = TestRules(directories, builtin, actions);
  PrintFailures(tests.result);
  if (!tests.result.usage_errors.empty()) return kExitUsage;
  const int status =
      PrintReport(tests.result.report, *tests.result.rules, options.report, {.some = true});
  if (!options.report.quiet) {
    Say("tested " + report::Counted(tests.rules, "rule") + " with " +
        report::Counted(tests.examples, "example"));
  }
  return status;
}

}  // namespace

Command RulesTestCommand() {
  const auto options = std::make_shared<RulesTestOptions>();
  return {
      .summary = "Test rule documents of your own with their examples",
      .description =
          "A bad example must have exactly the findings that it marks, a good one none, and "
          "neither an error that another rule reports. What is wrong is reported at its place in "
          "the document.",
      .sections = {{"Options",
                    {{"DIR", "", "Test the rule documents in these folders",
                      Texts(options->directories), "those of the configuration"}}},
                   ReportSection(options->report)},
      .statuses = {{kExitClean, "all examples are right"},
                   {kExitFindings, "some are wrong"},
                   {kExitUsage, "bad usage, or a rule document is not valid"},
                   {kExitFailure, "there is no rule document, or the tool failed"}},
      .examples = {"stackql-lint rules test lint/rules"},
      .run = [options] { return Test(*options); },
  };
}

}  // namespace stackql::cli
