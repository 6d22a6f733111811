#include "cli/permission_input.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/aws_partition.h"
#include "base/time.h"
#include "base/version.h"
#include "cli/document_origin.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/open_catalog.h"
#include "cli/print.h"
#include "fetch/documents_digest.h"
#include "iam/service_reference.h"
#include "report/permission_views.h"
#include "snapshot/actions_tables.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

// The calls by the names that --operations has for them.
constexpr std::array<std::pair<std::string_view, Call>, 5> kCalls = {{{"create", Call::kCreate},
                                                                      {"read", Call::kRead},
                                                                      {"update", Call::kUpdate},
                                                                      {"delete", Call::kDelete},
                                                                      {"list", Call::kList}}};

Binding Calls(std::vector<std::string>& field) {
  std::vector<std::string> names;
  names.reserve(kCalls.size());
  for (const auto& entry : kCalls) names.emplace_back(entry.first);
  return List(field, names);
}

// A region that is known, or one of the same form that resembles none of them: it may be new.
Binding Region(std::string& field) {
  const auto known = [] {
    const catalog::Catalog catalog(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
    const std::vector<std::string_view> names = catalog.Regions();
    return std::vector<std::string>(names.begin(), names.end());
  };
  return {.set = [&field, known](const std::string& name) -> std::string {
            field = name;
            const std::vector<std::string> names = known();
            const bool fits =
                std::ranges::find(names, name) != names.end() ||
                (IsRegion(name) && DidYouMean(name, {names.begin(), names.end()}).empty());
            return fits ? std::string() : "the name of a region";
          },
          .known = known};
}

Binding PartitionName(std::string& field) {
  std::vector<std::string> names;
  for (const Partition& each : Partitions()) names.emplace_back(each.name);
  return OneOf(field, names);
}

std::string CheckRole(const std::string& role) {
  const bool fits = role.rfind("arn:", 0) == 0 && role.find(":iam::") != std::string::npos &&
                    role.find(":role/") != std::string::npos;
  return fits ? std::string() : "the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME)";
}

std::optional<int> ReadServiceReference(const std::string& folder, ActionData& data) {
  std::vector<std::string> errors;
  data.folder = folder;
  data.bytes = iam::CompileServiceReference(folder, *data.reference, errors);
  for (const std::string& error : errors) {
    Say(error);
  }
  if (!errors.empty()) return kExitUsage;
  data.reference = std::make_unique<iam::ActionReference>(
      snapshot::Snapshot::Open(snapshot::ActionBytes()), snapshot::Snapshot::Open(data.bytes));
  return std::nullopt;
}

std::optional<int> CheckTypes(const std::vector<std::string>& types,
                              const catalog::Catalog& catalog) {
  for (const std::string& type : types) {
    if (catalog.FindType(type) != nullptr) continue;
    std::vector<std::string_view> known;
    for (const auto* each : KnownTypes(catalog)) known.push_back(each->type_name()->string_view());
    return Fail(kExitUsage, "unknown resource type '" + type + "'" + DidYouMean(type, known));
  }
  return std::nullopt;
}

}  // namespace

std::string CheckAccount(const std::string& account) {
  return iam::IsAccount(account) ? std::string() : "12 digits";
}

Section PermissionSection(PermissionInput& input) {
  auto& context = input.options.context;
  return {
      "Permission options",
      {{"--phase", "PHASE", "Only consider what stackql-deploy does in this phase:",
        List(input.phases, {"build", "test", "teardown"}), "all"},
       {"--operations", "VERBS", "Only consider these operations:", Calls(input.calls), "all"},
       {"--account", "ID", "Assume this account", Text(context.account, CheckAccount), "unknown"},
       {"--region", "NAME", "Assume this region for operations that leave it open",
        Region(context.region), "unknown"},
       {"--partition", "NAME", "Assume this partition where the region is unknown:",
        PartitionName(context.partition), "aws"},
       {"--service-role", "ARN",
        "Let Cloud Control run handlers with this role: the caller then needs only the calls and "
        "iam:PassRole",
        Text(context.service_role, CheckRole)},
       {"--catalog-permissions", "WHICH",
        "Use all known permissions of a type's handlers, or only those in StackQL's documents:",
        OneOf(input.options.documents_only, {{"newest", false}, {"documents", true}})},
       {"--actions", "DIR",
        "Prefer the service reference of AWS (JSON files) in DIR to the built-in facts",
        Text(input.actions)}}};
}

