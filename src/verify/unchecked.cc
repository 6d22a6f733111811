#include "verify/unchecked.h"

#include <algorithm>

#include "base/ascii.h"
#include "rules/live.h"

namespace stackql::verify {
namespace {

constexpr size_t kMostNotes = 8;
constexpr size_t kAccount = 12;  // digits
constexpr size_t kShown = 4;     // tell accounts apart, and no more

Message Told(Unchecked::What what, const std::string& subject, const std::string& reason) {
  using rules::LiveUnchecked;
  switch (what) {
    case Unchecked::What::kPermissions:
      return LiveUnchecked::Permissions{.reason = reason, .subject = subject};
    case Unchecked::What::kPolicy:
      return LiveUnchecked::Policy{.reason = reason};
    case Unchecked::What::kSchema:
      return LiveUnchecked::Schema{.reason = reason, .subject = subject};
    case Unchecked::What::kResource:
      break;
  }
  return LiveUnchecked{.reason = reason, .subject = subject};
}

}  // namespace

void Unchecked::Add(What what, const std::string& subject, const aws::Failure& failure, Loc where) {
  places_[{what, subject, failure.code, failure.message}].push_back(where);
}

void Unchecked::Report(Problems& problems, bool show_accounts, bool strict) const {
  for (const auto& [reason, all] : places_) {
    std::vector<Loc> places = all;
    std::sort(places.begin(), places.end(), [](const Loc& a, const Loc& b) {
      return std::tie(a.text, a.span.begin, a.span.end) <
             std::tie(b.text, b.span.begin, b.span.end);
    });
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const auto& [what, subject, code, full] = reason;
    const std::string sentence = show_accounts ? full : MaskAccounts(full);
    Problem problem = {.what = Told(what, subject, code.empty() ? sentence : code),
                       .where = places.front(),
                       .help = code.empty() ? std::string() : sentence,
                       .grave = strict};
    for (size_t i = 1; i < places.size() && i <= kMostNotes; ++i) {
      problem.related.push_back({places[i], "this one neither"});
    }
    if (places.size() > kMostNotes + 1) {
      problem.related.back().message +=
          ", nor " + std::to_string(places.size() - kMostNotes - 1) + " others";
    }
    problems.push_back(std::move(problem));
  }
}

std::string MaskAccounts(std::string text) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = static_cast<size_t>(
        std::find_if_not(text.begin() + static_cast<long>(begin), text.end(), IsDigit) -
        text.begin());
    if (end - begin == kAccount) text.replace(begin, kAccount - kShown, kAccount - kShown, '*');
    begin = end + 1;
  }
  return text;
}

}  // namespace stackql::verify
