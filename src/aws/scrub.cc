#include "aws/scrub.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"

namespace stackql::aws {
namespace {

constexpr size_t kLongest = 2048;  // the limit of Cloud Control's messages

bool IsTokenByte(char c) {
  return IsAlnum(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_' || c == '.' ||
         c == '%';
}

// Between the name of something and its value.
bool IsBetween(char c) { return c == ' ' || c == ':' || c == '=' || c == '"' || c == '\''; }

struct Pattern {
  std::string_view before = {};  // before what is masked
  bool keep = true;              // whether `before` stays
  size_t at_least = 0;           // bytes that follow
};

// Access key ids, signatures, session tokens, JSON web tokens, and what documents and files of
// credentials name.
constexpr std::array<Pattern, 14> kPatterns = {{{"AKIA", false, 12},
                                                {"ASIA", false, 12},
                                                {"Signature=", true, 8},
                                                {"signature=", true, 8},
                                                {"x-amz-security-token:", true, 1},
                                                {"X-Amz-Security-Token:", true, 1},
                                                {"X-Amz-Security-Token=", true, 1},
                                                {"eyJ", false, 20},
                                                {"SecretAccessKey", true, 8},
                                                {"SessionToken", true, 8},
                                                {"aws_secret_access_key", true, 8},
                                                {"aws_session_token", true, 8},
                                                {"AWS_SECRET_ACCESS_KEY", true, 8},
                                                {"AWS_SESSION_TOKEN", true, 8}}};

void MaskPattern(const Pattern& pattern, std::string& text) {
  std::string masked;
  size_t copied = 0;
  for (size_t at = text.find(pattern.before); at != std::string::npos;
       at = text.find(pattern.before, std::max(at + 1, copied))) {
    size_t begin = at + pattern.before.size();
    while (pattern.keep && begin < text.size() && IsBetween(text[begin])) ++begin;
    size_t end = begin;
    while (end < text.size() && IsTokenByte(text[end])) ++end;
    if (end - begin < pattern.at_least) continue;
    if (!pattern.keep) begin = at;
    masked.append(text, copied, begin - copied).append("***");
    copied = end;
  }
  if (copied > 0) text = masked.append(text, copied);
}

}  // namespace

std::string Scrub(std::string text, const Credentials* credentials) {
  if (credentials != nullptr) credentials->Mask(text);
  for (const Pattern& pattern : kPatterns) MaskPattern(pattern, text);
  if (!IsUtf8(text)) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) < 0; }, '?');
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; }, ' ');
  return Shortened(text, kLongest);
}

}  // namespace stackql::aws
