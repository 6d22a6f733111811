#pragma once

#include <string>

#include "lint/place_facts.h"

namespace stackql::report {

// What is known of a place, for people and for programs.
std::string PlaceText(const PlaceFacts& facts);
std::string PlaceJson(const PlaceFacts& facts);

}  // namespace stackql::report
