#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "base/path.h"
#include "base/system_error.h"
#include "base/write_file.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "report/counted.h"
#include "run/init_plan.h"

namespace stackql::cli {
namespace {

using State = InitFile::State;

struct InitOptions {
  std::string folder = ".";
  bool write = false;
};

// Each line of a text, indented.
std::string Indented(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    out += "    " + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

std::string Shown(const InitFile& file, bool write) {
  const std::string name = file.path + ": " + file.purpose;
  switch (file.state) {
    case State::kHasIt:
      return name + " is there already\n\n";
    case State::kLacksIt:
      return name + " is not in this file; add\n\n" + Indented(file.text) + "\n";
    default:
      return name + (write ? "" : " (new)") + "\n\n" + Indented(file.text) + "\n";
  }
}

// Writes a file that is not there. False if that failed, as was said.
bool Write(const InitFile& file) {
  std::error_code error;
  const std::string folder(ParentPath(file.path));
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (!error) error = WriteNewFile(file.path, file.text);
  if (error) Say("Cannot write '" + file.path + "': " + Describe(error) + ".");
  return !error;
}

// What came of the files that are missing, and of those that lack something.
std::string Outcome(size_t fresh, size_t lacking, bool write, size_t written) {
  if (fresh == 0) {
    return lacking == 0 ? "nothing to do: all is there already"
                        : "nothing to write: add what is shown";
  }
  if (!write)
    return "would write " + report::Counted(fresh, "file") + ": run with --write to do so";
  if (written == fresh) return "wrote " + report::Counted(written, "file");
  return "wrote " + std::to_string(written) + " of " + report::Counted(fresh, "file");
}

int Init(const InitOptions& options) {
  std::error_code error;
  if (!std::filesystem::is_directory(options.folder, error)) {
    return Fail(kExitFailure, "'" + options.folder + "' is not a folder");
  }
  const InitPlan plan = PlanInit(options.folder);
  size_t written = 0;
  bool hook = false;
  for (const InitFile& file : plan.files) {
    PrintText(Shown(file, options.write));
    if (!options.write || file.state != State::kNew || !Write(file)) continue;
    ++written;
    hook |= file.path.ends_with(".pre-commit-config.yaml");
  }
  const auto count = [&](State state) {
    return static_cast<size_t>(std::ranges::count(plan.files, state, &InitFile::state));
  };
  const size_t fresh = count(State::kNew);
  Say("found " + report::Counted(plan.stacks, "stack") + "; " +
      Outcome(fresh, count(State::kLacksIt), options.write, written));
  if (hook) Say("run 'pre-commit install' so that git runs the hook");
  return options.write && written < fresh ? kExitFailure : kExitClean;
}

}  // namespace

Command InitCommand() {
  const auto options = std::make_shared<InitOptions>();
  return {
      .summary = "Set up a configuration, the hook of pre-commit and a workflow",
      .description =
          "Looks at what is there and shows what is missing. Files that are there are never "
          "changed: what has to be added to them is shown.",
      .sections = {{"Options",
                    {{"DIR", "", "Set up this folder, and the repository around it",
                      Text(options->folder), "."},
                     {"--write", "", "Write the files that are missing", Flag(options->write)}}}},
      .statuses = {{kExitClean, "shown or written"},
                   {kExitUsage, "bad usage"},
                   {kExitFailure, "the folder cannot be read, or a file cannot be written"}},
      .examples = {"stackql-lint init", "stackql-lint init infrastructure --write"},
      .run = [options] { return Init(*options); },
  };
}

}  // namespace stackql::cli
