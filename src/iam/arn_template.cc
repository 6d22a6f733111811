#include "iam/arn_template.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/sources.h"

namespace stackql::iam {
namespace {

// Those of the resource's own part.
std::vector<std::string_view> Placeholders(std::string_view arn_template) {
  std::vector<std::string_view> found;
  for (size_t open = arn_template.find("${"); open != std::string_view::npos;
       open = arn_template.find("${", open + 2)) {
    const size_t close = arn_template.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = arn_template.substr(open + 2, close - open - 2);
    const bool place = name == "Partition" || name == "Region" || name == "Account";
    if (!place) found.push_back(name);
  }
  return found;
}

// The service of an ARN or a template of ARNs; empty if it, or what is before it, is not known.
std::string_view ServiceOf(std::string_view arn) {
  const size_t partition = arn.find(':');
  const size_t service = arn.find(':', std::min(arn.size(), partition) + 1);
  if (service == std::string_view::npos) return {};
  const size_t end = arn.find(':', service + 1);
  if (end == std::string_view::npos) return {};
  const std::string_view name = arn.substr(service + 1, end - service - 1);
  const bool known = arn.substr(0, end).find(kHoleBytes) == std::string_view::npos &&
                     name.find("${") == std::string_view::npos;
  return known ? name : std::string_view();
}

// A text of which parts may be unknown, by position: a byte of a known piece or a whole other one.
class Letters {
 public:
  explicit Letters(const Arn& text) {
    for (const Piece& piece : text) {
      if (piece.kind == Piece::Kind::kText) {
        for (const char c : piece.text) all_.push_back({c, nullptr});
      } else {
        all_.push_back({'\0', &piece});
      }
    }
  }

  size_t size() const { return all_.size(); }
  bool Has(size_t at, std::string_view literal) const {
    if (at + literal.size() > all_.size()) return false;
    return std::equal(literal.begin(), literal.end(), all_.begin() + static_cast<long>(at),
                      [](char c, const Letter& each) { return each.c == c; });
  }
  // The first of some characters from a position on; the end if there is none.
  size_t Find(std::string_view any_of, size_t from) const {
    size_t at = from;
    while (at < all_.size() && (all_[at].c == '\0' || any_of.find(all_[at].c) == any_of.npos)) ++at;
    return at;
  }
  Arn Sub(size_t begin, size_t end) const {
    Arn part;
    for (size_t at = begin; at < end; ++at) {
      if (all_[at].unknown != nullptr) {
        part.push_back(*all_[at].unknown);
      } else {
        Append(part, std::string_view(&all_[at].c, 1));
      }
    }
    return part;
  }

 private:
  struct Letter {
    char c = '\0';
    const Piece* unknown = nullptr;
  };
  std::vector<Letter> all_;
};

}  // namespace

std::optional<TemplateParts> ReadTemplate(std::string_view text_template, const Arn& text,
                                          Extent extent) {
  constexpr std::string_view kSeparators = ":/";
  const Letters letters(text);
  TemplateParts parts;
  size_t at = 0;
  for (;;) {
    const size_t open = text_template.find("${");
    const std::string_view literal = text_template.substr(0, open);
    if (!letters.Has(at, literal)) return std::nullopt;
    at += literal.size();
    if (open == std::string_view::npos) break;
    const size_t close = text_template.find('}', open);
    const std::string_view name = text_template.substr(open + 2, close - open - 2);
    text_template.remove_prefix(close + 1);
    // The end may have several forms: "${qualifier||:*}".
    if (name.find('|') != std::string_view::npos) {
      if (extent == Extent::kBegin && text_template.empty()) break;
      return std::nullopt;
    }
    const bool whole = text_template.empty() && extent == Extent::kAll;
    const bool open_end = text_template.empty() || text_template.starts_with("${");
    const std::string_view stops = whole      ? std::string_view()
                                   : open_end ? kSeparators
                                              : text_template.substr(0, 1);
    const size_t end = letters.Find(stops, at);
    if (end == at) return std::nullopt;
    parts[std::string(name)] = letters.Sub(at, end);
    at = end;
  }
  const bool ends =
      at == letters.size() || (extent == Extent::kBegin && letters.Find(kSeparators, at) == at);
  return ends ? std::optional(std::move(parts)) : std::nullopt;
}

Arn FillTemplate(std::string_view arn_template,
                 const std::function<Arn(std::string_view placeholder)>& fill) {
  Arn arn;
  while (!arn_template.empty()) {
    const size_t open = arn_template.find("${");
    Append(arn, arn_template.substr(0, open));
    if (open == std::string_view::npos) break;
    const size_t close = arn_template.find('}', open);
    if (close == std::string_view::npos) break;
    Append(arn, fill(arn_template.substr(open + 2, close - open - 2)));
    arn_template.remove_prefix(close + 1);
  }
  return arn;
}

bool IsArnTemplate(std::string_view text) {
  size_t colons = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (text.substr(at, 2) == "${") {
      if (inside) return false;
      inside = true;
      ++at;
    } else if (inside && c == '}') {
      inside = false;
    } else if (!inside) {
      if (c == '*' || c == '?' || c == ',' || c == '$' || c == '{' || c == '}' || c == ' ') {
        return false;
      }
      colons += c == ':' ? 1 : 0;
    }
  }
  return !inside && colons >= 5 && text.rfind("arn:") == 0;
}

Tri MatchesTemplate(std::string_view arn_template, std::string_view text) {
  const std::string_view wanted = ServiceOf(arn_template);
  const std::string_view service = ServiceOf(text);
  if (!wanted.empty() && !service.empty() && wanted != service) return Tri::kNo;
  const Arn any =
      FillTemplate(arn_template, [](std::string_view) { return Arn{{.kind = Piece::Kind::kAny}}; });
  return lang::Match(lang::FromGlob(PolicyPattern(any)), text);
}

Tri MatchesTemplate(std::string_view arn_template, const Arn& arn) {
  std::string text;
  for (const Piece& piece : arn) {
    text += piece.kind == Piece::Kind::kText ? std::string_view(piece.text) : kHoleBytes;
  }
  return MatchesTemplate(arn_template, text);
}

bool Extends(std::string_view longer, std::string_view shorter) {
  return longer.size() > shorter.size() && longer.substr(0, shorter.size()) == shorter;
}

bool IsWithin(std::string_view longer, std::string_view shorter) {
  if (Extends(longer, shorter)) return true;
  const std::vector<std::string_view> outer = Placeholders(shorter);
  const std::vector<std::string_view> inner = Placeholders(longer);
  // One alone may be a name of many things.
  return outer.size() > 1 && inner.size() > outer.size() &&
         std::equal(outer.begin(), outer.end(), inner.begin());
}

}  // namespace stackql::iam
