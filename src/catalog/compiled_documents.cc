#include "catalog/compiled_documents.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/digest.h"
#include "base/read_file.h"
#include "snapshot/pack.h"
#include "snapshot/snapshot_objects.h"

namespace stackql::catalog {
namespace {

constexpr uint64_t kLargestDocument = 16 << 20;

// Null if the bytes are not such a section.
const snapshot::Service* Verified(const std::string& bytes) {
  constexpr uint32_t kDeepest = 64;
  constexpr uint32_t kMostTables = 4'000'000;
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                                 kDeepest, kMostTables);
  if (bytes.empty() || !verifier.VerifyBuffer<snapshot::Service>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<snapshot::Service>(bytes.data());
}

}  // namespace

const snapshot::Service* CompiledDocuments::Find(const std::string& name) const {
  Loaded* loaded = nullptr;
  {
    const std::lock_guard lock(mutex_);
    auto known = loaded_.find(name);
    if (known == loaded_.end()) known = loaded_.emplace(name, std::make_unique<Loaded>()).first;
    loaded = known->second.get();
  }
  std::call_once(loaded->once, [&] { Load(name, *loaded); });
  return loaded->service;
}

void CompiledDocuments::Load(const std::string& name, Loaded& loaded) const {
  const std::string path = folder_ + "/" + name;
  const std::optional<Stamp> stamp = StampOf(path);
  if (!stamp) return;
  std::error_code error;
  const std::string whole = std::filesystem::weakly_canonical(path, error).string();
  std::optional<Cache::Entry> cached = cache_.Read(whole);
  if (cached && cached->stamp == *stamp) {
    loaded.bytes = std::move(cached->payload);
    loaded.service = Verified(loaded.bytes);
    if (loaded.service != nullptr) return;
    cached.reset();
  }
  auto bytes = ReadWholeFile(path, kLargestDocument, {.root = folder_});
  if (!bytes) return Fail(bytes.error().message);
  const uint64_t hash = Hash64(*bytes);
  const bool same = cached && cached->source_hash == hash;
  loaded.bytes = same ? std::move(cached->payload) : Section(path, std::move(*bytes));
  loaded.service = Verified(loaded.bytes);
  if (loaded.service == nullptr) return;
  cache_.Write(whole, {.stamp = *stamp, .source_hash = hash, .payload = loaded.bytes});
}

std::string CompiledDocuments::Section(const std::string& path, std::string bytes) const {
  const auto compiled = compile_(path, std::move(bytes));
  if (!compiled) {
    Fail(path + ": " + compiled.error().message);
    return {};
  }
  return snapshot::Pack<snapshot::Service>(**compiled);
}

void CompiledDocuments::Fail(const std::string& sentence) const {
  const std::lock_guard lock(mutex_);
  failures_.push_back(sentence);
}

std::vector<std::string> CompiledDocuments::Failures() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> failures = failures_;
  std::sort(failures.begin(), failures.end());
  return failures;
}

}  // namespace stackql::catalog
