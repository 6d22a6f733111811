// Query files: their anchors, and the SQL below them, rendered already.
#include "fuzz/input.h"
#include "sql/anchors.h"
#include "sql/parse.h"
#include "sql/query.h"
#include "value/value.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  Sources sources;
  Values values(sources);
  Problems problems;
  const Loc file = sources.All(
      sources.AddFile("fuzz.iql", std::string(reinterpret_cast<const char*>(data), size)));
  for (const Dialect dialect : {Dialect::kRust, Dialect::kPython}) {
    const sql::QueryFile query = sql::CutAnchors(sources, file, problems, dialect);
    for (const sql::Anchor& anchor : query.anchors) {
      sql::ReadQuery(values, anchor.body, anchor.key, problems);
    }
  }
  sql::Parse(sources, file, problems);
  sql::Comments(sources, file);
  fuzz::RequirePlaces(sources, problems);
  return 0;
}
