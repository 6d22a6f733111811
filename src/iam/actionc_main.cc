// actionc ACTIONS_DIR OUT: compiles rules/actions/ to the snapshot that the program embeds, at
// build time, and writes its SHA-256 to OUT.sha256.
#include <sodium.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "iam/compile_actions.h"

namespace {

bool Write(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return !file.fail();
}

std::string Sha256(const std::string& bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash = {};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, crypto_hash_sha256_BYTES* 2 + 1> text = {};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: actionc ACTIONS_DIR OUT\n", stderr);
    return 2;
  }
  std::string error;
  const std::string bytes = stackql::iam::CompileActions(arguments[1], error);
  if (bytes.empty()) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 1;
  }
  const std::string out = arguments[2];
  return Write(out, bytes) && Write(out + ".sha256", Sha256(bytes)) ? 0 : 1;
}
