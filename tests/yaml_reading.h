#pragma once

#include <string>
#include <utility>

#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {

// One YAML text read, for tests.
struct Reading {
  explicit Reading(std::string bytes, const yaml::Limits& limits = {})
      : file(sources.AddFile("test.yml", std::move(bytes))),
        root(yaml::Parse(values, file, problems, limits).root) {}

  std::string_view Written(Loc loc) const { return sources.Bytes(loc); }
  const Value& At(std::string_view key) const { return values[values.Find(root, key)]; }

  Sources sources;
  Values values{sources};
  Problems problems;
  TextId file;
  ValueId root;
};

// A text whose expected places are marked by « and »; gives it without the marks.
struct Marked {
  explicit Marked(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      if (text.substr(at).starts_with("«")) {
        spans.push_back({static_cast<uint32_t>(bytes.size()), 0});
        at += 2;
      } else if (text.substr(at).starts_with("»")) {
        spans.back().end = static_cast<uint32_t>(bytes.size());
        at += 2;
      } else {
        bytes += text[at++];
      }
    }
  }

  std::string bytes;
  std::vector<Span> spans;
};

}  // namespace stackql
