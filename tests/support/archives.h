#pragma once

#include <sodium.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

// Archives for tests, right and wrong, and StackQL's signatures by a key of the tests.
namespace stackql::testing_support {

struct TarEntry {
  std::string name = {};
  std::string content = {};
  char type = '0';
  std::string link = {};
};

// One entry in POSIX's ustar form.
inline std::string TarBlocks(const TarEntry& entry) {
  std::string header(512, '\0');
  header.replace(0, entry.name.size(), entry.name);
  char number[16];
  header.replace(100, 7, "0000644");
  std::snprintf(number, sizeof number, "%011zo", entry.content.size());
  header.replace(124, 11, number);
  header[156] = entry.type;
  header.replace(157, entry.link.size(), entry.link);
  header.replace(257, 8, std::string_view("ustar\00000", 8));
  header.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  std::snprintf(number, sizeof number, "%06o", sum);
  header.replace(148, 7, std::string_view(number, 7));
  std::string blocks = header + entry.content;
  blocks.resize((blocks.size() + 511) / 512 * 512, '\0');
  return blocks;
}

inline std::string Tar(const std::vector<TarEntry>& entries) {
  std::string tar;
  for (const TarEntry& entry : entries) tar += TarBlocks(entry);
  return tar + std::string(1024, '\0');
}

inline std::string Deflated(std::string_view text, int window) {
  z_stream stream = {};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string Gzip(std::string_view text) { return Deflated(text, 15 + 16); }
inline std::string TarGz(const std::vector<TarEntry>& entries) { return Gzip(Tar(entries)); }

struct ZipEntry {
  std::string name = {};
  std::string content = {};
  uint32_t mode = 0100644;
  bool stored = false;
  uint32_t flags = 0;
  std::string local_name = {};  // empty: the name
};

inline std::string Little(uint64_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFFU);
  return bytes;
}

inline std::string Zip(const std::vector<ZipEntry>& entries) {
  std::string bytes;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const std::string packed = entry.stored ? entry.content : Deflated(entry.content, -15);
    const auto sum =
        static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()),
                                    static_cast<uInt>(entry.content.size())));
    const std::string common = Little(entry.flags, 2) + Little(entry.stored ? 0 : 8, 2) +
                               Little(0, 4) + Little(sum, 4) +
                               Little(static_cast<uint32_t>(packed.size()), 4) +
                               Little(static_cast<uint32_t>(entry.content.size()), 4);
    const auto offset = static_cast<uint32_t>(bytes.size());
    const std::string& local = entry.local_name.empty() ? entry.name : entry.local_name;
    bytes += Little(0x04034B50, 4) + Little(20, 2) + common +
             Little(static_cast<uint32_t>(local.size()), 2) + Little(0, 2) + local + packed;
    directory += Little(0x02014B50, 4) + Little(3U << 8U | 20U, 2) + Little(20, 2) + common +
                 Little(static_cast<uint32_t>(entry.name.size()), 2) + Little(0, 8) +
                 Little(entry.mode << 16U, 4) + Little(offset, 4) + entry.name;
  }
  const auto count = static_cast<uint32_t>(entries.size());
  return bytes + directory + Little(0x06054B50, 4) + Little(0, 4) + Little(count, 2) +
         Little(count, 2) + Little(static_cast<uint32_t>(directory.size()), 4) +
         Little(static_cast<uint32_t>(bytes.size()), 4) + Little(0, 2);
}

// Signs as StackQL does, with a key made of a number.
class Signer {
 public:
  explicit Signer(unsigned char number = 1) {
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed = {};
    seed.fill(number);
    crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
  }

  const std::array<unsigned char, 32>& key() const { return public_; }

  // The content of a .sig file; `when` in seconds since 1970.
  std::string Sign(const std::string& document, int64_t when) const {
    std::string bytes = "\x01";
    const auto seconds = static_cast<uint64_t>(when + 62'135'596'800);
    for (int i = 7; i >= 0; --i) bytes += static_cast<char>(seconds >> (8 * i) & 0xFFU);
    bytes += std::string(4, '\0') + "\xFF\xFF";
    const std::string message = document + bytes;
    std::array<unsigned char, crypto_sign_BYTES> signature = {};
    crypto_sign_detached(signature.data(), nullptr,
                         reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                         secret_.data());
    bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), 0);
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the NUL
    return text;
  }

 private:
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_ = {};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_ = {};
};

}  // namespace stackql::testing_support
