#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "json/json.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// What may still be made of one stack: aliases, names and environments can make much of little.
// Texts are counted in bytes. What comes after is not known.
struct StackBudget {
  uint64_t json = 8 << 20;       // of lists and mappings
  uint64_t merged = 3 << 20;     // read and written to merge them
  uint64_t rendered = 64 << 20;  // of templates
  uint64_t names = 500'000;      // defined, in all environments together

  bool spent() const { return json == 0 || merged == 0 || rendered == 0 || names == 0; }
};

// Takes an amount from one of these. Whether there was so much; if not, nothing is left.
bool Take(uint64_t& budget, uint64_t amount);

// Strings of one stack that are read as JSON, each once: many props may merge one.
class ParsedTexts {
 public:
  const json::Parsed& Read(Values& values, ValueId string);

 private:
  std::unordered_map<ValueId, json::Parsed> read_;
};

// Makes the text that stackql-deploy's context holds for manifest values: everything is a string
// there (stackql-deploy's src/core/config.rs). The 1.x tool keeps Python's types: null, booleans
// and numbers as YAML 1.1 reads them; a date is unknown, written as one. Of texts are known those
// that come out of a template as they were written.
class ContextWriter {
 public:
  // How texts are kept that cannot be rendered yet.
  enum class Keep : uint8_t {
    kNothing,
    kForResource,  // that read what only a resource has, such as its name
    kAll,
  };

  // Reads of names are added to `reads`, template mistakes to `problems`.
  ContextWriter(Values& values, const tmpl::Scope& scope, std::vector<tmpl::Read>& reads,
                Problems& problems, StackBudget& budget, Dialect dialect = Dialect::kRust,
                Keep keep = Keep::kNothing)
      : values_(values),
        scope_(scope),
        reads_(reads),
        problems_(problems),
        budget_(budget),
        python_(dialect == Dialect::kPython),
        keep_(keep) {}

  // The context string of a manifest value: scalars as text, lists and mappings as compact JSON,
  // templates rendered at any depth. A kString, or kUnknown.
  ValueId Write(ValueId value);
  // A text of which nothing is known but what it is as JSON, made by a step of its own: a query
  // shows the name for it.
  ValueId SomeText(Loc token, Kind kind);

 private:
  ValueId WritePython(ValueId value);
  ValueId PlainInPython(ValueId value);
  ValueId PythonText(ValueId rendered, Loc token);
  ValueId Rendered(ValueId text);
  ValueId Tree(ValueId value, std::unordered_map<ValueId, ValueId>& done);
  bool Keeps(const tmpl::Rendered& rendered) const;
  ValueId KeyText(ValueId key);
  ValueId ScalarText(ValueId value);

  Values& values_;
  const tmpl::Scope& scope_;
  std::vector<tmpl::Read>& reads_;
  Problems& problems_;
  StackBudget& budget_;
  bool python_;
  Keep keep_;
};

// What `merge:` makes of a prop (kNoValue: no value of its own) and the named values, all context
// strings: lists are joined without duplicates, objects shallowly, the later winning; a value of
// its own that is not JSON is dropped. kUnknown where that cannot be told.
ValueId MergeContext(Values& values, ValueId base, std::span<const ValueId> others,
                     ParsedTexts& texts, StackBudget& budget);

}  // namespace stackql
