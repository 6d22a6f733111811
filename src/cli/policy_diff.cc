#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/path.h"
#include "catalog/locate.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/permission_input.h"
#include "cli/print.h"
#include "report/layout.h"
#include "report/permission_diff_views.h"
#include "report/visible.h"
#include "run/revision.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

namespace fs = std::filesystem;

struct DiffOptions {
  PermissionInput input = {};
  std::string revisions = {};
  std::vector<std::string> folders = {};
  std::string output = "text";
  bool fail_on_new = false;
};

// One state of the stacks, and what it needs.
struct State {
  report::ComparedState told = {.name = "the working tree"};
  std::vector<std::string> paths = {};
  std::string root =
      {};  // the real folder of all that git tracks; empty: the paths are just folders
  std::optional<Revision> revision = {};  // its files; none: the paths are as the user wrote them
  std::function<bool(const std::string& real_path)> kept = {};
  std::vector<LeftOut> left_out = {};
  std::vector<std::string> asked = {};  // below what folders of the root
  StackPermissions permissions = {};
};

// Adds a path to those of a state that git tracks. Of a single file anything may be asked.
void Ask(const std::string& path, State& state) {
  std::error_code error;
  const std::string real = RealPath(path);
  const bool folder = fs::is_directory(real, error) || !fs::exists(real, error);
  const std::optional<std::string_view> below = Below(state.root, real);
  state.asked.emplace_back(folder ? below.value_or("") : "");
}

// Where paths of the current directory lie in a revision. Those that it does not have are reported.
std::optional<int> PlaceIn(const std::vector<std::string>& paths, State& state) {
  const fs::path root = state.root;
  for (const std::string& path : paths) {
    std::error_code error;
    const fs::path relative = fs::proximate(fs::absolute(path, error), fs::current_path(error));
    const fs::path place = (fs::path(state.revision->below) / relative).lexically_normal();
    if (place.is_absolute() || *place.begin() == "..") {
      return Fail(kExitUsage, "'" + path + "' is outside the repository");
    }
    Ask((root / place).string(), state);
    if (fs::exists(root / place, error)) {
      state.paths.push_back((root / place).string());
    } else {
      Fail(kExitClean, "'" + state.told.name + "' has no '" + path + "'");
    }
  }
  return std::nullopt;
}

std::optional<int> TakeOut(const std::string& name, const std::vector<std::string>& paths,
                           State& state) {
  state.told.name = name;
  Result<Revision> revision = CheckOut(".", name);
  if (!revision) return Fail(kExitFailure, revision.error().message);
  state.revision = std::move(*revision);
  state.root = state.revision->folder.path();
  state.told.commit = state.revision->commit;
  state.left_out = std::move(state.revision->left_out);
  state.kept = [](const std::string&) { return true; };
  return PlaceIn(paths, state);
}

// The working tree: what git tracks counts however it is hidden, and so does what is not ignored.
std::optional<int> TakeWorkingTree(const std::vector<std::string>& paths, State& state) {
  Result<TrackedFiles> tracked = ListTracked(".");
  if (!tracked) return Fail(kExitFailure, tracked.error().message);
  state.root = std::move(tracked->root);
  state.left_out = std::move(tracked->left_out);
  state.kept = [entries =
                    std::make_shared<const std::set<std::string>>(std::move(tracked->entries))](
                   const std::string& real) { return entries->count(real) > 0; };
  state.paths = paths;
  for (const std::string& path : paths) Ask(path, state);
  return std::nullopt;
}