std::optional<int> ReadPermissionInput(PermissionInput& input, ActionData& data) {
  if (const std::optional<int> status = ReadInput(input.input, input.run)) return status;
  PermissionOptions& options = input.options;
  if (!input.phases.empty()) options.phases = {};
  for (const std::string& phase : input.phases) {
    options.phases.build |= phase == "build";
    options.phases.test |= phase == "test";
    options.phases.teardown |= phase == "teardown";
  }
  for (const auto& [name, call] : kCalls) {
    const bool named = std::find(input.calls.begin(), input.calls.end(), name) != input.calls.end();
    if (named) options.calls.push_back(call);
  }
  options.distrust = DistrustUnlessNamed(input.run.catalog);
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::ActionBytes());
  data.reference = std::make_unique<iam::ActionReference>(builtin);
  return input.actions.empty() ? std::nullopt : ReadServiceReference(input.actions, data);
}

std::optional<int> FindAll(const PermissionInput& input, const ActionData& data,
                           StackPermissions& permissions) {
  if (!input.types.empty()) {
    if (!input.run.paths.empty()) return Fail(kExitUsage, "'--type' cannot be combined with paths");
    const auto catalog = OpenCatalog(input.run.catalog);
    if (catalog == nullptr) return kExitUsage;
    if (const std::optional<int> status = CheckTypes(input.types, *catalog)) return status;
    FindTypePermissions(input.types, input.options, *catalog, *data.reference, permissions);
    PrintUnresolved(permissions);
    return std::nullopt;
  }
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const RunResult result =
      FindPermissions(input.run, input.options, builtin, *data.reference, permissions);
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  PrintUnresolved(permissions);
  return std::nullopt;
}

void PrintUnresolved(const StackPermissions& permissions) {
  const std::set<std::string>& named = permissions.named_environments;
  for (const std::string& name : permissions.environments) {
    if (named.empty() || named.count(name) > 0) continue;
    Say("no stack names the environment '" + name + "'" +
        DidYouMean(name, {named.begin(), named.end()}));
  }
  for (const std::string& line : report::UnresolvedLines(permissions.operations)) {
    Say(line);
  }
}

size_t CountUnresolved(const StackPermissions& permissions) {
  const auto& all = permissions.operations;
  return static_cast<size_t>(std::count_if(
      all.begin(), all.end(), [](const auto& each) { return !each.needs.unresolved.empty(); }));
}

void PrintOldLists(const StackPermissions& permissions) {
  for (const auto& [source, date] : permissions.lists) {
    if (!IsOlderThanAYear(date, Today())) continue;
    std::string text = "what handlers need is listed in ";
    text.append(source).append(" of ").append(date);
    Say(
        text.append(", which is more than a year old: they may need more by now ('stackql-lint "
                    "catalog pull' gets newer lists)"));
  }
}

std::vector<std::string> FactsUsed(const StackPermissions& permissions, const ActionData& data) {
  std::vector<std::string> lines;
  for (const auto& [source, date] : permissions.lists) {
    lines.push_back("handlers " + source + (date.empty() ? "" : ", of " + date));
  }
  for (const std::string_view source : data.reference->sources()) {
    lines.push_back("actions " + std::string(source));
  }
  return lines;
}

std::vector<std::string> DataUsed(const StackPermissions& permissions, const ActionData& data) {
  std::vector<std::string> lines;
  for (const auto& folder : permissions.documents) {
    lines.push_back("catalog " + folder.first + ", version " +
                    (folder.second.empty() ? "unknown" : folder.second) + ", sha256 " +
                    fetch::DigestOfFolder(folder.first));
  }
  if (permissions.documents.empty()) {
    lines.push_back("built-in catalog of stackql-lint " + std::string(ProgramVersion()));
  }
  for (std::string& line : FactsUsed(permissions, data)) lines.push_back(std::move(line));
  lines.push_back("actions sha256 " + std::string(snapshot::ActionDigest()));
  if (!data.folder.empty()) {
    lines.push_back("actions " + data.folder + ", sha256 " + fetch::DigestOfFolder(data.folder));
  }
  return lines;
}

}  // namespace stackql::cli
