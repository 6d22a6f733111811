#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace stackql::cli {

// `catalog add`, as a subcommand of `catalog`.
class CatalogAdd {
 public:
  explicit CatalogAdd(CLI::App& catalog);

  // Whether the command line asked for it.
  bool Chosen() const { return app_->parsed(); }
  // Does it; returns the exit status.
  int Run() const;

 private:
  CLI::App* app_;
  std::string path_ = {};
};

}  // namespace stackql::cli
