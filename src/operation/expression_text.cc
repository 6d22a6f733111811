#include "operation/expression_text.h"

namespace stackql {

std::string Written(const Sources& sources, const sql::Expr& expr) {
  constexpr size_t kMost = 60;
  const std::string_view text = sources.Bytes(expr.where);
  if (text.size() <= kMost) return std::string(text);
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

bool IsOpen(const Sources& sources, const sql::Expr& expr) {
  return !expr.where || HasHole(sources.Bytes(expr.where));
}

}  // namespace stackql
