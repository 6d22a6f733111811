#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "support/random_stack.h"

// Changes of manifests and query files that keep most of their structure, which those of single
// bytes rarely do.
namespace stackql::fuzz {

class StackMutator {
 public:
  explicit StackMutator(uint32_t seed) : random_(seed), pieces_(seed) {}

  std::string Changed(const std::string& text) {
    lines_ = LinesOf(text);
    switch (random_() % 7) {
      case 0:
        ReplaceValue();
        break;
      case 1:
        lines_.insert(Somewhere(), Indent(*Somewhere()) + pieces_.QueryPiece());
        break;
      case 2:
        Erase();
        break;
      case 3:
        lines_.insert(Somewhere(), std::string(*Somewhere()));
        break;
      case 4:
        std::iter_swap(Somewhere(), Somewhere());
        break;
      case 5:
        Shift();
        break;
      default:
        ReplaceTemplate();
    }
    return Joined();
  }

  // Some lines of one text within another.
  std::string Crossed(const std::string& text, const std::string& other) {
    lines_ = LinesOf(other);
    auto begin = Somewhere();
    auto end = Somewhere();
    if (end < begin) std::swap(begin, end);
    const std::vector<std::string> taken(begin, end);
    lines_ = LinesOf(text);
    lines_.insert(Somewhere(), taken.begin(), taken.end());
    return Joined();
  }

 private:
  using Line = std::vector<std::string>::iterator;

  // At least one line.
  static std::vector<std::string> LinesOf(const std::string& text) {
    std::vector<std::string> lines = {""};
    for (const char c : text) {
      if (c == '\n') {
        lines.emplace_back();
      } else {
        lines.back() += c;
      }
    }
    return lines;
  }

  Line Somewhere() { return lines_.begin() + static_cast<ptrdiff_t>(random_() % lines_.size()); }

  static std::string Indent(const std::string& line) {
    return line.substr(0, line.find_first_not_of(' '));
  }

  // What follows a key or a dash.
  void ReplaceValue() {
    std::string& line = *Somewhere();
    size_t at = line.find(": ");
    if (at == std::string::npos) at = line.find("- ");
    if (at == std::string::npos) {
      line += ": " + pieces_.ManifestPiece();
    } else {
      line.resize(at + 2);
      line += pieces_.ManifestPiece();
    }
  }

  void ReplaceTemplate() {
    std::string& line = *Somewhere();
    const size_t begin = line.find("{{");
    const size_t end = line.find("}}", std::min(begin, line.size()));
    if (end == std::string::npos) {
      line.insert(random_() % (line.size() + 1), pieces_.QueryPiece());
    } else {
      line.replace(begin, end + 2 - begin, pieces_.QueryPiece());
    }
  }

  void Erase() {
    const Line begin = Somewhere();
    const auto most = std::min<ptrdiff_t>(lines_.end() - begin, 4);
    lines_.erase(begin, begin + 1 + static_cast<ptrdiff_t>(random_()) % most);
  }

  void Shift() {
    std::string& line = *Somewhere();
    if (random_() % 2 == 0) {
      line.insert(0, "  ");
    } else if (line.starts_with("  ")) {
      line.erase(0, 2);
    }
  }

  std::string Joined() const {
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    if (!text.empty()) text.pop_back();
    return text;
  }

  std::mt19937 random_;
  testing_support::RandomStack pieces_;
  std::vector<std::string> lines_ = {};
};

}  // namespace stackql::fuzz
