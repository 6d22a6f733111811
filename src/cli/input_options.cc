#include "cli/input_options.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/read_file.h"
#include "catalog/cache.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "config/config.h"
#include "config/env_file.h"
#include "config/settings.h"
#include "report/counted.h"
#include "run/bound_unit.h"
#include "run/unit_reader.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

constexpr std::string_view kStandardInput = "stdin.iql";  // what it is called

// Whether a text begins with a key of YAML, as no statement and no comment of SQL does.
bool BeginsWithKey(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == '#' || line == "---") continue;
    const size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    return end != 0 && end != std::string_view::npos && line[end] == ':' &&
           (end + 1 == line.size() || line[end + 1] == ' ' || line[end + 1] == '\r');
  }
  return false;
}

bool ReadDash(const InputOptions& input, RunOptions& run) {
  if (run.paths.empty() && !input.stdin_filename.empty()) run.paths.emplace_back("-");
  const auto dash = std::find(run.paths.begin(), run.paths.end(), "-");
  if (dash == run.paths.end()) return true;
  const std::string name =
      input.stdin_filename.empty() ? std::string(kStandardInput) : input.stdin_filename;
  *dash = name;
  Result<std::string> text = ReadStandardInput(run.max_file_size);
  if (!text) return false;
  if (name.ends_with(".iql") && BeginsWithKey(*text)) {
    Say("standard input is read as a query file, but looks like a manifest: add '--stdin-filename "
        "stackql_manifest.yml'");
  }
  run.overlay[name] = std::move(*text);
  return true;
}

std::optional<int> ReadVariables(const InputOptions& input, RunOptions& run) {
  if (!input.env_file.empty()) {
    const auto bytes = ReadWholeFile(input.env_file, run.max_file_size);
    if (!bytes) {
      Say(bytes.error().message);
      return kExitUsage;
    }
    const config::EnvFile file = config::ReadEnvFile(*bytes);
    if (file.bad_line > 0) {
      Say(input.env_file + ":" + std::to_string(file.bad_line) + ": expected KEY=VALUE");
      return kExitUsage;
    }
    run.variables = file.variables;
  }
  for (const std::string& variable : input.variables) {
    const size_t equals = variable.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Fail(kExitUsage, "'-e' expects KEY=VALUE");  // it may hold a secret: not quoted
    }
    run.variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::optional<Dialect>>> Choices(
    std::span<const config::NamedDialect> dialects) {
  std::vector<std::pair<std::string, std::optional<Dialect>>> choices;
  for (const config::NamedDialect& each : dialects) choices.emplace_back(each.name, each.dialect);
  return choices;
}

// The environments of stacks below the current directory, for completions.
std::vector<std::string> EnvironmentsHere() {
  constexpr size_t kMostUnits = 20;  // nobody waits for more
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const RunOptions run = {.allow_empty = true};
  const UnitReader reader(run, builtin);
  std::set<std::string> names;
  for (size_t i = 0; i < std::min(reader.size(), kMostUnits); ++i) {
    const std::vector<std::string> some = reader.Read(i)->stack.manifest.environments;
    names.insert(some.begin(), some.end());
  }
  return {names.begin(), names.end()};
}

}  // namespace

Option PathArgument(RunOptions& run) {
  return {"PATH", "", "Read these stacks, query files or directories; '-' is standard input",
          Texts(run.paths), "."};
}

Section InputSection(InputOptions& input, RunOptions& run) {
  return {
      "Input options",
      {{"--stdin-filename", "NAME",
        "Treat standard input as a file of this name; without any path, read it",
        Text(input.stdin_filename), kStandardInput},
       {"--env", "NAME", "Evaluate stacks in this environment, as given to stackql-deploy",
        Known(EnvironmentsHere, Texts(run.environments)), "those that the manifest names"},
       {"--dialect", "NAME", "Assume this stackql-deploy: rust (2.x) or python (1.x)",
        OneOf(input.dialect, Choices(config::kDialects)), "the configuration's, or rust"},
       {"--deploy-version", "VERSION", "Assume this stackql-deploy: 2.4, 2.0 or 1.9",
        OneOf(input.version, Choices(config::kVersions)), "the configuration's, or 2.4"},
       {"-e", "KEY=VALUE", "Set a variable, as given to stackql-deploy", Texts(input.variables)},
       {"--env-file", "FILE", "Read variables from FILE, one KEY=VALUE per line",
        Text(input.env_file)},
       {"--show-values", "", "Print variables and protected values instead of <NAME>",
        Flag(run.show_values)},
       {"--catalog", "DIR",
        "Use the provider documents in DIR, a folder of one version or of several",
        Text(run.catalog), "the nearest .stackql"},
       {"--rules", "DIR", "Also use the rule documents in DIR", Texts(run.rule_directories)},
       {"--config", "FILE", "Use this configuration instead of the nearest one", Text(run.config)},
       {"--no-config", "", "Use no configuration", Flag(run.no_config)},
       {"--max-file-size", "N", "Refuse files larger than N bytes; 10M is 10 megabytes",
        Size(run.max_file_size)}}};
}

std::optional<int> ReadInput(const InputOptions& input, RunOptions& run) {
  run.cache = catalog::Cache::DefaultFolder();
  const bool python = input.dialect == Dialect::kPython;
  if (input.dialect && input.version && python != (input.version == Dialect::kPython)) {
    return Fail(kExitUsage, "--dialect and --deploy-version contradict each other");
  }
  run.dialect = input.version ? input.version : input.dialect;
  if (const std::optional<int> status = ReadVariables(input, run)) return status;
  if (ReadDash(input, run)) return std::nullopt;
  return Fail(kExitFailure, "cannot read standard input");
}

void SayUnreadFiles(const InputOptions& input, const RunResult& result) {
  if (IsRegularFile(".stackql-lint.yml") && !IsRegularFile(std::string(config::kFileName))) {
    Say("'.stackql-lint.yml' was not read; rename it to '.stackql-lint.yaml'");
  }
  for (const std::string& path : result.gone) {
    Say("'" + path + "' does not exist; its stack was checked");
  }
  const std::vector<std::string>& files = result.unread_variables;
  if (!input.env_file.empty() || files.empty()) return;
  const std::string more =
      files.size() > 1 ? " and " + report::Counted(files.size() - 1, "other") : "";
  Say("'" + files.front() + "'" + more + (files.size() > 1 ? " were" : " was") +
      " not read; use --env-file, or env-file in the configuration, to read variables");
}

int PrintFailures(const RunResult& result) {
  for (const std::string& error : result.usage_errors) {
    Say(error);
  }
  if (!result.usage_errors.empty()) return kExitUsage;
  for (const std::string& failure : result.report.failures) {
    Say(failure);
  }
  return result.report.failures.empty() ? kExitClean : kExitFailure;
}

}  // namespace stackql::cli
