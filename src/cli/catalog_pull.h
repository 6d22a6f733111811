#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace stackql::cli {

// `catalog pull`, as a subcommand of `catalog`.
class CatalogPull {
 public:
  explicit CatalogPull(CLI::App& catalog);

  // Whether the command line asked for it.
  bool Chosen() const { return app_->parsed(); }
  // Does it; returns the exit status.
  int Run() const;

 private:
  CLI::App* app_;
  std::string source_ = "awscc";
  std::string from_ = {};
  std::string folder_ = {};
  std::string lock_ = "stackql-lint.lock";
  unsigned timeout_ = 300;
  bool locked_ = false;
  bool offline_ = false;
  bool no_verify_ = false;
};

}  // namespace stackql::cli
