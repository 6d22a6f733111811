#include "run/policy_check.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/permission_input.h"
#include "cli/policy_layers.h"
#include "cli/print.h"
#include "cli/report_output.h"
#include "report/layout.h"
#include "report/visible.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

struct CheckPolicyOptions {
  PermissionInput input = {};
  ReportOptions report = {};
  PolicyFiles files = {};
  iam::RequestFacts facts = {};
};

// Of a stack, which of stackql-deploy's commands the policies are enough for.
void PrintPhases(const PolicyCheck& check) {
  const std::vector<std::string> lacking = PhaseNames(check.totals.lacking);
  if (lacking.empty() || lacking.size() == 3) return;
  std::string text;
  for (const std::string& phase : PhaseNames({.build = !check.totals.lacking.build,
                                  .test = !check.totals.lacking.test,
                                  .teardown = !check.totals.lacking.teardown})) {
    text += (text.empty() ? "" : ", ") + phase;
  }
  std::string lack;
  for (const std::string& phase : lacking) lack += (lack.empty() ? "" : ", ") + phase;
  PrintErrorProse("Sufficient for " + text + "; not for " + lack + ".\n");
}

// Says what was decided, and with what.
void PrintDecision(const PolicyCheck& check, const ActionData& data, size_t unresolved) {
  PrintErrorProse(
      report::VisibleLines(report::Wrapped("Used: ", DataUsed(check.permissions, data))));
  const char* decided = unresolved > 0                               ? "Not decided"
                        : check.totals.allowed == check.totals.needs ? "Covered"
                        : check.totals.missing > 0                   ? "Not covered"
                                                                     : "Not proven";
  PrintErrorProse(std::string(decided) + ": " + std::to_string(check.totals.allowed) + " of " +
                  std::to_string(check.totals.needs) + " permissions proven allowed; " +
                  std::to_string(check.excess_grants) + " unused " +
                  (check.excess_grants == 1 ? "grant" : "grants") + ".\n");
  PrintPhases(check);
}

// The exit status that follows from what was decided, as is said.
int Conclude(const CheckPolicyOptions& options, const PolicyCheck& check, const ActionData& data,
             int status) {
  if (check.refused && !options.report.quiet) {
    PrintErrorProse("Not judged: a policy is not valid.\n");
  }
  if (!check.judged) return status;
  const size_t unresolved = CountUnresolved(check.permissions);
  if (!options.report.quiet) PrintDecision(check, data, unresolved);
  if (unresolved > 0) {
    Say("unresolved operations may need more");
    if (status == kExitClean) status = kExitFindings;
  }
  return status;
}

// Findings about operations stand where these are, as those of `check` do.
Coverage CoverageOf(const CheckPolicyOptions& options) {
  Coverage coverage = {.ignore = options.input.run.ignore,
                       .sought = [](const snapshot::Rule& rule, const std::string&) {
                         return rule.subject() == snapshot::Subject::Policy;
                       }};
  const PolicyFiles& files = options.files;
  for (const auto* paths :
       {&files.identity, &files.boundary, &files.session, &files.scps, &files.rcps}) {
    coverage.paths.insert(coverage.paths.end(), paths->begin(), paths->end());
  }
  return coverage;
}

int Run(CheckPolicyOptions& options) {
  TakeSettings(options.input.run, options.report);
  CompleteFacts(options.input.options.context, options.facts);
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const PolicyCheck check = CheckPolicies(options.input.run, options.input.options, options.files,
                                          options.facts, builtin, *data.reference);
  if (const int status = PrintFailures(check.run); status != kExitClean) return status;
  PrintUnresolved(check.permissions);
  PrintOldLists(check.permissions);
  const int status =
      PrintReport(check.run.report, *check.run.rules, options.report, CoverageOf(options));
  return Conclude(options, check, data, status);
}

}  // namespace

Command PolicyCheckCommand() {
  const auto options = std::make_shared<CheckPolicyOptions>();
  return {
      .summary = "Check that IAM policies allow every operation, and no more",
      .sections =
          {{"Options",
            {{.names = "--policy",
              .value = "FILE",
              .help = "Check the identity policies in FILE: JSON or YAML, a CloudFormation "
                      "template, a Terraform plan as JSON, or the output of 'aws iam "
                      "get-policy-version'",
              .binding = Texts(options->files.identity),
              .required = true},
             {"--kind", "KIND",
              "Treat FILE as this kind of policy; what is not an identity policy is only checked "
              "as a document:",
              OneOf(options->files.kind, {{"identity", iam::PolicyKind::kIdentity},
                                          {"trust", iam::PolicyKind::kTrust},
                                          {"resource", iam::PolicyKind::kResource},
                                          {"boundary", iam::PolicyKind::kBoundary},
                                          {"scp", iam::PolicyKind::kControl},
                                          {"rcp", iam::PolicyKind::kResourceControl}})},
             {"--inline", "OF", "Keep to the size of an inline policy of this owner:",
              OneOf(options->files.limit, InlineLimits())},
             {"--max-excess", "N",
              "Report an error if more than N grants (an action on a resource) are not needed",
              Number(options->files.max_excess)},
             {"--ignore", "RULES", "Do not apply these rules", List(options->input.run.ignore)},
             PathArgument(options->input.run)}},
           PolicyLayerSection(options->files, options->facts),
           PermissionSection(options->input),
           InputSection(options->input.input, options->input.run),
           ReportSection(options->report)},
      .statuses = {{kExitClean, "nothing at or above --fail-on"},
                   {kExitFindings, "findings, or an operation that could not be resolved"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint policy check --policy role.json my-stack"},
      .run = [options] { return Run(*options); },
  };
}

}  // namespace stackql::cli
