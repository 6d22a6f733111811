#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/file_name.h"
#include "base/path.h"
#include "base/write_file.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/output.h"
#include "cli/permission_input.h"
#include "cli/policy_layers.h"
#include "cli/print.h"
#include "iam/policy_set.h"
#include "iam/write_policy.h"
#include "report/generation_report.h"
#include "report/visible.h"

namespace stackql::cli {
namespace {

using iam::PolicyFormat;

struct GenerateOptions {
  PermissionInput input = {};
  iam::PolicySetOptions set = {};
  std::vector<std::string> conditions = {};
  PolicyFormat format = PolicyFormat::kJson;
  std::string name = "stackql";
  std::string out_dir = {};
  std::string report = {};
  bool per_environment = false;
  bool allow_incomplete = false;
};

struct File {
  std::string name = {};
  std::string text = {};
};

std::vector<File> FilesOf(const std::vector<iam::GeneratedPolicy>& policies,
                          const std::vector<std::string>& facts, const GenerateOptions& options) {
  std::vector<File> files;
  FileNames names;
  const std::string_view ending = iam::FileEnding(options.format);
  if (options.set.service_role) {
    files.push_back({names.Add("role-trust", ".json"), iam::WriteTrustPolicy()});
  }
  for (const iam::GeneratedPolicy& policy : policies) {
    const auto& documents = policy.packing.documents;
    for (size_t i = 0; i < documents.size(); ++i) {
      const std::string number = documents.size() == 1 ? "" : "-" + std::to_string(i + 1);
      std::string name = options.name;
      if (policy.name != "policy") name.append("-").append(policy.name);
      name += number;
      files.push_back({names.Add(policy.name + number, ending),
                       iam::WritePolicy(documents[i], options.format, name, facts)});
    }
  }
  return files;
}

int Write(const std::vector<File>& files, const std::string& folder) {
  if (folder.empty() && files.size() > 1) {
    return Fail(kExitUsage, std::to_string(files.size()) +
                                " documents have to be written: set a folder with --out-dir");
  }
  if (folder.empty()) {
    PrintText(files[0].text);
    return kExitClean;
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const File& file : files) {
    const std::string path = JoinPath(folder, file.name);
    const Result<void> written = ReplaceFile(path, file.text, {.streams = false});
    if (!written) return Fail(kExitFailure, written.error().message);
    PrintText(report::Visible(path) + "\n");
  }
  return kExitClean;
}

int Report(const GenerateOptions& options, const StackPermissions& permissions,
           const std::vector<iam::GeneratedPolicy>& policies, const ActionData& data) {
  const std::vector<std::string> used = DataUsed(permissions, data);
  if (options.report.empty()) {
    PrintErrorProse(report::GenerationAsText(permissions.operations, policies, options.set.limit));
    return kExitClean;
  }
  const std::string text =
      report::GenerationAsJson(permissions.operations, policies, used, options.set.limit);
  if (options.report == "-") {
    PrintText(text);
    return kExitClean;
  }
  return WriteReport(options.report, text) ? kExitClean : kExitFailure;
}

int Generate(GenerateOptions& options) {
  if (options.report == "-" && options.out_dir.empty()) {
    return Fail(kExitUsage, "the policy goes to standard output: set --out-dir for '--report -'");
  }
  options.set.service_role = !options.input.options.context.service_role.empty();
  options.set.inlined = options.set.limit != iam::kManagedPolicySize;
  for (const std::string& condition : options.conditions) {
    (condition == "stack-tag" ? options.set.stack_tag : options.set.requested_region) = true;
  }
  options.input.options.stack_tags = options.set.stack_tag;
  ActionData data;
  StackPermissions permissions;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  if (const std::optional<int> status = FindAll(options.input, data, permissions)) return *status;
  PrintOldLists(permissions);
  // Of all operations of a type, some may have no list of what they need: nobody asked for these.
  const bool asked = options.input.types.empty() || !options.input.calls.empty();
  const size_t unresolved = CountUnresolved(permissions);
  if (unresolved > 0 && asked && !options.allow_incomplete) {
    return Fail(kExitFindings,
                "no policy is written because it would lack the permissions of these operations "
                "(see --allow-incomplete)");
  }
  const std::set<std::string> environments =
      options.per_environment ? permissions.environments : std::set<std::string>();
  const std::vector<iam::GeneratedPolicy> policies =
      iam::MakePolicies(permissions.operations, environments, *data.reference, options.set);
  if (const int status = Report(options, permissions, policies, data); status != kExitClean) {
    return status;
  }
  for (const iam::GeneratedPolicy& policy : policies) {
    if (!policy.error.empty()) return Fail(kExitFindings, policy.name + ": " + policy.error);
  }
  std::vector<std::string> facts;
  for (const std::string& line : FactsUsed(permissions, data)) {
    facts.push_back("Facts: " + report::Visible(line));
  }
  return Write(FilesOf(policies, facts, options), options.out_dir);
}

Section SelectionSection(GenerateOptions& options) {
  PermissionOptions& permissions = options.input.options;
  return {"Options",
          {{"--type", "TYPE", "Use operations on this resource type (AWS::IVS::Stage), not a stack",
            Known(BuiltinTypes, Texts(options.input.types))},
           {"--scope", "SCOPE", "Choose how narrow resources are where AWS leaves a choice:",
            OneOf(permissions.scope, {{"safe", iam::Scope::kSafe},
                                      {"strict", iam::Scope::kStrict},
                                      {"star", iam::Scope::kStar}})},
           {"--condition", "KIND", "Also restrict grants, where that is safe, by:",
            List(options.conditions, {"requested-region", "stack-tag"})},
           {"--drop-unused-tags", "", "Leave out tagging actions where no tags are set",
            Flag(permissions.drop_unused_tags)},
           {"--per-environment", "", "Generate a policy for each environment",
            Flag(options.per_environment)},
           {"--allow-incomplete", "",
            "Write what is known although some operations could not be resolved",
            Flag(options.allow_incomplete)},
           PathArgument(options.input.run)}};
}

Section DocumentSection(GenerateOptions& options) {
  return {"Document options",
          {{"--format", "FORMAT", "Write in this format:",
            OneOf(options.format, {{"json", PolicyFormat::kJson},
                                   {"json-min", PolicyFormat::kJsonMin},
                                   {"terraform", PolicyFormat::kTerraform},
                                   {"cloudformation", PolicyFormat::kCloudFormation},
                                   {"stackql", PolicyFormat::kStackql}})},
           {"--inline", "OF", "Keep to the size of an inline policy of this owner:",
            OneOf(options.set.limit, InlineLimits())},
           {"--name", "NAME", "Name the policy, where the format has a name", Text(options.name)},
           {"--out-dir", "DIR", "Write files in DIR; needed for more than one document",
            Text(options.out_dir)},
           {"--report", "FILE",
            "Write the reasons behind the policy to FILE as JSON, not to standard error as text",
            Text(options.report)}}};
}

}  // namespace

Command PolicyGenerateCommand() {
  const auto options = std::make_shared<GenerateOptions>();
  return {
      .summary = "Generate the least-privilege policy that operations need",
      .description =
          "Known regions, accounts and identifiers narrow the resources of grants, "
          "unknown ones widen them; values of -e appear in them. Nothing is written if "
          "an operation could not be resolved.",
      .sections = {SelectionSection(*options), DocumentSection(*options),
                   PermissionSection(options->input),
                   InputSection(options->input.input, options->input.run)},
      .statuses = {{kExitClean, "written"},
                   {kExitFindings, "an operation could not be resolved, or a policy is too large"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read, or a file not written"}},
      .examples = {"stackql-lint policy generate my-stack --account 111122223333 > policy.json",
                   "stackql-lint policy generate --type AWS::IVS::Stage --operations read,list"},
      .run = [options] { return Generate(*options); },
  };
}

}  // namespace stackql::cli
