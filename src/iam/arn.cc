#include "iam/arn.h"

#include "base/ascii.h"

namespace stackql::iam {

std::string_view ArnField(std::string_view arn, int field) {
  for (int i = 0; i < field; ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return field == kResourceField ? arn : arn.substr(0, arn.find(':'));
}

bool IsAccount(std::string_view text) { return text.size() == 12 && All(text, IsDigit); }

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

std::vector<Arn> FormsOf(const Arn& arn) {
  std::vector<Arn> all(1);
  for (const Piece& piece : arn) {
    if (piece.forms.empty()) {
      for (Arn& each : all) Append(each, Arn{piece});
      continue;
    }
    std::vector<Arn> more;
    for (const std::string& form : piece.forms) {
      const size_t star = form.find('*');  // one at most
      for (Arn each : all) {
        Append(each, std::string_view(form).substr(0, star));
        if (star != std::string::npos) {
          Append(each, Arn{{.kind = Piece::Kind::kAny, .alphabet = Piece::Alphabet::kPart}});
          Append(each, std::string_view(form).substr(star + 1));
        }
        more.push_back(std::move(each));
      }
    }
    all = std::move(more);
  }
  return all;
}

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
