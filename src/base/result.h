#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace stackql {

// What the world did not do: a file that cannot be read, a program that does not run, an answer
// that cannot be understood. What a user wrote wrong is a problem instead, a bug of ours an
// assertion.
struct Error {
  std::string message = {};  // a sentence for users
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> Failed(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace stackql
