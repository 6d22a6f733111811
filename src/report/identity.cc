#include "report/identity.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "report/fingerprint.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

uint64_t ContentHash(const Finding& finding, const RepositoryContext& context, Files& files) {
  constexpr std::string_view kBreak("\0", 1);
  const SourceFile& file = files.Get(finding.where.path);
  const Span span = file.Clamp(finding.where.span);
  uint64_t hash = Hash(finding.rule);
  hash = Hash(UriOf(RepositoryPath(finding.where.path, context.root, context.top)),
              Hash(kBreak, hash));
  hash = Hash(finding.message, Hash(kBreak, hash));
  return Hash(file.bytes.substr(span.begin, span.size()), Hash(kBreak, hash));
}

}  // namespace

std::vector<std::string> Fingerprints(const std::vector<const Finding*>& findings,
                                      const RepositoryContext& context, Files& files) {
  std::unordered_map<uint64_t, uint32_t> seen;
  std::vector<std::string> names;
  names.reserve(findings.size());
  for (const Finding* finding : findings) {
    const uint64_t content = ContentHash(*finding, context, files);
    names.push_back(ShortHex(content) + ":" + std::to_string(++seen[content]));
  }
  return names;
}

std::vector<const Finding*> AllFindings(const Report& report, const Comparison& comparison) {
  std::vector<const Finding*> all;
  all.reserve(report.findings.size() + comparison.known.size());
  for (const Finding& finding : report.findings) all.push_back(&finding);
  for (const Finding& finding : comparison.known) all.push_back(&finding);
  if (!comparison.known.empty()) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Finding* a, const Finding* b) { return Before(*a, *b); });
  }
  return all;
}

}  // namespace stackql::report
