#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/json.h"
#include "support/rule_names.h"
#include "template/template.h"
#include "value/value.h"

namespace stackql::template_reading {

inline constexpr std::string_view kShownHole = "▯";

inline std::string ShowHoles(std::string_view bytes) {
  std::string shown;
  for (size_t at = 0; at < bytes.size();) {
    const bool hole = bytes.substr(at, kHoleBytes.size()) == kHoleBytes;
    if (hole) {
      shown += kShownHole;
    } else {
      shown += bytes[at];
    }
    at += hole ? kHoleBytes.size() : 1;
  }
  return shown;
}

// Whether `text` is `pattern` with each hole replaced by some text.
inline bool MatchesHoled(std::string_view pattern, std::string_view text) {
  size_t hole = pattern.find(kHoleBytes);
  if (hole == std::string_view::npos) return pattern == text;
  if (text.substr(0, hole) != pattern.substr(0, hole)) return false;
  text.remove_prefix(hole);
  pattern.remove_prefix(hole + kHoleBytes.size());
  // The earliest place of each part leaves the most to those behind it.
  while ((hole = pattern.find(kHoleBytes)) != std::string_view::npos) {
    const size_t at = text.find(pattern.substr(0, hole));
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + hole);
    pattern.remove_prefix(hole + kHoleBytes.size());
  }
  return text.size() >= pattern.size() && text.substr(text.size() - pattern.size()) == pattern;
}

// A template in a file of its own, with the names it may see.
class Reading {
 public:
  explicit Reading(std::string bytes, tmpl::Renderer renderer = tmpl::Renderer::kQuery)
      : renderer_(renderer),
        file_(sources.All(sources.AddFile("template.iql", std::move(bytes)))) {}

  // A name with a text of its own file, which is named like it.
  Reading& Text(const std::string& name, const std::string& text) {
    const Loc at = sources.All(sources.AddFile(name, text));
    scope.names[name] = values.AddString(at, at);
    return *this;
  }
  Reading& Unknown(const std::string& name) {
    scope.names[name] = values.AddUnknown(sources.All(sources.AddFile(name, "?")));
    return *this;
  }
  // The members of a JSON object become names.
  Reading& Json(const std::string& text) {
    const ValueId object = json::Parse(values, sources.All(sources.AddBuiltin(text))).value;
    for (const Member& member : values.Members(object)) {
      scope.names[std::string(values.Text(member.key))] = member.value;
    }
    return *this;
  }

  Reading& Run() {
    rendered = tmpl::Render(values, file_, scope, renderer_, problems);
    return *this;
  }

  std::string_view Output() const { return sources.Bytes(rendered.text); }
  std::string Shown() const { return ShowHoles(Output()); }

  // The template with the places of all problems marked, each followed by nothing else.
  std::string Marked() const {
    std::vector<std::pair<uint32_t, std::string_view>> marks;
    for (const Problem& problem : problems) {
      const Place place = sources.Resolve(problem.where);
      marks.emplace_back(place.at.span.begin, "«");
      marks.emplace_back(place.at.span.end, "»");
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string marked(sources.Bytes(file_));
    for (const auto& [at, mark] : marks) marked.insert(at, mark);
    return marked;
  }
  std::string Rules() const { return Rules(true); }
  // Those without advice on what Tera renders, but hardly as meant.
  std::string Errors() const { return Rules(false); }
  std::string Rules(bool advice) const {
    std::string rules;
    for (const Problem& problem : problems) {
      if (!advice && testing_support::RuleName(problem).starts_with("text-")) continue;
      if (!rules.empty()) rules += ' ';
      rules += testing_support::RuleName(problem);
    }
    return rules;
  }
  // Every read: its name, `!` behind an undefined one, `?` behind a guarded one.
  std::string Reads() const {
    std::string reads;
    for (const tmpl::Read& read : rendered.reads) {
      if (!reads.empty()) reads += ' ';
      reads += read.name;
      if (!read.defined) reads += '!';
      if (read.guarded) reads += '?';
    }
    return reads;
  }
  Loc file() const { return file_; }

  Sources sources = {};
  Values values{sources};
  tmpl::Scope scope = {};
  Problems problems = {};
  tmpl::Rendered rendered = {};

 private:
  tmpl::Renderer renderer_;
  Loc file_;
};

}  // namespace stackql::template_reading