// A, A..B or A...B, as "git-diff" reads them.
std::optional<int> TakeRevisions(const DiffOptions& options, State& before, State& after) {
  std::vector<std::string> paths = options.input.run.paths;
  if (paths.empty()) paths.emplace_back(".");
  const std::string& text = options.revisions;
  const size_t dots = text.find("..");
  if (dots == std::string::npos) {
    if (const std::string second = RevisionAmong(paths); !second.empty()) {
      return Fail(kExitUsage, "'" + second + "' is not a path; write '" + text + ".." + second +
                                  "' to compare two revisions");
    }
    if (const std::optional<int> status = TakeOut(text, paths, before)) return status;
    return TakeWorkingTree(paths, after);
  }
  const bool since_base = text.compare(dots, 3, "...") == 0;
  std::string first = text.substr(0, dots);
  std::string second = text.substr(dots + (since_base ? 3 : 2));
  if (first.empty()) first = "HEAD";
  if (second.empty()) second = "HEAD";
  if (since_base) {
    const Result<std::string> base = MergeBase(".", first, second);
    if (!base) return Fail(kExitFailure, base.error().message);
    first = *base;
  }
  if (const std::optional<int> status = TakeOut(first, paths, before)) return status;
  if (since_base) before.told.name = "the merge base";
  return TakeOut(second, paths, after);
}

// Two folders, of each of which everything counts.
void TakeFolders(const std::vector<std::string>& folders, State& before, State& after) {
  const auto all = [](const std::string&) { return true; };
  before = {.told = {.name = folders[0]}, .paths = {folders[0]}, .kept = all};
  after = {.told = {.name = folders[1]}, .paths = {folders[1]}, .kept = all};
}

// A text without the folders that revisions lie in for a moment.
void Localise(const std::vector<const State*>& states, std::string& text) {
  for (const State* state : states) {
    if (!state->revision) continue;
    const std::string folder = state->root + "/";
    ReplaceAll(text, folder + state->revision->below, "");
    ReplaceAll(text, folder, "");
  }
}

// The configurations of the older state count for both: a change must not excuse itself.
ConfigTree ConfigsOf(const State& before, const State& state) {
  if (!state.root.empty()) {
    return {.units = state.root, .configs = before.root, .closed = true};
  }
  return {.units = RealPath(state.paths.front()), .configs = RealPath(before.paths.front())};
}

std::optional<int> Analyse(const DiffOptions& options, const ActionData& data, const State& before,
                           State& state) {
  if (state.paths.empty()) return std::nullopt;
  RunOptions run = options.input.run;
  run.paths = state.paths;
  run.kept = state.kept;
  run.config_tree = ConfigsOf(before, state);
  run.documents_beside = false;  // they were chosen before
  RunResult result = FindPermissions(run, options.input.options,
                                     snapshot::Snapshot::Open(snapshot::BuiltinBytes()),
                                     *data.reference, state.permissions);
  const std::vector<const State*> states = {&before, &state};
  for (std::string& error : result.usage_errors) Localise(states, error);
  for (std::string& failure : result.report.failures) Localise(states, failure);
  for (iam::OperationNeeds& each : state.permissions.operations) {
    Localise(states, each.operation.file);
  }
  const int status = PrintFailures(result);
  return status == kExitClean ? std::nullopt : std::optional<int>(status);
}

// What nobody looked at may need anything.
void AddLeftOut(const State& before, State& after) {
  for (const LeftOut& each : NewlyLeftOut(before.left_out, after.left_out, after.asked)) {
    after.permissions.operations.push_back(
        {.operation = {.file = each.path, .at = {.line = 1, .column = 1}},
         .needs = {.unresolved = each.reason}});
  }
  for (const LeftOut& each : NewlyLeftOut(after.left_out, before.left_out, before.asked)) {
    Fail(kExitClean, before.told.name + ": '" + each.path + "' is left out: " + each.reason);
  }
}

// Both states are read by the same documents, those beside the newer one.
void ChooseDocuments(const State& newer, RunOptions& run) {
  if (!run.catalog.empty()) return;
  const bool placed = !newer.revision && !newer.paths.empty();
  const auto found = catalog::FindProvider(placed ? newer.paths.front() : std::string("."));
  if (found) run.catalog = found->path;
}

