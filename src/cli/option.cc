#include "cli/option.h"

#include <algorithm>

#include "base/number.h"

namespace stackql::cli {

std::vector<std::string_view> NamesOf(const Option& option) {
  std::vector<std::string_view> names;
  for (std::string_view rest = option.names; !rest.empty();) {
    const size_t comma = std::min(rest.find(", "), rest.size());
    names.push_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  return names;
}

size_t ValuesOf(const Option& option) {
  if (option.value.empty() || option.IsOptional()) return 0;
  return 1 + static_cast<size_t>(std::count(option.value.begin(), option.value.end(), ' '));
}

std::string Alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

Binding Known(std::vector<std::string> (*known)(), Binding binding) {
  binding.known = known;
  return binding;
}

Binding Flag(bool& field) {
  return {.set = [&field](const std::string&) {
    field = true;
    return std::string();
  }};
}

Binding Text(std::string& field, std::string (*check)(const std::string& value)) {
  return {.set =
              [&field, check](const std::string& value) {
                field = value;
                return check == nullptr ? std::string() : check(value);
              },
          .preset = field};
}

Binding Texts(std::vector<std::string>& field, bool repeats) {
  return {.set =
              [&field](const std::string& value) {
                field.push_back(value);
                return std::string();
              },
          .repeats = repeats};
}

Binding List(std::vector<std::string>& field, const std::vector<std::string>& choices) {
  return {.set = [&field, choices](const std::string& values) -> std::string {
            for (size_t at = 0; at <= values.size();) {
              const size_t end = std::min(values.find(',', at), values.size());
              std::string value = values.substr(at, end - at);
              at = end + 1;
              value.erase(0, value.find_first_not_of(' '));
              value.erase(value.find_last_not_of(' ') + 1);
              if (value.empty()) continue;
              const bool known = choices.empty() ||
                                 std::find(choices.begin(), choices.end(), value) != choices.end();
              if (!known) return Alternatives(choices);
              field.push_back(value);
            }
            return {};
          },
          .choices = choices,
          .repeats = true,
          .commas = true};
}

Binding Number(std::function<void(uint64_t)> store, uint64_t least, uint64_t most) {
  return {.set = [store = std::move(store), least, most](const std::string& text) -> std::string {
    uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc() && stop == end && value >= least && value <= most) {
      store(value);
      return {};
    }
    constexpr uint64_t kWorthSaying = 1'000'000;  // beyond, a limit is that of the field only
    std::string expected = "a whole number";
    if (most <= kWorthSaying || least > 0) expected += " from " + std::to_string(least);
    if (most <= kWorthSaying) expected += " to " + std::to_string(most);
    return expected;
  }};
}

Binding Size(uint64_t& bytes) {
  return {.set = [&bytes](const std::string& text) -> std::string {
            const char last = text.empty() ? '\0' : text.back();
            const int shift = last == 'K' || last == 'k' ? 10 : last == 'M' || last == 'm' ? 20 : 0;
            const auto number = ParseNumber<uint64_t>(
                std::string_view(text).substr(0, text.size() - (shift > 0 ? 1 : 0)));
            if (!number || *number > std::numeric_limits<uint64_t>::max() >> shift) {
              return "a number of bytes, such as 500K or 10M";
            }
            bytes = *number << shift;
            return {};
          },
          .preset = std::to_string(bytes)};
}

Binding OneOf(std::string& field, const std::vector<std::string>& choices) {
  return {.set = [&field, choices](const std::string& chosen) -> std::string {
            if (std::find(choices.begin(), choices.end(), chosen) == choices.end()) {
              return Alternatives(choices);
            }
            field = chosen;
            return {};
          },
          .choices = choices,
          .preset = field};
}

}  // namespace stackql::cli
