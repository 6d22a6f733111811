// messagec RULES_DIR OUT_DIR: writes OUT_DIR/<folder>.h for each folder of rule documents, with a
// struct for each message that code has to fill in and the constants of its rule, and
// OUT_DIR/all.h, a table of them. It runs before anything else is compiled, so it reads the
// documents with yaml-cpp alone; what is wrong with a document besides its names and messages is
// for rulec to say. Headers that would not change are not touched.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Message {
  std::string id;
  std::set<std::string> placeholders;
};

struct Rule {
  std::string id;
  std::string name;
  std::vector<Message> messages;
  std::map<std::string, std::string> constants;  // as C++ declares them, by name
};

[[noreturn]] void Fail(const std::string& text) { throw std::runtime_error(text); }

// "unused-prop": UnusedProp.
std::string StructName(const std::string& name) {
  std::string words;
  bool start = true;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && !words.empty());
    if (!letter && c != '-') Fail("'" + name + "' is not a name");
    if (letter) words += start && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    start = c == '-';
  }
  if (words.empty()) Fail("a name is empty");
  return words;
}

// "{count}", or "{count|item|items}" for a number with its noun.
std::set<std::string> PlaceholdersOf(const std::string& text) {
  std::set<std::string> names;
  for (size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::string name = text.substr(open + 1, text.find_first_of("|}", open) - open - 1);
    if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) {
      Fail("'{" + name + "}' is not a placeholder");
    }
    names.insert(name);
  }
  return names;
}

Rule Read(const YAML::Node& document) {
  Rule rule = {.id = document["id"].as<std::string>(),
               .name = document["name"].as<std::string>(),
               .messages = {},
               .constants = {}};
  if (!document["check"]) return rule;  // it has no code
  const auto add = [&](const std::string& id, const YAML::Node& text) {
    rule.messages.push_back({id, PlaceholdersOf(text.as<std::string>())});
  };
  if (document["message"]) add("default", document["message"]);
  for (const auto& entry : document["messages"]) {
    add(entry.first.as<std::string>(), entry.second);
  }
  for (const auto& entry : document["constants"]) {
    const auto value = entry.second.as<std::string>();
    const bool number = value.find_first_not_of("0123456789") == std::string::npos;
    rule.constants[StructName(entry.first.as<std::string>())] =
        number ? value : "R\"re(" + value + ")re\"";
  }
  return rule;
}

// The rules of each folder, by file.
std::map<std::string, std::vector<Rule>> ReadAll(const fs::path& directory) {
  std::set<fs::path> paths;
  for (const auto& folder : fs::directory_iterator(directory)) {
    if (!folder.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      if (entry.path().extension() == ".yaml") paths.insert(entry.path());
    }
  }
  std::map<std::string, std::vector<Rule>> folders;
  for (const fs::path& path : paths) {
    try {
      folders[path.parent_path().filename().string()].push_back(
          Read(YAML::LoadFile(path.string())));
    } catch (const std::exception& error) {
      Fail(path.string() + ": " + error.what());
    }
  }
  return folders;
}

void WriteMembers(const Message& message, const std::string& indent, std::ostream& out) {
  for (const std::string& name : message.placeholders) out << indent << "Arg " << name << ";\n";
  out << indent << "operator Message() && {\n"
      << indent << "  Message message{.rule = kRule, .id = \"" << message.id << "\"};\n";
  for (const std::string& name : message.placeholders) {
    out << indent << "  message.args.emplace_back(\"" << name << "\", std::move(" << name
        << ".text));\n";
  }
  out << indent << "  return message;\n" << indent << "}\n";
}

void WriteRule(const Rule& rule, std::ostream& out) {
  out << "\nstruct " << StructName(rule.name) << " {\n"
      << "  static constexpr RuleId kRule{\"" << rule.id << "\"};\n";
  for (const auto& [name, value] : rule.constants) {
    const bool text = value.front() == 'R';
    out << "  static constexpr " << (text ? "std::string_view" : "uint64_t") << " k" << name
        << " = " << value << ";\n";
  }
  for (const Message& message : rule.messages) {
    if (message.id == "default") {
      WriteMembers(message, "  ", out);
      continue;
    }
    out << "  struct " << StructName(message.id) << " {\n";
    WriteMembers(message, "    ", out);
    out << "  };\n";
  }
  out << "};\n";
}

std::string Header(const std::string& folder, const std::vector<Rule>& rules) {
  std::ostringstream out;
  out << "// Made by messagec from rules/" << folder << "/.\n#pragma once\n\n"
      << "#include <utility>\n\n#include \"diag/message.h\"\n\nnamespace stackql::rules {\n";
  for (const Rule& rule : rules) {
    if (!rule.messages.empty()) WriteRule(rule, out);
  }
  out << "\n}  // namespace stackql::rules\n";
  return out.str();
}

std::string Table(const std::map<std::string, std::vector<Rule>>& folders) {
  std::ostringstream out;
  out << "// Made by messagec from rules/.\n#pragma once\n\n#include <string_view>\n\n"
      << "namespace stackql::rules {\n\n"
      << "struct KnownMessage {\n  std::string_view rule, name, id, code;\n};\n\n"
      << "// The messages that code makes, with the type that does.\n"
      << "inline constexpr KnownMessage kMessages[] = {\n";
  for (const auto& folder : folders) {
    for (const Rule& rule : folder.second) {
      for (const Message& message : rule.messages) {
        const std::string nested =
            message.id == "default" ? std::string() : "::" + StructName(message.id);
        out << "    {\"" << rule.id << "\", \"" << rule.name << "\", \"" << message.id << "\", \""
            << StructName(rule.name) << nested << "\"},\n";
      }
    }
  }
  out << "};\n\n}  // namespace stackql::rules\n";
  return out.str();
}

void WriteIfNew(const fs::path& path, const std::string& text) {
  std::ifstream in(path, std::ios::binary);
  const std::string old{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.is_open() && old == text) return;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) Fail("cannot write '" + path.string() + "'");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: messagec RULES_DIR OUT_DIR\n", stderr);
    return 2;
  }
  try {
    const auto folders = ReadAll(arguments[1]);
    const fs::path out(arguments[2]);
    fs::create_directories(out);
    for (const auto& [folder, rules] : folders)
      WriteIfNew(out / (folder + ".h"), Header(folder, rules));
    WriteIfNew(out / "all.h", Table(folders));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "messagec: %s\n", error.what());
    return 1;
  }
  return 0;
}
