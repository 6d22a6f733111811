#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>

#include "catalog/cache.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/progress_line.h"
#include "fetch/pull.h"

namespace stackql::cli {
namespace {

constexpr unsigned kLongestTimeout = 3600;

constexpr const char* kDescription = R"(SOURCE is one of

  awscc[@VERSION]  The provider documents of StackQL, from its registry: the
                   newest version, or the one named. Unpacked to
                   DIR/src/awscc/VERSION, where StackQL itself finds them.
  cfn[@REGION]     CloudFormation's resource schemas of a region (us-east-1),
                   from AWS. Unpacked to DIR/cfn/REGION.

What is downloaded is pinned in the lock file; commit that file. Proxies are taken from
HTTPS_PROXY, ALL_PROXY and NO_PROXY, certificates from AWS_CA_BUNDLE, CURL_CA_BUNDLE or
SSL_CERT_FILE. No credentials are sent. StackQL's registry logs which address asked for which
version.)";

struct PullOptions {
  std::string source = "awscc";
  std::string from = {};
  std::string folder = {};
  std::string lock = "stackql-lint.lock";
  unsigned timeout = 300;
  bool locked = false;
  bool offline = false;
  bool no_verify = false;
};

// "awscc: 1.2 of 3.4 MB".
std::string HowFar(const std::string& what, uint64_t received, uint64_t expected) {
  const auto megabytes = [](uint64_t bytes) {
    std::array<char, 32> text = {};
    std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(bytes) / (1U << 20U));
    return std::string(text.data());
  };
  const std::string of = expected > 0 ? " of " + megabytes(expected) : "";
  return what + ": " + megabytes(received) + of + " MB";
}

void PrintDone(const fetch::PullOptions& options, const fetch::Pulled& pulled) {
  std::string text = options.source.Name();
  if (!pulled.version.empty()) text += " " + pulled.version;
  text += options.offline ? " is in " : ": ";
  if (!options.offline) {
    text += std::to_string(pulled.documents) +
            (pulled.documents == 1 ? " document in " : " documents in ");
  }
  text += pulled.folder;
  if (pulled.verified) text += ", signed by " + options.certificate.owner;
  text += "\n";
  if (pulled.lock_changed) text += options.lock_path + " pins it: commit that file\n";
  PrintProse(text);
}

int Pull(const PullOptions& asked) {
  const Result<fetch::Source> source = fetch::ParseSource(asked.source);
  if (!source) return Fail(kExitUsage, source.error().message);
  const auto base = fetch::ParseBase(asked.from.empty() ? source->DefaultBase() : asked.from);
  if (!base) return Fail(kExitUsage, base.error().message);
  const bool provider = source->kind == fetch::Source::Kind::kAwscc;
  fetch::PullOptions options = {
      .source = *source,
      .base = *base,
      .folder = asked.folder.empty() && !provider ? catalog::Cache::DefaultFolder() : asked.folder,
      .lock_path = asked.lock,
      .locked = asked.locked,
      .offline = asked.offline,
      .verify = !asked.no_verify};
  if (options.folder.empty()) options.folder = provider ? ".stackql" : "";
  if (options.folder.empty())
    return Fail(kExitUsage, "there is no cache folder: set one with --dir");
  options.timeout = std::chrono::seconds(asked.timeout);
  options.now = static_cast<int64_t>(std::time(nullptr));
  ProgressLine line;
  options.progress = [&](uint64_t received, uint64_t expected) {
    if (received > 0) line.Show(HowFar(options.source.Name(), received, expected));
    return !Interrupt::Asked();
  };
  options.notice = [&](const std::string& text) {
    line.Clear();
    Say(text);
  };
  fetch::Pulled pulled;
  {
    const Interrupt interrupt;
    pulled = fetch::Pull(options);
  }
  line.Clear();
  for (const std::string& warning : pulled.warnings) Say("warning: " + warning);
  if (!pulled.error.empty()) Say(pulled.error);
  Interrupt::Obey();
  if (!pulled.error.empty()) return kExitFailure;
  PrintDone(options, pulled);
  return kExitClean;
}

}  // namespace

Command CatalogPullCommand() {
  const auto options = std::make_shared<PullOptions>();
  return {
      .summary = "Download documents, verify and pin them",
      .description = kDescription,
      .sections =
          {{"Options",
            {{"SOURCE", "", "Download this", Text(options->source)},
             {"--from", "URL", "Download from a mirror of the registry, or of AWS's site",
              Text(options->from)},
             {"--dir", "DIR", "Unpack into DIR", Text(options->folder),
              ".stackql; for cfn the user's cache"},
             {"--lock", "FILE", "Use this lock file", Text(options->lock)},
             {"--locked", "", "Only accept what the lock file names", Flag(options->locked)},
             {"--offline", "", "Only check that the documents are there and intact",
              Flag(options->offline)},
             {"--no-verify", "", "Do not verify StackQL's signatures", Flag(options->no_verify)},
             {"--timeout", "S", "Give up after S seconds",
              Number(options->timeout, 1U, kLongestTimeout)}}}},
      .statuses = {{kExitClean, "done"},
                   {kExitUsage, "bad usage"},
                   {kExitFailure, "the download failed, and nothing was changed"}},
      .examples = {"stackql-lint catalog pull", "stackql-lint catalog pull awscc@v26.03.00379",
                   "stackql-lint catalog pull --locked"},
      .run = [options] { return Pull(*options); },
  };
}

}  // namespace stackql::cli
