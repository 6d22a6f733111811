#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// The names that templates see at some point of evaluating a stack.
class Names {
 public:
  // While it lives, what is defined or set lasts as long as it does; what that hid comes back
  // afterwards. Frames end in the reverse order of their beginnings.
  class Frame {
   public:
    explicit Frame(Names& names);
    ~Frame();
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

   private:
    Names& names_;
    size_t hidden_;  // entries that were noted before
    bool open_;
    std::string this_prefix_;
    std::vector<std::string> open_prefixes_;
    const std::vector<std::string>* unknown_names_;
  };

  Names() = default;
  Names(Names&&) = default;
  Names& operator=(Names&&) = default;

  const tmpl::Scope& scope() const { return scope_; }
  // The value of exactly this name; kNoValue if it is not defined.
  ValueId Find(std::string_view name) const;

  void Define(const std::string& name, ValueId value);
  void DefineIfNew(const std::string& name, ValueId value);

  // The other members of tmpl::Scope.
  void SetOpen(bool open) { scope_.open = open; }
  void SetThis(std::string prefix) { scope_.this_prefix = std::move(prefix); }
  void SetOpenPrefixes(std::vector<std::string> prefixes) {
    scope_.open_prefixes = std::move(prefixes);
  }
  void SetPrepared(std::unordered_map<ValueId, ValueId>* prepared) { scope_.prepared = prepared; }
  void SetParsed(tmpl::ParsedTemplates* parsed) { scope_.parsed = parsed; }
  void SetUnknownNames(const std::vector<std::string>* names) { scope_.unknown_names = names; }

 private:
  void RestoreTo(size_t hidden);

  tmpl::Scope scope_;
  size_t frames_ = 0;
  // What definitions in frames hid, oldest first; kNoValue: nothing.
  std::vector<std::pair<decltype(tmpl::Scope::names)::iterator, ValueId>> hidden_;
};

}  // namespace stackql
