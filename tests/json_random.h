#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

// Random JSON for the tests of the reader and the writer.
namespace stackql::json {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

 private:
  std::mt19937 engine_;
};

inline std::string RandomText(Random& random) {
  static const std::vector<std::string> kParts = {"a",  "bc",  "Name", " ",  "é",    "Ω",    "😀",
                                                  "\"", "\\",  "/",    "\n", "\t",   "\x01", "'",
                                                  "{",  "[1]", ",",    ":",  "\x7F", "0"};
  std::string text;
  for (uint32_t n = random.Below(6); n > 0; --n) {
    text += kParts[random.Below(static_cast<uint32_t>(kParts.size()))];
  }
  return text;
}

inline nlohmann::json RandomJson(Random& random, int depth) {
  switch (random.Below(depth > 0 ? 9 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random.OneIn(2);
    case 2:
      return static_cast<int>(random.Below(2000)) - 1000;
    case 3:
      return random.Below(1000) / 8.0;
    case 4:
    case 5:
      return RandomText(random);
    case 6:
    case 7: {
      nlohmann::json object = nlohmann::json::object();
      for (uint32_t n = random.Below(4); n > 0; --n) {
        object[RandomText(random)] = RandomJson(random, depth - 1);
      }
      return object;
    }
    default: {
      nlohmann::json array = nlohmann::json::array();
      for (uint32_t n = random.Below(5); n > 0; --n) array.push_back(RandomJson(random, depth - 1));
      return array;
    }
  }
}

// A string in quotes in which each character may be spelled in several ways.
inline std::string Spell(Random& random, const std::string& text) {
  const std::string plain = nlohmann::json(text).dump();
  if (random.OneIn(2)) return plain;
  const std::string escaped = nlohmann::json(text).dump(-1, ' ', true);
  if (random.OneIn(2)) return escaped;
  std::string spelled = "\"";
  for (size_t at = 1; at + 1 < plain.size(); ++at) {
    const char c = plain[at];
    if (c == '\\') {
      spelled += c;
      spelled += plain[++at];
    } else if (c >= 'a' && c <= 'z' && random.OneIn(3)) {
      const char* hex = "0123456789ABCDEF";
      spelled += std::string("\\u00") + hex[c >> 4] + hex[c & 15];
    } else {
      spelled += c == '/' && random.OneIn(2) ? "\\/" : std::string(1, c);
    }
  }
  return spelled + '"';
}

// The tokens of a JSON text.
inline void Tokens(Random& random, const nlohmann::json& value, std::vector<std::string>& out) {
  if (value.is_array()) {
    out.push_back("[");
    for (size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out.push_back(",");
      Tokens(random, value[i], out);
    }
    out.push_back("]");
  } else if (value.is_object()) {
    out.push_back("{");
    for (auto item = value.begin(); item != value.end(); ++item) {
      if (item != value.begin()) out.push_back(",");
      out.push_back(Spell(random, item.key()));
      out.push_back(":");
      Tokens(random, item.value(), out);
    }
    out.push_back("}");
  } else {
    out.push_back(value.is_string() ? Spell(random, value.get<std::string>()) : value.dump());
  }
}

inline std::string Blanks(Random& random) {
  static const std::vector<std::string> kBlanks = {"", "", "", " ", "\n  ", "\t", "\r\n"};
  return kBlanks[random.Below(static_cast<uint32_t>(kBlanks.size()))];
}

inline std::string Join(Random& random, const std::vector<std::string>& tokens) {
  std::string text = Blanks(random);
  for (const std::string& token : tokens) text += token + Blanks(random);
  return text;
}

}  // namespace stackql::json
