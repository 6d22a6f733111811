#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "base/version.h"
#include "report/home_page.h"
#include "report/identity.h"
#include "report/json_text.h"
#include "report/most_severe.h"
#include "report/report.h"
#include "report/sarif_places.h"
#include "report/sarif_rules.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

// What GitHub takes of one run; of more findings the most severe are kept.
constexpr size_t kMaxResults = 25000;

std::string_view Level(Severity severity) {
  if (severity == Severity::kError) return "error";
  return severity == Severity::kWarning ? "warning" : "note";
}

// Text from users must not form a link to a location.
std::string EscapeLinks(const std::string& text) {
  if (text.find("](") == std::string::npos) return text;
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']') out += '\\';
    out += c;
  }
  return out;
}

// The text within the brackets of a link.
std::string LinkText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

class SarifWriter {
 public:
  SarifWriter(const Report& report, const RuleSet& rules, const RepositoryContext& context,
              const Comparison& comparison)
      : report_(report),
        rules_(rules),
        context_(context),
        comparison_(comparison),
        places_(report, context) {
    for (const Finding& finding : comparison.known) known_.insert(&finding);
  }

  Object Run();

 private:
  void ChooseRules(const std::vector<const Finding*>& findings);
  Object Driver() const;
  Object Invocation(size_t left_out) const;
  Object Properties() const;
  Object Result(const Finding& finding, const std::string& fingerprint);
  Object Message(const Finding& finding, const snapshot::Rule* rule) const;
  Object Related(const Finding& finding);
  Object FixObject(const Fix& fix);

  const Report& report_;
  const RuleSet& rules_;
  const RepositoryContext& context_;
  const Comparison& comparison_;
  SarifPlaces places_;
  std::vector<const snapshot::Rule*> described_ = {};  // of what is found, in the order of the set
  std::unordered_map<std::string_view, size_t> rule_index_ = {};  // there, by id
  std::unordered_set<const Finding*> known_;
};

void SarifWriter::ChooseRules(const std::vector<const Finding*>& findings) {
  std::unordered_set<std::string_view> found;
  for (const Finding* finding : findings) found.insert(finding->rule);
  for (const snapshot::Rule* rule : rules_.all()) {
    const std::string_view id = rule->id()->string_view();
    if (!found.contains(id)) continue;
    rule_index_.emplace(id, described_.size());
    described_.push_back(rule);
  }
}

Object SarifWriter::Driver() const {
  Object driver;
  driver["name"] = "stackql-lint";
  driver["fullName"] = "stackql-lint " + std::string(ProgramVersion());
  driver["version"] = ProgramVersion();
  driver["semanticVersion"] = ProgramVersion();
  driver["informationUri"] = kHomePage;
  driver["rules"] = Object::array();
  for (const snapshot::Rule* rule : described_) driver["rules"].push_back(RuleDescriptor(*rule));
  return driver;
}

Object SarifWriter::Invocation(size_t left_out) const {
  Object out;
  out["executionSuccessful"] = report_.failures.empty();
  Object notices = Object::array();
  for (const std::string& failure : report_.failures) {
    notices.push_back({{"level", "error"}, {"message", {{"text", EscapeLinks(failure)}}}});
  }
  if (const std::string text = NotChecked(report_.summary); !text.empty()) {
    notices.push_back({{"level", "note"}, {"message", {{"text", EscapeLinks(text)}}}});
  }
  for (const std::string& silenced : SilencedBy(report_.summary)) {
    notices.push_back({{"level", "note"}, {"message", {{"text", EscapeLinks(silenced + ".")}}}});
  }
  if (const std::string text = Compared(comparison_); !text.empty()) {
    notices.push_back({{"level", "note"}, {"message", {{"text", text + "."}}}});
  }
  if (left_out > 0) {
    const std::string text = std::to_string(left_out) + " findings of lower severity are left out.";
    notices.push_back({{"level", "warning"}, {"message", {{"text", text}}}});
  }
  if (!notices.empty()) out["toolExecutionNotifications"] = std::move(notices);
  return out;
}

Object SarifWriter::Properties() const {
  const Summary& summary = report_.summary;
  Object not_checked = Object::object();
  for (const auto& [kind, told] : summary.not_checked) not_checked[kind] = told.count;
  return {{"files", summary.files},
          {"operations", summary.operations},
          {"suppressed", summary.suppressed},
          {"notChecked", std::move(not_checked)}};
}

