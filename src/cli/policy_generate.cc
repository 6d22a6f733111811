#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/write_file.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/generation_report.h"
#include "cli/open_catalog.h"
#include "cli/permission_input.h"
#include "cli/policy.h"
#include "cli/policy_set.h"
#include "iam/write_policy.h"
#include "report/visible.h"

namespace stackql::cli {
namespace {

using iam::PolicyFormat;

struct GenerateOptions {
  PermissionInput input = {};
  PolicySetOptions set = {};
  std::vector<std::string> types = {};
  std::vector<std::string> conditions = {};
  std::string scope = "safe";
  std::string format = "json";
  std::string inlined = {};
  std::string name = "stackql";
  std::string out_dir = {};
  std::string report = {};
  bool allow_incomplete = false;
};

const std::map<std::string, iam::Scope>& Scopes() {
  static const std::map<std::string, iam::Scope> scopes = {
      {"safe", iam::Scope::kSafe}, {"strict", iam::Scope::kStrict}, {"star", iam::Scope::kStar}};
  return scopes;
}

const std::map<std::string, PolicyFormat>& Formats() {
  static const std::map<std::string, PolicyFormat> formats = {
      {"json", PolicyFormat::kJson},
      {"json-min", PolicyFormat::kJsonMin},
      {"terraform", PolicyFormat::kTerraform},
      {"cloudformation", PolicyFormat::kCloudFormation},
      {"stackql", PolicyFormat::kStackql}};
  return formats;
}

size_t LimitOf(const std::string& inlined) {
  if (inlined == "role") return iam::kInlineRoleSize;
  if (inlined == "user") return iam::kInlineUserSize;
  return inlined == "group" ? iam::kInlineGroupSize : iam::kManagedPolicySize;
}

void DeclareWhat(CLI::App& app, GenerateOptions& options) {
  app.add_option("--type", options.types,
                 "Operations on this resource type, without a stack (AWS::IVS::Stage); repeatable")
      ->type_name("TYPE")
      ->allow_extra_args(false);
  app.add_option(
         "--scope", options.scope,
         "How narrow resources are where AWS leaves a choice: safe, strict, star (default: safe)")
      ->type_name("SCOPE")
      ->check(CLI::IsMember(Scopes()));
  app.add_option("--condition", options.conditions,
                 "Also restrict to the region (requested-region) or to the stack's tag (stack-tag) "
                 "where that is safe; repeatable")
      ->type_name("KIND")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"requested-region", "stack-tag"}));
  app.add_flag("--drop-unused-tags", options.input.options.drop_unused_tags,
               "Leave tagging actions out where no tags are set");
  app.add_flag("--per-environment", options.set.per_environment, "A policy for each environment");
  app.add_flag("--allow-incomplete", options.allow_incomplete,
               "Write what is known, though some operations could not be resolved");
}

