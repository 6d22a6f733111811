#include "catalog/provider.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "catalog/provider_document.h"
#include "config/discovery.h"
#include "yaml/yaml.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestDocument = 16 << 20;
constexpr std::string_view kExtension = ".yaml";

// Names come from statements: none may lead out of the folder.
bool IsServiceName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Null if the bytes are no such section.
const snapshot::Service* Verified(const std::string& bytes) {
  constexpr uint32_t kMostTables = 4'000'000;
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(), 64,
                                 kMostTables);
  if (bytes.empty() || !verifier.VerifyBuffer<snapshot::Service>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<snapshot::Service>(bytes.data());
}

}  // namespace

const snapshot::Service* Provider::Find(std::string_view service) const {
  if (!IsServiceName(service)) return nullptr;
  Loaded* loaded = nullptr;
  {
    const std::lock_guard lock(mutex_);
    auto known = loaded_.find(service);
    if (known == loaded_.end()) {
      known = loaded_.emplace(service, std::make_unique<Loaded>()).first;
    }
    loaded = known->second.get();
  }
  std::call_once(loaded->once, [&] { Load(std::string(service), *loaded); });
  return loaded->service;
}

void Provider::Load(const std::string& service, Loaded& loaded) const {
  const std::string path = folder_.path + "/services/" + service + std::string(kExtension);
  const std::optional<Stamp> stamp = StampOf(path);
  if (!stamp) return;
  std::error_code error;
  const std::string whole = fs::weakly_canonical(path, error).string();
  std::optional<Cache::Entry> cached = cache_.Read(whole);
  if (cached && cached->stamp == *stamp) {
    loaded.bytes = std::move(cached->payload);
    loaded.service = Verified(loaded.bytes);
    if (loaded.service != nullptr) return;
    cached.reset();
  }
  auto bytes = config::ReadFile(path, kLargestDocument, folder_.path);
  if (!bytes) return Fail(bytes.error());
  const uint64_t hash = HashOf(*bytes);
  const bool same = cached && cached->source_hash == hash;
  loaded.bytes = same ? std::move(cached->payload) : Compile(path, std::move(*bytes), service);
  loaded.service = Verified(loaded.bytes);
  if (loaded.service == nullptr) return;
  cache_.Write(whole, {.stamp = *stamp, .source_hash = hash, .payload = loaded.bytes});
}

std::string Provider::Compile(const std::string& path, std::string bytes,
                              const std::string& service) const {
  Sources sources;
  Values values(sources);
  Problems problems;
  const yaml::Document document =
      yaml::Parse(values, sources.AddFile(path, std::move(bytes)), problems);
  if (document.root == kNoValue || values[document.root].kind != Kind::kObject) {
    Fail(path + ": not a document of StackQL's awscc provider");
    return {};
  }
  const auto compiled = CompileService(values, document.root, service, problems);
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Service::Pack(builder, compiled.get()));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

const std::vector<std::string>& Provider::Services() const {
  std::call_once(listed_, [&] {
    std::error_code error;
    for (fs::directory_iterator at(folder_.path + "/services", error), end; !error && at != end;
         at.increment(error)) {
      if (at->path().extension() != kExtension) continue;
      const std::string name = at->path().stem().string();
      if (IsServiceName(name)) services_.push_back(name);
    }
    std::sort(services_.begin(), services_.end());
  });
  return services_;
}

void Provider::Fail(const std::string& sentence) const {
  const std::lock_guard lock(mutex_);
  failures_.push_back(sentence);
}

std::vector<std::string> Provider::Failures() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> failures = failures_;
  std::sort(failures.begin(), failures.end());
  return failures;
}

}  // namespace stackql::catalog
