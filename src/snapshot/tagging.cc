#include "snapshot/tagging.h"

namespace stackql::snapshot {

std::string_view TagProperty(const ResourceType& type) {
  const Tagging* tagging = type.tagging();
  if (tagging == nullptr || !tagging->taggable() || tagging->property() == nullptr) return {};
  return tagging->property()->string_view();
}

}  // namespace stackql::snapshot
