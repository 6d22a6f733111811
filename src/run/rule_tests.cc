#include "run/rule_tests.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/path.h"
#include "base/private_folder.h"
#include "base/system_error.h"
#include "base/write_file.h"
#include "catalog/catalog.h"
#include "lint/make_findings.h"
#include "lint/rule_documents.h"
#include "rules/config.h"
#include "run/reports.h"
#include "run/user_rules.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

constexpr std::string_view kOpen = "\u00AB";   // « begins the marked bytes of a bad example
constexpr std::string_view kClose = "\u00BB";  // »

// A file of an example without its marks.
struct ExampleText {
  const snapshot::Rule* rule = nullptr;
  Loc written = {};  // with them, in the rule document
  std::string plain = {};
  std::vector<uint32_t> offsets = {};  // of each byte, in what is written; and of the end
  std::vector<Span> marks = {};

  Loc Written(Span span) const {
    const auto last = static_cast<uint32_t>(plain.size());
    const uint32_t begin = offsets[std::min(span.begin, last)];
    const uint32_t end = span.empty() ? begin : offsets[std::min(span.end, last) - 1] + 1;
    return written.Sub(begin, end);
  }
};

ExampleText Unmark(const snapshot::Rule& rule, Loc written, std::string_view text) {
  ExampleText example = {.rule = &rule, .written = written};
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at, kOpen.size());
    const auto here = static_cast<uint32_t>(example.plain.size());
    if (rest == kOpen) example.marks.push_back({here, here});
    if (rest == kClose) example.marks.back().end = here;
    if (rest == kOpen || rest == kClose) {
      at += kOpen.size();
      continue;
    }
    example.offsets.push_back(static_cast<uint32_t>(at));
    example.plain += text[at++];
  }
  example.offsets.push_back(static_cast<uint32_t>(text.size()));
  return example;
}

class RuleTester {
 public:
  RuleTester(const snapshot::Snapshot& builtin, const iam::ActionReference& actions)
      : builtin_(builtin), actions_(actions) {
    tests_.result.rules = std::make_unique<RuleSet>(builtin);
  }

  RuleTests Test(const std::vector<std::string>& directories) {
    for (const std::string& directory : directories) AddDocuments(directory);
    if (!tests_.result.usage_errors.empty()) return Finished();
    if (tests_.rules == 0) return Failed("There is no rule document to test.");
    Result<PrivateFolder> folder = PrivateFolder::Make();
    if (!folder) return Failed(folder.error().message);
    folder_ = folder->path();
    if (const std::string error = WriteExamples(); !error.empty()) return Failed(error);
    Lint(Dialect::kRust, directories);
    Lint(Dialect::kPython, directories);
    if (!tests_.result.usage_errors.empty()) return Finished();
    ReportMissed();
    Report found;
    found.findings = MakeFindings(sources_, problems_, *tests_.result.rules, Levels({}));
    KeepTexts(sources_, found);
    Merge(std::move(found), tests_.result.report);
    Finish(tests_.result.report);
    return Finished();
  }

 private:
  RuleTests Finished() {
    tests_.result.report.summary.files = static_cast<uint32_t>(tests_.rules);
    tests_.result.rule_bytes = bytes_;
    return std::move(tests_);
  }

  RuleTests Failed(std::string why) {
    tests_.result.report.failures.push_back(std::move(why));
    return Finished();
  }

  // --- what there is to test ---------------------------------------------------------------------

  void AddDocuments(const std::string& directory) {
    RuleSet rules(builtin_);
    const snapshot::Snapshot compiled =
        AddUserRules({.path = directory}, builtin_, *bytes_, rules, tests_.result);
    if (!tests_.result.usage_errors.empty()) return;
    // Once more for the places in them.
    Problems told;
    const TextId first = sources_.size();
    lint::CompileRules(values_, {.path = directory}, told, catalog::Catalog(builtin_));
    std::map<std::string, ValueId> documents;
    const TextId end = sources_.size();
    for (TextId file = first; file < end; ++file) {
      if (sources_.StepOf(file) != Step::kFile) continue;
      const std::string_view name = LastPart(sources_.Path(file));
      if (!name.ends_with(".yaml")) continue;
      documents[std::string(name.substr(0, name.size() - 5))] =
          yaml::Parse(values_, file, told, {.allow_byte_order_mark = true}).root;
    }
    const snapshot::Rules* all = snapshot::GetRules(compiled);
    if (all == nullptr || all->rules() == nullptr) return;
    for (const snapshot::Rule* rule : *all->rules()) {
      ++tests_.rules;
      AddExamples(*rule, values_.Find(documents[rule->name()->str()], "examples"));
    }
  }

