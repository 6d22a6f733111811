#include "net/curl_library.h"

#include <dlfcn.h>

#include <array>
#include <optional>

namespace stackql::net {
namespace {

// Debian and Fedora name it so; libcurl has kept this interface since 2006, and curl_multi_poll is
// there since 7.66 (2019).
constexpr std::array<const char*, 2> kNames = {"libcurl.so.4", "libcurl-gnutls.so.4"};

template <typename Function>
bool Find(void* library, const char* name, Function& function) {
  // POSIX lets an object pointer hold a function's address.
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

bool FindAll(void* library, CurlLibrary& curl) {
  return Find(library, "curl_global_init", curl.global_init) &&
         Find(library, "curl_easy_init", curl.easy_init) &&
         Find(library, "curl_easy_setopt", curl.easy_setopt) &&
         Find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
         Find(library, "curl_easy_strerror", curl.easy_strerror) &&
         Find(library, "curl_easy_reset", curl.easy_reset) &&
         Find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
         Find(library, "curl_multi_init", curl.multi_init) &&
         Find(library, "curl_multi_add_handle", curl.multi_add_handle) &&
         Find(library, "curl_multi_perform", curl.multi_perform) &&
         Find(library, "curl_multi_poll", curl.multi_poll) &&
         Find(library, "curl_multi_info_read", curl.multi_info_read) &&
         Find(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
         Find(library, "curl_multi_cleanup", curl.multi_cleanup) &&
         Find(library, "curl_slist_append", curl.slist_append) &&
         Find(library, "curl_slist_free_all", curl.slist_free_all);
}

// Nothing where no library of these names can be used.
std::optional<CurlLibrary> Load() {
  CurlLibrary curl;
  for (const char* name : kNames) {
    void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    if (FindAll(library, curl) && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return curl;
  }
  return std::nullopt;
}

}  // namespace

Result<const CurlLibrary*> LoadCurl() {
  static const std::optional<CurlLibrary> curl = Load();
  if (curl) return &*curl;
  return Failed(
      "Downloading needs the library libcurl.so.4, which is not there or cannot be loaded. Install "
      "it (Debian and Ubuntu: apt install libcurl4; Fedora: dnf install libcurl).");
}

}  // namespace stackql::net
