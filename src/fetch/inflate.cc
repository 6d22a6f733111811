#include "fetch/inflate.h"

#include <algorithm>
#include <climits>

namespace stackql::fetch {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib.h: 16 more asks for the gzip form
constexpr int kRawWindow = -15;
constexpr uint64_t kStep = 64ULL << 10U;

}  // namespace

Inflater::Inflater(std::string_view packed, Form form) : form_(form) {
  // zlib takes input that it does not write to without const.
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream_.avail_in = static_cast<uInt>(std::min<size_t>(packed.size(), UINT_MAX));
  if (inflateInit2(&stream_, form == Form::kGzip ? kGzipWindow : kRawWindow) != Z_OK) {
    error_ = "needs more memory than is available";
  }
}

Inflater::~Inflater() { inflateEnd(&stream_); }

// Goes on after one gzip member with the next (RFC 1952, 2.2).
bool Inflater::Next() {
  if (form_ != Form::kGzip || stream_.avail_in == 0) return false;
  if (inflateReset(&stream_) != Z_OK) return false;
  return true;
}

bool Inflater::Read(uint64_t size, std::string& out) {
  out.clear();
  while (out.size() < size && error_.empty() && !ended_) {
    const size_t before = out.size();
    out.resize(before + std::min(size - before, kStep));
    stream_.next_out = reinterpret_cast<Bytef*>(out.data()) + before;
    stream_.avail_out = static_cast<uInt>(out.size() - before);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    out.resize(out.size() - stream_.avail_out);
    if (result == Z_STREAM_END) {
      ended_ = !Next();
    } else if (result == Z_BUF_ERROR ||
               (result == Z_OK && stream_.avail_in == 0 && stream_.avail_out > 0)) {
      error_ = "ends early";
    } else if (result != Z_OK) {
      error_ = "is damaged";
    }
  }
  return error_.empty();
}

}  // namespace stackql::fetch
