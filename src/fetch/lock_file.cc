#include "fetch/lock_file.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "base/hex.h"
#include "base/read_file.h"
#include "base/write_file.h"

namespace stackql::fetch {
namespace {

using nlohmann::json;

constexpr int kForm = 1;
constexpr uint64_t kLargest = 64 << 20;

bool IsSha256(std::string_view text) { return IsHexDigest(text, 32); }

std::string Text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool ReadEntry(const json& object, Lock& lock) {
  if (!object.is_object()) return false;
  const std::string source = Text(object, "source");
  LockEntry entry = {.version = Text(object, "version"),
                     .url = Text(object, "url"),
                     .sha256 = Text(object, "sha256"),
                     .documents = Text(object, "documents")};
  const auto size = object.find("size");
  if (size == object.end() || !size->is_number_unsigned()) return false;
  entry.size = size->get<uint64_t>();
  if (source.empty() || !IsSha256(entry.sha256)) return false;
  return lock.emplace(source, std::move(entry)).second;
}

}  // namespace

Result<Lock> ReadLock(const std::string& path) {
  const auto fail = [&](const std::string& why) {
    return Failed("Cannot use the lock file '" + path + "': " + why + ".");
  };
  std::error_code failed;
  if (!std::filesystem::exists(path, failed) && !failed) return Lock();
  const Result<std::string> text = ReadWholeFile(path, kLargest);
  if (!text) return tl::unexpected(text.error());
  const json document = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded() || !document.is_object()) return fail("it is not JSON");
  const auto form = document.find("version");
  if (form == document.end() || *form != kForm) return fail("it has a version other than 1");
  const auto entries = document.find("catalogs");
  if (entries == document.end() || !entries->is_array()) return fail("it has no list 'catalogs'");
  Lock lock;
  const bool read = std::all_of(entries->begin(), entries->end(),
                                [&](const json& entry) { return ReadEntry(entry, lock); });
  if (!read) return fail("an entry in 'catalogs' is incomplete or comes twice");
  return lock;
}

Result<void> WriteLock(const std::string& path, const Lock& lock) {
  json entries = json::array();
  for (const auto& [source, entry] : lock) {
    json object = {{"source", source},
                   {"url", entry.url},
                   {"sha256", entry.sha256},
                   {"size", entry.size},
                   {"documents", entry.documents}};
    if (!entry.version.empty()) object["version"] = entry.version;
    entries.push_back(std::move(object));
  }
  const json document = {{"version", kForm}, {"catalogs", std::move(entries)}};
  return ReplaceFile(path, document.dump(2, ' ', false, json::error_handler_t::replace) + "\n",
                     {.streams = false});
}

}  // namespace stackql::fetch
