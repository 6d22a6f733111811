#include "base/ascii.h"

#include <algorithm>
#include <array>

namespace stackql {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  return lower;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = Upper(c);
  return upper;
}

bool EqualsIgnoringCase(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return Lower(a) == Lower(b); });
}

bool ContainsIgnoringCase(std::string_view text, std::string_view word) {
  // Where the next letter is that it may begin with, in either case: found faster than compared.
  const std::array letters = {word.front(), Upper(word.front())};
  std::array<size_t, 2> next = {text.find(letters[0]), text.find(letters[1])};
  for (;;) {
    const size_t nearer = next[0] <= next[1] ? 0 : 1;
    const size_t at = next[nearer];
    if (at == std::string_view::npos) return false;
    if (EqualsIgnoringCase(text.substr(at, word.size()), word)) return true;
    next[nearer] = text.find(letters[nearer], at + 1);
  }
}

std::vector<std::string_view> Words(std::string_view words) {
  std::vector<std::string_view> list;
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    list.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return list;
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  size_t at = from.empty() ? std::string::npos : text.find(from);
  if (at == std::string::npos) return;
  std::string replaced;
  size_t copied = 0;
  for (; at != std::string::npos; at = text.find(from, copied)) {
    replaced.append(text, copied, at - copied).append(to);
    copied = at + from.size();
  }
  text = replaced.append(text, copied);
}

bool HasWord(std::string_view words, std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  for (size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || words[at - 1] == ' ';
    if (begins && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

int CompareIgnoringCase(std::string_view one, std::string_view other) {
  const size_t common = std::min(one.size(), other.size());
  for (size_t i = 0; i < common; ++i) {
    const auto a = static_cast<unsigned char>(Lower(one[i]));
    const auto b = static_cast<unsigned char>(Lower(other[i]));
    if (a != b) return a < b ? -1 : 1;
  }
  return one.size() == other.size() ? 0 : one.size() < other.size() ? -1 : 1;
}

std::string_view Trim(std::string_view text, std::string_view which) {
  text.remove_prefix(std::min(text.find_first_not_of(which), text.size()));
  return text.substr(0, text.find_last_not_of(which) + 1);  // npos + 1 is 0
}

std::string_view TakeUntil(std::string_view& text, char delimiter) {
  const std::string_view head = text.substr(0, text.find(delimiter));
  text.remove_prefix(std::min(text.size(), head.size() + 1));
  return head;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace stackql
