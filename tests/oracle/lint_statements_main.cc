// Reads statements as JSON lines {"sql": ...} and prints for each whether the linter says that
// StackQL's grammar rejects it, as {"refused": ...}.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "sql_reading.h"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string sql = nlohmann::json::parse(line).at("sql");
    std::cout << nlohmann::json{{"refused", stackql::sql::IsRefused(sql)}} << '\n';
  }
  return 0;
}
