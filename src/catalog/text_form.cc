#include "catalog/text_form.h"

#include "snapshot/schema.h"

namespace stackql::catalog {
namespace {

constexpr int kDeepest = 16;

// NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
void Add(const snapshot::SchemaNodes& nodes, uint32_t index, TextForm& form, int depth) {
  const snapshot::Schema* node = snapshot::Target(nodes, index);
  if (node == nullptr || node->doubtful() || depth > kDeepest) return;
  if (node->format() != nullptr && node->format()->size() > 0) {
    if (form.format.empty()) form.format = node->format()->str();
    form.patterns.insert(form.patterns.begin(), node->format_pattern()->str());
  }
  if (node->pattern() != nullptr && node->pattern()->size() > 0) {
    form.patterns.push_back(node->pattern()->str());
  }
  if (node->all_of() == nullptr) return;
  for (const uint32_t part : *node->all_of()) Add(nodes, part, form, depth + 1);
}

}  // namespace

TextForm TextFormAt(const snapshot::ResourceType& type, uint32_t schema) {
  TextForm form;
  if (type.schemas() != nullptr) Add(*type.schemas(), schema, form, 0);
  return form;
}

}  // namespace stackql::catalog
