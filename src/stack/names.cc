#include "stack/names.h"

namespace stackql {

Names::Frame::Frame(Names& names)
    : names_(names),
      hidden_(names.hidden_.size()),
      open_(names.scope_.open),
      this_prefix_(names.scope_.this_prefix),
      open_prefixes_(names.scope_.open_prefixes),
      unknown_names_(names.scope_.unknown_names) {
  ++names.frames_;
}

Names::Frame::~Frame() {
  --names_.frames_;
  names_.RestoreTo(hidden_);
  names_.scope_.open = open_;
  names_.scope_.this_prefix = std::move(this_prefix_);
  names_.scope_.open_prefixes = std::move(open_prefixes_);
  names_.scope_.unknown_names = unknown_names_;
}

ValueId Names::Find(std::string_view name) const {
  const auto known = scope_.names.find(name);
  return known == scope_.names.end() ? kNoValue : known->second;
}

void Names::Define(const std::string& name, ValueId value) {
  const auto [known, added] = scope_.names.try_emplace(name, value);
  if (frames_ > 0) hidden_.emplace_back(known, added ? kNoValue : known->second);
  known->second = value;
}

void Names::DefineIfNew(const std::string& name, ValueId value) {
  const auto [known, added] = scope_.names.try_emplace(name, value);
  if (added && frames_ > 0) hidden_.emplace_back(known, kNoValue);
}

void Names::RestoreTo(size_t hidden) {
  for (; hidden_.size() > hidden; hidden_.pop_back()) {
    const auto& [name, value] = hidden_.back();
    if (value == kNoValue) {
      scope_.names.erase(name);
    } else {
      name->second = value;
    }
  }
}

}  // namespace stackql
