#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "json/json.h"
#include "text/sources.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql::testing_support {

// Values of JSON texts in which each "{{ name }}" is a hole, of which exports say what it holds.
class ExportedValues {
 public:
  // What the hole of a name may hold, in some environment each.
  void Export(const std::string& name, std::vector<HoleContent> contents) {
    contents_[OriginOf(name).text] = std::move(contents);
    values.SetContents(contents_);
  }

  ValueId Json(const std::string& text) {
    const TextId file = sources.AddFile("text.json", text);
    TextBuilder builder(sources);
    uint32_t at = 0;
    for (;;) {
      const auto open = static_cast<uint32_t>(std::min(text.find("{{", at), text.size()));
      builder.Copy({file, {at, open}});
      if (open == text.size()) break;
      const auto close = static_cast<uint32_t>(text.find("}}", open) + 2);
      builder.Hole({file, {open, close}}, OriginOf(text.substr(open + 3, close - open - 6)));
      at = close;
    }
    return json::Parse(values, builder.Finish(Step::kRender, sources.All(file))).value;
  }

  Loc Query(const std::string& text) { return sources.All(sources.AddFile("query.iql", text)); }

  Sources sources;
  Values values{sources};

 protected:
  // Where the holes of a name come from.
  Loc OriginOf(const std::string& name) {
    const auto [known, is_new] = origins_.try_emplace(name);
    if (is_new) known->second = sources.All(sources.AddBuiltin(name));
    return known->second;
  }

 private:
  std::map<std::string, Loc> origins_;
  HoleContents contents_;
};

}  // namespace stackql::testing_support
