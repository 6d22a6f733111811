#pragma once

#include <yaml-cpp/exceptions.h>

#include <optional>

#include "yaml/builder.h"

namespace stackql::yaml {

// For the quote at `open`, which nothing closes.
Problem UnclosedQuote(std::string_view bytes, TextId file, size_t open);

// yaml-cpp's complaint in the user's words, at the bytes that caused it. None where yaml-cpp is
// known to reject what YAML allows.
std::optional<Problem> ExplainError(const YAML::Exception& error, const Builder& builder,
                                    const Sources& sources, TextId file);

}  // namespace stackql::yaml
