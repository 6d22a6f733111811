#include "run/policy_files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "base/read_file.h"
#include "base/system_error.h"
#include "iam/read_policy.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestPolicy = 32 << 20;  // bytes

// The service control policy that AWS attaches everywhere ("Service control policies").
constexpr std::string_view kFullAccessName = "FullAWSAccess";
constexpr std::string_view kFullAccess =
    R"({"Version": "2012-10-17",
"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

// The files of a folder in the order of their names, or those that commas separate.
Result<std::vector<std::string>> FilesOfLevel(const std::string& level) {
  std::vector<std::string> files;
  std::error_code error;
  if (!fs::is_directory(level, error)) {
    if (fs::exists(level, error)) return std::vector{level};
    for (const std::string_view file : Split(level, ',')) {
      if (!file.empty()) files.emplace_back(file);
    }
    return files;
  }
  for (fs::directory_iterator at(level, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    const std::string extension = at->path().extension();
    const bool policy = extension == ".json" || extension == ".yaml" || extension == ".yml";
    if (policy && at->is_regular_file(gone)) files.push_back(at->path().string());
  }
  if (error) return Failed("Cannot read '" + level + "': " + Describe(error) + ".");
  std::ranges::sort(files);
  return files;
}

}  // namespace

PolicyReader::PolicyReader(iam::PolicyFacts facts, Report& report, const iam::AwsContext& context)
    : facts_(std::move(facts)),
      place_({.account = context.account,
              .region = context.region,
              .partition = context.region.empty() && !context.partition.empty()
                               ? context.partition
                               : std::string(PartitionOf(context.region).name)}),
      report_(report) {}

std::vector<iam::PolicyLayer> PolicyReader::Read(const PolicyFiles& files) {
  using iam::PolicyKind;
  std::vector<iam::PolicyLayer> layers;
  limit_ = files.limit;
  layers.push_back(Layer(files.kind, "", files.identity));
  if (!files.boundary.empty()) {
    layers.push_back(Layer(PolicyKind::kBoundary, "the permissions boundary", files.boundary));
  }
  if (!files.session.empty()) {
    layers.push_back(Layer(PolicyKind::kSession, "the session policy", files.session));
  }
  AddLevels(PolicyKind::kControl, "service control", files.scps, layers);
  AddLevels(PolicyKind::kResourceControl, "resource control", files.rcps, layers);
  return layers;
}

void PolicyReader::AddLevels(iam::PolicyKind kind, const std::string& name,
                             const std::vector<std::string>& levels,
                             std::vector<iam::PolicyLayer>& layers) {
  for (const std::string& level : levels) {
    const Result<std::vector<std::string>> files = FilesOfLevel(level);
    if (!files) {
      report_.failures.push_back(files.error().message);
      continue;
    }
    if (files->empty()) report_.failures.push_back("no policy (*.json, *.yaml) in '" + level + "'");
    std::string named = "the " + name;
    named += (files->size() > 1 ? " policies of '" : " policy '") + level + "'";
    layers.push_back(Layer(kind, std::move(named), *files));
  }
}

iam::PolicyLayer PolicyReader::Layer(iam::PolicyKind kind, std::string name,
                                     const std::vector<std::string>& files) {
  iam::PolicyLayer layer = {.kind = kind, .name = std::move(name)};
  if (kind == iam::PolicyKind::kResourceControl) {
    layer.about = [&actions = facts_.actions](std::string_view action) {
      return actions.IsUnderResourceControl(action);
    };
  }
  for (const std::string& path : files) {
    auto bytes = path == kFullAccessName ? Result<std::string>(std::string(kFullAccess))
                                         : ReadWholeFile(path, kLargestPolicy);
    if (!bytes) {
      report_.failures.push_back(bytes.error().message);
      continue;
    }
    ++report_.summary.files;
    const TextId file = sources.AddFile(path, std::move(*bytes));
    for (iam::PolicyDocument& document : iam::ReadPolicies(values_, file, problems, place_)) {
      Check(document, kind);
      documents_.push_back(std::move(document));
      layer.documents.push_back(&documents_.back());
    }
  }
  return layer;
}

void PolicyReader::Check(const iam::PolicyDocument& document, iam::PolicyKind kind) {
  facts_.kind = kind;
  iam::CheckDocument(values_, document, facts_, problems);
  iam::CheckSize(values_, document, kind, limit_, problems);
}

}  // namespace stackql
