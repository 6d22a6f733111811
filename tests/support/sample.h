#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "run/run.h"
#include "snapshot/builtin.h"
#include "support/temporary_folder.h"

// Small stacks for tests over the whole program. In a sample text « and » mark the bytes that a
// finding covers.
namespace stackql::testing_support {

inline constexpr std::string_view kOpen = "\u00AB";
inline constexpr std::string_view kClose = "\u00BB";

// Marked bytes of a file.
struct Mark {
  std::string path = {};
  Span span = {};
  auto operator<=>(const Mark&) const = default;
};

// Takes the marks out of a text.
inline std::string Unmark(std::string_view text, const std::string& path,
                          std::vector<Mark>& marks) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at, kOpen.size()) == kOpen) {
      marks.push_back({path, {static_cast<uint32_t>(plain.size()), 0}});
      at += kOpen.size();
    } else if (text.substr(at, kClose.size()) == kClose) {
      marks.back().span.end = static_cast<uint32_t>(plain.size());
      at += kClose.size();
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

inline snapshot::Snapshot Builtin() { return snapshot::Snapshot::Open(snapshot::BuiltinBytes()); }

inline Report LintFolder(const TemporaryFolder& folder, unsigned jobs = 1) {
  const RunOptions options = {.paths = {folder.path().string()}, .no_config = true, .jobs = jobs};
  return Run(options, Builtin()).report;
}

// Lints files given as name -> text, in a folder of their own.
inline Report Lint(const std::map<std::string, std::string>& files) {
  TemporaryFolder folder;
  for (const auto& entry : files) folder.Write(entry.first, entry.second);
  return LintFolder(folder);
}

// The bytes that a finding covers.
inline std::string Covered(const Report& report, const Finding& finding) {
  const std::string& text = report.files.at(finding.where.path);
  return text.substr(finding.where.span.begin, finding.where.span.size());
}

// Every place of a finding lies within its file.
inline void ExpectPlacesInside(const Report& report) {
  for (const Finding& finding : report.findings) {
    const size_t size = report.files.at(finding.where.path).size();
    EXPECT_LE(finding.where.span.begin, finding.where.span.end) << finding.message;
    EXPECT_LE(finding.where.span.end, size) << finding.message;
    for (const Note& note : finding.notes) {
      EXPECT_LE(note.where.span.end, report.files.at(note.where.path).size()) << note.message;
    }
  }
}

// For failure messages.
inline std::string Describe(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += finding.where.path + ":" + std::to_string(finding.where.span.begin) + " " +
            finding.rule + " " + finding.name + " '" + Covered(report, finding) +
            "': " + finding.message + "\n";
  }
  for (const std::string& failure : report.failures) text += failure + "\n";
  return text;
}

}  // namespace stackql::testing_support
