#include "stack/context_checks.h"

#include <string>
#include <string_view>

#include "rules/manifest.h"

namespace stackql {
namespace {

// What a context string certainly is when read as JSON; nullptr: that cannot be told.
const char* ShapeOf(const Values& values, ValueId text) {
  if (text == kNoValue || values[text].kind != Kind::kString) return nullptr;
  const std::string_view bytes = values.Text(text);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  const char head = first == std::string_view::npos ? '\0' : bytes[first];
  if (bytes.find("{{") != std::string_view::npos) return nullptr;  // it may yet be rendered
  if (head == '[') return "a list";
  if (head == '{') return "a mapping";
  return values.Known(text) && !bytes.empty() ? "a string" : nullptr;
}

bool IsText(const char* shape) { return shape != nullptr && std::string_view(shape) == "a string"; }

}  // namespace

void CheckGlobal(const Values& values, const Global& global, ValueId rendered, Problems& problems) {
  if (global.name.empty()) return;
  const bool given = global.value != kNoValue;
  const bool null = given && values[global.value].kind == Kind::kNull;
  const bool empty = !given || null ||
                     (values[rendered].kind == Kind::kString && values.Known(rendered) &&
                      values.Text(rendered).empty());
  if (!empty) return;
  Loc where = values.Where(given ? global.value : global.name_at);
  if (given && where.empty()) where = values[global.value].token;
  if (where.empty()) where = values.Where(global.name_at);
  problems.push_back({.what = rules::EmptyGlobal{.name = global.name},
                      .where = where,
                      .help = "Give it a value, or remove it."});
}

void CheckMerge(const Values& values, const Prop& prop, ValueId base,
                std::span<const ValueId> others, Problems& problems) {
  const char* merged = ShapeOf(values, base);
  if (IsText(merged)) {
    problems.push_back({.what = rules::InvalidMerge::Base{.prop = prop.name},
                        .where = values.Where(prop.value != kNoValue ? prop.value : prop.name_at)});
    return;
  }
  bool known = base == kNoValue || merged != nullptr;
  for (size_t i = 0; i < others.size() && i < prop.merge.size(); ++i) {
    const std::string name(values.Text(prop.merge[i]));
    const Loc where = values.Where(prop.merge[i]);
    if (name.find("{{") != std::string::npos) {
      problems.push_back({.what = rules::InvalidMerge::Template{.name = name},
                          .where = where,
                          .help = "Write the bare name, without braces."});
      return;
    }
    const char* shape = ShapeOf(values, others[i]);
    const bool first = base == kNoValue && i == 0;  // taken as it is
    if (IsText(shape) && !first) {
      problems.push_back({.what = rules::InvalidMerge{.name = name}, .where = where});
      return;
    }
    if (!known || shape == nullptr || IsText(shape)) {
      known = false;
      continue;
    }
    if (merged == nullptr) merged = shape;
    if (std::string_view(merged) == shape) continue;
    problems.push_back(
        {.what = rules::InvalidMerge::Mixed{.base = merged, .found = shape, .name = name},
         .where = where});
    return;
  }
}

}  // namespace stackql
