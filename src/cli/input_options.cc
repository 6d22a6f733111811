#include "cli/input_options.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "base/read_file.h"
#include "catalog/cache.h"
#include "cli/commands.h"
#include "config/config.h"
#include "config/env_file.h"

namespace stackql::cli {
namespace {

bool ReadStandardInput(const InputOptions& input, RunOptions& run) {
  const auto dash = std::find(run.paths.begin(), run.paths.end(), "-");
  if (dash == run.paths.end()) return true;
  *dash = input.stdin_filename;
  std::string& text = run.overlay[input.stdin_filename];
  std::array<char, 1 << 16> buffer = {};
  for (size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), stdin)) > 0;) {
    text.append(buffer.data(), count);
    if (text.size() > run.max_file_size) break;
  }
  return std::ferror(stdin) == 0;
}

std::optional<int> ReadVariables(const InputOptions& input, RunOptions& run) {
  if (!input.env_file.empty()) {
    const auto bytes = ReadWholeFile(input.env_file, run.max_file_size);
    if (!bytes) {
      std::fprintf(stderr, "stackql-lint: %s\n", bytes.error().message.c_str());
      return kExitFailure;
    }
    const config::EnvFile file = config::ReadEnvFile(*bytes);
    if (file.bad_line > 0) {
      std::fprintf(stderr, "stackql-lint: %s:%u: not of the form KEY=VALUE\n",
                   input.env_file.c_str(), file.bad_line);
      return kExitUsage;
    }
    run.variables = file.variables;
  }
  for (const std::string& variable : input.variables) {
    const size_t equals = variable.find('=');
    if (equals == std::string::npos || equals == 0) {
      std::fputs("stackql-lint: -e takes KEY=VALUE\n", stderr);
      return kExitUsage;
    }
    run.variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  return std::nullopt;
}

}  // namespace

void DeclareInput(CLI::App& app, InputOptions& input, RunOptions& run) {
  app.add_option("PATH", run.paths,
                 "Stacks, query files or directories; - reads standard input (default: .)");
  app.add_option("--stdin-filename", input.stdin_filename, "The name that standard input has")
      ->type_name("NAME");
  app.add_option("--env", run.environments,
                 "The stack environment, as given to stackql-deploy; repeatable (default: those "
                 "the manifest names)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_option("--dialect", input.dialect,
                 "The stackql-deploy that runs the stack: rust (2.x) or python (1.x); default: "
                 "the configuration's, or rust")
      ->type_name("NAME")
      ->check(CLI::IsMember({"rust", "python"}));
  app.add_option("-e", input.variables, "A variable, as given to stackql-deploy; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--env-file", input.env_file, "Variables, a KEY=VALUE a line (default: none)")
      ->type_name("FILE");
  app.add_flag("--show-values", run.show_values,
               "Print variables and protected values, not <NAME>");
  app.add_option("--catalog", run.catalog,
                 "Provider documents: a folder of one version, or one that holds several "
                 "(default: the nearest .stackql)")
      ->type_name("DIR");
  app.add_option("--rules", run.rule_directories, "Also the rule documents in DIR")
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_option("--config", run.config, "This configuration, not the nearest one")
      ->type_name("FILE");
  app.add_flag("--no-config", run.no_config, "No configuration at all");
  app.add_option("--max-file-size", run.max_file_size,
                 "Refuse larger files, in bytes (default: 10 MiB)")
      ->type_name("N");
}

std::optional<int> ReadInput(const InputOptions& input, RunOptions& run) {
  run.cache = catalog::Cache::DefaultFolder();
  if (!input.dialect.empty()) {
    run.dialect = input.dialect == "rust" ? Dialect::kRust : Dialect::kPython;
  }
  if (const std::optional<int> status = ReadVariables(input, run)) return status;
  if (ReadStandardInput(input, run)) return std::nullopt;
  std::fputs("stackql-lint: cannot read standard input\n", stderr);
  return kExitFailure;
}

int PrintFailures(const RunResult& result) {
  for (const std::string& error : result.usage_errors) {
    std::fprintf(stderr, "stackql-lint: %s\n", error.c_str());
  }
  if (!result.usage_errors.empty()) return kExitUsage;
  for (const std::string& failure : result.report.failures) {
    std::fprintf(stderr, "stackql-lint: %s\n", failure.c_str());
  }
  return result.report.failures.empty() ? kExitClean : kExitFailure;
}

}  // namespace stackql::cli