  // A rule has its bad examples first, then the good ones, each in the order of its document.
  void AddExamples(const snapshot::Rule& rule, ValueId written) {
    if (rule.examples() == nullptr) return;
    std::vector<ValueId> nodes;
    for (const std::string_view side : {"bad", "good"}) {
      const ValueId list = values_.Find(written, side);
      for (const ValueId node : values_.Elements(list)) nodes.push_back(node);
    }
    for (size_t i = 0; i < nodes.size() && i < rule.examples()->size(); ++i) {
      const std::string folder = rule.name()->str() + "/" + std::to_string(i);
      AddFiles(rule, *rule.examples()->Get(static_cast<uint32_t>(i)), nodes[i], folder);
      ++tests_.examples;
    }
  }

  void AddFiles(const snapshot::Rule& rule, const snapshot::Example& example, ValueId node,
                const std::string& folder) {
    const bool python = rule.dialect() == snapshot::Dialect::Python;
    folders_[python ? Dialect::kPython : Dialect::kRust].push_back(folder);
    for (const snapshot::ExampleFile* file : *example.files()) {
      const std::string name = file->path()->str();
      ValueId text = values_.Find(values_.Find(node, "files"), name);
      if (name == "query.iql" && text == kNoValue) text = values_.Find(node, "query");
      if (text == kNoValue) text = values_.Find(node, "manifest");
      files_.emplace(std::string(folder).append("/").append(name),
                     Unmark(rule, values_.Where(text), file->text()->string_view()));
    }
  }

  std::string WriteExamples() const {
    for (const auto& [path, text] : files_) {
      const std::string whole = JoinPath(folder_, path);
      std::error_code error;
      std::filesystem::create_directories(ParentPath(whole), error);
      if (!error) error = WriteNewFile(whole, text.plain, {.sync = false});
      if (error) return "Cannot write the example '" + path + "': " + Describe(error) + ".";
    }
    return {};
  }

  // --- what the linter finds ---------------------------------------------------------------------

  void Lint(Dialect dialect, const std::vector<std::string>& directories) {
    RunOptions options = {.config_tree = {.units = folder_, .configs = folder_, .closed = true},
                          .documents_beside = false,
                          .rule_directories = directories,
                          .actions = &actions_,
                          .allow_empty = true};
    if (dialect == Dialect::kPython) options.dialect = dialect;
    for (const std::string& folder : folders_[dialect]) {
      options.paths.push_back(JoinPath(folder_, folder));
    }
    if (options.paths.empty()) return;
    const RunResult run = Run(options, builtin_);
    for (const std::string& error : run.usage_errors) {
      tests_.result.usage_errors.push_back(Local(error));
    }
    for (const std::string& failure : run.report.failures) {
      tests_.result.report.failures.push_back(Local(failure));
    }
    for (const Finding& finding : run.report.findings) Judge(finding);
  }

  // A sentence with the paths of an example as its document has them.
  std::string Local(const std::string& text) const {
    std::string local;
    size_t copied = 0;
    for (size_t at = 0; (at = text.find(folder_ + "/", copied)) != std::string::npos;) {
      local.append(text, copied, at - copied);
      const size_t rule = text.find('/', at + folder_.size() + 1);
      copied = text.find('/', rule + 1) + 1;
    }
    return local.append(text, copied);
  }

  void Judge(const Finding& finding) {
    const auto file = files_.find(finding.where.path.substr(folder_.size() + 1));
    if (file == files_.end()) return;
    ExampleText& text = file->second;
    const auto mark = std::ranges::find(text.marks, finding.where.span);
    const std::string_view name = text.rule->name()->string_view();
    if (finding.name == name && mark != text.marks.end()) {
      text.marks.erase(mark);
    } else if (finding.name == name) {
      problems_.push_back({.what = rules::WrongExample{.rule = name},
                           .where = text.Written(finding.where.span),
                           .help = Local("It says: " + finding.message)});
    } else if (finding.severity == Severity::kError) {
      problems_.push_back({.what = rules::WrongExample::Other{.rule = finding.name},
                           .where = text.Written(finding.where.span),
                           .help = Local("It says: " + finding.message)});
    }
  }

  // The marks that are left.
  void ReportMissed() {
    for (const auto& [path, text] : files_) {
      for (const Span mark : text.marks) {
        problems_.push_back(
            {.what = rules::WrongExample::Missed{.rule = text.rule->name()->string_view()},
             .where = text.Written(mark)});
      }
    }
  }

  const snapshot::Snapshot& builtin_;
  const iam::ActionReference& actions_;
  RuleTests tests_ = {};
  std::shared_ptr<std::deque<std::string>> bytes_ = std::make_shared<std::deque<std::string>>();
  Sources sources_ = {};
  Values values_{sources_};
  Problems problems_ = {};
  std::string folder_ = {};                                   // where the examples are
  std::map<std::string, ExampleText> files_ = {};             // by their paths in it
  std::map<Dialect, std::vector<std::string>> folders_ = {};  // of examples, in it
};

}  // namespace

RuleTests TestRules(const std::vector<std::string>& directories, const snapshot::Snapshot& builtin,
                    const iam::ActionReference& actions) {
  return RuleTester(builtin, actions).Test(directories);
}

}  // namespace stackql
