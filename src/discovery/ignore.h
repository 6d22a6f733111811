#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::discovery {

// What one list of patterns says of a path.
enum class Verdict : uint8_t { kSilent, kIgnored, kKept };

// One line of a .gitignore file, compiled. Matching takes time linear in pattern times path.
class IgnorePattern {
 public:
  // Reads a line without its line break, neither empty nor a comment.
  explicit IgnorePattern(std::string_view line);

  // Whether the pattern names `path`, relative to the folder of the pattern's file, '/' separated.
  bool Matches(std::string_view path, bool is_directory) const;
  bool negated() const { return negated_; }

 private:
  enum class Op : uint8_t {
    kByte,
    kAnyByte,  // ?: but no slash
    kSet,      // [...]: but no slash
    kName,     // *: any run without a slash
    kAny,      // ** at an end: any run
    kFolders,  // **/: nothing, or any run that ends with a slash
  };
  struct Token {
    Op op = Op::kByte;
    unsigned char byte = 0;
    uint32_t set = 0;
  };
  using Set = std::bitset<256>;

  void Compile(std::string_view glob);
  void FindEnds();
  size_t CompileStars(std::string_view glob, size_t at, size_t start);
  size_t CompileSet(std::string_view glob, size_t at);
  bool MatchesGlob(std::string_view text) const;
  void Step(const std::vector<char>& before, unsigned char c, std::vector<char>& after) const;
  void Close(std::vector<char>& states) const;
  bool Takes(const Token& token, unsigned char c) const;

  bool negated_ = false;
  bool only_directories_ = false;
  bool any_depth_ = true;  // no slash in it: the last part of the path is matched
  bool broken_ = false;    // matches nothing
  std::string prefix_;     // what a match begins and ends with; all of it if there are no tokens
  std::string suffix_;
  std::vector<Token> tokens_;
  std::vector<Set> sets_;
};

// The patterns of one .gitignore file; the last that matches decides.
class IgnoreList {
 public:
  IgnoreList() = default;
  explicit IgnoreList(std::string_view bytes);

  Verdict Judge(std::string_view path, bool is_directory) const;
  bool empty() const { return patterns_.empty(); }

 private:
  std::vector<IgnorePattern> patterns_;
};

}  // namespace stackql::discovery
