#include "iam/arn.h"

namespace stackql::iam {

std::string PolicyPattern(const Arn& arn) {
  if (arn == StarArn()) return "*";
  std::string pattern;
  for (const Piece& piece : arn) {
    if (piece.kind == Piece::Kind::kAny && !piece.text.empty()) {
      pattern += piece.text;
      continue;
    }
    if (piece.kind != Piece::Kind::kText) {
      if (pattern.empty() || pattern.back() != '*') pattern += '*';
      continue;
    }
    for (const char c : piece.text) {
      if (c == '*' || c == '?' || c == '$') {
        pattern += std::string("${") + c + "}";
      } else {
        pattern += c;
      }
    }
  }
  return pattern;
}

Arn StarArn() { return {{.kind = Piece::Kind::kText, .text = "*"}}; }

void Append(Arn& arn, const Arn& more) {
  for (const Piece& piece : more) {
    const bool joins =
        piece.kind == Piece::Kind::kText && !arn.empty() && arn.back().kind == Piece::Kind::kText;
    if (joins) {
      arn.back().text += piece.text;
    } else {
      arn.push_back(piece);
    }
  }
}

void Append(Arn& arn, std::string_view text) {
  if (!text.empty()) Append(arn, Arn{{.text = std::string(text)}});
}

}  // namespace stackql::iam
