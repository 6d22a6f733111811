#include "aws/all_pages.h"

#include <iterator>
#include <set>
#include <utility>

namespace stackql::aws {
namespace {

constexpr size_t kMostPages = 1000;

// What a page holds, and the token of the one after it; empty: it is the last.
template <typename Item>
struct Page {
  std::vector<Item> items = {};
  std::string next = {};
};

Failure Endless(Call call, const std::string& why) {
  return {.message = "The service answers " + std::string(FactsOf(call).name) +
                     " with an endless sequence of pages: " + why + ". Try again later."};
}

// Asks for page after page; `token` is the part of the question that names one.
template <typename Item, typename Ask>
Reply<std::vector<Item>> Whole(Call call, std::string& token, const Ask& ask) {
  std::vector<Item> all;
  std::set<std::string> seen = {token};
  for (size_t pages = 0; pages < kMostPages; ++pages) {
    Reply<Page<Item>> page = ask();
    if (!page.answer) return {.failure = std::move(page.failure)};
    all.insert(all.end(), std::make_move_iterator(page.answer->items.begin()),
               std::make_move_iterator(page.answer->items.end()));
    token = std::move(page.answer->next);
    if (token.empty()) return {.answer = std::move(all)};
    if (!seen.insert(token).second) return {.failure = Endless(call, "one points back")};
  }
  return {.failure = Endless(call, "there are more than " + std::to_string(kMostPages))};
}

}  // namespace

Reply<std::vector<Simulated>> SimulateWhole(Client& client, SimulationQuery query) {
  query.marker.clear();
  return Whole<Simulated>(Call::kSimulatePrincipalPolicy, query.marker, [&] {
    Reply<SimulationPage> page = client.SimulatePrincipalPolicy(query);
    Reply<Page<Simulated>> result = {.failure = std::move(page.failure)};
    // Without IsTruncated, a marker means nothing.
    if (page.answer) {
      result.answer = {std::move(page.answer->results),
                       page.answer->truncated ? std::move(page.answer->marker) : ""};
    }
    return result;
  });
}

Reply<std::vector<PolicyFinding>> ValidateWhole(Client& client, ValidationQuery query) {
  query.next_token.clear();
  return Whole<PolicyFinding>(Call::kValidatePolicy, query.next_token, [&] {
    Reply<ValidationPage> page = client.ValidatePolicy(query);
    Reply<Page<PolicyFinding>> result = {.failure = std::move(page.failure)};
    if (page.answer) {
      result.answer = {std::move(page.answer->findings), std::move(page.answer->next_token)};
    }
    return result;
  });
}

}  // namespace stackql::aws
