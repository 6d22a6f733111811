#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::tmpl {

// Which of stackql-deploy's renderers is meant. Of the two of 2.x, manifest values know only Tera's
// own filters and functions; queries have custom filters, `this.`, uuid() and inline dictionaries
// too. 1.x has Jinja2, of which names alone are evaluated here.
enum class Renderer : uint8_t { kManifest, kQuery, kJinja };

class ParsedTemplates;

// The names a template sees. Keys may be dotted ("vpc.vpc_id"). stackql-deploy keeps every value as
// a string; a kUnknown value is a name that exists with a value that is not known.
struct Scope {
  std::map<std::string, ValueId, std::less<>> names = {};
  bool open = false;             // names not listed may exist too: they are unknown, not undefined
  std::string this_prefix = {};  // `this.` stands for `<this_prefix>.`; empty: not available
  // First parts ("callback") below which names exist that are not listed: they are unknown.
  std::vector<std::string> open_prefixes = {};
  // What queries see for values that are JSON text (Renderer::kQuery), as far as that is known.
  std::unordered_map<ValueId, ValueId>* prepared = nullptr;  // null: nothing is remembered
  // What was read of templates that are rendered again in other scopes.
  ParsedTemplates* parsed = nullptr;  // null: nothing is remembered
  // More names that exist, with unknown values, sorted; null: none.
  const std::vector<std::string>* unknown_names = nullptr;
};

// A name that a template reads.
struct Read {
  std::string name = {};  // dotted, after `this.` is replaced
  Loc where = {};
  bool defined = true;   // found in the scope, or may be
  bool guarded = false;  // an undefined name is not an error here: default(), is defined, if, or
  bool emptied = false;  // an undefined name becomes the empty text: an inline dictionary's value
  bool merged = false;   // named by a prop's `merge`, by no template
};

struct Rendered {
  Loc text = {};  // the output; the input itself if there is nothing to render
  std::vector<Read> reads = {};
  bool failed = false;     // the real renderer certainly fails (reported in problems, or undefined)
  uint32_t undecided = 0;  // {% if %} outside of loops whose condition is not known: holes
};

// Renders the template at `where`. What cannot be evaluated becomes a hole. Problems:
// `template-syntax`, `unknown-filter`, `unknown-function`, `filter-argument`,
// `dictionary-literal`, `text-iterated`, `text-as-condition`. Undefined names are
// only listed in `reads`: who calls knows what to say of them; their output is a hole.
Rendered Render(Values& values, Loc where, const Scope& scope, Renderer renderer,
                Problems& problems);

// What a template with undecided conditions may give: one text for each way that they may fall, at
// most eight; none if there are more, or nothing is undecided. `undecided`: as rendering it told.
std::vector<Loc> RenderArms(Values& values, Loc where, const Scope& scope, Renderer renderer,
                            uint32_t undecided);

}  // namespace stackql::tmpl
