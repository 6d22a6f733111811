#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace stackql::cli {

// `catalog list`, `catalog show` and `catalog status`, as subcommands of `catalog`.
class CatalogViews {
 public:
  explicit CatalogViews(CLI::App& catalog);

  // Whether the command line asked for one of them.
  bool Chosen() const { return list_->parsed() || show_->parsed() || status_->parsed(); }
  // Does it; returns the exit status.
  int Run() const;

 private:
  void AddCommon(CLI::App& view);

  CLI::App* list_;
  CLI::App* show_;
  CLI::App* status_;
  std::string folder_ = {};
  std::string output_ = "text";
  std::string name_ = {};     // of show: a type or a table
  std::string service_ = {};  // of list
};

}  // namespace stackql::cli
