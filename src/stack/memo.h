#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "template/template.h"
#include "value/value.h"

namespace stackql {

// What one thing to evaluate (a global, a prop, a query) read, and what it gave. Values are shared
// by identity: the same ids mean the same content and places, so what read them need not run again.
struct Memory {
  std::vector<std::pair<std::string, ValueId>> inputs = {};  // name -> value; kNoValue: undefined
  std::vector<tmpl::Read> reads = {};
  ValueId result = kNoValue;
  size_t first_problem = 0;  // what was found wrong with it: so many problems, from here
  size_t problems = 0;
  size_t query = 0;  // a query's number
};

class Memo {
 public:
  // The memory of `key` if everything that it read is still the same; null otherwise.
  const Memory* Recall(const void* key, const tmpl::Scope& scope) const;
  // Remembers what `key` gave, having made the reads of `memory`.
  void Remember(const void* key, const tmpl::Scope& scope, Memory memory);

 private:
  std::map<const void*, Memory> memories_;  // looked up only, never walked
};

}  // namespace stackql