int Print(const DiffOptions& options, const ActionData& data, const State& before,
          const State& after) {
  const report::DiffReport diff = {
      .before = before.told,
      .after = after.told,
      .diff = iam::ComparePermissions(before.permissions.operations, after.permissions.operations,
                                      *data.reference),
      .data = DataUsed(after.permissions, data)};
  PrintUnresolved(after.permissions);
  const std::string text = options.output == "json"       ? report::DiffAsJson(diff)
                           : options.output == "markdown" ? report::DiffAsMarkdown(diff)
                                                          : report::DiffAsText(diff);
  PrintView(options.output, text);
  if (options.output != "json") {
    PrintErrorProse(report::VisibleLines(report::Wrapped("Used: ", diff.data)));
  }
  const bool more = !diff.diff.added.empty() || !diff.diff.unresolved.empty();
  return options.fail_on_new && more ? kExitFindings : kExitClean;
}

int CompareStates(DiffOptions& options) {
  const std::vector<std::string>& paths = options.input.run.paths;
  if (options.revisions.empty() == options.folders.empty()) {
    return Fail(kExitUsage, "expected either a revision, or two folders with --dirs");
  }
  const bool piped = !options.input.input.stdin_filename.empty();
  if (piped || std::find(paths.begin(), paths.end(), "-") != paths.end()) {
    return Fail(kExitUsage, "standard input cannot be compared with an older state");
  }
  options.input.options.scripts = true;
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  State before;
  State after;
  if (options.folders.empty()) {
    if (const std::optional<int> status = TakeRevisions(options, before, after)) return *status;
  } else {
    TakeFolders(options.folders, before, after);
  }
  if (Interrupt::Asked()) return kExitFailure;
  if (before.paths.empty() && after.paths.empty()) {
    return Fail(kExitFailure, "there is nothing to compare");
  }
  ChooseDocuments(after, options.input.run);
  if (const std::optional<int> status = Analyse(options, data, before, before)) return *status;
  if (const std::optional<int> status = Analyse(options, data, before, after)) return *status;
  if (Interrupt::Asked()) return kExitFailure;
  AddLeftOut(before, after);
  return Print(options, data, before, after);
}

// The folders that revisions lie in are removed however the program ends.
int Compare(DiffOptions& options) {
  int status = kExitClean;
  {
    const Interrupt interrupt;
    status = CompareStates(options);
  }
  Interrupt::Obey();
  return status;
}

}  // namespace

Command PolicyDiffCommand() {
  const auto options = std::make_shared<DiffOptions>();
  return {
      .summary = "Compare the permissions that two states of stacks need",
      .usage = {"[OPTIONS] REV [PATH...]", "[OPTIONS] REV..[REV] [PATH...]",
                "[OPTIONS] --dirs OLD NEW"},
      .description =
          "REV is compared with the working tree; A..B compares two revisions; A...B "
          "shows what B changed since it branched off A. Files are read from git "
          "without a checkout: all that it tracks, hidden and ignored files too. The configuration "
          "is that of the older state. A permission that a wider grant already covered is not new.",
      .sections =
          {{"Options",
            {{"REV", "", "Compare with this revision, or these two", Text(options->revisions)},
             {"--dirs", "OLD NEW", "Compare two directories instead of revisions",
              Texts(options->folders, false)},
             {"--fail-on-new", "",
              "Exit with 1 if there are new grants, or new operations or files whose grants "
              "are not known",
              Flag(options->fail_on_new)},
             {"-o, --output", "FORMAT",
              "Print in this format:", OneOf(options->output, {"text", "markdown", "json"})},
             PathArgument(options->input.run)}},
           PermissionSection(options->input),
           InputSection(options->input.input, options->input.run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitFindings, "there are new grants, with --fail-on-new"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read, or there is nothing to compare"}},
      .examples = {"stackql-lint policy diff origin/main...HEAD --output markdown",
                   "stackql-lint policy diff HEAD my-stack --fail-on-new",
                   "stackql-lint policy diff --dirs old/my-stack my-stack"},
      .run = [options] { return Compare(*options); },
  };
}

}  // namespace stackql::cli
