#include "stack/written_secrets.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr size_t kShortest = 40;       // of all kinds
constexpr size_t kAwsSecretSize = 40;  // of a secret access key
constexpr size_t kAccessKeyIdSize = 20;
constexpr size_t kGithubTail = 36;       // of a GitHub token, after its prefix
constexpr size_t kNameBefore = 64;       // bytes in which a name may be before its value
constexpr size_t kFewestDifferent = 12;  // bytes in a secret; fewer are a placeholder

bool IsKeyByte(char c) { return IsAlnum(c) || c == '/' || c == '+'; }
bool IsTokenByte(char c) { return IsWord(c); }

// Random enough: capitals, lowercase letters and digits, and many different ones; no example.
bool IsRandom(std::string_view text) {
  std::array<bool, 256> seen = {};
  bool upper = false;
  bool lower = false;
  bool digit = false;
  for (const char c : text) {
    seen[static_cast<unsigned char>(c)] = true;
    upper |= IsUpper(c);
    lower |= IsLower(c);
    digit |= IsDigit(c);
  }
  const auto different = static_cast<size_t>(std::count(seen.begin(), seen.end(), true));
  return upper && lower && digit && different >= kFewestDifferent && text.find("EXAMPLE") == kNone;
}

// Whether a text is the id of an access key, which is beside its secret.
bool IsAccessKeyId(std::string_view text) {
  return text.size() == kAccessKeyIdSize &&
         (text.starts_with("AKIA") || text.starts_with("ASIA")) && text.find("EXAMPLE") == kNone &&
         All(text, [](char c) { return IsUpper(c) || (c >= '2' && c <= '7'); });
}

// Whether a name says that its value is an AWS secret access key; `beside_id`: or may be one.
bool NamesSecretKey(std::string_view name, bool beside_id) {
  std::string plain;
  for (const char c : name) {
    if (IsAlnum(c)) {
      plain += Lower(c);
    }
  }
  if (beside_id) return plain.find("secret") != kNone;
  return plain.find("secretaccesskey") != kNone || plain.find("awssecretkey") != kNone;
}

// Whether a text may hold a secret of some kind: cheap, and true of hardly any other text.
bool MayHoldSecret(std::string_view text) {
  if (text.size() < kShortest) return false;
  size_t run = 0;
  for (const char c : text) {
    run = IsKeyByte(c) || c == '_' ? run + 1 : 0;
    if (run >= kGithubTail) return true;
  }
  return text.find("PRIVATE KEY-----") != kNone;
}

class SecretFinder {
 public:
  SecretFinder(const Values& values, Problems& problems)
      : values_(values), problems_(problems), seen_(values.size()) {
    for (ValueId id = 0; id < values.size() && !has_id_; ++id) {
      has_id_ = values[id].kind == Kind::kString && IsAccessKeyId(values.Text(id));
    }
  }

  // `name`: what the value may be called.
  void Walk(ValueId node, std::string_view key, std::string_view name) {
    const Kind kind = values_[node].kind;
    if (kind == Kind::kString) return CheckScalar(node, key, name);
    if ((kind != Kind::kArray && kind != Kind::kObject) || seen_[node]) return;
    seen_[node] = true;
    if (kind == Kind::kArray) {
      for (const ValueId item : values_.Elements(node)) Walk(item, key, name);
      return;
    }
    // {name: x, value: y}, {Key: x, Value: y}
    for (const std::string_view field : {"name", "Name", "Key", "key"}) {
      const ValueId own = values_.Find(node, field);
      if (own != kNoValue && values_[own].kind == Kind::kString) name = values_.Text(own);
    }
    for (const Member& member : values_.Members(node)) {
      Walk(member.value, values_.Text(member.key), name);
    }
  }

 private:
  void CheckScalar(ValueId node, std::string_view key, std::string_view name) {
    const std::string_view text = values_.Text(node);
    if (text.size() < kShortest) return;
    const Loc where = values_[node].text;
    const size_t before = problems_.size();
    FindPrivateKey(text, where);
    FindGithubToken(text, where);
    if (problems_.size() == before) FindSecretKey(text, where, key, name);
  }

  void FindPrivateKey(std::string_view text, Loc where) {
    const size_t begin = text.find("-----BEGIN ");
    if (begin == kNone) return;
    const size_t head = text.find("PRIVATE KEY-----", begin);
    if (head == kNone || text.substr(begin, head - begin).find('\n') != kNone) return;
    const size_t body = head + std::string_view("PRIVATE KEY-----").size();
    size_t end = body;
    size_t bytes = 0;
    while (end < text.size() && (IsKeyByte(text[end]) || text[end] == '=' || text[end] == '\n' ||
                                 text[end] == '\\' || text[end] == ' ')) {
      bytes += IsKeyByte(text[end++]) ? 1 : 0;
    }
    if (bytes < kShortest || !IsRandom(text.substr(body, end - body))) return;
    Report(where, begin, end, "private key");
  }

  void FindGithubToken(std::string_view text, Loc where) {
    for (const std::string_view prefix : {"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}) {
      const size_t begin = text.find(prefix);
      if (begin == kNone || (begin > 0 && IsTokenByte(text[begin - 1]))) continue;
      size_t end = begin + prefix.size();
      while (end < text.size() && IsTokenByte(text[end])) ++end;
      const std::string_view tail = text.substr(begin + prefix.size(), end - begin - prefix.size());
      if (tail.size() < kGithubTail || !IsRandom(tail)) continue;
      Report(where, begin, end, "GitHub token");
      return;
    }
  }

  void FindSecretKey(std::string_view text, Loc where, std::string_view key,
                     std::string_view name) {
    const bool named = NamesSecretKey(key, has_id_) || NamesSecretKey(name, has_id_);
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && IsKeyByte(text[end])) ++end;
      if (end - at == kAwsSecretSize && IsRandom(text.substr(at, kAwsSecretSize))) {
        const size_t from = at > kNameBefore ? at - kNameBefore : 0;
        if (named || NamesSecretKey(text.substr(from, at - from), has_id_)) {
          Report(where, at, end, "AWS secret access key");
          return;
        }
      }
      at = end + 1;
    }
  }

  void Report(Loc where, size_t begin, size_t end, std::string_view kind) {
    problems_.push_back(
        {.what = rules::SecretInManifest{.kind = kind},
         .where = where.Sub(static_cast<uint32_t>(begin), static_cast<uint32_t>(end)),
         .help = "Revoke it, and pass its replacement with -e or --env-file.",
         .secrecy = Problem::Secrecy::kParts});
  }

  const Values& values_;
  Problems& problems_;
  bool has_id_ = false;     // the id of an access key is written too
  std::vector<bool> seen_;  // aliases share their anchor's node
};

}  // namespace

void CheckSecrets(const Values& values, ValueId root, Problems& problems) {
  bool may = false;
  for (ValueId id = 0; id < values.size() && !may; ++id) {
    may = values[id].kind == Kind::kString && MayHoldSecret(values.Text(id));
  }
  if (may) SecretFinder(values, problems).Walk(root, {}, {});
}

}  // namespace stackql