// Id and arguments for those who translate, text for GitHub, with links to the related places.
Object SarifWriter::Message(const Finding& finding, const snapshot::Rule* rule) const {
  std::string text = EscapeLinks(finding.message);
  if (!finding.help.empty()) text += " " + EscapeLinks(finding.help);
  if (!finding.environments.empty()) text += " " + EscapeLinks(EnvironmentsText(finding));
  for (size_t i = 0; i < finding.notes.size(); ++i) {
    text += i == 0 ? " See [" : ", [";
    text += LinkText(finding.notes[i].message) + "](" + std::to_string(i + 1) + ")";
  }
  if (finding.notes_left_out > 0) {
    text += ", and " + std::to_string(finding.notes_left_out) + " more places";
  }
  if (!finding.notes.empty()) text += '.';
  Object out = {{"text", text}};
  if (rule == nullptr || rule->messages() == nullptr) return out;
  const auto message =
      std::find_if(rule->messages()->begin(), rule->messages()->end(),
                   [&](const auto* m) { return m->id()->string_view() == finding.message_id; });
  if (message == rule->messages()->end()) return out;
  out["id"] = finding.message_id;
  Object arguments = Object::array();
  for (const Placeholder& each : Number(message->text()->string_view()).placeholders) {
    const auto arg = std::find_if(finding.args.begin(), finding.args.end(),
                                  [&](const auto& a) { return a.first == each.name; });
    arguments.push_back(arg == finding.args.end() ? "{" + std::string(each.name) + "}"
                                                  : Filled(each, arg->second));
  }
  if (!arguments.empty()) out["arguments"] = std::move(arguments);
  return out;
}

Object SarifWriter::Related(const Finding& finding) {
  Object out = Object::array();
  for (size_t i = 0; i < finding.notes.size(); ++i) {
    const Note& note = finding.notes[i];
    out.push_back({{"id", i + 1},
                   {"physicalLocation", places_.Physical(note.where)},
                   {"message", {{"text", EscapeLinks(note.message)}}}});
  }
  return out;
}

Object SarifWriter::FixObject(const Fix& fix) {
  std::vector<std::pair<std::string, Object>> files;  // replacements by file
  for (const Edit& edit : fix.edits) {
    auto file = std::find_if(files.begin(), files.end(),
                             [&](const auto& f) { return f.first == edit.where.path; });
    if (file == files.end()) file = files.insert(file, {edit.where.path, Object::array()});
    file->second.push_back({{"deletedRegion", places_.Region(edit.where)},
                            {"insertedContent", {{"text", edit.text}}}});
  }
  Object changes = Object::array();
  for (auto& [path, replacements] : files) {
    changes.push_back(
        {{"artifactLocation", places_.Artifact(path)}, {"replacements", std::move(replacements)}});
  }
  std::string title = EscapeLinks(fix.title);
  if (title.empty() || title.back() != '.') title += '.';
  return {{"description", {{"text", title}}}, {"artifactChanges", std::move(changes)}};
}

Object SarifWriter::Result(const Finding& finding, const std::string& fingerprint) {
  const auto index = rule_index_.find(finding.rule);
  const snapshot::Rule* rule = rules_.Find(std::string_view(finding.rule));
  Object out;
  out["ruleId"] = finding.rule;
  if (index != rule_index_.end()) out["ruleIndex"] = index->second;
  out["kind"] = "fail";
  out["level"] = Level(finding.severity);
  out["message"] = Message(finding, rule);
  out["locations"] = {{{"physicalLocation", places_.Physical(finding.where)}}};
  if (!finding.notes.empty()) out["relatedLocations"] = Related(finding);
  out["partialFingerprints"] = {{"primaryLocationLineHash", places_.LineHash(finding.where)},
                                {"stackqlLint/v1", fingerprint}};
  if (comparison_.used) out["baselineState"] = known_.count(&finding) > 0 ? "unchanged" : "new";
  if (finding.fix && !finding.fix->edits.empty()) {
    out["fixes"] = Object::array({FixObject(*finding.fix)});
  }
  return out;
}

Object SarifWriter::Run() {
  const std::vector<const Finding*> findings = AllFindings(report_, comparison_);
  const std::vector<std::string> fingerprints = Fingerprints(findings, context_, places_.files());
  const std::vector<size_t> chosen = MostSevere(findings, kMaxResults);
  ChooseRules(findings);
  Object run;
  run["tool"] = {{"driver", Driver()}};
  run["invocations"] = Object::array({Invocation(findings.size() - chosen.size())});
  if (!context_.repository_uri.empty()) {
    Object origin = {{"repositoryUri", context_.repository_uri}};
    if (!context_.revision.empty()) origin["revisionId"] = context_.revision;
    if (!context_.branch.empty()) origin["branch"] = context_.branch;
    origin["mappedTo"] = {{"uriBaseId", "%SRCROOT%"}};
    run["versionControlProvenance"] = Object::array({std::move(origin)});
  }
  // Where the checkout lies is nobody's business: the base is only described.
  run["originalUriBaseIds"] = {
      {"%SRCROOT%", {{"description", {{"text", "The root of the repository."}}}}}};
  run["newlineSequences"] = {"\r\n", "\n", "\r"};
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = Object::array();
  for (const size_t i : chosen) run["results"].push_back(Result(*findings[i], fingerprints[i]));
  run["properties"] = Properties();
  return run;
}

}  // namespace

std::string Sarif(const Report& report, const RuleSet& rules, const RepositoryContext& context,
                  const Comparison& comparison) {
  Object out;
  out["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  out["version"] = "2.1.0";
  out["runs"] = Object::array({SarifWriter(report, rules, context, comparison).Run()});
  return JsonText(out);
}

}  // namespace stackql::report
