#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace stackql::fetch {

// Decompresses a gzip file or a raw deflate stream piece by piece.
class Inflater {
 public:
  enum class Form : uint8_t { kGzip, kRaw };

  Inflater(std::string_view packed, Form form);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // The next `size` bytes, fewer only at the end of the stream or an error. `out` is overwritten.
  bool Read(uint64_t size, std::string& out);
  // What is wrong with the stream so far; empty: nothing. "ends early", "is damaged".
  std::string_view error() const { return error_; }
  // The whole input is a complete stream that was read to its end.
  bool AtEnd() const { return ended_ && stream_.avail_in == 0; }

 private:
  bool Next();

  z_stream stream_ = {};
  Form form_;
  bool ended_ = false;
  std::string_view error_ = {};
};

}  // namespace stackql::fetch
