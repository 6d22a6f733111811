#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "template/template.h"
#include "text/sources.h"

namespace stackql {

// Values that are not shown: variables given to the run, and what resources list as `protected`.
// In their place `<NAME>` is printed.
class Secrets {
 public:
  // A secret's value is at `place`; templates spell it by reads of `name`. `value` is its text
  // as far as that is known. `given`: it is a variable that was given to the run.
  void Add(const std::string& name, Loc place, std::string_view value, bool given = false);
  // Notes which of these reads spell a secret: what a tag with one prints is not shown, whatever
  // filters made of it.
  void AddReads(const std::vector<tmpl::Read>& reads);
  // Forgets names whose scope ended; their places stay.
  void EndScope(const std::string& name);

  bool empty() const { return secrets_.empty(); }
  // Where secrets stand, with their names.
  const std::map<Loc, std::string>& places() const { return places_; }
  // More than anybody has: they are not searched for.
  bool too_many() const;
  bool IsGiven(Loc place) const { return given_.count(place) > 0; }

  // The secret that a tag at `at` spells; null: none.
  const std::string* SpelledIn(Loc at) const;
  // The secret that bytes are, or a part of; null: none.
  const std::string* StandingAt(Loc bytes) const;
  // A message in which secrets' values may be quoted, without them.
  std::string Hide(std::string text) const;
  // The bytes of files that spell secrets.
  std::vector<Loc> Places(const Sources& sources) const;

 private:
  struct Secret {
    std::string name = {};
    std::string value = {};
  };

  std::vector<Secret> secrets_;
  std::map<Loc, std::string> places_;  // where secrets stand -> their names
  std::set<Loc> given_;                // those of places_ that were given to the run
  std::map<Loc, std::string> reads_;   // where templates spell them -> their names
  std::set<std::string, std::less<>> in_scope_;
};

}  // namespace stackql
