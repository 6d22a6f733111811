#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stackql::aws {

// Bytes that must not be seen: they cannot be copied, compared or printed, only the signer reads
// them, and nothing is left of them where they lay.
class Secret {
 public:
  Secret() = default;
  // Takes the text and zeroes where it stood.
  explicit Secret(std::string&& text);
  ~Secret() { Release(); }
  Secret(Secret&& other) noexcept = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  bool empty() const { return bytes_.empty(); }
  // Puts "***" for each place where the text shows these bytes.
  void Mask(std::string& text) const;

 private:
  friend class Signer;

  std::string_view Reveal() const { return {bytes_.data(), bytes_.size()}; }
  void Release();

  // Unlike a string, it leaves nothing behind when it moves.
  std::vector<char> bytes_ = {};
};

// Zeroes a text that held a secret, and empties it.
void Wipe(std::string& text);

}  // namespace stackql::aws
