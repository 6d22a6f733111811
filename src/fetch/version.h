#pragma once

#include <string_view>

namespace stackql::fetch {

// Whether text can name a version, so that it is safe as a part of a path and of an address.
bool IsVersion(std::string_view text);

// Whether `a` is older than `b`: runs of digits compare as numbers.
bool Older(std::string_view a, std::string_view b);

}  // namespace stackql::fetch
