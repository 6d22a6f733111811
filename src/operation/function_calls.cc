#include "operation/function_calls.h"

#include <algorithm>
#include <string>
#include <vector>

#include "diag/suggest.h"
#include "rules/query.h"

namespace stackql {
namespace {

constexpr size_t kMostEdits = 2;  // of a name that is misspelled

struct Function {
  std::string_view name = {};
  std::string_view arguments = {};  // how many: "2", "1-3", "2+"; empty: any number
};

std::vector<Function> ReadFunctions() {
  std::vector<Function> functions;
  std::string_view left = rules::WrongFunctionCall::kFunctions;
  while (!left.empty()) {
    const std::string_view word = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), word.size() + 1));
    const size_t colon = std::min(word.find(':'), word.size());
    functions.push_back({word.substr(0, colon), word.substr(std::min(colon + 1, word.size()))});
  }
  return functions;
}

bool Takes(std::string_view arguments, size_t count) {
  const auto digit = [&](size_t at) { return static_cast<size_t>(arguments[at] - '0'); };
  if (arguments.empty()) return true;
  if (arguments.ends_with('+')) return count >= digit(0);
  return digit(0) <= count && count <= digit(arguments.size() - 1);
}

// "1 argument", "2 or more arguments"
std::string Wording(std::string_view arguments) {
  if (arguments == "1") return "1 argument";
  std::string text(arguments);
  if (text.ends_with('+')) text.replace(1, 1, " or more");
  if (text.find('-') != std::string::npos) text.replace(1, 1, " to ");
  return text + " arguments";
}

}  // namespace

std::optional<Problem> CheckCall(std::string_view name, const sql::Expr& call) {
  static const std::vector<Function> functions = ReadFunctions();
  const auto function = std::ranges::find(functions, name, &Function::name);
  if (function == functions.end()) {
    std::vector<std::string_view> names(functions.size());
    std::ranges::transform(functions, names.begin(), &Function::name);
    const std::string_view meant = Suggest(name, names, kMostEdits);
    if (meant.empty()) return std::nullopt;
    const sql::Name& written = call.names[0];
    return Problem{.what = rules::WrongFunctionCall::Name{.name = written.text},
                   .where = written.where,
                   .help = DidYouMean(meant),
                   .repairs = {Correct(written.text, meant, written.where)}};
  }
  const bool known = std::ranges::none_of(call.args, [](const sql::Expr& argument) {
    return argument.kind == sql::Expr::Kind::kHole || argument.kind == sql::Expr::Kind::kStar;
  });
  if (!known || Takes(function->arguments, call.args.size())) return std::nullopt;
  return Problem{
      .what = rules::WrongFunctionCall::Arguments{.expected = Wording(function->arguments),
                                                  .found = std::to_string(call.args.size()),
                                                  .name = call.names[0].text},
      .where = call.where};
}

}  // namespace stackql