void DeclareHow(CLI::App& app, GenerateOptions& options) {
  app.add_option("--format", options.format,
                 "json, json-min, terraform, cloudformation or stackql (default: json)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(Formats()));
  app.add_option("--inline", options.inlined,
                 "An inline policy of a role, user or group, whose limit it must keep")
      ->type_name("OF")
      ->check(CLI::IsMember({"role", "user", "group"}));
  app.add_option("--name", options.name,
                 "The policy's name, where the format has one (default: stackql)")
      ->type_name("NAME");
  app.add_option("--out-dir", options.out_dir, "Write files in DIR, which several documents need")
      ->type_name("DIR");
  app.add_option("--report", options.report,
                 "Write what the policy rests on to FILE, as JSON, not as text to standard error")
      ->type_name("FILE");
}

struct File {
  std::string name = {};
  std::string text = {};
};

std::vector<File> FilesOf(const std::vector<PolicyPart>& parts, const GenerateOptions& options) {
  const PolicyFormat format = Formats().at(options.format);
  std::vector<File> files;
  for (const PolicyPart& part : parts) {
    const auto& documents = part.packing.documents;
    for (size_t i = 0; i < documents.size(); ++i) {
      const std::string number = documents.size() == 1 ? "" : "-" + std::to_string(i + 1);
      std::string name = options.name;
      if (part.name != "policy") name.append("-").append(part.name);
      name += number;
      files.push_back({part.name + number + std::string(iam::FileEnding(format)),
                       iam::WritePolicy(documents[i], format, name)});
    }
  }
  if (options.set.service_role) files.push_back({"role-trust.json", iam::WriteTrustPolicy()});
  return files;
}

int Fail(int status, const std::string& sentence) {
  std::fprintf(stderr, "stackql-lint: %s\n", report::Visible(sentence).c_str());
  return status;
}

int Write(const std::vector<File>& files, const std::string& folder) {
  if (folder.empty() && files.size() > 1) {
    return Fail(kExitUsage, std::to_string(files.size()) +
                                " documents are to be written: name a folder with --out-dir");
  }
  if (folder.empty()) {
    std::fwrite(files[0].text.data(), 1, files[0].text.size(), stdout);
    return kExitClean;
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const File& file : files) {
    const std::string path = (std::filesystem::path(folder) / file.name).string();
    const Result<void> written = ReplaceFile(path, file.text);
    if (!written) return Fail(kExitFailure, written.error().message);
    std::printf("%s\n", path.c_str());
  }
  return kExitClean;
}

std::optional<int> Find(GenerateOptions& options, ActionData& data, StackPermissions& permissions) {
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return status;
  if (options.types.empty()) return FindAll(options.input, data, permissions);
  const auto catalog = OpenCatalog(options.input.run.catalog);
  if (catalog == nullptr) return kExitUsage;
  FindTypePermissions(options.types, options.input.options, *catalog, *data.reference, permissions);
  PrintUnresolved(permissions);
  return std::nullopt;
}

int Report(const GenerateOptions& options, const StackPermissions& permissions,
           const std::vector<PolicyPart>& parts, const ActionData& data) {
  const std::vector<std::string> used = DataUsed(permissions, data);
  if (options.report.empty()) {
    const std::string text = GenerationAsText(permissions, parts, used, options.set.limit);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return kExitClean;
  }
  const Result<void> written =
      ReplaceFile(options.report, GenerationAsJson(permissions, parts, used, options.set.limit));
  return written ? kExitClean : Fail(kExitFailure, written.error().message);
}

}  // namespace

int GeneratePolicy(std::vector<std::string> arguments) {
  GenerateOptions options;
  CLI::App app("Writes the least-privilege policy that operations need.",
               "stackql-lint policy generate");
  app.footer(
      "What is known of regions, accounts and identifiers narrows resources, what is\n"
      "not known widens them; values of -e appear in them. Nothing is written if some\n"
      "operation could not be resolved.\n\n"
      "Examples:\n  stackql-lint policy generate my-stack --phase build --account 111122223333\n"
      "  stackql-lint policy generate --type AWS::IVS::Stage --operations read,list");
  DeclareWhat(app, options);
  DeclareHow(app, options);
  DeclarePermissionInput(app, options.input);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (!options.types.empty() && !options.input.run.paths.empty()) {
    return Fail(kExitUsage, "--type stands for paths: name either");
  }
  options.input.options.scope = Scopes().at(options.scope);
  options.set.service_role = !options.input.options.around.service_role.empty();
  options.set.limit = LimitOf(options.inlined);
  options.set.inlined = !options.inlined.empty();
  for (const std::string& condition : options.conditions) {
    (condition == "stack-tag" ? options.set.stack_tag : options.set.requested_region) = true;
  }
  options.input.options.stack_tags = options.set.stack_tag;
  ActionData data;
  StackPermissions permissions;
  if (const std::optional<int> status = Find(options, data, permissions)) return *status;
  const size_t unresolved = CountUnresolved(permissions);
  if (unresolved > 0 && !options.allow_incomplete) {
    return Fail(kExitFindings,
                "no policy is written, because it would lack what these operations "
                "need (see --allow-incomplete)");
  }
  const std::vector<PolicyPart> parts = MakePolicies(permissions, *data.reference, options.set);
  if (const int status = Report(options, permissions, parts, data); status != kExitClean) {
    return status;
  }
  for (const PolicyPart& part : parts) {
    if (!part.wrong.empty()) return Fail(kExitFindings, part.name + ": " + part.wrong);
  }
  return Write(FilesOf(parts, options), options.out_dir);
}

}  // namespace stackql::cli
