#include "sql/pg_parse.h"

#include <pg_query.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace stackql::sql {
namespace {

constexpr size_t kMostKept = 256 << 10;    // bytes of shapes; a tree may be 250 times as large
constexpr size_t kSmallest = 64;           // what an entry costs beside
constexpr size_t kLongestKept = 16 << 10;  // bytes of a shape

// What pg_query_parse gives, freed.
class PgResult {
 public:
  explicit PgResult(const std::string& text) : result_(pg_query_parse(text.c_str())) {}
  ~PgResult() { pg_query_free_parse_result(result_); }
  PgResult(const PgResult&) = delete;
  PgResult& operator=(const PgResult&) = delete;

  const PgQueryError* error() const { return result_.error; }
  const char* tree() const { return result_.parse_tree; }

 private:
  PgQueryParseResult result_;
};

std::shared_ptr<const PgAnswer> Ask(const std::string& shape) {
  auto answer = std::make_shared<PgAnswer>();
  const PgResult result(shape);
  if (result.error() != nullptr) {
    answer->error = result.error()->message == nullptr ? "" : result.error()->message;
    // Characters, from 1; a shape is ASCII.
    answer->error_offset = static_cast<uint32_t>(std::max(result.error()->cursorpos, 1)) - 1;
  } else if (result.tree() != nullptr) {
    auto nodes = std::make_shared<PgNodes>();
    if (nodes->Read(result.tree())) answer->nodes = std::move(nodes);
  }
  return answer;
}

struct Kept {
  std::mutex mutex;
  std::unordered_map<std::string, std::shared_ptr<const PgAnswer>> answers;
  size_t bytes = 0;  // of the shapes
};

Kept& Process() {
  static Kept& kept = *new Kept;  // never freed: threads may outlive statics
  return kept;
}

}  // namespace

std::shared_ptr<const PgAnswer> AskPg(const std::string& shape) {
  Kept& kept = Process();
  if (shape.size() > kLongestKept) return Ask(shape);
  {
    const std::lock_guard lock(kept.mutex);
    const auto found = kept.answers.find(shape);
    if (found != kept.answers.end()) return found->second;
  }
  std::shared_ptr<const PgAnswer> answer = Ask(shape);
  const std::lock_guard lock(kept.mutex);
  if (kept.bytes + shape.size() <= kMostKept && kept.answers.emplace(shape, answer).second) {
    kept.bytes += shape.size() + kSmallest;
  }
  return answer;
}

}  // namespace stackql::sql
