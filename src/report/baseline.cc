#include "report/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "report/files.h"
#include "report/identity.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

bool IsText(const Object& object, const char* member) {
  return object.contains(member) && object.at(member).is_string();
}

bool IsEntry(const Object& object) {
  return object.is_object() && IsText(object, "fingerprint") && IsText(object, "rule") &&
         IsText(object, "file") && IsText(object, "message");
}

BaselineEntry EntryOf(const Finding& finding, std::string fingerprint,
                      const RepositoryContext& context) {
  return {.fingerprint = std::move(fingerprint),
          .rule = finding.rule,
          .file = RepositoryPath(finding.where.path, context.root, context.top),
          .message = finding.message};
}

}  // namespace

Result<Baseline> ReadBaseline(std::string_view text) {
  const Object json = Object::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Failed("it is not valid JSON");
  if (!json.is_object() || !json.contains("version") || !json.contains("findings")) {
    return Failed("expected an object with the members 'version' and 'findings'");
  }
  if (json.at("version") != kFormatVersion) {
    return Failed("expected version " + std::to_string(kFormatVersion));
  }
  if (!json.at("findings").is_array()) return Failed("expected an array as 'findings'");
  Baseline baseline;
  for (const Object& item : json.at("findings")) {
    if (!IsEntry(item)) {
      return Failed("expected strings 'fingerprint', 'rule', 'file' and 'message' in finding " +
                    std::to_string(baseline.size() + 1));
    }
    baseline.push_back({.fingerprint = item.at("fingerprint"),
                        .rule = item.at("rule"),
                        .file = item.at("file"),
                        .message = item.at("message")});
  }
  return baseline;
}

std::string WriteBaseline(Baseline baseline) {
  const auto key = [](const BaselineEntry& entry) {
    return std::tie(entry.file, entry.rule, entry.message, entry.fingerprint);
  };
  std::sort(baseline.begin(), baseline.end(),
            [&](const BaselineEntry& a, const BaselineEntry& b) { return key(a) < key(b); });
  std::string out = "{\n  \"version\": " + std::to_string(kFormatVersion) + ",\n  \"findings\": [";
  for (const BaselineEntry& entry : baseline) {
    const Object item = {{"fingerprint", entry.fingerprint},
                         {"rule", entry.rule},
                         {"file", entry.file},
                         {"message", entry.message}};
    out += &entry == &baseline.front() ? "\n    " : ",\n    ";
    out += item.dump(-1, ' ', /*ensure_ascii=*/true, Object::error_handler_t::replace);
  }
  return out + (baseline.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

Baseline BaselineOf(const Report& report, const RepositoryContext& context) {
  Files files(report);
  const std::vector<const Finding*> findings = AllFindings(report, {});
  std::vector<std::string> fingerprints = Fingerprints(findings, context, files);
  Baseline baseline;
  for (size_t i = 0; i < findings.size(); ++i) {
    baseline.push_back(EntryOf(*findings[i], std::move(fingerprints[i]), context));
  }
  return baseline;
}

Comparison Compare(Report& report, const Baseline& baseline, const RepositoryContext& context,
                   const std::function<bool(const BaselineEntry&)>& covered) {
  std::unordered_set<std::string_view> listed;
  for (const BaselineEntry& entry : baseline) listed.insert(entry.fingerprint);
  Files files(report);
  const std::vector<std::string> fingerprints =
      Fingerprints(AllFindings(report, {}), context, files);
  Comparison comparison = {.used = true};
  std::vector<Finding> fresh;
  for (size_t i = 0; i < fingerprints.size(); ++i) {
    const bool known = listed.count(fingerprints[i]) > 0;
    (known ? comparison.known : fresh).push_back(std::move(report.findings[i]));
  }
  report.findings = std::move(fresh);
  const std::unordered_set<std::string_view> found(fingerprints.begin(), fingerprints.end());
  for (const BaselineEntry& entry : baseline) {
    if (found.count(entry.fingerprint) == 0 && covered(entry)) comparison.gone.push_back(entry);
  }
  return comparison;
}

}  // namespace stackql::report
