#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stack/secrets.h"
#include "text/sources.h"

namespace stackql {

// Bytes of a text that were made of a secret.
struct SecretRun {
  Span span = {};
  const std::string* name = nullptr;
};

// Takes secrets out of a stack's texts, and out of strings that were made of them. What is secret
// is found by origin: each run of each text that was made of a secret's bytes, by whatever filter,
// and in strings, which have no place any more, every four characters in a row of such a run.
class SecretText {
 public:
  enum class Which : uint8_t { kAll, kProtected };  // or without what was given to the run
  // Both must outlive it.
  SecretText(const Secrets& secrets, const Sources& sources, Which which = Which::kAll);

  // The text at `where`, followed through every text that it is made of, with `<NAME>` for what was
  // made of secrets. What is not known prints as the template that stands for it.
  std::string Shown(Loc where) const;

  bool empty() const { return names_.empty(); }

  // Whether some of a secret is in a text.
  bool IsIn(std::string_view text) const;
  // The text with `<NAME>` for each part that may be of a secret.
  std::string Without(std::string_view text) const;
  // The same with something else for each part.
  std::string Without(std::string_view text, std::string_view mark) const;

 private:
  void Add(const std::string& name, std::string_view value);
  std::string Followed(Loc where) const;
  // The secret that some of the bytes at `where` were made of; null: none.
  const std::string* MadeOf(Loc where) const;
  // The name of the secret that has the four bytes at `at`; null if there is none.
  const std::string* At(std::string_view text, size_t at) const;

  const Secrets& secrets_;
  const Sources& sources_;
  std::vector<std::vector<SecretRun>> runs_;  // of each text, in order
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> numbers_;  // of names_
  std::unordered_map<uint32_t, uint32_t> grams_;       // four bytes -> whose; a number of names_
  std::unordered_map<std::string, uint32_t> short_;
  bool all_ = false;  // there are too many to tell
};

}  // namespace stackql
