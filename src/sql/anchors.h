#pragma once

#include <string>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "text/sources.h"

namespace stackql::sql {

struct AnchorOption {
  Loc name = {};
  Loc value = {};
};

// A query file is cut at its anchor lines `/*+ name, option=value */`.
struct Anchor {
  std::string key =
      {};  // canonical: trimmed, lower case, preflight -> exists, postdeploy -> statecheck
  std::string base = {};       // "callback" of "callback:create"
  std::string qualifier = {};  // "create" of "callback:create"
  bool known = false;          // stackql-deploy looks for this key
  bool legacy = false;         // written as preflight or postdeploy
  Loc name = {};               // as written; empty for a file without anchors
  Loc line = {};               // the whole /*+ ... */
  Loc rest = {};               // what follows it on its line, which is thrown away
  std::vector<AnchorOption> options = {};
  // The bytes up to the next anchor, trimmed of blanks. The first anchor's begins with the preamble
  // if that has template tags, or nothing but comments: they are part of its query. Its own line is
  // within it then.
  Loc body = {};
};

struct QueryFile {
  std::vector<Anchor> anchors = {};  // in file order
  Loc preamble = {};  // text before the first anchor; the whole file if there is none
  std::vector<Loc> lookalikes = {};  // comments that were meant as anchors and are not
};

// Cuts a query file as stackql-deploy does (its lines that, left-trimmed, begin with `/*+` and
// contain `*/`). A file whose only such lines are StackQL's hints has no anchors. Problems:
// `unknown-anchor` (with the meant one), `duplicate-anchor`, `invalid-anchor-option`,
// `zero-retries`, `legacy-anchor`, `lookalike-anchor`, `empty-anchor`, `text-before-anchor`,
// `text-behind-anchor`. The 1.x tool has fewer keys, which are case-sensitive, and takes only lines
// that begin with `/*+` (its lib/templating.py).
QueryFile CutAnchors(const Sources& sources, Loc file, Problems& problems,
                     Dialect dialect = Dialect::kRust);

}  // namespace stackql::sql
