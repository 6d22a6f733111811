#pragma once

#include <cstdint>
#include <string_view>

namespace stackql {

// What YAML 1.1 makes of a plain scalar, as PyYAML's resolver decides.
enum class OldScalar : uint8_t { kText, kNull, kBool, kNumber, kOctal, kSexagesimal, kDate };

OldScalar ReadAsOldYaml(std::string_view plain);

// Whether a scalar has the form of a date or time and is none that exists.
bool IsImpossibleDate(std::string_view plain);

}  // namespace stackql
