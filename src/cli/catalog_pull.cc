#include "cli/catalog_pull.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>

#include "catalog/cache.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_line.h"
#include "fetch/pull.h"

namespace stackql::cli {
namespace {

constexpr unsigned kLongestTimeout = 3600;

constexpr const char* kFooter = R"(SOURCE is one of
  awscc[@VERSION]  StackQL's provider documents, from its registry: the newest
                   version, or the one named. Unpacked to DIR/src/awscc/VERSION,
                   where StackQL itself looks for them.
  cfn[@REGION]     CloudFormation's resource schemas of one region (us-east-1),
                   from AWS. Unpacked to DIR/cfn/REGION.

What is pulled is pinned in the lock file: commit that. Proxies are taken from
HTTPS_PROXY, ALL_PROXY and NO_PROXY, certificates from AWS_CA_BUNDLE,
CURL_CA_BUNDLE or SSL_CERT_FILE. No credentials are sent. StackQL's registry
logs which address asked for which version.

Exit status: 0 done, 2 bad usage, 3 it failed; then what was there is unchanged.

Example:
  stackql-lint catalog pull awscc@v26.03.00379)";

void Say(const std::string& text) { std::fprintf(stderr, "stackql-lint: %s\n", text.c_str()); }

int BadUsage(const std::string& what) {
  Say(what);
  std::fputs("Run 'stackql-lint catalog pull --help' for the options.\n", stderr);
  return kExitUsage;
}

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
  std::fputs(text.c_str(), stdout);
}

}  // namespace

CatalogPull::CatalogPull(CLI::App& catalog)
    : app_(catalog.add_subcommand("pull", "Download documents, verify and pin them")) {
  app_->footer(kFooter);
  app_->add_option("SOURCE", source_, "What to pull (awscc)");
  app_->add_option("--from", from_, "A mirror of the registry, or of AWS's site")->type_name("URL");
  app_->add_option("--dir", folder_, "Where to unpack (.stackql; cfn: user's cache)")
      ->type_name("DIR");
  app_->add_option("--lock", lock_, "The lock file (stackql-lint.lock)")->type_name("FILE");
  app_->add_flag("--locked", locked_, "Take only what the lock file names");
  app_->add_flag("--offline", offline_, "Only look whether it is there, and intact");
  app_->add_flag("--no-verify", no_verify_, "Do not verify StackQL's signatures");
  app_->add_option("--timeout", timeout_, "Seconds to give up after (300)")->type_name("S");
}

int CatalogPull::Run() const {
  if (timeout_ == 0 || timeout_ > kLongestTimeout) {
    return BadUsage("--timeout takes from 1 to " + std::to_string(kLongestTimeout) + " seconds");
  }
  std::string wrong;
  const std::optional<fetch::Source> source = fetch::ParseSource(source_, wrong);
  if (!source) return BadUsage(wrong);
  const auto base = fetch::ParseBase(from_.empty() ? source->DefaultBase() : from_, wrong);
  if (!base) return BadUsage(wrong);
  const bool provider = source->kind == fetch::Source::Kind::kAwscc;
  fetch::PullOptions options = {
      .source = *source,
      .base = *base,
      .folder = folder_.empty() && !provider ? catalog::Cache::DefaultFolder() : folder_,
      .lock_path = lock_,
      .locked = locked_,
      .offline = offline_,
      .verify = !no_verify_};
  if (options.folder.empty()) options.folder = provider ? ".stackql" : "";
  if (options.folder.empty()) return BadUsage("there is no cache folder: name one with --dir");
  options.timeout = std::chrono::seconds(timeout_);
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

}  // namespace stackql::cli
